"""Pages of times that both sides agree on: who may open them, the whole way between two, and what they cost."""

from dataclasses import replace
from datetime import timedelta
import re

import pytest
from sqlalchemy import select

from recruit.core.db import writing
from recruit.core.settings import OperatorStatus
from recruit.fairs.models import Meeting, Timetable, Unavailable
from recruit.fairs.proposing.models import TimeProposal
from recruit.fairs.proposing.rules import ProposalState
from recruit.fairs.rules import MeetingState, TimetableState
from recruit.worker import find_repairs, solve_timetables
from tests import people
from tests.factories.events import make_event
from tests.factories.fairs import make_fair
from tests.fairs.proposing.people_at_fairs import company_at, offer, student_at


@pytest.fixture
def notified(app, monkeypatch):
    """An operator who may not arrange interviews."""
    settings = replace(app.extensions["recruit.settings"], operator_status=OperatorStatus.NOTIFIED)
    monkeypatch.setitem(app.extensions, "recruit.settings", settings)


@pytest.fixture
def fair(app, now):
    return make_fair(make_event(slug="hanoi", seats=None, vi="Ngày hội Hà Nội"))


def _browser(client, user):
    browser = client.application.test_client()
    people.sign_in(browser, user)
    return browser


def test_who_may_open_what(client, notified, fair, now):
    booth, _acting, owner = company_at(fair)
    _other, _acting, other_owner = company_at(fair, 2)
    student, _visitor, user = student_at(fair, now)
    ref = booth.organisation.public_id
    pages = (
        "/ja/me/fairs/hanoi/times",
        "/ja/me/fairs/hanoi/free",
        f"/ja/me/fairs/hanoi/times/{ref}",
        "/ja/company/fairs/hanoi/times",
        "/ja/company/fairs/hanoi/free",
        f"/ja/company/fairs/hanoi/times/{student.public_id}",
        "/ja/staff/fairs/hanoi/agreed",
    )
    staff, stranger = people.coordinator(), people.other_student()
    expected = {
        None: [303] * 7,
        user: [200, 200, 200, 403, 403, 403, 403],
        stranger: [404, 404, 404, 403, 403, 403, 403],
        owner: [404, 404, 404, 200, 200, 200, 403],
        # The other company sees the student too, and has a booth of its own.
        other_owner: [404, 404, 404, 200, 200, 200, 403],
        staff: [404, 404, 404, 403, 403, 403, 200],
    }
    for who, statuses in expected.items():
        browser = client.application.test_client() if who is None else _browser(client, who)
        assert [browser.get(page).status_code for page in pages] == statuses, who
    theirs = _browser(client, owner)
    assert theirs.get("/ja/company/fairs/hanoi/times/none").status_code == 404
    assert _browser(client, user).get("/ja/me/fairs/hanoi/times/none").status_code == 404


def test_two_agree_in_their_browsers(client, notified, fair, db, now, outbox):
    booth, _acting, owner = company_at(fair)
    student, _visitor, user = student_at(fair, now)
    company, own = _browser(client, owner), _browser(client, user)
    pair, back = (
        f"/vi/me/fairs/hanoi/times/{booth.organisation.public_id}",
        f"/ja/company/fairs/hanoi/times/{student.public_id}",
    )
    company.post("/ja/company/fairs/hanoi/times", data={"tables-0": "1", "tables-9": "1", "tables-1": "x"})
    page = own.get("/vi/me/fairs/hanoi/times").get_data(as_text=True)
    assert pair in page and "Chọn giờ" in page
    empty = own.post(pair, data={})
    assert empty.status_code == 422 and 'href="#slot-0"' in empty.get_data(as_text=True)
    assert own.post(pair, data={"slot": "77"}).status_code == 422
    # A slot that is not offered is proposed; the company answers with another, which is accepted.
    assert own.post(pair, data={"slot": "2"}).location.endswith("/vi/me/fairs/hanoi/times")
    (first,) = db.scalars(select(TimeProposal))
    shown = company.get("/ja/company/fairs/hanoi/times").get_data(as_text=True)
    assert first.public_id in shown and "グエン・ティ・アン" in shown
    assert company.post(back, data={"slot": "3"}).status_code == 303
    second = db.scalars(select(TimeProposal).where(TimeProposal.state == ProposalState.OPEN)).one()
    # Nobody answers for the other side, and no proposal of others is found.
    company.post(f"{back}/answer", data={"proposal": second.public_id, "answer": "accept"})
    assert db.scalars(select(Meeting)).all() == []
    assert own.post(f"{pair}/answer", data={"proposal": "none", "answer": "accept"}).status_code == 303
    assert own.post(f"{pair}/answer", data={"proposal": second.public_id, "answer": "eat"}).status_code == 303
    assert db.scalars(select(Meeting)).all() == []
    for _ in range(2):
        own.post(f"{pair}/answer", data={"proposal": second.public_id, "answer": "accept"})
    (meeting,) = db.scalars(select(Meeting))
    assert (meeting.slot, meeting.state) == (3, MeetingState.PLANNED)
    staff = _browser(client, people.coordinator())
    assert "グエン・ティ・アン" in staff.get("/ja/staff/fairs/hanoi/agreed").get_data(as_text=True)
    assert staff.get("/ja/staff/fairs/hanoi/timetable").location.endswith("/ja/staff/fairs/hanoi/agreed")
    # The way back to wishes and the answers after the fair is the one of every meeting.
    assert "会社1" in own.get("/vi/me/fairs/hanoi/times").get_data(as_text=True)
    company.post(f"{back}/call-off")
    db.refresh(meeting)
    assert meeting.state is MeetingState.DROPPED


