"""Moves of a hire. Every move adds a fact; the columns of the placement follow the newest facts."""

from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from recruit.applications.models import Offer
from recruit.core import audit
from recruit.core.clock import day_in
from recruit.core.db import session, set_state
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.placements import queries, rules
from recruit.placements.events import (
    EndEntered,
    EndWithdrawn,
    NeverStarted,
    StartConfirmed,
    StartMoved,
    StartPlanned,
)
from recruit.placements.models import Confirmation, Placement, PlacementFact
from recruit.placements.rules import (
    ConfirmationKind,
    ExitKind,
    PlacementFactKind,
    PlacementRefusal,
    PlacementSource,
    PlacementState,
    SaidBy,
)

TOKYO = "Asia/Tokyo"
# How long after the planned first day the employer has to say whether it has come true.
TIME_TO_CONFIRM = timedelta(days=7)


def open_placement(offer: Offer, *, by: Visitor, now: datetime) -> Placement:
    """An accepted offer opens one placement; asked a second time, it gives back the first."""
    source_key = offer.public_id
    known = session().scalar(
        select(Placement).where(
            Placement.source == PlacementSource.PLATFORM, Placement.source_key == source_key
        )
    )
    if known is not None:
        return known
    application = offer.application
    placement = Placement(
        person_id=application.student.person_id,
        offer_id=offer.id,
        source=PlacementSource.PLATFORM,
        source_key=source_key,
        posting_version_id=application.posting_version_id,
        state=PlacementState.EXPECTED,
        planned_start_on=offer.planned_start_on,
        registered_on=day_in(now, TOKYO),
        employer_id=application.posting.company_id,
        country=application.student.nationality,
        channel="platform",
        fair_slug=queries.fair_where_they_met(application.student_id, application.posting.company_id, now),
    )
    session().add(placement)
    session().flush()
    add_fact(
        placement,
        PlacementFactKind.PLANNED_START,
        offer.planned_start_on.isoformat(),
        valid_on=offer.planned_start_on,
        by=by,
        said_by=SaidBy.PLATFORM,
        now=now,
    )
    session().add(
        Confirmation(
            placement_id=placement.id,
            about=ConfirmationKind.START,
            asked_at=now,
            due_on=offer.planned_start_on + TIME_TO_CONFIRM,
        )
    )
    note("placement.opened", placement, by, now)
    announce(StartPlanned(placement_id=placement.id, by=by, now=now))
    return placement


def move_start(placement: Placement, planned_start_on: date, *, by: Visitor, now: datetime) -> None:
    """The planned first day changes while it has not come."""
    if placement.state is not PlacementState.EXPECTED:
        raise Refused(PlacementRefusal.ALREADY_STARTED, field="planned_start_on")
    if planned_start_on == placement.planned_start_on:
        return
    set_state(placement, PlacementState.EXPECTED, PlacementState.EXPECTED, planned_start_on=planned_start_on)
    add_fact(
        placement,
        PlacementFactKind.PLANNED_START,
        planned_start_on.isoformat(),
        valid_on=planned_start_on,
        by=by,
        said_by=said_by_of(by),
        now=now,
    )
    note("placement.start_moved", placement, by, now, change="planned_start_on")
    announce(StartMoved(placement_id=placement.id, by=by, now=now))


def confirm_start(placement: Placement, started_on: date, *, by: Visitor, now: datetime) -> None:
    """The first working day has come true."""
    refusal = rules.why_not_confirm_start(placement.state, started_on, day_in(now, TOKYO))
    if refusal:
        raise Refused(refusal, field="started_on")
    set_state(placement, PlacementState.EXPECTED, PlacementState.WORKING, started_on=started_on)
    add_fact(
        placement,
        PlacementFactKind.STARTED,
        started_on.isoformat(),
        valid_on=started_on,
        by=by,
        said_by=said_by_of(by),
        now=now,
    )
    session().execute(
        update(Confirmation)
        .where(
            Confirmation.placement_id == placement.id,
            Confirmation.about == ConfirmationKind.START,
            Confirmation.answered_at.is_(None),
        )
        .values(answer=started_on.isoformat(), answered_at=now, by_ref=by.person_ref)
    )
    note("placement.start_confirmed", placement, by, now, change="started_on")
    announce(StartConfirmed(placement_id=placement.id, by=by, now=now))


