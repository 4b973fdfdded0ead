"""Timetables: asked for, claimed by a worker, kept, published."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, delete, func, or_, select, update

from recruit.core import audit
from recruit.core.db import refuse_on, session
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.events.locking import lock_event
from recruit.events.models import Registration
from recruit.events.rules import EventState, RegistrationState
from recruit.fairs import queries, rules
from recruit.fairs.actions import instances
from recruit.fairs.arranging import hash_of, requests_of
from recruit.fairs.events import TimetablePublished
from recruit.fairs.interpreting import Interpreted, assigned
from recruit.fairs.models import Booth, Fair, FairPin, Meeting, Timetable
from recruit.fairs.rules import BoothState, FairRefusal, MeetingState, TimetableState
from recruit.fairs.timetable.instance import Instance
from recruit.fairs.timetable.result import Objective, Status, Timetable as Solved
from recruit.organisations.models import Organisation
from recruit.students.models import Disclosure, Student
from recruit.students.rules import DisclosureReason, DisclosureScope

# Two people who press at once: the second finds the row of the first.
refuse_on("uq_timetable_fair_id_number", Refused(FairRefusal.MOVE_NOT_POSSIBLE))


def ask_for_timetable(fair: Fair, *, operator_may: bool, by: Visitor, now: datetime) -> Timetable:
    """A due row that a worker computes. While one is being computed it is that one."""
    refusal = rules.why_not_arrange(
        operator_may=operator_may,
        fair_arranges=fair.arranging,
        is_published=queries.published_timetable(fair.event_id) is not None,
    )
    if refusal is not None:
        raise Refused(refusal)
    running = session().scalar(
        select(Timetable).where(Timetable.fair_id == fair.event_id, Timetable.state == TimetableState.SOLVING)
    )
    if running is not None:
        return running
    if not requests_of(instances.wishes_that_count(fair.event_id)):
        raise Refused(FairRefusal.NOTHING_TO_ARRANGE)
    last = session().scalar(select(func.max(Timetable.number)).where(Timetable.fair_id == fair.event_id))
    timetable = Timetable(
        fair_id=fair.event_id,
        number=(last or 0) + 1,
        state=TimetableState.SOLVING,
        asked_at=now,
        asked_by_ref=by.person_ref,
    )
    session().add(timetable)
    session().flush()
    _note("timetable.ask", timetable, by, now)
    return timetable


def claim(timetable_id: int, *, worker: str, now: datetime) -> Instance | None:
    """Take a timetable for computing; None where another worker has it. What was asked is kept beside the answer."""
    won = _rows_of(
        update(Timetable)
        .where(
            Timetable.id == timetable_id,
            Timetable.state == TimetableState.SOLVING,
            or_(Timetable.claimed_by == "", Timetable.lease_until < now),
        )
        .values(
            claimed_by=worker,
            lease_until=now + rules.SOLVING_LEASE,
            solving_since=now,
            objective={},
            bound={},
        )
    )
    if won != 1:
        return None
    timetable = session().get_one(Timetable, timetable_id, populate_existing=True)
    instance = instances.build_instance(session().get_one(Fair, timetable.fair_id))
    timetable.instance = instance.as_json()
    timetable.input_hash = hash_of(instance)
    session().flush()
    return instance


def note_reached(timetable_id: int, objective: Objective, bound: Objective, *, worker: str) -> bool:
    """How good the best plan is by now, for those who wait for it; False where the claim had passed to somebody else."""
    won = _rows_of(
        update(Timetable)
        .where(
            Timetable.id == timetable_id,
            Timetable.state == TimetableState.SOLVING,
            Timetable.claimed_by == worker,
        )
        .values(objective=objective.as_json(), bound=bound.as_json())
    )
    return won == 1


def keep_result(timetable_id: int, solved: Solved, *, worker: str, now: datetime) -> bool:
    """Keep what was computed as a draft; False where the claim had passed to somebody else."""
    won = _rows_of(
        update(Timetable)
        .where(
            Timetable.id == timetable_id,
            Timetable.state == TimetableState.SOLVING,
            Timetable.claimed_by == worker,
        )
        .values(state=TimetableState.DRAFT, lease_until=None, solved_at=now)
    )
    if won != 1:
        return False
    timetable = session().get_one(Timetable, timetable_id, populate_existing=True)
    write_meetings(timetable, solved)
    return True


def write_meetings(timetable: Timetable, solved: Solved) -> None:
    """The solver's answer as rows: meetings, what they are worth, how good they could be, who was left out and why."""
    written = solved.as_json(with_proof=True)
    timetable.objective = cast("dict[str, Any]", written["objective"]) or {}
    timetable.bound = cast("dict[str, Any]", written["bound"]) or {}
    timetable.certificate = str(solved.status)
    timetable.proof = cast("dict[str, Any]", written["proof"]) or {}
    timetable.method = solved.method
    timetable.conflicts = cast("list[Any]", written["conflicts"])
    timetable.unmet = cast("list[Any]", written["unmet"])
    timetable.seconds = solved.seconds
    refs_of_students = {meeting.student for meeting in solved.meetings}
    refs_of_companies = {meeting.company for meeting in solved.meetings}
    student_ids: dict[str, int] = {
        row[0]: row[1]
        for row in session().execute(
            select(Student.public_id, Student.id).where(Student.public_id.in_(refs_of_students))
        )
    }
    company_ids: dict[str, int] = {
        row[0]: row[1]
        for row in session().execute(
            select(Organisation.public_id, Organisation.id).where(
                Organisation.public_id.in_(refs_of_companies)
            )
        )
    }
    languages = {
        (one["student"], one["company"]): one.get("language", "") for one in timetable.instance["requests"]
    }
    pinned = {(one["student"], one["company"]) for one in timetable.instance["pinned"]}
    interpreters = assigned(
        (
            Interpreted(number, company_ids[meeting.company], meeting.slot, language)
            for number, meeting in enumerate(solved.meetings)
            if (language := languages.get((meeting.student, meeting.company)))
        ),
        instances.interpreters_of(timetable.fair_id),
    )
    session().add_all(
        Meeting(
            timetable_id=timetable.id,
            student_id=student_ids[meeting.student],
            company_id=company_ids[meeting.company],
            slot=meeting.slot,
            table_number=meeting.table,
            pinned=(meeting.student, meeting.company) in pinned,
            language=languages.get((meeting.student, meeting.company), ""),
            interpreter_id=interpreters.get(number),
        )
        for number, meeting in enumerate(solved.meetings)
    )
    session().flush()


