"""The meetings decided so far and what they leave free."""

from collections import Counter

from recruit.fairs.timetable.fair import Fair, Placed
from recruit.fairs.timetable.result import UnmetReason


class Board:
    """Meetings on the wall: who and what is taken in which slot."""

    def __init__(self, fair: Fair, placed: Placed | None = None) -> None:
        self.fair = fair
        self.placed: Placed = {}
        self.student_slots: list[set[int]] = [set() for _ in fair.students]
        self.company_taken: Counter[tuple[int, int]] = Counter()
        self.language_taken: Counter[tuple[int, int]] = Counter()
        for request, slot in (placed or {}).items():
            self.add(request, slot)

    def add(self, request: int, slot: int) -> None:
        fair = self.fair
        self.placed[request] = slot
        self.student_slots[fair.student_of[request]].add(slot)
        self.company_taken[fair.company_of[request], slot] += 1
        language = fair.language_of[request]
        if language is not None:
            self.language_taken[language, slot] += 1

    def meetings_left(self, student: int) -> int:
        return self.fair.students[student].max_meetings - len(self.student_slots[student])

    def tables_left(self, company: int, slot: int) -> int:
        return self.fair.companies[company].tables - self.company_taken[company, slot]

    def interpreters_left(self, language: int, slot: int) -> int:
        return self.fair.interpreters[language][slot] - self.language_taken[language, slot]

    def obstacle(self, request: int, slot: int) -> UnmetReason | None:
        """Why this pair cannot also meet in this one of its common slots; None if it can."""
        fair = self.fair
        student = fair.student_of[request]
        if self.meetings_left(student) < 1:
            return UnmetReason.STUDENT_FULL
        if self.tables_left(fair.company_of[request], slot) < 1:
            return UnmetReason.COMPANY_FULL
        if slot in self.student_slots[student]:
            return UnmetReason.STUDENT_BUSY
        language = fair.language_of[request]
        if language is not None and self.interpreters_left(language, slot) < 1:
            return UnmetReason.INTERPRETERS_BUSY
        if fair.max_in_a_row is not None:
            taken = self.student_slots[student]
            first = last = slot
            while first - 1 in taken:
                first -= 1
            while last + 1 in taken:
                last += 1
            if last - first + 1 > fair.max_in_a_row:
                return UnmetReason.TOO_MANY_IN_A_ROW
        return None

    def free_slots(self, request: int) -> list[int]:
        if request in self.placed:
            return []
        return [slot for slot in self.fair.common_slots[request] if self.obstacle(request, slot) is None]

    def why_unmet(self, request: int) -> UnmetReason:
        fair = self.fair
        common = fair.common_slots[request]
        if not common:
            return UnmetReason.NO_COMMON_SLOT
        if fair.companies[fair.company_of[request]].tables < 1:
            return UnmetReason.NO_TABLES
        language = fair.language_of[request]
        if language is not None and not any(fair.interpreters[language][slot] for slot in common):
            return UnmetReason.NO_INTERPRETER
        student, company = fair.student_of[request], fair.company_of[request]
        if self.meetings_left(student) < 1:
            return UnmetReason.STUDENT_FULL
        if all(self.tables_left(company, slot) < 1 for slot in common):
            return UnmetReason.COMPANY_FULL
        if all(slot in self.student_slots[student] for slot in common):
            return UnmetReason.STUDENT_BUSY
        if language is not None and all(self.interpreters_left(language, slot) < 1 for slot in common):
            return UnmetReason.INTERPRETERS_BUSY
        obstacles = {self.obstacle(request, slot) for slot in common}
        if obstacles == {UnmetReason.TOO_MANY_IN_A_ROW}:
            return UnmetReason.TOO_MANY_IN_A_ROW
        return UnmetReason.NO_FREE_SLOT
