"""Bounds on the first two objectives, each with its certificate where prices alone prove it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from recruit.fairs.timetable.board import Board
from recruit.fairs.timetable.certificate import SCALE, Certificate, Named, Rule, bound_of
from recruit.fairs.timetable.climbing import Climbed
from recruit.fairs.timetable.fair import Fair
from recruit.fairs.timetable.pairs import Pairs


@dataclass(frozen=True)
class Bound:
    value: int
    certificate: Certificate | None
    """None where the bound rests on the word of the solver."""


def everybody_who_can(board: Board, requests: Iterable[int]) -> Bound:
    """Nobody is served without a slot to meet in. `requests`: those that have one."""
    fair = board.fair
    students = {fair.student_of[request] for request in requests}
    able = sorted(student for student in students if not board.student_slots[student])
    prices: dict[Named, int] = {(Rule.ONE_MEETING, (fair.students[student].id,)): SCALE for student in able}
    already = sum(1 for slots in board.student_slots if slots)
    return Bound(already + len(able), Certificate(prices, slots=False, serving=None))


def of_served_pairs(fair: Fair, pairs: Pairs, everybody: Bound) -> Bound:
    if pairs.served >= everybody.value:
        return everybody
    return _proven(fair, pairs.served, pairs.served_prices, slots=False, serving=None)


def of_pairs(fair: Fair, pairs: Pairs, serving: int) -> Bound:
    """On the weight of timetables that serve so many."""
    return _proven(fair, pairs.weight, pairs.weight_prices, slots=False, serving=serving)


def of_program(fair: Fair, climbed: Climbed, already: int, *, serving: int | None) -> Bound:
    """`already`: what the pinned meetings are worth, which the program does not see."""
    assert climbed.bound is not None
    return _proven(fair, already + climbed.bound, climbed.prices, slots=True, serving=serving)


def all_weights(fair: Fair) -> Bound:
    return Bound(sum(fair.weight_of), None)


def _proven(
    fair: Fair, value: int, prices: Mapping[Named, int], *, slots: bool, serving: int | None
) -> Bound:
    """A search may know a better bound than the prices: then it stands without a certificate."""
    certificate = Certificate(prices, slots=slots, serving=serving)
    return Bound(value, certificate if bound_of(fair.instance, certificate) <= value else None)
