"""The desk of a company: what waits, for whom it opens, and what never stands there."""

from datetime import date, datetime, timedelta

from flask.testing import FlaskClient
import pytest

from recruit.applications.rules import ApplicationState
from recruit.arrivals.rules import StepOwner, StepState
from recruit.core.db import session, writing
from recruit.core.errors import Missing
from recruit.dashboards.cards import card_of
from recruit.dashboards.queries.company import company_duties
from recruit.dashboards.queries.staff import staff_duties
from recruit.dashboards.rules import CompanyAct, Duty, StaffAct, StudentAct
from recruit.fairs.joining.models import LateRequest
from recruit.fairs.models import Fair
from recruit.fairs.proposing.models import TimeProposal
from recruit.fairs.rules import MeetingState, Side
from recruit.organisations.models import Organisation
from recruit.organisations.queries import memberships_of, with_memberships
from recruit.organisations.rules import OrganisationState, Rights
from recruit.postings.models import PostingMove
from recruit.postings.rules import PostingState
from tests import people
from tests.conftest import CountQueries
from tests.factories import dashboards as make
from tests.factories.fairs import make_booth


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (OrganisationState.APPLIED, "We are checking your registration"),
        (OrganisationState.APPLIED, "Write your first position"),
        (OrganisationState.ASKED_BACK, "We asked back"),
        (OrganisationState.SUSPENDED, "The membership is suspended"),
        (OrganisationState.APPROVED, "Write your first position"),
    ],
)
def test_the_desk_begins_with_where_the_company_stands(
    client: FlaskClient, now: datetime, state: OrganisationState, words: str
) -> None:
    member = people.company_member()
    make.join(member, make.make_organisation("works", now, state=state), now)
    page = people.sign_in(client, member).get("/en/company/")
    assert page.status_code == 200
    assert words in page.text


def fill(company: Organisation, now: datetime, number: int = 1) -> None:
    """One of everything that waits for a company."""
    user = people.make_user(f"student{number}@demo.example", came_as="student")
    student = make.make_student(user, now)
    position = make.make_position(company, f"position-{number}", now)
    make.make_position(company, f"draft-{number}", now, PostingState.DRAFT)
    make.apply(student, position, now)
    late = make.apply(
        student, make.make_position(company, f"other-{number}", now), now, ApplicationState.OFFERED
    )
    make.make_offer(late, now)
    make.make_fair(f"fair-{number}", now)
    held = make.make_fair(f"held-{number}", now, days=-1, wishes_days=-9)
    make.make_meeting(held, student, company, now, state=MeetingState.HELD)
    today = make.make_fair(f"today-{number}", now, days=0, wishes_days=-9)
    make.make_meeting(today, student, company, now)
    placement = make.make_placement(
        user.person, company, f"begun {number}", planned_start_on=date(2026, 11, 20)
    )
    make.make_plan(
        placement,
        [
            (f"A{number}", StepOwner.COMPANY, StepState.OPEN, date(2026, 12, 1)),
            (f"B{number}", StepOwner.STUDENT, StepState.OPEN, date(2026, 12, 1)),
        ],
        now,
    )


def test_everything_that_waits_is_there_with_its_count(
    client: FlaskClient, now: datetime, count_queries: CountQueries
) -> None:
    member = people.company_member()
    company = make.make_organisation("works", now)
    make.join(member, company, now)
    people.sign_in(client, member)
    fill(company, now)
    with count_queries(15):
        page = client.get("/en/company/").text
    for words in (
        "1 meeting is coming up",
        "Answer 1 person you met at the fair",
        "Answer 1 applicant",
        "1 offer waits for an answer",
        "Confirm the first working day of 1 person",
        "1 step before arrival is yours",
        "1 position is not finished",
        "Come to the fair: Fair fair-1",
    ):
        assert words in page
    assert "Write your first position" not in page
    fill(company, now, 2)
    with count_queries(15):
        page = client.get("/en/company/").text
    assert "Answer 2 applicants" in page


def test_a_draft_that_staff_sent_back_is_told_apart(client: FlaskClient, now: datetime) -> None:
    member = people.company_member()
    company = make.make_organisation("works", now)
    make.join(member, company, now)
    people.sign_in(client, member)
    make.make_position(company, "draft", now, PostingState.DRAFT)
    posting = make.make_position(company, "sent back", now, PostingState.DRAFT)
    there = (PostingState.DRAFT, PostingState.IN_REVIEW)
    for from_state, to_state, reason in ((*there, ""), (*there[::-1], "Days off?")):
        with writing() as rows:
            rows.add(
                PostingMove(
                    posting_id=posting.id,
                    from_state=from_state,
                    to_state=to_state,
                    at=now,
                    by_ref="-",
                    reason=reason,
                )
            )
    page = client.get("/en/company/").text
    assert "Staff ask you to change 1 position" in page
    assert "1 position is not finished" in page


