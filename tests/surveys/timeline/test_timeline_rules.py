"""Where a day stands on the line, in which order, and what comes next."""

from datetime import date, timedelta

import pytest

from recruit.surveys.timeline.rules import Entry, Kind, in_order, next_coming, share_of_line, spread

START = date(2026, 4, 1)


def test_the_line_is_wider_at_its_beginning_and_never_runs_back() -> None:
    days = [START + timedelta(days=number) for number in (-400, -30, 0, 7, 30, 91, 365, 730, 1096, 2000)]
    shares = [share_of_line(day, START) for day in days]
    assert shares == sorted(shares)
    assert (shares[0], shares[2], shares[-1]) == (-1.0, 0.0, 1.0)
    week, month = shares[3], shares[4]
    assert week > 0.07
    assert month - week > 0.08


@pytest.mark.parametrize(
    ("wanted", "placed"),
    [
        ([10, 12, 50], [10, 30, 50]),
        ([10, 12, 14, 15], [10, 30, 50, 70]),
        ([60, 95, 99], [60, 80, 100]),
        ([], []),
    ],
)
def test_marks_that_lie_on_each_other_are_spread_in_their_order(
    wanted: list[float], placed: list[float]
) -> None:
    assert spread(wanted, 20, 100) == placed


def test_what_became_known_stands_before_what_was_sent_because_of_it() -> None:
    sent = Entry(Kind.INVITATION, START, "3 months", state="planned")
    moved = Entry(Kind.FACT, START, "First working day")
    reminder = Entry(Kind.REMINDER, START + timedelta(days=7), "Reminder", state="planned")
    assert in_order([reminder, sent, moved]) == [moved, sent, reminder]
    assert next_coming([reminder, sent, moved], START) is sent
    assert next_coming([reminder, sent], START + timedelta(days=1)) is reminder
    assert next_coming([sent], START + timedelta(days=1)) is None
    held = Entry(Kind.INVITATION, START + timedelta(days=30), "6 months", state="held")
    assert next_coming([held, sent], START) is sent
    assert next_coming([held, sent], START, state="held") is held


def test_only_reminders_and_calls_that_left_no_trace_are_put_away() -> None:
    assert Entry(Kind.REMINDER, START, "Reminder").came_to_nothing
    assert not Entry(Kind.INVITATION, START, "3 months").came_to_nothing
    assert not Entry(Kind.CALL, START, "Call", state="done").came_to_nothing
