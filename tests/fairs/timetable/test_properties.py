"""What holds of every timetable, whatever the fair: read without the solver, on small fairs made at random."""

from collections import Counter
from dataclasses import replace
import random
from typing import TypeVar

from hypothesis import given, settings, strategies as st
import pytest

from recruit.fairs.timetable import progress, solving
from recruit.fairs.timetable.board import Board
from recruit.fairs.timetable.fair import Fair
from recruit.fairs.timetable.instance import Instance, Request
from recruit.fairs.timetable.meetings import at_tables
from recruit.fairs.timetable.progress import SoFar
from recruit.fairs.timetable.result import Meeting, Objective, Status, Timetable, UnmetReason
from recruit.fairs.timetable.solving import solve
from recruit.fairs.timetable.verifying import verify
from tests.fairs.timetable.made import best_by_trying, crowded_instance, scattered, small_instance

Item = TypeVar("Item")
SEEDS = st.integers(0, 10**9)
quickly = settings(max_examples=25, deadline=None)


def value(timetable: Timetable) -> tuple[int, ...]:
    """Nothing where the pins contradict each other."""
    objective = timetable.objective
    return () if objective is None else (objective.served, objective.weight, objective.gaps)


@quickly
@given(SEEDS, SEEDS)
def test_names_and_the_order_of_slots_change_no_value(seed: int, turn: int) -> None:
    """Windows and interpreters go with their slots; only who rests after so many in a row cares for their order."""
    instance = replace(small_instance(seed), max_in_a_row=None)
    chance = random.Random(turn)
    students = _shuffled([student.id for student in instance.students], chance)
    companies = _shuffled([company.id for company in instance.companies], chance)
    forwards = list(range(instance.slots))
    backwards = dict(zip(forwards, reversed(forwards), strict=True))
    slots = chance.choice((backwards, _shuffled(forwards, chance)))
    turned = replace(
        instance,
        students=tuple(
            replace(one, id=students[one.id], available=_moved(one.available, slots))
            for one in instance.students
        ),
        companies=tuple(
            replace(one, id=companies[one.id], available=_moved(one.available, slots))
            for one in instance.companies
        ),
        requests=tuple(
            replace(one, student=students[one.student], company=companies[one.company])
            for one in instance.requests
        ),
        pinned=tuple(
            replace(one, student=students[one.student], company=companies[one.company], slot=slots[one.slot])
            for one in instance.pinned
        ),
        interpreters={
            language: tuple(counts[slot] for slot in sorted(slots, key=lambda slot: slots[slot]))
            for language, counts in instance.interpreters.items()
        },
    )
    before, after = value(solve(instance, seconds=9)), value(solve(turned, seconds=9))
    assert before[:2] == after[:2]
    if slots == backwards:
        # The day backwards has the same gaps; in any other order of the slots it has others.
        assert before == after


@quickly
@given(SEEDS, SEEDS)
def test_more_room_serves_no_fewer(seed: int, where: int) -> None:
    instance = small_instance(seed)
    chance = random.Random(where)
    fewer = solve(instance, seconds=9)
    if fewer.objective is None:
        return
    one = chance.choice(instance.companies)
    roomier = [
        replace(instance, companies=_with(instance.companies, one, replace(one, tables=one.tables + 1))),
        replace(instance, companies=_with(instance.companies, one, replace(one, available=None))),
        replace(
            instance,
            slots=instance.slots + 1,
            interpreters={name: (*counts, 1) for name, counts in instance.interpreters.items()},
        ),
        replace(
            instance,
            interpreters={name: tuple(count + 1 for count in row) for name, row in instance.interpreters.items()},
        ),
        replace(instance, max_in_a_row=None),
    ]  # fmt: skip
    more = solve(chance.choice(roomier), seconds=9)
    assert more.objective is not None
    assert (more.objective.served, more.objective.weight) >= (fewer.objective.served, fewer.objective.weight)


@quickly
@given(SEEDS)
def test_pins_are_kept_and_every_reason_is_true(seed: int) -> None:
    instance = small_instance(seed)
    timetable = solve(instance, seconds=9)
    if timetable.status is Status.INFEASIBLE:
        assert best_by_trying(instance) is None
        return
    held = {(meeting.student, meeting.company, meeting.slot) for meeting in timetable.meetings}
    assert {(pin.student, pin.company, pin.slot) for pin in instance.pinned} <= held
    wishes = {(request.student, request.company): request for request in instance.requests}
    for unmet in timetable.unmet:
        wish = wishes[unmet.student, unmet.company]
        assert unmet.reason == true_reason(instance, timetable.meetings, wish), unmet


def test_reasons_are_true_of_bad_plans_too() -> None:
    told: Counter[UnmetReason] = Counter()
    for seed in range(60):
        instance = crowded_instance(seed)
        if seed % 2:
            companies = tuple(replace(one, tables=9) for one in instance.companies)
            students = tuple(replace(one, max_meetings=2 + seed % 5) for one in instance.students)
            instance = replace(
                instance, students=students, companies=companies, pinned=(), max_in_a_row=1 + seed % 5 // 2
            )
        fair = Fair(instance)
        placed = scattered(fair, seed)
        board, meetings = Board(fair, placed), at_tables(fair, placed)
        for request, wish in enumerate(fair.requests):
            if request not in placed:
                reason = board.why_unmet(request)
                assert reason == true_reason(fair.instance, meetings, wish), (seed, wish)
                told[reason] += 1
    assert len(told) >= 4


