"""The desks of universities and staff."""

from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
import pytest

from recruit.applications.rules import ApplicationState
from recruit.arrivals.rules import StepOwner, StepState
from recruit.cases.models import Case
from recruit.cases.rules import CaseOrigin, Level
from recruit.core.db import writing
from recruit.core.errors import Missing
from recruit.core.visitor import Role
from recruit.dashboards.queries.staff import staff_duties
from recruit.dashboards.queries.university import own_students, students_who_agreed
from recruit.dashboards.rules import AIMS, StaffAct
from recruit.organisations.queries import memberships_of, with_memberships
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.placements.queries import placement_for
from recruit.placements.rules import PlacementState
from recruit.postings.rules import PostingState
from recruit.students.actions import show_to_university
from tests import people
from tests.conftest import CountQueries
from tests.factories import dashboards as make
from tests.factories.placements import make_placement


def test_a_university_counts_only_students_who_agreed(client: FlaskClient, now: datetime) -> None:
    university = make.make_organisation("huce", now, kind=OrganisationKind.UNIVERSITY, country="VN")
    teacher = people.university_member()
    make.join(teacher, university, now)
    agreed, silent = people.student(), people.other_student()
    company = make.make_organisation("works", now)
    position = make.make_position(company, "site-engineer", now)
    for user in (agreed, silent):
        student = make.make_student(user, now, university=university)
        make.apply(student, position, now, ApplicationState.IN_REVIEW)
        make.sign_up(user, make.make_fair(f"fair-{user.id}", now), now)
        make.make_placement(user.person, company, f"{user.id}")
        if user is agreed:
            with writing():
                show_to_university(student, language="vi", by=people.visitor_of(user), now=now)
    browser = people.sign_in(client, teacher)
    page = browser.get("/en/university/")
    assert page.status_code == 200
    asks = acting(teacher)
    found = own_students(asks)
    assert (found.all, found.unconfirmed, found.agreed) == (2, 2, 1)
    counts = found.release.table.counts
    assert {state: counts[state,] for (state,) in counts} == {
        "agreed": 1, "at_fairs": 1, "attended": 0, "applying": 1, "offered": 0, "expected": 1, "working": 0
    }  # fmt: skip
    # One person is not told apart from four; who agreed is named, with how far it has come, and nobody else.
    assert page.text.count("not shown<") == 3
    assert [(found.person_id, state) for found, state in students_who_agreed(asks)] == [
        (agreed.person_id, PlacementState.EXPECTED)
    ]
    assert "Confirm that 2 students study with you" in page.text


def acting(user: people.User) -> people.Visitor:
    return with_memberships(people.visitor_of(user), memberships_of(user.person_id, "en"))


def test_staff_see_one_sentence_for_each_kind_of_work(
    client: FlaskClient, now: datetime, count_queries: CountQueries
) -> None:
    company = make.make_organisation("works", now)
    make.make_organisation("new", now, state=OrganisationState.APPLIED)
    make.make_position(company, "in-review", now, PostingState.IN_REVIEW)
    make.make_fair("wishes-in", now, wishes_days=-1)
    placement = make.make_placement(people.student().person, company, "1")
    make.make_plan(
        placement,
        [
            ("A", StepOwner.COMPANY, StepState.STUCK, date(2027, 1, 1)),
            ("B", StepOwner.STUDENT, StepState.OPEN, date(2026, 11, 1)),
        ],
        now,
    )
    asks = people.visitor_of(people.coordinator())
    counts = {duty.act: duty.count for duty in staff_duties(asks, now)}
    assert counts == {
        StaffAct.CHECK_ORGANISATIONS: 1,
        StaffAct.REVIEW_POSITIONS: 1,
        StaffAct.MAKE_TIMETABLES: 1,
        StaffAct.HELP_STUCK_STEPS: 1,
        StaffAct.HURRY_LATE_STEPS: 1,
    }
    # By when the first of them is to be done: the step's own day, and our aims from when the others came up.
    days = {duty.act: duty.by_at for duty in staff_duties(asks, now)}
    assert days[StaffAct.HURRY_LATE_STEPS] == datetime(2026, 11, 1, 14, 59, tzinfo=UTC)
    assert days[StaffAct.MAKE_TIMETABLES] == now - timedelta(days=1) + AIMS[StaffAct.MAKE_TIMETABLES]
    people.sign_in(client, people.editor())
    with count_queries(4):
        page = client.get("/en/staff/")
    assert "1 organisation wants to take part" not in page.text
    browser = people.sign_in(client.application.test_client(), people.administrator())
    page = browser.get("/en/staff/").text
    assert "1 organisation wants to take part: check it." in page
    assert "late by 24 days" in page and "It was to be done by 1 November 2026." in page
    assert page.index("1 step is late.") < page.index("1 organisation wants")
    assert "/en/staff/audit" in page
    steps = browser.get("/en/staff/steps")
    assert "Step A" in steps.text
    assert "late by 24 days" in steps.text


