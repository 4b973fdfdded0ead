"""Whether the pinned meetings can stand at all. Only they can make an instance infeasible: any other may be dropped."""

from collections import defaultdict

from recruit.fairs.timetable.instance import Instance, Pin
from recruit.fairs.timetable.result import Conflict, ConflictReason


def find_conflicts(instance: Instance) -> tuple[Conflict, ...]:
    """Every rule that the pinned meetings break by themselves, each with all the pins that break it together."""
    pins = sorted(set(instance.pinned))
    return tuple(
        _unheld(instance, pins)
        + _of_students(instance, pins)
        + _of_companies(instance, pins)
        + _of_interpreters(instance, pins)
    )


def _unheld(instance: Instance, pins: list[Pin]) -> list[Conflict]:
    students = {student.id: student for student in instance.students}
    companies = {company.id: company for company in instance.companies}
    requested = {(request.student, request.company) for request in instance.requests}
    conflicts = []
    for pin in pins:
        reasons = []
        if (pin.student, pin.company) not in requested:
            reasons.append(ConflictReason.NOT_REQUESTED)
        student_window = students[pin.student].available
        if student_window is not None and pin.slot not in student_window:
            reasons.append(ConflictReason.STUDENT_NOT_AVAILABLE)
        company_window = companies[pin.company].available
        if company_window is not None and pin.slot not in company_window:
            reasons.append(ConflictReason.COMPANY_NOT_AVAILABLE)
        conflicts += [
            Conflict(reason, (pin,), student=pin.student, company=pin.company, slot=pin.slot)
            for reason in reasons
        ]
    return conflicts


def _of_students(instance: Instance, pins: list[Pin]) -> list[Conflict]:
    conflicts = []
    by_pair: defaultdict[tuple[str, str], list[Pin]] = defaultdict(list)
    by_student: defaultdict[str, list[Pin]] = defaultdict(list)
    by_slot: defaultdict[tuple[str, int], list[Pin]] = defaultdict(list)
    for pin in pins:
        by_pair[pin.student, pin.company].append(pin)
        by_student[pin.student].append(pin)
        by_slot[pin.student, pin.slot].append(pin)
    for (student, company), group in by_pair.items():
        if len(group) > 1:
            conflicts.append(
                Conflict(ConflictReason.PAIR_TWICE, tuple(group), student=student, company=company)
            )
    for (student, slot), group in by_slot.items():
        if len(group) > 1:
            conflicts.append(
                Conflict(ConflictReason.STUDENT_TWICE_IN_SLOT, tuple(group), student=student, slot=slot)
            )
    most = {student.id: student.max_meetings for student in instance.students}
    for student, group in by_student.items():
        if len(group) > most[student]:
            conflicts.append(Conflict(ConflictReason.MORE_THAN_MAX_MEETINGS, tuple(group), student=student))
        if instance.max_in_a_row is not None:
            conflicts += [
                Conflict(ConflictReason.TOO_MANY_IN_A_ROW, tuple(run), student=student, slot=run[0].slot)
                for run in _runs(group)
                if len({pin.slot for pin in run}) > instance.max_in_a_row
            ]
    return conflicts


def _runs(group: list[Pin]) -> list[list[Pin]]:
    runs: list[list[Pin]] = []
    for pin in sorted(group, key=lambda pin: (pin.slot, pin)):
        if runs and pin.slot - runs[-1][-1].slot <= 1:
            runs[-1].append(pin)
        else:
            runs.append([pin])
    return runs


def _of_companies(instance: Instance, pins: list[Pin]) -> list[Conflict]:
    tables = {company.id: company.tables for company in instance.companies}
    by_slot: defaultdict[tuple[str, int], list[Pin]] = defaultdict(list)
    for pin in pins:
        by_slot[pin.company, pin.slot].append(pin)
    return [
        Conflict(ConflictReason.MORE_THAN_TABLES, tuple(group), company=company, slot=slot)
        for (company, slot), group in by_slot.items()
        if len(group) > tables[company]
    ]


def _of_interpreters(instance: Instance, pins: list[Pin]) -> list[Conflict]:
    languages = {(request.student, request.company): request.language for request in instance.requests}
    by_slot: defaultdict[tuple[str, int], list[Pin]] = defaultdict(list)
    for pin in pins:
        language = languages.get((pin.student, pin.company))
        if language is not None:
            by_slot[language, pin.slot].append(pin)
    nobody = (0,) * instance.slots
    return [
        Conflict(ConflictReason.MORE_THAN_INTERPRETERS, tuple(group), language=language, slot=slot)
        for (language, slot), group in by_slot.items()
        if len(group) > instance.interpreters.get(language, nobody)[slot]
    ]
