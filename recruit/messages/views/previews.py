"""For staff: every kind of mail, and how it reads in each language."""

from flask import abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.locales import CODES, LANGUAGES
from recruit.messages import kinds, previews, words
from recruit.messages.kinds import MailKind
from recruit.messages.views.pages import room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.headers import CONTENT_SECURITY_POLICY
from recruit.web.locks import coordinator

# The mail comes as it leaves, with its styles in it, and may do nothing at all; only our own page may frame it.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
PAGE_POLICY = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"


@room.get("/staff/mail/kinds", lock=coordinator)
def mail_kinds() -> ResponseReturnValue:
    """All kinds, by what they are about."""
    found: dict[str, list[tuple[MailKind, str]]] = {}
    for kind in kinds.known_kinds():
        about = words.about_of(kind)
        found.setdefault(about, []).append((kind, words.of_kind(kind.name)))
    return render_template("messages/kinds.html", groups=found)


def _kind(name: str) -> MailKind:
    try:
        return kinds.kind_named(name)
    except KeyError:
        abort(404)


@room.get("/staff/mail/kinds/<name>", lock=coordinator)
def mail_kind(name: str) -> ResponseReturnValue:
    """One kind in one language: subject, the mail as it looks, and its plain text."""
    kind = _kind(name)
    language = request.args.get("language", "")
    language = language if language in CODES else current_language()
    response = make_response(
        render_template(
            "messages/kind.html",
            kind=kind,
            title=words.of_kind(kind.name),
            about=words.about_of(kind),
            preview=previews.preview_of(kind, language, by=visitor(), now=clock.now()),
            language_of_mail=language,
            tabs_of_languages=[
                {
                    "label": each.name,
                    "href": page_url("messages.mail_kind", name=name, language=each.code),
                    "current": each.code == language,
                }
                for each in LANGUAGES
            ],
        )
    )
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    return response


@room.get("/staff/mail/kinds/<name>/<language>.html", lock=coordinator)
def mail_as_it_looks(name: str, language: str) -> ResponseReturnValue:
    """The HTML part alone, for the frame."""
    if language not in CODES:
        abort(404)
    preview = previews.preview_of(_kind(name), language, by=visitor(), now=clock.now())
    if preview is None:
        abort(404)
    response = make_response(preview.html)
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response
