"""Of whom it is said whether they stayed, and which groups may stand beside each other. Plain Python.

Everything here rests on the days of an employment, which the employer knows. Whether somebody answers our surveys goes in
nowhere: else a company could tell it from its own figures.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from recruit.core.disclosure.figures import Release
from recruit.core.disclosure.limits import LEAST_FOR_ORGANISATIONS
from recruit.core.disclosure.shares import Said
from recruit.core.disclosure.tables import Table, crossed
from recruit.organisations.rules import Support
from recruit.placements.rules import EmployerSize
from recruit.retention.analysis.spells import month_boundary

MONTHS = (12, 24, 36)
MONTHS_OF_GRADUATES = (6, 12, 24, 36)
# Reached on the road that a company sees of each of its people.
ROAD_MONTHS = (3, 6, 12, 24, 36)
YEAR = 12
# The quarters after whose end organisations get new figures: each release more makes it harder to say anything at all.
NEW_FOR_ORGANISATIONS = (4, 10)
# Of what others offer a company reads no more than so many comparisons, for the same reason.
MOST_SUPPORTS = 3
THERE, LEFT = "there", "left"
WITH, WITHOUT = "with", "without"
# A group of fewer employers would tell a competitor of one of them.
LEAST_EMPLOYERS = 3


def others_name(size: EmployerSize, months: int) -> str:
    """Under which name it is kept how long people stay at other companies of a size."""
    return f"others-{size}-{months}"


def support_name(size: EmployerSize, support: Support) -> str:
    """Likewise, with and without something that companies offer."""
    return f"support-{size}-{support}"


def graduates_name(months: int) -> str:
    """Likewise, of a university's graduates."""
    return f"graduates-{months}"


@dataclass(frozen=True)
class Stay:
    """One employment; `mark` stands for the person and says nothing about who it is."""

    mark: str
    employer: int | None
    first_day: date
    last_day: date | None
    registered_on: date

    def outcome(self, months: int, as_of: date) -> str | None:
        """Whether somebody was still there when that month was over; None: not observed from the first day until then.

        >>> one = Stay("a", 1, date(2024, 4, 1), date(2025, 3, 31), date(2024, 1, 10))
        >>> one.outcome(6, date(2026, 1, 1)), one.outcome(12, date(2026, 1, 1)), one.outcome(24, date(2026, 1, 1))
        ('there', 'left', None)
        """
        until = month_boundary(self.first_day, months)
        # Whoever was registered late had to be there still to be registered at all.
        if until >= as_of or self.registered_on > self.first_day:
            return None
        return THERE if self.last_day is None or self.last_day >= until else LEFT


def stay_table(name: str, stays: Iterable[Stay], months: int, as_of: date) -> Table:
    """Who stayed so long, of all who could have."""
    found = {stay.mark: (outcome,) for stay in stays if (outcome := stay.outcome(months, as_of))}
    return crossed(name, [(THERE, LEFT)], found, answer=0)


def is_group(stays: Collection[Stay]) -> bool:
    """Whether so many employers stand behind it that none of them can be made out, the largest neither."""
    of_each = Counter(stay.employer for stay in stays)
    largest = max(of_each.values(), default=0)
    return len(of_each) >= LEAST_EMPLOYERS and len(stays) - largest >= LEAST_FOR_ORGANISATIONS


def others_table(name: str, stays: Iterable[Stay], months: int, as_of: date) -> Table | None:
    """The people of other employers; None where these are too few."""
    counted = [stay for stay in stays if stay.outcome(months, as_of)]
    return stay_table(name, counted, months, as_of) if is_group(counted) else None


def support_table(name: str, stays: Iterable[Stay], offers: Collection[int], as_of: date) -> Table | None:
    """Who stayed a year where something is offered, beside those where it is not; None where either side is too few."""
    counted = [(stay, outcome) for stay in stays if (outcome := stay.outcome(YEAR, as_of))]
    sides = {stay.mark: WITH if stay.employer in offers else WITHOUT for stay, _outcome in counted}
    for side in (WITH, WITHOUT):
        if not is_group([stay for stay, _outcome in counted if sides[stay.mark] == side]):
            return None
    people = {stay.mark: (sides[stay.mark], outcome) for stay, outcome in counted}
    return crossed(name, [(WITH, WITHOUT), (THERE, LEFT)], people, answer=1)


@dataclass(frozen=True)
class Shown:
    """A share of people as a page says it; `people` is the number behind it as it may be told."""

    percent: int
    or_more: bool
    or_fewer: bool
    people: int


def values_of(made: Release) -> dict[str, dict[str, int | bool]]:
    """The shares of those who stayed that a release shows, by side ("" where there are none), as plain values."""
    found: dict[str, dict[str, int | bool]] = {}
    for key, figure in made.figures.items():
        if key[-1] != THERE or figure.said is None or key[0] == "*":
            continue
        asked = made.figures[made.table.asked(key)].number
        if asked is not None:
            said: Said = figure.said
            found["" if len(key) == 1 else key[0]] = {
                "percent": said.percent,
                "or_more": said.or_more,
                "or_fewer": said.or_fewer,
                "people": asked,
            }
    return found


def shown_of(values: Mapping[str, Mapping[str, int]], side: str = "") -> Shown | None:
    """One of these shares; None where it is hidden."""
    if side not in values:
        return None
    one = values[side]
    return Shown(one["percent"], bool(one["or_more"]), bool(one["or_fewer"]), one["people"])
