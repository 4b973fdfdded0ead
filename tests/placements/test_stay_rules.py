"""Days of a stay: what they may be, what is asked about once more, when the renewal is due."""

from datetime import date

import pytest

from recruit.placements.stay.rules import (
    Renewal,
    StayDays,
    StayDoubt,
    StayRefusal,
    Terms,
    is_to_be_told,
    renewal_of,
    what_is_odd,
    why_not,
)

TODAY = date(2026, 11, 25)
ARRIVED, UNTIL = date(2026, 3, 21), date(2029, 3, 21)
KNOWN = StayDays(ARRIVED, UNTIL)
TERMS = Terms(longest_years=5, extended_from_months=3)


@pytest.mark.parametrize(
    ("before", "wanted", "fault"),
    [
        (StayDays(), KNOWN, None),
        (StayDays(), StayDays(TODAY), None),
        (StayDays(), StayDays(date(2026, 11, 26)), ("arrived_on", StayRefusal.ARRIVAL_TO_COME)),
        (StayDays(), StayDays(ARRIVED, ARRIVED), ("until_on", StayRefusal.UNTIL_BEFORE_ARRIVAL)),
        (KNOWN, StayDays(date(2029, 3, 21), UNTIL), ("arrived_on", StayRefusal.ARRIVAL_TO_COME)),
        (
            StayDays(None, date(2026, 5, 1)),
            StayDays(date(2026, 5, 1), date(2026, 5, 1)),
            ("arrived_on", StayRefusal.UNTIL_BEFORE_ARRIVAL),
        ),
        # Five years from an extension three months ahead, and not a day longer.
        (KNOWN, StayDays(ARRIVED, date(2032, 2, 25)), None),
        (KNOWN, StayDays(ARRIVED, date(2032, 2, 26)), ("until_on", StayRefusal.UNTIL_TOO_FAR)),
        (KNOWN, StayDays(ARRIVED, UNTIL, TODAY), None),
        (KNOWN, StayDays(ARRIVED, UNTIL, date(2026, 11, 26)), ("applied_on", StayRefusal.APPLIED_TO_COME)),
        (KNOWN, StayDays(ARRIVED, None, TODAY), ("applied_on", StayRefusal.APPLIED_WITHOUT_END)),
        (
            StayDays(ARRIVED, date(2026, 11, 1)),
            StayDays(ARRIVED, date(2026, 11, 1), date(2026, 11, 2)),
            ("applied_on", StayRefusal.APPLIED_AFTER_END),
        ),
        (KNOWN, StayDays(ARRIVED, UNTIL, has_no_end=True), ("until_on", StayRefusal.UNTIL_AND_NO_END)),
        (
            KNOWN,
            StayDays(ARRIVED, None, TODAY, has_no_end=True),
            ("applied_on", StayRefusal.APPLIED_AND_NO_END),
        ),
        # What nobody changes is not judged again.
        (StayDays(None, date(2040, 1, 1)), StayDays(ARRIVED, date(2040, 1, 1)), None),
    ],
)
def test_what_the_days_may_be(
    before: StayDays, wanted: StayDays, fault: tuple[str, StayRefusal] | None
) -> None:
    assert why_not(before, wanted, today=TODAY, terms=TERMS) == fault


def test_without_the_facts_of_the_law_nothing_is_refused_for_them() -> None:
    assert why_not(StayDays(), StayDays(None, date(2040, 1, 1)), today=TODAY, terms=None) is None


@pytest.mark.parametrize(
    ("before", "wanted", "doubt"),
    [
        (StayDays(), StayDays(date(2026, 5, 1)), None),
        (StayDays(), StayDays(date(2026, 5, 2)), ("arrived_on", StayDoubt.ARRIVED_AFTER_START)),
        (StayDays(), StayDays(date(2025, 3, 30)), ("arrived_on", StayDoubt.ARRIVED_LONG_BEFORE)),
        (StayDays(date(2020, 4, 1)), StayDays(date(2020, 4, 1), UNTIL), None),
        (StayDays(), StayDays(None, date(2026, 11, 24)), ("until_on", StayDoubt.UNTIL_PASSED)),
        (StayDays(), StayDays(None, date(2026, 11, 24), date(2026, 11, 1)), None),
        (KNOWN, StayDays(ARRIVED, has_no_end=True), ("has_no_end", StayDoubt.RARELY_NO_END)),
        (StayDays(has_no_end=True), StayDays(date(2026, 4, 1), has_no_end=True), None),
    ],
)
def test_what_is_asked_about_once_more(
    before: StayDays, wanted: StayDays, doubt: tuple[str, StayDoubt] | None
) -> None:
    assert what_is_odd(before, wanted, starts_on=date(2026, 4, 1), today=TODAY) == doubt


def test_a_new_end_answers_the_application_and_a_new_application_stands() -> None:
    applied = StayDays(ARRIVED, UNTIL, TODAY)
    longer = StayDays(ARRIVED, date(2032, 2, 1), TODAY)
    assert longer.after(applied).applied_on is None
    assert StayDays(ARRIVED, None, TODAY).after(applied).applied_on is None
    # Who corrects a slip has applied all the same.
    shorter = StayDays(ARRIVED, date(2029, 3, 12), TODAY)
    assert shorter.after(applied) == shorter
    assert applied.after(KNOWN).applied_on == TODAY


@pytest.mark.parametrize(
    ("until_on", "applied_on", "stands"),
    [
        (None, None, Renewal.UNKNOWN),
        (date(2027, 2, 26), None, Renewal.FAR),
        (date(2027, 2, 25), None, Renewal.OPEN),
        (date(2026, 12, 26), None, Renewal.OPEN),
        (date(2026, 12, 25), None, Renewal.SOON),
        (TODAY, None, Renewal.SOON),
        (date(2026, 11, 24), None, Renewal.PASSED),
        (TODAY, date(2026, 11, 1), Renewal.APPLIED),
        (date(2026, 11, 24), date(2026, 11, 1), Renewal.GRACE),
        (date(2026, 9, 25), date(2026, 9, 1), Renewal.GRACE),
        (date(2026, 9, 24), date(2026, 9, 1), Renewal.RUN_OUT),
    ],
)
def test_how_a_stay_stands(until_on: date | None, applied_on: date | None, stands: Renewal) -> None:
    assert renewal_of(StayDays(None, until_on, applied_on), TODAY, 2) is stands


def test_a_stay_without_an_end_is_known_and_ends_every_question() -> None:
    applied = StayDays(ARRIVED, UNTIL, TODAY)
    granted = StayDays(ARRIVED, None, TODAY, has_no_end=True).after(applied)
    assert granted == StayDays(ARRIVED, has_no_end=True)
    assert (renewal_of(granted, TODAY), granted.end_is_unknown) == (Renewal.NO_END, False)
    assert StayDays(ARRIVED).end_is_unknown


@pytest.mark.parametrize(
    ("until_on", "applied_on", "told", "is_due"),
    [
        (date(2027, 2, 26), None, None, False),
        (date(2027, 2, 25), None, None, True),
        (date(2027, 2, 25), None, 3, False),
        (date(2026, 12, 25), None, 3, True),
        (date(2026, 12, 25), None, 1, False),
        (date(2026, 12, 25), TODAY, 3, False),
        (date(2026, 11, 24), None, None, False),
        (None, None, None, False),
    ],
)
def test_each_reminder_is_due_once(
    until_on: date | None, applied_on: date | None, told: int | None, is_due: bool
) -> None:
    assert is_to_be_told(until_on, applied_on, told, TODAY) is is_due
