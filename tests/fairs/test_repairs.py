"""A published timetable is mended: what differs from the plan, ways side by side, and one that changes as little as it can."""

from concurrent.futures import ThreadPoolExecutor
import threading

from icalendar import Calendar
import pytest
from sqlalchemy import select

from recruit.core.db import session, writing
from recruit.core.errors import Refused
from recruit.events.models import CheckIn
from recruit.events.rules import RegistrationState, ScanResult
from recruit.fairs import actions as fair_actions, jobs as fair_jobs
from recruit.fairs.models import Booth, Meeting, MeetingChange, TimetableRepair
from recruit.fairs.repairs import actions, jobs, mails, queries, walking_in
from recruit.fairs.repairs.checking import broken_rules, counted
from recruit.fairs.repairs.forms import read_day, read_walk_ins
from recruit.fairs.repairs.telling import day_as_json, day_of
from recruit.fairs.rules import BoothState, FairRefusal, MeetingState, RepairState, Side
from recruit.fairs.timetable.instance import Company, Instance, Request, Student
from recruit.fairs.timetable.repairing import Day
from recruit.fairs.timetable.result import Meeting as Held
from recruit.students.rules import DisclosureReason
from tests import people
from tests.factories.events import make_profile, make_registration
from tests.factories.fairs import make_booth, make_company_with, make_fair, make_wish
from tests.factories.students import show

# ------------------------------------------------------------------------------------------------ rules


def test_what_is_told_is_read_and_kept():
    values = {
        "student-an": "absent",
        "student-bo": "3",
        "student-chi": "1",
        "student-stranger": "absent",
        "company-X": "1",
        "company-Y": "gone",
        "company-Z": "2",
        "company-W": "behind",
        "walk-an": "in",
        "walk-bo": "perhaps",
    }
    assert read_walk_ins(values, ["an", "bo", "chi"]) == ["an"]
    day = read_day(values, 1, ["an", "bo", "chi", "dewi"], {"X": 2, "Y": 1, "Z": 2, "W": 1})
    # From the first slot on that may change is no delay, and as many tables as there are is no change.
    assert day == Day(1, frozenset({"an"}), {"bo": 3}, frozenset({"Y"}), {"X": 1}, {"W": 2})
    assert day_of(day_as_json(day)) == day


def test_a_way_that_breaks_a_rule_is_found_without_the_solver():
    instance = Instance(
        name="day",
        slots=3,
        students=tuple(Student(one, 3) for one in ("an", "bo", "chi")),
        companies=(Company("X", 2), Company("Y", 1)),
        requests=(
            Request("an", "X", 8, language="vi"),
            Request("bo", "X", 8, language="vi"),
            Request("an", "Y", 8),
            Request("chi", "Y", 8),
        ),
        interpreters={"vi": (2, 2, 1)},
    )
    day = Day(1, absent=frozenset({"chi"}), late={"bo": 2}, tables={"X": 1})
    for meetings, count in (
        ([("an", "X", 1), ("bo", "X", 2)], 0),
        ([("an", "X", 1), ("an", "Y", 1)], 1),
        ([("chi", "Y", 2)], 1),
        ([("bo", "X", 1)], 1),
        ([("an", "X", 0)], 1),
        ([("bo", "Y", 2)], 1),
        # One table, and one interpreter.
        ([("an", "X", 2), ("bo", "X", 2)], 2),
    ):
        assert len(broken_rules(instance, day, meetings)) == count, meetings
    assert broken_rules(instance, Day(0, gone=frozenset({"Y"})), [("an", "Y", 1)]) == ["Y has left"]
    late = broken_rules(instance, Day(0, behind={"Y": 2}), [("an", "Y", 1)])
    assert late == ["Y is not ready in slot 1"]


