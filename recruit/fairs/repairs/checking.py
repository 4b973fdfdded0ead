"""Reads the rules again over the rest of a mended day, without the solver, and counts what a plan is worth. Plain Python."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from recruit.fairs.timetable.instance import Instance
from recruit.fairs.timetable.repairing import Day
from recruit.fairs.timetable.result import Meeting, Objective

Spot = tuple[str, str, int]
"""Student, company, slot."""


def broken_rules(
    instance: Instance, day: Day, meetings: Iterable[Spot], past: Iterable[Spot] = ()
) -> list[str]:
    """What of the rest of the day breaks a rule; empty when it is sound. `past` was held and counts for the limits of the day."""
    rest, held = list(meetings), list(past)
    return [
        *_broken_by_pairs(instance, rest, held),
        *_broken_by_students(instance, day, rest, held),
        *_broken_by_companies(instance, day, rest),
        *_broken_by_interpreters(instance, rest),
    ]


def _broken_by_pairs(instance: Instance, rest: list[Spot], held: list[Spot]) -> Iterator[str]:
    asked = {(request.student, request.company) for request in instance.requests}
    met = Counter((student, company) for student, company, _slot in (*held, *rest))
    for student, company, slot in rest:
        if (student, company) not in asked:
            yield f"{student} and {company} have not asked for each other"
        if not 0 <= slot < instance.slots:
            yield f"there is no slot {slot}"
    for (student, company), times in met.items():
        if times > 1:
            yield f"{student} and {company} meet {times} times"


def _broken_by_students(instance: Instance, day: Day, rest: list[Spot], held: list[Spot]) -> Iterator[str]:
    known = {student.id: student for student in instance.students}
    slots: defaultdict[str, list[int]] = defaultdict(list)
    for student, _company, slot in (*held, *rest):
        slots[student].append(slot)
    for student, _company, slot in rest:
        window = known[student].available if student in known else frozenset()
        if student in day.absent or slot < max(day.from_slot, day.late.get(student, 0)):
            yield f"{student} is not there in slot {slot}"
        elif window is not None and slot not in window:
            yield f"{student} cannot come in slot {slot}"
    for student in sorted({student for student, _company, _slot in rest}):
        taken = slots[student]
        if len(set(taken)) < len(taken):
            yield f"{student} is in two places at once"
        if student in known and len(taken) > known[student].max_meetings:
            yield f"{student} has {len(taken)} meetings, more than {known[student].max_meetings}"
        if instance.max_in_a_row is not None and _longest_run(taken) > instance.max_in_a_row:
            yield f"{student} has more than {instance.max_in_a_row} meetings without a rest"


def _longest_run(slots: list[int]) -> int:
    longest = run = 0
    before: int | None = None
    for slot in sorted(set(slots)):
        run = run + 1 if before is not None and slot == before + 1 else 1
        longest, before = max(longest, run), slot
    return longest


def _broken_by_companies(instance: Instance, day: Day, rest: list[Spot]) -> Iterator[str]:
    known = {company.id: company for company in instance.companies}
    at_once = Counter((company, slot) for _student, company, slot in rest)
    for (company, slot), count in at_once.items():
        if company in day.gone:
            yield f"{company} has left"
            continue
        if slot < day.behind.get(company, 0):
            yield f"{company} is not ready in slot {slot}"
        booth = known.get(company)
        if count > day.tables.get(company, booth.tables if booth else 0):
            yield f"{company} has too few tables in slot {slot}"
        if booth is not None and booth.available is not None and slot not in booth.available:
            yield f"{company} meets nobody in slot {slot}"


def _broken_by_interpreters(instance: Instance, rest: list[Spot]) -> Iterator[str]:
    spoken = {(request.student, request.company): request.language for request in instance.requests}
    needed = Counter((spoken.get((student, company)), slot) for student, company, slot in rest)
    for (language, slot), count in needed.items():
        if language is None or not 0 <= slot < instance.slots:
            continue
        if count > instance.interpreters.get(language, (0,) * instance.slots)[slot]:
            yield f"too few interpret {language} in slot {slot}"


def counted(weights: Mapping[tuple[str, str], int], meetings: Iterable[Meeting]) -> Objective:
    """What the plan is worth as it stands: students served, weight of the wishes met, conversations they wait in between."""
    slots: defaultdict[str, set[int]] = defaultdict(set)
    weight = 0
    for meeting in meetings:
        slots[meeting.student].add(meeting.slot)
        weight += weights.get((meeting.student, meeting.company), 0)
    waits = sum(max(taken) - min(taken) + 1 - len(taken) for taken in slots.values())
    return Objective(len(slots), weight, waits)
