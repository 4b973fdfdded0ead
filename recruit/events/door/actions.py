"""Showing a ticket at the door."""

from datetime import datetime
import hashlib

from sqlalchemy import select

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.events.door import rules
from recruit.events.models import CheckIn, Event, Registration
from recruit.events.rules import ScanResult


def show_ticket(
    event: Event, ticket: Registration, *, by: Visitor, scan_id: str, device: str, now: datetime
) -> CheckIn:
    """Write down that a ticket was shown at the door of this event, and what became of it.

    `scan_id` is made where the ticket is read: the same showing of the same ticket, sent again, gives back what was
    written then. Whoever shows it is let in once, whatever two devices read at the same moment: the row of the sign-up is
    locked, and the database holds one such line for each ticket.
    """
    refusal = rules.why_not_door(event.state, starts_at=event.starts_at, ends_at=event.ends_at, now=now)
    if refusal:
        raise Refused(refusal, field="code")
    registration = (
        session()
        .scalars(
            select(Registration)
            .where(Registration.id == ticket.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        .one()
    )
    kept_as = _of_this_ticket(event, registration, scan_id)
    known = session().scalar(select(CheckIn).where(CheckIn.scan_id == kept_as))
    if known is not None:
        return known
    was_let_in = session().scalar(
        select(CheckIn.id).where(
            CheckIn.registration_id == registration.id, CheckIn.result == ScanResult.LET_IN
        )
    )
    result = rules.result_of(
        is_of_this_event=registration.event_id == event.id,
        state=registration.state,
        was_let_in=was_let_in is not None,
    )
    scan = CheckIn(
        event_id=event.id,
        registration_id=registration.id,
        scan_id=kept_as,
        at=now,
        device=device[:80],
        result=result,
    )
    session().add(scan)
    session().flush()
    if result is ScanResult.LET_IN:
        audit.record(
            "event.let_in",
            by=by,
            now=now,
            subject_kind="registration",
            subject_ref=registration.public_id,
        )
    return scan


def _of_this_ticket(event: Event, registration: Registration, scan_id: str) -> str:
    """A page that a browser brings back has the mark of an older showing: with another ticket it is another showing."""
    return hashlib.sha256(f"{event.id}:{registration.id}:{scan_id}".encode()).hexdigest()[:40]
