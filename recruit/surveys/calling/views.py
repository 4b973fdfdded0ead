"""Pages of who calls: whom, what came of it, and who does not want to be asked. No answer stands here."""

from datetime import datetime

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts.rules import ContactKind as WayKind
from recruit.accounts.ways.queries import signs_in
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.locales import CODES, LANGUAGES
from recruit.core.visitor import Role
from recruit.placements import queries as placements
from recruit.surveys.actions.calendars import calendar
from recruit.surveys.actions.contacts import finish_task
from recruit.surveys.calling import actions, queries
from recruit.surveys.calling.call_forms import TryForm
from recruit.surveys.calling.queries import Filters, HireToCall
from recruit.surveys.calling.rules import SPOKEN_WAYS, GoodTime, Turn, call_again_at, good_time
from recruit.surveys.forms import text
from recruit.surveys.planning.local_time import COUNTRY_OF_ZONE
from recruit.surveys.rules import FINDS_THE_PERSON, OptOutLevel, TaskKind
from recruit.surveys.views.room import room
from recruit.surveys.words import WAVES
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import sees_hires
from recruit.web.times import place_of
from recruit.web.words import words_for

TOKYO = "Asia/Tokyo"
NO_CALLS = "no_calls"
LANGUAGE_NAMES = {language.code: language.name for language in LANGUAGES}


def best_time(zone: str, country: str, earliest: datetime | None = None) -> GoodTime | None:
    """When this person is likely to pick up, from now (or from a later instant) on."""
    now = clock.now()
    start = max(now, earliest) if earliest else now
    where = country or COUNTRY_OF_ZONE.get(zone)
    return good_time(start, zone, lambda day: calendar().is_closed(day, where))


@room.get("/staff/followups/calls", lock=sees_hires)
def calls() -> ResponseReturnValue:
    """Whom to find or to call, the most urgent first."""
    now, asks = clock.now(), visitor()
    chosen = {
        "kind": next((one for one in FINDS_THE_PERSON if one == request.args.get("kind")), None),
        "turn": next((one for one in Turn if one == request.args.get("turn")), None),
        "language": request.args.get("language", "") if request.args.get("language") in CODES else "",
        "source": request.args.get("source", ""),
    }
    found = queries.calls(asks, now, Filters(**chosen), after=request.args.get("after"))
    return render_template(
        "surveys/calling/calls.html",
        page=found.page,
        counts={turn.value: found.counts[turn] for turn in Turn},
        chosen=chosen,
        kinds=[TaskKind.CALL, TaskKind.UNREACHABLE, TaskKind.BOUNCED],
        turns=list(Turn),
        sources=placements.sources_for_staff(),
        language_names=LANGUAGE_NAMES,
        waves=WAVES,
        best_time=best_time,
        tokyo=TOKYO,
        now=now,
    )


@room.get("/staff/followups/calls/<public_id>", lock=sees_hires, seen="hire")
@room.post("/staff/followups/calls/<public_id>", lock=sees_hires, seen="hire")
def call(public_id: str) -> ResponseReturnValue:
    """One hire: where to call, what to ask, and what came of it."""
    now = clock.now()
    hire = queries.hire_to_call(visitor(), public_id, now)
    person = hire.placement.person
    g.sighted_person_ref = person.public_id
    form = _form_of(hire)
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.note_try(
                    hire.placement,
                    form.chosen_outcome,
                    point=form.chosen_point,
                    again_at=form.chosen_time,
                    by=visitor(),
                    now=now,
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Noted."), "done")
            return redirect(page_url("surveys.call", public_id=public_id), 303)
    page = render_template(
        "surveys/calling/call.html",
        hire=hire,
        person=person,
        form=form,
        zone=person.zone or TOKYO,
        again_at=call_again_at(hire.known_tries),
        best=best_time(person.zone or TOKYO, person.country_now, call_again_at(hire.known_tries)),
        language_name=LANGUAGE_NAMES.get(person.language, ""),
        may_enter=Role.RETENTION_OFFICER in visitor().roles,
        signs_in=signs_in(person.id),
        titles=[(survey, text(survey.form.title, current_language())) for survey in hire.surveys],
        waves=WAVES,
        trusted_kind=WayKind.TRUSTED_PERSON,
        switch_form_id="call-form",
        tokyo=TOKYO,
        now=now,
    )
    return (page, 422) if form.errors else page


def _form_of(hire: HireToCall) -> TryForm:
    zone = hire.placement.person.zone or TOKYO
    shown = [
        point
        for point in hire.ways
        if point.kind in SPOKEN_WAYS and (point.kind is not WayKind.TRUSTED_PERSON or hire.may_ask_others)
    ]
    return TryForm().offer(shown, zone, place_of(zone))


@room.post("/staff/followups/calls/<public_id>/done", lock=sees_hires)
def finish_calls(public_id: str) -> ResponseReturnValue:
    """Nothing more is tried for now: everything that says this hire is to be found is seen to."""
    now = clock.now()
    hire = queries.hire_to_call(visitor(), public_id, now)
    with writing():
        for task in hire.tasks:
            finish_task(task, by=visitor(), now=now)
    flash(_("Taken off the list. At the next point in time it begins anew."), "done")
    return redirect(page_url("surveys.calls"), 303)


@room.get("/staff/followups/calls/<public_id>/refuse", lock=sees_hires, seen="hire")
@room.post("/staff/followups/calls/<public_id>/refuse", lock=sees_hires, seen="hire")
def refuse_by_phone(public_id: str) -> ResponseReturnValue:
    """The person said not to be asked: this survey, any survey, or by mail only. The press here is the second one."""
    now = clock.now()
    hire = queries.hire_to_call(visitor(), public_id, now)
    g.sighted_person_ref = hire.placement.person.public_id
    surveys = {survey.contact.public_id: survey for survey in hire.surveys}
    wanted, _dot, contact_ref = request.form.get("act", "").partition(".")
    level = next((one for one in OptOutLevel if one == wanted), None)
    if level is not None or wanted == NO_CALLS:
        survey = surveys.get(contact_ref) or queries.any_survey_of(hire.placement)
        if level is OptOutLevel.SURVEY and contact_ref not in surveys:
            raise Missing
        with writing():
            actions.refuse(hire.placement, survey, level, by=visitor(), now=now)
        flash(
            _("Noted. The person can change it at any time on the own page, or with the link in a mail."),
            "done",
        )
        return redirect(page_url("surveys.call", public_id=public_id), 303)
    page = render_template(
        "surveys/calling/refuse.html",
        hire=hire,
        person=hire.placement.person,
        titles=[(survey, text(survey.form.title, current_language())) for survey in hire.surveys],
        levels=OptOutLevel,
        no_calls=NO_CALLS,
    )
    return (page, 422) if request.method == "POST" else page
