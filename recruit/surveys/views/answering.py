"""The pages of a person who answers: by the key in a mail, without signing in, or from the own list when signed in.

Both ways open the same answers. A GET never changes anything: mail programs open links before people do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.surveys.actions import answering
from recruit.surveys.forms import (
    RESERVED_LABELS,
    Item,
    ItemType,
    is_empty,
    next_item,
    previous_item,
    text,
    why_not_valid,
)
from recruit.surveys.queries.answering import Survey, is_reserved, own_surveys, survey_of_own, survey_of_token
from recruit.surveys.queries.responses import looks_at_own
from recruit.surveys.rules import LATE_ANSWERS_FOR, Openness
from recruit.surveys.views.room import room
from recruit.web.gate import current_language, is_switching_language, page_url, visitor
from recruit.web.locks import signed_in, token_holder
from recruit.web.logs import note_refused_form
from recruit.web.words import words_for


@dataclass(frozen=True)
class Way:
    """How the person came in: the survey, and where its pages are."""

    survey: Survey
    url: Callable[..., str]


def by_key(token: str) -> Way:
    """By the key in a mail."""
    return Way(
        survey_of_token(token, clock.now()),
        lambda page, **values: page_url(f"surveys.{page}", token=token, **values),
    )


def by_sign_in(public_id: str) -> Way:
    """By the own list, signed in."""
    return Way(
        survey_of_own(visitor(), public_id),
        lambda page, **values: page_url(f"surveys.own_{page}", public_id=public_id, **values),
    )


@room.get("/me/surveys", lock=signed_in)
def mine() -> ResponseReturnValue:
    """The person's own surveys: what is open, what is done."""
    surveys = own_surveys(visitor(), clock.now())
    return render_template(
        "surveys/mine.html",
        surveys=surveys,
        looks=looks_at_own(visitor()),
        openness=Openness,
        late_answers_for=LATE_ANSWERS_FOR,
        text=text,
    )


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
    return _question(by_key(token), item)


@room.get("/me/surveys/<public_id>/question/<item>", lock=signed_in)
def own_question(public_id: str, item: str) -> ResponseReturnValue:
    """The same, signed in."""
    return _question(by_sign_in(public_id), item)


@room.post("/s/<token>/question/<item>", lock=token_holder, by_key_alone=True)
def answer(token: str, item: str) -> ResponseReturnValue:
    """Keep one answer and go on."""
    return _answer(by_key(token), item)


@room.post("/me/surveys/<public_id>/question/<item>", lock=signed_in)
def own_answer(public_id: str, item: str) -> ResponseReturnValue:
    """The same, signed in."""
    return _answer(by_sign_in(public_id), item)


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
    if not _is_open(survey):
        return _closed(way)
    return render_template("surveys/start.html", way=way, survey=survey, **shared(way))


def _begin(way: Way) -> ResponseReturnValue:
    survey = way.survey
    if survey.is_submitted or not _is_open(survey):
        return redirect(way.url("start"), 303)
    with writing():
        answering.begin(survey, language=current_language(), now=clock.now())
    item = survey.first_open()
    return redirect(way.url("question", item=item.name) if item else way.url("check"), 303)


def _question(way: Way, name: str) -> ResponseReturnValue:
    survey = way.survey
    if survey.is_submitted or not _is_open(survey):
        return redirect(way.url("start"), 303)
    item = _item(survey, name)
    return _question_page(way, item, typed=survey.answers.get(name, ""))


def _answer(way: Way, name: str) -> ResponseReturnValue:
    survey = way.survey
    if survey.is_submitted or not _is_open(survey):
        return redirect(way.url("start"), 303)
    item = _item(survey, name)
    typed = _typed()
    if is_switching_language():
        return _question_page(way, item, typed=typed)
    refusal = why_not_valid(item, typed)
    if refusal is not None:
        note_refused_form("answer", ["answer"])
        return _question_page(way, item, typed=typed, error=words_for(refusal)), 422
    if item.required and is_empty(typed) and request.form.get("asked") != name:
        page = _question_page(
            way, item, typed=typed, error=_("You have not answered. You may leave it open: press once more.")
        )
        note_refused_form("answer", ["answer"])
        return page, 422
    if item.type is not ItemType.NOTE:
        try:
            with writing():
                answering.answer(survey, item, typed, language=current_language(), now=clock.now())
        except Refused as refused:
            flash(words_for(refused.reason), "problem")
            return redirect(way.url("start"), 303)
    if request.form.get("act") == "stop":
        return redirect(way.url("stopped"), 303)
    following = next_item(survey.form, survey.answers, after=name)
    return redirect(way.url("question", item=following.name) if following else way.url("check"), 303)


