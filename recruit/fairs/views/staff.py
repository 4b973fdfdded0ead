"""Staff run a fair: slots, booths, wishes."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.events.models import Event
from recruit.fairs import actions, queries, rules
from recruit.fairs.booths.queries import people_of
from recruit.fairs.booths.rules import Need
from recruit.fairs.forms import ButtonForm, ConfirmForm, SlotsForm, slots_data
from recruit.fairs.models import Fair
from recruit.fairs.proposing.drawing import proposes
from recruit.fairs.proposing.queries import counts_for_staff
from recruit.fairs.rules import BoothState
from recruit.fairs.views.room import operator_may_arrange, room
from recruit.fairs.words import INTERPRETED
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for


@room.get("/staff/fairs", lock=coordinator)
def staff_fairs() -> ResponseReturnValue:
    """All fairs."""
    return render_template("fairs/staff_list.html", rows=queries.fairs_for_staff(visitor()))


@room.get("/staff/fairs/<slug>", lock=coordinator)
@room.post("/staff/fairs/<slug>", lock=coordinator)
def staff_fair(slug: str) -> ResponseReturnValue:
    """One fair: its slots, its booths, its wishes."""
    event, fair = queries.fair_event_for_staff(visitor(), slug)
    form = SlotsForm(data=slots_data(fair, event.zone))
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.set_up_fair(event, form.plan(event.zone), by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("fairs.staff_fair", slug=slug), 303)
    return _page(event, fair, form=form)


def _page(
    event: Event,
    fair: Fair | None,
    *,
    form: SlotsForm | None = None,
    wrong: ConfirmForm | None = None,
    of: str = "",
) -> ResponseReturnValue:
    booths = queries.booths_for_staff(visitor(), fair) if fair else []
    timetable = queries.newest_timetable(visitor(), fair) if fair else None
    confirm_forms = {
        booth.public_id: wrong
        if booth.public_id == of and wrong is not None
        else ConfirmForm(
            formdata=None,
            prefix=f"{booth.public_id}-",
            data={"number": booth.number, "tables": booth.tables, "languages": booth.languages},
        )
        for booth in booths
        if booth.state is not BoothState.WITHDRAWN
    }
    shown = form or SlotsForm(formdata=None, data=slots_data(fair, event.zone))
    agrees = fair is not None and proposes(fair, operator_may=operator_may_arrange())
    html = render_template(
        "fairs/staff_fair.html",
        event=event,
        fair=fair,
        booths=booths,
        people=people_of([booth.id for booth in booths]),
        needs_of=lambda booth: [Need(code) for code in booth.needs],
        language_words=INTERPRETED,
        confirm_forms=confirm_forms,
        counts=queries.wish_counts(visitor(), fair) if fair else None,
        timetable=timetable,
        why_not=rules.why_not_arrange(
            operator_may=operator_may_arrange(),
            fair_arranges=fair.arranging if fair else True,
            is_published=fair is not None and queries.published_timetable(event.id) is not None,
        ),
        proposes=agrees,
        agreed_counts=counts_for_staff(visitor(), fair) if fair and agrees else None,
        form=shown,
        switch_form_id="slots",
    )
    return make_response(html, 422 if shown.errors or wrong is not None else 200)


def _fair(slug: str) -> tuple[Event, Fair]:
    event, fair = queries.fair_event_for_staff(visitor(), slug)
    if fair is None:
        raise Missing
    return event, fair


@room.post("/staff/fairs/<slug>/booths/<public_id>/confirm", lock=coordinator)
def confirm_booth(slug: str, public_id: str) -> ResponseReturnValue:
    """Let a company take part."""
    event, fair = _fair(slug)
    booth = queries.booth_for_staff(visitor(), fair, public_id)
    form = ConfirmForm(prefix=f"{public_id}-")
    if not form.is_fine():
        return _page(event, fair, wrong=form, of=public_id)
    try:
        with writing():
            actions.confirm_booth(
                booth,
                number=form.number.data or "",
                tables=form.tables.data or 1,
                languages=tuple(form.languages.data or ()),
                why=form.why.data or "",
                by=visitor(),
                now=clock.now(),
            )
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return _page(event, fair, wrong=form, of=public_id)
    flash(_("The booth is confirmed."), "done")
    return redirect(page_url("fairs.staff_fair", slug=slug), 303)


@room.post("/staff/fairs/<slug>/booths/<public_id>/withdraw", lock=coordinator)
def withdraw_booth(slug: str, public_id: str) -> ResponseReturnValue:
    """A company does not come after all."""
    _event, fair = _fair(slug)
    booth = queries.booth_for_staff(visitor(), fair, public_id)
    if ButtonForm().is_fine():
        with writing():
            actions.withdraw_booth(booth, by=visitor(), now=clock.now())
        flash(_("The booth is withdrawn."), "done")
    return redirect(page_url("fairs.staff_fair", slug=slug), 303)
