"""Small random instances, and what is best on them by trying everything."""

from collections import Counter
from dataclasses import replace
from functools import cache
import random

from recruit.fairs.timetable.board import Board
from recruit.fairs.timetable.fair import Fair, Placed
from recruit.fairs.timetable.instance import Company, Instance, Pin, Request, Student


def small_instance(seed: int, *, pins: bool = True) -> Instance:
    chance = random.Random(seed)
    slots = chance.randint(1, 4)

    def window() -> frozenset[int] | None:
        if chance.random() < 0.5:
            return None
        return frozenset(slot for slot in range(slots) if chance.random() < 0.7)

    students = tuple(
        Student(f"s{number}", chance.randint(0, 3), window()) for number in range(chance.randint(1, 4))
    )
    companies = tuple(
        Company(f"c{number}", chance.choice((0, 1, 1, 1, 2)), window())
        for number in range(chance.randint(1, 3))
    )
    languages = chance.choice(((), ("vi",), ("vi", "id")))
    requests = tuple(
        Request(
            student.id,
            company.id,
            weight=chance.randint(1, 9),
            language=chance.choice((None, *languages, "th")) if languages and chance.random() < 0.6 else None,
        )
        for student in students
        for company in companies
        if chance.random() < 0.65
    )
    pinned = tuple(
        Pin(request.student, request.company, chance.randrange(slots))
        for request in requests
        if pins and chance.random() < 0.15
    )
    return Instance(
        name=f"small-{seed}",
        slots=slots,
        students=students,
        companies=companies,
        requests=requests,
        interpreters={language: tuple(chance.randint(0, 2) for _ in range(slots)) for language in languages},
        pinned=pinned,
        max_in_a_row=chance.choice((None, None, 1, 2)),
    )


def best_by_trying(instance: Instance) -> tuple[int, int, int] | None:
    """(served, weight, gaps) over every timetable there is, going through the students one by one."""
    companies = {company.id: company for company in instance.companies}
    pinned: dict[tuple[str, str], set[int]] = {}
    for pin in instance.pinned:
        pinned.setdefault((pin.student, pin.company), set()).add(pin.slot)

    def days_of(
        student: Student,
    ) -> list[tuple[int, int, frozenset[Request], tuple[tuple[Request, int], ...]]]:
        requests = [request for request in instance.requests if request.student == student.id]
        days: list[dict[int, Request]] = [{}]
        for request in requests:
            longer = []
            for day in days:
                must = pinned.get((request.student, request.company), set())
                if not must:
                    longer.append(day)
                company = companies[request.company]
                for slot in range(instance.slots):
                    if (
                        slot not in day
                        and (student.available is None or slot in student.available)
                        and (company.available is None or slot in company.available)
                        and must <= {slot}
                        and len(day) < student.max_meetings
                    ):
                        longer.append(day | {slot: request})
            days = longer
        sound = []
        for day in days:
            longest = run = 0
            for slot in range(instance.slots):
                run = run + 1 if slot in day else 0
                longest = max(longest, run)
            if instance.max_in_a_row is not None and longest > instance.max_in_a_row:
                continue
            gaps = max(day) - min(day) + 1 - len(day) if day else 0
            weight = sum(request.weight for request in day.values())
            sound.append((weight, gaps, frozenset(day.values()), tuple((r, s) for s, r in day.items())))
        return sound

    all_days = [days_of(student) for student in instance.students]

    @cache
    def best(number: int, used: frozenset[tuple[str, str, int, int]]) -> tuple[int, int, int] | None:
        if number == len(all_days):
            return (0, 0, 0)
        taken = {(kind, name, slot): count for kind, name, slot, count in used}
        found = None
        for weight, gaps, _requests, meetings in all_days[number]:
            now = dict(taken)
            fits = True
            for request, slot in meetings:
                table = ("company", request.company, slot)
                now[table] = now.get(table, 0) + 1
                fits = fits and now[table] <= companies[request.company].tables
                if request.language is not None:
                    interpreter = ("language", request.language, slot)
                    now[interpreter] = now.get(interpreter, 0) + 1
                    there = instance.interpreters.get(request.language)
                    fits = fits and there is not None and now[interpreter] <= there[slot]
            if not fits:
                continue
            rest = best(number + 1, frozenset((*key, count) for key, count in now.items()))
            if rest is None:
                continue
            value = (rest[0] + bool(meetings), rest[1] + weight, rest[2] - gaps)
            found = value if found is None else max(found, value)
        return found

    asked = {(request.student, request.company) for request in instance.requests}
    if not set(pinned) <= asked:
        return None
    value = best(0, frozenset())
    return None if value is None else (value[0], value[1], -value[2])


def crowded_instance(seed: int) -> Instance:
    """Twelve students at four companies in six slots, with every rule in force and three pinned meetings."""
    chance = random.Random(seed)
    slots = 6

    def window() -> frozenset[int] | None:
        return chance.choice((None, frozenset(chance.sample(range(slots), 5))))

    students = tuple(Student(f"s{number:02}", 3, window()) for number in range(12))
    companies = tuple(Company(f"c{number}", chance.choice((1, 2)), window()) for number in range(4))
    requests = tuple(
        Request(student.id, company.id, chance.randint(1, 9), chance.choice((None, "vi", "id")))
        for student in students
        for company in chance.sample(companies, 3)
    )
    interpreters = dict.fromkeys(("id", "vi"), (2, 1, 2, 1, 2, 1))
    instance = Instance(f"crowded-{seed}", slots, students, companies, requests, interpreters, max_in_a_row=2)
    fair = Fair(instance)
    pinned = tuple(
        Pin(fair.requests[request].student, fair.requests[request].company, slot)
        for request, slot in sorted(scattered(fair, seed).items())[:3]
    )
    return replace(instance, pinned=pinned)


def scattered(fair: Fair, seed: int) -> Placed:
    """A timetable nobody would want: every wish in turn, in any slot that is free."""
    chance = random.Random(seed)
    board = Board(fair, fair.pinned)
    for request in chance.sample(range(len(fair.requests)), len(fair.requests)):
        free = board.free_slots(request)
        if free:
            board.add(request, chance.choice(free))
    return board.placed


def broken_rules(fair: Fair, placed: Placed) -> list[str]:
    """What a placement of requests in slots does that it must not, read from the instance alone."""
    wrong = []
    students: dict[str, list[int]] = {}
    tables: Counter[tuple[str, int]] = Counter()
    spoken: Counter[tuple[str, int]] = Counter()
    for number, slot in placed.items():
        request = fair.requests[number]
        students.setdefault(request.student, []).append(slot)
        tables[request.company, slot] += 1
        if request.language is not None:
            spoken[request.language, slot] += 1
        if slot not in fair.common_slots[number]:
            wrong.append(f"{request} in slot {slot}, when one of them is away")
    for student in fair.students:
        slots = sorted(students.get(student.id, ()))
        if len(slots) > student.max_meetings or len(set(slots)) < len(slots):
            wrong.append(f"{student.id} meets in {slots}")
        most = fair.max_in_a_row
        if most is not None and any(set(range(slot, slot + most + 1)) <= set(slots) for slot in slots):
            wrong.append(f"{student.id} has no rest in {slots}")
    limits = {company.id: company.tables for company in fair.companies}
    wrong += [f"{place} has {count} tables" for place, count in tables.items() if count > limits[place[0]]]
    for (language, slot), count in spoken.items():
        there = fair.instance.interpreters.get(language)
        if there is None or count > there[slot]:
            wrong.append(f"{count} need {language} in slot {slot}")
    return wrong
