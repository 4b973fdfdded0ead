"""The mailbox of development: mails that were kept in a folder instead of sent, with links that can be pressed."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
import re

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from recruit.core.settings import Mode, Settings
from recruit.web.locks import anybody
from recruit.web.room import Room

room = Room("mailbox", __name__)
SHOWN = 100
_NAME = re.compile(r"\d{8}T\d{12}-[\w-]{1,40}\.eml")
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]。、）]")


@dataclass(frozen=True)
class KeptMail:
    """One kept mail as the page shows it."""

    name: str
    kept_at: datetime | None
    to: str
    subject: str
    language: str
    text: Markup


@room.get("/mailbox", lock=anybody, bare=True)
def mailbox() -> ResponseReturnValue:
    """The newest mails, newest first."""
    files = sorted(_folder().glob("*.eml"), reverse=True)[:SHOWN]
    return render_template("web/mailbox.html", mails=[_read(file) for file in files], opened=None)


@room.get("/mailbox/<name>", lock=anybody, bare=True)
def kept_mail(name: str) -> ResponseReturnValue:
    """One mail."""
    file = _folder() / name
    if not _NAME.fullmatch(name) or not file.is_file():
        abort(404)
    return render_template("web/mailbox.html", mails=[], opened=_read(file))


def _folder() -> Path:
    """Only in development, and only where mails go to a folder; anywhere else there is no such page."""
    settings: Settings = g.settings
    if settings.mode is not Mode.DEVELOPMENT or not settings.smtp_url.startswith("folder://"):
        abort(404)
    return Path(settings.smtp_url.removeprefix("folder://"))


def _read(file: Path) -> KeptMail:
    message: EmailMessage = message_from_bytes(file.read_bytes(), policy=policy.default)  # type: ignore[assignment, arg-type]
    body = message.get_body(("plain",))
    date = message["Date"]
    return KeptMail(
        name=file.name,
        kept_at=date.datetime if date else None,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        language=str(message["Content-Language"] or ""),
        text=with_links(body.get_content() if body else ""),
    )


def with_links(text: str) -> Markup:
    """Plain text as HTML whose addresses can be pressed."""
    parts, place = [], 0
    for found in _LINK.finditer(text):
        parts.append(escape(text[place : found.start()]))
        parts.append(Markup('<a href="{0}">{0}</a>').format(found.group()))
        place = found.end()
    parts.append(escape(text[place:]))
    return Markup("").join(parts)