def test_what_staff_cannot_do_where_nothing_is_arranged(client, app, notified, fair, db, now):
    """The pages say why and lead to the other way; a plan that waits is not computed either."""
    company_at(fair)
    staff = _browser(client, people.coordinator())
    page = staff.get("/ja/staff/fairs/hanoi").get_data(as_text=True)
    assert "/ja/staff/fairs/hanoi/agreed" in page and "職業安定法" in page
    assert "/ja/staff/fairs/hanoi/timetable" not in re.findall(r'action="([^"]+)"', page)
    for address in ("timetable", "mend"):
        staff.post(f"/ja/staff/fairs/hanoi/{address}")
    assert db.scalars(select(Timetable)).all() == []
    with writing() as rows:
        waiting = Timetable(fair_id=fair.event_id, number=1, state=TimetableState.SOLVING, asked_at=now)
        rows.add(waiting)
    with app.app_context():
        assert (solve_timetables(now), find_repairs(now)) == (0, 0)
    db.refresh(waiting)
    assert waiting.state is TimetableState.SOLVING


def test_times_are_kept_free_with_a_tap(client, app, fair, db, now):
    """Where staff arrange too; slots of this fair begin at 13:30 and later on the venue's clock."""
    student, _visitor, user = student_at(fair, now)
    own = _browser(client, user)
    page = own.get("/vi/me/fairs/hanoi/free").get_data(as_text=True)
    taps = re.findall(r'name="pause" value="(\w+)"', page)

    def kept() -> list[int]:
        return sorted(db.scalars(select(Unavailable.slot).where(Unavailable.student_id == student.id)))

    own.post("/vi/me/fairs/hanoi/free", data={"busy": ["1", "x", "99"]})
    assert kept() == [1]
    for tap in taps:
        own.post("/vi/me/fairs/hanoi/free", data={"busy": ["1"], "pause": tap})
        assert kept() != [1] and 1 in kept()
    own.post("/vi/me/fairs/hanoi/free", data={})
    assert kept() == []
    with_plan = Timetable(
        fair_id=fair.event_id, number=1, state=TimetableState.PUBLISHED, method="flow", asked_at=now
    )
    with writing() as rows:
        rows.add(with_plan)
    refused = own.post("/vi/me/fairs/hanoi/free", data={"busy": ["1"]})
    assert refused.status_code == 422 and kept() == []


def test_what_the_pages_cost(client, notified, fair, now, count_queries):
    """As many statements with three companies or students as with one."""
    _booth, acting, owner = company_at(fair)
    student_at(fair, now)
    offer(fair, _booth, {0: 1}, acting, now)
    _student, _visitor, user = student_at(fair, now, 2)
    company, own = _browser(client, owner), _browser(client, user)
    pages = ((own, "/vi/me/fairs/hanoi/times", 18), (company, "/ja/company/fairs/hanoi/times", 12))
    for browser, page, cost in pages:
        browser.get(page)
        with count_queries(cost):
            browser.get(page)
    for number in (3, 4):
        booth, other, _owner = company_at(fair, number)
        offer(fair, booth, {1: 1}, other, now + timedelta(seconds=1))
        student_at(fair, now, number)
    for browser, page, cost in pages:
        with count_queries(cost):
            browser.get(page)
