"""Booths: a company asks, staff confirm, either side may withdraw."""

from datetime import datetime

from sqlalchemy import select

from recruit.core import audit
from recruit.core.db import refuse_on, session
from recruit.core.errors import Missing, Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.events.actions.seats import lock_event
from recruit.events.rules import COMING_STATES
from recruit.fairs import disclosures
from recruit.fairs.booths import queries as booth_queries
from recruit.fairs.booths.actions import demand_room_and_readiness, fill_free_booths
from recruit.fairs.booths.rules import BoothsRefusal
from recruit.fairs.events import BoothAsked, BoothConfirmed, BoothWithdrawn
from recruit.fairs.models import Booth, Fair
from recruit.fairs.rules import BoothState, FairRefusal
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from recruit.students.models import Disclosure

refuse_on("uq_booth_fair_id_company_id", Refused(FairRefusal.MOVE_NOT_POSSIBLE))


def ask_for_booth(fair: Fair, *, tables: int, people_who_come: str, by: Visitor, now: datetime) -> Booth:
    """A company asks to take part. What it asked before is changed while nothing is confirmed."""
    company_id = by.acting_organisation_id
    if company_id is None or not by.acts_for("company"):
        raise Missing
    state = session().scalar(select(Organisation.state).where(Organisation.id == company_id))
    if state is not OrganisationState.APPROVED:
        raise Refused(FairRefusal.COMPANY_NOT_APPROVED)
    limits = booth_queries.booths_of(fair.event_id)
    until = limits.closes_at if limits and limits.closes_at else fair.event.starts_at
    if fair.event.state not in COMING_STATES or now >= until:
        raise Refused(FairRefusal.BOOTHS_CLOSED)
    if limits is not None and tables > limits.tables_each:
        raise Refused(BoothsRefusal.TOO_MANY_TABLES, field="tables")
    booth = session().scalar(
        select(Booth).where(Booth.fair_id == fair.event_id, Booth.company_id == company_id)
    )
    if booth is not None and booth.state is BoothState.CONFIRMED:
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE)
    if booth is None:
        booth = Booth(fair_id=fair.event_id, company_id=company_id)
        session().add(booth)
    # Who changes what was asked keeps the place: it counts since when a company has asked without a break.
    is_new = booth.state not in booth_queries.ASKING or booth.asked_at is None
    if is_new:
        booth.state, booth.asked_at = BoothState.ASKED, now
        booth.line, booth.let_in_for = None, ""
    booth.tables, booth.people_who_come = tables, people_who_come
    session().flush()
    _note("booth.ask", booth, by, now)
    if is_new:
        announce(BoothAsked(booth.id, by, now))
    return booth


def confirm_booth(
    booth: Booth,
    *,
    number: str,
    tables: int,
    languages: tuple[str, ...] = (),
    why: str = "",
    by: Visitor,
    now: datetime,
) -> None:
    """Staff let the company take part. Confirming again only changes the number, the tables and what is spoken there. Where
    others stand before it in the line, `why` it goes first stays in the trail.
    """
    # Also keeps out who signs up in this moment: a booth and a seat must see each other.
    event = lock_event(booth.fair_id)
    session().refresh(booth)
    organisation = session().get_one(Organisation, booth.company_id)
    if organisation.state is not OrganisationState.APPROVED:
        raise Refused(FairRefusal.COMPANY_NOT_APPROVED)
    if booth.state is BoothState.WITHDRAWN or event.state not in COMING_STATES:
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE)
    was_confirmed = booth.state is BoothState.CONFIRMED
    demand_room_and_readiness(session().get_one(Fair, booth.fair_id), booth, tables, why=why)
    booth.line = None
    booth.state, booth.number, booth.tables = BoothState.CONFIRMED, number, tables
    booth.languages = sorted(languages)
    session().flush()
    _note("booth.confirm", booth, by, now, why="" if was_confirmed else why)
    if not was_confirmed:
        announce(BoothConfirmed(booth.id, by, now))


def withdraw_booth(booth: Booth, *, by: Visitor, now: datetime) -> None:
    """The company does not come after all; it no longer sees the students of the fair. A second time changes nothing."""
    event = lock_event(booth.fair_id)
    session().refresh(booth)
    if booth.state is BoothState.WITHDRAWN:
        return
    if now >= event.ends_at:
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE)
    was_confirmed = booth.state is BoothState.CONFIRMED
    booth.state, booth.line = BoothState.WITHDRAWN, None
    session().flush()
    disclosures.end(event.slug, Disclosure.organisation_id == booth.company_id, now=now)
    _note("booth.withdraw", booth, by, now)
    if was_confirmed:
        announce(BoothWithdrawn(booth.id, by, now))
    fill_free_booths(event, by=by, now=now)


def _note(action: str, booth: Booth, by: Visitor, now: datetime, *, why: str = "") -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="booth",
        subject_ref=booth.public_id,
        change=f"state: {booth.state}, tables: {booth.tables}" + (f", why: {why}" if why else ""),
    )
