"""Moves of times that both sides agree on: offer, pick, propose, accept, decline, call off.

Two who take at once: the row of the booth is locked for its tables, the row of the seat for what one student holds, always in
this order; unique indexes of the meetings hold besides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from recruit.core import audit
from recruit.core.db import changes_one, refuse_on, session
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.events.actions.seats import lock_event
from recruit.events.models import Registration
from recruit.events.rules import PUBLIC_STATES, RegistrationState
from recruit.fairs.models import Booth, Fair, FairSlot, Meeting, MeetingChange, Timetable
from recruit.fairs.proposing import queries, rules
from recruit.fairs.proposing.events import MeetingAgreed, MeetingCalledOff, ProposalClosed, TimeProposed
from recruit.fairs.proposing.models import OfferedTime, TimeProposal
from recruit.fairs.proposing.rules import AGREED, ProposalState, ProposingRefusal
from recruit.fairs.rules import ANSWER_WITHIN, BoothState, MeetingState, Side, TimetableState
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from recruit.students.models import Student

refuse_on(
    "uq_time_proposal_fair_id_student_id_company_id", Refused(ProposingRefusal.PROPOSED_ALREADY, field="slot")
)
refuse_on("uq_meeting_timetable_id_student_id_slot", Refused(ProposingRefusal.TIME_IS_TAKEN, field="slot"))
refuse_on(
    "uq_meeting_timetable_id_company_id_slot_table_number",
    Refused(ProposingRefusal.TIME_IS_TAKEN, field="slot"),
)


@dataclass(frozen=True)
class Mover:
    """Who moves, for which side, and whether the operator's status allows staff to arrange (then nobody moves here)."""

    side: Side
    operator_may: bool
    by: Visitor
    now: datetime


def offer_times(fair: Fair, booth: Booth, wanted: Mapping[int, int], mover: Mover) -> None:
    """The company says how many tables it offers in each slot; what is promised already keeps its table."""
    _demand_proposing(fair, mover)
    _lock_booth(booth)
    company_id = booth.company_id
    taken, held = (
        queries.taken_tables(fair.event_id, company_id),
        queries.held_tables(fair.event_id, company_id),
    )
    before = queries.offered_tables(fair.event_id, company_id)
    promised = {
        slot.number: min(
            before.get((company_id, slot.number), 0),
            len(taken.get((company_id, slot.number), ())) + held[company_id, slot.number],
        )
        for slot in fair.slots
    }
    closed = [slot.number for slot in fair.slots if slot.closed]
    closed += queries.busy_slots(fair.event_id, company_id=company_id)
    refusal = rules.why_not_offer(wanted, promised, closed, tables=booth.tables)
    if refusal is not None:
        raise Refused(refusal)
    numbers = {slot.number for slot in fair.slots}
    session().execute(
        delete(OfferedTime).where(OfferedTime.fair_id == fair.event_id, OfferedTime.company_id == company_id)
    )
    session().add_all(
        OfferedTime(fair_id=fair.event_id, company_id=company_id, slot=slot, tables=count)
        for slot, count in sorted(wanted.items())
        if count and slot in numbers
    )
    session().flush()
    audit.record(
        "fair.offer_times",
        by=mover.by,
        now=mover.now,
        subject_kind="booth",
        subject_ref=booth.public_id,
        change=f"tables: {sum(wanted.values())}",
    )


def pick_time(fair: Fair, booth: Booth, student: Student, slot: int, mover: Mover) -> Meeting:
    """A student takes a time that the company offers: agreed at once. Another one of the same two is moved."""
    _demand_proposing(fair, mover)
    timetable = _timetable(fair, mover)
    _lock(fair, booth, student, mover.side)
    place = queries.places(fair, booth, student, mover=mover.side, offered_only=True).get(slot)
    return _agree(fair, timetable, booth, student, slot, place, mover)