def cancel_timetable(timetable: Timetable, *, by: Visitor, now: datetime) -> None:
    """Staff do not wait for it. The worker that computes it looks every second and stops; what is ready already stays."""
    if timetable.state is TimetableState.CANCELLED:
        return
    won = _rows_of(
        update(Timetable)
        .where(Timetable.id == timetable.id, Timetable.state == TimetableState.SOLVING)
        .values(state=TimetableState.CANCELLED, lease_until=None, objective={}, bound={})
    )
    if won != 1:
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE)
    session().refresh(timetable)
    _note("timetable.cancel", timetable, by, now)


def refuse_result(timetable_id: int, *, worker: str, now: datetime) -> bool:
    """What was computed breaks a rule: nothing of it is kept, and staff are told on its page."""
    won = _rows_of(
        update(Timetable)
        .where(
            Timetable.id == timetable_id,
            Timetable.state == TimetableState.SOLVING,
            Timetable.claimed_by == worker,
        )
        .values(state=TimetableState.REFUSED, lease_until=None, solved_at=now, objective={}, bound={})
    )
    return won == 1


def let_go(timetable_id: int, *, worker: str, until: datetime | None = None) -> bool:
    """This worker does not go on: another one, or this one later, begins anew – at once, or when the lease ends at `until`."""
    won = _rows_of(
        update(Timetable)
        .where(
            Timetable.id == timetable_id,
            Timetable.state == TimetableState.SOLVING,
            Timetable.claimed_by == worker,
        )
        .values({"lease_until": until} if until else {"lease_until": None, "claimed_by": ""})
    )
    return won == 1


def is_wanted(timetable_id: int, *, worker: str) -> bool:
    """Whether this worker shall go on computing: asked again and again, so each time of the database as it is now."""
    session().rollback()
    found = session().execute(
        select(Timetable.state, Timetable.claimed_by).where(Timetable.id == timetable_id)
    )
    return found.one_or_none() == (TimetableState.SOLVING, worker)


