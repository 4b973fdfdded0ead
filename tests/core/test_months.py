"""Calendar months."""

from datetime import date, timedelta

import pytest

from recruit.core.months import last_day_within, months_after


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 25), -12, date(2025, 11, 25)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_the_last_day_within_months_is_the_one_that_counting_back_finds() -> None:
    assert last_day_within(date(2027, 2, 28), 3) == date(2027, 5, 31)
    for offset in range(800):
        today = date(2026, 12, 1) + timedelta(days=offset)
        last = last_day_within(today, 3)
        assert months_after(last, -3) <= today < months_after(last + timedelta(days=1), -3)
