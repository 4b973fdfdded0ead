"""Moves of the university's desk: a list comes and goes, chosen students are confirmed, a press is taken back."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete

from recruit.core import audit
from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.periods import ROSTERS
from recruit.core.visitor import Visitor
from recruit.students.actions import confirm_educations, speaks_for_university
from recruit.students.queries import educations_named
from recruit.students.roster import queries, rules
from recruit.students.roster.models import Roster
from recruit.students.roster.rules import RosterRefusal
from recruit.students.rules import Confirmed


def keep_roster(roster: rules.Roster, otherwise: Confirmed, *, by: Visitor, now: datetime) -> Roster:
    """Keep a list for an hour, sealed. It takes the place of the one the same person brought in before."""
    if not speaks_for_university(by) or by.acting_organisation_id is None or by.person_id is None:
        raise Missing
    session().execute(delete(Roster).where(Roster.person_id == by.person_id))
    row = Roster(
        organisation_id=by.acting_organisation_id,
        person_id=by.person_id,
        sealed=queries.sealed_words(roster, otherwise),
        made_at=now,
        ends_at=now + ROSTERS,
    )
    session().add(row)
    session().flush()
    audit.record(
        "roster_brought_in",
        by=by,
        now=now,
        subject_kind="roster",
        subject_ref=row.public_id,
        change=f"{len(roster.lines)} lines, {len(roster.bad)} with a fault",
    )
    return row


def drop_roster(row: Roster, *, by: Visitor) -> None:
    """The desk is done with the list."""
    if row.organisation_id != by.acting_organisation_id:
        raise Missing
    session().delete(row)


def forget_rosters(now: datetime) -> int:
    """Delete the lists whose hour is over; gives how many."""
    over = delete(Roster).where(Roster.ends_at <= now).returning(Roster.id)
    return len(session().scalars(over).all())


def confirm(wanted: Mapping[str, Confirmed], holds_on: date | None, *, by: Visitor, now: datetime) -> int:
    """Confirm (or take back) several educations of the own university, by public id; gives how many changed.

    What is not of this university is left alone, without a word about it.
    """
    if not wanted:
        raise Refused(RosterRefusal.NOBODY_CHOSEN)
    if len(wanted) > rules.MOST_AT_ONCE:
        raise Refused(RosterRefusal.TOO_MANY_AT_ONCE)
    reason = rules.why_not_day(holds_on, day_in(now, by.zone or "Asia/Tokyo"))
    if reason:
        raise Refused(reason, field="holds_on")
    found = educations_named(by, list(wanted))
    return confirm_educations(
        ((one, wanted[one.public_id]) for one in found), holds_on=holds_on, by=by, now=now
    )


def take_back(batch: str, *, by: Visitor, now: datetime) -> int:
    """Set back what one press changed, where it still holds; gives how many. A second time changes nothing."""
    moves = queries.moves_of_batch(by, batch)
    return confirm_educations(((one, move.before) for move, one in moves), holds_on=None, by=by, now=now)
