"""By what hires may be compared, and what may be said of the difference. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np

from recruit.retention.analysis.comparisons import (
    Difference,
    LogRank,
    difference_at,
    holm,
    log_rank,
    restricted_mean_difference,
    stratified_log_rank,
)
from recruit.retention.analysis.curves import SurvivalAt, SurvivalCurve, answers_of, curve_that_begins
from recruit.retention.analysis.lifetimes import Lifetimes
from recruit.retention.rules import LEAST_TO_BEGIN

# A test says nothing worth printing where fewer people than these have left (FOLLOWUP 3.6 of the design).
LEAST_EXITS = 10
CERTAIN_BELOW = 0.05
YEAR = 12.0


class By(StrEnum):
    """What the groups of a comparison differ in."""

    FAIR = "fair"
    START_YEAR = "start_year"
    COUNTRY = "country"
    UNIVERSITY = "university"
    SIZE = "size"
    REGION = "region"
    JAPANESE = "japanese"
    SUPPORT = "support"


# Where people come from goes together with where and when they work: compared as they are, such groups would be blamed for it.
WITHIN_SIZE_AND_YEAR = frozenset({By.COUNTRY, By.UNIVERSITY})
# Groups with an order of their own stand in it, not by their size.
IN_ORDER = frozenset({By.START_YEAR})
# Read off profiles and companies as they are written today: no earlier versions of them are kept. Country, fair and days are
# facts of the hire itself.
AS_KNOWN_TODAY = frozenset({By.UNIVERSITY, By.SIZE, By.REGION, By.JAPANESE, By.SUPPORT})


# Kinds that the address of a figure may name beside those of a question; the other kinds have a filter of their own.
FURTHER = (By.FAIR, By.UNIVERSITY, By.REGION, By.JAPANESE)
UNKNOWN = "unknown"


def wanted_of(arguments: Mapping[str, str]) -> dict[By, str]:
    """The groups that an address names (`fair=hanoi-2026`); `unknown` means those of whom nothing is known."""
    found = {by: arguments.get(str(by), "").strip() for by in FURTHER}
    return {by: "" if value == UNKNOWN else value for by, value in found.items() if value}


class NoTest(StrEnum):
    """Why no p is printed."""

    ONE_GROUP = "one_group"
    TOO_FEW_LEFT = "too_few_left"


@dataclass(frozen=True)
class Group:
    """One group of a comparison; `value` is "" where nothing is known."""

    value: str
    people: int
    exits: int
    curve: SurvivalCurve
    at: tuple[SurvivalAt, ...]

    @property
    def after_a_year(self) -> SurvivalAt:
        return next(point for point in self.at if point.time == YEAR)


@dataclass(frozen=True)
class Pair:
    """Two groups of which one leaves more: p of their log-rank test, adjusted for all pairs on the page (Holm 1979)."""

    first: str
    second: str
    p: float


@dataclass(frozen=True)
class Comparison:
    """All groups, the largest first or in their own order, and whether they differ. `tested` are the groups of the test; pairs are looked at only
    where the test of all together says that there is a difference.
    """

    groups: tuple[Group, ...]
    tested: tuple[str, ...]
    test: LogRank | None
    why_no_test: NoTest | None
    pairs: tuple[Pair, ...]
    within_strata: bool

    @property
    def differs(self) -> bool:
        return self.test is not None and self.test.p is not None and self.test.p < CERTAIN_BELOW


def compare(
    lifetimes: Lifetimes,
    values: Sequence[str],
    months: Iterable[float],
    strata: Sequence[str] | None = None,
    *,
    in_order: bool = False,
) -> Comparison:
    """Compare the people whose values differ; `values` and `strata` are parallel to the rows of `lifetimes`. The largest group
    comes first, or `in_order` they stand by their values.

    With `strata` the tests compare only within a stratum. Who has no value ("") is a group of the table, never of the test.
    """
    points = sorted({YEAR, *months})
    places = _places(values)
    curves = [curve_that_begins(lifetimes.only(rows), LEAST_TO_BEGIN) for rows in places.values()]
    groups = [
        Group(value, rows.size, int(lifetimes.left[rows].sum()), curve, tuple(answers))
        for (value, rows), curve, answers in zip(
            places.items(), curves, answers_of(curves, points), strict=True
        )
    ]
    groups.sort(key=lambda group: (not group.value, 0 if in_order else -group.people, group.value))
    enough = tuple(group.value for group in groups if group.value and group.exits >= LEAST_EXITS)
    if len(enough) < 2:
        named = sum(1 for group in groups if group.value)
        why = NoTest.ONE_GROUP if named < 2 else NoTest.TOO_FEW_LEFT
        return Comparison(tuple(groups), enough, None, why, (), strata is not None)
    test = _test(lifetimes, places, enough, strata)
    pairs: tuple[Pair, ...] = ()
    if len(enough) > 2 and test.p is not None and test.p < CERTAIN_BELOW:
        pairs = _pairs(lifetimes, places, enough, strata)
    return Comparison(tuple(groups), enough, test, None, pairs, strata is not None)


@dataclass(frozen=True)
class Between:
    """Two groups that somebody chose, first minus second: the shares still there after a year with their test, and how many months
    longer the first stays within that year, with its interval and without a test of its own. `p` is None where one of the groups
    has too few exits, or where a share is not estimable, 0 or 1.
    """

    first: Group
    second: Group
    points: float | None
    p: float | None
    months: Difference | None


def between(compared: Comparison, first: str, second: str) -> Between | None:
    """None unless both are groups of the table, and not the same. Groups that are compared within strata alone are never set
    against each other without them.
    """
    if compared.within_strata:
        return None
    groups = {group.value: group for group in compared.groups}
    if first == second or first not in groups or second not in groups:
        return None
    one, other = groups[first], groups[second]
    shares = one.after_a_year.survival, other.after_a_year.survival
    found = None
    if min(one.exits, other.exits) >= LEAST_EXITS and one.curve.since == other.curve.since == 0.0:
        found = difference_at(one.curve, other.curve, YEAR)
    return Between(
        one,
        other,
        None if shares[0] is None or shares[1] is None else shares[0] - shares[1],
        None if found is None else found.p,
        None
        if one.curve.since or other.curve.since
        else restricted_mean_difference(one.curve, other.curve, YEAR),
    )


def _places(values: Sequence[str]) -> dict[str, np.ndarray]:
    found: dict[str, list[int]] = {}
    for place, value in enumerate(values):
        found.setdefault(value, []).append(place)
    return {value: np.array(rows) for value, rows in found.items()}


def _test(
    lifetimes: Lifetimes,
    places: Mapping[str, np.ndarray],
    chosen: Sequence[str],
    strata: Sequence[str] | None,
) -> LogRank:
    if strata is None:
        return log_rank([lifetimes.only(places[value]) for value in chosen])
    kinds = np.array(strata)
    return stratified_log_rank(
        [
            [lifetimes.only(places[value][kinds[places[value]] == kind]) for value in chosen]
            for kind in sorted(set(strata))
        ]
    )


def _pairs(
    lifetimes: Lifetimes,
    places: Mapping[str, np.ndarray],
    chosen: Sequence[str],
    strata: Sequence[str] | None,
) -> tuple[Pair, ...]:
    tested = [
        (first, second, test.p)
        for first, second in combinations(chosen, 2)
        if (test := _test(lifetimes, places, (first, second), strata)).p is not None
    ]
    adjusted = holm([p for _first, _second, p in tested if p is not None])
    found = [Pair(first, second, p) for (first, second, _p), p in zip(tested, adjusted, strict=True)]
    return tuple(sorted((pair for pair in found if pair.p < CERTAIN_BELOW), key=lambda pair: pair.p))
