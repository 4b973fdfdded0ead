"""Pages on which staff arrange and mend: fixing, breaks, interpreters, stopping, ways side by side."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.core.db import writing
from recruit.fairs import jobs as fair_jobs
from recruit.fairs.actions import claim, note_reached
from recruit.fairs.models import FairInterpreter, FairPin, Meeting, Timetable, TimetableRepair
from recruit.fairs.repairs import jobs
from recruit.fairs.rules import Closing, MeetingState, RepairState, Side, TimetableState
from recruit.fairs.timetable.result import Objective
from tests import people
from tests.factories.events import make_event, make_profile, make_registration
from tests.factories.fairs import make_booth, make_company_with, make_fair, make_wish

BASE = "/ja/staff/fairs/hanoi"


@pytest.fixture
def arranged(client, db, now):
    """Two students and a company who want to meet, and staff at the desk."""
    fair = make_fair(make_event(slug="hanoi", seats=None, vi="Ngày hội Hà Nội"), slots=3)
    company, _acting = make_company_with(people.make_user("owner@demo.example"))
    make_booth(fair, company)
    students = []
    for number, name in enumerate(("グエン・ティ・アン", "レ・ミン")):
        user = people.make_user(f"student{number}@demo.example", language="vi")
        student = make_profile(user, katakana=name, nationality="VN")
        make_registration(fair.event, user)
        for side in Side:
            make_wish(fair, side, student, company)
        students.append(student)
    people.sign_in(client, people.coordinator())
    return fair, company, students


def test_staff_fix_a_meeting_and_read_what_contradicts(client, db, now, arranged):
    fair, company, (first, second) = arranged
    pages = [f"{BASE}/fixed/{one.public_id}/{company.public_id}" for one in (first, second)]
    assert client.post(pages[0], data={"slot": "1"}).status_code == 303
    wrong = client.post(pages[1], data={"slot": "1"})
    text = wrong.get_data(as_text=True)
    # The fixed conversation that stands in the way is named, with the page that frees it.
    assert wrong.status_code == 422 and "グエン・ティ・アンさんと" in text and pages[0] in text
    assert client.post(pages[1], data={"slot": "nine"}).status_code == 422
    assert [(one.student_id, one.slot) for one in db.scalars(select(FairPin))] == [(first.id, 1)]

    assert client.post(f"{BASE}/breaks", data={"closed-1": "lunch", "max_in_a_row": "2"}).status_code == 303
    db.refresh(fair)
    assert [slot.closed for slot in fair.slots] == [None, Closing.LUNCH, None] and fair.max_in_a_row == 2
    bad = client.post(f"{BASE}/breaks", data={"closed-1": "prayer", "max_in_a_row": "0"})
    assert bad.status_code == 422 and '<option value="prayer" selected' in bad.get_data(as_text=True)
    client.post(f"{BASE}/timetable")
    fair_jobs.solve_timetables(now, "test")
    page = client.get(f"{BASE}/timetable").get_data(as_text=True)
    assert "会社はこの時間に面談をしません。" in page and pages[0] in page and "publish" not in page
    assert client.post(f"{pages[0]}/free").status_code == 303
    assert db.scalars(select(FairPin)).all() == []
    assert client.get(f"{BASE}/fixed/{first.public_id}/nobody").status_code == 404


def test_staff_list_interpreters_and_stop_a_computing(client, db, now, arranged):
    add = {"new-name": "Mai", "new-language": "vi", "new-away": ["0", "2"]}
    assert client.post(f"{BASE}/interpreters", data={**add, "new-language": "xx"}).status_code == 422
    assert client.post(f"{BASE}/interpreters", data=add).status_code == 303
    one = db.scalars(select(FairInterpreter)).one()
    assert (one.name, one.language, one.away) == ("Mai", "vi", [0, 2])
    client.post(f"{BASE}/timetable")
    asked = db.scalars(select(Timetable)).one()
    with writing():
        claim(asked.id, worker="test", now=now - timedelta(seconds=7))
        note_reached(asked.id, Objective(812, 9000, 40), Objective(830, 9100, 0), worker="test")
    page = client.get(f"{BASE}/timetable").get_data(as_text=True)
    assert (
        "計算を始めて7秒" in page and "812" in page and "830" in page and f"{asked.public_id}/cancel" in page
    )
    assert client.post(f"{BASE}/timetable/{asked.public_id}/cancel").status_code == 303
    db.refresh(asked)
    assert asked.state is TimetableState.CANCELLED
    client.post(f"{BASE}/timetable")
    fair_jobs.solve_timetables(now, "test")
    # With one interpreter for one slot only one of the two is met; the other wish says why.
    assert "Mai" in client.get(f"{BASE}/timetable?view=interpreters").get_data(as_text=True)
    assert "通訳が空いていません" in client.get(f"{BASE}/timetable?view=unmet").get_data(as_text=True)
    assert client.post(f"{BASE}/interpreters/{one.public_id}/remove").status_code == 303
    assert db.scalars(select(FairInterpreter)).all() == []


def test_staff_mend_and_choose(client, db, now, arranged, monkeypatch):
    _fair, company, _students = arranged
    assert client.get(f"{BASE}/mend").status_code == 404
    client.post(f"{BASE}/timetable")
    fair_jobs.solve_timetables(now, "test")
    made = db.scalars(select(Timetable)).one()
    assert client.post(f"{BASE}/timetable/{made.public_id}/publish").status_code == 303
    meeting = db.scalars(select(Meeting).order_by(Meeting.slot)).first()
    student = meeting.student.public_id
    nothing = client.post(f"{BASE}/mend", data={"from_slot": "0"})
    assert nothing.status_code == 422 and "予定と違う点を選んでください。" in nothing.get_data(as_text=True)
    asked = client.post(f"{BASE}/mend", data={"from_slot": "0", f"student-{student}": "absent"})
    repair = db.scalars(select(TimetableRepair)).one()
    assert asked.location == f"{BASE}/mend/{repair.public_id}"
    assert "さんは来ません" in client.get(asked.location).get_data(as_text=True)
    jobs.find_repairs(now, "test")
    ways = client.get(asked.location).get_data(as_text=True)
    assert ways.count("/accept") == 1 and company.texts[0].name in ways
    assert client.post(f"{asked.location}/accept", data={"way": "9"}).status_code == 422
    with monkeypatch.context() as patch:
        # Where the operator may not arrange, nothing of it is there.
        patch.setattr("recruit.fairs.repairs.views.operator_may_arrange", lambda: False)
        assert client.get(asked.location).status_code == 404
        assert client.post(f"{asked.location}/accept", data={"way": "0"}).status_code == 404
    assert client.post(f"{asked.location}/accept", data={"way": "0"}).status_code == 303
    db.refresh(repair)
    db.refresh(meeting)
    assert (repair.state, meeting.state) == (RepairState.ACCEPTED, MeetingState.DROPPED)
    assert client.post(f"{asked.location}/discard").status_code == 303
    db.refresh(repair)
    assert repair.state is RepairState.ACCEPTED
