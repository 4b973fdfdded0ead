"""Asked before the first survey: a yes lets it go, a no ends it, and until then it is held where staff see it."""

from datetime import date, timedelta
import re

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts.actions import withdraw_consent
from recruit.accounts.models import Consent
from recruit.accounts.rules import Purpose
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.core.errors import Missing
from recruit.surveys import jobs
from recruit.surveys.actions import agreeing
from recruit.surveys.actions.contacts import replan
from recruit.surveys.basis import Asking
from recruit.surveys.boards.queries import board
from recruit.surveys.boards.question import Question
from recruit.surveys.boards.rules import Stand
from recruit.surveys.models import Answer, Response
from recruit.surveys.queries.agreeing import Hire, hire_of_key, key_of
from recruit.surveys.rules import ContactState, ResponseState
from tests import people
from tests.accounts.changed_words import change_words
from tests.factories import surveys as make
from tests.mail import Outbox

# At work for a week: the first survey is due.
STARTS = date(2026, 11, 18)


def tick() -> None:
    jobs.tick(core_clock.now())


def hire(placement) -> Hire:
    return hire_of_key(key_of(placement.person), core_clock.now())


def say(placement, word: str) -> None:
    now = core_clock.now()
    with writing():
        if word == "yes":
            agreeing.agree(hire(placement), language="vi", way="mail", now=now)
        else:
            agreeing.decline(hire(placement), now=now)


def test_no_survey_goes_before_the_yes_and_one_after_it(app: Flask, outbox: Outbox, db: Session) -> None:
    placement = make.make_hire(starts_on=STARTS, agrees=False)
    tick()
    tick()
    assert set(make.states_of(placement).values()) == {"held consent_awaited"}
    assert outbox.kinds == ["survey_agreement"]
    (line,) = [line for line in board(Question(), core_clock.now()).rows if line.keys[0] == "w1"]
    assert line.reasons[Stand.HELD] == {"consent_awaited": 1}
    assert hire(placement).asking is Asking.WAITS
    for _press in range(2):
        say(placement, "yes")
    tick()
    tick()
    assert outbox.kinds.count("survey_invitation") == 1
    consent = db.scalars(select(Consent).where(Consent.purpose == Purpose.FOLLOW_UP)).one()
    assert (consent.way, consent.person_id) == ("mail", placement.person_id)
    by = hire(placement).says()
    with writing():
        withdraw_consent(consent.public_id, by=by, now=core_clock.now() + timedelta(minutes=1))
    assert set(make.states_of(placement).values()) == {"opted_out surveys"}
    assert outbox.of_kind("survey_invitation")[0].state == "cancelled"


def test_a_no_ends_what_is_planned_and_a_yes_brings_it_back(app: Flask, outbox: Outbox) -> None:
    placement = make.make_hire(starts_on=STARTS, agrees=False)
    for _press in range(2):
        say(placement, "no")
    assert set(make.states_of(placement).values()) == {"opted_out surveys"}
    assert hire(placement).asking is Asking.REFUSED
    tick()
    # The question is not sent any more: it has been answered.
    assert outbox.hand_over() == []
    say(placement, "yes")
    assert make.states_of(placement)["w1"] == "planned"


def test_whose_law_asks_for_none_is_told_and_then_asked(app: Flask, outbox: Outbox) -> None:
    placement = make.make_hire(starts_on=STARTS, country="PH", agrees=False)
    assert outbox.kinds == ["survey_agreement"]
    assert hire(placement).asking is Asking.TOLD
    tick()
    assert outbox.kinds == ["survey_agreement", "survey_invitation"]
    say(placement, "no")
    assert set(make.states_of(placement).values()) == {"opted_out surveys"}


def test_new_words_are_agreed_to_again_and_hide_no_omission(app: Flask, outbox: Outbox, monkeypatch) -> None:
    placement = make.make_hire(starts_on=date(2026, 9, 1), registered_on=date(2026, 8, 1))
    assert make.states_of(placement)["w1"] == "missed_by_us"
    change_words(monkeypatch, Purpose.FOLLOW_UP)
    with writing():
        replan(placement.person_id, core_clock.now())
    states = make.states_of(placement)
    assert (states["w1"], states["m3"]) == ("missed_by_us", "held consent_awaited")
    assert outbox.kinds == ["survey_agreement"]
    say(placement, "yes")
    assert make.states_of(placement)["m3"] == "planned"


