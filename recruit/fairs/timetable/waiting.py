"""Fewest gaps, with what is served and weighed untouched."""

from collections import defaultdict
from collections.abc import Callable
from math import ceil
import random

import numpy as np

from recruit.fairs.timetable.board import Board
from recruit.fairs.timetable.fair import Fair, Placed
from recruit.fairs.timetable.meetings import Choice, MeetingProgram, free_choices
from recruit.fairs.timetable.program import Deadline, Outcome

GROUP = 10
"""Students moved together: more finds more and takes longer."""
PROVABLE = 400
"""Choices up to which the whole question is asked at once."""


def fewer_gaps(
    fair: Fair,
    placed: Placed,
    *,
    seed: int,
    deadline: Deadline,
    found: Callable[[Placed], None] | None = None,
) -> Placed:
    """The same pairs in other slots: group by group around every student who waits, until none improves.

    `found` hears of each that is better.
    """
    chance = random.Random(seed)
    best = dict(placed)
    improved = True
    while improved and deadline.left() > 0.1:
        improved = False
        waiting = [student for student, gaps in fair.gaps_by_student(best).items() if gaps]
        chance.shuffle(waiting)
        for student in waiting:
            if deadline.left() < 0.1:
                break
            if not fair.gaps_by_student(best).get(student):
                continue
            moved = _regrouped(fair, best, _group(fair, best, student, chance), seed=seed, deadline=deadline)
            if fair.gaps(moved) < fair.gaps(best):
                best = moved
                improved = True
                if found is not None:
                    found(best)
    return best


def fewest_gaps(fair: Fair, placed: Placed, *, seed: int, deadline: Deadline) -> tuple[Placed, int]:
    """The whole question at once, and a bound: for small timetables, else only the bound that nothing is below 0."""
    gaps = fair.gaps(placed)
    board = Board(fair, fair.pinned)
    choices = free_choices(board)
    if gaps == 0 or len(choices) > PROVABLE or deadline.left() < 0.1:
        return placed, 0
    model = MeetingProgram(board, choices, seed=seed)
    model.serve_at_least(fair.served(placed))
    model.weigh_at_least(fair.weight(placed))
    _count_gaps(model)
    solution = model.program.solve(deadline.left())
    if solution.outcome is Outcome.IMPOSSIBLE or not np.isfinite(solution.bound):
        return placed, 0
    found = model.meetings(solution.values) if solution.values is not None else placed
    best = found if fair.value(found) >= fair.value(placed) and fair.gaps(found) < gaps else placed
    # Who can only keep the meetings that are pinned is not in the program, and waits all the same.
    pinned = fair.gaps_by_student(fair.pinned)
    waits = sum(count for student, count in pinned.items() if student not in model.by_student)
    return best, min(waits + max(0, ceil(-solution.bound - 1e-6)), fair.gaps(best))


def _group(fair: Fair, placed: Placed, student: int, chance: random.Random) -> set[int]:
    """The student and some of those at the same companies: with them slots can be exchanged."""
    companies = {fair.company_of[request] for request in placed if fair.student_of[request] == student}
    neighbours = sorted(
        {fair.student_of[request] for request in placed if fair.company_of[request] in companies} - {student}
    )
    return {student, *chance.sample(neighbours, min(GROUP - 1, len(neighbours)))}


def _regrouped(fair: Fair, placed: Placed, group: set[int], *, seed: int, deadline: Deadline) -> Placed:
    free = {request for request in placed if fair.student_of[request] in group and request not in fair.pinned}
    board = Board(fair, {request: slot for request, slot in placed.items() if request not in free})
    choices: list[Choice] = [
        (request, slot) for request in sorted(free) for slot in board.free_slots(request)
    ]
    model = MeetingProgram(board, choices, seed=seed)
    columns: defaultdict[int, list[int]] = defaultdict(list)
    for column, (request, _slot) in enumerate(choices):
        columns[request].append(column)
    for request in sorted(free):
        model.program.row(columns[request], least=1)
    _count_gaps(model)
    values = model.program.solve(min(1.0, deadline.left())).values
    if values is None:
        return placed
    moved = model.meetings(values)
    return moved if moved.keys() == placed.keys() else placed


def _count_gaps(model: MeetingProgram) -> None:
    """A slot is a gap of a student who has begun by then, has not finished before, and does not meet in it."""
    program = model.program
    for student, columns in model.by_student.items():
        fixed = model.board.student_slots[student]
        at: defaultdict[int, list[int]] = defaultdict(list)
        for column in columns:
            at[model.choices[column][1]].append(column)
        slots = range(min([*at, *fixed]), max([*at, *fixed]) + 1)
        begun = [program.column(whole=False) for _ in slots]
        unfinished = [program.column(whole=False) for _ in slots]
        for place, slot in enumerate(slots):
            here = at[slot]
            held = int(slot in fixed)
            for sign in (begun, unfinished):
                program.row([sign[place], *here], least=held, factors=[1.0] + [-1.0] * len(here))
            if place:
                program.row([begun[place], begun[place - 1]], least=0, factors=[1.0, -1.0])
                program.row([unfinished[place - 1], unfinished[place]], least=0, factors=[1.0, -1.0])
            gap = program.column(-1, whole=False)
            program.row(
                [gap, begun[place], unfinished[place], *here],
                least=-1 - held,
                factors=[1.0, -1.0, -1.0] + [1.0] * len(here),
            )
