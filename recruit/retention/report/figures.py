"""What a report says: every figure as its readers are told it, and the log of what they are not told."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recruit.core.disclosure.figures import Figure, Release, Why
from recruit.core.disclosure.releasing import release
from recruit.core.disclosure.shares import Said
from recruit.core.disclosure.tables import ALL, crossed
from recruit.placements.rules import ExitKind
from recruit.retention import queries
from recruit.retention.analysis.curves import SurvivalAt, curve_that_begins
from recruit.retention.analysis.spells import CAUSE_CODES
from recruit.retention.figures import REASONS, YEAR, Figures
from recruit.retention.queries import Hire, NationalLine
from recruit.retention.report import tables
from recruit.retention.report.queries import Point, points_of
from recruit.retention.report.rules import (
    MONTHS,
    Edition,
    Outcome,
    Told,
    fingerprint_of,
    told,
)
from recruit.retention.report.tables import BREAKDOWNS, Part
from recruit.retention.rules import LEAST_TO_BEGIN

Step = Callable[[], None]


# Moves of whoever waits for a report: reading, then each part, then setting it.
STEPS = 3 + len(BREAKDOWNS)


@dataclass(frozen=True)
class GroupTold:
    """One group: how many people, and how many of them stay. `people` None: hidden."""

    value: str
    people: int | None
    at: Mapping[int, Told]


@dataclass(frozen=True)
class PointTold:
    """One point of the follow-up: of how many, and what became of them."""

    wave: str
    people: int | None
    said: Mapping[Outcome, Said | None]


@dataclass(frozen=True)
class Yearly:
    """All of one report. `log` says of each part which rule hid or rounded how many figures."""

    edition: Edition
    data_hash: str
    people: int | None
    started: int | None
    left: int | None
    at_risk: Mapping[int, int | None]
    at: Mapping[int, Told]
    bounds: tuple[Told, Told] | None
    exits: Mapping[ExitKind, Mapping[int, Told]]
    breakdowns: Mapping[Part, Sequence[GroupTold]]
    follow_up: Sequence[PointTold]
    response: Told
    national: NationalLine | None
    late_entries: bool
    log: Mapping[Part, Counter[Why]]
    releases: Sequence[Release]


def yearly(edition: Edition, step: Step = lambda: None) -> Yearly:
    """Everything the report says, in a fixed number of statements. `step` is called as the work goes on."""
    hires, found = tables.observed(edition.as_of, edition)
    points = points_of(edition.begins_on, edition.as_of, edition.known_by)
    national = queries.national_line(edition.as_of)
    groups = {part: tables.values(part, hires, edition.as_of) for part in BREAKDOWNS}
    step()
    log: dict[Part, Counter[Why]] = {part: Counter() for part in Part}
    before = tables.told_a_year_ago(edition, groups)
    made = [*before]
    numbers = tables.told_to(tables.numbers(hires, found, edition), made, edition)
    log[Part.PEOPLE].update(why for _key, why in numbers.log)
    step()
    # A rounded share of enough people stands even where their number would tell who came since the report of the year before.
    enough = found.people >= edition.least
    milestones = _milestones(found, edition, log[Part.CURVE], shown=enough)
    exits = _exits(found, edition, log[Part.EXITS], shown=enough)
    breakdowns = {}
    for part in BREAKDOWNS:
        breakdowns[part] = _breakdown(part, found, groups[part], made, edition, log[part])
        step()
    follow_up, response = _follow_up(points, edition, log[Part.FOLLOW_UP])
    step()
    people, started, left = (numbers.figures[(label,)].number for label in ("all", "started", "left"))
    return Yearly(
        edition=edition,
        data_hash=fingerprint_of(_canonical(hires, found, points, groups, national)),
        people=people,
        started=started,
        left=left,
        at_risk={
            int(point.time): _rounded(point.at_risk, edition.least)
            for point in found.milestones
            if people is not None
        },
        at=milestones,
        bounds=_bounds(found, edition) if enough else None,
        exits=exits,
        breakdowns=breakdowns,
        follow_up=follow_up,
        response=response,
        national=national,
        late_entries=bool(found.curve and found.curve.late_entries),
        log=log,
        releases=made[len(before) :],
    )


def _breakdown(
    part: Part, found: Figures, values: Mapping[str, str], made: list[Release], edition: Edition,
    log: Counter[Why],
) -> list[GroupTold]:  # fmt: skip
    if not found.people:
        return []
    shown = tables.told_to(tables.table(part, found, values), made, edition)
    log.update(why for _key, why in shown.log)
    places: dict[str, list[int]] = {}
    for place, spell in enumerate(found.spells.spells):
        places.setdefault(values.get(spell.key, ""), []).append(place)
    groups = []
    for value, rows in places.items():
        figure: Figure = shown.figures[(value,)]
        curve = curve_that_begins(found.lifetimes.only(np.array(rows)), LEAST_TO_BEGIN)
        at = {
            int(point.time): _told(point, edition, log, shown=not figure.is_hidden)
            for point in curve.at(MONTHS)
        }
        groups.append(GroupTold(value, figure.number, at))
    # The order must not tell which of two hidden groups is the larger one; unknown stands last.
    return sorted(groups, key=lambda one: (one.value == "", _order(part, one)))


def _order(part: Part, group: GroupTold) -> tuple[int, str]:
    if part is Part.QUARTER:
        return 0, group.value
    return -(group.people or 0), group.value


def _told(point: SurvivalAt, edition: Edition, log: Counter[Why], *, shown: bool) -> Told:
    interval = point.beta_product
    limits = (interval.lower, interval.upper) if interval else None
    found = told(point.survival, point.at_risk, limits, edition.least, shown=shown)
    _note(found, log)
    return found


def _note(found: Told, log: Counter[Why]) -> None:
    if found.too_few:
        log[Why.FEW] += 1
    elif found.share is not None and (found.share.or_more or found.share.or_fewer):
        log[Why.DOMINANCE] += 1


def _milestones(found: Figures, edition: Edition, log: Counter[Why], *, shown: bool) -> dict[int, Told]:
    points = found.curve.at(MONTHS) if found.curve else []
    return {int(point.time): _told(point, edition, log, shown=shown) for point in points}


def _bounds(found: Figures, edition: Edition) -> tuple[Told, Told] | None:
    """After a year, if all of whom contact was lost had left, and if all had stayed; None while they are few."""
    for left, stayed in found.bounds:
        if left.time == YEAR:
            return (
                told(left.survival, left.at_risk, None, edition.least),
                told(stayed.survival, stayed.at_risk, None, edition.least),
            )
    return None


def _exits(
    found: Figures, edition: Edition, log: Counter[Why], *, shown: bool
) -> dict[ExitKind, dict[int, Told]]:
    """Aalen-Johansen at the same months; reasons for which nobody left are not there."""
    if found.incidence is None or found.curve is None:
        return {}
    at_risk = {point.time: point.at_risk for point in found.curve.at(MONTHS)}
    told_of: dict[ExitKind, dict[int, Told]] = {}
    for reason in REASONS:
        code = CAUSE_CODES[str(reason)]
        if code not in found.incidence.by_cause:
            continue
        for point in found.incidence.at(MONTHS):
            interval = point.intervals[code]
            limits = (interval.lower, interval.upper) if interval else None
            one = told(point.by_cause[code], at_risk[point.time], limits, edition.least, shown=shown)
            _note(one, log)
            told_of.setdefault(reason, {})[int(point.time)] = one
    return told_of


def _follow_up(points: Sequence[Point], edition: Edition, log: Counter[Why]) -> tuple[list[PointTold], Told]:
    if not points:
        return [], Told()
    waves = list(dict.fromkeys(point.wave for point in sorted(points, key=lambda one: one.position)))
    table = crossed(
        f"follow-up {edition.year}",
        [waves, [str(outcome) for outcome in Outcome]],
        {point.public_id: (point.wave, str(point.outcome)) for point in points},
        answer=1,
    )
    made = release(table, edition.audience, as_of=edition.as_of)
    log.update(why for _key, why in made.log)
    rows = [
        PointTold(
            wave,
            made.figures[wave, ALL].number,
            {outcome: made.figures[wave, str(outcome)].said for outcome in Outcome},
        )
        for wave in [*waves, ALL]
    ]
    counts = Counter(point.outcome for point in points)
    reached = counts[Outcome.ANSWERED] + counts[Outcome.SILENT]
    beside = counts[Outcome.NOT_REACHED]
    shown = not made.figures[ALL, ALL].is_hidden and not 0 < beside < edition.least
    rate = told(
        counts[Outcome.ANSWERED] / reached if reached else None, reached, None, edition.least, shown=shown
    )
    _note(rate, log)
    return rows, rate


def _rounded(people: int, least: int) -> int | None:
    """People under observation to the nearest 5, for every reader: the step from one month to the next tells of single people."""
    return None if 0 < people < least else 5 * round(people / 5)


def _canonical(
    hires: Sequence[Hire],
    found: Figures,
    points: Sequence[Point],
    groups: Mapping[Part, Mapping[str, str]],
    national: NationalLine | None,
) -> list[tuple[str | None, ...]]:
    """The rows on which every figure rests, as text: hires and spells by their public marks, points, and the published line."""
    rows: list[tuple[str | None, ...]] = []
    for hire in hires:
        days = (hire.record.start, hire.record.last_working_day) if hire.record else ()
        of_groups = (groups[part].get(hire.public_id, "") for part in BREAKDOWNS)
        rows.append(
            ("hire", hire.public_id, *(None if day is None else day.isoformat() for day in days), *of_groups)
        )
    for spell in found.spells.spells:
        rows.append(
            ("spell", spell.key, str(spell.entry), str(spell.time), str(spell.cause if spell.left else 0))
        )
    rows += [("point", point.public_id, point.wave, str(point.outcome)) for point in points]
    if national is not None:
        rows += [("national", str(months), str(share)) for months, share in national.points]
    return rows
