"""The solver against trying everything, and on fairs whose best timetable is known."""

from dataclasses import replace
from pathlib import Path
import random

from hypothesis import example, given, settings, strategies as st
import pytest

from recruit.fairs.timetable.instance import Company, Instance, Pin, Request, Student
from recruit.fairs.timetable.reading import read_instance_file
from recruit.fairs.timetable.result import ConflictReason, Objective, Status, Timetable, UnmetReason
from recruit.fairs.timetable.solving import solve
from recruit.fairs.timetable.verifying import verify
from tests.fairs.timetable.made import best_by_trying, small_instance

TINY = Path("tests/fixtures/fairs/timetable-tiny.json")


def value(timetable: Timetable) -> tuple[int, int, int]:
    assert timetable.objective is not None
    return timetable.objective.served, timetable.objective.weight, timetable.objective.gaps


def medium_instance(seed: int, *, windows: bool, languages: tuple[str, ...] = ()) -> Instance:
    chance = random.Random(seed)
    slots = 6

    def window() -> frozenset[int] | None:
        return frozenset(chance.sample(range(slots), 4)) if windows else None

    students = tuple(Student(f"s{number:02}", 3, window()) for number in range(30))
    companies = tuple(Company(f"c{number}", chance.choice((1, 2)), window()) for number in range(8))
    requests = tuple(
        Request(
            student.id,
            company.id,
            chance.randint(1, 50),
            chance.choice((None, *languages)),
        )
        for student in students
        for company in chance.sample(companies, 4)
    )
    interpreters = {language: tuple(chance.randint(0, 3) for _ in range(slots)) for language in languages}
    return Instance(f"medium-{seed}", slots, students, companies, requests, interpreters)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9))
@example(2399913)  # Somebody with nothing but pinned meetings waits between them.
def test_small_fairs_are_solved_to_the_best_there_is(seed: int) -> None:
    instance = small_instance(seed)
    timetable = solve(instance, seconds=20)
    assert verify(instance, timetable) == []
    expected = best_by_trying(instance)
    if expected is None:
        assert timetable.status is Status.INFEASIBLE
        return
    assert timetable.status is Status.OPTIMAL
    assert value(timetable) == expected
    assert timetable.bound == Objective(*expected)


def test_the_tiny_fair_with_interpreters_a_pin_and_a_gap() -> None:
    instance = read_instance_file(TINY)
    timetable = solve(instance)
    assert verify(instance, timetable) == []
    assert timetable.status is Status.OPTIMAL
    assert timetable.objective == timetable.bound == Objective(served=3, weight=44, gaps=1)
    assert [(unmet.student, unmet.company, unmet.reason) for unmet in timetable.unmet] == [
        ("c", "Z", UnmetReason.STUDENT_FULL)
    ]
    assert timetable.as_json()["instance"] == "03-tiny-interpreter-pin-gap"


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("languages", [(), ("id", "vi")])
def test_middling_fairs_with_windows_are_proven(seed: int, languages: tuple[str, ...]) -> None:
    instance = medium_instance(seed, windows=True, languages=languages)
    timetable = solve(instance, seconds=2)
    assert verify(instance, timetable) == []
    assert timetable.status is Status.OPTIMAL


@pytest.mark.parametrize("seed", range(2))
def test_without_windows_the_flow_agrees_with_the_program(seed: int) -> None:
    """A pin between two strangers to the others switches the flow off and changes nothing else."""
    instance = medium_instance(seed, windows=False)
    by_flow = solve(instance, seconds=3)
    aside = replace(
        instance,
        students=(*instance.students, Student("apart", 1)),
        companies=(*instance.companies, Company("apart", 1)),
        requests=(*instance.requests, Request("apart", "apart", 1)),
        pinned=(Pin("apart", "apart", 0),),
    )
    by_program = solve(aside, seconds=3)
    assert verify(instance, by_flow) == []
    assert verify(aside, by_program) == []
    assert by_flow.method == "flow"
    assert by_program.method != "flow"
    assert by_flow.status is by_program.status is Status.OPTIMAL
    assert value(by_program)[:2] == (value(by_flow)[0] + 1, value(by_flow)[1] + 1)


def test_no_time_at_all_still_gives_a_sound_timetable_with_true_bounds() -> None:
    instance = medium_instance(1, windows=True, languages=("vi",))
    hurried = solve(instance, seconds=0.001)
    patient = solve(instance, seconds=4)
    assert verify(instance, hurried) == []
    assert hurried.bound is not None
    assert hurried.bound.served >= value(patient)[0]
    assert hurried.bound.weight >= value(patient)[1]


def test_the_order_of_the_file_does_not_matter() -> None:
    instance = medium_instance(2, windows=True, languages=("vi",))
    turned = replace(
        instance,
        students=instance.students[::-1],
        companies=instance.companies[::-1],
        requests=instance.requests[::-1],
    )
    assert solve(instance, seconds=30).meetings == solve(turned, seconds=30).meetings


