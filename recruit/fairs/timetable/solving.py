"""`solve`: most students served, then most weight, then fewest gaps, with bounds that hold."""

from dataclasses import dataclass

from recruit.fairs.timetable import bounding
from recruit.fairs.timetable.board import Board
from recruit.fairs.timetable.bounding import Bound
from recruit.fairs.timetable.climbing import climb
from recruit.fairs.timetable.conflicts import find_conflicts
from recruit.fairs.timetable.exchanging import exchanged
from recruit.fairs.timetable.fair import Fair, Placed
from recruit.fairs.timetable.forcing import forced_gaps
from recruit.fairs.timetable.greedy import filled, greedy_start
from recruit.fairs.timetable.instance import Instance
from recruit.fairs.timetable.meetings import Choice, MeetingProgram, at_tables, choices_of, slots_by_request
from recruit.fairs.timetable.pairs import best_pairs
from recruit.fairs.timetable.peeling import common_window, peel
from recruit.fairs.timetable.program import Deadline, Numbers
from recruit.fairs.timetable.progress import Progress, Tell
from recruit.fairs.timetable.result import Objective, Proof, Status, Timetable, Unmet
from recruit.fairs.timetable.slotwise import improved_by_slots
from recruit.fairs.timetable.waiting import fewer_gaps, fewest_gaps

SHARE_OF_CHOICE = 0.85
"""Of all seconds, for the first two objectives at most; what is left is for the gaps."""
SHARE_OF_EXCHANGES = 0.7
"""Of the seconds for the gaps, at most; the small programs that follow are slower and look closer."""


@dataclass(frozen=True)
class _Chosen:
    placed: Placed
    served: Bound
    weight: Bound
    method: str


def solve(instance: Instance, *, seconds: float = 60.0, seed: int = 0, tell: Tell | None = None) -> Timetable:
    """The same instance, in whatever order its lists are, gives the same timetable, unless time runs out.

    `seconds` is a soft limit. The meetings obey every rule also when the time is far too short. `tell` hears of the
    best plan so far, about twice a second at most.
    """
    deadline = Deadline(seconds)
    conflicts = find_conflicts(instance)
    if conflicts:
        return Timetable(
            instance.name, Status.INFEASIBLE, (), None, None, "pins", _passed(deadline), conflicts=conflicts
        )
    fair = Fair(instance)
    progress = Progress(fair, deadline, tell)
    chosen = _choose(fair, progress, seed=seed, seconds=seconds * SHARE_OF_CHOICE)
    progress.bounded(served=chosen.served.value, weight=chosen.weight.value)
    progress.found(chosen.placed)
    placed = exchanged(
        fair,
        chosen.placed,
        seed=seed,
        seconds=deadline.left() * SHARE_OF_EXCHANGES,
        found=progress.found,
    )
    forced = _forced(fair, placed, chosen, deadline)
    placed = fewer_gaps(fair, placed, seed=seed, deadline=deadline, found=progress.found)
    placed, gaps_bound = fewest_gaps(fair, placed, seed=seed, deadline=deadline)
    gaps_bound = max(gaps_bound, forced)
    objective = Objective(fair.served(placed), fair.weight(placed), fair.gaps(placed))
    bound = Objective(chosen.served.value, chosen.weight.value, gaps_bound)
    reached = (objective.served, objective.weight) == (bound.served, bound.weight)
    board = Board(fair, placed)
    return Timetable(
        instance=instance.name,
        status=Status.OPTIMAL if reached else Status.FEASIBLE,
        meetings=at_tables(fair, placed),
        objective=objective,
        bound=bound,
        method=chosen.method,
        seconds=_passed(deadline),
        proof=Proof(chosen.served.certificate, chosen.weight.certificate),
        unmet=tuple(
            Unmet(wish.student, wish.company, board.why_unmet(request))
            for request, wish in enumerate(fair.requests)
            if request not in placed
        ),
    )


def _forced(fair: Fair, placed: Placed, chosen: _Chosen, deadline: Deadline) -> int:
    """Gaps that all timetables of proven value have; nothing is known of them where nothing is proven."""
    if fair.value(placed) != (chosen.served.value, chosen.weight.value):
        return 0
    pinned = Board(fair, fair.pinned)
    return forced_gaps(pinned, slots_by_request(pinned), placed, chosen.weight.certificate, deadline=deadline)


