"""Where a contact stands on the staff board: what ought to have gone beside what went."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from recruit.surveys.planning.contacts import Kind, State


class Column(StrEnum):
    DUE = "due"
    SENT = "sent"
    ANSWERED = "answered"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    HELD = "held"
    MISSED_BY_US = "missed_by_us"
    UNREACHABLE = "unreachable"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Place:
    column: Column
    reason: str | None


COLUMN_OF_STATE = {
    State.SENT: Column.SENT,
    State.STARTED: Column.SENT,
    State.COMPLETE: Column.ANSWERED,
    State.LATE: Column.ANSWERED,
    State.EXPIRED: Column.OVERDUE,
    State.UNKNOWN: Column.UNKNOWN,
    State.HELD: Column.HELD,
    State.PAUSED: Column.HELD,
    State.MISSED_BY_US: Column.MISSED_BY_US,
    State.UNREACHABLE: Column.UNREACHABLE,
    State.BOUNCED: Column.UNREACHABLE,
    State.NOT_APPLICABLE: Column.NOT_APPLICABLE,
    State.CANCELLED: Column.NOT_APPLICABLE,
    State.OPTED_OUT: Column.NOT_APPLICABLE,
}


def place_on_board(
    *,
    state: State,
    reason: str | None,
    kind: Kind,
    due_at: datetime | None,
    closes_at: datetime,
    now: datetime,
) -> Place:
    """The column and why, from the row as it is stored and the clock: a worker that stands still cannot hide
    what it did not send. `due` says whether the contact is still to come (`upcoming`), goes as soon as mail
    may go (`to_send`), or a person is to be called (`call_list`).
    """
    if state is State.PLANNED:
        if now >= closes_at and reason not in ("released", "queued"):
            return Place(Column.MISSED_BY_US, reason or "not_sent_in_time")
        is_due = due_at is not None and due_at <= now
        return Place(Column.DUE, reason or ("to_send" if is_due else "upcoming"))
    if state is State.SENT and kind is Kind.CALL:
        return Place(Column.DUE, reason)
    if state in (State.SENT, State.STARTED) and reason is not None:
        return Place(Column.NOT_APPLICABLE, reason)
    if state is State.EXPIRED:
        return Place(Column.OVERDUE, reason or "no_answer")
    column = COLUMN_OF_STATE[state]
    return Place(column, reason or (state.value if state.value != column.value else None))


def should_have_gone(
    *, state: State, kind: Kind, due_at: datetime | None, sent_at: datetime | None, now: datetime
) -> bool:
    """Mail whose time has come, that nothing holds back, and that nobody has handed over yet."""
    return (
        state is State.PLANNED
        and kind is not Kind.CALL
        and sent_at is None
        and due_at is not None
        and due_at <= now
    )