def test_the_mailed_key_opens_the_page_and_one_press_answers(
    app: Flask, client: FlaskClient, outbox: Outbox, csrf: None
) -> None:
    placement = make.make_hire(starts_on=STARTS, agrees=False)
    (mail,) = outbox.hand_over()
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"/vi(/surveys/agreement/\S+)", body.get_content())
    assert found is not None
    address = f"/id{found.group(1)}"
    assert client.head(address).status_code == 200
    page = client.get(address).text
    assert ("act" in page, hire(placement).asking) == (True, Asking.WAITS)
    assert client.post(address, data={"act": "yes", "switch_language": "ja"}).status_code == 303
    assert hire(placement).asking is Asking.WAITS
    assert client.post(address, data={"act": "yes"}).status_code == 303
    assert hire(placement).asking is Asking.AGREED
    assert make.contact_of(placement, "w1").state is ContactState.PLANNED
    assert client.post(address, data={"act": "no"}).status_code == 303
    assert hire(placement).asking is Asking.REFUSED
    assert client.get(f"{address[:-1]}_").status_code == 404


def test_somebody_hired_finds_the_question_on_the_own_page(app: Flask, client: FlaskClient) -> None:
    user = people.student()
    make.make_hire(starts_on=STARTS, user=user, agrees=False)
    people.sign_in(client, user)
    assert "/vi/me/surveys/agreement" in client.get("/vi/me").text
    assert client.post("/vi/me/surveys/agreement", data={"act": "yes"}).status_code == 303
    assert "/vi/me/surveys/agreement" not in client.get("/vi/me").text
    stranger = people.sign_in(app.test_client(), people.other_student())
    assert stranger.get("/vi/me/surveys/agreement").status_code == 404
    assert app.test_client().get("/vi/me/surveys/agreement").status_code == 303


def test_an_erased_hire_has_no_key_any_more(app: Flask) -> None:
    placement = make.make_hire(starts_on=STARTS, agrees=False)
    key = key_of(placement.person)
    with writing():
        placement.person.anonymised_at = core_clock.now()
    with pytest.raises(Missing):
        hire_of_key(key, core_clock.now())


def test_who_takes_the_yes_back_is_asked_for_it_before_an_answer_is_kept(
    client: FlaskClient, outbox: Outbox, db: Session
) -> None:
    placement = make.make_hire(starts_on=STARTS)
    tick()
    [key] = make.keys_in(outbox)
    say(placement, "no")
    page = client.get(f"/vi/s/{key}").text
    assert f"/vi/surveys/agreement/{key_of(placement.person)}" in page and "/begin" not in page
    assert client.post(f"/vi/s/{key}/begin").headers["Location"].endswith(f"/vi/s/{key}")
    assert db.scalar(select(Response.id)) is None
    say(placement, "yes")
    assert "/question/" in client.post(f"/vi/s/{key}/begin").headers["Location"]


def test_a_yes_taken_back_in_the_middle_stops_what_is_kept(
    client: FlaskClient, outbox: Outbox, db: Session
) -> None:
    placement = make.make_hire(starts_on=STARTS)
    tick()
    [key] = make.keys_in(outbox)
    question = client.post(f"/vi/s/{key}/begin").headers["Location"]
    say(placement, "no")
    answered = client.post(question, data={"answer": "dont_know", "reserved": "dont_know"})
    handed_in = client.post(f"/vi/s/{key}/submit")
    assert [answered.headers["Location"], handed_in.headers["Location"]] == [f"/vi/s/{key}"] * 2
    assert db.scalar(select(Answer.id)) is None
    assert db.scalar(select(Response.state)) is ResponseState.BEGUN
    say(placement, "yes")
    client.post(question, data={"answer": "dont_know", "reserved": "dont_know"})
    assert db.scalar(select(Answer.id)) is not None
