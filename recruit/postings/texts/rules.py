"""How a translation of a position stands to its original, in plain Python."""

from dataclasses import dataclass
from enum import StrEnum

from recruit.core import originals
from recruit.postings.rules import PostingState


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


@dataclass(frozen=True, kw_only=True)
class Standing(originals.Standing):
    """How the text in one language stands. `source` is None for the original."""

    language: str
    origin: TextOrigin
    source: str | None = None

    @property
    def is_original(self) -> bool:
        return self.source is None

    @property
    def is_shown(self) -> bool:
        """Whether others than the company and staff read it."""
        return self.origin is not TextOrigin.MACHINE


def may_write(state: PostingState, *, is_staff: bool) -> bool:
    """Whether a translation may be written while the position is in that state."""
    return state in (STAFF_WRITE if is_staff else COMPANY_WRITES)
