"""How long an application without success is seen and kept."""

from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.accounts.models import User
from recruit.applications import actions, privacy, queries
from recruit.applications.models import Application, ApplicationMove, Offer
from recruit.applications.rules import ApplicationState
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import Visitor
from recruit.postings.models import Posting
from tests import people
from tests.factories import applications as make


@pytest.fixture
def user(app: Flask, db: Session) -> User:
    found = people.student()
    make.make_student(found)
    return found


@pytest.fixture
def company(app: Flask, db: Session) -> Visitor:
    organisation, by = make.make_company_with(people.company_member())
    make.make_published(organisation)
    return by


@pytest.fixture
def refused(user: User, company: Visitor, db: Session, now: datetime) -> Application:
    """An application that the company has just turned down, after an offer that was declined."""
    posting = db.scalars(select(Posting)).one()
    application = make.make_application(user, posting, letter="Tôi muốn học.")
    offer = make.make_offer(application, company)
    with writing():
        actions.decline_offer(offer, by=people.visitor_of(user), now=now)
    with writing():
        actions.move(application, ApplicationState.NOT_CHOSEN, reason="Another time.", by=company, now=now)
    return application


def purge(now: datetime) -> tuple[int, int]:
    with writing():
        return privacy.end_sight(now), privacy.forget_old(now)


def test_the_company_sees_it_for_thirty_days(
    refused: Application, company: Visitor, db: Session, now: datetime
) -> None:
    assert purge(now + timedelta(days=29)) == (0, 0)
    assert queries.application_for_company(company, refused.public_id)
    assert purge(now + timedelta(days=31)) == (1, 0)
    db.refresh(refused)
    assert refused.letter == "" and {move.reason for move in refused.moves} == {""}
    with pytest.raises(Missing):
        queries.application_for_company(company, refused.public_id)
    assert queries.board_of_company(company) == []
    assert purge(now + timedelta(days=32)) == (0, 0)


def test_who_agrees_is_seen_for_half_a_year(
    refused: Application, user: User, company: Visitor, db: Session, now: datetime
) -> None:
    with writing():
        actions.keep_longer(refused, agrees=True, by=people.visitor_of(user), now=now)
    assert purge(now + timedelta(days=179)) == (0, 0)
    assert purge(now + timedelta(days=181)) == (1, 0)
    with pytest.raises(Refused), writing():
        actions.keep_longer(refused, agrees=True, by=people.visitor_of(user), now=now)


def test_only_the_student_agrees_and_only_for_what_ended(
    refused: Application, user: User, company: Visitor, db: Session, now: datetime
) -> None:
    with pytest.raises(Missing), writing():
        actions.keep_longer(refused, agrees=True, by=company, now=now)
    again = make.make_application(user, refused.posting)
    with pytest.raises(Refused), writing():
        actions.keep_longer(again, agrees=True, by=people.visitor_of(user), now=now)


def test_the_bare_record_goes_after_a_year(refused: Application, db: Session, now: datetime) -> None:
    assert purge(now + timedelta(days=364)) == (1, 0)
    assert purge(now + timedelta(days=367)) == (0, 1)
    for table in (Application, ApplicationMove, Offer):
        assert db.scalar(select(func.count()).select_from(table)) == 0


def test_what_is_open_or_led_to_a_job_stays(user: User, company: Visitor, db: Session, now: datetime) -> None:
    posting = db.scalars(select(Posting)).one()
    application = make.make_application(user, posting, letter="Tôi muốn học.")
    assert purge(now + timedelta(days=1000)) == (0, 0)
    offer = make.make_offer(application, company)
    with writing():
        actions.accept_offer(offer, by=people.visitor_of(user), now=now)
    assert purge(now + timedelta(days=1000)) == (0, 0)


def test_the_page_says_until_when_and_takes_the_answer(
    refused: Application, user: User, client: FlaskClient, db: Session
) -> None:
    people.sign_in(client, user)
    address = f"/vi/me/applications/{refused.public_id}"
    page = client.get(address).get_data(as_text=True)
    assert "25/12/2026" in page and "24/5/2027" in page
    assert client.post(f"{address}/keep").status_code == 303
    page = client.get(address).get_data(as_text=True)
    assert "24/5/2027" in page and "25/12/2026" not in page
    client.post(f"{address}/keep")
    assert "25/12/2026" in client.get(address).get_data(as_text=True)
    stranger = people.sign_in(client, people.other_student())
    assert stranger.post(f"{address}/keep").status_code == 404
