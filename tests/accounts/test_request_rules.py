"""The clocks of the request desk: which of the three laws' times comes first, over weekends and months."""

from datetime import UTC, date, datetime, timedelta

import pytest

from recruit.accounts.requests import rules
from recruit.accounts.requests.rules import (
    ClockStep,
    Counted,
    Law,
    Outcome,
    RequestKind,
    RequestRefusal,
    RequestState,
)

# 2026-11-25 is a Wednesday, 10:00 in Hanoi.
WEDNESDAY = datetime(2026, 11, 25, 3, tzinfo=UTC)
HOURS, DAYS = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "law", "received_at", "answer_after", "finish_after"),
    [
        # Indonesia counts hours through the weekend, for the answer and for the thing itself.
        (RequestKind.ACCESS, Law.INDONESIA, WEDNESDAY, 72 * HOURS, 72 * HOURS),
        (RequestKind.RESTRICT, Law.INDONESIA, WEDNESDAY + 2 * DAYS, 72 * HOURS, 72 * HOURS),
        (RequestKind.ERASE, Law.INDONESIA, WEDNESDAY, 72 * HOURS, 10 * DAYS),
        # Vietnam: two working days are less than 72 hours in the week, more over a weekend, where the house's own come first.
        (RequestKind.ACCESS, Law.VIETNAM, WEDNESDAY, 48 * HOURS, 10 * DAYS),
        (RequestKind.RESTRICT, Law.VIETNAM, WEDNESDAY, 48 * HOURS, 15 * DAYS),
        (RequestKind.ERASE, Law.VIETNAM, WEDNESDAY + 2 * DAYS, 72 * HOURS, 10 * DAYS),
        (RequestKind.ERASE, Law.JAPAN, WEDNESDAY, 72 * HOURS, 10 * DAYS),
        # Complaints come under no law of data.
        (RequestKind.COMPLAIN, Law.VIETNAM, WEDNESDAY, 72 * HOURS, 10 * DAYS),
    ],
)
def test_the_earliest_time_counts(
    kind: RequestKind, law: Law, received_at: datetime, answer_after: timedelta, finish_after: timedelta
) -> None:
    clocks = rules.clocks_for(kind, law, received_at)
    assert clocks.answer_by.at - received_at == answer_after
    assert clocks.finish_by.at - received_at == finish_after
    assert clocks.finish_by.limit.source


def test_vietnam_gives_more_time_where_others_have_to_act() -> None:
    with_others = rules.clocks_for(RequestKind.RESTRICT, Law.VIETNAM, WEDNESDAY, with_others=True)
    assert with_others.finish_by.at - WEDNESDAY == 20 * DAYS
    assert with_others.answer_by.at - WEDNESDAY == 48 * HOURS
    indonesian = rules.clocks_for(RequestKind.RESTRICT, Law.INDONESIA, WEDNESDAY, with_others=True)
    assert indonesian.finish_by.at - WEDNESDAY == 72 * HOURS


def test_working_days_are_those_of_the_place() -> None:
    # Friday 23:30 UTC is Saturday in Hanoi: Monday and Tuesday are the two working days.
    friday_night = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    assert rules.after_working_days(friday_night, 2, rules.HANOI) == datetime(
        2026, 11, 30, 23, 30, tzinfo=UTC
    )


@pytest.mark.parametrize("law", Law)
@pytest.mark.parametrize("kind", RequestKind)
def test_every_kind_has_both_clocks_under_every_law(kind: RequestKind, law: Law) -> None:
    for day in range(7):
        received_at = WEDNESDAY + day * DAYS
        clocks = rules.clocks_for(kind, law, received_at)
        assert received_at < clocks.answer_by.at <= received_at + 72 * HOURS
        assert clocks.answer_by.at <= clocks.finish_by.at or law is Law.INDONESIA