def propose_time(fair: Fair, booth: Booth, student: Student, slot: int, mover: Mover) -> TimeProposal:
    """One side proposes; what the other had proposed to it is answered by that. Proposing the same again changes nothing."""
    _demand_proposing(fair, mover)
    _lock(fair, booth, student, mover.side)
    found = _open_between(fair, booth, student)
    if found is not None and found.side is mover.side:
        if found.slot == slot:
            return found
        raise Refused(ProposingRefusal.PROPOSED_ALREADY, field="slot")
    before = _meeting_between(fair, booth, student)
    if before is not None and before.slot == slot:
        raise Refused(ProposingRefusal.AGREED_ALREADY, field="slot")
    place = queries.places(fair, booth, student, mover=mover.side, offered_only=False).get(slot)
    refusal = rules.why_not_take(
        place,
        meetings=len(queries.student_slots(fair.event_id, student.id)),
        most=fair.meetings_per_student,
        is_move=before is not None,
        now=mover.now,
    )
    if refusal is not None or place is None:
        raise Refused(refusal or ProposingRefusal.TIME_IS_TAKEN, field="slot")
    if found is not None:
        _close(found, ProposalState.REPLACED, mover.now)
    proposal = TimeProposal(
        fair_id=fair.event_id,
        student_id=student.id,
        company_id=booth.company_id,
        side=mover.side,
        slot=slot,
        made_at=mover.now,
        answer_by_at=rules.answer_by(starts_at=place.starts_at, now=mover.now),
        by_ref=mover.by.person_ref,
    )
    session().add(proposal)
    session().flush()
    _note("time.propose", proposal, mover)
    announce(TimeProposed(proposal.id, mover.by, mover.now))
    return proposal


def accept_time(proposal: TimeProposal, mover: Mover) -> Meeting:
    """The other side agrees. A second click finds it agreed."""
    fair, booth, student = _of(proposal)
    _demand_proposing(fair, mover)
    timetable = _timetable(fair, mover)
    _lock(fair, booth, student, mover.side)
    session().refresh(proposal)
    agreed = _meeting_between(fair, booth, student)
    if proposal.state is ProposalState.ACCEPTED and agreed is not None and agreed.slot == proposal.slot:
        return agreed
    _demand_answerable(proposal, mover)
    place = queries.places(fair, booth, student, mover=mover.side, offered_only=False).get(proposal.slot)
    _close(proposal, ProposalState.ACCEPTED, mover.now)
    _note("time.accept", proposal, mover)
    return _agree(fair, timetable, booth, student, proposal.slot, place, mover)


def decline_time(proposal: TimeProposal, mover: Mover) -> None:
    """The other side does not agree. A second click changes nothing."""
    if proposal.state is ProposalState.DECLINED:
        return
    _demand_answerable(proposal, mover)
    _close(proposal, ProposalState.DECLINED, mover.now)
    _note("time.decline", proposal, mover)
    announce(ProposalClosed(proposal.id, mover.side, mover.by, mover.now))


def withdraw_time(proposal: TimeProposal, mover: Mover) -> None:
    """Who proposed takes it back, as long as nobody has answered."""
    if proposal.state is ProposalState.WITHDRAWN:
        return
    if proposal.state is not ProposalState.OPEN or proposal.side is not mover.side:
        raise Refused(ProposingRefusal.PROPOSAL_IS_CLOSED)
    _close(proposal, ProposalState.WITHDRAWN, mover.now)
    _note("time.withdraw", proposal, mover)
    announce(ProposalClosed(proposal.id, mover.side, mover.by, mover.now))


def call_off(meeting: Meeting, mover: Mover) -> None:
    """One side does not come; the table is free again. A second click changes nothing."""
    session().execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())
    session().refresh(meeting)
    if meeting.state is MeetingState.DROPPED:
        return
    timetable = session().get_one(Timetable, meeting.timetable_id)
    if timetable.method != AGREED:
        raise Refused(ProposingRefusal.TIMES_ARE_ARRANGED)
    starts_at = session().scalar(
        select(FairSlot.starts_at).where(
            FairSlot.fair_id == timetable.fair_id, FairSlot.number == meeting.slot
        )
    )
    if meeting.state is not MeetingState.PLANNED or starts_at is None or mover.now >= starts_at:
        raise Refused(ProposingRefusal.MEETING_IS_PAST)
    drop(meeting, mover)


def drop(meeting: Meeting, mover: Mover) -> None:
    """The meeting does not take place: whoever had it in a calendar is told with the next sequence number."""
    before = meeting.state
    meeting.state, meeting.sequence = MeetingState.DROPPED, meeting.sequence + 1
    _change(meeting, {"state": [str(before), str(MeetingState.DROPPED)]}, f"called_off:{mover.side}", mover)
    announce(MeetingCalledOff(meeting.id, mover.side, mover.by, mover.now))


def close_all(
    fair: Fair, mover: Mover, *, student_id: int | None = None, company_id: int | None = None
) -> None:
    """One side leaves the fair: its agreed meetings are called off, its proposals end, and the other side is told of each."""
    if queries.method_of_plan(fair.event_id) == AGREED:
        for meeting in queries.meetings_of(fair.event_id, student_id=student_id, company_id=company_id):
            if meeting.state is MeetingState.PLANNED:
                drop(meeting, mover)
    for proposal in queries.open_proposals(fair.event_id, student_id=student_id, company_id=company_id):
        _close(proposal, ProposalState.WITHDRAWN, mover.now)
        announce(ProposalClosed(proposal.id, mover.side, mover.by, mover.now))
    if company_id is not None:
        session().execute(
            delete(OfferedTime).where(
                OfferedTime.fair_id == fair.event_id, OfferedTime.company_id == company_id
            )
        )


