"""A questionnaire filled in on the telephone, question by question in two languages, for the retention officer who calls.

The page is its caller's alone, as long as it is open; what the person answered alone, or in an earlier call, never stands here.
"""

from collections.abc import Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.locales import CODES
from recruit.core.visitor import Role
from recruit.placements.queries import placement_for
from recruit.surveys.calling import actions, queries
from recruit.surveys.calling.call_forms import ReadOutForm
from recruit.surveys.calling.models import PhoneEntry
from recruit.surveys.calling.rules import CallRefusal, Given, Line, is_open_entry, lines_for_caller
from recruit.surveys.calling.views import LANGUAGE_NAMES
from recruit.surveys.forms import (
    RESERVED_LABELS,
    Alert,
    Item,
    ItemType,
    Level,
    alerts_of,
    text,
    visible_items,
    why_not_valid,
)
from recruit.surveys.queries.answering import Survey, is_reserved, survey_of_contact
from recruit.surveys.readers import kinds_of
from recruit.surveys.views.reading import reader_rows
from recruit.surveys.views.room import room
from recruit.surveys.words import WAVES
from recruit.web.gate import current_language, is_switching_language, page_url, visitor
from recruit.web.locks import role
from recruit.web.logs import note_refused_form
from recruit.web.words import words_for

_enters = role(Role.RETENTION_OFFICER)
KEEP, HAND_IN, STOP = "keep", "hand_in", "stop"


