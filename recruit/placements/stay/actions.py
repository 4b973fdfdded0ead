"""Days of a stay become known. Every day is a fact of its own; the columns of the placement follow the newest ones."""

from datetime import date, datetime

from sqlalchemy import update

from recruit.core.clock import day_in
from recruit.core.db import changes_one, set_state
from recruit.core.errors import Missing, Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.placements.actions import TOKYO, add_fact, note, said_by_of
from recruit.placements.events import StayChanged
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementFactKind, PlacementState, SaidBy
from recruit.placements.stay import queries, rules
from recruit.placements.stay.rules import WITHDRAWN, StayDays

FACTS = (
    ("arrived_on", PlacementFactKind.ARRIVED),
    ("stay_until_on", PlacementFactKind.STAY_UNTIL),
    ("renewal_applied_on", PlacementFactKind.RENEWAL_APPLIED),
)


def enter_days(
    placement: Placement, wanted: StayDays, *, is_sure: bool = False, by: Visitor, now: datetime
) -> bool:
    """Enter, correct or empty days. What is rarely so is taken when somebody is sure. Says whether anything changed."""
    if placement.state is PlacementState.NEVER_STARTED:
        raise Missing
    today, before = day_in(now, TOKYO), queries.days_of(placement)
    wanted = wanted.after(before)
    if wanted == before:
        return False
    fault = rules.why_not(before, wanted, today=today, terms=queries.terms_on(today))
    if fault is None and not is_sure:
        starts_on = placement.started_on or placement.planned_start_on
        fault = rules.what_is_odd(before, wanted, starts_on=starts_on, today=today)
    if fault is not None:
        raise Refused(fault[1], field=fault[0])
    keep_days(placement, wanted, by=by, said_by=said_by_of(by), now=now)
    note("placement.stay_entered", placement, by, now, change=", ".join(_changed(before, wanted)))
    announce(StayChanged(placement_id=placement.id, by=by, now=now))
    return True


def keep_days(
    placement: Placement, wanted: StayDays, *, by: Visitor, said_by: SaidBy, now: datetime, source: str = ""
) -> None:
    """Write the days that differ, and what is known of them from now on. Whoever was faster is not overwritten."""
    before = queries.days_of(placement)
    has_new_end = wanted.until_on != before.until_on
    # Another end is reminded of anew; of the same one a worker may have noted a reminder since this was read.
    notice = {"stay_notice": None} if has_new_end else {}
    set_state(
        placement,
        placement.state,
        placement.state,
        *queries.still(before),
        arrived_on=wanted.arrived_on,
        stay_until_on=wanted.until_on,
        renewal_applied_on=wanted.applied_on,
        **notice,
    )
    for (_column, kind), (earlier, later) in zip(FACTS, _pairs(before, wanted), strict=True):
        is_answered = kind is PlacementFactKind.RENEWAL_APPLIED and has_new_end and later is None
        day = later or earlier
        if later != earlier and day is not None and not is_answered:
            add_fact(
                placement,
                kind,
                later.isoformat() if later else WITHDRAWN,
                valid_on=day,
                by=by,
                said_by=said_by,
                now=now,
                source=source,
            )


def note_told(placement_id: int, until_on: date, notice: int) -> bool:
    """Take the reminder of an end for oneself; False where another worker has it, or the end is another one by now."""
    return changes_one(
        update(Placement)
        .where(
            Placement.id == placement_id,
            Placement.stay_until_on == until_on,
            Placement.renewal_applied_on.is_(None),
            Placement.stay_notice.is_(None) | (Placement.stay_notice > notice),
        )
        .values(stay_notice=notice)
    )


def _pairs(before: StayDays, wanted: StayDays) -> list[tuple[date | None, date | None]]:
    return [
        (before.arrived_on, wanted.arrived_on),
        (before.until_on, wanted.until_on),
        (before.applied_on, wanted.applied_on),
    ]


def _changed(before: StayDays, wanted: StayDays) -> list[str]:
    return [
        column
        for (column, _kind), (earlier, later) in zip(FACTS, _pairs(before, wanted), strict=True)
        if earlier != later
    ]
