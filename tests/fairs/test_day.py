"""The day of a fair: what happens now, who is missing, and the press from there to the form that mends the timetable."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from recruit.core.clock import now as instant
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.events.door.actions import show_ticket
from recruit.fairs.day import actions, rules
from recruit.fairs.day.rules import Moment, moment_of
from recruit.fairs.models import Booth, FairReport, MeetingChange
from recruit.fairs.rules import FairRefusal, MeetingState, ReportKind
from tests import people
from tests.factories.events import make_event, make_profile, make_registration
from tests.factories.fairs import make_booth, make_company_with, make_fair, make_meeting

TEN = datetime(2027, 1, 16, 10, 0, tzinfo=UTC)
# Slots of 20 minutes; the third is a break.
STARTS = [(0, TEN), (1, TEN + timedelta(minutes=20)), (3, TEN + timedelta(minutes=60))]


@pytest.mark.parametrize(
    ("minutes", "moment"),
    [(-5, Moment(None, 0)), (0, Moment(0, 1)), (19, Moment(0, 1)), (20, Moment(1, 3)), (45, Moment(None, 3)),
     (60, Moment(3, None)), (80, Moment(None, None))],
)  # fmt: skip
def test_where_in_the_day_one_is(minutes, moment):
    assert moment_of(STARTS, 20, TEN + timedelta(minutes=minutes)) == moment


@pytest.mark.parametrize(
    ("state", "minutes", "refusal"),
    [
        (MeetingState.PLANNED, -1, FairRefusal.NOT_YET_HELD),
        (MeetingState.PLANNED, 0, None),
        (MeetingState.RUNNING, 5, None),
        (MeetingState.HELD, 5, FairRefusal.MOVE_NOT_POSSIBLE),
        (MeetingState.DROPPED, 5, FairRefusal.MOVE_NOT_POSSIBLE),
    ],
)
def test_who_did_not_come_is_said_when_it_has_begun(state, minutes, refusal):
    now = TEN + timedelta(minutes=minutes)
    assert rules.why_not_no_show(state, starts_at=TEN, now=now) is refusal


@pytest.fixture
def running(db, clock):
    """One company; three students one after the other, of whom the first conversation is going on."""
    fair = make_fair(make_event(slug="hanoi", seats=None), slots=3)
    owner = people.make_user("owner@demo.example")
    company, _acting = make_company_with(owner)
    make_booth(fair, company, tables=2)
    seats = []
    for number, name in enumerate(("グエン・アン", "レ・ミン", "チャン・ハー")):
        user = people.make_user(f"student{number}@demo.example", language="vi")
        student = make_profile(user, katakana=name)
        seats.append((make_registration(fair.event, user), make_meeting(fair, student, company, slot=number)))
    clock.move_to(fair.slots[0].starts_at + timedelta(minutes=5))
    return fair, company, owner, seats


def test_staff_see_who_is_missing_and_mend_with_one_press(client, db, clock, running, count_queries):
    fair, company, _owner, seats = running
    (_ticket, first), (_second_ticket, second), _third = seats
    staff = people.coordinator()
    with writing():
        show_ticket(
            fair.event, seats[2][0], by=people.visitor_of(staff), scan_id="a", device="", now=instant()
        )
    assert client.get("/ja/staff/fairs/hanoi/day").status_code == 303
    people.sign_in(client, staff)
    with count_queries(16):
        page = client.get("/ja/staff/fairs/hanoi/day").get_data(as_text=True)
    missing = page[page.index('id="missing"') :]
    # Whoever is due now stands above, whoever is due next below; who was let in is not missing.
    assert "グエン・アン" in page[: page.index('id="missing"')] and "レ・ミン" in missing
    assert f"student-{seats[2][1].student.public_id}=absent" not in missing
    wanted = f"/ja/staff/fairs/hanoi/mend?student-{second.student.public_id}=absent"
    assert wanted in missing and f"company-{company.public_id}=gone" in page
    form = client.get(wanted).get_data(as_text=True)
    assert form.count('<option value="absent" selected>') == 1 and form.index("レ・ミン") < form.index(
        "チャン・ハー"
    )

    assert client.post(f"/ja/staff/fairs/hanoi/meetings/{first.public_id}/no-show").status_code == 303
    db.refresh(first)
    assert first.state is MeetingState.NO_SHOW
    # The second has not begun; a stranger's meeting does not exist.
    client.post(f"/ja/staff/fairs/hanoi/meetings/{second.public_id}/no-show")
    db.refresh(second)
    assert second.state is MeetingState.PLANNED
    assert client.post("/ja/staff/fairs/hanoi/meetings/nobody/no-show").status_code == 404
    for _ in range(2):
        assert client.post(f"/ja/staff/fairs/hanoi/meetings/{first.public_id}/came").status_code == 303
    db.refresh(first)
    assert first.state is MeetingState.PLANNED
    assert len(db.scalars(select(MeetingChange)).all()) == 2
    with writing():
        first.state = MeetingState.HELD
    with pytest.raises(Refused), writing():
        actions.came_after_all(first, by=people.visitor_of(staff), now=instant())


def test_a_company_says_what_is_different_and_staff_decide(client, db, clock, running):
    fair, company, owner, seats = running
    (_ticket, first), (_other_ticket, second), _third = seats
    here = "/ja/company/fairs/hanoi"
    desk = people.coordinator()
    people.sign_in(client, owner)
    page = client.get(f"{here}/day").get_data(as_text=True)
    assert "グエン・アン" in page and f"{first.public_id}/did-not-come" in page
    for _ in range(2):
        for press in (f"meetings/{first.public_id}/did-not-come", "late"):
            assert client.post(f"{here}/{press}").status_code == 303
    # The next one has not begun; another company's meeting is none of theirs.
    client.post(f"{here}/meetings/{second.public_id}/did-not-come")
    assert client.post(f"{here}/meetings/nobody/did-not-come").status_code == 404
    client.post(f"{here}/has-time")
    booth = db.scalars(select(Booth)).one()
    db.refresh(booth)
    assert booth.wants_more
    client.post(f"{here}/no-time")
    db.refresh(booth)
    assert not booth.wants_more
    reports = {one.kind: one for one in db.scalars(select(FairReport).order_by(FairReport.id))}
    assert set(reports) == set(ReportKind) and len(db.scalars(select(FairReport)).all()) == 2
    db.refresh(first)
    assert first.state is MeetingState.PLANNED

    people.sign_in(client, desk)
    staff_page = "/ja/staff/fairs/hanoi"
    day = client.get(f"{staff_page}/day").get_data(as_text=True)
    assert all(one.public_id in day for one in reports.values())
    to_mend = client.post(f"{staff_page}/reports/{reports[ReportKind.NO_SHOW].public_id}/holds").location
    assert to_mend.endswith(f"/mend?student-{first.student.public_id}=absent")
    db.refresh(first)
    assert first.state is MeetingState.NO_SHOW
    late = f"{staff_page}/reports/{reports[ReportKind.RUNS_LATE].public_id}"
    assert client.post(f"{late}/holds").location.endswith(f"/mend?company-{company.public_id}=behind")
    assert client.post(f"{late}/settled").status_code == 303
    assert 'value="behind" selected' in client.get(
        f"{staff_page}/mend?company-{company.public_id}=behind"
    ).get_data(as_text=True)
    assert reports[ReportKind.NO_SHOW].public_id not in client.get(f"{staff_page}/day").get_data(as_text=True)
    clock.move_to(fair.event.ends_at)
    with pytest.raises(Refused), writing():
        actions.report_late(booth, by=people.visitor_of(desk), now=instant())
