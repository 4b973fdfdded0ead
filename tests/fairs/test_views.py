"""Pages of fairs: for the company, the student and staff."""

import re

import pytest
from sqlalchemy import func, select

from recruit.core.db import session, writing
from recruit.events import actions as event_actions
from recruit.fairs import jobs
from recruit.fairs.models import Booth, Fair, Meeting, Timetable, Wish
from recruit.fairs.rules import BoothState, Mark, Side, TimetableState
from recruit.organisations.rules import Rights
from recruit.students.models import Education
from recruit.students.rules import EducationLevel, Major
from tests import people
from tests.factories.events import make_event, make_profile
from tests.factories.fairs import make_booth, make_company_with, make_fair, make_wish


@pytest.fixture
def fair(app, now) -> Fair:
    return make_fair(make_event(slug="hanoi", seats=None, vi="Ngày hội Hà Nội"))


def _student_with_seat(fair: Fair, email: str, now, **values):
    user = people.make_user(email, language="vi", zone="Asia/Ho_Chi_Minh")
    student = make_profile(
        user,
        educations=[Education(degree=EducationLevel.ENGINEER, major=Major.CIVIL)],
        **{"katakana": "グエン・ティ・アン", "name_passport": "NGUYEN THI AN", "nationality": "VN", **values},
    )
    with writing():
        event_actions.sign_up(fair.event, by=people.visitor_of(user), now=now)
    return user, student


def _fields(html: str) -> list[str]:
    return re.findall(r'name="(mark-[^"]+)"', html)


def test_who_may_open_what(client, fair, now):
    user, _student = _student_with_seat(fair, "an@demo.example", now)
    owner = people.company_member()
    make_company_with(owner)
    pages = (
        "/ja/company/fairs",
        "/ja/company/fairs/hanoi",
        "/ja/me/fairs/hanoi",
        "/ja/staff/fairs",
        "/ja/staff/fairs/hanoi",
    )
    expected = {
        "nobody": [303, 303, 303, 303, 303],
        "an@demo.example": [403, 403, 200, 403, 403],
        # Signed in, but without a seat of their own: not found.
        owner.email: [200, 200, 404, 403, 403],
        "staff": [403, 403, 404, 200, 200],
    }
    for who, statuses in expected.items():
        browser = client.application.test_client()
        if who != "nobody":
            people.sign_in(
                browser, people.coordinator() if who == "staff" else user if who == user.email else owner
            )
        assert [browser.get(page).status_code for page in pages] == statuses, who
    people.sign_in(client, owner)
    assert client.get("/ja/company/fairs/none").status_code == 404