@pytest.mark.parametrize(
    ("rest", "past", "said"),
    [
        ([("an", "Z", 3)], [("an", "X", 0), ("an", "Y", 1)], []),
        # Three in a row where two are allowed, counted over what was held and what is to come.
        ([("an", "Z", 2)], [("an", "X", 0), ("an", "Y", 1)], ["an has more than 2 meetings without a rest"]),
        ([("an", "Y", 2), ("an", "Z", 3)], [("an", "X", 1)], ["an has more than 2 meetings without a rest"]),
        # Three a day at most.
        (
            [("an", "Z", 3), ("an", "W", 5)],
            [("an", "X", 0), ("an", "Y", 1)],
            ["an has 4 meetings, more than 3"],
        ),
        ([("bo", "X", 2)], [], ["bo cannot come in slot 2"]),
        ([("an", "W", 4)], [], ["W meets nobody in slot 4"]),
        ([("an", "X", 3)], [("an", "X", 0)], ["an and X meet 2 times"]),
        ([("an", "Z", 6)], [], ["there is no slot 6", "an cannot come in slot 6"]),
        # What is past is not judged again.
        ([], [("bo", "X", 0), ("bo", "X", 0)], ["bo and X meet 2 times"]),
        ([], [("bo", "X", 1), ("an", "X", 1)], []),
    ],
)
def test_limits_of_the_day_count_what_was_held(rest, past, said):
    instance = Instance(
        name="day",
        slots=6,
        students=(Student("an", 3, frozenset(range(6))), Student("bo", 3, frozenset({0, 3}))),
        companies=(
            *(Company(one, 1) for one in ("X", "Y", "Z")),
            Company("W", 1, frozenset(range(6)) - {4}),
        ),
        requests=tuple(Request(student, company, 8) for student in ("an", "bo") for company in "WXYZ"),
        interpreters={},
        max_in_a_row=2,
    )
    assert broken_rules(instance, Day(2), rest, past) == said


def test_what_a_plan_is_worth_is_counted_from_its_meetings():
    held = [Held("an", "X", 0, 0), Held("an", "Y", 3, 0), Held("bo", "X", 1, 0), Held("chi", "Z", 2, 0)]
    weights = {("an", "X"): 8, ("an", "Y"): 4, ("bo", "X"): 8, ("bo", "Y"): 9}
    # Whoever came without a wish is served; it weighs nothing.
    assert counted(weights, held).as_json() == {"served": 3, "weight": 20, "gaps": 2}


def test_who_walks_in_weighs_less_than_any_wish():
    written = {
        "slots": 3,
        "students": [{"id": "an", "max_meetings": 2}],
        "companies": [{"id": one, "tables": 1} for one in "XYZ"],
        "requests": [{"student": "an", "company": "X", "weight": 8}],
        "interpreters": {"vi": [1, 1, 1]},
    }
    more = walking_in.added(
        written,
        ["chi", "an", "chi"],
        with_time=["X", "Y", "elsewhere"],
        unwanted={("chi", "X")},
        most=4,
        closed={"chi": frozenset({1})},
        languages={("chi", "Y"): "vi"},
    )
    # Who is known is not added twice, who said no is not asked, and a company that is not there cannot be met.
    assert more == {
        "students": [{"id": "chi", "max_meetings": 4, "available": [0, 2]}],
        "companies": [],
        "requests": [
            {"student": "an", "company": "Y", "weight": 1},
            {"student": "chi", "company": "Y", "weight": 1, "language": "vi"},
        ],
    }
    merged = walking_in.merged(written, more)
    assert len(merged["requests"]) == 3 and len(written["requests"]) == 1
    assert walking_in.merged(written, None) == written


# ------------------------------------------------------------------------------------------------ with rows


@pytest.fixture
def staff(app):
    return people.visitor_of(people.coordinator())


def _published(staff, now):
    """Three students meet one company with one table, one after the other; a fourth wish found no place."""
    fair = make_fair(slots=3)
    company, _acting = make_company_with(people.make_user("owner@demo.example"))
    make_booth(fair, company)
    students = []
    for number in range(4):
        user = people.make_user(f"student{number}@demo.example", language="vi")
        student = make_profile(user, call_name=f"Số {number}")
        make_registration(fair.event, user)
        for side in Side:
            make_wish(fair, side, student, company, rank=number + 1)
        students.append(student)
    with writing():
        asked = fair_actions.ask_for_timetable(fair, operator_may=True, by=staff, now=now)
    fair_jobs.solve_timetables(now, "test")
    session().refresh(asked)
    with writing():
        fair_actions.publish_timetable(asked, operator_may=True, by=staff, now=now)
    return fair, asked, company, students


@pytest.fixture
def published(db, staff, now):
    return _published(staff, now)


def _asked(timetable, day, staff, now) -> TimetableRepair:
    with writing():
        return actions.ask_for_repair(timetable, day, operator_may=True, by=staff, now=now)


