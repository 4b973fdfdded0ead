"""When the demonstration's hires arrived and until when they may stay; for a few nobody has entered it yet."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from recruit.core.clock import day_in
from recruit.core.months import months_after
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.rules import AT_WORK, PlacementFactKind, PlacementState, SaidBy

TOKYO = "Asia/Tokyo"
# What immigration grants, in years, and how often.
PERIODS, WEIGHTS = (1, 3, 5), (45, 40, 15)
UNKNOWN = 0.08


def add_stays(placements: Sequence[Placement], now: datetime, *, own_id: int) -> None:
    """Give everybody who has begun a day of arrival and an end of the stay, with the renewals that must have been.

    At the demonstration's own company one stay ends soon, and one is being renewed.
    """
    today, at_own = day_in(now, TOKYO), 0
    for placement in placements:
        # A generator of its own for each, so that nothing else of the demonstration changes.
        random = Random(f"stay {placement.source_key}")
        if placement.started_on is None or placement.state is PlacementState.NEVER_STARTED:
            continue
        is_own = placement.employer_id == own_id and placement.state in AT_WORK
        is_known = is_own or placement.source_key == "demo-hire" or random.random() >= UNKNOWN
        if not is_known:
            continue
        arrived_on = placement.started_on - timedelta(days=random.randrange(4, 15))
        known_at = _at(max(placement.started_on, placement.registered_on), now)
        _add(placement, PlacementFactKind.ARRIVED, arrived_on, known_at)
        placement.arrived_on = arrived_on
        years = random.choices(PERIODS, weights=WEIGHTS)[0]
        until_on = _add_years(arrived_on, years)
        _add(placement, PlacementFactKind.STAY_UNTIL, until_on, known_at)
        last = min(placement.ended_on or today, today)
        while until_on <= last:
            renewed_on = until_on - timedelta(days=random.randrange(5, 30))
            until_on = _add_years(until_on, random.choices(PERIODS, weights=WEIGHTS)[0])
            _add(placement, PlacementFactKind.STAY_UNTIL, until_on, _at(renewed_on, now))
        if is_own and placement.source_key != "demo-hire":
            at_own += 1
            if at_own <= 2:
                until_on = today + timedelta(days=24 if at_own == 1 else 52)
                corrected_at = max(known_at, _at(today - timedelta(days=20), now))
                _add(placement, PlacementFactKind.STAY_UNTIL, until_on, corrected_at)
            if at_own == 2:
                applied_on = today - timedelta(days=12)
                placement.renewal_applied_on = applied_on
                _add(placement, PlacementFactKind.RENEWAL_APPLIED, applied_on, _at(applied_on, now))
        placement.stay_until_on = until_on


def _add_years(day: date, years: int) -> date:
    return months_after(day, 12 * years)


def _add(placement: Placement, kind: PlacementFactKind, day: date, known_at: datetime) -> None:
    said_by = SaidBy.PERSON if kind is PlacementFactKind.RENEWAL_APPLIED else SaidBy.COMPANY
    placement.facts.append(
        PlacementFact(
            fact=kind,
            value=day.isoformat(),
            valid_on=day,
            known_at=known_at,
            said_by_kind=said_by,
            confirmed=True,
        )
    )


def _at(day: date, now: datetime) -> datetime:
    return min(datetime.combine(day, time(13), ZoneInfo(TOKYO)).astimezone(UTC), now)
