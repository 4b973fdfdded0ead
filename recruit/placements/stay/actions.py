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
from recruit.placements.stay.rules import NO_END, WITHDRAWN, StayDays

COLUMNS = {
    "arrived_on": "arrived_on",
    "until_on": "stay_until_on",
    "applied_on": "renewal_applied_on",
    "has_no_end": "stay_has_no_end",
}
FACTS = (PlacementFactKind.ARRIVED, PlacementFactKind.STAY_UNTIL, PlacementFactKind.RENEWAL_APPLIED)


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
    has_new_end = (wanted.until_on, wanted.has_no_end) != (before.until_on, before.has_no_end)
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
        stay_has_no_end=wanted.has_no_end,
        **notice,
    )
    said_before, said_now = facts_said(before), facts_said(wanted)
    for kind in FACTS:
        earlier, later = said_before[kind], said_now[kind]
        is_answered = kind is PlacementFactKind.RENEWAL_APPLIED and has_new_end and not later
        if later != earlier and not is_answered:
            add_fact(
                placement,
                kind,
                later or WITHDRAWN,
                valid_on=day_said(later) or day_said(earlier) or day_in(now, TOKYO),
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


def facts_said(days: StayDays) -> dict[PlacementFactKind, str]:
    """What the newest fact of each kind says; empty where it is not known."""
    end = NO_END if days.has_no_end else _written(days.until_on)
    return dict(zip(FACTS, (_written(days.arrived_on), end, _written(days.applied_on)), strict=True))


def day_said(said: str) -> date | None:
    """The day that a fact names; a stay without an end names none."""
    return date.fromisoformat(said) if said and said != NO_END else None


def _written(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _changed(before: StayDays, wanted: StayDays) -> list[str]:
    return [COLUMNS[name] for name, said in vars(wanted).items() if said != getattr(before, name)]
