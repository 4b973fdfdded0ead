"""How a university brings its students here: a link to hand out, and the page the link opens."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext as _
from markupsafe import Markup
import segno

from recruit.accounts.rules import ComesAs
from recruit.organisations.queries import name_in
from recruit.students.opening import may_open_profile
from recruit.students.roster import queries
from recruit.students.roster.views.room import desk, room
from recruit.web.gate import current_language, page_url, visitor, whole_url
from recruit.web.locks import anybody

# The language in which students of a country read first.
_LANGUAGE_OF = {"VN": "vi", "ID": "id", "JP": "ja"}


@room.get("/university/invite", lock=desk)
def invite() -> ResponseReturnValue:
    """The university's own link, as words to send and as a code to print."""
    university = queries.own_university(visitor())
    language = _LANGUAGE_OF.get(university.country, "en")
    link = whole_url("roster.welcome", slug=university.slug, lang=language)
    with force_locale(language):
        words = _words(name_in(university, language), link)
    return render_template(
        "students/roster/invite.html",
        university=university,
        words=words,
        link=link,
        language_of_link=language,
        code=_code(link),
    )


def _words(name: str, link: str) -> list[str]:
    """What a teacher may send along, in the language of the students."""
    return [
        _("Dear students,"),
        _(
            "%(university)s takes part in a programme that brings engineers to construction companies in Japan. There you can meet"
            " companies at fairs and apply to them. It costs you nothing, and you decide who sees you.",
            university=name,
        ),
        _("Open your account here; our university is already chosen: %(link)s", link=link),
    ]


def _code(link: str) -> Markup:
    """The link as a drawing in the page, readable from paper; nothing is fetched."""
    return Markup(
        segno.make_qr(link, error="m").svg_inline(
            border=4, scale=6, dark="#000", light="#fff", svgclass="qr", lineclass=None
        )
    )


@room.get("/universities/<slug>", lock=anybody)
def welcome(slug: str) -> ResponseReturnValue:
    """Where the link of a university leads: what this is, what the university sees, and the way in."""
    university, asks = queries.inviting_university(slug), visitor()
    studies = page_url("students.studies", university=slug)
    return render_template(
        "students/roster/welcome.html",
        university=university,
        name=name_in(university, current_language()),
        studies=studies if may_open_profile(asks) else None,
        register=page_url("accounts.register", kind=ComesAs.STUDENT, next=studies),
        sign_in=page_url("accounts.sign_in", next=studies),
    )
