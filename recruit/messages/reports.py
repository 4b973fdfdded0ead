"""What mail servers write back, read as it comes: delivery status notifications (RFC 3464) and complaints (RFC 5965).

Anybody may send anything to the mailbox we read, so nothing here trusts the form: what cannot be understood is None.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
import re

from recruit.messages.rules import Report, ReportKind

_MESSAGE_ID = re.compile(r"<[\w.-]{3,200}@[\w.-]{1,100}>", re.ASCII)
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
# Other actions say that a mail arrived, or that the server still tries.
_FAILED = "failed"
MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class _Failure:
    status: str
    words: str


def read(content: bytes) -> Report | None:
    """The report in a mail; None where it is none, says that all is well, or does not name a mail of ours."""
    try:
        return _read(message_from_bytes(content[:MOST_BYTES]))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # The parser of the standard library stumbles over some broken mails.
        return None


def _read(message: Message) -> Report | None:
    parts = list(message.walk())
    message_id = _message_id(parts)
    if not message_id:
        return None
    if any(part.get_content_type() == "message/feedback-report" for part in parts):
        return Report(ReportKind.COMPLAINT, message_id, "", "complaint")
    for failure in _failures(parts):
        return Report(ReportKind.BOUNCE, message_id, failure.status, failure.words)
    return None


def _failures(parts: list[Message]) -> Iterator[_Failure]:
    """What failed, for each recipient a report speaks of. Each mail of ours has one."""
    for part in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _blocks(part):
            if str(block.get("Action", "")).strip().lower() != _FAILED:
                continue
            words = _clean(block.get("Diagnostic-Code", ""))
            found = _STATUS.search(str(block.get("Status", ""))) or _STATUS.search(words)
            yield _Failure(found[0] if found else "", words or "delivery failed")


def _clean(value: object) -> str:
    """One line that every database takes: broken letters and NUL become question marks."""
    text = str(value).encode("utf-8", "replace").decode("utf-8").replace("\x00", "?")
    return " ".join(text.split())


def _blocks(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))
    elif isinstance(payload, str):
        yield from (message_from_string(text) for text in re.split(r"\r?\n\r?\n", payload))


def _message_id(parts: list[Message]) -> str:
    """The Message-ID of the mail that a report is about: in the mail it carries along, or in its headers."""
    for part in parts[1:]:
        kind = part.get_content_type()
        headers: Message | None = None
        if kind == "message/rfc822":
            payload = part.get_payload()
            inner = payload[0] if isinstance(payload, list) and payload else None
            headers = inner if isinstance(inner, Message) else None
        elif kind == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            headers = message_from_bytes(text) if isinstance(text, bytes) else None
        if headers is not None and (found := _MESSAGE_ID.search(str(headers.get("Message-ID", "")))):
            return found[0]
    return ""
