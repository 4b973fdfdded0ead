"""Both sides by name, for retention officers. Who looked is written down for every person on the page."""

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.visitor import Role
from recruit.surveys.forms import text
from recruit.surveys.pairing.actions.signals import finish_signal
from recruit.surveys.pairing.queries import forms, gaps
from recruit.surveys.pairing.views.company import shown_answer
from recruit.surveys.pairing.words import THINGS
from recruit.surveys.queries.answering import WITH_WORDS
from recruit.surveys.views.room import room
from recruit.surveys.words import WAVES
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import role

_officers = role(Role.RETENTION_OFFICER)
FIRST, MOST, WRITTEN = 50, 500, 20


@room.get("/staff/surveys/gaps", lock=_officers, seen="response")
def gaps_of_staff() -> ResponseReturnValue:
    """Where a hire and the company see the same thing differently, the largest gap first."""
    item = request.args.get("item", "")
    item = item if item in THINGS else ""
    limit = MOST if request.args.get("all") == "1" else FIRST
    found = gaps.gaps_for(visitor(), item=item, limit=limit)
    written = forms.forms_with_words(visitor(), limit=WRITTEN)
    shown = [one.signal.placement for one in found.signals] + [one.placement for one in found.gaps]
    shown += [one.contact.placement for one in written]
    g.sighted_person_refs = list(dict.fromkeys(placement.person.public_id for placement in shown))
    return render_template(
        "surveys/pairing/gaps.html",
        found=found,
        points=gaps.forms_by_point(clock.now()),
        written=written,
        item=item,
        things=THINGS,
        waves=WAVES,
    )


@room.get("/staff/surveys/company-forms/<public_id>", lock=_officers, seen="response")
def company_form_for_staff(public_id: str) -> ResponseReturnValue:
    """What a company said about one hire at one point."""
    form = forms.form_for_staff(visitor(), public_id)
    placement, language = form.contact.placement, current_language()
    g.sighted_person_ref = placement.person.public_id
    return render_template(
        "surveys/pairing/form_for_staff.html",
        survey=form,
        placement=placement,
        title=text(form.form.title, language),
        lines=[
            (text(item.label, language), shown_answer(item, value), item.type in WITH_WORDS)
            for item, value in form.lines()
        ],
    )


@room.post("/staff/surveys/gaps/<public_id>/seen-to", lock=_officers)
def finish_gap_signal(public_id: str) -> ResponseReturnValue:
    """Somebody has looked at a large gap."""
    signal = gaps.signal_for(visitor(), public_id)
    with writing():
        finish_signal(signal, by=visitor(), now=clock.now())
    flash(_("Marked as seen to."), "done")
    return redirect(page_url("surveys.gaps_of_staff"), 303)
