"""From kind and ids to a finished message, in the language and zone the recipient has at hand-over."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import css_inline
from flask import Flask, current_app, g, render_template
from flask_babel import force_locale
from werkzeug.test import EnvironBuilder

from recruit.core.settings import PROJECT_ROOT, Settings
from recruit.core.text import one_line
from recruit.core.visitor import NOBODY
from recruit.messages import unsubscribing, written_out
from recruit.messages.kinds import MailKind
from recruit.messages.rules import Addressed, without_secrets
from recruit.web.gate import page_url

STYLES = PROJECT_ROOT / "recruit" / "web" / "static" / "css" / "mail.css"
# Where a person switches groups of mails off.
PREFERENCES_ENDPOINT = "messages.preferences"
# Where one press switches off the group of one mail.
UNSUBSCRIBE_ENDPOINT = "messages.unsubscribe"


@dataclass(frozen=True)
class Rendered:
    """A letter as it goes, and what is kept of it."""

    content: bytes
    subject_line: str
    kept_body: str
    # What must not be seen again: keys of links, and words meant for the recipient alone.
    secrets: tuple[str, ...] = ()
    # What the kind said for the text, which may hold a key that is yet to be kept.
    context: Mapping[str, Any] = field(default_factory=dict, repr=False)


@contextmanager
def reader(app: Flask, *, language: str, zone: str) -> Generator[None]:
    """Everything inside reads as on a page of that reader: language, zone, absolute addresses of this site.

    In a context of its own: inside a request, that request's visitor, language and scope are left alone.
    """
    settings: Settings = app.extensions["recruit.settings"]
    # What the layout knows is the same in every mail of a language: a worker finds it out once.
    kept, named = app.extensions.setdefault("recruit.around_mails", {}), (language, settings.base_url)
    with (
        app.app_context(),
        app.request_context(dict(_request_for(f"/{language}/", settings.base_url))),
        force_locale(language),
    ):
        g.settings = settings
        g.language = language
        g.reader_zone = zone
        if named in kept:
            g.page_around = kept[named]
        yield
        around = g.get("page_around")
        if around is not None and around[1] is NOBODY:
            kept[named] = around


@lru_cache(maxsize=32)
def _request_for(path: str, base_url: str) -> Mapping[str, Any]:
    return EnvironBuilder(path, base_url=base_url).get_environ()


def render(mail: Addressed, kind: MailKind, *, now: datetime) -> Rendered:
    """Make the message. Reads only: what it must not leave without is kept by `kind.keep`."""
    settings: Settings = current_app.extensions["recruit.settings"]
    with reader(current_app, language=mail.language, zone=mail.zone):
        context = dict(kind.context(mail.params, mail.language))
        secrets = [str(context[name]) for name in kind.secrets if context.get(name)]
        preferences = unsubscribe = ""
        if not kind.necessary:
            preferences = page_url(PREFERENCES_ENDPOINT, _external=True)
            token = unsubscribing.token_for(mail, kind, settings.secret_key)
            unsubscribe = page_url(UNSUBSCRIBE_ENDPOINT, token=token, _external=True)
            secrets.append(token)
        shown: dict[str, Any] = {
            **context,
            "reader_zone": mail.zone,
            "mail_kind": kind.name,
            "fewer_url": preferences,
            "unsubscribe_url": unsubscribe,
        }
        subject = subject_of(kind, shown, mail.zone)
        shown["subject"] = subject
        text = render_template(f"{kind.template}.txt", **shown).strip() + "\n"
        html = inlined(render_template(f"{kind.template}.html", **shown))
        attachments = kind.attachments(mail.params, mail.language)

    headers = [
        written_out.addresses("From", settings.mail_from),
        written_out.recipient(mail.to_address),
        written_out.subject(subject),
        written_out.date(now),
        written_out.as_it_is("Message-ID", message_id_of(mail.public_id, settings)),
        written_out.as_it_is("Auto-Submitted", "auto-generated"),
    ]
    if "@" in settings.operator_contact:
        headers.append(written_out.addresses("Reply-To", settings.operator_contact))
    if unsubscribe:
        # One click in the mail program is enough (RFC 8058); opening the address shows a button.
        headers.append(written_out.as_it_is("List-Unsubscribe", f"<{unsubscribe}>"))
        headers.append(written_out.as_it_is("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return Rendered(
        written_out.letter(headers, language=mail.language, text=text, html=html, attachments=attachments),
        without_secrets(subject, secrets),
        without_secrets(text, secrets),
        tuple(secrets),
        context,
    )


def subject_of(kind: MailKind, context: Mapping[str, Any], zone: str) -> str:
    """The subject a mail of this kind has; inside `reader`."""
    shown = {**context, "reader_zone": zone, "mail_kind": kind.name}
    return one_line(render_template(f"{kind.template}.subject.txt", **shown))[:200]


def message_id_of(public_id: str, settings: Settings) -> str:
    """The same for every try of the same mail, so that a server that gets it twice can tell."""
    return f"<{public_id}@{urlsplit(settings.base_url).hostname}>"


def inlined(html: str) -> str:
    """Styles written into the elements, as mail programs want them. Nothing is fetched."""
    return _inliner(_styles()).inline(html)


def _styles() -> str:
    """The sheet of mails: read anew when it was changed."""
    try:
        return _styles_of(STYLES.stat().st_mtime_ns)
    except FileNotFoundError:
        return ""


@lru_cache(maxsize=2)
def _styles_of(_changed_at: int) -> str:
    return STYLES.read_text(encoding="utf-8")


@lru_cache(maxsize=2)
def _inliner(styles: str) -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        load_remote_stylesheets=False, keep_at_rules=True, extra_css=styles or None, keep_link_tags=False
    )
