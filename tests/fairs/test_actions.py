"""A fair from the booth to the answer: what is shown to whom, wishes, the timetable, its mails."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
import threading
from zoneinfo import ZoneInfo

from icalendar import Calendar
import pytest
from sqlalchemy import func, select

from recruit.accounts.models import Consent, ConsentText
from recruit.core.db import session, writing
from recruit.core.errors import Missing, Refused
from recruit.events import actions as event_actions
from recruit.events.models import Event
from recruit.events.queries import own_registration
from recruit.fairs import actions, jobs, queries, rules
from recruit.fairs.actions.hiding import hide_from_fair
from recruit.fairs.models import Booth, Meeting, Timetable, Wish
from recruit.fairs.rules import BoothState, FairRefusal, Mark, MeetingState, Outcome, Side, TimetableState
from recruit.fairs.values import SlotPlan
from recruit.organisations import actions as organisation_actions
from recruit.organisations.rules import OrganisationState
from recruit.students.models import Disclosure
from recruit.students.rules import DisclosureReason, DisclosureScope
from tests import people
from tests.factories.events import make_event, make_profile, make_registration
from tests.factories.fairs import make_booth, make_company_with, make_fair, make_wish
from tests.factories.students import show


def _pair(fair, number: int):
    """A student with a seat and a company with a booth who want to meet."""
    user = people.make_user(f"student{number}@demo.example", language="vi", zone="Asia/Ho_Chi_Minh")
    student = make_profile(user, name_local="Nguyễn Thị An", katakana="グエン・ティ・アン", nationality="VN")
    make_registration(fair.event, user)
    owner = people.make_user(f"owner{number}@demo.example", language="ja", zone="Asia/Tokyo")
    company, acting = make_company_with(owner, name=f"会社{number}")
    booth = make_booth(fair, company)
    make_wish(fair, Side.STUDENT, student, company, rank=1)
    make_wish(fair, Side.COMPANY, student, company, Mark.MUST)
    return user, student, company, acting, booth


def _live(db) -> list[Disclosure]:
    return list(db.scalars(select(Disclosure).where(Disclosure.until_at.is_(None))))


def test_a_seat_shows_the_profile_and_giving_it_back_ends_that(app, db, now):
    fair = make_fair()
    staff = people.visitor_of(people.coordinator())
    first, acting = make_company_with(people.company_member())
    with writing():
        booth = actions.ask_for_booth(fair, tables=1, people_who_come="2名", by=acting, now=now)
    user = people.student()
    student = make_profile(user)
    visitor = people.visitor_of(user)
    with writing():
        registration = event_actions.sign_up(fair.event, by=visitor, now=now, language="ja")
    assert _live(db) == []
    consent = db.scalars(select(Consent)).one()
    assert (consent.recipient_ref, consent.way) == (fair.event.public_id, "fair")
    assert db.get(ConsentText, consent.consent_text_id).language == "ja"
    for _ in range(2):
        with writing():
            actions.confirm_booth(booth, number="A1", tables=2, by=staff, now=now)
    other, _acting = make_company_with(people.other_company_member())
    late = make_booth(fair, other, state=BoothState.ASKED)
    with writing():
        actions.confirm_booth(late, number="A2", tables=1, by=staff, now=now)
    shown = _live(db)
    assert {row.organisation_id for row in shown} == {first.id, other.id}
    assert {(row.student_id, row.scope, row.reason, row.reason_ref, row.consent_ref) for row in shown} == {
        (student.id, DisclosureScope.PROFILE, DisclosureReason.FAIR, fair.event.slug, consent.public_id)
    }
    assert [one.student.id for one in queries.students_at_fair(acting, fair, after=None).rows] == [student.id]

    with writing():
        actions.save_wishes_of_student(fair, student, {first.public_id: (Mark.MUST, 1)}, by=visitor, now=now)
    with writing():
        actions.withdraw_booth(late, by=staff, now=now)
    assert [row.organisation_id for row in _live(db)] == [first.id]
    with writing():
        event_actions.cancel(registration, by=visitor, now=now)
    assert _live(db) == []
    db.refresh(consent)
    assert consent.withdrawn_at == now
    assert db.scalar(select(func.count()).select_from(Wish)) == 0
    assert queries.students_at_fair(acting, fair, after=None).rows == []


def test_refused_moves(app, db, now):
    fair = make_fair()
    user, student, company, acting, booth = _pair(fair, 1)
    outside, outsider = make_company_with(
        people.make_user("outside@demo.example"), state=OrganisationState.APPLIED
    )
    staff = people.visitor_of(people.coordinator())
    visitor = people.visitor_of(user)
    late = fair.wishes_until
    moves = (
        (lambda: actions.ask_for_booth(fair, tables=1, people_who_come="", by=outsider, now=now),
         FairRefusal.COMPANY_NOT_APPROVED),
        (lambda: actions.ask_for_booth(fair, tables=1, people_who_come="", by=acting, now=now),
         FairRefusal.MOVE_NOT_POSSIBLE),
        (lambda: actions.save_wishes_of_student(
            fair, student, {outside.public_id: (Mark.YES, None)}, by=visitor, now=now),
         FairRefusal.COMPANY_NOT_AT_THE_FAIR),
        (lambda: actions.save_wishes_of_student(
            fair, student, {company.public_id: (Mark.YES, None)}, by=visitor, now=late),
         FairRefusal.WISHES_CLOSED),
        # The student has a seat, but nothing is shown to this company.
        (lambda: actions.save_wishes_of_company(
            fair, booth, {student.public_id: (Mark.YES, None)}, by=acting, now=now),
         FairRefusal.STUDENT_NOT_AT_THE_FAIR),
        (lambda: actions.ask_for_timetable(fair, operator_may=False, by=staff, now=now),
         FairRefusal.ARRANGING_NOT_ALLOWED),
        (lambda: actions.set_up_fair(fair.event, SlotPlan(fair.event.starts_at, 99, 20, late, 6), by=staff, now=now),
         FairRefusal.SLOTS_OUTSIDE_FAIR),
    )  # fmt: skip
    for move, reason in moves:
        with pytest.raises(Refused) as refused, writing():
            move()
        assert refused.value.reason is reason
    assert db.scalar(select(func.count()).select_from(Wish)) == 2
    empty = make_fair()
    with pytest.raises(Refused) as refused, writing():
        actions.ask_for_timetable(empty, operator_may=True, by=staff, now=now)
    assert refused.value.reason is FairRefusal.NOTHING_TO_ARRANGE
    with pytest.raises(Missing), writing():
        actions.ask_for_booth(fair, tables=1, people_who_come="", by=visitor, now=now)


def test_a_timetable_is_made_published_told_and_answered(app, db, now, outbox):
    fair = make_fair()
    user, student, company, acting, _booth = _pair(fair, 1)
    lonely = people.make_user("lonely@demo.example", language="id", zone="Asia/Jakarta")
    make_registration(fair.event, lonely)
    make_wish(fair, Side.STUDENT, make_profile(lonely), company)
    staff = people.visitor_of(people.coordinator())
    with writing():
        asked = actions.ask_for_timetable(fair, operator_may=True, by=staff, now=now)
    with writing():
        again = actions.ask_for_timetable(fair, operator_may=True, by=staff, now=now)
    assert again is asked
    with pytest.raises(Refused), writing():
        actions.publish_timetable(asked, operator_may=True, by=staff, now=now)
    assert jobs.solve_timetables(now, "test") == 1
    assert jobs.solve_timetables(now, "test") == 0
    db.refresh(asked)
    assert (asked.state, asked.certificate) == (TimetableState.DRAFT, "optimal")
    assert asked.objective == asked.bound == {"served": 1, "weight": 15, "gaps": 0}
    assert queries.meetings_of_student(student.id, fair.event_id) == []

    for _ in range(2):
        with writing():
            actions.publish_timetable(asked, operator_may=True, by=staff, now=now)
    (meeting,) = queries.meetings_of_student(student.id, fair.event_id)
    assert meeting.answer_by_at == fair.event.ends_at + rules.ANSWER_WITHIN
    assert sorted(outbox.kinds) == ["timetable_for_company", "timetable_for_student", "timetable_for_student"]
    messages = {message["To"]: message for message in outbox.hand_over()}
    own = messages[user.email].get_body(("plain",)).get_content()
    starts = fair.slots[meeting.slot].starts_at
    venue = starts.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).strftime("%H:%M")
    assert f"{venue} 会社1" in own
    assert [part.get_filename() for part in messages[user.email].iter_attachments()] == [
        f"{fair.event.slug}-meetings.ics"
    ]
    assert "会社1" not in messages["lonely@demo.example"].get_body(("plain",)).get_content()
    theirs = messages["owner1@demo.example"].get_body(("plain",)).get_content()
    here = starts.astimezone(ZoneInfo("Asia/Tokyo")).strftime("%H:%M")
    assert "グエン・ティ・アン" in theirs and f"{venue} ({here}" in theirs
    with pytest.raises(Refused) as refused, writing():
        actions.answer_meeting(meeting, Outcome.MAYBE, note="", by=acting, now=now)
    assert refused.value.reason is FairRefusal.NOT_YET_HELD
    for _ in range(2):
        with writing():
            actions.answer_meeting(meeting, Outcome.NEXT_STEP, note="また会いたい", by=acting, now=starts)
    assert (meeting.outcome, meeting.state) == (Outcome.NEXT_STEP, MeetingState.HELD)
    with pytest.raises(Refused), writing():
        actions.answer_meeting(meeting, Outcome.NO, note="", by=acting, now=starts)
    with pytest.raises(Refused) as refused, writing():
        actions.ask_for_timetable(fair, operator_may=True, by=staff, now=now)
    assert refused.value.reason is FairRefusal.ALREADY_PUBLISHED


def test_a_dead_worker_holds_up_nobody(app, db, now):
    fair = make_fair()
    _pair(fair, 1)
    staff = people.visitor_of(people.coordinator())
    with writing():
        asked = actions.ask_for_timetable(fair, operator_may=True, by=staff, now=now)
    with writing():
        assert actions.claim(asked.id, worker="dead", now=now) is not None
    assert jobs.solve_timetables(now + timedelta(minutes=9), "alive") == 0
    assert jobs.solve_timetables(now + timedelta(minutes=11), "alive") == 1
    db.refresh(asked)
    assert (asked.state, asked.claimed_by) == (TimetableState.DRAFT, "alive")


def test_a_student_who_cancels_leaves_the_others_as_they_are(app, db, now):
    fair = make_fair()
    user, student, *_rest = _pair(fair, 1)
    staying, *_rest = _pair(fair, 2)
    staff = people.visitor_of(people.coordinator())
    with writing():
        asked = actions.ask_for_timetable(fair, operator_may=True, by=staff, now=now)
    jobs.solve_timetables(now, "test")
    db.refresh(asked)
    with writing():
        actions.publish_timetable(asked, operator_may=True, by=staff, now=now)
    registration = own_registration(people.visitor_of(user), fair.event)
    with writing():
        event_actions.cancel(registration, by=people.visitor_of(user), now=now)
    found = {row.student_id == student.id: (row.state, row.sequence) for row in db.scalars(select(Meeting))}
    assert found == {True: (MeetingState.DROPPED, 1), False: (MeetingState.PLANNED, 0)}
    # Who stays and shows no company the profile any more is met by none.
    with writing():
        hide_from_fair(fair.event, by=people.visitor_of(staying), now=now)
    assert set(db.scalars(select(Meeting.state))) == {MeetingState.DROPPED}


def test_who_left_after_the_plan_was_made_is_not_met(app, db, now, outbox):
    """The seat, the booth, the profile: whoever took one back while staff looked at a draft is in nobody's day."""
    fair = make_fair()
    pairs = [_pair(fair, number) for number in range(4)]
    students = [student for _user, student, *_rest in pairs]
    shown = show(students[3], pairs[3][2], reason=DisclosureReason.FAIR)
    with writing():
        shown.reason_ref = fair.event.slug
    staff = people.visitor_of(people.coordinator())
    with writing():
        asked = actions.ask_for_timetable(fair, operator_may=True, by=staff, now=now)
    jobs.solve_timetables(now, "test")
    visitors = [people.visitor_of(user) for user, *_rest in pairs]
    with writing():
        event_actions.cancel(own_registration(visitors[1], fair.event), by=visitors[1], now=now)
    with writing():
        actions.withdraw_booth(pairs[2][4], by=pairs[2][3], now=now)
    with writing():
        hide_from_fair(fair.event, by=visitors[3], now=now)
    outbox.hand_over()
    db.refresh(asked)
    with writing():
        actions.publish_timetable(asked, operator_may=True, by=staff, now=now)
    meets = {
        one.student_id for one in db.scalars(select(Meeting).where(Meeting.state == MeetingState.PLANNED))
    }
    assert meets == {students[0].id} and len(db.scalars(select(Meeting)).all()) == 4
    assert [len(queries.meetings_of_company(pair[3], fair)) for pair in pairs] == [1, 0, 0, 0]