def test_every_limit_names_its_source_and_one_measure() -> None:
    for limit in rules.limits_of_laws():
        assert len(limit.source) > 20 and limit.checked_on >= date(2026, 11, 1)
        assert sum(x is not None for x in (limit.hours, limit.working_days, limit.days)) == 1
        # What the law itself does not count is never said to be checked.
        assert not limit.verified or limit.law is None
        assert limit.step in ClockStep


def test_which_clock_runs() -> None:
    answer, finish = WEDNESDAY, WEDNESDAY + DAYS
    found = {state: rules.due_at(state, answer, finish) for state in RequestState}
    assert found == {
        RequestState.UNCONFIRMED: None,
        RequestState.RECEIVED: answer,
        RequestState.DECIDED: finish,
        RequestState.DONE: None,
        RequestState.TAKEN_BACK: None,
    }


def test_alarm_is_for_what_nobody_answered_in_a_day() -> None:
    day_later = WEDNESDAY + rules.ALARM_AFTER
    assert rules.is_alarming(RequestState.RECEIVED, WEDNESDAY, day_later)
    assert not rules.is_alarming(RequestState.RECEIVED, WEDNESDAY, day_later - timedelta(seconds=1))
    assert not rules.is_alarming(RequestState.DECIDED, WEDNESDAY, day_later)
    assert not rules.is_alarming(RequestState.UNCONFIRMED, None, day_later)


def test_moves() -> None:
    possible = {
        (before, after)
        for before in RequestState
        for after in RequestState
        if rules.why_not_moved(before, after) is None
    }
    assert (RequestState.RECEIVED, RequestState.DECIDED) in possible
    assert (RequestState.UNCONFIRMED, RequestState.DECIDED) not in possible
    assert not [move for move in possible if move[0] in rules.OVER]
    assert rules.why_not_moved(RequestState.DONE, RequestState.RECEIVED) is RequestRefusal.MOVE_NOT_POSSIBLE
    assert rules.state_after(Outcome.REFUSED) is RequestState.DONE
    assert {rules.state_after(one) for one in (Outcome.GRANTED, Outcome.PARTLY)} == {RequestState.DECIDED}


def test_numbers_and_laws() -> None:
    assert rules.number_of("R", 2026, 42) == "R-2026-0042"
    assert rules.number_of("B", 2026, 12345) == "B-2026-12345"
    assert [rules.law_of(country) for country in ("VN", "ID", "JP", "MM", "")] == [
        Law.VIETNAM, Law.INDONESIA, Law.JAPAN, Law.JAPAN, Law.JAPAN,
    ]  # fmt: skip


def test_complaints_are_counted_by_month_in_tokyo() -> None:
    # 15:30 UTC on the last day of October is November in Tokyo.
    night = datetime(2026, 10, 31, 15, 30, tzinfo=UTC)
    limit = night + 72 * HOURS
    now = night + 100 * HOURS
    done = RequestState.DONE
    counts = rules.by_month(
        [
            Counted(night - 10 * DAYS, night - 7 * DAYS, night - 8 * DAYS, done),
            Counted(night, limit, limit, done),
            Counted(night, limit, limit + HOURS, done),
            Counted(night, limit, None, RequestState.RECEIVED),
            Counted(night, now + HOURS, None, RequestState.RECEIVED),
            Counted(night, limit, None, RequestState.TAKEN_BACK),
        ],
        now,
    )
    assert [
        (one.month, one.received, one.in_time, one.late, one.waiting, one.taken_back) for one in counts
    ] == [
        (date(2026, 11, 1), 5, 1, 2, 1, 1),
        (date(2026, 10, 1), 1, 1, 0, 0, 0),
    ]
    assert rules.shown_to_everybody(counts) == [(date(2026, 11, 1), None), (date(2026, 10, 1), None)]
    many = rules.by_month([Counted(night, limit, None, RequestState.RECEIVED)] * 10, now)
    assert rules.shown_to_everybody(many) == [(date(2026, 11, 1), 10)]
