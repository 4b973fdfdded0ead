"""The mailbox to which mail servers write back, read over IMAP with TLS."""

from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from enum import StrEnum
import imaplib
import ssl
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 30
# One beat takes so many; the next takes the others.
AT_ONCE = 100


class ReadMail(StrEnum):
    """What becomes of a mail that was read, as the flags it gets: a report goes (it carries our mail along, with the links
    in it), the rest stays, read; what could not be noted is flagged too, for a person.
    """

    GOES = r"(\Deleted)"
    STAYS = r"(\Seen)"
    SET_ASIDE = r"(\Seen \Flagged)"


Reader = Callable[[bytes], ReadMail]


class MailboxAway(Exception):
    """The mailbox cannot be read just now."""


def read_mailbox(url: str, reader: Reader) -> int:
    """Give every unread mail to `reader`, and do with it as it says. Returns how many were deleted.

    A mail is deleted after its reader has returned: cut off in between, it is read again, which must be harmless.
    """
    taken = 0
    try:
        with _opened(url) as mailbox:
            for uid in _unread(mailbox)[:AT_ONCE]:
                becomes = reader(_fetched(mailbox, uid))
                _answer(mailbox.uid("STORE", uid, "+FLAGS", becomes.value))
                taken += becomes is ReadMail.GOES
            _answer(mailbox.expunge())
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxAway(f"{type(error).__name__}: {error}") from error
    return taken


@contextmanager
def _opened(url: str) -> Generator[imaplib.IMAP4]:
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    if parts.scheme == "imaps":
        mailbox: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            host, parts.port or 993, ssl_context=ssl.create_default_context(), timeout=TIMEOUT_SECONDS
        )
    else:
        mailbox = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT_SECONDS)
    try:
        mailbox.login(unquote(parts.username or ""), unquote(parts.password or ""))
        _answer(mailbox.select(f'"{unquote(parts.path.strip("/")) or "INBOX"}"'))
        yield mailbox
    finally:
        try:
            mailbox.logout()
        except (OSError, imaplib.IMAP4.error):
            # The line is cut: nobody is there to say good-bye to.
            with suppress(OSError):
                mailbox.shutdown()


def _unread(mailbox: imaplib.IMAP4) -> list[str]:
    (found, *_rest) = _answer(mailbox.uid("SEARCH", "UNSEEN"))
    return found.decode("ascii").split() if isinstance(found, bytes) else []


def _fetched(mailbox: imaplib.IMAP4, uid: str) -> bytes:
    """The whole mail, without marking it as read."""
    answer = _answer(mailbox.uid("FETCH", uid, "(BODY.PEEK[])"))
    return next((part[1] for part in answer if isinstance(part, tuple)), b"")


def _answer(answer: tuple[str, list]) -> list:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(str(data)[:200])
    return data
