"""What is true about documents of students, in plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
import re
import unicodedata

from recruit.students.rules import DisclosureReason, DisclosureScope, ShownTo

MOST_BYTES = 5 * 1024 * 1024
# All of one student's together fit into the archive that the student may take along.
MOST_TOGETHER = 15 * 1024 * 1024
MOST_DOCUMENTS = 30
LONGEST_TITLE = 80


class DocumentRefusal(StrEnum):
    """Why a document is not taken, beyond what is wrong with its file."""

    TOO_MANY = "too_many"
    TOO_MUCH = "too_much"
    IDENTITY_PAPER = "identity_paper"


@dataclass(frozen=True)
class Held:
    """How many documents a student has handed in, and how large they are together."""

    documents: int = 0
    size: int = 0


def why_not_add(held: Held, size: int) -> DocumentRefusal | None:
    """Why a student may not hand in one more document of this size."""
    if held.documents >= MOST_DOCUMENTS:
        return DocumentRefusal.TOO_MANY
    return why_not_hold(held, size)


def why_not_hold(held: Held, size: int) -> DocumentRefusal | None:
    """Why that much more is too much."""
    return DocumentRefusal.TOO_MUCH if held.size + size > MOST_TOGETHER else None


def open_choices(
    scopes: Iterable[DisclosureScope], reasons: Iterable[DisclosureReason]
) -> frozenset[ShownTo]:
    """Documents shown to whom an organisation may open, by what is disclosed to it. What is only mine is never among them."""
    if DisclosureScope.DOCUMENTS in set(scopes):
        return frozenset({ShownTo.APPLIED, ShownTo.FAIR})
    if DisclosureReason.FAIR in set(reasons):
        return frozenset({ShownTo.FAIR})
    return frozenset()


def _folded(words: str) -> str:
    """Without marks, capitals and what stands between words in names of files."""
    decomposed = unicodedata.normalize("NFKD", words.casefold()).replace("đ", "d")
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return re.sub(r"[\s_.-]+", " ", plain)


# In the words of the countries the programme knows.
_IDENTITY = tuple(
    _folded(words)
    for words in (
        "passport", "paspor", "hộ chiếu", "hochieu", "パスポート", "旅券", "在留カード", "residence card", "zairyu",
        "マイナンバー", "my number card", "căn cước", "cancuoc", "chứng minh nhân dân", "kartu tanda penduduk",
        "identity card", "id card", "身分証",
    )
)  # fmt: skip
# Short ones stand alone or not at all.
_IDENTITY_ALONE = re.compile(r"(?<![a-z])(ktp|cccd|cmnd)(?![a-z])")


def names_identity_paper(*texts: str) -> bool:
    """Whether a title or the name of a file says that this is a passport or another paper of identity.

    It stops who does not know that nobody may ask for one before an offer; it cannot see what a file shows.
    """
    return any(
        _IDENTITY_ALONE.search(plain) or any(name in plain for name in _IDENTITY)
        for plain in map(_folded, texts)
    )
