"""Times are offered, picked, proposed, answered, called off; who leaves the fair leaves them; mails and calendars follow."""

from datetime import timedelta

from icalendar import Calendar
import pytest
from sqlalchemy import func, select

from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.events import actions as event_actions
from recruit.events.queries import own_registration
from recruit.events.rules import RegistrationState
from recruit.fairs import actions as fair_actions
from recruit.fairs.actions.hiding import hide_from_fair
from recruit.fairs.models import Meeting, MeetingChange, Timetable, Unavailable
from recruit.fairs.proposing import actions, jobs, keeping_free, queries
from recruit.fairs.proposing.models import OfferedTime, TimeProposal
from recruit.fairs.proposing.rules import AGREED, ProposalState, ProposingRefusal
from recruit.fairs.repairs.actions import ask_for_repair
from recruit.fairs.rules import ANSWER_WITHIN, Closing, FairRefusal, Mark, MeetingState, Side, TimetableState
from recruit.fairs.timetable.repairing import Day
from recruit.fairs.values import SlotPlan
from recruit.students.actions import end_own
from tests import people
from tests.factories.fairs import make_fair, make_wish
from tests.fairs.proposing.people_at_fairs import company_at, mover, offer, student_at


def _refused(move) -> str:
    with pytest.raises(Refused) as refused, writing():
        move()
    return refused.value.reason


def _entry(message) -> dict[str, str]:
    """The one entry of the calendar file of a mail."""
    (part,) = message.iter_attachments()
    (entry,) = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    return {name: str(entry[name]) for name in ("uid", "sequence", "dtstart") if name in entry} | {
        "status": str(entry.get("status", ""))
    }


def test_an_offered_time_is_picked_moved_and_called_off(app, db, now, outbox):
    fair = make_fair()
    booth, acting, owner = company_at(fair)
    student, visitor, user = student_at(fair, now)
    by_student, by_company = mover(Side.STUDENT, visitor, now), mover(Side.COMPANY, acting, now)
    offer(fair, booth, {0: 1, 2: 1}, acting, now)
    assert queries.free_by_company(fair, student, now=now) == {booth.company_id: [0, 2]}
    assert (
        _refused(lambda: actions.pick_time(fair, booth, student, 1, by_student))
        == ProposingRefusal.TIME_IS_TAKEN
    )
    outbox.hand_over()
    for _ in range(2):
        with writing():
            meeting = actions.pick_time(fair, booth, student, 0, by_student)
    assert (meeting.slot, meeting.table_number, meeting.state) == (0, 0, MeetingState.PLANNED)
    assert meeting.answer_by_at == fair.event.ends_at + ANSWER_WITHIN
    timetable = db.scalars(select(Timetable)).one()
    assert (timetable.state, timetable.method) == (TimetableState.PUBLISHED, AGREED)
    sent = {message["To"]: _entry(message) for message in outbox.hand_over()}
    assert set(sent) == {user.email, owner.email}
    assert sent[user.email]["uid"] == sent[owner.email]["uid"]
    assert (sent[user.email]["sequence"], sent[user.email]["status"]) == ("0", "")
    # What is promised keeps its table.
    assert _refused(lambda: actions.offer_times(fair, booth, {2: 1}, by_company)) == (
        ProposingRefusal.TABLES_ARE_PROMISED
    )
    # Wishes stay open: nobody made this timetable of them.
    with writing():
        fair_actions.save_wishes_of_student(
            fair, student, {booth.organisation.public_id: (Mark.YES, None)}, by=visitor, now=now
        )

    with writing():
        actions.pick_time(fair, booth, student, 2, by_student)
    assert (meeting.slot, meeting.sequence) == (2, 1)
    moved = {message["To"]: _entry(message) for message in outbox.hand_over()}
    assert moved[owner.email]["uid"] == sent[owner.email]["uid"]
    assert (
        moved[owner.email]["sequence"] == "1"
        and moved[owner.email]["dtstart"] != sent[owner.email]["dtstart"]
    )

    for _ in range(2):
        with writing():
            actions.call_off(meeting, by_company)
    assert (meeting.state, meeting.sequence) == (MeetingState.DROPPED, 2)
    ended = {message["To"]: _entry(message) for message in outbox.hand_over()}
    assert {entry["status"] for entry in ended.values()} == {"CANCELLED"} and set(ended) == set(sent)
    assert ended[user.email]["sequence"] == "2"
    # Again free, and the same two may meet after all.
    with writing():
        again = actions.pick_time(fair, booth, student, 0, by_student)
    assert (again.id, again.state, again.sequence) == (meeting.id, MeetingState.PLANNED, 3)
    assert db.scalar(select(func.count()).select_from(MeetingChange)) == 4