def test_a_company_asks_and_marks(client, fair, db, now, count_queries):
    owner = people.company_member()
    make_company_with(owner)
    people.sign_in(client, owner)
    wrong = client.post("/ja/company/fairs/hanoi", data={"tables": "9", "people_who_come": "人事 2名"})
    text = wrong.get_data(as_text=True)
    assert wrong.status_code == 422 and 'href="#tables"' in text and "人事 2名" in text
    asked = client.post("/ja/company/fairs/hanoi", data={"tables": "2", "people_who_come": "人事 2名"})
    assert asked.location == "/ja/company/fairs/hanoi"
    booth = db.scalars(select(Booth)).one()
    assert (booth.state, booth.tables) == (BoothState.ASKED, 2)
    _student_with_seat(fair, "an@demo.example", now)
    assert _fields(client.get("/ja/company/fairs/hanoi").get_data(as_text=True)) == []

    staff = client.application.test_client()
    people.sign_in(staff, people.coordinator())
    shown = staff.get("/ja/staff/fairs/hanoi").get_data(as_text=True)
    assert "人事 2名" in shown
    confirm = f"/ja/staff/fairs/hanoi/booths/{booth.public_id}/confirm"
    assert staff.post(confirm, data={}).status_code == 422
    data = {f"{booth.public_id}-number": "B3", f"{booth.public_id}-tables": "1"}
    assert staff.post(confirm, data=data).status_code == 303

    with count_queries(20):
        page = client.get("/ja/company/fairs/hanoi").get_data(as_text=True)
    (field,) = _fields(page)
    assert "グエン・ティ・アン" in page and "NGUYEN THI AN" in page and "an@demo.example" not in page
    for number in (2, 3):
        _student_with_seat(fair, f"student{number}@demo.example", now, katakana=f"ナム{number}")
    with count_queries(20):
        client.get("/ja/company/fairs/hanoi")
    rank = field.replace("mark-", "rank-")
    bad = client.post("/ja/company/fairs/hanoi/wishes", data={field: "must", rank: "first"})
    assert bad.status_code == 422 and 'value="first"' in bad.get_data(as_text=True)
    assert db.scalar(select(func.count()).select_from(Wish)) == 0
    for _ in range(2):
        client.post("/ja/company/fairs/hanoi/wishes", data={field: "must", rank: "1"})
    wish = db.scalars(select(Wish)).one()
    assert (wish.side, wish.mark, wish.rank) == (Side.COMPANY, Mark.MUST, 1)
    # What is left to mark, who was marked so, and who passed a test: each with its own address, also in the one to go on at.
    for looked_for, fields in (
        ("mark=unmarked", 2),
        ("mark=must", 1),
        ("mark=no", 0),
        ("japanese=N3", 0),
        ("mark=x", 3),
    ):
        found = client.get(f"/ja/company/fairs/hanoi?{looked_for}").get_data(as_text=True)
        assert len(_fields(found)) == fields, looked_for
    on = client.post("/ja/company/fairs/hanoi/wishes?mark=must&after=x", data={"next": "WzFd"})
    assert on.location == "/ja/company/fairs/hanoi?after=WzFd&mark=must#students"
    strange = client.post("/ja/company/fairs/hanoi/wishes", data={"mark-strange": "must"})
    assert strange.status_code == 422
    client.post("/ja/company/fairs/hanoi/wishes", data={field: ""})
    assert db.scalar(select(func.count()).select_from(Wish)) == 0


def test_a_viewer_reads_only(client, fair, now):
    viewer = people.company_viewer()
    company, _acting = make_company_with(viewer, rights=Rights.VIEWER)
    make_booth(fair, company)
    _student_with_seat(fair, "an@demo.example", now)
    people.sign_in(client, viewer)
    page = client.get("/ja/company/fairs/hanoi").get_data(as_text=True)
    assert "グエン・ティ・アン" in page and _fields(page) == []
    assert client.post("/ja/company/fairs/hanoi/wishes", data={}).status_code == 403


def test_a_student_chooses_and_sees_who_asked(client, fair, db, now):
    user, student = _student_with_seat(fair, "an@demo.example", now)
    first, _acting = make_company_with(people.company_member())
    second, _acting = make_company_with(people.other_company_member(), name="堺東工務店")
    for company in (first, second):
        make_booth(fair, company)
    make_wish(fair, Side.COMPANY, student, second, rank=7)
    people.sign_in(client, user)
    page = client.get("/vi/me/fairs/hanoi").get_data(as_text=True)
    assert len(_fields(page)) == 2 and page.count('class="tag is-here"') == 1
    marks = {f"mark-{company.public_id}": "must" for company in (first, second)}
    ranks = {f"rank-{company.public_id}": "1" for company in (first, second)}
    twice = client.post("/vi/me/fairs/hanoi", data={**marks, **ranks})
    assert twice.status_code == 422 and twice.get_data(as_text=True).count('value="1"') == 2
    ranks[f"rank-{second.public_id}"] = "2"
    assert client.post("/vi/me/fairs/hanoi", data={**marks, **ranks}).location == "/vi/me/fairs/hanoi"
    rows = db.scalars(select(Wish).where(Wish.side == Side.STUDENT).order_by(Wish.rank)).all()
    assert [(wish.company_id, wish.rank) for wish in rows] == [(first.id, 1), (second.id, 2)]
    # A rank that stands for a wish on another page of the list is refused where it is given.
    other = {f"mark-{second.public_id}": "yes", f"rank-{second.public_id}": "1"}
    refused = client.post("/vi/me/fairs/hanoi", data=other)
    assert refused.status_code == 422
    assert f'id="rank-{second.public_id}-error"' in refused.text
    assert f'id="rank-{first.public_id}-error"' not in refused.text


