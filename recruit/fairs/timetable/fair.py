"""The instance in numbers: everything sorted by id, so that ties fall the same way whatever the order of the file."""

from collections.abc import Sequence

from recruit.fairs.timetable.instance import Company, Instance, Student

Placed = dict[int, int]
"""Which request meets in which slot: both by number."""


class Fair:
    """Students, companies, languages and requests as consecutive numbers in the order of their ids."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.slots = instance.slots
        self.max_in_a_row = instance.max_in_a_row
        self.students: list[Student] = sorted(instance.students, key=lambda student: student.id)
        self.companies: list[Company] = sorted(instance.companies, key=lambda company: company.id)
        self.requests = sorted(instance.requests, key=lambda request: (request.student, request.company))
        spoken = {request.language for request in self.requests if request.language is not None}
        self.languages = sorted(spoken)
        nobody = (0,) * instance.slots
        self.interpreters = [instance.interpreters.get(language, nobody) for language in self.languages]

        student_numbers = {student.id: number for number, student in enumerate(self.students)}
        company_numbers = {company.id: number for number, company in enumerate(self.companies)}
        language_numbers = {language: number for number, language in enumerate(self.languages)}
        self.student_of = [student_numbers[request.student] for request in self.requests]
        self.company_of = [company_numbers[request.company] for request in self.requests]
        self.language_of = [
            None if request.language is None else language_numbers[request.language]
            for request in self.requests
        ]
        self.weight_of = [request.weight for request in self.requests]

        always = frozenset(range(instance.slots))
        student_windows = [_window(student.available, always) for student in self.students]
        company_windows = [_window(company.available, always) for company in self.companies]
        common: dict[tuple[frozenset[int], frozenset[int]], tuple[int, ...]] = {}
        self.common_slots: list[tuple[int, ...]] = []
        """Requests with the same slots share them: a large fair has hundreds of thousands."""
        for student, company in zip(self.student_of, self.company_of, strict=True):
            windows = student_windows[student], company_windows[company]
            if windows not in common:
                common[windows] = tuple(sorted(windows[0] & windows[1]))
            self.common_slots.append(common[windows])
        self.requests_of: list[list[int]] = [[] for _ in self.students]
        for request, student in enumerate(self.student_of):
            self.requests_of[student].append(request)

        numbers = {(request.student, request.company): n for n, request in enumerate(self.requests)}
        self.pinned: Placed = {
            numbers[pin.student, pin.company]: pin.slot
            for pin in sorted(instance.pinned)
            if (pin.student, pin.company) in numbers
        }

    def possible_slots(self) -> dict[int, Sequence[int]]:
        """In which slots each request could meet if nobody else met; requests without any are left out."""
        can_meet = self.max_in_a_row is None or self.max_in_a_row > 0
        spoken = [frozenset(slot for slot, count in enumerate(row) if count) for row in self.interpreters]
        with_interpreter: dict[tuple[int, tuple[int, ...]], tuple[int, ...]] = {}
        possible: dict[int, Sequence[int]] = {}
        for request, slots in enumerate(self.common_slots):
            student, company = self.student_of[request], self.company_of[request]
            if not (can_meet and self.students[student].max_meetings and self.companies[company].tables):
                continue
            language = self.language_of[request]
            if language is not None:
                key = (language, slots)
                if key not in with_interpreter:
                    with_interpreter[key] = tuple(slot for slot in slots if slot in spoken[language])
                slots = with_interpreter[key]
            if slots:
                possible[request] = slots
        return possible

    def served(self, placed: Placed) -> int:
        return len({self.student_of[request] for request in placed})

    def weight(self, placed: Placed) -> int:
        return sum(self.weight_of[request] for request in placed)

    def gaps(self, placed: Placed) -> int:
        return sum(self.gaps_by_student(placed).values())

    def gaps_by_student(self, placed: Placed) -> dict[int, int]:
        slots: dict[int, list[int]] = {}
        for request, slot in placed.items():
            slots.setdefault(self.student_of[request], []).append(slot)
        return {student: max(taken) - min(taken) + 1 - len(taken) for student, taken in sorted(slots.items())}

    def value(self, placed: Placed) -> tuple[int, int]:
        """The first two objectives: what one compares by."""
        return self.served(placed), self.weight(placed)


def _window(available: frozenset[int] | None, always: frozenset[int]) -> frozenset[int]:
    return always if available is None else available & always
