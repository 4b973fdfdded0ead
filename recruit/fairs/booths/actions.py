"""Moves of booths: staff set the rules and give booths out, companies move up, say what they bring.

Whoever gives a booth locks the row of the event first, so that no booth is given twice.
"""

from datetime import datetime

from sqlalchemy import delete, func, select

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.events.actions.waiting import lock_event
from recruit.events.models import Event
from recruit.events.rules import COMING_STATES
from recruit.fairs.booths import queries, rules
from recruit.fairs.booths.models import BoothPerson, BoothPosition, FairBooths
from recruit.fairs.booths.readiness import why_not_ready
from recruit.fairs.booths.rules import BoothsRefusal
from recruit.fairs.booths.values import BoothsPlan, BroughtAlong
from recruit.fairs.events import BoothConfirmed, BoothWaits
from recruit.fairs.models import Booth, Fair
from recruit.fairs.rules import BoothState, FairRefusal


def set_booths(fair: Fair, plan: BoothsPlan, *, by: Visitor, now: datetime) -> FairBooths:
    """How many booths there are and who goes first. Who waits moves up at once where there is more room than before."""
    event = lock_event(fair.event_id)
    given = _given(fair.event_id)
    wrong = rules.why_not_settings(
        plan.rules,
        region=plan.region,
        booths=plan.booths,
        tables=plan.tables,
        given_booths=given[0],
        given_tables=given[1],
        closes_at=plan.closes_at,
        starts_at=event.starts_at,
    )
    if wrong is not None:
        raise Refused(wrong[0], field=wrong[1])
    found = queries.booths_of(fair.event_id)
    if found is None:
        found = FairBooths(fair_id=fair.event_id)
        session().add(found)
    found.booths, found.tables, found.tables_each = plan.booths, plan.tables, plan.tables_each
    found.closes_at, found.demands = plan.closes_at, plan.demands
    found.rules, found.region = [str(one) for one in plan.rules], sorted(plan.region)
    session().flush()
    audit.record(
        "fair.booths",
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=event.slug,
        change=f"booths: {plan.booths}, tables: {plan.tables}, rules: {', '.join(plan.rules)}",
    )
    fill_free_booths(event, by=by, now=now)
    return found


def _given(fair_id: int) -> tuple[int, int]:
    row = (
        session()
        .execute(
            select(func.count(), func.coalesce(func.sum(Booth.tables), 0)).where(
                Booth.fair_id == fair_id, Booth.state == BoothState.CONFIRMED
            )
        )
        .one()
    )
    return row[0], row[1]


def give_out_booths(fair: Fair, *, by: Visitor, now: datetime) -> tuple[int, int]:
    """One press: by the rules, the first have booths, the rest wait in order. Gives how many have one now, and how many wait.

    Companies at which something is missing stay as they are, and stand in nobody's way.
    """
    event = lock_event(fair.event_id)
    found = queries.booths_of(fair.event_id)
    if event.state not in COMING_STATES or now >= event.starts_at:
        raise Refused(FairRefusal.BOOTHS_CLOSED)
    if found is not None and found.closes_at is not None and now < found.closes_at:
        raise Refused(BoothsRefusal.STILL_OPEN)
    ready = _ready(fair, queries.asking_at(fair.event_id), found)
    if not ready:
        raise Refused(BoothsRefusal.NOBODY_ASKS)
    given, waiting = _give(fair, ready, found, by=by, now=now)
    if found is not None:
        found.given_at = now
    last = max((one.line or 0 for one in ready.values()), default=0)
    waits_anew = [ready[ref] for ref in waiting if ready[ref].line is None]
    for number, booth in enumerate(waits_anew, start=last + 1):
        booth.state, booth.line = BoothState.WAITING, number
    session().flush()
    for booth in waits_anew:
        _note("booth.wait", booth, by, now)
        announce(BoothWaits(booth.id, by, now))
    return given, len(waiting)


def fill_free_booths(event: Event, *, by: Visitor, now: datetime) -> int:
    """Those that wait move up, in order, while there is room. The event's row is locked before."""
    if event.state not in COMING_STATES or now >= event.starts_at:
        return 0
    fair = session().get_one(Fair, event.id)
    found = queries.booths_of(event.id)
    waiting = [one for one in queries.asking_at(event.id) if one.state is BoothState.WAITING]
    ready = _ready(fair, waiting, found)
    return _give(fair, ready, found, by=by, now=now)[0] if ready else 0


def _ready(fair: Fair, booths: list[Booth], found: FairBooths | None) -> dict[str, Booth]:
    """Those at which nothing is missing, or that staff let in."""
    lacks = queries.lacks_by_company([one.company_id for one in booths], fair.event.country)
    demands = found is not None and found.demands
    return {
        one.public_id: one
        for one in booths
        if not why_not_ready(lacks[one.company_id], demands=demands, is_let_in=bool(one.let_in_for))
    }


def _give(
    fair: Fair, ready: dict[str, Booth], found: FairBooths | None, *, by: Visitor, now: datetime
) -> tuple[int, list[str]]:
    places = queries.line_of(fair, list(ready.values()), found)
    given, waiting = rules.give_out(
        places, {ref: one.tables for ref, one in ready.items()}, queries.room_of(fair.event_id, found)
    )
    taken = set(
        session().scalars(
            select(Booth.number).where(Booth.fair_id == fair.event_id, Booth.state == BoothState.CONFIRMED)
        )
    )
    for (ref, tables), number in zip(given.items(), rules.free_numbers(taken, len(given)), strict=True):
        booth = ready[ref]
        booth.state, booth.tables, booth.number, booth.line = BoothState.CONFIRMED, tables, number, None
    session().flush()
    for ref in given:
        _note("booth.confirm", ready[ref], by, now)
        announce(BoothConfirmed(ready[ref].id, by, now))
    return len(given), waiting


def demand_room_and_readiness(fair: Fair, booth: Booth, tables: int, *, why: str) -> None:
    """Whether staff can give this one booth, or change its tables; `why` it goes before others, where it does. The event's row
    is locked before.
    """
    found = queries.booths_of(fair.event_id)
    was = booth.state is BoothState.CONFIRMED
    room = queries.room_of(fair.event_id, found)
    refusal = rules.why_not_confirm(room, tables, was_confirmed=was, had_tables=booth.tables)
    if refusal is not None:
        raise Refused(refusal, field="tables" if refusal is BoothsRefusal.NO_TABLE_LEFT else None)
    if not was and not _ready(fair, [booth], found):
        raise Refused(BoothsRefusal.SOMETHING_IS_MISSING)
    if not was and not why:
        ready = _ready(fair, queries.asking_at(fair.event_id), found)
        places = queries.line_of(fair, list(ready.values()), found)
        wanted = {ref: one.tables for ref, one in ready.items()}
        if rules.passes_over(booth.public_id, places, wanted, room):
            raise Refused(BoothsRefusal.REASON_WANTED, field="why")


def let_in(booth: Booth, why: str, *, by: Visitor, now: datetime) -> None:
    """Staff let a company have a booth although something is missing. Who, when and why stays in the trail."""
    lock_event(booth.fair_id)
    session().refresh(booth)
    if booth.state not in queries.ASKING:
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE)
    booth.let_in_for = why
    session().flush()
    audit.record(
        "booth.let_in",
        by=by,
        now=now,
        subject_kind="booth",
        subject_ref=booth.public_id,
        change=f"why: {why}",
    )


def bring(fair: Fair, booth: Booth, brought: BroughtAlong, *, by: Visitor, now: datetime) -> None:
    """What a company says it brings and shows. What those who come speak needs no interpreter."""
    if by.acting_organisation_id != booth.company_id:
        raise Missing
    if booth.state is BoothState.WITHDRAWN or now >= fair.event.starts_at:
        raise Refused(FairRefusal.MOVE_NOT_POSSIBLE)
    ids = queries.posting_ids(booth.company_id, brought.positions, now)
    if set(ids) != set(brought.positions):
        raise Refused(BoothsRefusal.NOT_YOUR_POSITION)
    session().execute(delete(BoothPerson).where(BoothPerson.booth_id == booth.id))
    session().execute(delete(BoothPosition).where(BoothPosition.booth_id == booth.id))
    session().add_all(
        BoothPerson(
            booth_id=booth.id, place=place, name=one.name, task=one.task, languages=list(one.languages)
        )
        for place, one in enumerate(brought.people, start=1)
    )
    session().add_all(
        BoothPosition(booth_id=booth.id, posting_id=ids[ref], place=place)
        for place, ref in enumerate(brought.positions, start=1)
    )
    booth.interpreting, booth.notes = brought.interpreting, brought.notes
    booth.needs = [str(one) for one in brought.needs]
    booth.languages = sorted({code for one in brought.people for code in one.languages})
    session().flush()
    _note("booth.bring", booth, by, now)


def _note(action: str, booth: Booth, by: Visitor, now: datetime) -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="booth",
        subject_ref=booth.public_id,
        change=f"state: {booth.state}, tables: {booth.tables}",
    )
