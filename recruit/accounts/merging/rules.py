"""When two rows of one person may become one, and two again, in plain Python."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from recruit.core.periods import MERGE_UNDONE

UNDONE_WITHIN = timedelta(days=MERGE_UNDONE.days)


class MergeRefusal(StrEnum):
    """Why two rows stay two, or one stays one."""

    SAME_ROW = "merge_same_row"
    NOT_THERE = "merge_not_there"
    YOURSELF = "merge_yourself"
    STAFF = "merge_staff"
    NOT_CONFIRMED = "merge_not_confirmed"
    TWO_PROFILES = "merge_two_profiles"
    TWO_LIVE_HIRES = "merge_two_live_hires"
    SAME_EVENT_TWICE = "merge_same_event_twice"
    TOO_LATE = "merge_too_late"
    UNDONE_ALREADY = "merge_undone_already"
    LATER_ONE_FIRST = "merge_later_one_first"
    TOLD_APART = "merge_told_apart"


@dataclass(frozen=True)
class Objection:
    """What stands in the way, and about which thing (its name, where it has one)."""

    reason: MergeRefusal
    about: str = ""


class Likeness(StrEnum):
    """Why two rows may be the same person."""

    SAME_ADDRESS = "same_address"
    SAME_NUMBER = "same_number"
    SAME_NAME_AND_BIRTH = "same_name_and_birth"
    HIRE_AND_ACCOUNT = "hire_and_account"


@dataclass(frozen=True)
class Side:
    """One of the two rows, as far as the rules ask."""

    person_id: int
    is_there: bool
    is_staff: bool
    # Somebody registered with an address and nobody has proved to read mail there: it may be anybody's.
    has_unconfirmed_sign_in: bool


def why_not_merged(kept: Side, merged: Side, *, by_person_id: int | None) -> MergeRefusal | None:
    """Staff are told apart by their roles: a row with one is never put together with another. Nobody merges themselves."""
    if kept.person_id == merged.person_id:
        return MergeRefusal.SAME_ROW
    if not (kept.is_there and merged.is_there):
        return MergeRefusal.NOT_THERE
    if by_person_id in (kept.person_id, merged.person_id):
        return MergeRefusal.YOURSELF
    if kept.is_staff or merged.is_staff:
        return MergeRefusal.STAFF
    unconfirmed = kept.has_unconfirmed_sign_in or merged.has_unconfirmed_sign_in
    return MergeRefusal.NOT_CONFIRMED if unconfirmed else None


def why_not_undone(
    *,
    at: datetime,
    undone_at: datetime | None,
    settled_at: datetime | None,
    kept_is_there: bool,
    merged_is_erased: bool,
    now: datetime,
) -> MergeRefusal | None:
    """For thirty days; and where the kept row was put together with a third since, that comes first."""
    if undone_at is not None:
        return MergeRefusal.UNDONE_ALREADY
    if settled_at is not None or merged_is_erased or now - at > UNDONE_WITHIN:
        return MergeRefusal.TOO_LATE
    return None if kept_is_there else MergeRefusal.LATER_ONE_FIRST
