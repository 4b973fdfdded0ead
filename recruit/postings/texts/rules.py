"""How a translation of a position stands to its original, in plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from recruit.postings.rules import TEXT_FIELDS, PostingState

Fields = Mapping[str, str]


class TextOrigin(StrEnum):
    """How a text came to be. What only a machine has read is kept for its company and shown to nobody else."""

    HUMAN = "human"
    MACHINE = "machine"
    MACHINE_ACCEPTED = "machine_accepted"


class TextRefusal(StrEnum):
    """Why words of a position cannot be kept."""

    STATE_CLOSED = "state_closed"
    CHANGED_MEANWHILE = "changed_meanwhile"


# In which states words in a further language may be written. What people read or staff check only staff change.
COMPANY_WRITES = frozenset({PostingState.DRAFT})
STAFF_WRITE = frozenset(
    {PostingState.DRAFT, PostingState.IN_REVIEW, PostingState.SCHEDULED, PostingState.PUBLISHED}
)


@dataclass(frozen=True)
class Standing:
    """How the text in one language stands. `source` is None for the original.

    `changed` names the fields of the original that are not as they were when this text was made from it; it is empty
    for a text that is behind where nobody kept what it was made from.
    """

    language: str
    origin: TextOrigin
    source: str | None = None
    versions_behind: int = 0
    changed: tuple[str, ...] = ()
    untranslated: tuple[str, ...] = ()

    @property
    def is_original(self) -> bool:
        return self.source is None

    @property
    def is_behind(self) -> bool:
        return self.versions_behind > 0

    @property
    def is_shown(self) -> bool:
        """Whether others than the company and staff read it."""
        return self.origin is not TextOrigin.MACHINE


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the original as it is now, or one that is gone; `is_new` is not in what the translation was made from."""

    words: str
    is_new: bool = False
    is_gone: bool = False


def changed_fields(before: Fields, after: Fields) -> tuple[str, ...]:
    """The fields whose words are not the same, in the order of reading.

    >>> changed_fields({"title": "測量", "more": ""}, {"title": "測量", "more": "寮"})
    ('more',)
    """
    return tuple(name for name in TEXT_FIELDS if _plain(before.get(name)) != _plain(after.get(name)))


def untranslated_fields(original: Fields, translation: Fields) -> tuple[str, ...]:
    """What the original says and the translation does not."""
    return tuple(
        name for name in TEXT_FIELDS if _plain(original.get(name)) and not _plain(translation.get(name))
    )


def paragraphs(before: str | None, after: str) -> list[Paragraph]:
    """The original by paragraphs, with those marked that came or went since `before` (None: nothing is known of it)."""
    now = _paragraphs(after)
    if before is None:
        return [Paragraph(words) for words in now]
    then = _paragraphs(before)
    found: list[Paragraph] = []
    for kind, first, last, start, end in SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Paragraph(words) for words in now[start:end]]
            continue
        found += [Paragraph(words, is_gone=True) for words in then[first:last]]
        found += [Paragraph(words, is_new=True) for words in now[start:end]]
    return found


def _paragraphs(text: str) -> Sequence[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _plain(text: str | None) -> str:
    """What counts as the same words: line ends and blank lines are none."""
    return "\n".join(_paragraphs(text or ""))


def may_write(state: PostingState, *, is_staff: bool) -> bool:
    """Whether a translation may be written while the position is in that state."""
    return state in (STAFF_WRITE if is_staff else COMPANY_WRITES)


def seen_mark(translation: int | None, original: int | None) -> str:
    """Which versions somebody had before their eyes while writing; other marks mean that one of them changed."""
    return f"{translation or 0}-{original or 0}"
