"""The last step of a mail: to a mail server, or into a folder in development.

What happened is told exactly. Before the first byte of the content nothing can have arrived, so the mail may be tried
again; a clear answer afterwards counts; everything else after that first byte is doubt.
"""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
import re
import select
import smtplib
import ssl
import time
from typing import Protocol
from urllib.parse import unquote, urlsplit

from recruit.core import clock

TIMEOUT_SECONDS = 30
# A server that took a letter so many seconds ago is not asked whether it is still there, unless its line is closed.
SURELY_THERE_FOR = 2.0
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


class TryLater(Exception):
    """It certainly did not arrive, and may later. `for_all`: the server itself is away or busy, so leave the others too."""

    def __init__(self, reason: str, *, for_all: bool = False) -> None:
        super().__init__(reason)
        self.for_all = for_all


class Rejected(Exception):
    """It certainly did not arrive and never will. `address_is_bad`: because there is nobody at that address."""

    def __init__(self, reason: str, *, address_is_bad: bool = False) -> None:
        super().__init__(reason)
        self.address_is_bad = address_is_bad


class InDoubt(Exception):
    """It may have arrived, or not."""


@dataclass(frozen=True)
class Letter:
    """A finished mail. `ref` is the public id of its row."""

    ref: str
    sender: str
    recipient: str
    content: bytes


AtStep = Callable[[str], None]


def no_step(_name: str) -> None:
    """Nothing happens at the steps of a hand-over, except in tests that cut it off there."""


class Transport(Protocol):
    """`connect` may be called again and again; `hand_over` raises TryLater, Rejected or InDoubt, or it is done."""

    def connect(self) -> None: ...

    def hand_over(self, letter: Letter, at_step: AtStep = no_step) -> None: ...

    def close(self) -> None: ...


def transport_for(url: str) -> Transport:
    """The transport of the settings' `smtp_url`."""
    return (
        FolderTransport(Path(url.removeprefix("folder://")))
        if url.startswith("folder://")
        else SmtpTransport(url)
    )


def folder_of(url: str) -> Path | None:
    """The folder in which development keeps its mails; None where a mail server is set."""
    return Path(url.removeprefix("folder://")) if url.startswith("folder://") else None


class FolderTransport:
    """Keeps each mail as a file, for the mailbox page of development."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def connect(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise TryLater(str(error), for_all=True) from error

    def hand_over(self, letter: Letter, at_step: AtStep = no_step) -> None:
        name = f"{clock.now():%Y%m%dT%H%M%S%f}-{letter.ref}.eml"
        half = self.folder / f".{name}"
        try:
            half.write_bytes(letter.content)
            at_step("content")
            half.rename(self.folder / name)
        except OSError as error:
            raise TryLater(str(error), for_all=True) from error

    def close(self) -> None:
        return None


class SmtpTransport:
    """One connection for a batch: smtp://, smtp+starttls:// or smtps://, with user:password@ where the server wants them."""

    def __init__(self, url: str, *, timeout: float = TIMEOUT_SECONDS) -> None:
        parts = urlsplit(url)
        self.scheme = parts.scheme
        self.host = parts.hostname or "localhost"
        self.port = parts.port or {"smtps": 465, "smtp+starttls": 587}.get(self.scheme, 25)
        self.user = unquote(parts.username or "")
        self.password = unquote(parts.password or "")
        self.timeout = timeout
        self._server: smtplib.SMTP | None = None
        self._heard_at = 0.0

    def connect(self) -> None:
        if self._server is not None and (
            self._answered_just_now(self._server) or self._is_alive(self._server)
        ):
            return
        self.close()
        try:
            self._server = self._open()
        except (OSError, smtplib.SMTPException) as error:
            raise TryLater(_words_of(error), for_all=True) from error

    def _open(self) -> smtplib.SMTP:
        if self.scheme == "smtps":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            server.ehlo_or_helo_if_needed()
            if self.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _answered_just_now(self, server: smtplib.SMTP) -> bool:
        """It took a letter a moment ago and has neither hung up nor said anything unasked since."""
        if server.sock is None or time.monotonic() - self._heard_at >= SURELY_THERE_FOR:
            return False
        line = select.poll()
        line.register(server.sock, select.POLLIN)
        return not line.poll(0)

    @staticmethod
    def _is_alive(server: smtplib.SMTP) -> bool:
        try:
            return server.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def hand_over(self, letter: Letter, at_step: AtStep = no_step) -> None:
        server = self._server
        if server is None:
            raise TryLater("not connected", for_all=True)
        content = _as_lines(letter.content)
        try:
            at_step("sender")
            self._expect(server.mail(parseaddr(letter.sender)[1]), 250, about_recipient=False)
            at_step("recipient")
            self._expect(server.rcpt(letter.recipient), 250, 251, about_recipient=True)
            at_step("data")
            self._expect(server.docmd("DATA"), 354, about_recipient=False)
        except (TryLater, Rejected):
            self._start_over(server)
            raise
        except UnicodeError as error:
            self._drop()
            raise Rejected(_words_of(error), address_is_bad=True) from error
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise TryLater(_words_of(error), for_all=True) from error
        try:
            at_step("content")
            server.send(content)
            at_step("answer")
            code, words = server.getreply()
        except Exception as error:
            self._drop()
            raise InDoubt(_words_of(error)) from error
        except BaseException:
            # The process is ending: no polite QUIT in the middle of a letter.
            self._drop()
            raise
        said = _text_of(code, words)
        if code == 250:
            self._heard_at = time.monotonic()
            return
        if 400 <= code < 500:
            raise TryLater(said, for_all=code == 421)
        if 500 <= code < 600:
            raise Rejected(said)
        self._drop()
        raise InDoubt(said)

    @staticmethod
    def _expect(reply: tuple[int, bytes], *good: int, about_recipient: bool) -> None:
        code, words = reply
        if code in good:
            return
        said = _text_of(code, words)
        if code == -1:
            raise smtplib.SMTPServerDisconnected(said)
        if about_recipient and 500 <= code < 600:
            raise Rejected(said, address_is_bad=_is_about_the_address(code, said))
        # A refusal of the sender or of DATA speaks about us, not about this recipient: the others would be refused too.
        raise TryLater(said, for_all=code == 421 or not about_recipient)

    def _start_over(self, server: smtplib.SMTP) -> None:
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def close(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()


def _is_about_the_address(code: int, said: str) -> bool:
    """Whether a permanent refusal means that nobody is there, and not a full mailbox, a policy or a spam filter."""
    found = _ENHANCED.search(said)
    if found:
        return found[2] == "1" or (found[2], found[3]) == ("2", "1")
    return code in (550, 551, 553)


def _as_lines(content: bytes) -> bytes:
    """The content with CR LF, leading dots doubled and the closing dot."""
    content = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    content = re.sub(rb"(?m)^\.", b"..", content)
    return content + (b"" if content.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _text_of(code: int, words: bytes) -> str:
    return f"{code} {words.decode('utf-8', 'replace')}"[:300]


def _words_of(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return _text_of(error.smtp_code, words if isinstance(words, bytes) else words.encode())
    return f"{type(error).__name__}: {error}"[:300]