@pytest.mark.parametrize("seed", range(6))
def test_gaps_that_are_forced_are_in_every_timetable_as_good(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Reckoned from a plan with many gaps, it says no more than the best has; of who comes to every second slot, some."""
    instance = crowded_instance(seed)
    if seed % 2:
        hole = frozenset({0, 2, 4})
        students = tuple(replace(one, available=hole, max_meetings=2) for one in instance.students)
        instance = replace(instance, students=students, pinned=())
    best = solve(instance, seconds=1)
    with monkeypatch.context() as patch:
        patch.setattr(solving, "exchanged", lambda fair, placed, **_how: placed)
        patch.setattr(solving, "fewer_gaps", lambda fair, placed, **_how: placed)
        patch.setattr(solving, "fewest_gaps", lambda fair, placed, **_how: (placed, 0))
        spread = solve(instance, seconds=9)
    assert best.objective is not None
    assert spread.objective is not None
    assert spread.bound is not None
    assert value(spread)[:2] == value(best)[:2]
    assert spread.objective.gaps > best.objective.gaps >= spread.bound.gaps
    assert (spread.bound.gaps > 0) is bool(seed % 2)


def test_what_is_told_on_the_way_is_sound_and_never_gets_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "MORE_IS_TOLD_AFTER", 0.0)
    instance = crowded_instance(2)
    told: list[SoFar] = []
    timetable = solve(instance, seconds=2, tell=told.append)
    assert len(told) > 2
    assert timetable.objective is not None
    assert timetable.bound is not None
    before = (0, 0, 0)
    for so_far in told:
        reached = so_far.objective
        now = (reached.served, reached.weight, -reached.gaps)
        assert before <= now
        before = now
        meetings = so_far.meetings()
        assert len({meeting.student for meeting in meetings}) == reached.served
        assert so_far.bound.served >= timetable.objective.served
        if reached.served == timetable.objective.served:
            assert so_far.bound.weight >= timetable.objective.weight
        assert so_far.seconds <= timetable.seconds
        pairs = {(meeting.student, meeting.company) for meeting in meetings}
        as_answer = replace(
            timetable,
            status=Status.FEASIBLE,
            meetings=meetings,
            objective=reached,
            bound=Objective(10**6, 10**6, 0),
            proof=None,
            unmet=tuple(
                replace(timetable.unmet[0], student=wish.student, company=wish.company)
                for wish in instance.requests
                if (wish.student, wish.company) not in pairs
            ),
        )
        assert verify(instance, as_answer) == []
    assert before[:2] == (timetable.objective.served, timetable.objective.weight)
    assert -before[2] >= timetable.objective.gaps


def true_reason(instance: Instance, meetings: tuple[Meeting, ...], wish: Request) -> UnmetReason:
    """Why the two do not meet, from the meetings alone, in the order in which the reasons are promised."""
    student = next(one for one in instance.students if one.id == wish.student)
    company = next(one for one in instance.companies if one.id == wish.company)
    common = [
        slot
        for slot in range(instance.slots)
        if all(who.available is None or slot in who.available for who in (student, company))
    ]
    mine = {meeting.slot for meeting in meetings if meeting.student == student.id}
    languages = {(request.student, request.company): request.language for request in instance.requests}

    def at_tables(slot: int) -> int:
        return sum(meeting.company == company.id and meeting.slot == slot for meeting in meetings)

    def interpreted(slot: int) -> int:
        return sum(
            languages[meeting.student, meeting.company] == wish.language and meeting.slot == slot
            for meeting in meetings
        )

    def there(slot: int) -> int:
        return instance.interpreters.get(wish.language or "", (0,) * instance.slots)[slot]

    def too_many(slot: int) -> bool:
        longest = instance.max_in_a_row
        if longest is None:
            return False
        return any(
            set(range(first, first + longest + 1)) <= mine | {slot}
            for first in range(slot - longest, slot + 1)
        )

    needs = wish.language is not None
    tests = {
        UnmetReason.NO_COMMON_SLOT: not common,
        UnmetReason.NO_TABLES: company.tables == 0,
        UnmetReason.NO_INTERPRETER: needs and not any(there(slot) for slot in common),
        UnmetReason.STUDENT_FULL: len(mine) >= student.max_meetings,
        UnmetReason.COMPANY_FULL: all(at_tables(slot) >= company.tables for slot in common),
        UnmetReason.STUDENT_BUSY: set(common) <= mine,
        UnmetReason.INTERPRETERS_BUSY: needs and all(interpreted(slot) >= there(slot) for slot in common),
        UnmetReason.TOO_MANY_IN_A_ROW: all(too_many(slot) for slot in common if slot not in mine)
        and all(
            at_tables(slot) < company.tables
            and slot not in mine
            and (not needs or interpreted(slot) < there(slot))
            for slot in common
        ),
        UnmetReason.NO_FREE_SLOT: all(
            slot in mine
            or at_tables(slot) >= company.tables
            or (needs and interpreted(slot) >= there(slot))
            or too_many(slot)
            for slot in common
        ),
    }
    return next(reason for reason, holds in tests.items() if holds)


def _shuffled(items: list[Item], chance: random.Random) -> dict[Item, Item]:
    return dict(zip(items, chance.sample(items, len(items)), strict=True))


def _moved(available: frozenset[int] | None, slots: dict[int, int]) -> frozenset[int] | None:
    return None if available is None else frozenset(slots[slot] for slot in available)


def _with(items: tuple[Item, ...], one: Item, other: Item) -> tuple[Item, ...]:
    return tuple(other if item is one else item for item in items)
