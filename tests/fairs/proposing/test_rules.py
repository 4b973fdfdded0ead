"""What holds of times that both sides agree on, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from recruit.core.settings import OperatorStatus
from recruit.fairs.proposing import rules
from recruit.fairs.proposing.rules import AGREED, Pause, Place, ProposingRefusal

START = datetime(2027, 1, 20, 6, 0, tzinfo=UTC)
NOW = START - timedelta(days=10)


@pytest.mark.parametrize(
    ("status", "arranges", "method", "proposes"),
    [
        (OperatorStatus.NONE, True, None, True),
        (OperatorStatus.NOTIFIED, True, None, True),
        (OperatorStatus.FREE_PLACEMENT, True, None, False),
        (OperatorStatus.LICENSED, True, None, False),
        # A fair that staff do not arrange.
        (OperatorStatus.LICENSED, False, None, True),
        # What stands stays what it is, whatever the operator declares later.
        (OperatorStatus.LICENSED, True, AGREED, True),
        (OperatorStatus.NONE, True, "flow", False),
        (OperatorStatus.NONE, True, "", False),
    ],
)
def test_who_makes_the_times(status, arranges, method, proposes):
    may = status.may_arrange_interviews
    assert rules.both_sides_propose(operator_may=may, fair_arranges=arranges, method=method) is proposes


PLACE = Place(is_open=True, starts_at=START, mover_is_free=True, other_is_free=True, free_tables=1)


@pytest.mark.parametrize(
    ("changes", "meetings", "is_move", "now", "refusal"),
    [
        ({}, 5, False, NOW, None),
        ({}, 6, False, NOW, ProposingRefusal.TOO_MANY_MEETINGS),
        # Another time for a meeting that there is already is not one more.
        ({}, 6, True, NOW, None),
        ({}, 0, False, START, ProposingRefusal.TIME_IS_OVER),
        ({"is_open": False}, 0, False, NOW, ProposingRefusal.TIME_IS_TAKEN),
        ({"mover_is_free": False}, 0, False, NOW, ProposingRefusal.YOU_ARE_NOT_FREE),
        ({"other_is_free": False}, 0, False, NOW, ProposingRefusal.OTHER_IS_NOT_FREE),
        ({"free_tables": 0}, 0, False, NOW, ProposingRefusal.TIME_IS_TAKEN),
    ],
)
def test_who_may_take_a_time(changes, meetings, is_move, now, refusal):
    place = Place(**{**PLACE.__dict__, **changes})
    assert rules.why_not_take(place, meetings=meetings, most=6, is_move=is_move, now=now) is refusal


def test_a_time_that_the_fair_does_not_have():
    found = rules.why_not_take(None, meetings=0, most=6, is_move=False, now=NOW)
    assert found is ProposingRefusal.TIME_IS_TAKEN


def test_tables():
    assert rules.free_tables(offered=3, tables=2, taken=1, held=0) == 1
    assert rules.free_tables(offered=2, tables=2, taken=1, held=1) == 0
    # A table less than was promised never counts below none.
    assert rules.free_tables(offered=1, tables=1, taken=1, held=1) == 0
    assert [rules.first_table(taken, 3) for taken in ((), {0, 2}, {0, 1, 2})] == [0, 1, None]
    assert rules.why_not_offer({0: 1}, {0: 1}, (), tables=1) is None
    assert rules.why_not_offer({0: 0}, {0: 1}, (), tables=1) is ProposingRefusal.TABLES_ARE_PROMISED
    assert rules.why_not_offer({0: 1}, {}, (0,), tables=1) is ProposingRefusal.TIME_IS_TAKEN
    assert rules.why_not_offer({0: 2}, {}, (), tables=1) is ProposingRefusal.TIME_IS_TAKEN


def test_when_a_proposal_is_to_be_answered():
    assert rules.answer_by(starts_at=START, now=NOW) == NOW + timedelta(days=3)
    assert rules.answer_by(starts_at=START, now=START - timedelta(hours=2)) == START
    due = NOW + timedelta(days=3)
    for before, reminded in ((25, False), (24, True), (1, True)):
        at = due - timedelta(hours=before)
        assert rules.is_reminded(made_at=NOW, answer_by_at=due, now=at) is reminded
    late = due - timedelta(hours=35)
    assert not rules.is_reminded(made_at=late, answer_by_at=due, now=due - timedelta(hours=1))


def test_pauses_are_those_of_the_venue_and_longer_on_a_friday():
    def found(day: int, hours: tuple[int, ...]) -> dict[Pause, frozenset[int]]:
        starts = {hour: datetime(2027, 1, day, hour - 7, 0, tzinfo=UTC) for hour in hours}
        return rules.pauses(starts, 30, "Asia/Jakarta")

    # A Wednesday from 9 to 16 on Jakarta's clock: slots of half an hour at the full hour.
    assert found(20, tuple(range(9, 17))) == {
        Pause.MIDDAY: frozenset({12}),
        Pause.AFTERNOON: frozenset({15}),
    }
    assert found(22, (11, 12, 13)) == {Pause.MIDDAY: frozenset({12, 13})}
    assert found(20, (9, 10)) == {}
    assert found(20, (18,)) == {Pause.EVENING: frozenset({18})}


def test_a_tap_keeps_a_pause_free_and_frees_it_again():
    kept = rules.busy_after({1}, {3, 4}, {4}, freed=False)
    assert kept == {1, 3}
    assert rules.busy_after(kept, {3, 4}, {4}, freed=True) == {1}
    no = {"is_published": False, "is_over": False}
    assert rules.why_not_busy({1}, {2}, **no) is None
    assert rules.why_not_busy({1, 2}, {2}, **no) is ProposingRefusal.AGREED_ALREADY
    assert rules.why_not_busy({1}, (), is_published=True, is_over=False) is ProposingRefusal.PLAN_IS_PUBLISHED
    assert rules.why_not_busy({1}, (), is_published=False, is_over=True) is ProposingRefusal.TIME_IS_OVER
