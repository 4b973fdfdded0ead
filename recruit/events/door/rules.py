"""What is true at the door, in plain Python."""

from datetime import datetime, timedelta
import unicodedata

from recruit.events.rules import (
    TICKET_LENGTH,
    EventRefusal,
    EventState,
    RegistrationState,
    ScanResult,
)

# Stands are built the day before, and lists kept on paper are typed in the day after.
OPENS_BEFORE = timedelta(days=1)
CLOSES_AFTER = timedelta(days=1)
# Of all who have a seat so many are shown for a name; more is no answer at a door.
MOST_NAMED = 20
LATEST_SHOWN = 8


def why_not_door(
    state: EventState, *, starts_at: datetime, ends_at: datetime, now: datetime
) -> EventRefusal | None:
    """Why nobody can be let in now, or None."""
    is_time = starts_at - OPENS_BEFORE <= now < ends_at + CLOSES_AFTER
    if state is EventState.CALLED_OFF:
        return EventRefusal.CALLED_OFF
    return None if is_time and state is not EventState.DRAFT else EventRefusal.DOOR_NOT_OPEN


def typed_code(text: str) -> str:
    """A ticket number as it is kept, however it was typed: small letters, full width, spaces, dashes."""
    letters = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter for letter in letters if letter.isalnum())[:40]


def in_groups(code: str) -> str:
    """A ticket number as it is read out: in two halves."""
    return (
        f"{code[: TICKET_LENGTH // 2]} {code[TICKET_LENGTH // 2 :]}" if len(code) == TICKET_LENGTH else code
    )


def result_of(*, is_of_this_event: bool, state: RegistrationState, was_let_in: bool) -> ScanResult:
    """What becomes of a ticket that is shown."""
    if not is_of_this_event:
        return ScanResult.OTHER_EVENT
    if was_let_in:
        return ScanResult.AGAIN
    if state is RegistrationState.SIGNED_UP:
        return ScanResult.LET_IN
    if state in (RegistrationState.CANCELLED, RegistrationState.REFUSED):
        return ScanResult.CANCELLED
    return ScanResult.NO_SEAT
