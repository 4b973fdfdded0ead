"""What does not take place is told to everybody concerned, in one mail each, which takes it out of calendars."""

from icalendar import Calendar
from sqlalchemy import select

from recruit.core.db import writing
from recruit.events import actions as event_actions, jobs as event_jobs
from recruit.events.models import Registration
from recruit.fairs import actions as fair_actions
from recruit.fairs.models import Meeting
from recruit.fairs.proposing import actions as proposing
from recruit.fairs.proposing.models import TimeProposal
from recruit.fairs.proposing.rules import ProposalState
from recruit.fairs.rules import BoothState, MeetingState, Side
from tests import people
from tests.factories.events import make_event
from tests.factories.fairs import make_booth, make_company_with, make_fair, make_meeting
from tests.fairs.proposing.people_at_fairs import company_at, mover, student_at


def _cancelled(message) -> set[tuple[str, str]]:
    """The ends of entries in the calendar files of a mail."""
    return {
        (str(entry["uid"]).split("@")[0], str(entry["sequence"]))
        for part in message.iter_attachments()
        for entry in Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
        if entry.get("status") == "CANCELLED"
    }


def _interpreter(fair, staff, now):
    with writing():
        found = fair_actions.add_interpreter(fair, "Hoa", "vi", [], by=staff, now=now)
        found.email, found.reads = "hoa@interpreters.example", "vi"
    return found


def test_a_fair_that_is_called_off_ends_for_companies_students_and_interpreters(app, db, now, outbox):
    staff = people.visitor_of(people.coordinator())
    fair = make_fair(make_event(slug="hanoi", seats=None, vi="Ngày hội"))
    booth, acting, owner = company_at(fair)
    waits = people.make_user("waits@demo.example", language="id")
    waiting, _acting = make_company_with(waits)
    make_booth(fair, waiting, state=BoothState.WAITING)
    gone = people.make_user("gone@demo.example")
    make_booth(fair, make_company_with(gone)[0], state=BoothState.WITHDRAWN)
    _interpreter(fair, staff, now)
    student, _visitor, user = student_at(fair, now)
    other, _visitor, _user = student_at(fair, now, 2)
    meeting = make_meeting(fair, student, booth.organisation)
    with writing() as rows:
        meeting.timetable.method = "agreed"
        rows.flush()
        proposal = proposing.propose_time(fair, booth, other, 2, mover(Side.COMPANY, acting, now))
    outbox.hand_over()

    for _ in range(2):
        with writing():
            event_actions.call_off(fair.event, "Bão số 12", by=staff, now=now)
    event_jobs.tell_called_off(now)
    db.refresh(meeting)
    db.refresh(proposal)
    assert (meeting.state, meeting.sequence) == (MeetingState.DROPPED, 1)
    assert proposal.state is ProposalState.LAPSED
    sent = outbox.hand_over()
    assert sorted(one["To"] for one in sent) == sorted(
        [
            owner.email,
            waits.email,
            user.email,
            "student2@demo.example",
            "hoa@interpreters.example",
        ]
    )
    by_reader = {one["To"]: one for one in sent}
    text = {to: one.get_body(("plain",)).get_content() for to, one in by_reader.items()}
    ended = {(meeting.public_id, "1")}
    assert _cancelled(by_reader[owner.email]) == ended
    assert ended <= _cancelled(by_reader[user.email]) and not ended & _cancelled(
        by_reader["student2@demo.example"]
    )
    assert "グエン・ティ・アン" in text[owner.email] and "会社1" in text[user.email]
    assert all("Bão số 12" in one for one in text.values())
    assert not _cancelled(by_reader[waits.email]) and not _cancelled(by_reader["hoa@interpreters.example"])
    assert "グエン" not in text[waits.email]
    # Nothing of it was said before, and nothing is said twice.
    assert outbox.hand_over() == []
    assert db.scalars(select(TimeProposal.state)).all() == [ProposalState.LAPSED]


def test_who_waits_for_a_student_who_left_is_told_once(app, db, now, outbox):
    staff = people.visitor_of(people.coordinator())
    fair = make_fair(make_event(slug="hanoi", seats=None, vi="Ngày hội"))
    booth, _acting, owner = company_at(fair)
    hoa = _interpreter(fair, staff, now)
    student, visitor, user = student_at(fair, now)
    other, _visitor, _user = student_at(fair, now, 2)
    meeting = make_meeting(fair, student, booth.organisation)
    stays = make_meeting(fair, other, booth.organisation, slot=1)
    with writing():
        meeting.interpreter_id = stays.interpreter_id = hoa.id
    outbox.hand_over()

    seat = db.scalars(select(Registration).where(Registration.person_id == student.person_id)).one()
    with writing():
        event_actions.cancel(seat, by=visitor, now=now)
    sent = {one["To"]: one for one in outbox.hand_over()}
    assert set(sent) == {user.email, owner.email, hoa.email}
    assert _cancelled(sent[owner.email]) == {(meeting.public_id, "1")}
    day = sent[hoa.email].get_body(("plain",)).get_content()
    assert day.count("会社1") == 1
    assert db.scalars(select(Meeting.state).order_by(Meeting.slot)).all() == [
        MeetingState.DROPPED,
        MeetingState.PLANNED,
    ]
