"""What is left of a month's pay, held against the examples that offices publish."""

from datetime import date

import pytest

from recruit.organisations.rules import Prefecture
from recruit.postings.rules.deductions import DEDUCTION_FACTS, deduction_fact
from recruit.postings.rules.take_home import (
    Circumstance,
    MonthsPay,
    child_support,
    employment_income,
    employment_insurance,
    health_insurance,
    income_tax,
    pay_grade,
    pension,
    pension_grade,
    resident_tax,
    take_home,
)

NOW = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("after_insurance", "dependants", "tax"),
    [
        # The three worked examples of the National Tax Agency for 2026.
        (175_000, 2, 210),
        (446_000, 8, 940),
        (775_200, 3, 59_470),
        # Two rows of its table.
        (200_000, 0, 4_340),
        (200_000, 1, 2_720),
        (100_000, 0, 0),
        (0, 0, 0),
    ],
)
def test_income_tax_withheld(after_insurance: int, dependants: int, tax: int) -> None:
    assert income_tax(after_insurance, dependants, NOW) == tax


@pytest.mark.parametrize(
    ("pay", "grade", "of_pension"),
    [
        (62_999, 58_000, 88_000),
        (63_000, 68_000, 88_000),
        (209_999, 200_000, 200_000),
        (210_000, 220_000, 220_000),
        (300_000, 300_000, 300_000),
        (665_000, 680_000, 650_000),
        (2_000_000, 1_390_000, 650_000),
    ],
)
def test_grades(pay: int, grade: int, of_pension: int) -> None:
    assert (pay_grade(pay, NOW), pension_grade(pay, NOW)) == (grade, of_pension)


def test_insurance_as_the_association_prints_it_for_tokyo() -> None:
    # Premium table of Tokyo from March 2026, grade 22, under forty.
    assert health_insurance(300_000, "tokyo", NOW) == 14_775
    assert child_support(300_000, NOW) == 345
    assert pension(300_000, NOW) == 27_450


def test_half_a_yen_is_dropped() -> None:
    # 9.21 per cent of 110,000 yen is 10,131 yen: the half is 5,065.5.
    assert health_insurance(110_000, "niigata", NOW) == 5_065


@pytest.mark.parametrize(
    ("on", "employment", "support"), [(date(2026, 3, 31), 1_950, 0), (date(2026, 4, 1), 1_800, 345)]
)
def test_rates_change_on_their_day(on: date, employment: int, support: int) -> None:
    assert (employment_insurance(300_000, on), child_support(300_000, on)) == (employment, support)


@pytest.mark.parametrize(
    ("pay", "year", "income"),
    [
        (650_999, 2025, 999),
        (1_899_999, 2025, 1_249_999),
        (1_903_999, 2025, 1_250_000),
        (1_904_000, 2025, 1_252_800),
        (3_600_000, 2025, 2_440_000),
        (7_000_000, 2025, 5_200_000),
        (740_000, 2026, 0),
        (2_160_000, 2026, 1_420_000),
    ],
)
def test_employment_income(pay: int, year: int, income: int) -> None:
    assert employment_income(pay, date(year, 12, 31)) == income


def test_resident_tax_as_osaka_reckons_its_example() -> None:
    # Published example of fiscal year 2026: a spouse and a child of seventeen, insurance and other deductions as given there.
    tax = resident_tax(5_436_629, 543_663, 2, date(2025, 12, 31), other_deductions=103_530)
    # 171,680 and 42,920 yen by the shares of a designated city; the standard shares give the same sum in whole hundreds.
    assert tax == 214_500 + 5_000


@pytest.mark.parametrize(
    ("pay", "dependants", "is_due"), [(1_190_000, 0, False), (1_192_000, 0, True), (1_740_000, 1, False)]
)
def test_little_pay_has_no_resident_tax(pay: int, dependants: int, *, is_due: bool) -> None:
    assert (resident_tax(pay, 0, dependants, NOW) > 0) is is_due


def test_a_month_of_the_first_year() -> None:
    found = take_home(MonthsPay(300_000, "tokyo", date(2026, 11, 1)), Circumstance(rent=20_000))
    assert (found.health, found.child_support, found.pension, found.employment) == (
        14_775,
        345,
        27_450,
        1_800,
    )
    assert found.income_tax == income_tax(300_000 - 44_370, 0, NOW) == 6_330
    assert found.resident_tax == 0
    assert found.left == 300_000 - 44_370 - 6_330 - 20_000
    assert {fact.key for fact in found.used} >= {"health_insurance", "income_tax_monthly"}


@pytest.mark.parametrize(
    ("start", "year", "months", "resident"),
    [
        # By hand: 2,160,000 yen of pay, 1,420,000 of income, 665,000 taxable: 38,400 + 25,600 + 5,000 in twelve parts.
        (date(2026, 4, 1), 2, 9, 5_700),
        # 2,880,000 yen of pay, 1,936,000 of income, 1,073,000 taxable: 62,800 + 41,900 + 5,000.
        (date(2026, 4, 1), 3, 12, 9_100),
        # Three months of pay stay under the limit: who comes in October pays no resident tax in the second year.
        (date(2026, 10, 1), 2, 3, 0),
    ],
)
def test_resident_tax_begins_in_june_of_the_second_year(
    start: date, year: int, months: int, resident: int
) -> None:
    found = take_home(MonthsPay(240_000, "hokkaido", start), Circumstance(year=year))
    assert (found.months_taxed, found.resident_tax) == (months, resident)


def test_the_deduction_is_that_of_the_year_in_which_the_pay_was_earned() -> None:
    # 1,170,000 yen: 520,000 of income in 2025, which is above the limit; 430,000 in 2026, which would not be.
    found = take_home(MonthsPay(195_000, "osaka", date(2025, 7, 1)), Circumstance(year=2))
    assert found.resident_tax == 400
    # The page names the row of that year, not the one of the month that is shown.
    assert [fact.value for fact in found.used if fact.key == "employment_income_least"] == ["650000"]


@pytest.mark.parametrize(("start", "undecided"), [(NOW, False), (date(2027, 4, 1), True)])
def test_what_is_not_decided_yet_is_known(start: date, *, undecided: bool) -> None:
    assert take_home(MonthsPay(240_000, "osaka", start), Circumstance()).has_undecided is undecided


def test_pay_for_the_way_to_work_is_insured_and_not_taxed() -> None:
    plain = take_home(MonthsPay(240_000, "osaka", NOW), Circumstance())
    with_way = take_home(MonthsPay(250_000, "osaka", NOW, commuting=10_000), Circumstance())
    assert with_way.pension > plain.pension
    assert with_way.income_tax <= plain.income_tax


def test_facts_are_dated_and_name_every_prefecture() -> None:
    for row in DEDUCTION_FACTS:
        assert row.source.startswith("http"), row.key
        assert row.source_name
        assert row.valid_to_on is None or row.valid_to_on > row.valid_from_on
    for on in (date(2025, 6, 1), NOW):
        assert set(deduction_fact("health_insurance", on).value) == set(Prefecture)
    assert deduction_fact("health_insurance", NOW).reaches(NOW)
    assert not deduction_fact("health_insurance", date(2027, 4, 1)).reaches(date(2027, 4, 1))
