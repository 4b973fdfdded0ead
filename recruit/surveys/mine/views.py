"""The own page of surveys, and the own answers to read again."""

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.surveys.after_events.queries import form_of, key_of
from recruit.surveys.basis import Asking
from recruit.surveys.forms import ItemType, text
from recruit.surveys.mine.queries import answers_of_own, surveys_of
from recruit.surveys.queries.answering import WITH_WORDS, Survey
from recruit.surveys.queries.responses import looks_at_own
from recruit.surveys.readers import AnswerKind, kinds_of
from recruit.surveys.rules import Openness, ResponseMode
from recruit.surveys.views.asking import shown_answer
from recruit.surveys.views.reading import reader_rows
from recruit.surveys.views.room import room
from recruit.surveys.words import WAVES
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in
from recruit.web.times import TwoClocks, two_clocks

TOKYO = "Asia/Tokyo"


@room.get("/me/surveys", lock=signed_in)
def mine() -> ResponseReturnValue:
    """Everything open for me in one place, with until when, how long it takes and how far I have come."""
    now, language = clock.now(), current_language()
    found = surveys_of(visitor(), now)
    return render_template(
        "surveys/mine.html",
        found=found,
        looks=looks_at_own(visitor()),
        is_late=lambda survey: survey.openness(now) is Openness.LATE,
        until=_until,
        until_event=lambda one: two_clocks(one.closes_at - timedelta(minutes=1), one.registration.event.zone),
        minutes_of_event=lambda one: form_of(one).minutes,
        link_of_event=lambda one: page_url("surveys.guest_survey", token=key_of(one)),
        name=lambda survey: text(survey.form.title, language),
        point=lambda survey: WAVES.get(survey.contact.wave.key, survey.contact.wave.key),
        by_phone=lambda survey: survey.response is not None and survey.response.mode is ResponseMode.PHONE,
        standings=Asking,
        readers=reader_rows(set(AnswerKind)),
    )


def _until(survey: Survey) -> TwoClocks:
    """The last minute, at the clock of whom it was planned for and at the reader's."""
    return two_clocks(survey.takes_answers_until(clock.now()), survey.contact.zone or TOKYO)


@room.get("/me/surveys/<public_id>/answers", lock=signed_in)
def own_answers(public_id: str) -> ResponseReturnValue:
    """What I handed in, question by question, as I gave it."""
    survey, language = answers_of_own(visitor(), public_id), current_language()
    asked = [item for item in survey.visible() if item.type is not ItemType.NOTE]
    return render_template(
        "surveys/mine/answers.html",
        survey=survey,
        title=text(survey.form.title, language),
        point=WAVES.get(survey.contact.wave.key, survey.contact.wave.key),
        lines=[
            (
                text(item.label, language),
                shown_answer(item, survey.answers.get(item.name, "")),
                item.type in WITH_WORDS,
            )
            for item in asked
        ],
        looks=looks_at_own(visitor()),
        readers=reader_rows(set(kinds_of(survey.form).values())),
    )
