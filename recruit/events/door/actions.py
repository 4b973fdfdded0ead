"""Showing a ticket at the door, and taking back that somebody was let in."""

from datetime import datetime
import hashlib

from sqlalchemy import func, select

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.events.door import rules
from recruit.events.models import CheckIn, Event, Registration
from recruit.events.rules import EventRefusal, ScanResult, WhyTakenBack


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
    registration = _locked(ticket)
    kept_as = _of_this_ticket(event, registration, scan_id)
    known = _known(kept_as)
    if known is not None:
        return known
    entries, taken_back = _entries_of(registration)
    result = rules.result_of(
        is_of_this_event=registration.event_id == event.id,
        state=registration.state,
        was_let_in=entries > taken_back,
    )
    scan = CheckIn(
        event_id=event.id,
        registration_id=registration.id,
        scan_id=kept_as,
        at=now,
        device=device[:80],
        result=result,
        entry=taken_back if result is ScanResult.LET_IN else 0,
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


def take_back(
    event: Event,
    ticket: Registration,
    why: WhyTakenBack,
    *,
    by: Visitor,
    scan_id: str,
    device: str,
    now: datetime,
) -> CheckIn:
    """Somebody was let in who is not here. Nothing is struck out: a line more says who took it back and why.

    The same press, sent again, gives back what was written then. The ticket lets in again afterwards.
    """
    refusal = rules.why_not_door(event.state, starts_at=event.starts_at, ends_at=event.ends_at, now=now)
    if refusal:
        raise Refused(refusal, field="code")
    registration = _locked(ticket)
    kept_as = _of_this_ticket(event, registration, f"back:{scan_id}")
    known = _known(kept_as)
    if known is not None:
        return known
    entries, taken_back = _entries_of(registration)
    if registration.event_id != event.id or entries <= taken_back:
        raise Refused(EventRefusal.NOT_LET_IN, field="code")
    line = CheckIn(
        event_id=event.id,
        registration_id=registration.id,
        scan_id=kept_as,
        at=now,
        device=device[:80],
        result=ScanResult.TAKEN_BACK,
        entry=taken_back,
        why=why,
        by_ref=by.person_ref,
    )
    session().add(line)
    session().flush()
    audit.record(
        "event.take_back",
        by=by,
        now=now,
        subject_kind="registration",
        subject_ref=registration.public_id,
        change=f"why: {why}",
    )
    return line


def _locked(ticket: Registration) -> Registration:
    return (
        session()
        .scalars(
            select(Registration)
            .where(Registration.id == ticket.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        .one()
    )


def _known(kept_as: str) -> CheckIn | None:
    return session().scalar(select(CheckIn).where(CheckIn.scan_id == kept_as))


def _entries_of(registration: Registration) -> tuple[int, int]:
    """How often the ticket was let in, and how often that was taken back."""
    counts: dict[ScanResult, int] = {
        row[0]: row[1]
        for row in session().execute(
            select(CheckIn.result, func.count())
            .where(CheckIn.registration_id == registration.id)
            .group_by(CheckIn.result)
        )
    }
    return counts.get(ScanResult.LET_IN, 0), counts.get(ScanResult.TAKEN_BACK, 0)


def _of_this_ticket(event: Event, registration: Registration, scan_id: str) -> str:
    """A page that a browser brings back has the mark of an older showing: with another ticket it is another showing."""
    return hashlib.sha256(f"{event.id}:{registration.id}:{scan_id}".encode()).hexdigest()[:40]
