"""Pages of how long people stay, for a company and for a university."""

from collections.abc import Sequence
from datetime import date

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.disclosure.limits import LEAST_FOR_ORGANISATIONS, LEAST_IN_PUBLIC
from recruit.core.visitor import Membership
from recruit.organisations.rules import Rights
from recruit.organisations.words import SUPPORT
from recruit.placements.models import Placement
from recruit.placements.names import names_of
from recruit.placements.queries import placements_of_company
from recruit.retention.disclosure.queries import viewer_of
from recruit.retention.outside import actions, queries, showing
from recruit.retention.outside.rules import (
    LEAST_EMPLOYERS,
    MONTHS_OF_GRADUATES,
    graduates_name,
    shown_of,
)
from recruit.retention.queries import national_line, size_of
from recruit.retention.rules import TOKYO
from recruit.surveys.pairing.both_sides import LEAST_COMPANIES
from recruit.surveys.pairing.queries import gaps
from recruit.surveys.pairing.words import THINGS, told_share
from recruit.web.gate import page_url, visitor
from recruit.web.locks import member_of
from recruit.web.room import Room

room = Room("staying", __name__)
# The road of so many people stands on the page at once, that of the others behind one press.
PEOPLE_AT_ONCE = 6
_company = member_of("company")
_owner = member_of("company", "owner")
_university = member_of("university")


def _acting() -> Membership:
    acting = visitor().acting
    assert acting is not None
    return acting


@room.get("/company/retention", lock=_company)
def of_company() -> ResponseReturnValue:
    """The company's people by name, how many stay beside others of its size, and what these offer."""
    acting, today = _acting(), clock.today_in(TOKYO)
    placements = [one for one in placements_of_company(visitor()) if one.started_on is not None]
    company = queries.own_company(acting.organisation_id)
    size = size_of(company.capital_yen, company.staff_count) if company else None
    rows = queries.newest_of(viewer_of(acting.organisation_ref))
    national = national_line(today)
    told = gaps.releases_for(visitor())
    others = queries.others_of_size(acting.organisation_id, size) if told and size else []
    return render_template(
        "retention/outside/company.html",
        placements=_who_stays_first(placements),
        at_once=PEOPLE_AT_ONCE,
        names=names_of(placements),
        roads={
            one.id: showing.road_of(one.started_on, one.last_working_day, today)
            for one in placements
            if one.started_on is not None
        },
        lines=showing.lines_of(placements, rows, size, national, today),
        offers=showing.offers_of(rows, size),
        supports=SUPPORT,
        asked=showing.asked_of(told, gaps.told_of_others(others) if others else {}),
        things=THINGS,
        share=told_share,
        least_companies=LEAST_COMPANIES,
        today=today,
        offered=company.support if company else [],
        size=size,
        national=national,
        as_of=max((row.as_of_on for row in rows.values()), default=None),
        known_by=max((row.known_at for row in rows.values()), default=None),
        agrees=queries.agrees(acting.organisation_id),
        may_agree=acting.rights == Rights.OWNER,
        least=LEAST_FOR_ORGANISATIONS,
        least_employers=LEAST_EMPLOYERS,
        least_in_public=LEAST_IN_PUBLIC,
    )


def _who_stays_first(placements: Sequence[Placement]) -> list[Placement]:
    """Who began last stands first; whoever has left stands below."""
    by_start = sorted(placements, key=lambda one: (one.started_on or date.min, -one.id), reverse=True)
    return sorted(by_start, key=lambda one: one.last_working_day is not None)


@room.post("/company/retention/show", lock=_owner)
def show() -> ResponseReturnValue:
    """Let everybody read how many stay."""
    with writing():
        actions.show_staying(by=visitor(), now=clock.now())
    flash(_("Everybody may read it as soon as the figure rests on enough people."), "done")
    return redirect(page_url("staying.of_company"), 303)


@room.post("/company/retention/hide", lock=_owner)
def hide() -> ResponseReturnValue:
    """Take that back."""
    with writing():
        actions.hide_staying(by=visitor(), now=clock.now())
    flash(_("The figure is no longer on your pages."), "done")
    return redirect(page_url("staying.of_company"), 303)


@room.get("/university/retention", lock=_university)
def of_university() -> ResponseReturnValue:
    """How many graduates are still at their first company."""
    rows = queries.newest_of(viewer_of(_acting().organisation_ref))
    national = national_line(clock.today_in(TOKYO))
    return render_template(
        "retention/outside/university.html",
        lines=[
            (
                months,
                shown_of(queries.values_in(rows, graduates_name(months))),
                national.at(months) if national else None,
            )
            for months in MONTHS_OF_GRADUATES
        ],
        is_shown=bool(rows),
        national=national,
        as_of=max((row.as_of_on for row in rows.values()), default=None),
        known_by=max((row.known_at for row in rows.values()), default=None),
        least=LEAST_FOR_ORGANISATIONS,
    )
