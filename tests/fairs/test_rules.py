"""Weights, deadlines, what the solver is asked. Pure."""

from datetime import UTC, datetime, timedelta

import pytest

from recruit.fairs import rules
from recruit.fairs.arranging import WishFact, hash_of, instance_of, requests_of
from recruit.fairs.rules import FairRefusal, Mark, Outcome, Side

DAY = datetime(2027, 1, 16, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("student", "company", "ranks", "weight"),
    [
        (Mark.MUST, Mark.MUST, (None, None), 16),
        (Mark.YES, Mark.YES, (None, None), 8),
        (Mark.YES, Mark.MUST, (1, 2), 17),
        (Mark.YES, Mark.YES, (9, 50), 8),
        (Mark.NO, Mark.MUST, (1, 1), None),
        (None, Mark.MUST, (None, 1), None),
        (Mark.MUST, None, (1, None), None),
    ],
)
def test_a_meeting_needs_both(student, company, ranks, weight):
    assert rules.weight_of(student, company, student_rank=ranks[0], company_rank=ranks[1]) == weight


def test_only_what_both_want_is_asked_of_the_solver():
    def wish(
        side: Side, student: str, company: str, mark: Mark = Mark.YES, rank: int | None = None
    ) -> WishFact:
        return WishFact(side, student, company, mark, rank)

    wishes = [
        wish(Side.STUDENT, "an", "X", Mark.MUST, 1),
        wish(Side.COMPANY, "an", "X"),
        wish(Side.STUDENT, "an", "Y"),
        wish(Side.COMPANY, "budi", "X"),
        wish(Side.STUDENT, "budi", "X", Mark.NO),
        wish(Side.STUDENT, "dewi", "gone"),
        wish(Side.COMPANY, "dewi", "gone"),
    ]
    assert [(each.student, each.company, each.weight) for each in requests_of(wishes)] == [
        ("an", "X", 15),
        ("dewi", "gone", 8),
    ]
    instance = instance_of(
        "hanoi",
        slots=3,
        meetings_per_student=2,
        tables={"X": 2, "Y": 1},
        wishes=wishes,
        closed={"an": frozenset({0})},
    )
    assert [student.id for student in instance.students] == ["an"]
    assert instance.students[0].available == {1, 2}
    assert [(company.id, company.tables) for company in instance.companies] == [("X", 2), ("Y", 1)]
    assert hash_of(instance) == hash_of(instance)


def test_slots_lie_within_the_fair():
    ends = DAY + timedelta(hours=8)
    for first, number, refusal in (
        (DAY, 24, None),
        (DAY, 25, FairRefusal.SLOTS_OUTSIDE_FAIR),
        (DAY - timedelta(minutes=1), 1, FairRefusal.SLOTS_OUTSIDE_FAIR),
        (DAY, 0, FairRefusal.SLOTS_OUTSIDE_FAIR),
    ):
        starts = rules.slot_starts(first, number, 20)
        assert rules.why_not_slots(starts, 20, begins_at=DAY, ends_at=ends) is refusal


def test_who_may_do_what_when():
    closed = FairRefusal.WISHES_CLOSED
    assert rules.why_not_wish(wishes_until=DAY, is_published=False, now=DAY - timedelta(seconds=1)) is None
    assert rules.why_not_wish(wishes_until=DAY, is_published=False, now=DAY) is closed
    assert rules.why_not_wish(wishes_until=DAY, is_published=True, now=DAY - timedelta(days=9)) is closed
    may = {"operator_may": True, "fair_arranges": True, "is_published": False}
    assert rules.why_not_arrange(**may) is None
    assert rules.why_not_arrange(**{**may, "operator_may": False}) is FairRefusal.ARRANGING_NOT_ALLOWED
    assert rules.why_not_arrange(**{**may, "fair_arranges": False}) is FairRefusal.ARRANGING_NOT_ALLOWED
    assert rules.why_not_arrange(**{**may, "is_published": True}) is FairRefusal.ALREADY_PUBLISHED
    for outcome, now, refusal in (
        (None, DAY - timedelta(minutes=1), FairRefusal.NOT_YET_HELD),
        (None, DAY, None),
        (Outcome.NO, DAY, None),
        (Outcome.MAYBE, DAY, FairRefusal.ALREADY_ANSWERED),
    ):
        assert rules.why_not_answer(starts_at=DAY, outcome=outcome, wanted=Outcome.NO, now=now) is refusal
    assert rules.doubled_ranks({"a": 1, "b": 3, "c": 2}, {4}) == []
    assert rules.doubled_ranks({"a": 1, "b": 2, "c": 1, "d": 3}, {3, 9}) == ["c", "d"]