def test_where_both_sides_agree_a_company_offers_times_and_answers_proposals(
    client: FlaskClient, now: datetime
) -> None:
    member, user = people.company_member(), people.student()
    company = make.make_organisation("works", now)
    make.join(member, company, now)
    fair = make.make_fair("hanoi", now, wishes_days=5)
    make_booth(session().get_one(Fair, fair.id), company)
    make.sign_up(user, fair, now)
    student = make.make_student(user, now)
    with writing() as rows:
        rows.get_one(Fair, fair.id).arranging = False
        rows.add_all(
            [
                TimeProposal(
                    fair_id=fair.id,
                    student_id=student.id,
                    company_id=company.id,
                    side=Side.STUDENT,
                    slot=0,
                    made_at=now,
                    answer_by_at=now + timedelta(days=2),
                ),
                LateRequest(fair_id=fair.id, student_id=student.id, asked_at=now),
            ]
        )
    acting = with_memberships(people.visitor_of(member), memberships_of(member.person_id, "en"))
    duties = {one.act: one for one in company_duties(acting, "en", now)}
    assert duties[CompanyAct.ANSWER_TIMES].by_at == now + timedelta(days=2)
    assert CompanyAct.OFFER_TIMES in duties and CompanyAct.GIVE_WISHES not in duties
    page = people.sign_in(client, member).get("/en/company/").text
    assert "1 student proposes a time at the fair" in page and "/company/fairs/hanoi/times" in page
    # Who asked late is staff's to help, before the fair begins.
    late = {one.act: one for one in staff_duties(people.visitor_of(people.coordinator()), now)}
    assert late[StaffAct.FIND_PLACES].by_at == fair.starts_at


def test_another_company_s_work_is_not_counted(client: FlaskClient, now: datetime) -> None:
    member = people.company_member()
    make.join(member, make.make_organisation("works", now), now)
    fill(make.make_organisation("others", now), now)
    page = people.sign_in(client, member).get("/en/company/").text
    assert "applicant" not in page
    assert "Write your first position" in page


def test_the_desk_reads_no_table_of_answers(
    client: FlaskClient, now: datetime, count_queries: CountQueries
) -> None:
    member = people.company_member()
    company = make.make_organisation("works", now)
    make.join(member, company, now)
    people.sign_in(client, member)
    fill(company, now)
    with count_queries(15) as statements:
        client.get("/en/company/")
    for table in ("response", "answer ", "contact", "alert", '"case"', "case_note", "survey_link"):
        assert not any(f"FROM {table}" in one or f"JOIN {table}" in one for one in statements), table


def test_a_viewer_reads_and_is_told_so(client: FlaskClient, now: datetime) -> None:
    viewer = people.company_viewer()
    make.join(viewer, make.make_organisation("works", now), now, Rights.VIEWER)
    browser = people.sign_in(client, viewer)
    for address in ("", "positions", "applications", "placements", "profile"):
        page = browser.get(f"/en/company/{address}")
        assert page.status_code == 200
        assert "You may read everything here." in page.text
    desk = browser.get("/en/company/").text
    assert 'class="button"' not in desk
    assert '<a href="/en/company/retention">How long your people stay</a>' in desk


def test_the_desk_opens_for_members_only(client: FlaskClient) -> None:
    assert client.get("/ja/company/").status_code == 303
    for user in (people.student(), people.coordinator(), people.administrator()):
        browser = people.sign_in(client.application.test_client(), user)
        assert browser.get("/ja/company/").status_code == 403
        assert browser.get("/ja/university/").status_code == 403


def test_the_read_itself_refuses_who_acts_for_nobody(db: object, now: datetime) -> None:
    with pytest.raises(Missing):
        company_duties(people.visitor_of(people.student()), "en", now)


def test_acts_have_a_sentence_each(client: FlaskClient, now: datetime) -> None:
    with client.application.test_request_context("/ja/"):
        for act in (*CompanyAct, *StudentAct, *StaffAct):
            card = card_of(Duty(act, name="X", ref="x"), now)
            assert card.title
            assert card.act
