"""Booths: staff set the rules and give them out; a company says what it brings."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, ngettext

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.events.rules import COMING_STATES
from recruit.fairs import queries as fair_queries
from recruit.fairs.booths import actions, queries
from recruit.fairs.booths.forms import (
    BoothsForm,
    BringForm,
    ComesForm,
    LetInForm,
    booths_data,
    bring_data,
    people_forms,
    read_people,
    read_positions,
)
from recruit.fairs.booths.readiness import Lack, why_not_ready
from recruit.fairs.booths.rules import MOST_POSITIONS_SHOWN
from recruit.fairs.booths.words import HOLDS, WHERE
from recruit.fairs.forms import ButtonForm
from recruit.fairs.models import Booth, Fair
from recruit.fairs.rules import BoothState
from recruit.fairs.views.room import room
from recruit.postings.conditions import words_of
from recruit.postings.queries import content_of, open_positions_of
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import coordinator, member_of
from recruit.web.words import words_for

_acts = member_of("company", "owner", "recruiter")


def _fair(slug: str) -> Fair:
    _event, fair = fair_queries.fair_event_for_staff(visitor(), slug)
    if fair is None:
        raise Missing
    return fair


@room.get("/staff/fairs/<slug>/booths", lock=coordinator)
@room.post("/staff/fairs/<slug>/booths", lock=coordinator)
def booths(slug: str) -> ResponseReturnValue:
    """How many booths there are, who goes first, and who asks."""
    fair = _fair(slug)
    form = BoothsForm(data=booths_data(queries.booths_of(fair.event_id), fair.event.zone))
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.set_booths(fair, form.plan(fair.event.zone), by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("fairs.booths", slug=slug), 303)
    now, found = clock.now(), queries.booths_of(fair.event_id)
    line = queries.line_for_staff(visitor(), fair)
    demands = found is not None and found.demands
    ready = [
        one
        for one in line
        if not why_not_ready(one.lacks, demands=demands, is_let_in=bool(one.booth.let_in_for))
    ]
    left = queries.room_of(fair.event_id, found)
    html = render_template(
        "fairs/booths/staff.html",
        fair=fair,
        found=found,
        line=line,
        ready={one.booth.id for one in ready},
        room=left,
        is_open=found is not None and found.closes_at is not None and now < found.closes_at,
        may_give=bool(ready)
        and not left.is_full
        and fair.event.state in COMING_STATES
        and now < fair.event.starts_at,
        demands=demands,
        holds=HOLDS,
        form=form,
        switch_form_id="booth-rules",
    )
    return make_response(html, 422 if form.errors else 200)


@room.post("/staff/fairs/<slug>/booths/give-out", lock=coordinator)
def give_out_booths(slug: str) -> ResponseReturnValue:
    """One press: the first have booths, the rest wait."""
    fair = _fair(slug)
    if ButtonForm().is_fine():
        try:
            with writing():
                given, waiting = actions.give_out_booths(fair, by=visitor(), now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(
                ngettext("%(num)d company has a booth now.", "%(num)d companies have a booth now.", given),
                "done",
            )
            if waiting:
                flash(ngettext("%(num)d company waits.", "%(num)d companies wait.", waiting), "note")
    return redirect(page_url("fairs.booths", slug=slug), 303)


@room.get("/staff/fairs/<slug>/booths/<public_id>/let-in", lock=coordinator)
@room.post("/staff/fairs/<slug>/booths/<public_id>/let-in", lock=coordinator)
def let_in(slug: str, public_id: str) -> ResponseReturnValue:
    """Let a company have a booth although something is missing."""
    fair = _fair(slug)
    booth = fair_queries.booth_for_staff(visitor(), fair, public_id)
    if booth.state not in queries.ASKING:
        raise Missing
    lacks = queries.lacks_by_company([booth.company_id], fair.event.country)[booth.company_id]
    form = LetInForm(data={"why": booth.let_in_for})
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.let_in(booth, form.why.data or "", by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("The company can have a booth."), "done")
            return redirect(page_url("fairs.booths", slug=slug), 303)
    html = render_template(
        "fairs/booths/let_in.html",
        fair=fair,
        booth=booth,
        lacks=lacks,
        is_approved=Lack.APPROVAL not in lacks,
        form=form,
        switch_form_id="let-in",
    )
    return make_response(html, 422 if form.errors else 200)


@room.get("/company/fairs/<slug>/booth", lock=_acts)
@room.post("/company/fairs/<slug>/booth", lock=_acts)
def bring(slug: str) -> ResponseReturnValue:
    """Who comes, which positions are shown, what is needed."""
    fair = fair_queries.fair_for_company(visitor(), slug)
    booth = fair_queries.own_booth(visitor(), fair)
    if booth is None or booth.state is BoothState.WITHDRAWN or clock.now() >= fair.event.starts_at:
        raise Missing
    positions = _open_positions()
    form = BringForm(data=bring_data(booth))
    if request.method != "POST":
        return _bring_page(
            fair, booth, form, people_forms(queries.people_of([booth.id]).get(booth.id, [])), positions
        )
    people = people_forms(None)
    shown = read_positions(request.form, [ref for ref, _title in positions])
    fine = form.is_fine()
    # Every row is looked at, so that all faults are named at once.
    faults = [one for one in people if not one.is_fine()]
    if fine and not faults:
        try:
            with writing():
                actions.bring(
                    fair,
                    booth,
                    form.brought(read_people(people), shown[:MOST_POSITIONS_SHOWN]),
                    by=visitor(),
                    now=clock.now(),
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("fairs.company_fair", slug=slug), 303)
    ticked = {ref for ref, _title in positions if request.form.get(f"show-{ref}") == "y"}
    places = {ref: request.form.get(f"place-{ref}", "") for ref, _title in positions}
    return _bring_page(fair, booth, form, people, positions, (ticked, places))


def _open_positions() -> list[tuple[str, str]]:
    """The company's open positions: (public id, title)."""
    found = open_positions_of(visitor().acting_organisation_id or 0, now=clock.now())
    return [
        (one.public_id, words_of(content_of(one), current_language()).fields.get("title", ""))
        for one in found
    ]


def _bring_page(
    fair: Fair,
    booth: Booth,
    form: BringForm,
    people: list[ComesForm],
    positions: list[tuple[str, str]],
    typed: tuple[set[str], dict[str, str]] | None = None,
) -> ResponseReturnValue:
    """`typed`: which positions were ticked, and what stood in each one's field for its number."""
    if typed is None:
        shown = queries.refs_shown(booth)
        typed = set(shown), {ref: str(number) for number, ref in enumerate(shown, start=1)}
    ticked, places = typed
    faulty = bool(form.errors or any(one.errors for one in people))
    # Empty rows beyond the next one stay folded away.
    filled = max(
        (number for number, one in enumerate(people, start=1) if one.name.data or one.errors), default=0
    )
    html = render_template(
        "fairs/booths/bring.html",
        fair=fair,
        booth=booth,
        form=form,
        people=people,
        open_rows=max(2, filled + 1),
        positions=positions,
        ticked=ticked,
        places=places,
        most_shown=MOST_POSITIONS_SHOWN,
        where=WHERE,
        switch_form_id="bring",
    )
    return make_response(html, 422 if request.method == "POST" and faulty else 200)
