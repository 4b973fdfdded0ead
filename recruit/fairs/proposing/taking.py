"""How a time is taken: what is locked, what two people have between them, and what is written when they agree.

Two who take at once: the row of the booth is locked for its tables, the row of the seat for what one student holds, always in
this order; unique indexes of the meetings hold besides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from recruit.core import audit
from recruit.core.db import changes_one, refuse_on, session
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.events.actions.seats import lock_event
from recruit.events.models import Registration
from recruit.events.rules import PUBLIC_STATES, RegistrationState
from recruit.fairs.models import Booth, Fair, Meeting, MeetingChange, Timetable
from recruit.fairs.proposing import queries, rules
from recruit.fairs.proposing.events import MeetingAgreed, ProposalClosed
from recruit.fairs.proposing.models import TimeProposal
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


def demand_proposing(fair: Fair, mover: Mover) -> None:
    if not rules.both_sides_propose(
        operator_may=mover.operator_may,
        fair_arranges=fair.arranging,
        method=queries.method_of_plan(fair.event_id),
    ):
        raise Refused(ProposingRefusal.TIMES_ARE_ARRANGED)
    if fair.event.state not in PUBLIC_STATES or mover.now >= fair.event.ends_at:
        raise Refused(ProposingRefusal.TIME_IS_OVER)


def timetable_for(fair: Fair, mover: Mover) -> Timetable:
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


def lock_booth(booth: Booth) -> None:
    session().execute(select(Booth.id).where(Booth.id == booth.id).with_for_update(of=Booth))
    session().refresh(booth)
    state = session().scalar(select(Organisation.state).where(Organisation.id == booth.company_id))
    if booth.state is not BoothState.CONFIRMED or state is not OrganisationState.APPROVED:
        raise Refused(ProposingRefusal.OTHER_NOT_AT_THE_FAIR)


def lock_both(fair: Fair, booth: Booth, student: Student, side: Side) -> None:
    lock_booth(booth)
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


def parties_of(proposal: TimeProposal) -> tuple[Fair, Booth, Student]:
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


def open_between(fair: Fair, booth: Booth, student: Student) -> TimeProposal | None:
    return session().scalar(
        select(TimeProposal).where(
            TimeProposal.fair_id == fair.event_id,
            TimeProposal.company_id == booth.company_id,
            TimeProposal.student_id == student.id,
            TimeProposal.state == ProposalState.OPEN,
        )
    )


def meeting_between(fair: Fair, booth: Booth, student: Student) -> Meeting | None:
    found = row_between(fair, booth, student)
    return found if found is not None and found.state is not MeetingState.DROPPED else None


def row_between(fair: Fair, booth: Booth, student: Student) -> Meeting | None:
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


def demand_answerable(proposal: TimeProposal, mover: Mover) -> None:
    is_open = proposal.state is ProposalState.OPEN and mover.now < proposal.answer_by_at
    if not is_open or proposal.side is mover.side:
        raise Refused(ProposingRefusal.PROPOSAL_IS_CLOSED)


def close(proposal: TimeProposal, state: ProposalState, now: datetime) -> None:
    """Compare and set, so that of two answers at once one counts."""
    won = changes_one(
        update(TimeProposal)
        .where(TimeProposal.id == proposal.id, TimeProposal.state == ProposalState.OPEN)
        .values(state=state, closed_at=now)
    )
    if not won:
        raise Refused(ProposingRefusal.PROPOSAL_IS_CLOSED)
    session().refresh(proposal)


def agree(
    fair: Fair,
    timetable: Timetable,
    booth: Booth,
    student: Student,
    slot: int,
    place: rules.Place | None,
    mover: Mover,
) -> Meeting:
    row = row_between(fair, booth, student)
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
    settle_proposals(fair, booth, student, slot, mover)
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
    note_change("meeting.agree", row, change, f"agreed:{mover.side}", mover)
    announce(MeetingAgreed(row.id, mover.by, mover.now))
    return row


def settle_proposals(fair: Fair, booth: Booth, student: Student, slot: int, mover: Mover) -> None:
    """What else these two had open is answered by it; others who had proposed this very time to, or of, the student learn that it is gone."""
    for other in queries.open_proposals(fair.event_id, student_id=student.id):
        if other.company_id == booth.company_id:
            same = other.slot == slot and other.side is not mover.side
            close(other, ProposalState.ACCEPTED if same else ProposalState.REPLACED, mover.now)
        elif other.slot == slot:
            close(other, ProposalState.LAPSED, mover.now)
            announce(ProposalClosed(other.id, Side.STUDENT, mover.by, mover.now))


def note_change(action: str, meeting: Meeting, change: Mapping[str, object], why: str, mover: Mover) -> None:
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
        action,
        by=mover.by,
        now=mover.now,
        subject_kind="meeting",
        subject_ref=meeting.public_id,
        change=f"side: {mover.side}",
    )


def note_move(action: str, proposal: TimeProposal, mover: Mover) -> None:
    audit.record(
        action,
        by=mover.by,
        now=mover.now,
        subject_kind="time_proposal",
        subject_ref=proposal.public_id,
        change=f"side: {mover.side}",
    )
