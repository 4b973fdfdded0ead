"""Passwords: argon2id through the hashing library of Flask-Security, with bounded memory and a bounded number at a time."""

from collections.abc import Generator
from contextlib import contextmanager
from threading import BoundedSemaphore
import unicodedata

from passlib.context import CryptContext

from recruit.core.errors import Busy

DEFAULT_MEMORY_KIB = 19_456
# Hashing takes a whole core for tens of milliseconds; more at a time would leave none for pages.
_at_work = BoundedSemaphore(2)
# Those at work and those who wait. The other threads of a process must stay free for pages.
PLACES = 5
_places = BoundedSemaphore(PLACES)


@contextmanager
def _in_turn() -> Generator[None]:
    """Wait for a turn. Raises Busy where too many wait already: a thread that waits serves nobody."""
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        with _at_work:
            yield
    finally:
        _places.release()


def _context(memory_kib: int) -> CryptContext:
    return CryptContext(
        schemes=["argon2"],
        argon2__type="ID",
        argon2__memory_cost=memory_kib,
        argon2__time_cost=2,
        argon2__parallelism=1,
    )


class _Hashing:
    """The context in use, and a hash that belongs to nobody, made once per setting."""

    def __init__(self) -> None:
        self.tune(DEFAULT_MEMORY_KIB)

    def tune(self, memory_kib: int) -> None:
        self.context = _context(memory_kib)
        self.nobodys = ""


_hashing = _Hashing()


def tune(memory_kib: int) -> None:
    """Set the memory of one hash. Called once, when the house is built."""
    _hashing.tune(memory_kib)


def as_kept(password: str) -> str:
    """One form of letters that devices type in several: a Vietnamese vowel is one sign on one phone and three on another."""
    return unicodedata.normalize("NFC", password)


def hash_of(password: str) -> str:
    """The hash to keep. Takes tens of milliseconds: call it outside `writing()`. Raises Busy."""
    with _in_turn():
        return _hashing.context.hash(as_kept(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether the password belongs to the kept hash. Takes as long where there is none. Raises Busy."""
    if not _hashing.nobodys:
        _hashing.nobodys = hash_of("nobody has this password")
    # Hashes from before passwords had one form were made of the letters as they came.
    forms = dict.fromkeys((as_kept(password), password))
    with _in_turn():
        found = [_hashing.context.verify(form, kept or _hashing.nobodys) for form in forms]
    return any(found) and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other settings than today's and should be made anew."""
    return _hashing.context.needs_update(kept)
