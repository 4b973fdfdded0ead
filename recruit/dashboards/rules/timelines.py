"""What happened to one person across rooms, as one list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class HappeningKind(StrEnum):
    """What may stand on a timeline. Nothing of an answer stands here."""

    REGISTERED = "registered"
    CONFIRMED = "confirmed"
    MEMBER = "member"
    MEMBER_ENDED = "member_ended"
    SIGNED_UP = "signed_up"
    CHECKED_IN = "checked_in"
    MEETING = "meeting"
    APPLIED = "applied"
    APPLICATION_MOVED = "application_moved"
    OFFER_MADE = "offer_made"
    OFFER_ANSWERED = "offer_answered"
    PLACEMENT_FACT = "placement_fact"
    STEP_DONE = "step_done"
    CONTACT = "contact"


@dataclass(frozen=True)
class Happening:
    """One line of a timeline: when, what, about what (`name`), in which state (an enum member of its room), and the
    path of its page without the language.
    """

    at: datetime
    kind: HappeningKind
    name: str = ""
    name_language: str = ""
    state: StrEnum | None = None
    path: str = ""
    on: date | None = None


def newest_first(happenings: Iterable[Happening]) -> list[Happening]:
    """The newest first; of one instant, what stands later in the list of kinds."""
    kinds = list(HappeningKind)
    return sorted(happenings, key=lambda one: (one.at, kinds.index(one.kind), one.name), reverse=True)
