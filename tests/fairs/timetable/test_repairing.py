"""Mending on the day: the past stays, nobody is disturbed without need, and every rule holds."""

from dataclasses import replace

import pytest

from recruit.fairs.timetable.conflicts import find_conflicts
from recruit.fairs.timetable.instance import Company, Instance, Pin, Request, Student
from recruit.fairs.timetable.repairing import Day, Moved, proposals, repaired
from recruit.fairs.timetable.result import Meeting
from recruit.fairs.timetable.solving import solve
from tests.fairs.timetable.made import crowded_instance


def two_companies() -> Instance:
    """Six students want X most; its one table holds four of them in four slots. Y has room."""
    students = tuple(Student(f"s{number}", 2) for number in range(6))
    requests = tuple(
        Request(student.id, company, weight)
        for student in students
        for company, weight in (("X", 10), ("Y", 3))
    )
    return Instance("day", 4, students, (Company("X", 1), Company("Y", 2)), requests, {})


def test_a_freed_place_is_filled_and_nobody_is_moved() -> None:
    instance = two_companies()
    published = solve(instance, seconds=2).meetings
    at_x = {meeting.slot: meeting.student for meeting in published if meeting.company == "X"}
    repair = repaired(instance, published, Day(2, absent=frozenset({at_x[2]})), price=None, seconds=2)
    assert repair.moved == ()
    assert {pin.company for pin in repair.dropped if pin.student == at_x[2]} >= {"X"}
    assert all(pin.student == at_x[2] for pin in repair.dropped)
    assert any((pin.company, pin.slot) == ("X", 2) for pin in repair.added)
    assert all(meeting.slot >= 2 for meeting in repair.meetings)
    assert repair.proven


def test_moving_somebody_is_worth_its_price_or_is_not_done() -> None:
    """Somebody who can only come at 0 wants X far more than the student who meets it then and could come later."""
    instance = Instance(
        "walk-in",
        2,
        (Student("a", 1), Student("walk-in", 1, frozenset({0}))),
        (Company("X", 1),),
        (Request("a", "X", 1), Request("walk-in", "X", 50)),
        {},
    )
    published = (Meeting("a", "X", 0, 0),)
    left_alone, moved = proposals(instance, published, Day(0))
    assert (left_alone.moved, left_alone.served, left_alone.disturbed) == ((), 1, 0)
    assert moved.moved == (Moved("a", "X", 0, 1),)
    assert (moved.served, moved.weight, moved.disturbed) == (2, 51, 1)


def test_a_dear_move_for_little_is_left_out() -> None:
    instance = Instance(
        "little",
        2,
        (Student("a", 2), Student("b", 2)),
        (Company("X", 1), Company("Y", 1, frozenset({0})), Company("Z", 1, frozenset({0}))),
        (Request("a", "X", 20), Request("a", "Y", 30), Request("b", "Z", 1), Request("b", "X", 1)),
        {},
    )
    published = (Meeting("a", "X", 0, 0), Meeting("b", "Z", 0, 0))
    cheap = repaired(instance, published, Day(0), price=10, seconds=2)
    dear = repaired(instance, published, Day(0), price=60, seconds=2)
    assert cheap.moved == (Moved("a", "X", 0, 1),)
    assert Pin("a", "Y", 0) in cheap.added
    assert dear.moved == ()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("price", [None, 20])
def test_every_rule_holds_after_a_bad_morning(seed: int, price: int | None) -> None:
    instance = crowded_instance(seed)
    published = solve(instance, seconds=1).meetings
    gone = published[-1].company
    day = Day(
        from_slot=2,
        absent=frozenset({published[0].student}),
        late={published[1].student: 4},
        gone=frozenset({gone}),
        tables={company.id: 1 for company in instance.companies},
    )
    repair = repaired(instance, published, day, price=price, seconds=2)
    future = {(meeting.student, meeting.company): meeting.slot for meeting in repair.meetings}
    past = [meeting for meeting in published if meeting.slot < 2]
    assert all(company != gone and student not in day.absent for student, company in future)
    assert all(future_slot >= 4 for (student, _), future_slot in future.items() if student in day.late)
    assert {meeting.table for meeting in repair.meetings} <= {0}

    whole_day = replace(
        instance,
        companies=tuple(replace(company, tables=3) for company in instance.companies),
        pinned=(
            *(Pin(meeting.student, meeting.company, meeting.slot) for meeting in past),
            *(Pin(student, company, slot) for (student, company), slot in future.items()),
        ),
    )
    assert find_conflicts(whole_day) == ()
    told = {(m.student, m.company): m.slot for m in published if m.slot >= 2}
    stayed = {pair for pair, slot in told.items() if future.get(pair) == slot}
    assert {(moved.student, moved.company) for moved in repair.moved} == {
        pair for pair in told if pair in future and pair not in stayed
    }
    if price is None:
        freely = repaired(instance, published, day, price=0, seconds=2)
        assert len(stayed) >= len(told) - len(freely.moved) - len(freely.dropped)
