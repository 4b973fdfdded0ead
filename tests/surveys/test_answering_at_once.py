"""Two devices of one person: what is answered while the answers are handed in is refused or kept, never lost in silence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
import threading
import time

from flask import Flask
import pytest
from sqlalchemy import select

from recruit.core import clock as core_clock
from recruit.core.db import Database, session, writing
from recruit.core.errors import Refused
from recruit.surveys.actions import answering
from recruit.surveys.models import Answer, Contact, Response
from recruit.surveys.queries.answering import Survey, survey_of_contact
from recruit.surveys.rules import ContactKind, ResponseState, SurveyRefusal
from tests.factories import surveys as make

WAIT = 60


def _survey(wave: str = "m1") -> Survey:
    contacts = session().scalars(select(Contact).where(Contact.kind == ContactKind.INVITATION)).all()
    return survey_of_contact(next(contact for contact in contacts if contact.wave.key == wave))


@pytest.fixture
def begun(own_app: Flask, own_database: Database, clock: object) -> Database:
    with own_app.app_context(), own_database.scope():
        make.make_hire(starts_on=date(2026, 10, 25))
        survey = _survey()
        with writing():
            answering.answer(
                survey, survey.form.item("q_satisfied"), "4", language="vi", now=core_clock.now()
            )
    return own_database


def test_an_answer_that_comes_while_handing_in_is_refused(begun: Database, own_app: Flask) -> None:
    is_submitted = threading.Event()

    def hand_in() -> None:
        with own_app.app_context(), begun.scope():
            survey = _survey()
            with writing():
                assert answering.submit(survey, now=core_clock.now())
                is_submitted.set()
                time.sleep(0.5)

    def answer_once_more() -> SurveyRefusal | None:
        with own_app.app_context(), begun.scope():
            survey = _survey()
            assert survey.response is not None
            assert survey.response.state is ResponseState.BEGUN
            ready.set()
            assert is_submitted.wait(WAIT)
            try:
                with writing():
                    answering.answer(
                        survey, survey.form.item("q_japanese"), "1", language="vi", now=core_clock.now()
                    )
            except Refused as refused:
                return SurveyRefusal(refused.reason)
        return None

    ready = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        late = pool.submit(answer_once_more)
        assert ready.wait(WAIT)
        first = pool.submit(hand_in)
        first.result(WAIT)
        assert late.result(WAIT) is SurveyRefusal.ALREADY_SUBMITTED
    with begun.scope():
        assert session().scalars(select(Answer.item)).all() == ["q_satisfied"]
        assert session().scalars(select(Response)).one().state is ResponseState.SUBMITTED


def test_an_answer_kept_on_another_device_is_handed_in_too(begun: Database, own_app: Flask) -> None:
    with own_app.app_context(), begun.scope():
        survey = _survey()
        assert set(survey.answers) == {"q_satisfied"}

        def on_the_other_device() -> None:
            with own_app.app_context(), begun.scope():
                other = _survey()
                with writing():
                    answering.answer(
                        other, other.form.item("q_japanese"), "1", language="vi", now=core_clock.now()
                    )

        with ThreadPoolExecutor(1) as pool:
            pool.submit(on_the_other_device).result(WAIT)
        with writing():
            assert answering.submit(survey, now=core_clock.now())
        assert set(session().scalars(select(Answer.item))) == {"q_satisfied", "q_japanese"}
