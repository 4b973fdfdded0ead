"""Mending a published timetable on the day: what has happened stays, and as few people as possible are disturbed.

A minimal perturbation problem (Barták, Müller and Rudová 2004; Phillips, Walker, Ehrgott and Ryan 2017): the same rules
from now on, and a reward for each published meeting that stays in its slot. An added meeting disturbs nobody who holds
a plan in his hands.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from recruit.fairs.timetable.board import Board
from recruit.fairs.timetable.conflicts import find_conflicts
from recruit.fairs.timetable.fair import Fair, Placed
from recruit.fairs.timetable.greedy import filled
from recruit.fairs.timetable.instance import Company, Instance, Pin, Request, Student
from recruit.fairs.timetable.meetings import MeetingProgram, at_tables, free_choices
from recruit.fairs.timetable.program import Deadline, Outcome
from recruit.fairs.timetable.result import Meeting

PRICES: tuple[int | None, ...] = (None, 60, 10)
"""What one disturbed meeting costs, in points of weight, for the proposals staff choose from. None: nobody is moved."""


@dataclass(frozen=True)
class Day:
    """What is different from what was planned."""

    from_slot: int
    """The first slot that can still be changed. Meetings before it are history."""
    absent: frozenset[str] = frozenset()
    """Students who do not come, or have gone."""
    late: Mapping[str, int] = field(default_factory=dict)
    """Students and the first slot in which they are there."""
    gone: frozenset[str] = frozenset()
    """Companies that have left."""
    tables: Mapping[str, int] = field(default_factory=dict)
    """Companies and the tables they have from now on."""
    behind: Mapping[str, int] = field(default_factory=dict)
    """Companies that run late, and the first slot in which they meet somebody again."""


@dataclass(frozen=True)
class Moved:
    """A pair that meets at another time than it was told."""

    student: str
    company: str
    before: int
    after: int


@dataclass(frozen=True)
class Repair:
    """One proposal. `meetings` has all from `Day.from_slot` on, with tables; nothing before is touched."""

    price: int | None
    meetings: tuple[Meeting, ...]
    moved: tuple[Moved, ...]
    dropped: tuple[Pin, ...]
    """Published meetings that cannot be held, or were given up for others."""
    added: tuple[Pin, ...]
    served: int
    weight: int
    proven: bool
    """No other timetable is better at this price."""

    @property
    def disturbed(self) -> int:
        """How many people are told of a change in what they held: the students of moved and dropped meetings."""
        return len({moved.student for moved in self.moved} | {pin.student for pin in self.dropped})


def proposals(
    instance: Instance, published: Iterable[Meeting], day: Day, *, seconds: float = 10.0, seed: int = 0
) -> list[Repair]:
    """From disturbing nobody to more for more people; only those that differ, each worth more than the one before."""
    known = sorted(published, key=lambda meeting: (meeting.slot, meeting.student, meeting.company))
    found: list[Repair] = []
    for price in PRICES:
        repair = repaired(instance, known, day, price=price, seconds=seconds / len(PRICES), seed=seed)
        if not found or (repair.served, repair.weight) > (found[-1].served, found[-1].weight):
            found.append(repair)
    return found


def repaired(
    instance: Instance,
    published: Iterable[Meeting],
    day: Day,
    *,
    price: int | None,
    seconds: float,
    seed: int = 0,
) -> Repair:
    """Most served, then most weight less `price` for each published meeting that does not stay.

    With `price` None every meeting that can stay does, and freed places are filled with wishes nobody has met.
    """
    published = tuple(published)
    fair = Fair(adapted_to(instance, published, day))
    numbers = {(wish.student, wish.company): number for number, wish in enumerate(fair.requests)}
    told = {
        numbers[meeting.student, meeting.company]: meeting.slot
        for meeting in published
        if meeting.slot >= day.from_slot
    }
    deadline = Deadline(seconds)
    kept = _kept(fair, told, seed=seed, deadline=deadline)
    placed, proven = _best(fair, kept, told, price=price, seed=seed, deadline=deadline)
    return _as_repair(fair, placed, told, price=price, proven=proven)


PAST = "\0held"
"""Follows the id of a company: where its meetings of the past are put, so that they take none of today's tables."""