def _ignores_pins(timetable: Timetable) -> bool:
    """Whether something was fixed since this plan was made, and stands otherwise in it."""
    same = (
        (Meeting.timetable_id == timetable.id)
        & (Meeting.student_id == FairPin.student_id)
        & (Meeting.company_id == FairPin.company_id)
        & (Meeting.slot == FairPin.slot)
    )
    ignored = (
        select(FairPin.id)
        .where(FairPin.fair_id == timetable.fair_id, ~select(Meeting.id).where(same).exists())
        .limit(1)
    )
    return session().scalar(ignored) is not None


def publish_timetable(timetable: Timetable, *, operator_may: bool, by: Visitor, now: datetime) -> None:
    """Both sides see it and are told. Other drafts are replaced. Publishing the published one again changes nothing.

    Whoever has left since the draft was made meets nobody; the row of the event is locked, so that nobody leaves unseen.
    """
    fair = session().get_one(Fair, timetable.fair_id)
    lock_event(fair.event_id)
    session().refresh(timetable)
    if timetable.state is TimetableState.PUBLISHED:
        return
    refusal = rules.why_not_arrange(
        operator_may=operator_may,
        fair_arranges=fair.arranging,
        is_published=queries.published_timetable(fair.event_id) is not None,
    )
    if refusal is not None:
        raise Refused(refusal)
    if fair.event.state is EventState.CALLED_OFF:
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE)
    if timetable.certificate == Status.INFEASIBLE:
        raise Refused(FairRefusal.PINS_CONTRADICT)
    if _ignores_pins(timetable):
        raise Refused(FairRefusal.PINS_STAND_OTHERWISE)
    won = _rows_of(
        update(Timetable)
        .where(Timetable.id == timetable.id, Timetable.state == TimetableState.DRAFT)
        .values(state=TimetableState.PUBLISHED, published_at=now)
    )
    if won != 1:
        raise Refused(FairRefusal.NOT_YET_SOLVED)
    others = select(Timetable.id).where(Timetable.fair_id == fair.event_id, Timetable.id != timetable.id)
    session().execute(
        delete(Meeting).where(Meeting.timetable_id.in_(others)).execution_options(synchronize_session=False)
    )
    session().execute(
        update(Timetable)
        .where(Timetable.fair_id == fair.event_id, Timetable.id != timetable.id)
        .values(state=TimetableState.SUPERSEDED)
        .execution_options(synchronize_session=False)
    )
    session().execute(
        update(Meeting)
        .where(Meeting.timetable_id == timetable.id)
        .values(answer_by_at=fair.event.ends_at + rules.ANSWER_WITHIN)
        .execution_options(synchronize_session=False)
    )
    session().execute(
        update(Meeting)
        .where(Meeting.timetable_id == timetable.id, or_(*_left(fair)))
        .values(state=MeetingState.DROPPED)
        .execution_options(synchronize_session=False)
    )
    session().expire_all()
    _note("timetable.publish", timetable, by, now)
    announce(TimetablePublished(timetable.id, by, now))


def _left(fair: Fair) -> tuple[ColumnElement[bool], ...]:
    """Meetings of a student without a seat, of a company without a booth, or of two of whom one no longer shows the profile."""
    seat = (
        select(Registration.id)
        .join(Student, Student.person_id == Registration.person_id)
        .where(
            Student.id == Meeting.student_id,
            Registration.event_id == fair.event_id,
            Registration.state == RegistrationState.SIGNED_UP,
        )
    )
    booth = select(Booth.id).where(
        Booth.company_id == Meeting.company_id,
        Booth.fair_id == fair.event_id,
        Booth.state == BoothState.CONFIRMED,
    )
    shown = select(Disclosure.id).where(
        Disclosure.student_id == Meeting.student_id,
        Disclosure.organisation_id == Meeting.company_id,
        Disclosure.scope != DisclosureScope.CARD,
    )
    of_fair = (Disclosure.reason == DisclosureReason.FAIR, Disclosure.reason_ref == fair.event.slug)
    taken_back = and_(
        shown.where(*of_fair, Disclosure.until_at.is_not(None)).exists(),
        ~shown.where(Disclosure.until_at.is_(None)).exists(),
    )
    return ~seat.exists(), ~booth.exists(), taken_back


def _rows_of(statement: Any) -> int:
    found = session().execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", found).rowcount


def _note(action: str, timetable: Timetable, by: Visitor, now: datetime) -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="timetable",
        subject_ref=timetable.public_id,
        change=f"number: {timetable.number}",
    )
