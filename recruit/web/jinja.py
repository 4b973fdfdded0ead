"""What templates may use besides their own arguments."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, has_request_context, request, url_for
from flask.templating import Environment as FlaskEnvironment
from flask_babel import get_locale, gettext
from flask_babel.speaklater import LazyString
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from recruit.core import locales
from recruit.core.publishers import source_in
from recruit.core.scripts import in_scripts
from recruit.core.settings import OperatorStatus, Settings
from recruit.core.text import markdown
from recruit.core.texts import best_text, best_title
from recruit.core.visitor import Visitor
from recruit.web import header, times
from recruit.web.fact_words import publisher, unit_words
from recruit.web.gate import SWITCH_FIELD, current_language, page_url, visitor
from recruit.web.locks import token_holder
from recruit.web.panels import panels_for
from recruit.web.words import words_for

LONGEST_PATH_TO_REPORT = 300


def _escaped(words: LazyString) -> Markup:
    return escape(str(words))


# Flask-Babel calls words that wait for their reader safe HTML, whatever stands in them. They are text like any other.
LazyString.__html__ = _escaped  # ty: ignore[invalid-assignment]


@dataclass(frozen=True)
class MainLink:
    """One of at most five links in the header."""

    label: str
    href: str
    current: bool
    # From which width of the window on it stands in the line of the header (header.py); None: always under "More".
    since: int | None


@dataclass(frozen=True)
class Site:
    """Who runs this: from settings, never from a template."""

    name: str
    name_local: str
    operator_line: str


@dataclass(frozen=True)
class Alternate:
    """The same page in another language."""

    code: str
    href: str


def _operator_line(settings: Settings) -> str:
    status = {
        OperatorStatus.NONE: gettext(
            "The operator is not a placement office and does not arrange interviews."
        ),
        OperatorStatus.NOTIFIED: gettext(
            "Notified as a provider of recruitment information (number %(number)s).",
            number=settings.operator_number,
        ),
        OperatorStatus.FREE_PLACEMENT: gettext(
            "Free placement office (number %(number)s). Students never pay.", number=settings.operator_number
        ),
        OperatorStatus.LICENSED: gettext(
            "Licensed placement office (number %(number)s). Students never pay.",
            number=settings.operator_number,
        ),
    }[settings.operator_status]
    return gettext("%(name)s: %(status)s", name=settings.operator_name, status=status)


def switch_url(code: str) -> str:
    """This page in another language, filters kept."""
    if not request.endpoint or (not request.view_args and request.url_rule is None):
        return f"/{code}/"
    if request.url_rule is not None and "lang" not in request.url_rule.arguments:
        return f"/{code}/"
    values: dict[str, Any] = {**request.args.to_dict(flat=False), **(request.view_args or {}), "lang": code}
    # A name in the query that is also an argument of url_for would change its meaning.
    for taken in ("_external", "_scheme", "_anchor", "_method", "endpoint"):
        values.pop(taken, None)
    return url_for(request.endpoint, **values)


def _path_to_report() -> str:
    """The address of this page for a report about it. A page that a key opens stays unnamed: the key is nobody else's."""
    lock = current_app.extensions["recruit.locks"].get(request.endpoint or "")
    return "" if lock in (None, token_holder) or len(request.path) > LONGEST_PATH_TO_REPORT else request.path


def text_of(thing: Any) -> Any:
    """The row of a thing's texts that suits the reader."""
    return best_text(thing.texts, current_language())


def titled(titles: Mapping[str, str], language: str | None = None) -> str:
    """A title kept by language, as the reader of that language (or of the page) sees it."""
    return best_title(titles, language or current_language())[0]


def titled_lang(titles: Mapping[str, str]) -> Markup:
    """The attribute of the element around such a title where it is in another language than the page."""
    code = best_title(titles, current_language())[1]
    return (
        Markup("")
        if code == current_language()
        else Markup(' lang="{}"').format(locales.BY_CODE[code].html_lang)
    )