def adapted_to(instance: Instance, published: Iterable[Meeting], day: Day) -> Instance:
    """What is left of the day. Meetings that were held are pinned, at companies of their own; other past is closed."""
    published = tuple(published)
    future = frozenset(range(day.from_slot, instance.slots))
    told = {(meeting.student, meeting.company): meeting.slot for meeting in published}
    held = {pair: slot for pair, slot in told.items() if slot < day.from_slot}
    met: defaultdict[str, set[int]] = defaultdict(set)
    for (student, _company), slot in held.items():
        met[student].add(slot)

    def open_slots(available: frozenset[int] | None) -> frozenset[int]:
        return future if available is None else future & available

    def student_today(student: Student) -> Student:
        first = instance.slots if student.id in day.absent else day.late.get(student.id, 0)
        slots = frozenset(slot for slot in open_slots(student.available) if slot >= first)
        return replace(student, available=slots | met[student.id])

    def company_today(company: Company) -> Company:
        first = instance.slots if company.id in day.gone else day.behind.get(company.id, 0)
        slots = frozenset(slot for slot in open_slots(company.available) if slot >= first)
        return replace(company, tables=day.tables.get(company.id, company.tables), available=slots)

    def request_today(request: Request) -> Request:
        if (request.student, request.company) not in held:
            return request
        return replace(request, company=request.company + PAST, language=None)

    past = [
        Company(company + PAST, len(held), frozenset(range(day.from_slot)))
        for company in sorted({company for _student, company in held})
    ]
    today = replace(
        instance,
        students=tuple(student_today(student) for student in instance.students),
        companies=(*(company_today(company) for company in instance.companies), *past),
        requests=tuple(request_today(request) for request in instance.requests),
        pinned=tuple(Pin(student, company + PAST, slot) for (student, company), slot in held.items()),
    )
    return _with_pins(today, [pin for pin in instance.pinned if pin.slot >= day.from_slot])


def _with_pins(today: Instance, pins: list[Pin]) -> Instance:
    """Pinned meetings of those who are still there stay; what cannot stand any more is no longer pinned."""
    while True:
        pinned = replace(today, pinned=(*today.pinned, *pins))
        impossible = {pin for conflict in find_conflicts(pinned) for pin in conflict.pinned}
        left = [pin for pin in pins if pin not in impossible]
        if len(left) == len(pins):
            return pinned
        pins = left


def _kept(fair: Fair, told: Placed, *, seed: int, deadline: Deadline) -> Placed:
    """The most published meetings that can all stay, the pinned ones among them; the heaviest of equally many."""
    board = Board(fair, fair.pinned)
    choices = [(request, slot) for request, slot in sorted(told.items()) if slot in board.free_slots(request)]
    model = MeetingProgram(board, choices, seed=seed)
    model.gain_weight()
    many = 1 + sum(fair.weight_of[request] for request, _slot in choices)
    model.program.gains = [gain + many for gain in model.program.gains]
    values = model.program.solve(max(deadline.left() / 2, 0.5)).values
    if values is not None:
        return model.meetings(values)
    for request, slot in choices:
        if slot in board.free_slots(request):
            board.add(request, slot)
    return board.placed


def _best(
    fair: Fair, kept: Placed, told: Placed, *, price: int | None, seed: int, deadline: Deadline
) -> tuple[Placed, bool]:
    start = filled(fair, kept)
    board = Board(fair, kept if price is None else fair.pinned)
    choices = free_choices(board)
    model = MeetingProgram(board, choices, seed=seed)
    model.gain_weight()
    for column, (request, slot) in enumerate(choices):
        if price is not None and told.get(request) == slot:
            model.program.gains[column] += price
    model.gain_served(1 + round(sum(model.program.gains)))
    solution = model.program.solve(deadline.left(), start=model.start(start))
    proven = solution.outcome is Outcome.OPTIMAL
    if solution.values is None:
        return start, False
    found = filled(fair, model.meetings(solution.values))

    def value(placed: Placed) -> tuple[int, int]:
        stays = sum(told.get(request) == slot for request, slot in placed.items())
        return fair.served(placed), fair.weight(placed) + (price or 0) * stays

    return max(found, start, key=value), proven


def _as_repair(fair: Fair, placed: Placed, told: Placed, *, price: int | None, proven: bool) -> Repair:
    def pin(request: int, slot: int) -> Pin:
        wish = fair.requests[request]
        return Pin(wish.student, wish.company, slot)

    now = {
        request: slot for request, slot in placed.items() if not fair.requests[request].company.endswith(PAST)
    }
    moved = [
        Moved(fair.requests[request].student, fair.requests[request].company, slot, now[request])
        for request, slot in sorted(told.items())
        if now.get(request, slot) != slot
    ]
    return Repair(
        price=price,
        meetings=at_tables(fair, now),
        moved=tuple(moved),
        dropped=tuple(pin(request, slot) for request, slot in sorted(told.items()) if request not in now),
        added=tuple(pin(request, slot) for request, slot in sorted(now.items()) if request not in told),
        served=fair.served(placed),
        weight=fair.weight(placed),
        proven=proven,
    )
