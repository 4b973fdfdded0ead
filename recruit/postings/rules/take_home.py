"""What is left of a month's pay: insurance by grades, income tax as it is withheld, resident tax, rent. Whole yen.

An estimate for somebody under forty in the health insurance of most small firms, who has handed in the declaration of
dependants and earns the same every month, without bonus and without hours beyond the fixed ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

from recruit.postings.rules.deductions import DeductionFact, deduction_fact

MOST_DEPENDANTS = 7
MOST_RENT = 300_000
# Pay for the way to work is free of income tax up to this much a month; insurance counts it.
COMMUTING_TAX_FREE = 150_000
USED = (
    "health_insurance",
    "child_support",
    "pension",
    "pay_grades",
    "employment_insurance",
    "income_tax_monthly",
)
USED_FOR_RESIDENTS = ("employment_income", "employment_income_least", "resident_tax", "resident_tax_free")


@dataclass(frozen=True)
class Circumstance:
    """What the reader may change. `year` is the year of work (1 to 3); `rent` what is paid for a home every month."""

    year: int = 1
    dependants: int = 0
    rent: int = 0


@dataclass(frozen=True)
class MonthsPay:
    """What is paid in a month; `commuting` is the part of `gross` that is paid for the way to work."""

    gross: int
    prefecture: str
    starts_on: date
    commuting: int = 0


@dataclass(frozen=True)
class TakeHome:
    """The way from gross to what is left; `used` are the facts that it rests on."""

    gross: int
    health: int
    child_support: int
    pension: int
    employment: int
    income_tax: int
    resident_tax: int
    rent: int
    grade: int
    pension_grade: int
    months_taxed: int
    used: tuple[DeductionFact, ...]
    # Some of them end before the time they are used for: what follows is not decided yet.
    has_undecided: bool

    @property
    def insurance(self) -> int:
        return self.health + self.child_support + self.pension + self.employment

    @property
    def taxes(self) -> int:
        return self.income_tax + self.resident_tax

    @property
    def left(self) -> int:
        return self.gross - self.insurance - self.taxes - self.rent


def own_share(amount: Fraction) -> int:
    """The worker's part of a contribution in whole yen: half a yen and less is dropped.

    >>> own_share(Fraction(50655, 10)), own_share(Fraction(50656, 10))
    (5065, 5066)
    """
    return ceil(amount - Fraction(1, 2))


def pay_grade(pay: int, on: date) -> int:
    """The standard monthly remuneration of health insurance for this pay.

    >>> pay_grade(229_999, date(2026, 11, 1)), pay_grade(230_000, date(2026, 11, 1))
    (220000, 240000)
    """
    grades = deduction_fact("pay_grades", on).value
    return next(grade for grade, from_pay in reversed(grades) if pay >= from_pay)


def pension_grade(pay: int, on: date) -> int:
    """The same for the pension, which has a lowest and a highest grade of its own."""
    bounds = deduction_fact("pension_grades", on).value
    return min(max(pay_grade(pay, on), bounds["least"]), bounds["most"])


def health_insurance(pay: int, prefecture: str, on: date) -> int:
    """The worker's half, by the rate of the prefecture, for people under forty."""
    rate = deduction_fact("health_insurance", on).value[prefecture]
    return own_share(pay_grade(pay, on) * Fraction(rate) / 100 / 2)


def child_support(pay: int, on: date) -> int:
    """The worker's half of the contribution that began in April 2026."""
    fact = deduction_fact("child_support", on)
    if on < fact.valid_from_on:
        return 0
    return own_share(pay_grade(pay, on) * Fraction(fact.value) / 100 / 2)


def pension(pay: int, on: date) -> int:
    """The worker's half of the employees' pension."""
    rate = Fraction(deduction_fact("pension", on).value)
    return own_share(pension_grade(pay, on) * rate / 100 / 2)


def employment_insurance(pay: int, on: date) -> int:
    """The worker's share in the construction business, from the pay itself and not from a grade."""
    return own_share(pay * Fraction(deduction_fact("employment_insurance", on).value) / 1000)


def _band(bands: Sequence[Sequence[Any]], amount: int) -> Sequence[Any]:
    return next(band for band in bands if band[0] is None or amount <= band[0])


