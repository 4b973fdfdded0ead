"""Privacy, terms, accessibility, operator: one text per language in `legal/`, filled with what settings say."""

from functools import lru_cache
from pathlib import Path
import re
from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, lazy_gettext as _l
from markupsafe import Markup

from recruit.core.locales import CODES
from recruit.core.settings import OperatorStatus, Settings
from recruit.core.text import markdown
from recruit.web import period_words
from recruit.web.gate import current_language
from recruit.web.locks import anybody
from recruit.web.room import Room

room = Room("legal", __name__)
FOLDER = Path(__file__).parent / "legal"
_EMPTY_HEAD = re.compile(r"<thead>\s*<tr>\s*(<th[^>]*>\s*</th>\s*)+</tr>\s*</thead>")

STATUS: dict[OperatorStatus, Any] = {
    OperatorStatus.NONE: _l("Nothing is declared. Interviews are not arranged and nobody is recommended."),
    OperatorStatus.NOTIFIED: _l("Notified provider of recruitment information. Interviews are not arranged."),
    OperatorStatus.FREE_PLACEMENT: _l(
        "Free placement office. Interviews may be arranged. Nobody pays a fee for placement."
    ),
    OperatorStatus.LICENSED: _l(
        "Licensed placement office. Interviews may be arranged. Job seekers pay nothing."
    ),
}


def language_of_text(language: str) -> str:
    """Legal texts are written in the service's four languages."""
    return language if language in CODES else "en"


@lru_cache(maxsize=32)
def text_of(name: str, language: str) -> str:
    """The Markdown of a legal text; languages outside the service's four read English."""
    return (FOLDER / f"{name}.{language_of_text(language)}.md").read_text(encoding="utf-8")


def filled(text: str, settings: Settings) -> str:
    """The text with the operator's name and contact, and the table of what is kept how long, in their places."""
    named = text.replace("{{operator_name}}", settings.operator_name)
    if "{{periods}}" in named:
        named = named.replace("{{periods}}", period_words.table())
    return named.replace("{{operator_contact}}", settings.operator_contact)


def shown(text: str, settings: Settings) -> Markup:
    """The text as HTML, its tables in the house's look; a head without words (a list of pairs) is left out."""
    html = _EMPTY_HEAD.sub("", str(markdown(filled(text, settings))))
    return Markup(html.replace("<table>", '<table class="table">'))


def _page(name: str, title: str, *, declared: list[tuple[str, str]] | None = None) -> str:
    body = shown(text_of(name, current_language()), g.settings)
    return render_template(
        "web/legal.html",
        title=title,
        name=name,
        body=body,
        written_in=language_of_text(current_language()),
        declared=declared or [],
    )


@room.get("/privacy", lock=anybody, kept=True)
def privacy() -> ResponseReturnValue:
    """Which data is kept, why, who sees it."""
    return _page("privacy", _("Privacy"))


@room.get("/terms", lock=anybody, kept=True)
def terms() -> ResponseReturnValue:
    """What both sides promise."""
    return _page("terms", _("Terms"))


@room.get("/accessibility", lock=anybody, kept=True)
def accessibility() -> ResponseReturnValue:
    """What works without sight, hearing or hands, and what does not."""
    return _page("accessibility", _("Accessibility"))


@room.get("/operator", lock=anybody, kept=True)
def operator() -> ResponseReturnValue:
    """Who runs the service, and what was declared to the labour office."""
    settings: Settings = g.settings
    declared = [(_("Declared to the labour office"), str(STATUS[settings.operator_status]))]
    if settings.operator_status is not OperatorStatus.NONE:
        declared.append((_("Number"), settings.operator_number))
    return _page("operator", _("Operator"), declared=declared)
