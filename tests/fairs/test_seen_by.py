"""After a fair: one line on the page of privacy, a page of companies, and an end to one or to all."""

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.accounts.actions import give_consent
from recruit.accounts.models import Consent
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.core.db import writing
from recruit.events.models import Event
from recruit.students.actions import begin_disclosure
from recruit.students.models import Disclosure
from recruit.students.rules import DisclosureReason, DisclosureScope
from recruit.web.tables import PAGE_SIZE
from tests import people
from tests.factories import dashboards as make


@pytest.fixture
def shown(app: Flask, client: FlaskClient, now):
    """A student (who reads with `client`) is seen by more companies of a fair than stand on one page."""
    user = people.student()
    student = make.make_student(user, now)
    fair = make.make_fair("hanoi", now)
    of_event = fair if isinstance(fair, Event) else fair.event
    companies = [make.make_organisation(f"works-{number}", now) for number in range(PAGE_SIZE + 2)]
    with writing():
        consent = give_consent(
            user.person,
            Purpose.FAIR_COMPANIES,
            RecipientKind.ORGANISATION,
            recipient_ref=of_event.public_id,
            language="vi",
            way="fair",
            by=people.visitor_of(user),
            now=now,
        )
        for company in companies:
            begin_disclosure(
                student,
                company.id,
                scope=DisclosureScope.PROFILE,
                reason=DisclosureReason.FAIR,
                reason_ref=of_event.slug,
                consent_ref=consent.public_id,
                by=people.visitor_of(user),
                now=now,
            )
    people.sign_in(client, user)
    return student, companies


def seeing(db: Session) -> int:
    db.expire_all()
    live = select(func.count()).select_from(Disclosure).where(Disclosure.until_at.is_(None))
    return db.scalar(live) or 0


def test_a_big_fair_is_one_line_and_pages_of_companies(client: FlaskClient, shown, count_queries) -> None:
    _student, companies = shown
    page = client.get("/en/me/privacy").text
    assert f"{len(companies)} companies" in page
    assert page.count("/me/privacy/fairs/hanoi") == 1
    assert "/end" not in page
    with count_queries(8):
        first = client.get("/en/me/privacy/fairs/hanoi").text
    assert first.count("End it: ") == PAGE_SIZE
    following = first.split("after=")[1].split('"')[0]
    with count_queries(8):
        rest = client.get(f"/en/me/privacy/fairs/hanoi?after={following}").text
    assert rest.count("End it: ") == 2


def test_one_company_is_ended_alone_and_all_in_one_click(
    app: Flask, client: FlaskClient, db: Session, shown
) -> None:
    student, companies = shown
    others = people.sign_in(app.test_client(), people.other_student())
    assert others.get("/en/me/privacy/fairs/hanoi").status_code == 404
    assert others.post("/en/me/privacy/fairs/hanoi/end").status_code == 404
    assert client.post(f"/en/me/privacy/{companies[0].public_id}/end").status_code == 303
    assert seeing(db) == len(companies) - 1
    assert client.post("/en/me/privacy/fairs/hanoi/end").status_code == 303
    assert seeing(db) == 0
    assert db.scalar(select(Consent.withdrawn_at).where(Consent.person_id == student.person_id))
    assert client.get("/en/me/privacy/fairs/hanoi").status_code == 404
    page = client.get("/en/me/privacy").text
    assert "/me/privacy/fairs" not in page
    assert f"Who no longer sees you ({len(companies)})" in " ".join(page.split())