def test_a_company_that_leaves_leaves_what_is_to_come_and_students_are_told(app, db, now, outbox):
    fair = make_fair()
    pairs = [_pair(fair, number) for number in (1, 2)]
    staff = people.visitor_of(people.coordinator())
    with writing():
        asked = actions.ask_for_timetable(fair, operator_may=True, by=staff, now=now)
    jobs.solve_timetables(now, "test")
    db.refresh(asked)
    with writing():
        actions.publish_timetable(asked, operator_may=True, by=staff, now=now)
    outbox.hand_over()
    (_user, _mine, company, acting, booth), (_other, _student, _company, held_by, begun) = pairs
    meets = {one.company_id: one for one in db.scalars(select(Meeting))}
    with writing():
        meets[begun.company_id].slot = 0
        meets[company.id].slot = 1
    with writing():
        actions.withdraw_booth(booth, by=acting, now=now)
    # What has begun was held as far as anybody knows.
    with writing():
        actions.withdraw_booth(begun, by=held_by, now=fair.slots[0].starts_at)
    assert (meets[company.id].state, meets[company.id].sequence) == (MeetingState.DROPPED, 1)
    assert meets[begun.company_id].state is MeetingState.PLANNED
    (told,) = outbox.hand_over()
    assert told["To"] == "student1@demo.example" and told["Content-Language"] == "vi"
    assert "会社1" in told.get_body(("plain",)).get_content()
    (entry,) = Calendar.from_ical(next(told.iter_attachments()).get_content()).walk("VEVENT")
    assert (entry["status"], entry["sequence"]) == ("CANCELLED", 1)


