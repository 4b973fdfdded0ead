"""What follows from an edit of the rules, before it is saved. Pure: the same plans that the worker makes, compared."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from recruit.surveys.planning.contacts import Journal, Key, Kind, PlannedContact, State


class Effect(StrEnum):
    """What an edit does to one contact."""

    MOVES = "moves"
    VANISHES = "vanishes"
    NEW = "new"
    AT_ONCE = "at_once"
    TOO_LATE = "too_late"
    OPEN_LONGER = "open_longer"
    SENT_AGAIN = "sent_again"


# A contact in one of these states has nothing to lose by an edit.
_OVER = (State.CANCELLED, State.NOT_APPLICABLE, State.OPTED_OUT, State.MISSED_BY_US)


@dataclass(frozen=True)
class Consequence:
    """One contact before and after the edit; None where it is not there."""

    effect: Effect
    key: Key
    before: PlannedContact | None
    after: PlannedContact | None


def consequences(
    before: Iterable[PlannedContact],
    after: Iterable[PlannedContact],
    *,
    journal: Journal,
    now: datetime,
) -> list[Consequence]:
    """All effects of an edit on the contacts of one person; what was given out neither moves nor vanishes."""
    standing = {contact.key: contact for contact in before}
    coming = {contact.key: contact for contact in after}
    given_out = {delivery.key for delivery in journal.deliveries}
    found: list[Consequence] = []
    for key in sorted(standing.keys() | coming.keys()):
        earlier, later = standing.get(key), coming.get(key)
        found += [
            Consequence(effect, key, earlier, later)
            for effect in _effects(earlier, later, is_out=key in given_out, now=now)
        ]
    return found


def counted(found: Iterable[Consequence]) -> dict[Effect, int]:
    """How many contacts each effect touches, every effect named."""
    counts = Counter(one.effect for one in found)
    return {effect: counts[effect] for effect in Effect}


def _effects(
    before: PlannedContact | None, after: PlannedContact | None, *, is_out: bool, now: datetime
) -> Collection[Effect]:
    found: list[Effect] = []
    if is_out:
        if before and after and before.close_on != after.close_on:
            found.append(Effect.OPEN_LONGER)
        if after is not None and _goes(after) and after.reason != "queued":
            found.append(Effect.SENT_AGAIN)
        return found
    if after is None or (after.state is State.CANCELLED and not _is_over(before)):
        return [] if _is_over(before) else [Effect.VANISHES]
    if _is_over(after) and after.state is not State.MISSED_BY_US:
        return [] if _is_over(before) else [Effect.VANISHES]
    if after.state is State.MISSED_BY_US:
        return [] if before is not None and before.state is State.MISSED_BY_US else [Effect.TOO_LATE]
    if before is None or _is_over(before):
        found.append(Effect.NEW)
    elif _days(before) != _days(after):
        found.append(Effect.MOVES)
    if _goes_by(after, now) and not (before is not None and _goes_by(before, now)):
        found.append(Effect.AT_ONCE)
    return found


def _is_over(contact: PlannedContact | None) -> bool:
    return contact is None or contact.state in _OVER


def _goes(contact: PlannedContact) -> bool:
    return contact.state is State.PLANNED and contact.next_send_at is not None


def _goes_by(contact: PlannedContact, now: datetime) -> bool:
    return _goes(contact) and contact.due_at is not None and contact.due_at <= now


def _days(contact: PlannedContact) -> tuple[object, ...]:
    """What can move: the window of an invitation, and of everything when it goes out."""
    if contact.key.kind is Kind.INVITATION:
        return contact.open_on, contact.due_on, contact.close_on, contact.due_at
    return contact.due_on, contact.due_at
