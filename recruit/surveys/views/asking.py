"""One screen after the other: showing it, keeping what was answered, and what another device has answered meanwhile.

A browser with our script sends the same form with a mark of its own (`X-Answered-Here`) and is told by the status what became of
it, so that it can keep what did not arrive: 204 kept (`X-Next` says where it goes on), 409 answered differently on another
device, 410 handed in or closed, 422 cannot stand as it is.
"""

from collections.abc import Mapping
from dataclasses import replace
import json
from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.surveys.actions import answering
from recruit.surveys.forms import (
    RESERVED_LABELS,
    Alert,
    AlertRule,
    Item,
    ItemType,
    Level,
    Screen,
    is_empty,
    text,
    why_not_valid,
)
from recruit.surveys.forms.definition import Labels
from recruit.surveys.promised import promised_to
from recruit.surveys.queries.answering import is_reserved, mark_of, survey_of_contact
from recruit.surveys.readers import kinds_of
from recruit.surveys.refusal_words import refusal_words
from recruit.surveys.rules import SurveyRefusal
from recruit.surveys.views.reading import reader_rows, short_line
from recruit.surveys.views.screens import beside, field_of, screen_of, seen_in, typed_in
from recruit.surveys.views.ways import Way, shared
from recruit.web.gate import current_language, is_switching_language
from recruit.web.logs import note_refused_form
from recruit.web.words import words_for

BY_SCRIPT = "X-Answered-Here"


def show_question(way: Way, name: str) -> ResponseReturnValue:
    """One screen, with what was answered before where this browser may show it."""
    if way.survey.is_submitted or not way.is_open:
        return redirect(way.url("start"), 303)
    # Which questions are asked tells of the answers before them, so where answers are covered these are too.
    if way.survey.response is not None and not way.shows_answers:
        return redirect(way.url("start"), 303)
    screen = _screen_asked(way, name)
    if screen is None:
        return redirect(way.goes_on_at, 303)
    typed = {item.name: way.survey.answers.get(item.name, "") for item in screen.items}
    return _page(way, screen, typed)


def _screen_asked(way: Way, name: str) -> Screen | None:
    """The screen of that name; None where an earlier answer was changed meanwhile and it is asked no more. Raises Missing for
    what this person is never asked.
    """
    try:
        return screen_of(way.survey.screens(), name)
    except Missing:
        screen_of(way.survey.all_screens(), name)
        return None


def keep_answer(way: Way, name: str) -> ResponseReturnValue:
    """Keep what was answered on one screen and go on."""
    if is_switching_language() and (screen := _screen_asked(way, name)) is not None:
        return _page(way, screen, typed_in(screen, request.form))
    if BY_SCRIPT in request.headers:
        return _keep_for_script(way, name)
    if way.survey.is_submitted or not way.is_open:
        if way.survey.is_submitted:
            flash(_("This answer was not added: your answers have been handed in already."), "problem")
        return redirect(way.url("start"), 303)
    screen = _screen_asked(way, name)
    if screen is None:
        flash(_("This question is asked no more: it does not fit your other answers."), "problem")
        return redirect(way.goes_on_at, 303)
    typed = typed_in(screen, request.form)
    errors = _errors(way, screen, typed)
    # Rows of a grid that can stand are kept, also where another row was left open.
    given = {name: value for name, value in typed.items() if name not in errors} if errors else typed
    refusal = _keep(way, screen, given) if given else None
    if refusal is SurveyRefusal.ANSWERED_ELSEWHERE:
        fresh = _read_again(way)
        return _page(fresh, screen, typed, elsewhere=_elsewhere(fresh, screen, typed)), 409
    if refusal is not None:
        flash(words_for(refusal), "problem")
        return redirect(way.url("start"), 303)
    if errors:
        note_refused_form("answer", ["answer"])
        return _page(way, screen, typed, errors=errors), 422
    return redirect(_next_url(way, screen), 303)