@room.get("/staff/followups/calls/<public_id>/surveys/<contact_ref>", lock=_enters, seen="hire")
@room.post("/staff/followups/calls/<public_id>/surveys/<contact_ref>", lock=_enters, seen="hire")
def read_out(public_id: str, contact_ref: str) -> ResponseReturnValue:
    """What is read out before the first question: who reads the answers, and that all of it is free."""
    now = clock.now()
    placement = placement_for(visitor(), public_id)
    survey = queries.survey_named(placement, contact_ref)
    if not queries.is_to_be_asked(survey, now):
        flash(words_for(CallRefusal.NOT_ASKED_NOW), "note")
        return redirect(page_url("surveys.call", public_id=public_id), 303)
    g.sighted_person_ref = placement.person.public_id
    spoken = request.values.get("language", placement.person.language)
    spoken = spoken if spoken in CODES else "en"
    form = ReadOutForm(language=spoken)
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                entry = actions.begin(
                    survey,
                    language=form.language.data or spoken,
                    read_out=form.read_out.data,
                    by=visitor(),
                    now=now,
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            return redirect(page_url("surveys.entry", public_id=entry.public_id), 303)
    own, other = to_read_out(survey, spoken), to_read_out(survey, current_language())
    page = render_template(
        "surveys/calling/read_out.html",
        placement=placement,
        person=placement.person,
        survey=survey,
        title=text(survey.form.title, current_language()),
        open_entry=queries.open_entry_of(visitor(), survey, now),
        form=form,
        spoken=spoken,
        sentences=list(zip(own, other, strict=True)),
        is_one_language=spoken == current_language(),
        language_names=LANGUAGE_NAMES,
        switch_form_id="read-out-form",
        wave=WAVES.get(survey.contact.wave.key, survey.contact.wave.key),
    )
    return (page, 422) if form.errors or form.form_errors else page


def to_read_out(survey: Survey, language: str) -> list[str]:
    """What is said before the first question, in one language: who is calling about what, and who reads the answers."""
    colon = "：" if language == "ja" else ": "
    with force_locale(language):
        rows = reader_rows(set(kinds_of(survey.form).values()))
        return [
            _(
                "I would like to ask you the questions of this survey: %(title)s. It takes about %(num)d minutes.",
                title=text(survey.form.title, language),
                num=survey.form.minutes,
            ),
            _("Taking part is free. You may leave out any question and stop at any time."),
            _(
                "I write down what you say. Until it is handed in I see only what you tell me now, and nothing you answered before."
            ),
            *(f"{row['title']}{colon}{row['words']}" for row in rows if row.get("icon") != "lock"),
            _("At the end I ask you whether I may hand it in. After that it cannot be changed."),
            _("Is that all right for you? Can you talk freely where you are?"),
        ]


@room.get("/staff/followups/entries/<public_id>", lock=_enters, seen="response")
@room.post("/staff/followups/entries/<public_id>", lock=_enters, seen="response")
def entry(public_id: str) -> ResponseReturnValue:
    """All questions, each kept by itself; handed in at the end with the person's yes."""
    found = queries.entry_of(visitor(), public_id)
    survey = survey_of_contact(found.contact)
    now = clock.now()
    if survey.is_submitted or not is_open_entry(found.began_at, found.ended_at, now):
        return _over(found, survey)
    if request.method == "GET":
        return _page(found, survey)
    lines = lines_of(survey, found)
    typed = {
        line.item.name: _typed(line.item)
        for line in lines
        if _may_be_written(line) and f"asked-{line.item.name}" in request.form
    }
    if is_switching_language():
        return _page(found, survey, typed=typed)
    errors = {
        name: str(words_for(refusal))
        for name, value in typed.items()
        if (refusal := why_not_valid(survey.form.item(name), value)) is not None
    }
    if errors:
        note_refused_form("phone_entry", ["answer"])
        return _page(found, survey, typed=typed, errors=errors), 422
    return _carry_out(found, survey, lines, typed)


def _may_be_written(line: Line) -> bool:
    return line.given is not Given.ALONE and line.item.type is not ItemType.NOTE


def _carry_out(
    found: PhoneEntry, survey: Survey, lines: list[Line], typed: Mapping[str, str]
) -> ResponseReturnValue:
    """Keep what is new, then do what the button says."""
    act, _dot, name = request.form.get("act", KEEP).partition(".")
    standing = {line.item.name: line.value for line in lines}
    given = {name: value for name, value in typed.items() if value != standing[name]}
    now = clock.now()
    try:
        with writing():
            alone = actions.keep(found, survey, given, by=visitor(), now=now)
        if act == HAND_IN:
            survey = survey_of_contact(found.contact)
            with writing():
                actions.hand_in(
                    found, survey, said_yes=request.form.get("said_yes") == "1", by=visitor(), now=now
                )
        elif act == STOP:
            with writing():
                actions.stop(found, by=visitor(), now=now)
    except Refused as refusal:
        if refusal.reason is CallRefusal.NOT_SAID_YES:
            note_refused_form("phone_entry", ["said_yes"])
            survey = survey_of_contact(found.contact)
            return _page(found, survey, errors={"said_yes": str(words_for(refusal.reason))}), 422
        flash(words_for(refusal.reason), "problem")
        return redirect(page_url("surveys.entry", public_id=found.public_id), 303)
    for item in alone:
        flash(
            _(
                "The person has answered this alone meanwhile, so it stays as it is: %(question)s",
                question=text(item.label, current_language()),
            ),
            "note",
        )
    if act == KEEP:
        flash(_("Kept."), "done")
    there = page_url("surveys.entry", public_id=found.public_id)
    return redirect(there + (f"#{_go_on_at(survey, found, name)}" if act == KEEP else ""), 303)


def _go_on_at(survey: Survey, found: PhoneEntry, name: str) -> str:
    """The next question; the same one where help lines have to be read out first."""
    survey = survey_of_contact(survey.contact)
    lines = lines_of(survey, found)
    if name in worries_of(survey, lines):
        return f"q-{name}"
    names = [line.item.name for line in lines]
    place = names.index(name) + 1 if name in names else 0
    return f"q-{names[place]}" if place < len(names) else "end"


def _typed(item: Item) -> str:
    """What the form says about one question of the page: a reserved answer counts before what else was filled in."""
    reserved = request.form.get(f"reserved-{item.name}", "")
    if is_reserved(reserved):
        return reserved
    return " ".join(value.strip() for value in request.form.getlist(f"answer-{item.name}") if value.strip())


def lines_of(survey: Survey, found: PhoneEntry) -> list[Line]:
    """The questions of this call, with this call's answers alone."""
    known = queries.answered(survey, found)
    return lines_for_caller(
        lambda answers: visible_items(survey.form, answers, survey.facts),
        here=known.here,
        earlier=known.earlier,
        alone=known.alone,
    )


def worries_of(survey: Survey, lines: list[Line]) -> dict[str, list[Alert]]:
    """What the answers of this call set off, by question, where they say that something is wrong."""
    here = {line.item.name: line.value for line in lines if line.given is Given.HERE}
    found: dict[str, list[Alert]] = {}
    for alert in alerts_of(survey.form, here):
        if alert.level is not Level.YELLOW:
            found.setdefault(alert.item, []).append(alert)
    return found


def _page(
    found: PhoneEntry,
    survey: Survey,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    """`typed` is what a refused form said: it stands there again."""
    lines = lines_of(survey, found)
    g.sighted_person_ref = survey.contact.placement.person.public_id
    return render_template(
        "surveys/calling/entry.html",
        entry=found,
        survey=survey,
        placement=survey.contact.placement,
        person=survey.contact.placement.person,
        lines=lines,
        value_of=lambda line: (typed or {}).get(line.item.name, line.value),
        given=Given,
        types=ItemType,
        errors=errors or {},
        worries=worries_of(survey, lines),
        worrying=lambda item: {
            value for rule in item.alerts if rule.level is not Level.YELLOW for value in rule.values
        },
        left=sum(line.given is Given.OPEN and line.item.type is not ItemType.NOTE for line in lines),
        spoken=found.language,
        language_names=LANGUAGE_NAMES,
        switch_form_id="entry-form",
        **two_languages(found, survey),
    )


def two_languages(found: PhoneEntry, survey: Survey) -> dict[str, Any]:
    """Texts of the questionnaire as the person hears them, and as the caller reads them."""
    language = current_language()
    return {
        "aloud": lambda labels: text(labels, found.language),
        "own": lambda labels: text(labels, language) if language != found.language else "",
        "reserved_labels": RESERVED_LABELS,
        "is_reserved": is_reserved,
        "title": text(survey.form.title, language),
    }


def _over(found: PhoneEntry, survey: Survey) -> ResponseReturnValue:
    """Handed in, stopped, or closed by the clock: no answer stands here any more."""
    if request.method == "POST":
        over = CallRefusal.ANSWERED_MEANWHILE if survey.is_submitted else CallRefusal.ENTRY_OVER
        if found.said_yes_at is None:
            flash(words_for(over), "problem")
        return redirect(page_url("surveys.entry", public_id=found.public_id), 303)
    with force_locale(found.language):
        thanks = _("Thank you. Your answers have arrived.")
    return render_template(
        "surveys/calling/over.html",
        entry=found,
        survey=survey,
        person=survey.contact.placement.person,
        placement=survey.contact.placement,
        title=text(survey.form.title, current_language()),
        thanks=thanks,
        may_go_on=queries.is_to_be_asked(survey, clock.now()),
    )
