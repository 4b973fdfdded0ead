"""A letter as the bytes that travel: headers, the text plain and as HTML, files. Seven bits only.

Written out plainly and not by the library, which takes every header apart again: a worker writes a hundred of these a
second. What is not plain (an address of many letters, a file's name) still goes the library's way.
"""

import base64
import binascii
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.header import Header
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
import re
import secrets

from recruit.messages.kinds import Attachment

# No server on the way needs an extension for seven-bit content.
_POLICY = SMTP.clone(cte_type="7bit")
_HEADERS = HeaderRegistry()
_END = b"\r\n"
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\Z")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def as_it_is(name: str, value: str) -> bytes:
    """A header that is never folded: an address in angle brackets that is folded or encoded is no address any more."""
    if not value.isascii() or _LINE_BREAK.search(value):
        raise ValueError(f"{name} must be one line of ASCII")
    return f"{name}: {value}\r\n".encode("ascii")


@lru_cache(maxsize=64)
def subject(text: str) -> bytes:
    """Folded inside its encoded words: the library would break a long one at a space, and the space is lost on the way."""
    if _LINE_BREAK.search(text):
        raise ValueError("a subject is one line")
    charset = "us-ascii" if text.isascii() else "utf-8"
    folded = Header(text, charset, header_name="Subject").encode(linesep=_END.decode("ascii"))
    return f"Subject: {folded}\r\n".encode("ascii")


def recipient(address: str) -> bytes:
    """The header of the one who gets it."""
    if len(address) < 70 and _PLAIN_ADDRESS.match(address):
        return f"To: {address}\r\n".encode("ascii")
    return addresses("To", address)


@lru_cache(maxsize=16)
def addresses(name: str, value: str) -> bytes:
    """A header of addresses with their names; those that are the same in every letter are taken apart once."""
    return _HEADERS(name, value).fold(policy=_POLICY).encode("ascii")


def date(now: datetime) -> bytes:
    return as_it_is("Date", format_datetime(now))


def letter(
    headers: Iterable[bytes], *, language: str, text: str, html: str, attachments: Sequence[Attachment]
) -> bytes:
    """The whole letter. `headers` are lines of the functions above."""
    content = _parts("alternative", [_text_part("plain", text), _text_part("html", html)])
    if attachments:
        content = _parts("mixed", [content, *map(_attachment, attachments)])
    return b"".join((*headers, b"MIME-Version: 1.0\r\n", as_it_is("Content-Language", language), content))


def _parts(kind: str, parts: Sequence[bytes]) -> bytes:
    # "=_" occurs neither in base64 nor in quoted-printable, so that no content can hold the mark.
    mark = f"=_{secrets.token_hex(12)}".encode("ascii")
    head = b"Content-Type: multipart/" + kind.encode("ascii") + b'; boundary="' + mark + b'"\r\n\r\n'
    return head + b"".join(b"--" + mark + _END + part + _END for part in parts) + b"--" + mark + b"--\r\n"


def _text_part(kind: str, text: str) -> bytes:
    lines = _LINE_BREAK.sub("\r\n", text if text.endswith(("\r", "\n")) else text + "\n").encode("utf-8")
    # Base64 where most of it is not ASCII: quoted-printable would be three times as long.
    is_mostly_other = (len(text) - len(text.encode("ascii", "ignore"))) * 6 > len(text)
    if is_mostly_other:
        encoding, body = b"base64", base64.encodebytes(lines).replace(b"\n", _END)
    else:
        encoding, body = b"quoted-printable", binascii.b2a_qp(lines, istext=True)
    head = b"Content-Type: text/" + kind.encode("ascii") + b'; charset="utf-8"\r\nContent-Transfer-Encoding: '
    return head + encoding + b"\r\n\r\n" + body


def _attachment(attachment: Attachment) -> bytes:
    main, _, sub = attachment.media_type.partition("/")
    sub, *parameters = [part.strip() for part in sub.split(";")]
    part = EmailMessage(policy=_POLICY)
    part.set_content(
        attachment.content,
        maintype=main,
        subtype=sub,
        disposition="attachment",
        filename=attachment.name,
        params=dict(_pair(one) for one in parameters),
    )
    del part["MIME-Version"]
    return part.as_bytes()


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name.strip(), value.strip().strip('"')
