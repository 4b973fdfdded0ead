"""Searching uploads for viruses: a client of clamd's INSTREAM, off unless the settings name a scanner."""

from enum import StrEnum
import logging
import socket
import struct
from urllib.parse import urlsplit

from recruit.core.models import Scan

log = logging.getLogger(__name__)

SECONDS = 10.0
_PIECE = 64 * 1024
_MOST_ANSWER = 4096

_scanner: list[str] = [""]


class Verdict(StrEnum):
    """What a scanner says of a file."""

    CLEAN = "clean"
    FOUND = "found"
    NOT_SCANNED = "not_scanned"


def install(scanner_url: str) -> None:
    """Set whom to ask; empty for nobody. Called once, when the house is built."""
    _scanner[0] = scanner_url


def is_on() -> bool:
    """Whether a scanner is named."""
    return bool(_scanner[0])


def why_not_scanner(url: str) -> str | None:
    """What is wrong with the address of a scanner (`tcp://host:port`, `unix:///path`, or empty for none)."""
    parts = urlsplit(url)
    try:
        is_fine = bool(parts.scheme == "tcp" and parts.hostname and parts.port) or (
            parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1
        )
    except ValueError:
        is_fine = False
    if url and not is_fine:
        return "RECRUIT_SCANNER_URL must be tcp://host:port or unix:///path of a clamd"
    return None


def scan(content: bytes, *, seconds: float = SECONDS) -> Verdict:
    """Ask the scanner. Whatever goes wrong, the file counts as not scanned: who opens it is told so."""
    if not is_on():
        return Verdict.NOT_SCANNED
    try:
        answer = _ask(content, seconds)
    except (OSError, ValueError) as error:
        log.warning("the virus scanner does not answer", extra={"reason": str(error)})
        return Verdict.NOT_SCANNED
    if answer == "stream: OK":
        return Verdict.CLEAN
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        log.warning("an upload was refused by the virus scanner", extra={"found": answer[8:-6][:80]})
        return Verdict.FOUND
    log.warning("the virus scanner answers something else", extra={"reason": answer[:200]})
    return Verdict.NOT_SCANNED


def kept_as(verdict: Verdict) -> Scan:
    """What the row of a file says; one in which something was found has none."""
    return Scan.CLEAN if verdict is Verdict.CLEAN else Scan.NOT_SCANNED


def ping(scanner_url: str, *, seconds: float = 3.0) -> bool:
    """Whether a scanner answers there."""
    try:
        with _connection(scanner_url, seconds) as line:
            line.sendall(b"zPING\0")
            return line.recv(64).startswith(b"PONG")
    except OSError:
        return False


def _connection(scanner_url: str, seconds: float) -> socket.socket:
    parts = urlsplit(scanner_url)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=seconds)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(seconds)
    try:
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line


def _ask(content: bytes, seconds: float) -> str:
    with _connection(_scanner[0], seconds) as line:
        line.sendall(b"zINSTREAM\0")
        for begin in range(0, len(content), _PIECE):
            piece = content[begin : begin + _PIECE]
            line.sendall(struct.pack(">L", len(piece)) + piece)
        line.sendall(struct.pack(">L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _MOST_ANSWER:
            piece = line.recv(1024)
            if not piece:
                break
            answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
