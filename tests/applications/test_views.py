"""Pages of applications: apply, the board, one application, the offer; and who may open what."""

from datetime import datetime
import re

from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.accounts.models import User
from recruit.applications.models import Application, Offer
from recruit.applications.rules import ApplicationState, OfferState
from recruit.core.db import writing
from recruit.core.models import Sighting
from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState, Rights
from recruit.postings import actions as postings
from recruit.postings.models import Posting
from tests import people
from tests.conftest import CountQueries
from tests.factories import applications as make
from tests.factories.placements import make_member
from tests.factories.postings import STAFF, whole_content

Hiring = tuple[Organisation, Posting, Visitor, User]


@pytest.fixture
def hiring(client: FlaskClient, db: Session) -> Hiring:
    """A company with a position; nobody is signed in."""
    member = people.company_member()
    company, by = make.make_company_with(member)
    return company, make.make_published(company), by, member


@pytest.fixture
def user(client: FlaskClient, db: Session) -> User:
    """A student with a whole profile."""
    found = people.student()
    make.make_student(found)
    return found


def test_a_student_applies(client: FlaskClient, db: Session, hiring: Hiring, user: User) -> None:
    _company, posting, _by, _member = hiring
    address = f"/vi/positions/{posting.slug}/apply"
    asked = client.get(address)
    assert (asked.status_code, "/sign-in" in asked.headers["Location"]) == (303, True)
    people.sign_in(client, user)
    assert f"{posting.slug}/apply" in client.get(f"/vi/positions/{posting.slug}").text
    page = client.get(address)
    assert "checked" not in page.text
    bad = client.post(address, data={"letter": "Xin chào công ty"})
    assert bad.status_code == 422
    assert 'id="agrees-error"' in bad.text
    assert "Xin chào công ty" in bad.text
    good = client.post(address, data={"letter": "Xin chào công ty", "agrees": "y"})
    application = db.scalars(select(Application)).one()
    assert good.headers["Location"].endswith(f"/vi/me/applications/{application.public_id}")
    assert client.get(address).status_code == 303
    assert "Xin chào công ty" in client.get(good.headers["Location"]).text
    assert f"/me/applications/{application.public_id}" in client.get(f"/vi/positions/{posting.slug}").text
    assert client.post(f"/vi/me/applications/{application.public_id}/withdraw").status_code == 303
    db.refresh(application)
    assert application.state is ApplicationState.WITHDRAWN


def test_a_profile_that_lacks_something_is_named(client: FlaskClient, db: Session, hiring: Hiring) -> None:
    _company, posting, _by, member = hiring
    other = people.other_student()
    make.make_student(other, language_results=[])
    people.sign_in(client, other)
    page = client.get(f"/en/positions/{posting.slug}/apply").text
    assert "/en/me/profile" in page
    assert 'id="apply-form"' not in page
    assert client.post(f"/en/positions/{posting.slug}/apply", data={"agrees": "y"}).status_code == 422
    people.sign_in(client, member)
    assert client.get(f"/en/positions/{posting.slug}/apply").status_code == 404


def mark_on(page: str) -> dict[str, str]:
    """The version of the position that a page was made of."""
    return {"seen": re.findall(r'name="seen" type="hidden" value="([^"]+)"', page)[0]}


def test_who_applies_from_an_old_page_reads_what_changed_first(
    client: FlaskClient, db: Session, hiring: Hiring, user: User, now: datetime
) -> None:
    _company, posting, by, _member = hiring
    people.sign_in(client, user)
    address = f"/en/positions/{posting.slug}/apply"
    old = mark_on(client.get(address).text) | {"agrees": "y", "letter": "Kính gửi"}
    for act in (
        lambda: postings.take_back(posting, by=by, now=now),
        lambda: postings.save_posting(posting, whole_content(base_pay_yen=221_000), by=by, now=now),
        lambda: postings.submit_posting(posting, by=by, now=now),
        lambda: postings.publish_posting(posting, by=STAFF, now=now),
    ):
        with writing():
            act()
    answer = client.post(address, data=old)
    assert answer.status_code == 422
    assert "has changed since you opened this page" in answer.text
    assert "Kính gửi" in answer.text
    assert db.scalar(select(func.count()).select_from(Application)) == 0
    assert client.post(address, data=old | mark_on(answer.text)).status_code == 303
    assert db.scalars(select(Application)).one().posting_version.content["base_pay_yen"] == 221_000


def test_the_page_of_a_student_leads_to_the_open_application(
    client: FlaskClient, db: Session, hiring: Hiring, user: User
) -> None:
    _company, posting, _by, member = hiring
    application = make.make_application(user, posting)
    people.sign_in(client, member)
    page, link = (
        f"/ja/company/{kind}/{one.public_id}"
        for kind, one in (("students", application.student), ("applications", application))
    )
    assert f'href="{link}"' in client.get(page).text
    application.state = ApplicationState.LAPSED
    db.flush()
    after = client.get(page)
    assert after.status_code == 200
    assert link not in after.text


def test_nobody_is_told_to_wait_for_a_company_that_is_stopped(
    client: FlaskClient, hiring: Hiring, user: User
) -> None:
    company, posting, _by, _member = hiring
    application = make.make_application(user, posting)
    people.sign_in(client, user)
    pages = ("/en/me/applications", f"/en/me/applications/{application.public_id}")
    assert all("The company answers by" in client.get(page).text for page in pages)
    with writing():
        company.state = OrganisationState.SUSPENDED
    own, one = (client.get(page).text for page in pages)
    assert "The company answers by" not in own + one
    assert "Our staff have stopped this company" in one