def test_a_company_proposes_and_the_student_answers(app, db, now, outbox):
    fair = make_fair()
    booth, acting, owner = company_at(fair)
    student, visitor, user = student_at(fair, now)
    other, other_visitor, _user = student_at(fair, now, 2)
    by_student, by_company = mover(Side.STUDENT, visitor, now), mover(Side.COMPANY, acting, now)
    outbox.hand_over()
    for _ in range(2):
        with writing():
            first = actions.propose_time(fair, booth, student, 1, by_company)
    assert first.answer_by_at == now + timedelta(days=3)
    assert [message["To"] for message in outbox.hand_over()] == [user.email]
    # The table is held for the one who was asked.
    offer(fair, booth, {1: 1}, acting, now)
    for move, reason in (
        (lambda: actions.pick_time(fair, booth, other, 1, mover(Side.STUDENT, other_visitor, now)),
         ProposingRefusal.TIME_IS_TAKEN),
        (lambda: actions.propose_time(fair, booth, student, 2, by_company), ProposingRefusal.PROPOSED_ALREADY),
        (lambda: actions.accept_time(first, by_company), ProposingRefusal.PROPOSAL_IS_CLOSED),
        (lambda: actions.withdraw_time(first, by_student), ProposingRefusal.PROPOSAL_IS_CLOSED),
    ):  # fmt: skip
        assert _refused(move) == reason
    # Another time is the answer; the company accepts it.
    with writing():
        second = actions.propose_time(fair, booth, student, 3, by_student)
    db.refresh(first)
    assert (first.state, second.side) == (ProposalState.REPLACED, Side.STUDENT)
    assert _refused(lambda: actions.accept_time(first, by_student)) == ProposingRefusal.PROPOSAL_IS_CLOSED
    for _ in range(2):
        with writing():
            meeting = actions.accept_time(second, by_company)
    assert meeting.slot == 3 and second.state is ProposalState.ACCEPTED
    assert _refused(lambda: actions.decline_time(second, by_company)) == ProposingRefusal.PROPOSAL_IS_CLOSED
    outbox.hand_over()
    with writing():
        third = actions.propose_time(fair, booth, other, 1, by_company)
    with writing():
        actions.decline_time(third, mover(Side.STUDENT, other_visitor, now))
    assert "time_proposal_closed" in outbox.kinds
    messages = outbox.hand_over()
    # Declined before the proposal was handed over: only the company hears of it.
    assert [message["To"] for message in messages] == [owner.email]
    assert db.scalar(select(func.count()).select_from(Meeting)) == 1


def test_a_time_that_somebody_else_got_ends_the_other_proposals(app, db, now, outbox):
    fair = make_fair()
    booth, acting, _owner = company_at(fair)
    rival, other_acting, rival_owner = company_at(fair, 2)
    student, visitor, _user = student_at(fair, now)
    with writing():
        lost = actions.propose_time(fair, rival, student, 0, mover(Side.COMPANY, other_acting, now))
    offer(fair, booth, {0: 1}, acting, now)
    outbox.hand_over()
    with writing():
        actions.pick_time(fair, booth, student, 0, mover(Side.STUDENT, visitor, now))
    db.refresh(lost)
    assert lost.state is ProposalState.LAPSED
    assert rival_owner.email in {message["To"] for message in outbox.hand_over()}
    # A "not this time" of the company offers nothing, and nothing says why.
    refusing, third_acting, _owner = company_at(fair, 3)
    with writing():
        event_actions.cancel(own_registration(visitor, fair.event), by=visitor, now=now)
    with writing():
        event_actions.sign_up(fair.event, by=visitor, now=now)
    offer(fair, refusing, {2: 1}, third_acting, now)
    make_wish(fair, Side.COMPANY, student, refusing.organisation, Mark.NO)
    assert refusing.company_id not in queries.free_by_company(fair, student, now=now)
    move = mover(Side.STUDENT, visitor, now)
    assert (
        _refused(lambda: actions.pick_time(fair, refusing, student, 2, move))
        == ProposingRefusal.TIME_IS_TAKEN
    )
    assert _refused(lambda: actions.propose_time(fair, refusing, student, 2, move)) == (
        ProposingRefusal.TIME_IS_TAKEN
    )


