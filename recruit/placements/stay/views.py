"""One page for the days of a stay: the person's own, the employer's for its people, and staff's."""

from flask import flash, g, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.placements import queries as placements
from recruit.placements.actions import TOKYO
from recruit.placements.models import Placement
from recruit.placements.names import names_of
from recruit.placements.rules import GOES_ON, PlacementState
from recruit.placements.stay import actions, queries
from recruit.placements.stay.card import drawn_card
from recruit.placements.stay.forms import StayForm
from recruit.placements.stay.rules import Renewal, StayDoubt, renewal_of
from recruit.placements.stay.words import SHAPES
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator, member_of, sees_hires, signed_in
from recruit.web.room import Room
from recruit.web.words import words_for

room = Room("stay", __name__)
_company = member_of("company")
_company_editors = member_of("company", "owner", "recruiter")


@room.get("/me/stay", lock=signed_in)
def mine() -> ResponseReturnValue:
    """The person's own days."""
    placement = placements.newest_live_placement(visitor().person_id or 0)
    if placement is None:
        return render_template("placements/stay/none.html")
    return _page(placement, StayForm(standing=queries.days_of(placement)), reader="person")


@room.post("/me/stay", lock=signed_in)
def enter_mine() -> ResponseReturnValue:
    """The person enters or corrects them."""
    placement = placements.newest_live_placement(visitor().person_id or 0)
    if placement is None:
        raise Missing
    return _entered(placement, reader="person", back=page_url("stay.mine"))


@room.get("/company/placements/<public_id>/stay", lock=_company, seen="hire")
def at_company(public_id: str) -> ResponseReturnValue:
    """The days of one of the company's people, while they work there or are about to."""
    placement = _own_hire(public_id)
    return _page(placement, StayForm(standing=queries.days_of(placement)), reader="company")


@room.post("/company/placements/<public_id>/stay", lock=_company_editors, seen="hire")
def enter_at_company(public_id: str) -> ResponseReturnValue:
    """The company has looked at the card."""
    placement = _own_hire(public_id)
    return _entered(placement, reader="company", back=page_url("placements.at_company", public_id=public_id))


@room.get("/staff/placements/<public_id>/stay", lock=sees_hires, seen="hire")
def for_staff(public_id: str) -> ResponseReturnValue:
    """The days of any hire."""
    placement = placements.placement_for(visitor(), public_id)
    return _page(placement, StayForm(standing=queries.days_of(placement)), reader="staff")


@room.post("/staff/placements/<public_id>/stay", lock=coordinator, seen="hire")
def enter_for_staff(public_id: str) -> ResponseReturnValue:
    """Staff enter what they were told."""
    placement = placements.placement_for(visitor(), public_id)
    return _entered(placement, reader="staff", back=page_url("placements.for_staff", public_id=public_id))


def _own_hire(public_id: str) -> Placement:
    placement = placements.placement_for(visitor(), public_id)
    if placement.state not in GOES_ON:
        # Who has left is no longer theirs to look after.
        raise Missing
    return placement


def _entered(placement: Placement, *, reader: str, back: str) -> ResponseReturnValue:
    form = StayForm(standing=queries.days_of(placement))
    if not form.is_fine():
        return _page(placement, form, reader=reader), 422
    is_sure = bool(form.is_sure.data)
    try:
        with writing():
            changed = actions.enter_days(
                placement, form.wanted(), is_sure=is_sure, by=visitor(), now=clock.now()
            )
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        form.doubt = refusal.reason if isinstance(refusal.reason, StayDoubt) else None
        return _page(placement, form, reader=reader), 422
    if changed:
        flash(_("Saved. What is planned from these days moves with them."), "done")
    else:
        flash(_("These days stood there already, so nothing has changed."), "note")
    return redirect(back, 303)


def _page(placement: Placement, form: StayForm, *, reader: str) -> str:
    if reader != "person":
        g.sighted_person_ref = placement.person.public_id
    may_enter = placement.state is not PlacementState.NEVER_STARTED and (
        reader == "person"
        or (reader == "company" and _company_editors.opens_for(visitor()))
        or (reader == "staff" and visitor().is_coordinator)
    )
    today = clock.today_in(TOKYO)
    law, days = queries.law_on(today), queries.days_of(placement)
    return render_template(
        "placements/stay/days.html",
        placement=placement,
        shown=names_of([placement])[placement.id],
        form=form,
        reader=reader,
        may_enter=may_enter,
        days=days,
        law=law,
        renewal=renewal_of(days, today, law.grace_months),
        stages=Renewal,
        shapes=SHAPES,
        card=drawn_card(),
    )
