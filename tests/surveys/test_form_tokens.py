"""A phone that has lost its session loses no answer; what signs somebody in still asks for the form's token."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts import actions as accounts
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.surveys import jobs
from recruit.surveys.models import Answer, Contact, Response
from tests import people
from tests.factories import surveys as make
from tests.mail import Outbox


def test_an_answer_needs_the_key_and_nothing_else(
    app: Flask, client: FlaskClient, outbox: Outbox, db: Session, csrf: None
) -> None:
    make.make_hire()
    jobs.tick(core_clock.now())
    [key] = make.keys_in(outbox)
    where = client.post(f"/vi/s/{key}/begin").headers["Location"]
    item = where.rpartition("/")[2]
    # A browser without any cookie, as after the phone has put the page away.
    other = app.test_client()
    assert other.post(where, data={"answer": "", "asked": item}).status_code == 303
    kept = other.post(f"/vi/s/{key}/question/say_more", data={"answer": "Ổn", "asked": "say_more"})
    assert kept.status_code == 303
    assert len(db.scalars(select(Answer)).all()) == 1
    assert other.post(f"/vi/s/{key}/refuse", data={"act": "survey"}).status_code == 200
    # Somebody else's key opens nothing.
    assert other.post("/vi/s/" + "x" * 43 + "/begin").status_code == 404


def test_signed_in_the_token_is_asked_for(client: FlaskClient, db: Session, csrf: None) -> None:
    user = people.student()
    make.make_hire(user=user)
    people.sign_in(client, user)
    own = db.scalars(select(Contact).order_by(Contact.id)).first()
    assert own is not None
    for page in ("begin", "submit", "refuse", "question/say_more"):
        assert client.post(f"/vi/me/surveys/{own.public_id}/{page}").status_code == 400, page
    assert db.scalars(select(Response)).all() == []


def test_a_mailed_link_that_signs_in_asks_for_the_token(
    client: FlaskClient, outbox: Outbox, csrf: None
) -> None:
    """Else somebody else's page could sign a visitor in as another, and read what is typed from then on."""
    user = people.student()
    with writing():
        accounts.request_sign_in_link(user.email, now=core_clock.now())
    [message] = outbox.hand_over()
    body = message.get_body(("plain",))
    assert body is not None
    path = next(word for word in body.get_content().split() if "/account/sign-in/link/" in word)
    assert client.post(path.partition("localhost")[2]).status_code == 400


def test_no_other_route_does_without(app: Flask) -> None:
    """Answers behind their key, one press in a mail to get no more of a kind, and a mail server's signed report."""
    exempt = app.extensions["csrf"]._exempt_views
    answering = {f"recruit.surveys.views.answering.{name}" for name in ("begin", "answer", "submit")}
    others = {name for name in exempt if name not in answering}
    assert answering <= exempt
    assert {name.rpartition(".")[2] for name in others} == {
        "keep_refusal",
        "keep_agreement",
        "answer_guest_survey",
        "unsubscribe",
        "bounce_hook",
    }
    assert {name.split(".")[1] for name in others} == {"surveys", "messages"}
