"""Which passwords are too easy to guess: those that many have, and those made of what everybody knows about somebody."""

from collections.abc import Iterable
from functools import cache
import itertools
import lzma
from pathlib import Path
import re

from recruit.accounts.passwords import as_kept
from recruit.accounts.rules import PASSWORD_LENGTH_LEAST, AccountRefusal
from recruit.core.text import fold

# Where this comes from and under which licence stands beside it.
_KNOWN = Path(__file__).parent / "passwords_known" / "known.txt.xz"
_WORDS = re.compile(r"[^\W\d_]+")
# Words that people here put numbers and marks around.
_FAVOURITES = frozenset(
    _WORDS.findall(
        "password passwd passw admin administrator welcome letmein changeme qwerty qwertyuiop asdfghjkl zxcvbnm iloveyou "
        "sayang sayangku bismillah indonesia jakarta bandung surabaya merdeka garuda rahasia katasandi "
        "matkhau anhyeuem emyeuanh vietnam hanoi saigon danang conheo "
        "doraemon sakura nihongo kensetsu tokyo osaka japan student "
        "google facebook football baseball princess sunshine superman pokemon computer internet samsung secret"
    )
)
_DECORATION = "0123456789!?.,:;_-+*#@$%&/() "
# What is left beside words that everybody knows must be more than an initial and a syllable.
_LEFT_LEAST = 4


@cache
def _known() -> bytes:
    return lzma.decompress(_KNOWN.read_bytes())


def is_known(password: str) -> bool:
    """Whether it stands in the list, whatever its capitals."""
    return f"\n{as_kept(password).casefold()}\n".encode() in _known()


def why_not_password(password: str, *, own: Iterable[str] = ()) -> AccountRefusal | None:
    """Why this password is too easy to guess; None where it is fine. `own` is what everybody knows: the person's name and
    address, the name of this site.
    """
    password = as_kept(password)
    if len(password) < PASSWORD_LENGTH_LEAST:
        return AccountRefusal.PASSWORD_TOO_SHORT
    plain = password.casefold()
    if _is_made_of(plain, own):
        return AccountRefusal.PASSWORD_LIKE_OWN
    is_common = (
        is_known(plain)
        or is_known(plain.strip(_DECORATION))
        or "".join(_WORDS.findall(plain)) in _FAVOURITES
        or len(set(plain)) < 4
        or _is_a_run(plain)
    )
    return AccountRefusal.PASSWORD_TOO_COMMON if is_common else None


def _is_made_of(plain: str, own: Iterable[str]) -> bool:
    words = {
        word for text in own for word in _WORDS.findall(fold(text)) if len(word) > 2 or not word.isascii()
    }
    letters = folded = "".join(_WORDS.findall(fold(plain)))
    for word in sorted(words, key=lambda each: (-len(each), each)):
        letters = letters.replace(word, "")
    return letters != folded and len(letters) < _LEFT_LEAST


def _is_a_run(text: str) -> bool:
    """Each letter follows the one before (abcdef…, 987654…)."""
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(text)}
    return steps <= {1} or steps <= {-1}