def test_who_waits_takes_the_place_of_who_does_not_come(db, staff, now, outbox, published, monkeypatch):
    fair, timetable, company, students = published
    before = {one.student_id: (one.slot, one.public_id) for one in db.scalars(select(Meeting))}
    (left_out,) = [one for one in students if one.id not in before]
    absent = next(one for one in students if one.id in before)
    slot, dropped_ref = before[absent.id]
    outbox.hand_over()
    repair = _asked(timetable, Day(0, absent=frozenset({absent.public_id})), staff, now)
    assert jobs.find_repairs(now, "test") == 1 and jobs.find_repairs(now, "test") == 0
    db.refresh(repair)
    assert repair.state is RepairState.PROPOSED
    way = repair.proposals[0]
    assert (way["price"], way["moved"], way["disturbed"]) == (None, [], 1)
    assert way["added"] == [[left_out.public_id, company.public_id, slot]]

    for _ in range(2):
        with writing():
            actions.accept_repair(repair, 0, operator_may=True, by=staff, now=now)
    held = {
        one.student_id: one.slot
        for one in db.scalars(select(Meeting).where(Meeting.state != MeetingState.DROPPED))
    }
    stays = {student: place for student, (place, _ref) in before.items() if student != absent.id}
    assert held == {**stays, left_out.id: slot}
    assert len(db.scalars(select(MeetingChange)).all()) == 2
    assert {one["student"] for one in timetable.unmet} == {absent.public_id}
    # No mail about it where arranging is not allowed.
    (wanted,) = {kind.still_wanted for kind in mails.KINDS}
    params = {"repair": repair.public_id}
    for may in (False, True):
        with monkeypatch.context() as declared:
            declared.setattr(mails, "operator_may_arrange", lambda may=may: may)
            assert wanted(params, now) is may
    # Only the two whom it concerns, and the company.
    told = {message["To"]: message for message in outbox.hand_over()}
    assert set(told) == {
        "owner@demo.example",
        f"student{students.index(absent)}@demo.example",
        f"student{students.index(left_out)}@demo.example",
    }
    file = next(told[f"student{students.index(absent)}@demo.example"].iter_attachments())
    (entry,) = Calendar.from_ical(file.get_content()).walk("VEVENT")
    assert str(entry["uid"]).startswith(dropped_ref)
    assert (entry["status"], entry["sequence"]) == ("CANCELLED", 1)

    # The way was made for another plan: it can be taken no more, also not by who had the page open.
    later = _asked(timetable, Day(0, absent=frozenset({left_out.public_id})), staff, now)
    jobs.find_repairs(now, "test")
    db.refresh(later)
    with writing():
        fair_actions.drop_meetings_of(left_out.id, fair, by=staff, now=now)
    with pytest.raises(Refused) as refused, writing():
        actions.accept_repair(later, 0, operator_may=True, by=staff, now=now)
    assert refused.value.reason is FairRefusal.PLAN_HAS_CHANGED


def test_two_change_places_and_a_dropped_one_comes_back(db, staff, now, published):
    _fair, timetable, _company, students = published
    by_slot = {one.slot: one for one in db.scalars(select(Meeting))}
    first, middle, last = (by_slot[slot] for slot in range(3))
    (left_out,) = set(students) - {first.student, middle.student, last.student}

    def mended(day: Day, choose) -> None:
        repair = _asked(timetable, day, staff, now)
        jobs.find_repairs(now, "test")
        db.refresh(repair)
        number = next(number for number, way in enumerate(repair.proposals) if choose(way))
        with writing():
            actions.accept_repair(repair, number, operator_may=True, by=staff, now=now)

    def planned() -> dict[int, int]:
        rows = db.scalars(select(Meeting).where(Meeting.state == MeetingState.PLANNED))
        return {one.slot: one.student_id for one in rows}

    # The first comes only at the end: the way that may move others lets two change places.
    late = Day(0, late={first.student.public_id: 2}, absent=frozenset({left_out.public_id}))
    mended(late, lambda way: way["moved"])
    assert (first.slot, first.sequence) == (2, 1) and sorted(planned()) == [0, 1, 2]
    # Who was dropped for a while meets again in the same row.
    mended(Day(0, absent=frozenset({first.student.public_id})), lambda way: way["price"] is None)
    assert planned()[2] == left_out.id and first.state is MeetingState.DROPPED
    mended(Day(0, absent=frozenset({left_out.public_id})), lambda way: way["price"] is None)
    assert planned()[2] == first.student_id and first.sequence == 3
    assert len(db.scalars(select(Meeting)).all()) == 4


