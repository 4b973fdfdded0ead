"""Who meets whom, forgetting when: a flow, solved in milliseconds, whose value no timetable exceeds."""

from collections import defaultdict
from dataclasses import dataclass

from recruit.fairs.timetable.board import Board
from recruit.fairs.timetable.certificate import Named, Rule
from recruit.fairs.timetable.meetings import free_choices
from recruit.fairs.timetable.program import Numbers, Outcome, Program


@dataclass(frozen=True)
class Pairs:
    requests: tuple[int, ...] | None
    """Those chosen, if the flow came out whole; the ones on the board are not among them."""
    served: int
    weight: int
    """Bounds on the whole timetable, the meetings on the board included."""
    served_prices: dict[Named, int]
    """In millionths; none where `serve` was given."""
    weight_prices: dict[Named, int]


def best_pairs(board: Board, *, seed: int, seconds: float, serve: int | None = None) -> Pairs | None:
    """Most served, then most weight. `serve`: at least so many served, instead of as many as the flow can."""
    fair = board.fair
    slots_of: defaultdict[int, list[int]] = defaultdict(list)
    for request, slot in free_choices(board):
        slots_of[request].append(slot)
    program = Program(seed)
    column_of = {request: program.column() for request in slots_of}
    unserved = _rows(program, board, slots_of, column_of)
    already = sum(1 for slots in board.student_slots if slots)

    served_prices: dict[Named, int] = {}
    if serve is None:
        for column in unserved:
            program.gains[column] = 1
        first = program.relaxed(seconds, vertex_by="simplex")
        if first.outcome is not Outcome.OPTIMAL:
            return None
        most_served = program.certified_bound(first.prices) if program.gains else 0
        served_prices = program.named_prices(first.prices)
    else:
        most_served = serve - already
    if unserved:
        needed = min(most_served, len(unserved))
        program.row(unserved, least=needed, name=(Rule.SO_MANY_SERVED, ()))
    for column in unserved:
        program.gains[column] = 0
    for request, column in column_of.items():
        program.gains[column] = fair.weight_of[request]
    second = program.relaxed(seconds, vertex_by="simplex")
    if second.outcome is not Outcome.OPTIMAL or second.values is None:
        return None
    weight = program.certified_bound(second.prices) if program.gains else 0
    chosen = _whole(second.values, column_of)
    return Pairs(
        chosen,
        already + most_served,
        fair.weight(board.placed) + weight,
        served_prices,
        program.named_prices(second.prices),
    )


def _rows(
    program: Program, board: Board, slots_of: dict[int, list[int]], column_of: dict[int, int]
) -> list[int]:
    fair = board.fair
    by_student: defaultdict[int, list[int]] = defaultdict(list)
    by_company: defaultdict[int, list[int]] = defaultdict(list)
    by_language: defaultdict[int, list[int]] = defaultdict(list)
    for request in slots_of:
        by_student[fair.student_of[request]].append(request)
        by_company[fair.company_of[request]].append(request)
        language = fair.language_of[request]
        if language is not None:
            by_language[language].append(request)

    def row(requests: list[int], most: int, name: Named) -> None:
        if len(requests) > most:
            program.row([column_of[request] for request in requests], most=most, name=name)

    def slots(requests: list[int]) -> set[int]:
        return {slot for request in requests for slot in slots_of[request]}

    unserved = []
    for student, requests in by_student.items():
        ref = fair.students[student].id
        row(requests, min(board.meetings_left(student), len(slots(requests))), (Rule.STUDENT, (ref,)))
        if not board.student_slots[student]:
            served = program.column()
            unserved.append(served)
            columns = [column_of[request] for request in requests]
            program.row(
                [served, *columns],
                most=0,
                factors=[1.0] + [-1.0] * len(columns),
                name=(Rule.SERVED, (ref,)),
            )
    for company, requests in by_company.items():
        most = sum(board.tables_left(company, slot) for slot in slots(requests))
        row(requests, most, (Rule.COMPANY, (fair.companies[company].id,)))
    for language, requests in by_language.items():
        most = sum(board.interpreters_left(language, slot) for slot in slots(requests))
        row(requests, most, (Rule.LANGUAGE, (fair.languages[language],)))
    return unserved


def _whole(values: Numbers, column_of: dict[int, int]) -> tuple[int, ...] | None:
    chosen = []
    for request, column in column_of.items():
        if 1e-6 < values[column] < 1 - 1e-6:
            return None
        if values[column] > 0.5:
            chosen.append(request)
    return tuple(chosen)
