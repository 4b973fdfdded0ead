"""An independent reading of the rules: shares no code with the solver, so that neither hides the other's mistakes."""

from collections import Counter, defaultdict

from recruit.fairs.timetable.certificate import NotACertificate, bound_of
from recruit.fairs.timetable.instance import Instance
from recruit.fairs.timetable.result import Status, Timetable


def verify(instance: Instance, timetable: Timetable) -> list[str]:
    """Every rule the timetable breaks, in words with the ids; empty when it is sound."""
    if timetable.status is Status.INFEASIBLE:
        wrong = [] if timetable.conflicts else ["infeasible without a conflict"]
        return wrong + (["infeasible with meetings"] if timetable.meetings else [])
    return [
        *_pairs(instance, timetable),
        *_students(instance, timetable),
        *_companies(instance, timetable),
        *_interpreters(instance, timetable),
        *_numbers(instance, timetable),
        *_proofs(instance, timetable),
    ]


def _pairs(instance: Instance, timetable: Timetable) -> list[str]:
    wrong = []
    asked = Counter((request.student, request.company) for request in instance.requests)
    met = Counter((meeting.student, meeting.company) for meeting in timetable.meetings)
    for pair, times in met.items():
        if pair not in asked:
            wrong.append(f"{pair} meet without a request")
        if times > 1:
            wrong.append(f"{pair} meet {times} times")
    held = {(meeting.student, meeting.company, meeting.slot) for meeting in timetable.meetings}
    for pin in instance.pinned:
        if (pin.student, pin.company, pin.slot) not in held:
            wrong.append(f"{pin} is not held")
    unmet = Counter((unmet.student, unmet.company) for unmet in timetable.unmet)
    if unmet != Counter(pair for pair in asked if pair not in met):
        wrong.append("the unmet are not exactly the requests without a meeting")
    return wrong


def _students(instance: Instance, timetable: Timetable) -> list[str]:
    wrong = []
    slots: defaultdict[str, list[int]] = defaultdict(list)
    for meeting in timetable.meetings:
        slots[meeting.student].append(meeting.slot)
    for student in instance.students:
        taken = slots.pop(student.id, [])
        if len(taken) > student.max_meetings:
            wrong.append(f"student {student.id} has {len(taken)} meetings, more than {student.max_meetings}")
        if len(set(taken)) < len(taken):
            wrong.append(f"student {student.id} is in two meetings at once")
        if student.available is not None and not set(taken) <= student.available:
            wrong.append(f"student {student.id} meets while away")
        if instance.max_in_a_row is not None:
            for first in taken:
                run = range(first, first + instance.max_in_a_row + 1)
                if all(slot in taken for slot in run):
                    wrong.append(f"student {student.id} has too many meetings in a row from slot {first}")
    return wrong + [f"student {stranger} is unknown" for stranger in slots]


def _companies(instance: Instance, timetable: Timetable) -> list[str]:
    wrong = []
    companies = {company.id: company for company in instance.companies}
    seats = Counter((meeting.company, meeting.slot, meeting.table) for meeting in timetable.meetings)
    for (identifier, slot, table), times in seats.items():
        company = companies.get(identifier)
        if company is None:
            wrong.append(f"company {identifier} is unknown")
            continue
        if times > 1:
            wrong.append(f"company {identifier} has {times} meetings at table {table} in slot {slot}")
        if not 0 <= table < company.tables:
            wrong.append(f"company {identifier} has no table {table}")
        if company.available is not None and slot not in company.available:
            wrong.append(f"company {identifier} meets in slot {slot} while away")
        if not 0 <= slot < instance.slots:
            wrong.append(f"there is no slot {slot}")
    return wrong


def _interpreters(instance: Instance, timetable: Timetable) -> list[str]:
    language = {(request.student, request.company): request.language for request in instance.requests}
    needed = Counter(
        (language.get((meeting.student, meeting.company)), meeting.slot) for meeting in timetable.meetings
    )
    wrong = []
    for (spoken, slot), count in needed.items():
        if spoken is None:
            continue
        is_slot = spoken in instance.interpreters and 0 <= slot < instance.slots
        there = instance.interpreters[spoken][slot] if is_slot else 0
        if count > there:
            wrong.append(f"slot {slot} needs {count} interpreters of {spoken} and has {there}")
    return wrong


def _numbers(instance: Instance, timetable: Timetable) -> list[str]:
    objective, bound = timetable.objective, timetable.bound
    if objective is None or bound is None:
        return ["the objective or its bound is missing"]
    wrong = []
    weights = {(request.student, request.company): request.weight for request in instance.requests}
    weight = sum(weights.get((meeting.student, meeting.company), 0) for meeting in timetable.meetings)
    slots: defaultdict[str, set[int]] = defaultdict(set)
    for meeting in timetable.meetings:
        slots[meeting.student].add(meeting.slot)
    gaps = sum(
        1 for taken in slots.values() for slot in range(min(taken), max(taken) + 1) if slot not in taken
    )
    counted = (len(slots), weight, gaps)
    stated = (objective.served, objective.weight, objective.gaps)
    if counted != stated:
        wrong.append(f"the objective says {stated}, the meetings say {counted}")
    if bound.served < objective.served or bound.weight < objective.weight or bound.gaps > objective.gaps:
        wrong.append(f"the bound {bound} is worse than the objective {objective}")
    proven = (bound.served, bound.weight) == (objective.served, objective.weight)
    if proven != (timetable.status is Status.OPTIMAL):
        wrong.append(f"the status is {timetable.status} and the bounds say otherwise")
    return wrong


def _proofs(instance: Instance, timetable: Timetable) -> list[str]:
    """Adds up again what the certificates prove. Prices cannot prove too much, only too little."""
    proof, bound = timetable.proof, timetable.bound
    if proof is None or bound is None:
        return []
    wrong = []
    for name, certificate, stated in (
        ("served", proof.served, bound.served),
        ("weight", proof.weight, bound.weight),
    ):
        if certificate is None:
            continue
        if name == "weight" and (certificate.serving is None or certificate.serving > bound.served):
            wrong.append("the certificate of the weight is for another number of served students")
            continue
        try:
            proven = bound_of(instance, certificate)
        except NotACertificate as error:
            wrong.append(f"the certificate of {name} does not hold: {error}")
            continue
        if proven > stated:
            wrong.append(f"the certificate of {name} proves {proven}, the bound says {stated}")
    return wrong