def test_a_suspended_company_has_no_booth(app, db, now):
    fair = make_fair()
    _user, _student, company, _acting, booth = _pair(fair, 1)
    staff = people.visitor_of(people.coordinator())
    with writing():
        organisation_actions.suspend(company, "名称が違います", by=staff, now=now)
    db.refresh(booth)
    assert booth.state is BoothState.WITHDRAWN


def test_two_workers_compute_a_timetable_once(own_app, own_database, clock, now):
    with own_database.scope():
        event = make_event(seats=None)
        fair = make_fair(event)
        _pair(fair, 1)
        staff = people.visitor_of(people.coordinator())
        with writing():
            actions.ask_for_timetable(fair, operator_may=True, by=staff, now=now)
    barrier = threading.Barrier(4, timeout=60)

    def work(worker: str) -> int:
        with own_database.scope():
            barrier.wait()
            return jobs.solve_timetables(now, worker)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(work, "abcd")) == [0, 0, 0, 1]
    with own_database.scope() as rows:
        assert rows.scalars(select(Timetable)).one().state is TimetableState.DRAFT
        assert rows.scalar(select(func.count()).select_from(Meeting)) == 1


def test_a_seat_and_a_booth_at_the_same_time_see_each_other(own_app, own_database, clock, now):
    with own_database.scope():
        fair = make_fair(make_event(seats=None))
        event_id = fair.event_id
        staff = people.visitor_of(people.coordinator())
        booths, visitors = [], []
        for number in range(4):
            company, _acting = make_company_with(people.make_user(f"owner{number}@demo.example"))
            booths.append(make_booth(fair, company, state=BoothState.ASKED).id)
            user = people.make_user(f"student{number}@demo.example")
            make_profile(user)
            visitors.append(people.visitor_of(user))
    barrier = threading.Barrier(8, timeout=60)

    def run(move):
        with own_database.scope():
            barrier.wait()
            with writing():
                move()

    moves = [
        lambda one=one: event_actions.sign_up(session().get_one(Event, event_id), by=one, now=now)
        for one in visitors
    ]
    moves += [
        lambda one=one: actions.confirm_booth(
            session().get_one(Booth, one), number="A", tables=1, by=staff, now=now
        )
        for one in booths
    ]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, moves))
    with own_database.scope() as rows:
        assert rows.scalar(select(func.count()).select_from(Disclosure)) == 16
