"""Who joins a fair late: what is open to them, and that staff can give them free places, also at a company that came late."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from recruit.core.db import writing
from recruit.events import actions as event_actions
from recruit.events.queries import own_registration
from recruit.fairs import actions as fair_actions, jobs
from recruit.fairs.day import actions as day_actions
from recruit.fairs.joining.models import LateRequest
from recruit.fairs.joining.rules import Chance, chance_of, is_late_company
from recruit.fairs.models import Meeting, TimetableRepair
from recruit.fairs.repairs import jobs as repair_jobs, walking_in
from recruit.fairs.rules import MeetingState, RepairState, Side
from tests import people
from tests.factories.events import make_event
from tests.factories.fairs import make_fair, make_wish
from tests.fairs.proposing.people_at_fairs import company_at, student_at

ENDS = datetime(2027, 1, 16, 10, 0, tzinfo=UTC)
OPEN = {
    "arranges": True,
    "wishes_closed": True,
    "is_published": True,
    "has_wishes": False,
    "has_meeting": False,
    "has_asked": False,
    "ends_at": ENDS,
    "now": ENDS - timedelta(days=1),
}


@pytest.mark.parametrize(
    ("changes", "chance"),
    [
        ({}, Chance.ASK),
        ({"has_asked": True}, Chance.ASKED),
        ({"has_wishes": True}, Chance.ASK),
        ({"is_published": False}, Chance.ASK),
        # Who has chosen in time waits for the timetable.
        ({"is_published": False, "has_wishes": True}, Chance.NONE),
        ({"has_meeting": True}, Chance.NONE),
        ({"wishes_closed": False}, Chance.NONE),
        ({"arranges": False}, Chance.NONE),
        ({"now": ENDS}, Chance.NONE),
    ],
)
def test_what_is_open_to_a_student(changes, chance):
    assert chance_of(**{**OPEN, **changes}) is chance


def test_a_company_that_came_after_the_plan():
    assert is_late_company("new", {"old"}, has_meeting=False)
    assert not is_late_company("old", {"old"}, has_meeting=False)
    assert not is_late_company("new", {"old"}, has_meeting=True)
    written = {
        "slots": 3,
        "students": [],
        "companies": [{"id": "old", "tables": 1}],
        "requests": [],
        "interpreters": {},
    }
    more = walking_in.added(
        written,
        ["late"],
        with_time={"new", "old"},
        unwanted=(),
        most=2,
        closed={"new": frozenset({0})},
        languages={},
        late={"new": 2, "silent": 1},
        breaks=frozenset({1}),
    )
    assert more["companies"] == [{"id": "new", "tables": 2, "available": [2]}]
    assert [one["company"] for one in more["requests"]] == ["new", "old"]
    assert [one["id"] for one in walking_in.merged(written, more)["companies"]] == ["old", "new"]


def test_a_late_student_asks_and_gets_a_free_place(client, app, db, now, outbox, clock):
    fair = make_fair(make_event(slug="hanoi", seats=None, vi="Ngày hội Hà Nội"))
    booth, _acting, _owner = company_at(fair)
    first, _visitor, _user = student_at(fair, now)
    for side in Side:
        make_wish(fair, side, first, booth.organisation)
    staff_member = people.coordinator()
    staff = people.visitor_of(staff_member)
    with writing():
        asked = fair_actions.ask_for_timetable(fair, operator_may=True, by=staff, now=now)
    jobs.solve_timetables(now, "test")
    db.refresh(asked)
    with writing():
        fair_actions.publish_timetable(asked, operator_may=True, by=staff, now=now)
    # Both come after that: a student, and a company that says it has time.
    late_booth, late_acting, late_owner = company_at(fair, 2)
    student, visitor, user = student_at(fair, now, 2)
    own, company = client.application.test_client(), client.application.test_client()
    people.sign_in(own, user)
    people.sign_in(company, late_owner)
    page = company.get("/ja/company/fairs/hanoi").get_data(as_text=True)
    assert "/ja/company/fairs/hanoi/has-time" in page
    with writing():
        day_actions.has_time(late_booth, wants_more=True, by=late_acting, now=now)
    assert "/vi/me/fairs/hanoi/late" in own.get("/vi/me/fairs/hanoi").get_data(as_text=True)
    for _ in range(2):
        own.post("/vi/me/fairs/hanoi/late")
    assert db.scalars(select(LateRequest.student_id)).all() == [student.id]
    own.post("/vi/me/fairs/hanoi/late", data={"back": "1"})
    assert db.scalar(select(func.count()).select_from(LateRequest)) == 0
    own.post("/vi/me/fairs/hanoi/late")

    people.sign_in(client, staff_member)
    walk = f"walk-{student.public_id}"
    assert walk in client.get("/ja/staff/fairs/hanoi/timetable").get_data(as_text=True)
    assert client.post("/ja/staff/fairs/hanoi/mend", data={"from_slot": "0", walk: "in"}).status_code == 303
    assert repair_jobs.find_repairs(now, "test") == 1
    (repair,) = db.scalars(select(TimetableRepair))
    db.refresh(repair)
    assert repair.state is RepairState.PROPOSED and repair.proposals[0]["disturbed"] == 0
    client.post(f"/ja/staff/fairs/hanoi/mend/{repair.public_id}/accept", data={"way": "0"})
    met = {
        (one.student_id, one.company_id)
        for one in db.scalars(select(Meeting))
        if one.state is not MeetingState.DROPPED
    }
    assert met == {(first.id, booth.company_id), (student.id, late_booth.company_id)}
    assert walk not in client.get("/ja/staff/fairs/hanoi/timetable").get_data(as_text=True)
    # Who has a place has nothing to ask for any more, and a seat given back takes the request along.
    assert own.post("/vi/me/fairs/hanoi/late").status_code == 303
    with writing():
        event_actions.cancel(own_registration(visitor, fair.event), by=visitor, now=now)
    assert db.scalar(select(func.count()).select_from(LateRequest)) == 0