def test_the_timetable_from_the_button_to_both_sides(client, fair, db, now, clock):
    user, student = _student_with_seat(fair, "an@demo.example", now)
    owner = people.company_member()
    company, _acting = make_company_with(owner)
    make_booth(fair, company)
    people.sign_in(client, people.coordinator())
    assert client.get("/ja/staff/fairs/hanoi/timetable").status_code == 404
    assert client.post("/ja/staff/fairs/hanoi/timetable").location == "/ja/staff/fairs/hanoi"
    assert db.scalar(select(func.count()).select_from(Timetable)) == 0
    make_wish(fair, Side.STUDENT, student, company)
    make_wish(fair, Side.COMPANY, student, company)
    assert client.post("/ja/staff/fairs/hanoi/timetable").location == "/ja/staff/fairs/hanoi/timetable"
    assert client.get("/ja/staff/fairs/hanoi/timetable").status_code == 200
    jobs.solve_timetables(now, "test")
    for view in ("companies", "students", "unmet"):
        assert client.get(f"/ja/staff/fairs/hanoi/timetable?view={view}").status_code == 200
    page = client.get("/ja/staff/fairs/hanoi/timetable").get_data(as_text=True)
    assert "アン" in page and 'class="timetable"' in page
    theirs = client.application.test_client()
    people.sign_in(theirs, owner)
    own = client.application.test_client()
    people.sign_in(own, user)
    meeting = db.scalars(select(Meeting)).one()
    answer = f"/ja/company/fairs/hanoi/meetings/{meeting.public_id}"
    assert theirs.get(answer).status_code == 404
    assert 'class="ruler' not in own.get("/vi/me/fairs/hanoi").get_data(as_text=True)
    timetable = db.scalars(select(Timetable)).one()
    assert client.post(f"/ja/staff/fairs/hanoi/timetable/{timetable.public_id}/publish").status_code == 303
    assert timetable.state is TimetableState.PUBLISHED
    assert "旭川北成建設" in own.get("/vi/me/fairs/hanoi").get_data(as_text=True).split('class="ruler')[1]
    assert theirs.get(answer).status_code == 200
    assert theirs.post(answer, data={"outcome": "next_step"}).status_code == 422
    clock.move_to(fair.event.ends_at)
    people.sign_in(theirs, owner)
    assert theirs.post(answer, data={}).status_code == 422
    assert theirs.post(answer, data={"outcome": "next_step", "note": "良い"}).status_code == 303
    stranger = client.application.test_client()
    other = people.other_company_member()
    make_company_with(other)
    people.sign_in(stranger, other)
    assert stranger.get(answer).status_code == 404


def test_who_is_no_placement_office_arranges_nothing(client, fair, db, now, monkeypatch):
    _user, student = _student_with_seat(fair, "an@demo.example", now)
    company, _acting = make_company_with(people.company_member())
    make_booth(fair, company)
    make_wish(fair, Side.STUDENT, student, company)
    make_wish(fair, Side.COMPANY, student, company)
    for view in ("staff", "timetables"):
        monkeypatch.setattr(f"recruit.fairs.views.{view}.operator_may_arrange", lambda: False)
    people.sign_in(client, people.coordinator())
    page = client.get("/en/staff/fairs/hanoi").get_data(as_text=True)
    assert "Employment Security Act" in page and "Make a timetable" not in page
    client.post("/en/staff/fairs/hanoi/timetable")
    assert db.scalar(select(func.count()).select_from(Timetable)) == 0


def test_staff_plan_the_hours(client, db, now):
    event = make_event(slug="jakarta", seats=None)
    people.sign_in(client, people.coordinator())
    values = {
        "first_at": "2027-01-16T13:00",
        "number": "99",
        "minutes": "30",
        "wishes_until": "2027-01-12T23:59",
        "meetings_per_student": "4",
    }
    assert client.post("/ja/staff/fairs/jakarta", data=values).status_code == 422
    wrong = client.post("/ja/staff/fairs/jakarta", data={**values, "number": "9"})
    assert wrong.status_code == 422 and 'href="#number"' in wrong.get_data(as_text=True)
    assert session().get(Fair, event.id) is None
    for number in ("7", "6"):
        assert client.post("/ja/staff/fairs/jakarta", data={**values, "number": number}).status_code == 303
    db.expire_all()
    fair = db.get_one(Fair, event.id)
    assert [slot.number for slot in fair.slots] == [0, 1, 2, 3, 4, 5]
    assert fair.slots[5].starts_at.isoformat() == "2027-01-16T08:30:00+00:00"
