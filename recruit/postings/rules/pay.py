"""Arithmetic of pay: hours in a month, fixed overtime against the premium, minimum wage. Whole yen, exact fractions.

Rates and wages change by law: where a figure is dated (the minimum wage), it is an argument.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from recruit.postings.rules.codes import AllowanceKind

PREMIUM = Fraction(5, 4)
# Beyond this many hours a month the premium is a half.
PREMIUM_RISES_AFTER_HOURS = 60
PREMIUM_AFTER = Fraction(3, 2)
OVERTIME_CAP_MONTH = 45
OVERTIME_CAP_YEAR = 360

# Allowances that stay out of the base of the overtime premium; all others belong in it, site and licence allowances too.
OUTSIDE_PREMIUM_BASE = frozenset(
    {
        AllowanceKind.FAMILY,
        AllowanceKind.COMMUTING,
        AllowanceKind.SEPARATE_LIVING,
        AllowanceKind.EDUCATION,
        AllowanceKind.HOUSING_BY_COST,
    }
)
# Allowances that do not count towards the minimum wage.
OUTSIDE_MINIMUM_WAGE = frozenset({AllowanceKind.FAMILY, AllowanceKind.COMMUTING, AllowanceKind.ATTENDANCE})


@dataclass(frozen=True)
class Allowance:
    """A monthly allowance; `for_all` is false where only some get it (a licence not yet held)."""

    kind: AllowanceKind
    yen: int
    for_all: bool = True


def monthly_hours(days_off: int, hours_per_day: Fraction) -> Fraction:
    """Mean scheduled hours in a month, from the days off in a year of 365 days."""
    return (365 - days_off) * hours_per_day / 12


def premium_base(base_pay: int, allowances: Iterable[Allowance] = ()) -> int:
    """What the overtime premium is reckoned from, for somebody who gets only the allowances that all get."""
    return base_pay + sum(
        allowance.yen
        for allowance in allowances
        if allowance.for_all and allowance.kind not in OUTSIDE_PREMIUM_BASE
    )


def least_overtime_pay(base: int, hours_in_month: Fraction, overtime_hours: Fraction) -> int:
    """The least pay for so many hours of overtime, rounded up to whole yen.

    >>> least_overtime_pay(255_000, Fraction(163), Fraction(20))
    39111
    """
    ordinary = min(overtime_hours, Fraction(PREMIUM_RISES_AFTER_HOURS))
    beyond = max(overtime_hours - PREMIUM_RISES_AFTER_HOURS, Fraction(0))
    return ceil(Fraction(base) / hours_in_month * (ordinary * PREMIUM + beyond * PREMIUM_AFTER))


def fixed_overtime_shortfall(
    fixed_yen: int, fixed_hours: Fraction, base: int, hours_in_month: Fraction
) -> int:
    """How many yen the fixed overtime pay lies below the premium for its own hours; 0 where it is enough."""
    return max(least_overtime_pay(base, hours_in_month, fixed_hours) - fixed_yen, 0)


def hours_covered(fixed_yen: int, base: int, hours_in_month: Fraction) -> Fraction:
    """For how many hours a fixed overtime pay is really enough (below the rise of the premium)."""
    return Fraction(fixed_yen) / (Fraction(base) / hours_in_month * PREMIUM)


def hourly_wage(base_pay: int, allowances: Iterable[Allowance], hours_in_month: Fraction) -> Fraction:
    """The hourly wage that is held against the minimum wage; fixed overtime pay is not part of it."""
    counted = base_pay + sum(
        allowance.yen
        for allowance in allowances
        if allowance.for_all and allowance.kind not in OUTSIDE_MINIMUM_WAGE
    )
    return Fraction(counted) / hours_in_month


def minimum_wage_shortfall(
    base_pay: int, allowances: Iterable[Allowance], hours_in_month: Fraction, minimum_per_hour: int
) -> int:
    """How many yen a month the pay lies below the minimum wage, rounded up; 0 where it does not."""
    gap = minimum_per_hour - hourly_wage(base_pay, allowances, hours_in_month)
    return max(ceil(gap * hours_in_month), 0)


def monthly_pay(base_pay: int, allowances: Iterable[Allowance] = (), fixed_overtime: int = 0) -> int:
    """What everybody in this position is paid in a month before taxes, without hours beyond the fixed ones."""
    return base_pay + fixed_overtime + sum(allowance.yen for allowance in allowances if allowance.for_all)


def needs_special_clause(hours_in_month: int, hours_in_year: int) -> bool:
    """Whether the overtime stated is over the ordinary cap of 45 hours a month and 360 a year."""
    return hours_in_month > OVERTIME_CAP_MONTH or hours_in_year > OVERTIME_CAP_YEAR