def test_nobody_proposes_where_staff_arrange_and_nobody_arranges_where_both_propose(app, db, now):
    fair = make_fair()
    booth, acting, _owner = company_at(fair)
    student, visitor, _user = student_at(fair, now)
    staff = people.visitor_of(people.coordinator())
    by_student = mover(Side.STUDENT, visitor, now, operator_may=True)
    by_company = mover(Side.COMPANY, acting, now, operator_may=True)
    for move in (
        lambda: actions.offer_times(fair, booth, {0: 1}, by_company),
        lambda: actions.pick_time(fair, booth, student, 0, by_student),
        lambda: actions.propose_time(fair, booth, student, 0, by_company),
    ):
        assert _refused(move) == ProposingRefusal.TIMES_ARE_ARRANGED
    make_wish(fair, Side.COMPANY, student, booth.organisation)
    make_wish(fair, Side.STUDENT, student, booth.organisation)
    no = {"operator_may": False, "by": staff, "now": now}
    company = booth.organisation
    for move in (
        lambda: fair_actions.ask_for_timetable(fair, **no),
        lambda: fair_actions.pin_meeting(fair, student, company, 0, **no),
        lambda: fair_actions.unpin_meeting(fair, student, company, **no),
    ):
        assert _refused(move) == FairRefusal.ARRANGING_NOT_ALLOWED
    draft = Timetable(fair_id=fair.event_id, number=7, state=TimetableState.DRAFT, asked_at=now)
    with writing() as rows:
        rows.add(draft)
    assert _refused(lambda: fair_actions.publish_timetable(draft, **no)) == FairRefusal.ARRANGING_NOT_ALLOWED
    # Hours that somebody was promised stay: neither moved nor made a break.
    offer(fair, booth, {0: 1}, acting, now)
    later = SlotPlan(fair.slots[1].starts_at, 3, 20, fair.wishes_until, 6)
    for move in (
        lambda: fair_actions.set_up_fair(fair.event, later, by=staff, now=now),
        lambda: fair_actions.set_breaks(fair, {0: Closing.REST}, max_in_a_row=None, by=staff, now=now),
    ):
        assert _refused(move) == ProposingRefusal.TIMES_ARE_PROMISED
    # What was agreed once stays with the two, also where the operator may arrange later.
    with writing():
        meeting = actions.pick_time(fair, booth, student, 0, mover(Side.STUDENT, visitor, now))
    assert _refused(lambda: fair_actions.ask_for_timetable(fair, operator_may=True, by=staff, now=now)) == (
        FairRefusal.ALREADY_PUBLISHED
    )
    agreed = db.get_one(Timetable, meeting.timetable_id)
    day = Day(from_slot=0, absent=frozenset({student.public_id}))
    assert _refused(lambda: ask_for_repair(agreed, day, operator_may=True, by=staff, now=now)) == (
        FairRefusal.MOVE_NOT_POSSIBLE
    )
    with writing():
        actions.call_off(meeting, by_student)
    assert meeting.state is MeetingState.DROPPED


def test_who_leaves_the_fair_leaves_what_was_agreed(app, db, now, outbox):
    fair = make_fair()
    booth, acting, owner = company_at(fair)
    leaving, leaving_acting, _owner = company_at(fair, 2)
    student, visitor, user = student_at(fair, now)
    by_student = mover(Side.STUDENT, visitor, now)
    offer(fair, booth, {0: 1}, acting, now)
    offer(fair, leaving, {1: 1}, leaving_acting, now)
    with writing():
        first = actions.pick_time(fair, booth, student, 0, by_student)
    with writing():
        second = actions.pick_time(fair, leaving, student, 1, by_student)
    with writing():
        proposal = actions.propose_time(fair, booth, student, 2, by_student)
    outbox.hand_over()
    with writing():
        fair_actions.withdraw_booth(leaving, by=leaving_acting, now=now)
    assert second.state is MeetingState.DROPPED and first.state is MeetingState.PLANNED
    assert user.email in {message["To"] for message in outbox.hand_over()}
    assert db.scalar(select(func.count()).select_from(OfferedTime)) == 1
    with writing():
        event_actions.cancel(own_registration(visitor, fair.event), by=visitor, now=now)
    db.refresh(proposal)
    assert (first.state, first.sequence, proposal.state) == (MeetingState.DROPPED, 1, ProposalState.WITHDRAWN)
    assert owner.email in {message["To"] for message in outbox.hand_over()}
    assert _refused(lambda: actions.pick_time(fair, booth, student, 0, by_student)) == (
        ProposingRefusal.NOT_AT_THE_FAIR
    )


