"""The rules of a timetable as rows of a program, for the meetings that are still free."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from recruit.fairs.timetable.board import Board
from recruit.fairs.timetable.certificate import Rule
from recruit.fairs.timetable.fair import Fair, Placed
from recruit.fairs.timetable.program import Numbers, Program
from recruit.fairs.timetable.result import Meeting

Choice = tuple[int, int]
"""A request and a slot in which it may meet."""


def slots_by_request(board: Board) -> dict[int, Sequence[int]]:
    """In which slots each request may meet; requests without any are left out."""
    if board.placed:
        found = ((request, board.free_slots(request)) for request in range(len(board.fair.requests)))
        return {request: slots for request, slots in found if slots}
    return board.fair.possible_slots()


def choices_of(slots: Mapping[int, Sequence[int]]) -> list[Choice]:
    return [(request, slot) for request, possible in slots.items() for slot in possible]


def free_choices(board: Board) -> list[Choice]:
    return choices_of(slots_by_request(board))


class MeetingProgram:
    """One column for each choice; what stands on the board is taken out of all capacities."""

    def __init__(self, board: Board, choices: list[Choice], *, seed: int = 0, one_each: bool = False) -> None:
        """`one_each`: at most one new meeting for every student."""
        self.board = board
        self.fair = board.fair
        self.choices = choices
        self.program = Program(seed)
        self.by_student: defaultdict[int, list[int]] = defaultdict(list)
        self._served_column: dict[int, int] = {}
        for number, (request, _slot) in enumerate(choices):
            self.program.column()
            self.by_student[self.fair.student_of[request]].append(number)
        self._rows_of_students(one_each)
        self._rows_of_slots()

    def _rows_of_students(self, one_each: bool) -> None:
        fair, program = self.fair, self.program
        for student, columns in self.by_student.items():
            ref = fair.students[student].id
            whole = (Rule.ONE_MEETING if one_each else Rule.STUDENT, (ref,))
            most = 1 if one_each else self.board.meetings_left(student)
            pairs: defaultdict[int, list[int]] = defaultdict(list)
            slots: defaultdict[int, list[int]] = defaultdict(list)
            for column in columns:
                request, slot = self.choices[column]
                pairs[request].append(column)
                slots[slot].append(column)
            if min(len(pairs), len(slots)) > most:
                program.row(columns, most=most, name=whole)
            if most > 1:
                for request, group in pairs.items():
                    if len(group) > 1:
                        company = fair.requests[request].company
                        program.row(group, most=1, name=(Rule.PAIR, (ref, company)))
                for slot, group in slots.items():
                    if len(group) > 1:
                        program.row(group, most=1, name=(Rule.STUDENT_SLOT, (ref, slot)))
            elif min(len(pairs), len(slots)) == 1 and len(columns) > 1:
                program.row(columns, most=1, name=whole)
            if fair.max_in_a_row is not None and not one_each:
                self._rows_of_runs(student, slots, fair.max_in_a_row)

    def _rows_of_runs(self, student: int, slots: dict[int, list[int]], longest: int) -> None:
        taken = self.board.student_slots[student]
        for first in range(self.fair.slots - longest):
            window = range(first, first + longest + 1)
            columns = [column for slot in window for column in slots.get(slot, ())]
            fixed = sum(slot in taken for slot in window)
            if columns and sum(slot in slots or slot in taken for slot in window) > longest:
                ref = self.fair.students[student].id
                self.program.row(columns, most=longest - fixed, name=(Rule.RUN, (ref, first)))

    def _rows_of_slots(self) -> None:
        fair, board = self.fair, self.board
        tables: defaultdict[Choice, list[int]] = defaultdict(list)
        interpreters: defaultdict[Choice, list[int]] = defaultdict(list)
        for column, (request, slot) in enumerate(self.choices):
            tables[fair.company_of[request], slot].append(column)
            language = fair.language_of[request]
            if language is not None:
                interpreters[language, slot].append(column)
        for (company, slot), columns in sorted(tables.items()):
            left = board.tables_left(company, slot)
            if len(columns) > left:
                ref = fair.companies[company].id
                self.program.row(columns, most=left, name=(Rule.COMPANY_SLOT, (ref, slot)))
        for (language, slot), columns in sorted(interpreters.items()):
            left = board.interpreters_left(language, slot)
            if len(columns) > left:
                spoken = fair.languages[language]
                self.program.row(columns, most=left, name=(Rule.LANGUAGE_SLOT, (spoken, slot)))

    @property
    def unserved(self) -> list[int]:
        """Students without a meeting on the board who could get one."""
        return [student for student in self.by_student if not self.board.student_slots[student]]

    def gain_weight(self) -> None:
        for column, (request, _slot) in enumerate(self.choices):
            self.program.gains[column] = self.fair.weight_of[request]

    def gain_served(self, gain: int) -> None:
        for column in self._served_columns().values():
            self.program.gains[column] = gain

    def serve_at_least(self, count: int) -> None:
        """So many students in all, those on the board included."""
        needed = count - sum(1 for slots in self.board.student_slots if slots)
        if needed <= 0:
            return
        if needed >= len(self.unserved):
            for student in self.unserved:
                ref = self.fair.students[student].id
                self.program.row(self.by_student[student], least=1, name=(Rule.MEETS, (ref,)))
            return
        served = list(self._served_columns().values())
        self.program.row(served, least=needed, name=(Rule.SO_MANY_SERVED, ()))

    def _served_columns(self) -> dict[int, int]:
        if not self._served_column:
            for student in self.unserved:
                served = self.program.column()
                self._served_column[student] = served
                columns = self.by_student[student]
                self.program.row(
                    [served, *columns],
                    most=0,
                    factors=[1.0] + [-1.0] * len(columns),
                    name=(Rule.SERVED, (self.fair.students[student].id,)),
                )
        return self._served_column

    def weigh_at_least(self, weight: int) -> None:
        """So much in all, what is on the board included."""
        columns = list(range(len(self.choices)))
        factors = [float(self.fair.weight_of[request]) for request, _slot in self.choices]
        self.program.row(columns, least=weight - self.fair.weight(self.board.placed), factors=factors)

    def meetings(self, values: Numbers) -> Placed:
        chosen = {
            choice[0]: choice[1] for choice, value in zip(self.choices, values, strict=False) if value > 0.5
        }
        return self.board.placed | chosen

    def start(self, placed: Placed) -> Numbers:
        values = np.zeros(len(self.program.gains))
        for column, (request, slot) in enumerate(self.choices):
            if placed.get(request) == slot:
                values[column] = 1
        for student, column in self._served_column.items():
            values[column] = float(any(values[choice] > 0.5 for choice in self.by_student[student]))
        return values


def at_tables(fair: Fair, placed: Placed) -> tuple[Meeting, ...]:
    """Tables are interchangeable, so they are numbered as the students come."""
    taken: defaultdict[Choice, int] = defaultdict(int)
    meetings = []
    for request, slot in sorted(placed.items(), key=lambda meeting: (meeting[1], meeting[0])):
        wish = fair.requests[request]
        place = (fair.company_of[request], slot)
        meetings.append(Meeting(wish.student, wish.company, slot, taken[place]))
        taken[place] += 1
    return tuple(meetings)