def _keep_for_script(way: Way, name: str) -> ResponseReturnValue:
    if way.survey.is_submitted or not way.is_open:
        return "", 410
    try:
        screen = screen_of(way.survey.screens(), name)
    except Missing:
        # An earlier answer was changed meanwhile: the question is asked no more, and there is nothing to keep.
        return Response(status=204, headers={"X-Next": way.url("check")})
    typed = typed_in(screen, request.form)
    if _errors(way, screen, typed):
        return "", 422
    refusal = _keep(way, screen, typed)
    if refusal is SurveyRefusal.ANSWERED_ELSEWHERE:
        return "", 409
    if refusal is not None:
        return "", 410
    reply = Response(status=204)
    reply.headers["X-Next"] = _next_url(way, screen)
    # Whoever changes the answer on the same page has seen this one.
    asked = [item for item in screen.items if item.type is not ItemType.NOTE]
    reply.headers["X-Seen"] = json.dumps(
        {field_of(screen, "seen", item): mark_of(way.survey.answers.get(item.name, "")) for item in asked}
    )
    return reply


def _errors(way: Way, screen: Screen, typed: Mapping[str, str]) -> dict[str, str]:
    """What cannot stand, by item; a question that was left open is asked for once."""
    today = clock.today_in(way.survey.contact.zone)
    wrong = {
        item.name: refusal_words(item, refusal, today)
        for item in screen.items
        if (refusal := why_not_valid(item, typed[item.name], today)) is not None
    }
    if wrong or request.form.get("asked") == screen.name:
        return wrong
    return {
        item.name: _("You have not answered. You may leave it open: press once more.")
        for item in screen.items
        if item.required and is_empty(typed[item.name])
    }


def _keep(way: Way, screen: Screen, typed: Mapping[str, str]) -> SurveyRefusal | None:
    """All that is given of a screen or nothing of it; why not, where it was refused."""
    seen = seen_in(screen, request.form)
    questions = [item for item in screen.items if item.type is not ItemType.NOTE and item.name in typed]
    try:
        with writing():
            for item in questions:
                answering.answer(
                    way.survey,
                    item,
                    typed[item.name],
                    language=current_language(),
                    seen=seen[item.name],
                    now=clock.now(),
                )
    except Refused as refused:
        return SurveyRefusal(refused.reason)
    way.remember_opened()
    return None


def _next_url(way: Way, screen: Screen) -> str:
    if request.form.get("act") == "stop":
        way.forget_opened()
        return way.url("stopped")
    following = beside(way.survey.screens(), screen, 1)
    return way.url("question", item=following.name) if following else way.url("check")


def _read_again(way: Way) -> Way:
    return replace(way, survey=survey_of_contact(way.survey.contact))


def _elsewhere(way: Way, screen: Screen, typed: Mapping[str, str]) -> list[str]:
    """What another device has answered meanwhile, as its reader reads it."""
    seen = seen_in(screen, request.form)
    found = [(item, way.survey.answers.get(item.name, "")) for item in screen.items]
    return [
        shown_answer(item, there) or _("left open")
        for item, there in found
        if there != typed[item.name] and mark_of(there) != seen[item.name]
    ]


def _page(
    way: Way,
    screen: Screen,
    typed: Mapping[str, str],
    *,
    errors: Mapping[str, str] | None = None,
    elsewhere: list[str] | None = None,
) -> str:
    survey = way.survey
    screens = survey.screens()
    place = [one.name for one in screens].index(screen.name)
    before, following = beside(screens, screen, -1), beside(screens, screen, 1)
    kinds = kinds_of(survey.form)
    asked = [item for item in screen.items if item.name in kinds]
    answers = survey.answers if way.shows_answers or elsewhere else {}
    return render_template(
        "surveys/question.html",
        **shared(way)
        | {"readers": reader_rows({kinds[item.name] for item in asked}, told_by_phone=way.told_by_phone)}
        | drawing_of(way, screen, typed, errors or {}, answers),
        way=way,
        survey=survey,
        place=place + 1,
        places=len(screens),
        minutes_left=max(1, round(survey.form.minutes * (len(screens) - place) / max(1, len(screens)))),
        before=before,
        elsewhere=elsewhere or [],
        leave_url=way.url("question", item=following.name) if following else way.url("check"),
        asked=screen.name if errors else "",
        worry=[
            alert
            for item in (before.items if before and way.shows_answers else ())
            for alert in survey.worries(item.name)
        ],
        known=_answers_that_decide(way),
        switch_form_id="question-form",
    )


