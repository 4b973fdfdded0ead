"""When everybody who can meet shares the same slots, the best pairs always fit: slot by slot, each a small flow.

A student with as many meetings left as slots must meet now, and a company must not fall behind what its tables can
still hold. As long as both hold, an equal part of every pair in every slot obeys all bounds, so a whole flow does too.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from recruit.fairs.timetable.fair import Fair, Placed
from recruit.fairs.timetable.program import Deadline, Program

STAY = 1_000
"""The reward for meeting a student who has begun and not finished: a wait in between would be a gap."""


def common_window(fair: Fair, free: Mapping[int, Sequence[int]]) -> list[int] | None:
    """The slots shared by all pairs, if nothing but tables and students can run short; else None."""
    if fair.pinned:
        return None
    windows = set(map(tuple, free.values()))
    if len(windows) > 1:
        return None
    window = list(windows.pop()) if windows else []
    asking = [0] * len(fair.languages)
    for request in free:
        language = fair.language_of[request]
        if language is not None:
            asking[language] += 1
    if any(
        fair.interpreters[language][slot] < count
        for language, count in enumerate(asking)
        if count
        for slot in window
    ):
        return None
    busiest = max((student.max_meetings for student in fair.students), default=0)
    if fair.max_in_a_row is not None and fair.max_in_a_row < min(busiest, len(window)):
        return None
    return window


def peel(
    fair: Fair, pairs: tuple[int, ...], window: list[int], *, seed: int, deadline: Deadline
) -> Placed | None:
    placed: Placed = {}
    left = list(pairs)
    begun: set[int] = set()
    for position, slot in enumerate(window):
        now = _one_slot(fair, left, begun, len(window) - position, seed=seed, seconds=deadline.left())
        if now is None:
            return None
        for request in now:
            placed[request] = slot
            begun.add(fair.student_of[request])
        left = [request for request in left if request not in placed]
    return None if left else placed


def _one_slot(
    fair: Fair, pairs: list[int], begun: set[int], slots_left: int, *, seed: int, seconds: float
) -> list[int] | None:
    by_student: defaultdict[int, list[int]] = defaultdict(list)
    by_company: defaultdict[int, list[int]] = defaultdict(list)
    program = Program(seed)
    for request in pairs:
        column = program.column()
        by_student[fair.student_of[request]].append(column)
        by_company[fair.company_of[request]].append(column)
    for student, columns in by_student.items():
        # Whoever has many meetings left should begin early; whoever has few may begin late.
        reward = STAY if student in begun else 3 * len(columns) - 40
        for column in columns:
            program.gains[column] = reward
        program.row(columns, least=int(len(columns) >= slots_left), most=1)
    for company, columns in by_company.items():
        tables = fair.companies[company].tables
        program.row(columns, least=max(0, len(columns) - tables * (slots_left - 1)), most=tables)
    if not pairs:
        return []
    values = program.relaxed(seconds, vertex_by="simplex").values
    if values is None or any(1e-6 < value < 1 - 1e-6 for value in values):
        return None
    return [request for request, value in zip(pairs, values, strict=True) if value > 0.5]