def name_of(organisation: Any) -> str:
    """An organisation's name as the reader sees it."""
    text = text_of(organisation)
    return text.name if text is not None else organisation.slug


class Environment(FlaskEnvironment):
    """As Flask's, but templates without globals of their own share those of the environment: each macro file that a page
    imports compares them.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


class Fingerprints:
    """Addresses of static files that change when the file does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[tuple[str, str], str] = {}

    def url(self, path: str) -> str:
        # The same for every reader, but for where the server has put the whole site.
        root = request.script_root if has_request_context() else ""
        url = self._known.get((path, root))
        if url is None:
            mark = hashlib.sha256((self.folder / path).read_bytes()).hexdigest()[:12]
            url = self._known[path, root] = url_for("static", filename=path, v=mark)
        return url


def install(app: Flask, settings: Settings, *, main_links: Any, current_link: Any) -> None:
    """Set up the environment. `main_links(visitor)` gives (label, endpoint) pairs, `current_link(hrefs, path)` the one of
    them that the page belongs to; `app.py` hands both in.
    """
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    fingerprints = Fingerprints(Path(app.static_folder or ""))
    found: dict[str, Any] = app.jinja_env.globals
    found.update(
        page_url=page_url,
        static_url=fingerprints.url,
        switch_url=switch_url,
        switch_field=SWITCH_FIELD,
        languages=locales.LANGUAGES,
        words_for=words_for,
        two_clocks=times.two_clocks,
        place_of=times.place_of,
        reader_zone=times.reader_zone,
        panels_for=panels_for,
    )
    app.jinja_env.filters.update(
        format_date=times.format_day,
        format_clock=times.format_clock,
        format_datetime=times.format_instant,
        format_money=times.format_money,
        format_number=times.format_number,
        format_share=times.format_share,
        markdown=markdown,
        words=words_for,
        text_of=text_of,
        titled=titled,
        titled_lang=titled_lang,
        name_of=name_of,
        publisher=publisher,
        in_scripts=in_scripts,
        source_in=source_in,
        unit_words=unit_words,
    )

    @app.context_processor
    def _page() -> dict[str, Any]:
        """Asked for every template that is rendered, panels too: made once for a reader and a language. A subject of a mail
        that a page shows is rendered in a language of its own, whose words are not those of the page.
        """
        spoken = current_language(), get_locale()
        known: tuple[Any, Visitor, dict[str, Any]] | None = g.get("page_around")
        if known is None or known[0] != spoken or known[1] is not visitor():
            known = g.page_around = spoken, visitor(), _around_the_page()
        return known[2]

    def _around_the_page() -> dict[str, Any]:
        code = current_language()
        named = [(str(label), page_url(endpoint)) for label, endpoint in main_links(visitor())]
        current = current_link([href for _label, href in named], request.path)
        brand = settings.site_name_local if code == "ja" else settings.site_name
        asking = visitor()
        in_line, all_from = header.in_line_from(
            [label for label, _href in named],
            brand=brand,
            is_signed_in=asking.is_signed_in,
            language=locales.BY_CODE[code].name if code in locales.BY_CODE else code,
            account=asking.display_name if asking.is_signed_in else gettext("Sign in"),
            more=gettext("More"),
        )
        links = [
            MainLink(label, href, href == current, since)
            for (label, href), since in zip(named, in_line, strict=True)
        ]
        return {
            "language": code,
            "visitor": visitor(),
            "site": Site(settings.site_name, settings.site_name_local, _operator_line(settings)),
            "main_links": links,
            "main_links_fit_from": all_from,
            "alternates": [
                Alternate(language.code, switch_url(language.code)) for language in locales.LANGUAGES
            ],
            "switch_form_id": None,
            "reported_page_path": _path_to_report(),
            "is_report_page": request.endpoint == "cases.report",
            "base_url": settings.base_url,
            "is_development": settings.mode == "development",
            "request_id": g.get("request_id", ""),
        }


def safe_html(text: str) -> Markup:
    """Markdown written by people, as safe HTML."""
    return markdown(text)
