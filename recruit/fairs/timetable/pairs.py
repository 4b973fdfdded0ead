"""Who meets whom, forgetting when: a flow, solved in milliseconds, whose value no timetable exceeds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recruit.fairs.timetable.board import Board
from recruit.fairs.timetable.certificate import SCALE, Named, Rule
from recruit.fairs.timetable.program import Numbers, Outcome, Program

LEAST_WORTH = 10
"""To serve somebody is worth at least so many times the heaviest wish, and nearly always that is enough to come first."""
MOST_WORTH = 10_000_000
"""With more, the solver's tolerances would hide whole units of weight."""


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


def best_pairs(
    board: Board,
    free: Mapping[int, Sequence[int]],
    *,
    seed: int,
    seconds: float,
    serve: int | None = None,
) -> Pairs | None:
    """Most served, then most weight. `free`: the slots in which each request may meet.

    `serve`: at least so many served, instead of as many as the flow can.
    """
    flow = _Flow(board, free, seed=seed, seconds=seconds)
    if serve is None or serve >= flow.already + len(flow.unserved):
        both = flow.both_at_once()
        if both is not None and (serve is None or both.served >= serve):
            return both
    if serve is None:
        served = flow.most_served()
        return None if served is None else flow.most_weight(*served)
    return flow.most_weight(serve - flow.already, {})


class _Flow:
    """The program of the pairs, asked for one thing or the other."""

    def __init__(self, board: Board, free: Mapping[int, Sequence[int]], *, seed: int, seconds: float) -> None:
        self.board = board
        self.seconds = seconds
        self.program = Program(seed)
        self.column_of = {request: self.program.column() for request in free}
        self.unserved = _rows(self.program, board, free, self.column_of)
        self.already = sum(1 for slots in board.student_slots if slots)
        self.weights = [board.fair.weight_of[request] for request in self.column_of]

    def both_at_once(self) -> Pairs | None:
        """One program in which to serve is worth more than any weight: soon solved. None where that proves too little."""
        heaviest = max(self.weights, default=0)
        if not self.unserved or heaviest * LEAST_WORTH > MOST_WORTH:
            return None
        worth = min(1 + sum(self.weights), MOST_WORTH)
        self._gain(served=worth, weight=True)
        solution = self.program.relaxed(self.seconds, vertex_by="simplex")
        if solution.outcome is not Outcome.OPTIMAL or solution.values is None:
            return None
        serving = round(float(solution.values[self.unserved].sum()))
        weight = self.program.certified_bound(solution.prices) - worth * serving
        named = self.program.named_prices(solution.prices) | {(Rule.SO_MANY_SERVED, ()): -worth * SCALE}
        served_prices: dict[Named, int] = {}
        if serving < len(self.unserved):
            self._gain(served=1, weight=False)
            prices = solution.prices / worth
            if self.program.certified_bound(prices) > serving:
                return None
            served_prices = self.program.named_prices(prices)
        return self._pairs(solution.values, serving, weight, served_prices, named)

    def most_served(self) -> tuple[int, dict[Named, int]] | None:
        """How many more than those on the board can be served, and the prices that prove it."""
        self._gain(served=1, weight=False)
        solution = self.program.relaxed(self.seconds, vertex_by="simplex")
        if solution.outcome is not Outcome.OPTIMAL:
            return None
        most = self.program.certified_bound(solution.prices) if self.program.gains else 0
        return most, self.program.named_prices(solution.prices)

    def most_weight(self, serving: int, served_prices: dict[Named, int]) -> Pairs | None:
        """Of those that serve at least so many more."""
        if self.unserved:
            needed = min(serving, len(self.unserved))
            self.program.row(self.unserved, least=needed, name=(Rule.SO_MANY_SERVED, ()))
        self._gain(served=0, weight=True)
        solution = self.program.relaxed(self.seconds, vertex_by="simplex")
        if solution.outcome is not Outcome.OPTIMAL or solution.values is None:
            return None
        weight = self.program.certified_bound(solution.prices) if self.program.gains else 0
        named = self.program.named_prices(solution.prices)
        return self._pairs(solution.values, serving, weight, served_prices, named)

    def _gain(self, *, served: int, weight: bool) -> None:
        for column in self.unserved:
            self.program.gains[column] = served
        for column, heavy in zip(self.column_of.values(), self.weights, strict=True):
            self.program.gains[column] = heavy if weight else 0

    def _pairs(
        self,
        values: Numbers,
        serving: int,
        weight: int,
        served_prices: dict[Named, int],
        weight_prices: dict[Named, int],
    ) -> Pairs:
        return Pairs(
            _whole(values, self.column_of),
            self.already + serving,
            self.board.fair.weight(self.board.placed) + weight,
            served_prices,
            weight_prices,
        )


def _rows(
    program: Program, board: Board, slots_of: Mapping[int, Sequence[int]], column_of: dict[int, int]
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
        return set().union(*{id(slots_of[request]): slots_of[request] for request in requests}.values())

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
