"""The pages of a person who answers: by the key in a mail, without signing in, or from the own list when signed in.

Both ways open the same answers. A GET never changes anything: mail programs open links before people do.
"""

from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.surveys.actions import answering
from recruit.surveys.forms import ItemType
from recruit.surveys.queries.agreeing import hire_of_person, key_of
from recruit.surveys.queries.answering import next_point, refusal_of
from recruit.surveys.rules import Openness
from recruit.surveys.views.asking import (
    all_questions,
    keep_answer,
    show_question,
    shown_answer,
    worries_shown,
)
from recruit.surveys.views.room import room
from recruit.surveys.views.ways import KeyOpensNothing, Way, by_key, by_sign_in, shared
from recruit.surveys.words import WAVES
from recruit.web.gate import current_language, page_url
from recruit.web.locks import signed_in, token_holder
from recruit.web.words import words_for


@room.errorhandler(KeyOpensNothing)
def no_survey(_error: KeyOpensNothing) -> ResponseReturnValue:
    """A key that opens nothing: the page says what to do instead. All such keys get the same."""
    return render_template("surveys/no_survey.html"), 404


@room.get("/s/<token>", lock=token_holder)
def start(token: str) -> ResponseReturnValue:
    """Where the mailed link leads."""
    return _start(by_key(token))


@room.get("/me/surveys/<public_id>", lock=signed_in)
def own_start(public_id: str) -> ResponseReturnValue:
    """The same, signed in."""
    return _start(by_sign_in(public_id))


@room.post("/s/<token>/begin", lock=token_holder, by_key_alone=True)
def begin(token: str) -> ResponseReturnValue:
    """Begin or go on."""
    return _begin(by_key(token))


@room.post("/me/surveys/<public_id>/begin", lock=signed_in)
def own_begin(public_id: str) -> ResponseReturnValue:
    """The same, signed in."""
    return _begin(by_sign_in(public_id))


@room.get("/s/<token>/question/<item>", lock=token_holder)
def question(token: str, item: str) -> ResponseReturnValue:
    """One question."""
    return show_question(by_key(token), item)


@room.get("/me/surveys/<public_id>/question/<item>", lock=signed_in)
def own_question(public_id: str, item: str) -> ResponseReturnValue:
    """The same, signed in."""
    return show_question(by_sign_in(public_id), item)


@room.post("/s/<token>/question/<item>", lock=token_holder, by_key_alone=True)
def answer(token: str, item: str) -> ResponseReturnValue:
    """Keep one answer and go on."""
    return keep_answer(by_key(token), item)


@room.post("/me/surveys/<public_id>/question/<item>", lock=signed_in)
def own_answer(public_id: str, item: str) -> ResponseReturnValue:
    """The same, signed in."""
    return keep_answer(by_sign_in(public_id), item)


@room.get("/s/<token>/questions", lock=token_holder)
def questions(token: str) -> ResponseReturnValue:
    """All questions without answers, for a browser that may lose its connection."""
    return all_questions(by_key(token))


@room.get("/me/surveys/<public_id>/questions", lock=signed_in)
def own_questions(public_id: str) -> ResponseReturnValue:
    """The same, signed in."""
    return all_questions(by_sign_in(public_id))


@room.get("/s/<token>/check", lock=token_holder)
def check(token: str) -> ResponseReturnValue:
    """All answers before they are handed in."""
    return _check(by_key(token))


@room.get("/me/surveys/<public_id>/check", lock=signed_in)
def own_check(public_id: str) -> ResponseReturnValue:
    """The same, signed in."""
    return _check(by_sign_in(public_id))


@room.post("/s/<token>/submit", lock=token_holder, by_key_alone=True)
def submit(token: str) -> ResponseReturnValue:
    """Hand the answers in."""
    return _submit(by_key(token))


@room.post("/me/surveys/<public_id>/submit", lock=signed_in)
def own_submit(public_id: str) -> ResponseReturnValue:
    """The same, signed in."""
    return _submit(by_sign_in(public_id))


@room.get("/s/<token>/stopped", lock=token_holder)
def stopped(token: str) -> ResponseReturnValue:
    """Answers so far are kept: how to go on later."""
    return _stopped(by_key(token))


@room.get("/me/surveys/<public_id>/stopped", lock=signed_in)
def own_stopped(public_id: str) -> ResponseReturnValue:
    """The same, signed in."""
    return _stopped(by_sign_in(public_id))


def _start(way: Way) -> ResponseReturnValue:
    survey = way.survey
    if survey.is_submitted:
        return _thanks(way)
    if not way.is_open:
        return _closed(way)
    if _needs_yes(way):
        return render_template(
            "surveys/yes_first.html",
            agreement=page_url("surveys.agreement", key=key_of(survey.contact.placement.person))
            if way.is_by_key
            else page_url("surveys.own_agreement"),
            **shared(way),
        )
    return render_template(
        "surveys/start.html",
        way=way,
        survey=survey,
        walk=survey.walk(),
        refusal=refusal_of(survey),
        **shared(way),
    )


def _needs_yes(way: Way) -> bool:
    """Who has taken back that we may ask says yes before anything more is kept."""
    return hire_of_person(way.survey.contact.placement.person, clock.now()).needs_yes


def _begin(way: Way) -> ResponseReturnValue:
    survey = way.survey
    if survey.is_submitted or not way.is_open or _needs_yes(way):
        return redirect(way.url("start"), 303)
    with writing():
        answering.begin(survey, language=current_language(), now=clock.now())
    way.remember_opened()
    return redirect(way.goes_on_at, 303)


def _check(way: Way) -> ResponseReturnValue:
    survey = way.survey
    # Which questions are asked tells of the answers, so where answers are covered the list of them is too.
    is_covered = survey.response is not None and not way.shows_answers
    if survey.is_submitted or not way.is_open or is_covered:
        return redirect(way.url("start"), 303)
    lines = [
        (item, shown_answer(item, survey.answers.get(item.name, "")))
        for item in survey.visible()
        if item.type is not ItemType.NOTE
    ]
    return render_template(
        "surveys/check.html",
        way=way,
        survey=survey,
        lines=lines,
        worry=worries_shown(way),
        **shared(way),
    )


def _submit(way: Way) -> ResponseReturnValue:
    survey = way.survey
    try:
        with writing():
            answering.submit(survey, now=clock.now())
        way.remember_opened()
    except Refused as refused:
        flash(words_for(refused.reason), "problem")
    return redirect(way.url("start"), 303)


def _stopped(way: Way) -> ResponseReturnValue:
    if way.survey.is_submitted:
        return redirect(way.url("start"), 303)
    return render_template("surveys/stopped.html", way=way, survey=way.survey, **shared(way))


def _thanks(way: Way) -> str:
    return render_template(
        "surveys/thanks.html",
        way=way,
        survey=way.survey,
        worry=worries_shown(way),
        **_next(way),
        **shared(way),
    )


def _next(way: Way) -> dict[str, Any]:
    """The point at which the person is asked again, and what it is called."""
    found = next_point(way.survey, clock.now())
    return {"next": found, "next_name": WAVES.get(found.wave.key, found.wave.key) if found else ""}


def _closed(way: Way) -> str:
    is_early = way.survey.openness(clock.now()) is Openness.NOT_YET
    return render_template(
        "surveys/closed.html", way=way, survey=way.survey, is_early=is_early, **_next(way), **shared(way)
    )