def _choose(fair: Fair, progress: Progress, *, seed: int, seconds: float) -> _Chosen:
    deadline = Deadline(seconds)
    board = Board(fair, fair.pinned)
    free = slots_by_request(board)
    everybody = bounding.everybody_who_can(board, free)
    window = common_window(fair, free)
    if window is not None:
        pairs = best_pairs(board, free, seed=seed, seconds=deadline.left())
        if pairs is not None and pairs.requests is not None:
            placed = peel(fair, pairs.requests, window, seed=seed, deadline=deadline)
            if placed is not None:
                served = bounding.of_served_pairs(fair, pairs, everybody)
                return _Chosen(placed, served, bounding.of_pairs(fair, pairs, pairs.served), "flow")
    start = greedy_start(fair)
    progress.bounded(served=everybody.value)
    progress.found(start)
    choices = choices_of(free)
    start, served = _most_served(
        fair, board, choices, start, everybody, seed=seed, seconds=deadline.left() / 2
    )
    progress.bounded(served=served.value)
    progress.found(start)
    return _most_weight(fair, board, choices, start, served, progress, seed=seed, deadline=deadline)


def _most_served(
    fair: Fair,
    board: Board,
    choices: list[Choice],
    start: Placed,
    everybody: Bound,
    *,
    seed: int,
    seconds: float,
) -> tuple[Placed, Bound]:
    if fair.served(start) == everybody.value:
        return start, everybody
    unserved = [choice for choice in choices if not board.student_slots[fair.student_of[choice[0]]]]
    already = sum(1 for slots in board.student_slots if slots)
    model = MeetingProgram(board, unserved, seed=seed, one_each=True)
    model.program.gains = [1.0] * len(unserved)
    first = {}
    for request, slot in start.items():
        first.setdefault(fair.student_of[request], (request, slot))
    begin = model.start(dict(first.values()))
    climbed = climb(model.program, begin, most_at_once=everybody.value - already, seconds=seconds)
    found = filled(fair, model.meetings(climbed.values))
    bound = everybody
    if climbed.bound is not None and already + climbed.bound < everybody.value:
        bound = bounding.of_program(fair, climbed, already, serving=None)
    return max(start, found, key=fair.value), bound


def _most_weight(
    fair: Fair,
    board: Board,
    choices: list[Choice],
    start: Placed,
    served: Bound,
    progress: Progress,
    *,
    seed: int,
    deadline: Deadline,
) -> _Chosen:
    serving = fair.served(start)
    model = MeetingProgram(board, choices, seed=seed)
    model.gain_weight()
    model.serve_at_least(serving)
    meetings = sum(board.meetings_left(student) for student in model.by_student)

    def hear(values: Numbers, bound: int) -> None:
        progress.bounded(weight=fair.weight(board.placed) + bound)
        progress.found(model.meetings(values))

    climbed = climb(
        model.program,
        model.start(start),
        most_at_once=meetings + len(model.by_student),
        seconds=deadline.left(),
        hear=hear,
    )
    placed = max(start, filled(fair, model.meetings(climbed.values)), key=fair.value)
    if climbed.bound is None:
        pairs = best_pairs(board, slots_by_request(board), seed=seed, seconds=10.0, serve=serving)
        weight = bounding.all_weights(fair) if pairs is None else bounding.of_pairs(fair, pairs, serving)
        method = "search"
    else:
        weight = bounding.of_program(fair, climbed, fair.weight(board.placed), serving=serving)
        method = "program"
    if fair.value(placed) < (served.value, weight.value):
        bound = (served.value, weight.value)
        progress.bounded(weight=weight.value)
        placed = improved_by_slots(
            fair, placed, bound=bound, seed=seed, deadline=deadline, found=progress.found
        )
        method = "search" if fair.value(placed) > (serving, fair.weight(start)) else method
    if fair.weight(placed) > weight.value:
        # More are served than the bound on weight was reckoned for, and it holds for no fewer than so many.
        weight = Bound(fair.weight(placed), None)
    return _Chosen(placed, served, weight, method)


def _passed(deadline: Deadline) -> float:
    return round(deadline.passed(), 3)