def end_proposals(fair_id: int, student_id: int, *, now: datetime) -> None:
    """What a student had open ends without a word."""
    session().execute(
        update(TimeProposal)
        .where(
            TimeProposal.fair_id == fair_id,
            TimeProposal.student_id == student_id,
            TimeProposal.state == ProposalState.OPEN,
        )
        .values(state=ProposalState.LAPSED, closed_at=now)
        .execution_options(synchronize_session=False)
    )
    session().expire_all()


def lapse(proposal_id: int, *, by: Visitor, now: datetime) -> bool:
    """Nobody answered in time. False where somebody did in this moment."""
    proposal = session().get_one(TimeProposal, proposal_id, populate_existing=True)
    if proposal.state is not ProposalState.OPEN or now < proposal.answer_by_at:
        return False
    _close(proposal, ProposalState.LAPSED, now)
    announce(ProposalClosed(proposal.id, None, by, now))
    return True


# ------------------------------------------------------------------------------------------------ what they share


def _demand_proposing(fair: Fair, mover: Mover) -> None:
    if not rules.both_sides_propose(
        operator_may=mover.operator_may,
        fair_arranges=fair.arranging,
        method=queries.method_of_plan(fair.event_id),
    ):
        raise Refused(ProposingRefusal.TIMES_ARE_ARRANGED)
    if fair.event.state not in PUBLIC_STATES or mover.now >= fair.event.ends_at:
        raise Refused(ProposingRefusal.TIME_IS_OVER)


def _timetable(fair: Fair, mover: Mover) -> Timetable:
    """Where agreed meetings stand; made with the first one. Before any other lock, as the fair's own is the widest."""
    found = queries.agreed_timetable(fair.event_id)
    if found is not None:
        return found
    lock_event(fair.event_id)
    found = queries.agreed_timetable(fair.event_id)
    if found is None:
        last = session().scalar(select(func.max(Timetable.number)).where(Timetable.fair_id == fair.event_id))
        found = Timetable(
            fair_id=fair.event_id,
            number=(last or 0) + 1,
            state=TimetableState.PUBLISHED,
            method=AGREED,
            asked_at=mover.now,
            published_at=mover.now,
        )
        session().add(found)
        session().flush()
    return found


def _lock_booth(booth: Booth) -> None:
    session().execute(select(Booth.id).where(Booth.id == booth.id).with_for_update(of=Booth))
    session().refresh(booth)
    state = session().scalar(select(Organisation.state).where(Organisation.id == booth.company_id))
    if booth.state is not BoothState.CONFIRMED or state is not OrganisationState.APPROVED:
        raise Refused(ProposingRefusal.OTHER_NOT_AT_THE_FAIR)


def _lock(fair: Fair, booth: Booth, student: Student, side: Side) -> None:
    _lock_booth(booth)
    seat = session().scalar(
        select(Registration.state)
        .where(Registration.event_id == fair.event_id, Registration.person_id == student.person_id)
        .with_for_update()
    )
    if seat is not RegistrationState.SIGNED_UP:
        mine = side is Side.STUDENT
        raise Refused(ProposingRefusal.NOT_AT_THE_FAIR if mine else ProposingRefusal.OTHER_NOT_AT_THE_FAIR)
    seen = session().scalar(
        select(Student.id).where(Student.id == student.id, queries.is_seen(booth.company_id))
    )
    if seen is None:
        raise Refused(ProposingRefusal.OTHER_NOT_AT_THE_FAIR)


def _of(proposal: TimeProposal) -> tuple[Fair, Booth, Student]:
    booth = (
        session()
        .scalars(
            select(Booth).where(Booth.fair_id == proposal.fair_id, Booth.company_id == proposal.company_id)
        )
        .one()
    )
    return (
        session().get_one(Fair, proposal.fair_id),
        booth,
        session().get_one(Student, proposal.student_id),
    )


def _open_between(fair: Fair, booth: Booth, student: Student) -> TimeProposal | None:
    return session().scalar(
        select(TimeProposal).where(
            TimeProposal.fair_id == fair.event_id,
            TimeProposal.company_id == booth.company_id,
            TimeProposal.student_id == student.id,
            TimeProposal.state == ProposalState.OPEN,
        )
    )