def test_who_no_longer_shows_the_profile_is_met_no_more(app, db, now, outbox):
    fair = make_fair()
    booth, acting, owner = company_at(fair)
    other, other_acting, other_owner = company_at(fair, 2)
    student, visitor, _user = student_at(fair, now)
    by_student = mover(Side.STUDENT, visitor, now)
    offer(fair, booth, {0: 1}, acting, now)
    offer(fair, other, {1: 1}, other_acting, now)
    with writing():
        first = actions.pick_time(fair, booth, student, 0, by_student)
    with writing():
        second = actions.pick_time(fair, other, student, 1, by_student)
    with writing():
        moved = actions.propose_time(fair, booth, student, 2, mover(Side.COMPANY, acting, now))
    outbox.hand_over()
    with writing():
        end_own(student, booth.organisation, by=visitor, now=now)
    db.refresh(moved)
    assert (first.state, first.sequence, moved.state) == (MeetingState.DROPPED, 1, ProposalState.WITHDRAWN)
    assert second.state is MeetingState.PLANNED
    told = {message["To"] for message in outbox.hand_over()}
    assert owner.email in told and other_owner.email not in told
    # From all companies of the fair at once: nothing stays by which one of them would read the name.
    with writing():
        hide_from_fair(fair.event, by=visitor, now=now)
    assert second.state is MeetingState.DROPPED
    assert own_registration(visitor, fair.event).state is RegistrationState.SIGNED_UP
    assert queries.meetings_of(fair.event_id, company_id=other.company_id) == []


def test_the_clock_reminds_once_and_ends_what_nobody_answered(app, db, now, outbox, clock):
    fair = make_fair()
    booth, acting, owner = company_at(fair)
    student, visitor, user = student_at(fair, now)
    with writing():
        proposal = actions.propose_time(fair, booth, student, 0, mover(Side.COMPANY, acting, now))
    outbox.hand_over()
    due = proposal.answer_by_at
    assert jobs.remind_of_proposals(due - timedelta(hours=25)) == 0
    assert [jobs.remind_of_proposals(due - timedelta(hours=hours)) for hours in (24, 23)] == [1, 0]
    clock.move_to(due - timedelta(hours=23))
    assert [message["To"] for message in outbox.hand_over()] == [user.email]
    assert jobs.lapse_proposals(due - timedelta(seconds=1)) == 0
    late = mover(Side.STUDENT, visitor, due)
    assert _refused(lambda: actions.accept_time(proposal, late)) == ProposingRefusal.PROPOSAL_IS_CLOSED
    clock.move_to(due)
    assert [jobs.lapse_proposals(due) for _ in range(2)] == [1, 0]
    db.refresh(proposal)
    assert proposal.state is ProposalState.LAPSED
    assert [message["To"] for message in outbox.hand_over()] == [owner.email]


def test_times_kept_free_are_respected(app, db, now):
    fair = make_fair()
    booth, acting, _owner = company_at(fair)
    student, visitor, _user = student_at(fair, now)
    offer(fair, booth, {0: 1, 1: 1, 2: 1}, acting, now)
    with writing():
        keeping_free.keep_free_for_student(fair, student, {0, 99}, by=visitor, now=now)
    with writing():
        keeping_free.keep_free_for_company(fair, booth, {1}, by=acting, now=now)
    assert queries.free_by_company(fair, student, now=now) == {booth.company_id: [2]}
    by_student, by_company = mover(Side.STUDENT, visitor, now), mover(Side.COMPANY, acting, now)
    for move, reason in (
        (lambda: actions.propose_time(fair, booth, student, 0, by_student), ProposingRefusal.YOU_ARE_NOT_FREE),
        (lambda: actions.propose_time(fair, booth, student, 0, by_company), ProposingRefusal.OTHER_IS_NOT_FREE),
        (lambda: actions.propose_time(fair, booth, student, 1, by_student), ProposingRefusal.OTHER_IS_NOT_FREE),
        (lambda: actions.offer_times(fair, booth, {1: 1}, by_company), ProposingRefusal.TIME_IS_TAKEN),
    ):  # fmt: skip
        assert _refused(move) == reason
    with writing():
        actions.pick_time(fair, booth, student, 2, by_student)
    for move in (
        lambda: keeping_free.keep_free_for_student(fair, student, {2}, by=visitor, now=now),
        lambda: keeping_free.keep_free_for_company(fair, booth, {2}, by=acting, now=now),
    ):
        assert _refused(move) == ProposingRefusal.AGREED_ALREADY
    # Saved again: what stood before is replaced, and no reason is kept anywhere.
    with writing():
        keeping_free.keep_free_for_student(fair, student, {1}, by=visitor, now=now)
    assert db.scalars(select(Unavailable.slot).where(Unavailable.student_id == student.id)).all() == [1]
    assert db.scalar(select(func.count()).select_from(TimeProposal)) == 0
