"""How many gaps no timetable as good in the first two objectives can do without.

At the prices of tables and interpreters that prove the weight, each student has a best day. A timetable of that
weight can only consist of days that fall short of the best ones by no more than the proof leaves open; and of some
students each of those days has gaps, because of the slots in which they or the companies are away.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from recruit.fairs.timetable.board import Board
from recruit.fairs.timetable.certificate import SCALE, Certificate, Rule
from recruit.fairs.timetable.exchanging import Whole
from recruit.fairs.timetable.fair import Placed
from recruit.fairs.timetable.program import Deadline

MOST_WISHES = 10
"""Of one student. All sets of them are looked at; whoever has more is taken at a rougher price."""
NEVER = -(2**60)


def forced_gaps(
    board: Board,
    free: Mapping[int, Sequence[int]],
    placed: Placed,
    certificate: Certificate | None,
    *,
    deadline: Deadline,
) -> int:
    """A true bound, 0 where nothing better is known. `placed` has the weight that the certificate bounds.

    `board` holds the pinned meetings alone, and `free` the slots that they leave to each request.
    """
    fair = board.fair
    waiting = {student: gaps for student, gaps in fair.gaps_by_student(placed).items() if gaps}
    if certificate is None or certificate.serving is None or not certificate.slots or not waiting:
        return 0
    days = _Days(board, free, certificate)
    best: list[int] = []
    for student in range(len(fair.students)):
        if student % 50 == 0 and deadline.left() < 0:
            return 0
        best.append(days.best(student))
    open_still = days.fixed + sum(best) - SCALE * (fair.weight(placed) - fair.weight(board.placed))
    forced = 0
    for student, gaps in waiting.items():
        if deadline.left() < 0:
            break
        forced += days.fewest_gaps(student, best[student] - open_still, gaps)
    return forced


class _Days:
    """What the days of each student are worth, beyond what they pay for tables and interpreters."""

    def __init__(self, board: Board, free: Mapping[int, Sequence[int]], certificate: Certificate) -> None:
        fair, prices = board.fair, certificate.prices
        self.board = board
        self.requests: list[list[int]] = [
            [request for request in requests if request in free] for requests in fair.requests_of
        ]
        self.slots = fair.slots
        self.worth: dict[int, Whole] = {}
        for request, slots in free.items():
            worth = np.full(fair.slots, NEVER, dtype=np.int64)
            company, language = fair.companies[fair.company_of[request]].id, fair.language_of[request]
            for slot in slots:
                paid = prices.get((Rule.COMPANY_SLOT, (company, slot)), 0)
                if language is not None:
                    paid += prices.get((Rule.LANGUAGE_SLOT, (fair.languages[language], slot)), 0)
                worth[slot] = SCALE * fair.weight_of[request] - paid
            self.worth[request] = worth
        companies = {company.id: number for number, company in enumerate(fair.companies)}
        able = {fair.student_of[request] for request in free}
        already = {student for student, slots in enumerate(board.student_slots) if slots}
        serving = certificate.serving or 0
        self.everybody_meets = serving >= len(already | able)
        self.for_meeting = 0 if self.everybody_meets else -prices.get((Rule.SO_MANY_SERVED, ()), 0)
        """What it is worth that one more student meets somebody."""
        self.fixed = -self.for_meeting * max(0, serving - len(already))
        for (rule, ids), price in prices.items():
            match rule, ids:
                case Rule.COMPANY_SLOT, (str(ref), int(slot)):
                    self.fixed += price * board.tables_left(companies[ref], slot)
                case Rule.LANGUAGE_SLOT, (str(ref), int(slot)):
                    self.fixed += price * board.interpreters_left(fair.languages.index(ref), slot)

    def best(self, student: int) -> int:
        """The most that any day of the student is worth; or more, where there are too many days to look at."""
        requests = self.requests[student]
        most = self.board.meetings_left(student)
        if not requests or most < 1:
            return 0
        if len(requests) > MOST_WISHES:
            each = sorted((max(0, int(self.worth[request].max())) for request in requests), reverse=True)
            return sum(each[:most]) + self.for_meeting
        value = np.full(1 << len(requests), NEVER, dtype=np.int64)
        value[0] = 0
        sets = np.arange(len(value))
        for slot in range(self.slots):
            before = value.copy()
            for place, request in enumerate(requests):
                worth = int(self.worth[request][slot])
                if worth == NEVER:
                    continue
                without = sets[sets & (1 << place) == 0]
                with_it = without | (1 << place)
                value[with_it] = np.maximum(value[with_it], before[without] + worth)
        value[np.bitwise_count(sets) > most] = NEVER
        if self.board.student_slots[student]:
            return int(value.max())
        meets = int(value[1:].max()) + self.for_meeting
        return meets if self.everybody_meets else max(0, meets)

    def fewest_gaps(self, student: int, at_least: int, gaps: int) -> int:
        """The fewest gaps, but no more than `gaps`, of days that are worth so much."""
        requests = self.requests[student]
        if len(requests) > MOST_WISHES or self.board.student_slots[student] or not requests:
            return 0
        if not self.everybody_meets and at_least <= 0:
            return 0
        value = np.full((1 << len(requests), gaps + 1), NEVER, dtype=np.int64)
        value[0, 0] = 0
        sets = np.arange(len(value))
        within = np.bitwise_count(sets) <= self.board.meetings_left(student)
        needed = at_least - self.for_meeting
        fewest = gaps
        for slot in range(self.slots):
            # Without a meeting in this slot it is a gap, if the day has begun and will go on.
            idle = np.full_like(value, NEVER)
            idle[0] = value[0]
            idle[1:, 1:] = value[1:, :-1]
            for place, request in enumerate(requests):
                worth = int(self.worth[request][slot])
                if worth == NEVER:
                    continue
                without = sets[sets & (1 << place) == 0]
                with_it = without | (1 << place)
                now = value[without] + worth
                idle[with_it] = np.maximum(idle[with_it], now)
                enough = np.any(now[within[with_it]] >= needed, axis=0)
                if enough.any():
                    fewest = min(fewest, int(enough.argmax()))
            value = idle
        return fewest
