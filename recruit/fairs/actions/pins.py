"""Conversations that staff fix before the timetable is published: every plan keeps them."""

from datetime import datetime

from sqlalchemy import delete, select, update

from recruit.core import audit
from recruit.core.db import refuse_on, session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.fairs import queries, rules
from recruit.fairs.actions.instances import build_instance, with_pin
from recruit.fairs.models import Fair, FairPin, Meeting, Timetable
from recruit.fairs.rules import FairRefusal, TimetableState
from recruit.fairs.timetable.conflicts import find_conflicts
from recruit.fairs.timetable.instance import Pin
from recruit.fairs.timetable.result import Conflict, ConflictReason
from recruit.organisations.models import Organisation
from recruit.students.models import Student

# Two people who fix the same at once.
refuse_on("uq_fair_pin_fair_id_student_id_company_id", Refused(FairRefusal.MOVE_NOT_POSSIBLE))


def conflicts_of(fair: Fair, student: Student, company: Organisation, slot: int) -> tuple[Conflict, ...]:
    """What would contradict the rules or the other fixed conversations, were this one fixed too."""
    pin = Pin(student.public_id, company.public_id, slot)
    instance = build_instance(fair)
    if (pin.student, pin.company) not in {(one.student, one.company) for one in instance.requests}:
        return (Conflict(ConflictReason.NOT_REQUESTED, (pin,), pin.student, pin.company, slot=slot),)
    return tuple(one for one in find_conflicts(with_pin(instance, pin)) if pin in one.pinned)


def pin_meeting(
    fair: Fair,
    student: Student,
    company: Organisation,
    slot: int,
    *,
    operator_may: bool,
    by: Visitor,
    now: datetime,
) -> None:
    """Fix a conversation in a slot. Raises where it contradicts; `conflicts_of` says with what."""
    _demand_open(fair, operator_may=operator_may)
    if slot not in {each.number for each in fair.slots}:
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE, field="slot")
    conflicts = conflicts_of(fair, student, company, slot)
    if conflicts:
        unwanted = any(one.reason is ConflictReason.NOT_REQUESTED for one in conflicts)
        raise Refused(
            FairRefusal.NO_SUCH_WISH if unwanted else FairRefusal.PINS_CONTRADICT,
            field="slot",
        )
    found = _pin(fair, student, company)
    if found is None:
        found = FairPin(fair_id=fair.event_id, student_id=student.id, company_id=company.id)
        session().add(found)
    found.slot, found.pinned_at, found.by_ref = slot, now, by.person_ref
    session().flush()
    _mark_drafts(fair, student, company, slot)
    _note("meeting.pin", fair, student, company, by, now)


def unpin_meeting(
    fair: Fair, student: Student, company: Organisation, *, operator_may: bool, by: Visitor, now: datetime
) -> None:
    """The next plan may put it where it fits best. What is not fixed stays so."""
    _demand_open(fair, operator_may=operator_may)
    found = _pin(fair, student, company)
    if found is None:
        return
    session().delete(found)
    session().flush()
    _mark_drafts(fair, student, company, None)
    _note("meeting.unpin", fair, student, company, by, now)


def drop_pins_of(student_id: int, fair_id: int) -> None:
    """A student gave the seat back."""
    session().execute(delete(FairPin).where(FairPin.student_id == student_id, FairPin.fair_id == fair_id))


def _demand_open(fair: Fair, *, operator_may: bool) -> None:
    refusal = rules.why_not_arrange(
        operator_may=operator_may,
        fair_arranges=fair.arranging,
        is_published=queries.published_timetable(fair.event_id) is not None,
    )
    if refusal is not None:
        raise Refused(refusal)


def _pin(fair: Fair, student: Student, company: Organisation) -> FairPin | None:
    return session().scalar(
        select(FairPin).where(
            FairPin.fair_id == fair.event_id,
            FairPin.student_id == student.id,
            FairPin.company_id == company.id,
        )
    )


def _mark_drafts(fair: Fair, student: Student, company: Organisation, slot: int | None) -> None:
    """A plan that has it in this very slot shows it as fixed at once; any other has to be made anew."""
    drafts = select(Timetable.id).where(
        Timetable.fair_id == fair.event_id, Timetable.state == TimetableState.DRAFT
    )
    session().execute(
        update(Meeting)
        .where(
            Meeting.timetable_id.in_(drafts),
            Meeting.student_id == student.id,
            Meeting.company_id == company.id,
        )
        .values(pinned=Meeting.slot == slot if slot is not None else False)
        .execution_options(synchronize_session=False)
    )
    session().expire_all()


def _note(
    action: str, fair: Fair, student: Student, company: Organisation, by: Visitor, now: datetime
) -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=fair.event.slug,
        change=f"student: {student.public_id}, company: {company.public_id}",
    )