def drawing_of(
    way: Way,
    screen: Screen,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    answers: Mapping[str, str],
) -> dict[str, Any]:
    """What the fields of one screen are drawn from; `answers` are those that the page may show."""
    item, language = screen.items[0], current_language()
    kinds = kinds_of(way.survey.form)

    def say(labels: Labels) -> str:
        return text(labels, language)

    return {
        "screen": screen,
        "item": item,
        "types": ItemType,
        "typed": typed[item.name],
        "error": errors.get(item.name, ""),
        "typed_by_item": typed,
        "errors": errors,
        "reserved_labels": RESERVED_LABELS,
        "recalled": promised_to(way.survey.contact.placement, screen.items),
        "worrying": {value for rule in _worrying(screen) for value in rule.values},
        "readers_line": short_line(kinds[item.name]) if item.name in kinds else "",
        "faults": [
            (
                _anchor(screen, one),
                _("%(field)s: %(problem)s", field=say(one.label).rstrip(".。?？"), problem=errors[one.name]),
            )
            for one in screen.items
            if one.name in errors
        ],
        "seen": {
            field_of(screen, "seen", one): mark_of(answers.get(one.name, ""))
            for one in screen.items
            if one.type is not ItemType.NOTE
        },
    }


def _worrying(screen: Screen) -> list[AlertRule]:
    """The rules whose answers show help as soon as they are ticked."""
    return [rule for item in screen.items for rule in item.alerts if rule.level is not Level.YELLOW]


def _anchor(screen: Screen, item: Item) -> str:
    """The id of an item's first field."""
    return f"{field_of(screen, 'answer', item)}{'-1' if item.choices else ''}"


def _answers_that_decide(way: Way) -> dict[str, str]:
    """The answers on which later questions depend, for the browser that goes on without network."""
    if not way.shows_answers:
        return {}
    deciding = {condition.item for item in way.survey.form.items for condition in item.show_if}
    return {name: value for name, value in way.survey.answers.items() if name in deciding}


def worries_shown(way: Way) -> list[Alert]:
    """What is set off by all answers so far, where this browser may show it."""
    return way.survey.worries() if way.shows_answers else []


def all_questions(way: Way) -> ResponseReturnValue:
    """Every screen without an answer in it, for the browser that goes on without network, and who reads its answers."""
    if way.survey.is_submitted or not way.is_open:
        raise Missing
    say, kinds = shared(way)["say"], kinds_of(way.survey.form)
    screens, readers = [], {}
    for screen in way.survey.all_screens():
        asked = [item.name for item in screen.items if item.name in kinds]
        of_kinds = sorted({kinds[name] for name in asked})
        reads = " ".join(of_kinds)
        readers.setdefault(
            reads,
            render_template(
                "surveys/readers_piece.html", readers=reader_rows(of_kinds, told_by_phone=way.told_by_phone)
            ),
        )
        drawn = drawing_of(way, screen, dict.fromkeys((item.name for item in screen.items), ""), {}, {})
        screens.append(
            {
                "name": screen.name,
                "items": asked,
                "showIf": [
                    {"item": condition.item, "is": list(condition.values)}
                    for condition in screen.items[0].show_if
                ],
                "reads": reads,
                "html": render_template("surveys/question_fields.html", say=say, **drawn),
            }
        )
    return jsonify(screens=screens, readers=readers)


def shown_answer(item: Item, value: str) -> str:
    """An answer as the reader of this page reads it."""
    language = current_language()
    if is_reserved(value):
        return next(text(labels, language) for code, labels in RESERVED_LABELS.items() if code == value)
    labels = {choice.value: text(choice.label, language) for choice in item.choices}
    between = "、" if language == "ja" else ", "
    return between.join(labels.get(part, part) for part in value.split()) if item.choices else value