def income_tax(after_insurance: int, dependants: int, on: date) -> int:
    """What is withheld from a month's pay, by the formula for computers, rounded to ten yen.

    `after_insurance` is the taxable pay of the month less social insurance.
    """
    table = deduction_fact("income_tax_monthly", on).value
    _until, share, more = _band(table["employment_deduction"], after_insurance)
    employment = max(table["least_employment_deduction"], ceil(after_insurance * Fraction(share) + more))
    taxable = after_insurance - employment - table["basic"] - table["dependant"] * dependants
    if taxable <= 0:
        return 0
    _until, rate, less = _band(table["bands"], taxable)
    return floor((taxable * Fraction(rate) - less) / 10 + Fraction(1, 2)) * 10


def employment_income(pay_of_year: int, on: date) -> int:
    """A year's pay less the deduction that every employee has; `on` is a day of that year."""
    least = int(deduction_fact("employment_income_least", on).value)
    # The table of the law goes up in steps of 4,000 yen.
    counted = pay_of_year // 4000 * 4000 if least < pay_of_year <= 6_600_000 else pay_of_year
    _until, share, more = _band(deduction_fact("employment_income", on).value, counted)
    deduction = ceil(counted * Fraction(share) + more)
    if deduction < least:
        return max(pay_of_year - least, 0)
    return counted - deduction


def resident_tax(
    pay_of_year: int, insurance_of_year: int, dependants: int, on: date, *, other_deductions: int = 0
) -> int:
    """The resident tax of the year from June after the one in which the pay was earned; `on` is a day of that one."""
    income = employment_income(pay_of_year, on)
    free = deduction_fact("resident_tax_free", on).value
    limit = free["each"] * (dependants + 1) + free["with_dependants"] if dependants else free["alone"]
    if income <= limit:
        return 0
    rule = deduction_fact("resident_tax", on).value
    taken = rule["basic"] + rule["dependant"] * dependants + insurance_of_year + other_deductions
    taxable = max(income - taken, 0) // 1000 * 1000
    difference = rule["adjustment_basic"] + rule["adjustment_dependant"] * dependants
    over = taxable - rule["adjustment_until"]
    base = min(difference, taxable) if over <= 0 else max(difference - over, rule["adjustment_least"])
    parts = [
        max(taxable * Fraction(rule[name]) - base * Fraction(rule[f"adjustment_{name}"]), Fraction(0)) / 100
        for name in ("city", "prefecture")
    ]
    return sum(floor(part / 100) * 100 for part in parts) + rule["flat"]


def take_home(pay: MonthsPay, circumstance: Circumstance) -> TakeHome:
    """What is left in a usual month of that year of work; resident tax from June of the second year on."""
    on, prefecture = _month_of(pay.starts_on, circumstance.year), pay.prefecture
    health, support = health_insurance(pay.gross, prefecture, on), child_support(pay.gross, on)
    pension_part, employment = pension(pay.gross, on), employment_insurance(pay.gross, on)
    insurance = health + support + pension_part + employment
    tax_free = min(pay.commuting, COMMUTING_TAX_FREE)
    residents, months = 0, 0
    dated = [(key, on) for key in USED]
    if circumstance.year > 1:
        months = 13 - pay.starts_on.month if circumstance.year == 2 else 12
        earned_in = date(pay.starts_on.year + circumstance.year - 2, 12, 31)
        a_year = resident_tax(
            (pay.gross - tax_free) * months, insurance * months, circumstance.dependants, earned_in
        )
        # Twelve parts of whole hundreds; the first one carries the rest.
        residents = a_year // 12 // 100 * 100
        dated += [(key, earned_in) for key in USED_FOR_RESIDENTS]
    used = [(deduction_fact(key, day), day) for key, day in dated]
    return TakeHome(
        gross=pay.gross,
        health=health,
        child_support=support,
        pension=pension_part,
        employment=employment,
        income_tax=income_tax(pay.gross - tax_free - insurance, circumstance.dependants, on),
        resident_tax=residents,
        rent=circumstance.rent,
        grade=pay_grade(pay.gross, on),
        pension_grade=pension_grade(pay.gross, on),
        months_taxed=months,
        used=tuple(fact for fact, _day in used),
        has_undecided=any(not fact.reaches(day) for fact, day in used),
    )


def _month_of(starts_on: date, year: int) -> date:
    """The month that is shown: the first one, later the June in which the resident tax of that year begins."""
    return starts_on if year == 1 else date(starts_on.year + year - 1, 6, 1)