def _typed() -> str:
    """What the form says, as one text: a reserved answer counts before what else was filled in."""
    reserved = request.form.get("reserved", "")
    if is_reserved(reserved):
        return reserved
    return " ".join(value.strip() for value in request.form.getlist("answer") if value.strip())


def _question_page(way: Way, item: Item, *, typed: str, error: str = "") -> str:
    survey = way.survey
    visible = survey.visible()
    names = [one.name for one in visible]
    place = names.index(item.name) if item.name in names else 0
    before = previous_item(survey.form, survey.answers, item.name)
    return render_template(
        "surveys/question.html",
        way=way,
        survey=survey,
        item=item,
        types=ItemType,
        place=place + 1,
        places=len(visible),
        minutes_left=max(1, round(survey.form.minutes * (len(visible) - place) / max(1, len(visible)))),
        before=before,
        typed=typed,
        chosen=set(typed.split()),
        reserved_labels=RESERVED_LABELS,
        is_reserved=is_reserved(typed),
        error=error,
        asked=item.name if error else "",
        worry=bool(before and survey.worries(before.name)),
        switch_form_id="question-form",
        **shared(way),
    )


def _check(way: Way) -> ResponseReturnValue:
    survey = way.survey
    if survey.is_submitted or not _is_open(survey):
        return redirect(way.url("start"), 303)
    asked = [item for item in survey.visible() if item.type is not ItemType.NOTE]
    lines = [(item, shown_answer(item, survey.answers.get(item.name, ""))) for item in asked]
    return render_template(
        "surveys/check.html",
        way=way,
        survey=survey,
        lines=lines,
        worry=bool(survey.worries()),
        **shared(way),
    )


def _submit(way: Way) -> ResponseReturnValue:
    survey = way.survey
    try:
        with writing():
            answering.submit(survey, now=clock.now())
    except Refused as refused:
        flash(words_for(refused.reason), "problem")
    return redirect(way.url("start"), 303)


def _stopped(way: Way) -> ResponseReturnValue:
    if way.survey.is_submitted:
        return redirect(way.url("start"), 303)
    return render_template("surveys/stopped.html", way=way, survey=way.survey, **shared(way))


def _thanks(way: Way) -> str:
    return render_template(
        "surveys/thanks.html", way=way, survey=way.survey, worry=bool(way.survey.worries()), **shared(way)
    )


def _closed(way: Way) -> str:
    is_early = way.survey.openness(clock.now()) is Openness.NOT_YET
    return render_template(
        "surveys/closed.html", way=way, survey=way.survey, is_early=is_early, **shared(way)
    )


def shared(way: Way) -> dict[str, Any]:
    """What every page of a survey needs."""
    language = current_language()
    now = clock.now()
    return {
        "say": lambda labels: text(labels, language),
        "title": text(way.survey.form.title, language),
        "answer_until": way.survey.takes_answers_until(now),
        "is_late": way.survey.openness(now) is Openness.LATE,
    }


def shown_answer(item: Item, value: str) -> str:
    """An answer as the reader of this page reads it."""
    language = current_language()
    if is_reserved(value):
        return next(text(labels, language) for code, labels in RESERVED_LABELS.items() if code == value)
    labels = {choice.value: text(choice.label, language) for choice in item.choices}
    return ", ".join(labels.get(part, part) for part in value.split()) if item.choices else value


def _item(survey: Survey, name: str) -> Item:
    item = next((item for item in survey.visible() if item.name == name), None)
    if item is None:
        raise Missing
    return item


def _is_open(survey: Survey) -> bool:
    return survey.openness(clock.now()) in (Openness.OPEN, Openness.LATE)
