"""Moves of times that both sides agree on: offer, pick, propose, accept, decline, call off. What they share: `taking.py`."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select, update

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.fairs.models import Booth, Fair, FairSlot, Meeting, Timetable
from recruit.fairs.proposing import queries, rules, taking
from recruit.fairs.proposing.events import MeetingCalledOff, ProposalClosed, TimeProposed
from recruit.fairs.proposing.models import OfferedTime, TimeProposal
from recruit.fairs.proposing.rules import AGREED, ProposalState, ProposingRefusal
from recruit.fairs.proposing.taking import Mover
from recruit.fairs.rules import MeetingState
from recruit.students.models import Student


def offer_times(fair: Fair, booth: Booth, wanted: Mapping[int, int], mover: Mover) -> None:
    """The company says how many tables it offers in each slot; what is promised already keeps its table."""
    taking.demand_proposing(fair, mover)
    taking.lock_booth(booth)
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
    taking.demand_proposing(fair, mover)
    timetable = taking.timetable_for(fair, mover)
    taking.lock_both(fair, booth, student, mover.side)
    place = queries.places(fair, booth, student, mover=mover.side, offered_only=True).get(slot)
    return taking.agree(fair, timetable, booth, student, slot, place, mover)


def propose_time(fair: Fair, booth: Booth, student: Student, slot: int, mover: Mover) -> TimeProposal:
    """One side proposes; what the other had proposed to it is answered by that. Proposing the same again changes nothing."""
    taking.demand_proposing(fair, mover)
    taking.lock_both(fair, booth, student, mover.side)
    found = taking.open_between(fair, booth, student)
    if found is not None and found.side is mover.side:
        if found.slot == slot:
            return found
        raise Refused(ProposingRefusal.PROPOSED_ALREADY, field="slot")
    before = taking.meeting_between(fair, booth, student)
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
        taking.close(found, ProposalState.REPLACED, mover.now)
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
    taking.note_move("time.propose", proposal, mover)
    announce(TimeProposed(proposal.id, mover.by, mover.now))
    return proposal


def accept_time(proposal: TimeProposal, mover: Mover) -> Meeting:
    """The other side agrees. A second click finds it agreed."""
    fair, booth, student = taking.parties_of(proposal)
    taking.demand_proposing(fair, mover)
    timetable = taking.timetable_for(fair, mover)
    taking.lock_both(fair, booth, student, mover.side)
    session().refresh(proposal)
    agreed = taking.meeting_between(fair, booth, student)
    if proposal.state is ProposalState.ACCEPTED and agreed is not None and agreed.slot == proposal.slot:
        return agreed
    taking.demand_answerable(proposal, mover)
    place = queries.places(fair, booth, student, mover=mover.side, offered_only=False).get(proposal.slot)
    taking.close(proposal, ProposalState.ACCEPTED, mover.now)
    taking.note_move("time.accept", proposal, mover)
    return taking.agree(fair, timetable, booth, student, proposal.slot, place, mover)


def decline_time(proposal: TimeProposal, mover: Mover) -> None:
    """The other side does not agree. A second click changes nothing."""
    if proposal.state is ProposalState.DECLINED:
        return
    taking.demand_answerable(proposal, mover)
    taking.close(proposal, ProposalState.DECLINED, mover.now)
    taking.note_move("time.decline", proposal, mover)
    announce(ProposalClosed(proposal.id, mover.side, mover.by, mover.now))


def withdraw_time(proposal: TimeProposal, mover: Mover) -> None:
    """Who proposed takes it back, as long as nobody has answered."""
    if proposal.state is ProposalState.WITHDRAWN:
        return
    if proposal.state is not ProposalState.OPEN or proposal.side is not mover.side:
        raise Refused(ProposingRefusal.PROPOSAL_IS_CLOSED)
    taking.close(proposal, ProposalState.WITHDRAWN, mover.now)
    taking.note_move("time.withdraw", proposal, mover)
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
    taking.note_change(
        "meeting.call_off",
        meeting,
        {"state": [str(before), str(MeetingState.DROPPED)]},
        f"called_off:{mover.side}",
        mover,
    )
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
        taking.close(proposal, ProposalState.WITHDRAWN, mover.now)
        announce(ProposalClosed(proposal.id, mover.side, mover.by, mover.now))
    if company_id is not None:
        session().execute(
            delete(OfferedTime).where(
                OfferedTime.fair_id == fair.event_id, OfferedTime.company_id == company_id
            )
        )


def end_proposals(fair_id: int, student_id: int | None = None, *, now: datetime) -> None:
    """What is open at a fair, or what one student has open there, ends without a word."""
    whose = [TimeProposal.student_id == student_id] if student_id is not None else []
    session().execute(
        update(TimeProposal)
        .where(TimeProposal.fair_id == fair_id, TimeProposal.state == ProposalState.OPEN, *whose)
        .values(state=ProposalState.LAPSED, closed_at=now)
        .execution_options(synchronize_session=False)
    )
    session().expire_all()


def lapse(proposal_id: int, *, by: Visitor, now: datetime) -> bool:
    """Nobody answered in time. False where somebody did in this moment."""
    proposal = session().get_one(TimeProposal, proposal_id, populate_existing=True)
    if proposal.state is not ProposalState.OPEN or now < proposal.answer_by_at:
        return False
    taking.close(proposal, ProposalState.LAPSED, now)
    announce(ProposalClosed(proposal.id, None, by, now))
    return True
