"""Staff make a timetable, look how good it is, and publish it."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.fairs import actions, queries, rules
from recruit.fairs.forms import ButtonForm
from recruit.fairs.joining.queries import late_students
from recruit.fairs.judging import judged
from recruit.fairs.models import Fair
from recruit.fairs.proposing.rules import AGREED
from recruit.fairs.repairs.forms import WALKS_IN
from recruit.fairs.rules import TimetableState
from recruit.fairs.views import grids
from recruit.fairs.views.fixing import conflicts_in_words, waiting_pins
from recruit.fairs.views.room import operator_may_arrange, room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for

VIEWS = ("companies", "students", "interpreters", "unmet")


def _fair(slug: str) -> Fair:
    _event, fair = queries.fair_event_for_staff(visitor(), slug)
    if fair is None:
        raise Missing
    return fair


@room.post("/staff/fairs/<slug>/timetable", lock=coordinator)
def make_timetable(slug: str) -> ResponseReturnValue:
    """Ask for a timetable; a worker computes it."""
    fair = _fair(slug)
    if not ButtonForm().is_fine():
        return redirect(page_url("fairs.staff_fair", slug=slug), 303)
    try:
        with writing():
            actions.ask_for_timetable(
                fair, operator_may=operator_may_arrange(), by=visitor(), now=clock.now()
            )
    except Refused as refusal:
        flash(words_for(refusal.reason), "problem")
        return redirect(page_url("fairs.staff_fair", slug=slug), 303)
    return redirect(page_url("fairs.timetable", slug=slug), 303)


@room.get("/staff/fairs/<slug>/timetable", lock=coordinator)
def timetable(slug: str) -> ResponseReturnValue:
    """The newest timetable: who meets whom, how good it is, who was left out and why."""
    fair = _fair(slug)
    found = queries.newest_timetable(visitor(), fair)
    if found is None:
        raise Missing
    if found.method == AGREED:
        # Both sides made it: there is nothing to judge, to fix or to mend.
        return redirect(page_url("fairs.agreed_times", slug=slug), 303)
    view = request.args.get("view", "")
    now = clock.now()
    late = late_students(visitor(), fair) if found.state is TimetableState.PUBLISHED else []
    why_not = rules.why_not_arrange(
        operator_may=operator_may_arrange(),
        fair_arranges=fair.arranging,
        is_published=found.state is TimetableState.PUBLISHED,
    )
    may_fix = why_not is None and found.state is not TimetableState.SOLVING
    shown = grids.looked_at(fair, found, may_fix=may_fix)
    return render_template(
        "fairs/timetable.html",
        fair=fair,
        timetable=found,
        view=view if view in VIEWS else VIEWS[0],
        why_not=why_not,
        late_students=late,
        late_ticks={f"walk-{one.public_id}": WALKS_IN for one in late},
        judgement=judged(found.objective, found.bound, found.proof),
        conflicts=conflicts_in_words(found.conflicts, fair),
        waiting_pins=waiting_pins(fair, found) if may_fix else [],
        may_mend=fair.arranging and operator_may_arrange() and now < fair.event.ends_at,
        running_seconds=round((now - found.solving_since).total_seconds()) if found.solving_since else None,
        longest=rules.seconds_for(len(found.instance.get("requests", ()))),
        late=found.state is TimetableState.SOLVING
        and found.lease_until is None
        and now - found.asked_at > rules.SOLVING_LEASE,
        **shown,
    )


@room.post("/staff/fairs/<slug>/timetable/<public_id>/cancel", lock=coordinator)
def cancel_timetable(slug: str, public_id: str) -> ResponseReturnValue:
    """Do not wait for it any longer."""
    found = queries.timetable_for_staff(visitor(), _fair(slug), public_id)
    if ButtonForm().is_fine():
        try:
            with writing():
                actions.cancel_timetable(found, by=visitor(), now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(_("Stopped. Nothing was changed."), "done")
    return redirect(page_url("fairs.timetable", slug=slug), 303)


@room.post("/staff/fairs/<slug>/timetable/<public_id>/publish", lock=coordinator)
def publish(slug: str, public_id: str) -> ResponseReturnValue:
    """Show it to both sides and tell them."""
    fair = _fair(slug)
    found = queries.timetable_for_staff(visitor(), fair, public_id)
    if not ButtonForm().is_fine():
        return redirect(page_url("fairs.timetable", slug=slug), 303)
    try:
        with writing():
            actions.publish_timetable(
                found, operator_may=operator_may_arrange(), by=visitor(), now=clock.now()
            )
    except Refused as refusal:
        flash(words_for(refusal.reason), "problem")
    else:
        flash(_("Published. Both sides are told by mail, each in their own language and clock."), "done")
    return redirect(page_url("fairs.timetable", slug=slug), 303)
