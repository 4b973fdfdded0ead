"""From kind and ids to a finished message, in the language and zone the recipient has at hand-over."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import css_inline
from flask import Flask, current_app, g, render_template
from flask_babel import force_locale

from recruit.core.settings import PROJECT_ROOT, Settings
from recruit.core.text import one_line
from recruit.messages import unsubscribing
from recruit.messages.kinds import MailKind
from recruit.messages.models import Mail
from recruit.messages.rules import without_secrets
from recruit.web.gate import page_url

STYLES = PROJECT_ROOT / "recruit" / "web" / "static" / "css" / "mail.css"


# Only seven-bit content: no server on the way needs an extension for it.
class _AsItIs(UniqueUnstructuredHeader):
    """Never folded: an address in angle brackets that is folded or encoded is no address any more."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # ty: ignore[missing-attribute]


class _Subject(UniqueUnstructuredHeader):
    """Folded inside its encoded words: the library would break a long one at a space, and the space is lost on the way."""

    def fold(self, *, policy: Policy) -> str:
        text = str(self)
        charset = "us-ascii" if text.isascii() else "utf-8"
        folded = Header(text, charset, header_name="Subject").encode(linesep=policy.linesep)
        return f"Subject: {folded}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("Subject", _Subject)  # ty: ignore[invalid-argument-type]
_headers.map_to_type("List-Unsubscribe", _AsItIs)  # ty: ignore[invalid-argument-type]
_POLICY = SMTP.clone(cte_type="7bit", header_factory=_headers)
# Where a person switches groups of mails off.
PREFERENCES_ENDPOINT = "messages.preferences"
# Where one press switches off the group of one mail.
UNSUBSCRIBE_ENDPOINT = "messages.unsubscribe"


@lru_cache(maxsize=16)
def _address_header(name: str, value: str) -> Any:
    """A header that is the same in every mail, taken apart once."""
    return _headers(name, value)


@dataclass(frozen=True)
class Rendered:
    """A message ready to go, and what is kept of it."""

    message: EmailMessage
    subject_line: str
    kept_body: str
    # What must not be seen again: keys of links, and words meant for the recipient alone.
    secrets: tuple[str, ...] = ()


@contextmanager
def reader(app: Flask, *, language: str, zone: str) -> Generator[None]:
    """Everything inside reads as on a page of that reader: language, zone, absolute addresses of this site.

    In a context of its own: inside a request, that request's visitor, language and scope are left alone.
    """
    settings: Settings = app.extensions["recruit.settings"]
    with (
        app.app_context(),
        app.test_request_context(path=f"/{language}/", base_url=settings.base_url),
        force_locale(language),
    ):
        g.settings = settings
        g.language = language
        g.reader_zone = zone
        yield


def render(mail: Mail, kind: MailKind, *, now: datetime) -> Rendered:
    """Make the message. Reads, and where the kind mints a token also writes, in the transaction of the caller."""
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

    message = EmailMessage(policy=_POLICY)
    message["From"] = _address_header("From", settings.mail_from)
    message["To"] = mail.to_address
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id_of(mail.public_id, settings)
    message["Auto-Submitted"] = "auto-generated"
    if "@" in settings.operator_contact:
        message["Reply-To"] = _address_header("Reply-To", settings.operator_contact)
    if unsubscribe:
        # One click in the mail program is enough (RFC 8058); opening the address shows a button.
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text, cte=_encoding_of(text))
    message.add_alternative(html, subtype="html", cte=_encoding_of(html))
    for attachment in attachments:
        main, _, sub = attachment.media_type.partition("/")
        sub, *parameters = [part.strip() for part in sub.split(";")]
        message.add_attachment(
            attachment.content,
            maintype=main,
            subtype=sub,
            filename=attachment.name,
            params=dict(_pair(part) for part in parameters),
        )
    # Last: `Content-…` headers set before the parts would move into the first of them.
    message["Content-Language"] = mail.language
    return Rendered(
        message, without_secrets(subject, secrets), without_secrets(text, secrets), tuple(secrets)
    )


def subject_of(kind: MailKind, context: Mapping[str, Any], zone: str) -> str:
    """The subject a mail of this kind has; inside `reader`."""
    shown = {**context, "reader_zone": zone, "mail_kind": kind.name}
    return one_line(render_template(f"{kind.template}.subject.txt", **shown))[:200]


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name.strip(), value.strip().strip('"')


def message_id_of(public_id: str, settings: Settings) -> str:
    """The same for every try of the same mail, so that a server that gets it twice can tell."""
    return f"<{public_id}@{urlsplit(settings.base_url).hostname}>"


def _encoding_of(text: str) -> str:
    """Base64 where most of the text is not ASCII: quoted-printable would be three times as long."""
    return "base64" if sum(letter > "\x7f" for letter in text) * 6 > len(text) else "quoted-printable"


def inlined(html: str) -> str:
    """Styles written into the elements, as mail programs want them. Nothing is fetched."""
    return _inliner(_styles()).inline(html)


def _styles() -> str:
    return STYLES.read_text(encoding="utf-8") if STYLES.exists() else ""


@lru_cache(maxsize=2)
def _inliner(styles: str) -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        load_remote_stylesheets=False, keep_at_rules=True, extra_css=styles or None, keep_link_tags=False
    )
