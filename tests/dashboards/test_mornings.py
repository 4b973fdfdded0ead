"""What of staff's work is late, for today, for this week: by the day of its own zone."""

from datetime import UTC, datetime, timedelta

import pytest

from recruit.dashboards.rules import AIMS, CHANCES, WAITS, Duty, StaffAct, When, by_when, morning_of, when_of

# Half past eleven in the evening in Tokyo, half past nine in Hanoi.
NOW = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("act", "by_at", "zone", "when"),
    [
        (StaffAct.SEE_TO_CASES, NOW - timedelta(minutes=1), "Asia/Tokyo", When.LATE),
        (StaffAct.SEE_TO_CASES, NOW + timedelta(minutes=29), "Asia/Tokyo", When.TODAY),
        (StaffAct.SEE_TO_CASES, NOW + timedelta(minutes=31), "Asia/Tokyo", When.THIS_WEEK),
        (StaffAct.SEE_TO_CASES, NOW + timedelta(minutes=31), "Asia/Ho_Chi_Minh", When.TODAY),
        (StaffAct.SEE_TO_CASES, NOW + timedelta(days=7), "Asia/Tokyo", When.THIS_WEEK),
        (StaffAct.SEE_TO_CASES, NOW + timedelta(days=8), "Asia/Tokyo", When.LATER),
        # What nobody has set a day for waits for us; what says "now" is for now, until the law's day has passed.
        (StaffAct.CARRY_OUT_REQUESTS, None, "Asia/Tokyo", When.TODAY),
        (StaffAct.ANSWER_WAITING_REQUESTS, NOW + timedelta(days=2), "Asia/Tokyo", When.TODAY),
        (StaffAct.ANSWER_WAITING_REQUESTS, NOW - timedelta(days=2), "Asia/Tokyo", When.LATE),
        # A fair that has begun is not late.
        (StaffAct.HOLD_EVENTS, NOW - timedelta(hours=3), "Asia/Tokyo", When.TODAY),
    ],
)
def test_where_a_duty_stands(act: StaffAct, by_at: datetime | None, zone: str, when: When) -> None:
    assert when_of(Duty(act, by_at=by_at, zone=zone), NOW) is when


def test_an_aim_counts_from_when_it_came_up() -> None:
    assert by_when(StaffAct.REVIEW_POSITIONS, NOW) == NOW + AIMS[StaffAct.REVIEW_POSITIONS]
    assert by_when(StaffAct.SEE_TO_CASES, NOW) is None
    assert not AIMS.keys() & (WAITS | CHANCES)


def test_the_morning_has_no_empty_part_and_the_weightiest_first() -> None:
    late = [
        Duty(StaffAct.REVIEW_POSITIONS, by_at=NOW - timedelta(days=9)),
        Duty(StaffAct.SEE_TO_CASES, by_at=NOW - timedelta(1)),
    ]
    later = [Duty(StaffAct.DECIDE_BOOTHS, by_at=NOW + timedelta(days=30))]
    assert morning_of([*late, *later], NOW) == [(When.LATE, late[::-1]), (When.LATER, later)]
    assert morning_of([], NOW) == []