def test_the_company_reads_moves_and_offers(
    client: FlaskClient, db: Session, hiring: Hiring, user: User
) -> None:
    _company, posting, _by, member = hiring
    application = make.make_application(user, posting, letter="Xin chào")
    people.sign_in(client, member)
    board = client.get("/ja/company/applications").text
    assert board.index("グエン・ティ・アン") < board.index("Đại học Xây dựng Hà Nội")
    address = f"/ja/company/applications/{application.public_id}"
    page = client.get(address)
    assert page.status_code == 200
    assert "Xin chào" in page.text
    assert user.email not in page.text
    assert db.scalar(select(func.count()).select_from(Sighting)) == 1
    assert client.post(address, data={}).status_code == 422
    assert client.post(address, data={"to": "hired"}).status_code == 422
    assert db.scalar(select(func.count()).select_from(Sighting)) == 3
    assert client.post(address, data={"to": "interview", "words": "12月3日"}).status_code == 303
    form = client.get(f"{address}/offer").text
    assert 'value="225000"' in form
    terms = {
        "planned_start_on": "2027-04-01",
        "answer_by_on": "2026-11-27",
        "contract_term": "regular",
        "base_pay_yen": "230,000",
        "prefecture": "hokkaido",
        "place_ja": "旭川市内の現場",
        "housing": "company_flat",
        "housing_yen": "15000",
    }
    early = client.post(f"{address}/offer", data=terms)
    assert early.status_code == 422
    assert 'id="answer_by_on-error"' in early.text
    assert client.post(f"{address}/offer", data=terms | {"answer_by_on": "2026-12-05"}).status_code == 303
    offer = db.scalars(select(Offer)).one()
    assert offer.differences == ["base_pay"]
    assert client.get(f"{address}/offer").status_code == 303
    assert client.get(address).status_code == 200


def test_a_student_answers_an_offer(client: FlaskClient, db: Session, hiring: Hiring, user: User) -> None:
    company, posting, by, _member = hiring
    offer = make.make_offer(make.make_application(user, posting), by)
    other = make.make_application(user, make.make_published(company))
    people.sign_in(client, user)
    assert f"/en/me/offers/{offer.public_id}" in client.get("/en/me/offers").text
    address = f"/en/me/offers/{offer.public_id}"
    page = client.get(address).text
    assert "Differs from the position you applied for" in page
    assert "¥225,000" in page
    unsure = client.post(address, data={"ends": [other.public_id]})
    assert unsure.status_code == 422
    assert 'id="agrees-error"' in unsure.text
    assert client.post(address, data={"agrees": "y", "ends": [other.public_id]}).status_code == 303
    db.refresh(offer)
    db.refresh(other)
    assert (offer.state, other.state) == (OfferState.ACCEPTED, ApplicationState.WITHDRAWN)
    assert client.post(address, data={"agrees": "y"}).status_code == 422
    assert client.post(f"{address}/decline").status_code == 303
    db.refresh(offer)
    assert offer.state is OfferState.ACCEPTED
    assert client.get(address).status_code == 200


def test_strangers_and_viewers(client: FlaskClient, db: Session, hiring: Hiring, user: User) -> None:
    company, posting, by, _member = hiring
    application = make.make_application(user, posting)
    offer = make.make_offer(application, by)
    mine = (f"/en/me/applications/{application.public_id}", f"/en/me/offers/{offer.public_id}")
    ours = f"/en/company/applications/{application.public_id}"
    for address in (*mine, ours, "/en/company/applications", "/en/me/applications"):
        assert client.get(address).status_code == 303
    other = people.other_company_member()
    make.make_company_with(other)
    people.sign_in(client, other)
    for address in (*mine, ours, f"{ours}/offer"):
        assert client.get(address).status_code == 404
    assert client.post(ours, data={"to": "not_chosen"}).status_code == 404
    assert client.post(mine[1], data={"agrees": "y"}).status_code == 404
    viewer = people.company_viewer()
    make_member(viewer, company, Rights.VIEWER)
    people.sign_in(client, viewer)
    assert client.get(ours).status_code == 200
    assert 'id="move-form"' not in client.get(ours).text
    assert client.post(ours, data={"to": "not_chosen"}).status_code == 403
    assert client.get(f"{ours}/offer").status_code == 403


def test_an_ended_application_shows_no_profile(
    client: FlaskClient, db: Session, hiring: Hiring, user: User
) -> None:
    _company, posting, _by, member = hiring
    application = make.make_application(user, posting, letter="Xin chào")
    people.sign_in(client, member)
    address = f"/ja/company/applications/{application.public_id}"
    assert client.post(address, data={"to": "not_chosen"}).status_code == 303
    for page in (client.get(address).text, client.get("/ja/company/applications").text):
        assert "NGUYEN" not in page
        assert "Xin chào" not in page


def test_lists_ask_as_much_for_three_as_for_one(
    client: FlaskClient, db: Session, hiring: Hiring, count_queries: CountQueries
) -> None:
    company, posting, _by, member = hiring
    for number in range(3):
        student = people.make_user(f"s{number}@demo.example", language="vi")
        make.make_student(student)
        make.make_application(student, posting)
        make.make_application(student, make.make_published(company))
        if number in (0, 2):
            people.sign_in(client, member)
            db.expire_all()
            with count_queries(11):
                assert client.get("/ja/company/applications").status_code == 200
