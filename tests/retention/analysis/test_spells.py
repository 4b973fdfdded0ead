"""The clock of months and who counts on a day."""

import csv
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given, strategies as st
import pytest

from recruit.retention.analysis.csv_input import BadInput, decode, read_employment_records
from recruit.retention.analysis.curves import kaplan_meier
from recruit.retention.analysis.spells import (
    EmploymentRecord,
    LostPeople,
    NotCounted,
    derive_spells,
    first_spells,
    month_boundary,
    months_between,
)

AS_OF = date(2025, 10, 1)
DAYS = st.dates(date(2015, 1, 1), date(2035, 1, 1))


@pytest.fixture(scope="module")
def records(fixtures: Path) -> list[EmploymentRecord]:
    return read_employment_records(decode((fixtures / "hires_demo.csv").read_bytes()))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2023-04-01", "2024-04-01", Fraction(12)),
        ("2024-02-29", "2025-03-01", Fraction(12)),
        ("2024-01-31", "2024-07-01", Fraction(5)),
        ("2024-01-31", "2024-03-01", Fraction(1)),
        ("2024-02-29", "2025-10-01", Fraction(286, 15)),
        ("2023-04-01", "2024-12-28", Fraction(647, 31)),
        ("2024-12-31", "2025-03-01", Fraction(2)),
        ("2024-05-05", "2024-05-05", Fraction(0)),
    ],
)
def test_terms_in_months(start: str, end: str, months: Fraction) -> None:
    assert months_between(date.fromisoformat(start), date.fromisoformat(end)) == months


@given(start=DAYS, days=st.integers(0, 2000))
def test_the_clock_never_stands_still(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    assert months_between(start, end) < months_between(start, end + timedelta(days=1))
    whole = int(months_between(start, end))
    assert month_boundary(start, whole) <= end < month_boundary(start, whole + 1)


def test_the_file_gives_exactly_the_derived_table(records: list[EmploymentRecord], fixtures: Path) -> None:
    spells = derive_spells(records, AS_OF)
    with (fixtures / "hires_demo_derived.csv").open(newline="") as lines:
        expected = {row["hire_id"]: row for row in csv.DictReader(lines)}
    assert [spell.key for spell in spells.spells] == list(expected)
    for spell in spells.spells:
        row = expected[spell.key]
        assert (spell.entry, spell.time) == (Fraction(row["entry_exact"]), Fraction(row["months_exact"]))
        assert (int(spell.left), spell.cause) == (int(row["left"]), int(row["exit_code"]))


def test_retention_at_twelve_months(records: list[EmploymentRecord]) -> None:
    spells = derive_spells(records, AS_OF)
    honoured = kaplan_meier(spells.lifetimes()).at(12)[0]
    assert (round(honoured.survival or 0, 3), honoured.at_risk) == (0.507, 14)
    ignored = kaplan_meier(spells.lifetimes(honour_late_entry=False)).at(12)[0]
    assert round(ignored.survival or 0, 3) == 0.575
    assert spells.not_counted == (("H30", NotCounted.REGISTERED_TOO_LATE_TO_COUNT_YET),)
    assert "H30" in {spell.key for spell in derive_spells(records, AS_OF + timedelta(days=1)).spells}


def record(**changes: Any) -> EmploymentRecord:
    given_facts: dict[str, Any] = {"key": "A", "registered": date(2024, 3, 1), "start": date(2024, 4, 1)}
    return EmploymentRecord(**(given_facts | changes))


def test_what_happens_on_the_first_unobserved_day() -> None:
    ended = record(last_working_day=date(2025, 9, 30), cause=3)
    assert derive_spells([ended], AS_OF).spells[0].left
    ends_later = record(last_working_day=date(2025, 10, 1), cause=3)
    assert not derive_spells([ends_later], AS_OF).spells[0].left
    assert derive_spells([record(start=AS_OF)], AS_OF).counts_not_counted == {NotCounted.NOT_STARTED: 1}
    gone = record(registered=date(2025, 1, 1), last_working_day=date(2024, 12, 31))
    assert derive_spells([gone], AS_OF).not_counted == (("A", NotCounted.REGISTERED_AFTER_IT_ENDED),)


def test_lost_people_are_censored_or_bound_the_curve() -> None:
    lost = record(last_confirmed=date(2024, 9, 30))
    known = derive_spells([lost], AS_OF)
    assert (known.lost, known.spells[0].time, known.spells[0].left) == (1, 6, False)
    worst = derive_spells([lost], AS_OF, lost_people=LostPeople.ALL_LEFT).spells[0]
    assert (worst.time, worst.left, worst.cause) == (6, True, 6)
    best = derive_spells([lost], AS_OF, lost_people=LostPeople.ALL_STAYED)
    assert (best.lost, best.spells[0].time, best.spells[0].left) == (1, 18, False)


def test_movers_inside_the_industry_stay_in_it() -> None:
    moved = record(last_working_day=date(2024, 9, 30), cause=1)
    assert derive_spells([moved], AS_OF).spells[0].time == 6
    stays = derive_spells([moved], AS_OF, retained_causes=frozenset({1})).spells[0]
    assert (stays.time, stays.left) == (18, False)


def test_a_rehire_is_no_second_person() -> None:
    again = record(key="B", start=date(2025, 4, 1))
    assert first_spells([("p", again), ("p", record()), ("q", record(key="C"))]) == [
        record(),
        record(key="C"),
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("H1,2024-04-01,2024-03-01,2024-03-31,", "line 2: H1: the last working day lies before the start"),
        ("H1,2024-04-01,2024-03-01,31.3.2025,", 'line 2: "last_working_day" is "31.3.2025"'),
        ("H1,,2024-03-01,,", 'line 2: "hire_date" and "registered_date" must be given'),
        ("H1,2024-04-01,2024-03-01,2025-03-31,fired", 'line 2: "exit_type" is "fired"'),
        ("H1,2024-04-01,2024-03-01,,death", 'line 2: "exit_type" is given without'),
    ],
)
def test_bad_records_are_refused_with_their_line(row: str, message: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_employment_records(f"hire_id,hire_date,registered_date,last_working_day,exit_type\n{row}\n")
    assert str(refused.value).startswith(message)