def _meeting_between(fair: Fair, booth: Booth, student: Student) -> Meeting | None:
    found = _row_between(fair, booth, student)
    return found if found is not None and found.state is not MeetingState.DROPPED else None


def _row_between(fair: Fair, booth: Booth, student: Student) -> Meeting | None:
    """Also one that was called off: two people have one row in a timetable."""
    return session().scalar(
        select(Meeting)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .where(
            Timetable.fair_id == fair.event_id,
            Timetable.state == TimetableState.PUBLISHED,
            Meeting.company_id == booth.company_id,
            Meeting.student_id == student.id,
        )
    )


def _demand_answerable(proposal: TimeProposal, mover: Mover) -> None:
    is_open = proposal.state is ProposalState.OPEN and mover.now < proposal.answer_by_at
    if not is_open or proposal.side is mover.side:
        raise Refused(ProposingRefusal.PROPOSAL_IS_CLOSED)


def _close(proposal: TimeProposal, state: ProposalState, now: datetime) -> None:
    """Compare and set, so that of two answers at once one counts."""
    won = changes_one(
        update(TimeProposal)
        .where(TimeProposal.id == proposal.id, TimeProposal.state == ProposalState.OPEN)
        .values(state=state, closed_at=now)
    )
    if not won:
        raise Refused(ProposingRefusal.PROPOSAL_IS_CLOSED)
    session().refresh(proposal)


def _agree(
    fair: Fair,
    timetable: Timetable,
    booth: Booth,
    student: Student,
    slot: int,
    place: rules.Place | None,
    mover: Mover,
) -> Meeting:
    row = _row_between(fair, booth, student)
    before = row if row is not None and row.state is not MeetingState.DROPPED else None
    if before is not None and before.slot == slot:
        return before
    if before is not None and before.state is not MeetingState.PLANNED:
        raise Refused(ProposingRefusal.MEETING_IS_PAST)
    refusal = rules.why_not_take(
        place,
        meetings=len(queries.student_slots(fair.event_id, student.id)),
        most=fair.meetings_per_student,
        is_move=before is not None,
        now=mover.now,
    )
    taken = queries.taken_tables(fair.event_id, booth.company_id).get((booth.company_id, slot), set())
    table = rules.first_table(taken, booth.tables)
    if refusal is not None or table is None:
        raise Refused(refusal or ProposingRefusal.TIME_IS_TAKEN, field="slot")
    _settle_proposals(fair, booth, student, slot, mover)
    if row is None:
        row = Meeting(timetable_id=timetable.id, student_id=student.id, company_id=booth.company_id)
        session().add(row)
        change: dict[str, list[object]] = {"state": [None, str(MeetingState.PLANNED)]}
    else:
        row.sequence += 1
        change = {"slot": [row.slot, slot], "table": [row.table_number, table]}
    row.slot, row.table_number, row.state = slot, table, MeetingState.PLANNED
    row.answer_by_at, row.outcome = fair.event.ends_at + ANSWER_WITHIN, None
    session().flush()
    _change(row, change, f"agreed:{mover.side}", mover)
    announce(MeetingAgreed(row.id, mover.by, mover.now))
    return row


def _settle_proposals(fair: Fair, booth: Booth, student: Student, slot: int, mover: Mover) -> None:
    """What else these two had open is answered by it; others who had proposed this very time to, or of, the student learn that it is gone."""
    for other in queries.open_proposals(fair.event_id, student_id=student.id):
        if other.company_id == booth.company_id:
            same = other.slot == slot and other.side is not mover.side
            _close(other, ProposalState.ACCEPTED if same else ProposalState.REPLACED, mover.now)
        elif other.slot == slot:
            _close(other, ProposalState.LAPSED, mover.now)
            announce(ProposalClosed(other.id, Side.STUDENT, mover.by, mover.now))


def _change(meeting: Meeting, change: Mapping[str, object], why: str, mover: Mover) -> None:
    session().add(
        MeetingChange(
            meeting_id=meeting.id,
            change=dict(change),
            at=mover.now,
            by_ref=mover.by.person_ref or str(mover.by.via),
            why=why,
        )
    )
    session().flush()
    audit.record(
        "meeting." + why.partition(":")[0],
        by=mover.by,
        now=mover.now,
        subject_kind="meeting",
        subject_ref=meeting.public_id,
        change=f"side: {mover.side}",
    )


def _note(action: str, proposal: TimeProposal, mover: Mover) -> None:
    audit.record(
        action,
        by=mover.by,
        now=mover.now,
        subject_kind="time_proposal",
        subject_ref=proposal.public_id,
        change=f"side: {mover.side}",
    )
