"""How a mail of each kind reads, in every language. Nothing is queued or sent, and what is written on the way is undone."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
import logging

from recruit.core.db import new_public_id, undone_afterwards
from recruit.core.errors import Missing
from recruit.core.locales import BY_CODE
from recruit.core.looking import looking_only
from recruit.core.visitor import Visitor
from recruit.messages import kinds
from recruit.messages.kinds import MailKind
from recruit.messages.rendering import render
from recruit.messages.rules import Addressed, without_secrets

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Preview:
    """A mail as its reader would see it; links that open something are struck out."""

    subject: str
    text: str
    html: str
    attachments: tuple[str, ...]


def preview_of(kind: MailKind, language: str, *, by: Visitor, now: datetime) -> Preview | None:
    """None where this installation has nothing that such a mail could be about."""
    with undone_afterwards() as rows:
        try:
            params = kinds.sample_of(kind, by, now)
            if params is None:
                return None
            mail = Addressed(
                public_id=new_public_id(),
                kind=kind.name,
                to_address="somebody@example.com",
                to_ref=by.person_ref,
                language=language,
                zone=BY_CODE[language].zone,
                params=dict(params),
            )
            rows.flush()
            # The same that holds when it is handed over: see `MailKind.context`.
            with looking_only(rows):
                made = render(mail, kind, now=now)
        except (Missing, KeyError):
            log.info("no sample for a preview", extra={"kind": kind.name}, exc_info=True)
            return None
    message = message_from_bytes(made.content, _class=EmailMessage, policy=default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    secrets = list(made.secrets)
    return Preview(
        subject=made.subject_line,
        text=without_secrets(text.get_content(), secrets) if text is not None else "",
        html=without_secrets(html.get_content(), secrets) if html is not None else "",
        attachments=tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )
