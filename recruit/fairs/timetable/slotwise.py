"""When time is too short for a proof: two slots at a time, everybody newly assigned in them, never worse."""

from collections.abc import Callable
import random

from recruit.fairs.timetable.board import Board
from recruit.fairs.timetable.fair import Fair, Placed
from recruit.fairs.timetable.greedy import filled
from recruit.fairs.timetable.meetings import MeetingProgram
from recruit.fairs.timetable.program import Deadline


def improved_by_slots(
    fair: Fair,
    placed: Placed,
    *,
    bound: tuple[int, int],
    seed: int,
    deadline: Deadline,
    found: Callable[[Placed], None] | None = None,
) -> Placed:
    """`found` hears of each that is better. Stops at the bound (served, weight), at the deadline, or when no two slots improve any more."""
    chance = random.Random(seed)
    best = placed
    improved = True
    while improved:
        improved = False
        couples = [(one, other) for other in range(fair.slots) for one in range(other)] or [(0, 0)]
        chance.shuffle(couples)
        for couple in couples:
            if deadline.left() < 0.1 or fair.value(best) >= bound:
                return best
            tried = _reassigned(fair, best, set(couple), seed=seed, deadline=deadline)
            if fair.value(tried) > fair.value(best):
                best, improved = tried, True
                if found is not None:
                    found(best)
    return best


def _reassigned(fair: Fair, placed: Placed, slots: set[int], *, seed: int, deadline: Deadline) -> Placed:
    kept = {request: slot for request, slot in placed.items() if slot not in slots or request in fair.pinned}
    board = Board(fair, kept)
    choices = [
        (request, slot)
        for request in range(len(fair.requests))
        for slot in board.free_slots(request)
        if slot in slots
    ]
    model = MeetingProgram(board, choices, seed=seed)
    model.gain_weight()
    model.gain_served(1 + sum(fair.weight_of[request] for request, _slot in choices))
    values = model.program.solve(min(3.0, deadline.left()), start=model.start(placed)).values
    return placed if values is None else filled(fair, model.meetings(values))