def test_who_comes_without_a_meeting_gets_a_free_place(db, staff, now, published):
    fair, timetable, company, students = published
    user = people.make_user("walks@demo.example", language="id")
    walker = make_profile(user, call_name="Putri")
    ticket = make_registration(fair.event, user)
    booth = db.scalars(select(Booth)).one()
    assert queries.without_meeting(staff, fair, timetable) == []
    with writing() as rows:
        rows.add(
            CheckIn(
                event_id=fair.event_id,
                registration_id=ticket.id,
                scan_id="x",
                at=now,
                result=ScanResult.LET_IN,
            )
        )
    assert queries.without_meeting(staff, fair, timetable) == [walker]
    held = db.scalars(select(Meeting)).all()
    left_out = next(one for one in students if one.id not in {each.student_id for each in held})
    gone = frozenset({held[0].student.public_id, held[1].student.public_id})

    def ways(day):
        with writing():
            repair = actions.ask_for_repair(
                timetable, day, operator_may=True, by=staff, now=now, walk_ins=[walker.public_id]
            )
        jobs.find_repairs(now, "test")
        db.refresh(repair)
        return repair

    # As long as no company has time for more there is no place; then there is, after whoever had wished.
    assert walker.public_id not in str(ways(Day(0)).proposals)
    with writing():
        booth.wants_more = True
    repair = ways(Day(0, absent=gone))
    added = {one[0] for one in repair.proposals[0]["added"]}
    assert added == {walker.public_id, left_out.public_id}
    # Who left between the question and the press has no meeting by which the plan would show it.
    shown = show(walker, company, reason=DisclosureReason.FAIR)
    with writing():
        shown.reason_ref = fair.event.slug
    for row, name, left in (
        (ticket, "state", RegistrationState.CANCELLED),
        (booth, "state", BoothState.WITHDRAWN),
        (shown, "until_at", now),
    ):
        before = getattr(row, name)
        with writing():
            setattr(row, name, left)
        with pytest.raises(Refused) as refused, writing():
            actions.accept_repair(repair, 0, operator_may=True, by=staff, now=now)
        assert refused.value.reason is FairRefusal.PLAN_HAS_CHANGED
        with writing():
            setattr(row, name, before)
    with writing():
        actions.accept_repair(repair, 0, operator_may=True, by=staff, now=now)
    meeting = db.scalars(select(Meeting).where(Meeting.student_id == walker.id)).one()
    assert meeting.state is MeetingState.PLANNED
    # From now on the plan knows them, so that it can be mended again.
    later = ways(Day(0, behind={company.public_id: 2}))
    assert later.state is RepairState.PROPOSED
    assert all(one[2] >= 2 for one in later.proposals[0]["meetings"])


def test_refused_moves(db, staff, now, published):
    fair, timetable, company, (first, *_rest) = published
    absent = Day(0, absent=frozenset({first.public_id}))
    begun = fair.slots[0].starts_at
    moves = (
        (absent, {"operator_may": False}, now, FairRefusal.ARRANGING_NOT_ALLOWED),
        (Day(0), {}, now, FairRefusal.NOTHING_IS_WRONG),
        (absent, {}, begun, FairRefusal.FAIR_IS_OVER),
        (Day(99, gone=frozenset({company.public_id})), {}, now, FairRefusal.FAIR_IS_OVER),
    )
    for day, options, at, reason in moves:
        with pytest.raises(Refused) as refused, writing():
            actions.ask_for_repair(timetable, day, **{"operator_may": True, **options}, by=staff, now=at)
        assert refused.value.reason is reason
    repair = _asked(timetable, absent, staff, now)
    with pytest.raises(Refused), writing():
        actions.accept_repair(repair, 0, operator_may=True, by=staff, now=now)
    jobs.find_repairs(now, "test")
    db.refresh(repair)
    for number, at in ((99, now), (0, begun)):
        with pytest.raises(Refused), writing():
            actions.accept_repair(repair, number, operator_may=True, by=staff, now=at)
    for _ in range(2):
        with writing():
            actions.discard_repair(repair, by=staff, now=now)
    with pytest.raises(Refused), writing():
        actions.accept_repair(repair, 0, operator_may=True, by=staff, now=now)
    assert db.scalars(select(MeetingChange)).all() == []


def test_of_two_ways_taken_at_once_only_one_is_gone(own_app, own_database, clock, now):
    """Both were made for the same plan: the one that comes second would undo what the first was told."""
    with own_database.scope():
        staff = people.visitor_of(people.coordinator())
        _fair, timetable, _company, _students = _published(staff, now)
        held = [one.student.public_id for one in session().scalars(select(Meeting))]
        repairs = [_asked(timetable, Day(0, absent=frozenset({ref})), staff, now).id for ref in held[:2]]
        assert jobs.find_repairs(now, "test") == 2
    barrier = threading.Barrier(2, timeout=60)

    def take(repair_id: int) -> object:
        with own_database.scope():
            repair = session().get_one(TimetableRepair, repair_id)
            barrier.wait()
            try:
                with writing():
                    actions.accept_repair(repair, 0, operator_may=True, by=staff, now=now)
            except Refused as refused:
                return refused.reason
            return None

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(take, repairs)) == {None, FairRefusal.PLAN_HAS_CHANGED}
