"""How a code is read from paper, and what is said of the position it belongs to, in plain Python."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
import re
import unicodedata

from recruit.organisations.rules import OrganisationState
from recruit.postings.rules import PostingState

# What codes are made of: without I, O, 0 and 1, which are read wrongly from paper and over the telephone.
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_DIGITS = "23456789"
LETTERS, DIGITS = 2, 6
# A letter and a digit that look alike; where each may stand says which was meant.
_ALIKE = {"S": "5", "B": "8", "Z": "2", "G": "6", "A": "4"}
_AS_DIGIT = str.maketrans(_ALIKE)
_AS_LETTER = str.maketrans({digit: letter for letter, digit in _ALIKE.items()})
_NEVER = "IO01"
# A Vietnamese keyboard (Telex) makes one marked letter of two: AS becomes Á, DD becomes Đ. The mark says which the second was.
_TYPED_AS = {
    "\u0301": "S",
    "\u0300": "F",
    "\u0309": "R",
    "\u0303": "X",
    "\u0323": "J",
    "\u0306": "W",
    "\u031b": "W",
}
_TWICE = "\u0302"
_PART_OF_ADDRESS = re.compile(r".*/verify/", re.IGNORECASE | re.DOTALL)
# Nobody types more by hand; an address that was pasted fits in.
MOST_TYPED = 200


@dataclass(frozen=True)
class Reading:
    """What was typed, as a code; where it can be none, `never` names the signs in it that stand in no code."""

    code: str | None
    never: tuple[str, ...] = ()


def read_code(typed: str) -> Reading:
    """A code however it was typed: small letters, spaces, wide signs, with the address around it, 5 for S.

    >>> read_code("ah 2743-6５").code
    'AH-2743-65'
    >>> read_code("https://example.org/vi/verify/5H-Z743-65?version=2").code
    'SH-2743-65'
    >>> read_code("mã: Đ-2743-65").code
    'DD-2743-65'
    >>> read_code("AH-2743-6O")
    Reading(code=None, never=('O',))
    """
    words = _PART_OF_ADDRESS.sub("", unicodedata.normalize("NFKC", typed[:MOST_TYPED]))
    # What stands before a colon is a label: "mã: AH-2743-65".
    alone = re.split(r"[?#]", words)[0].rpartition(":")[2]
    signs = "".join(sign for sign in _as_typed(alone) if sign.isascii() and sign.isalnum())
    letters, digits = signs[:LETTERS].translate(_AS_LETTER), signs[LETTERS:].translate(_AS_DIGIT)
    whole = len(signs) == LETTERS + DIGITS
    if whole and set(letters) <= set(CODE_LETTERS) and set(digits) <= set(CODE_DIGITS):
        return Reading(f"{letters}-{digits[:4]}-{digits[4:]}")
    return Reading(None, tuple(sorted(set(signs) & set(_NEVER))))


def _as_typed(words: str) -> str:
    """Marked letters as the keys that made them, in capitals."""
    keys: list[str] = []
    for sign in unicodedata.normalize("NFD", words.upper().replace("Đ", "DD")):
        if sign == _TWICE and keys:
            keys.append(keys[-1])
        else:
            keys.append(_TYPED_AS.get(sign, sign))
    return "".join(keys)


class Standing(StrEnum):
    """What has become of the position that a code belongs to."""

    OPEN = "open"
    OVER = "over"
    CLOSED = "closed"
    CHANGING = "changing"
    NOT_OFFERED = "not_offered"
    COMPANY_NOT_APPROVED = "company_not_approved"


# Which of them are told with the names of position and company. Of the others nothing is public.
NAMED = frozenset({Standing.OPEN, Standing.OVER, Standing.CLOSED, Standing.CHANGING})


def standing_of(
    state: PostingState,
    company: OrganisationState,
    *,
    opens_at: datetime | None,
    closes_at: datetime | None,
    now: datetime,
) -> Standing:
    """What to say of a position with a code; it was published at least once, or was to be."""
    if company is not OrganisationState.APPROVED:
        return Standing.COMPANY_NOT_APPROVED
    if state is PostingState.PUBLISHED and (opens_at is None or opens_at <= now):
        return Standing.OPEN if closes_at is None or closes_at >= now else Standing.OVER
    if state is PostingState.CLOSED:
        return Standing.CLOSED
    if state in (PostingState.DRAFT, PostingState.IN_REVIEW):
        return Standing.CHANGING
    return Standing.NOT_OFFERED