def enter_end(
    placement: Placement,
    last_working_day: date,
    kind: ExitKind,
    *,
    reason: str = "",
    by: Visitor,
    now: datetime,
) -> None:
    """The end of the spell becomes known. `ended_on` is the day after the last working day."""
    refusal = rules.why_not_end(placement.state, placement.started_on, last_working_day)
    if refusal:
        raise Refused(refusal, field="last_working_day")
    ended_on = last_working_day + timedelta(days=1)
    set_state(
        placement,
        placement.state,
        PlacementState.LEFT,
        ended_on=ended_on,
        exit_kind=kind,
        exit_reason=reason,
    )
    add_fact(
        placement,
        PlacementFactKind.ENDED,
        str(kind),
        valid_on=ended_on,
        by=by,
        said_by=said_by_of(by),
        now=now,
    )
    note("placement.end_entered", placement, by, now, change="ended_on, exit_kind")
    announce(EndEntered(placement_id=placement.id, by=by, now=now))


def withdraw_end(placement: Placement, *, by: Visitor, now: datetime) -> None:
    """The end was a mistake: the person still works there, or is on leave, where one had begun that nobody has ended."""
    if placement.state is not PlacementState.LEFT:
        raise Refused(PlacementRefusal.NOT_WORKING)
    ended_on = placement.ended_on or day_in(now, TOKYO)
    leave = queries.newest_leave(placement)
    set_state(
        placement,
        PlacementState.LEFT,
        rules.state_after_all(leave.value if leave else None, day_in(now, TOKYO)),
        ended_on=None,
        exit_kind=None,
        exit_reason="",
    )
    add_fact(
        placement,
        PlacementFactKind.ENDED_WITHDRAWN,
        valid_on=ended_on,
        by=by,
        said_by=said_by_of(by),
        now=now,
    )
    note("placement.end_withdrawn", placement, by, now, change="ended_on")
    announce(EndWithdrawn(placement_id=placement.id, by=by, now=now))


def never_started(placement: Placement, *, by: Visitor, now: datetime) -> None:
    """The accepted offer never became work: no spell, and no follow-ups."""
    if placement.state is not PlacementState.EXPECTED:
        raise Refused(PlacementRefusal.ALREADY_STARTED)
    set_state(placement, PlacementState.EXPECTED, PlacementState.NEVER_STARTED)
    note("placement.never_started", placement, by, now)
    announce(NeverStarted(placement_id=placement.id, by=by, now=now))


def add_fact(
    placement: Placement,
    kind: PlacementFactKind,
    value: str = "",
    *,
    valid_on: date,
    by: Visitor,
    said_by: SaidBy,
    now: datetime,
    source: str = "",
    confirmed: bool = True,
) -> None:
    """Add what became known; nothing is overwritten."""
    session().add(
        PlacementFact(
            placement_id=placement.id,
            fact=kind,
            value=value,
            valid_on=valid_on,
            known_at=now,
            said_by_ref=by.person_ref,
            said_by_kind=said_by,
            source=source,
            confirmed=confirmed,
        )
    )
    session().flush()


def said_by_of(by: Visitor) -> SaidBy:
    """In which capacity a visitor says something about a hire."""
    if by.acts_for("company"):
        return SaidBy.COMPANY
    return SaidBy.STAFF if by.is_staff else SaidBy.PERSON


def note(action: str, placement: Placement, by: Visitor, now: datetime, change: str = "") -> None:
    """A line in the trail about a hire."""
    audit.record(
        action, by=by, now=now, subject_kind="placement", subject_ref=placement.public_id, change=change
    )