def test_the_number_of_cases_is_for_who_works_on_them(db: object, now: datetime) -> None:
    with writing() as rows:
        rows.add(Case(origin=CaseOrigin.REPORT, level=Level.RED, opened_at=now, due_at=now))
    for user, sees in (
        (people.coordinator(), False),
        (people.editor(), False),
        (people.retention_officer(), True),
    ):
        acts = {duty.act for duty in staff_duties(people.visitor_of(user), now)}
        assert (StaffAct.SEE_TO_CASES in acts) is sees


def test_who_edits_the_handbook_sees_no_hire(client: FlaskClient) -> None:
    placement = make_placement()
    pages = ("steps", "placements", f"placements/{placement.public_id}")
    for user, status in (
        (people.editor(), 403),
        (people.retention_officer(), 200),
        (people.coordinator(), 200),
    ):
        browser = people.sign_in(client.application.test_client(), user)
        for page in pages:
            assert browser.get(f"/en/staff/{page}").status_code == status, (user.email, page)
    with pytest.raises(Missing):
        placement_for(
            people.visitor_of(people.make_user("e@demo.example", roles=(Role.EDITOR,))), placement.public_id
        )


@pytest.mark.parametrize("page", ["fairs/hanoi.ics", "positions/site-engineer"])
def test_a_claimed_host_stands_in_no_page(client: FlaskClient, now: datetime, page: str) -> None:
    company = make.make_organisation("works", now)
    make.make_fair("hanoi", now)
    make.make_position(company, "site-engineer", now)
    assert client.get(f"/en/{page}").status_code == 200
    answer = client.get(f"/en/{page}", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text


def test_staff_pages_open_for_staff_only(client: FlaskClient) -> None:
    browser = people.sign_in(client, people.student())
    for page in ("staff/", "staff/steps", "staff/people", "staff/people/x", "staff/audit"):
        assert browser.get(f"/vi/{page}").status_code == 403
        assert client.application.test_client().get(f"/vi/{page}").status_code == 303


def test_header_links_are_at_most_five_and_all_open(client: FlaskClient, now: datetime) -> None:
    company = make.make_organisation("works", now)
    university = make.make_organisation("huce", now, kind=OrganisationKind.UNIVERSITY, country="VN")
    member, teacher = people.company_member(), people.university_member()
    make.join(member, company, now)
    make.join(teacher, university, now)
    for user in (
        None,
        people.student(),
        member,
        teacher,
        people.coordinator(),
        people.retention_officer(),
        people.editor(),
    ):
        browser = client.application.test_client()
        if user:
            people.sign_in(browser, user)
        page = browser.get("/en/members").text
        nav = page.partition('class="main-nav"')[2].partition("</nav>")[0]
        # What may have no room in the line stands under "More" besides.
        links = {part.partition('"')[0] for part in nav.split('<a href="')[1:]}
        assert 1 <= len(links) <= 5
        for link in links:
            assert browser.get(link).status_code == 200, link
