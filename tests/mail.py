"""What tests see of mail: the queue, and a real mail server that can be told to misbehave."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
import threading
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session as SmtpSession
from flask import Flask
from sqlalchemy import select

from recruit.core import clock, db
from recruit.messages import jobs
from recruit.messages.models import Mail
from recruit.messages.transport import AtStep, Letter, no_step
from tests.ports import held_port


class KeptTransport:
    """Takes every letter and keeps it."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def connect(self) -> None:
        return None

    def hand_over(self, letter: Letter, at_step: AtStep = no_step) -> None:
        at_step("content")
        self.letters.append(letter)

    def close(self) -> None:
        return None


class Outbox:
    """The queue of the application under test."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    @property
    def mails(self) -> Sequence[Mail]:
        """Every mail ever queued, oldest first."""
        return db.session().scalars(select(Mail).order_by(Mail.id)).all()

    @property
    def kinds(self) -> list[str]:
        """The kinds of `mails`, in order."""
        return [mail.kind for mail in self.mails]

    def of_kind(self, kind: str) -> list[Mail]:
        return [mail for mail in self.mails if mail.kind == kind]

    def hand_over(self) -> list[EmailMessage]:
        """Deliver what is due now and give back the messages as a mail program would show them."""
        kept = KeptTransport()
        with self.app.app_context():
            jobs.deliver_due(clock.now(), "test", kept)
        return [message_from_bytes(letter.content, policy=policy.default) for letter in kept.letters]  # type: ignore[misc]


@dataclass
class Answers:
    """What the server says instead of yes: replies by address for RCPT, one reply for the content, a cut connection."""

    recipient: dict[str, str] = field(default_factory=dict)
    greeting: str = ""
    sender: str = ""
    content: str = ""
    cut_at: str = ""
    # From this letter on an answer comes only once `goes_on` is set, and a moment later.
    waits_after: int | None = None
    goes_on: threading.Event = field(default_factory=threading.Event)


class _Handler:
    def __init__(self, answers: Answers, envelopes: list[Envelope]) -> None:
        self.answers = answers
        self.envelopes = envelopes

    async def handle_MAIL(
        self, server: SMTP, _session: SmtpSession, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers.cut_at == "MAIL":
            server.transport.abort()
        if self.answers.sender:
            return self.answers.sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, _session: SmtpSession, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.answers.cut_at == "RCPT":
            server.transport.abort()
        if address in self.answers.recipient:
            return self.answers.recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: SmtpSession, envelope: Envelope) -> str:
        """The content has arrived whole; `cut_at` "DATA" keeps it and then drops the line, so the sender cannot know."""
        if self.answers.content:
            return self.answers.content
        self.envelopes.append(envelope)
        if self.answers.waits_after is not None and len(self.envelopes) >= self.answers.waits_after:
            await asyncio.to_thread(self.answers.goes_on.wait)
            await asyncio.sleep(0.02)
        if self.answers.cut_at == "DATA":
            server.transport.abort()
        return "250 OK"


class MailServer:
    """aiosmtpd on a free loopback port."""

    def __init__(self) -> None:
        self.answers = Answers()
        self.envelopes: list[Envelope] = []
        self._holder, self.port = held_port()
        self._controller = Controller(
            _Handler(self.answers, self.envelopes), hostname="127.0.0.1", port=self.port
        )

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def messages(self) -> list[EmailMessage]:
        """What arrived, in order."""
        return [message_from_bytes(envelope.content, policy=policy.default) for envelope in self.envelopes]  # type: ignore[misc, arg-type]

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._controller.stop()
        self._holder.close()
