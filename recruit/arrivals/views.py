"""Pages of the procedure."""

from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, ngettext

from recruit.arrivals import actions, queries
from recruit.arrivals.forms import DoneForm, StuckForm, TickOffForm
from recruit.arrivals.models import Plan, PlanStep
from recruit.arrivals.road import Station, stations_of
from recruit.arrivals.rules import StepOwner
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.texts import best_text
from recruit.core.visitor import Visitor
from recruit.placements import queries as placements
from recruit.placements.models import Placement
from recruit.web.forms import choices_of
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in
from recruit.web.panels import Panel
from recruit.web.room import Room

room = Room("arrivals", __name__)
TOKYO = "Asia/Tokyo"


@room.get("/me/arrival", lock=signed_in)
def mine() -> ResponseReturnValue:
    """The road from the accepted offer to the first weeks, as the person sees it."""
    placement = placements.newest_live_placement(visitor().person_id or 0)
    plan = queries.plan_of(placement.id) if placement else None
    return render_template("arrivals/mine.html", placement=placement, **_road(plan, StepOwner.STUDENT))


@room.post("/arrival/steps/<public_id>/done", lock=signed_in)
def done(public_id: str) -> ResponseReturnValue:
    """A step is done."""
    step = queries.step_for(visitor(), public_id)
    if DoneForm().is_fine():
        with writing():
            actions.mark_done(step, by=visitor(), now=clock.now())
        flash(_("Marked as done."), "done")
    return redirect(_back(step), 303)


@room.post("/arrival/<public_id>/ticked-off", lock=signed_in)
def tick_off(public_id: str) -> ResponseReturnValue:
    """Of the steps whose day has passed, these are done."""
    plan = queries.plan_for(visitor(), public_id)
    asked = [
        step
        for step in queries.steps_to_tick_off(plan, None, clock.today_in(TOKYO))
        if queries.may_mark(visitor(), step)
    ]
    form = TickOffForm()
    form.steps.choices = choices_of((step.public_id, step.public_id) for step in asked)
    if form.is_fine():
        done = [step for step in asked if step.public_id in (form.steps.data or ())]
        with writing():
            actions.tick_off(done, by=visitor(), now=clock.now())
        if done:
            words = ngettext("%(num)d step is ticked off.", "%(num)d steps are ticked off.", len(done))
            flash(words, "done")
        else:
            flash(_("Nothing was ticked, so nothing has changed."), "note")
    return redirect(_page_of(plan.placement), 303)


@room.get("/arrival/steps/<public_id>/stuck", lock=signed_in)
def stuck(public_id: str) -> ResponseReturnValue:
    """Say that a step cannot go on."""
    step = queries.step_for(visitor(), public_id)
    return _stuck_page(step, StuckForm())


@room.post("/arrival/steps/<public_id>/stuck", lock=signed_in)
def report_stuck(public_id: str) -> ResponseReturnValue:
    """Tell staff that a step cannot go on."""
    step = queries.step_for(visitor(), public_id)
    form = StuckForm()
    if not form.is_fine():
        return _stuck_page(step, form), 422
    with writing():
        actions.mark_stuck(step, form.because.data, by=visitor(), now=clock.now())
    flash(_("Staff know now and will write to you."), "done")
    return redirect(_back(step), 303)


def _stuck_page(step: PlanStep, form: StuckForm) -> str:
    text = best_text(step.step_rule.texts, current_language())
    return render_template(
        "arrivals/stuck.html", form=form, step=step, text=text, back=_back(step), switch_form_id="stuck-form"
    )


def _back(step: PlanStep) -> str:
    return _page_of(step.plan.placement)


def _page_of(placement: Placement) -> str:
    if visitor().acts_for("company") and placement.employer_id == visitor().acting_organisation_id:
        return page_url("placements.at_company", public_id=placement.public_id)
    if visitor().is_staff:
        return page_url("placements.for_staff", public_id=placement.public_id)
    return page_url("arrivals.mine")


def _road(plan: Plan | None, owner: StepOwner | None) -> dict[str, Any]:
    today = clock.today_in(TOKYO)
    if plan is None:
        return {"plan": None, "stations": [], "next_station": None, "tick_off": None}
    stations = stations_of(plan, owner=owner, today=today)
    step = queries.next_step_of(plan, owner, today) if owner else None
    following = next((one for one in stations if step is not None and one.public_id == step.public_id), None)
    return {
        "plan": plan,
        "stations": stations,
        "next_station": following,
        "tick_off": _tick_off_form(
            [one for one in stations if one.to_tick_off and (one.mine or owner is None)]
        ),
    }


def _tick_off_form(stations: list[Station]) -> TickOffForm | None:
    """A row to tick for each step whose day has passed."""
    if not stations:
        return None
    form = TickOffForm(formdata=None)
    form.steps.choices = choices_of((one.public_id, one.title) for one in stations)
    return form


def _for_company(asking: Visitor, placement: Placement) -> dict[str, Any] | None:
    plan = queries.plan_of(placement.id)
    if plan is None:
        return None
    edits = asking.acting is not None and asking.acting.rights in ("owner", "recruiter")
    return {**_road(plan, StepOwner.COMPANY), "may_mark": edits, "shows_all": False}


def _for_staff(asking: Visitor, placement: Placement) -> dict[str, Any] | None:
    plan = queries.plan_of(placement.id)
    if plan is None:
        return None
    return {**_road(plan, None), "may_mark": asking.is_coordinator, "shows_all": True}


PANELS = (
    Panel("placement.company", _for_company, "arrivals/panel.html"),
    Panel("placement.staff", _for_staff, "arrivals/panel.html"),
)