def test_more_served_outweighs_any_weight() -> None:
    instance = Instance(
        "one table",
        2,
        (Student("a", 2), Student("b", 1, frozenset({0}))),
        (Company("X", 1), Company("Y", 1, frozenset({0}))),
        (Request("a", "X", 1000), Request("a", "Y", 1000), Request("b", "Y", 1)),
        {},
    )
    timetable = solve(instance)
    assert value(timetable) == (2, 1001, 0)
    assert timetable.unmet[0].reason is UnmetReason.COMPANY_FULL


def test_every_reason_for_an_unmet_wish() -> None:
    instance = Instance(
        "reasons",
        3,
        (
            Student("a", 1),
            Student("b", 3, frozenset({0})),
            Student("c", 3, frozenset({1, 2})),
            Student("d", 0),
        ),
        (
            Company("X", 1, frozenset({0})),
            Company("Y", 1),
            Company("none", 0),
            Company("W", 2, frozenset({0})),
        ),
        (
            Request("a", "X", 9),
            Request("a", "Y", 1),
            Request("b", "X", 8),
            Request("b", "Y", 7),
            Request("b", "W", 1),
            Request("c", "X", 1),
            Request("c", "none", 1),
            Request("c", "Y", 1, language="th"),
            Request("d", "Y", 1),
        ),
        {},
    )
    timetable = solve(instance)
    assert verify(instance, timetable) == []
    assert {(unmet.student, unmet.company): unmet.reason for unmet in timetable.unmet} == {
        ("a", "Y"): UnmetReason.STUDENT_FULL,
        ("b", "X"): UnmetReason.COMPANY_FULL,
        ("b", "W"): UnmetReason.STUDENT_BUSY,
        ("c", "X"): UnmetReason.NO_COMMON_SLOT,
        ("c", "none"): UnmetReason.NO_TABLES,
        ("c", "Y"): UnmetReason.NO_INTERPRETER,
        ("d", "Y"): UnmetReason.STUDENT_FULL,
    }


def test_contradicting_pins_are_all_named() -> None:
    instance = Instance(
        "pins",
        3,
        (Student("a", 2, frozenset({0, 1})), Student("b", 3)),
        (Company("X", 1), Company("Y", 1, frozenset({0, 1})), Company("Z", 1)),
        (
            Request("a", "X", 1, language="vi"),
            Request("a", "Y", 1),
            Request("b", "X", 1),
            Request("b", "Y", 1),
            Request("b", "Z", 1),
        ),
        {"vi": (0, 1, 1)},
        (
            Pin("a", "X", 0),
            Pin("a", "X", 1),
            Pin("a", "Y", 1),
            Pin("a", "Z", 2),
            Pin("b", "X", 0),
            Pin("b", "Y", 2),
            Pin("b", "Z", 1),
        ),
        max_in_a_row=2,
    )
    timetable = solve(instance)
    assert timetable.status is Status.INFEASIBLE
    assert timetable.meetings == ()
    found = {(c.reason, c.student, c.company, c.language, c.slot) for c in timetable.conflicts}
    assert found == {
        (ConflictReason.NOT_REQUESTED, "a", "Z", None, 2),
        (ConflictReason.STUDENT_NOT_AVAILABLE, "a", "Z", None, 2),
        (ConflictReason.COMPANY_NOT_AVAILABLE, "b", "Y", None, 2),
        (ConflictReason.PAIR_TWICE, "a", "X", None, None),
        (ConflictReason.STUDENT_TWICE_IN_SLOT, "a", None, None, 1),
        (ConflictReason.MORE_THAN_MAX_MEETINGS, "a", None, None, None),
        (ConflictReason.TOO_MANY_IN_A_ROW, "a", None, None, 0),
        (ConflictReason.TOO_MANY_IN_A_ROW, "b", None, None, 0),
        (ConflictReason.MORE_THAN_TABLES, None, "X", None, 0),
        (ConflictReason.MORE_THAN_INTERPRETERS, None, None, "vi", 0),
    }
    tables = next(c for c in timetable.conflicts if c.reason is ConflictReason.MORE_THAN_TABLES)
    assert tables.pinned == (Pin("a", "X", 0), Pin("b", "X", 0))


def test_the_checker_sees_what_is_wrong() -> None:
    instance = read_instance_file(TINY)
    timetable = solve(instance)
    first = timetable.meetings[0]
    assert verify(instance, replace(timetable, meetings=(*timetable.meetings, first)))
    assert verify(instance, replace(timetable, meetings=timetable.meetings[1:]))
    assert verify(instance, replace(timetable, objective=Objective(3, 45, 1)))
    assert verify(instance, replace(timetable, status=Status.FEASIBLE))
    assert verify(instance, replace(timetable, meetings=(replace(first, slot=2), *timetable.meetings[1:])))
    assert verify(instance, replace(timetable, meetings=(replace(first, table=1), *timetable.meetings[1:])))
