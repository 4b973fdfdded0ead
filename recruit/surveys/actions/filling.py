"""What a plan writes into the row of a contact. Plain Python: rows are given, and nobody asks a database or the clock."""

from datetime import datetime, timedelta
from typing import Any

from recruit.surveys import rules
from recruit.surveys.models import Contact
from recruit.surveys.planning.contacts import PlannedContact, State
from recruit.surveys.queries.rows import ContactRow
from recruit.surveys.rules import ContactState

# What waits for room in the contact budget is looked at again this often; so is what lies in the outbox.
LOOK_AGAIN_AFTER = timedelta(hours=1)
# These move with the clock and are no news.
_NO_NEWS = frozenset({"next_send_at", "check_at"})


def filled(row: Contact | ContactRow | None, contact: PlannedContact, now: datetime) -> dict[str, Any]:
    """Everything that the plan says about a row; None stands for a row that is not there yet."""
    is_queued = contact.state is State.PLANNED and contact.reason == "queued"
    state = ContactState.QUEUED if is_queued else ContactState(contact.state.value)
    reason = "" if is_queued else contact.reason or ""
    if (
        row is not None
        and row.state is ContactState.HELD
        and row.reason == "budget"
        and state is ContactState.PLANNED
    ):
        # Only `decide` lets go of what waits for the budget.
        state, reason = row.state, row.reason
    return {
        "anchor_on": contact.anchor_on,
        "open_on": contact.open_on,
        "due_on": contact.due_on,
        "close_on": contact.close_on,
        "opens_at": contact.opens_at,
        "closes_at": contact.closes_at,
        "due_at": contact.due_at,
        "next_send_at": contact.next_send_at,
        "resume_on": contact.resume_on,
        "zone": contact.zone,
        "state": state,
        "reason": reason,
        "check_at": _next_look(
            state,
            reason,
            contact,
            released_at=row.released_at if row is not None else None,
            given_at=row.given_at if row is not None else None,
            now=now,
        ),
    }


def fill(row: Contact | ContactRow, values: dict[str, Any]) -> tuple[bool, bool]:
    """Set a row; says whether anything changed, and whether anything that people see."""
    changed = [name for name, value in values.items() if getattr(row, name, None) != value]
    for name in changed:
        setattr(row, name, values[name])
    return bool(changed), not _NO_NEWS.issuperset(changed)


def stays_as_it_was(row: Contact | ContactRow, contact: PlannedContact) -> bool:
    """An address that came too late, or a refusal that was taken back, does not turn a closed wave into one that we forgot;
    nor do new words of the consent hide one that we did forget.
    """
    is_no_omission = (
        row.state in (ContactState.UNREACHABLE, ContactState.OPTED_OUT)
        and contact.state is State.MISSED_BY_US
    )
    is_omission = row.state is ContactState.MISSED_BY_US and contact.reason == "no_consent"
    return (
        (is_no_omission or is_omission)
        and row.released_at is None
        and (row.open_on, row.due_on, row.close_on) == (contact.open_on, contact.due_on, contact.close_on)
    )


def as_it_was(row: Contact | ContactRow) -> dict[str, Any]:
    """A row as its history keeps it."""
    return {
        "open_on": row.open_on.isoformat(),
        "due_on": row.due_on.isoformat(),
        "close_on": row.close_on.isoformat(),
        "state": str(row.state),
        "reason": row.reason,
    }


def next_look(row: Contact, now: datetime) -> datetime | None:
    """The next instant at which anything about this row can change by the clock alone."""
    return _next_look(row.state, row.reason, row, released_at=row.released_at, given_at=row.given_at, now=now)


def _next_look(
    state: ContactState,
    reason: str,
    days: Contact | PlannedContact,
    *,
    released_at: datetime | None,
    given_at: datetime | None,
    now: datetime,
) -> datetime | None:
    if state is ContactState.PLANNED and days.next_send_at is not None and days.next_send_at <= now:
        return days.next_send_at
    instants = [
        days.opens_at,
        days.closes_at,
        days.next_send_at,
        rules.closes_for_good_at(days.closes_at, released_at, given_at),
    ]
    if state is ContactState.QUEUED or (state is ContactState.HELD and reason == "budget"):
        instants.append(now + LOOK_AGAIN_AFTER)
    return min((instant for instant in instants if instant is not None and instant > now), default=None)
