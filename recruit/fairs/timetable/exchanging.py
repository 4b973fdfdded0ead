"""Fewer gaps by exchanging two slots along chains, as edge colourings are changed (Kempe 1879), under annealing.

Of two slots, each student has at most one meeting in either, and of each company's meetings some in one can be matched
with some in the other so that whatever changes sides, its tables suffice. So the meetings of both slots fall apart into
paths and rings. Each of them can change sides by itself, and the same pairs meet as before. All paths of two slots are
therefore weighed at once, and those that are accepted change sides together: some hundred chains in a millisecond.
"""

from collections.abc import Callable
from dataclasses import dataclass
import random

import numpy as np
import numpy.typing as npt

from recruit.fairs.timetable.fair import Fair, Placed
from recruit.fairs.timetable.program import Deadline

Whole = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]

MOST_ROUNDS = 1_000
"""How often every couple of slots has its turn."""
TURNS_PER_MEETING = 90
MEETINGS_PER_TURN = 8
"""Small fairs need fewer turns than so many rounds: each meeting one for every eight meetings that there are."""
QUICK_ROUNDS = 60
SHARE_OF_QUICK = 0.5
WARM, COLD = 0.8, 0.1
"""How many gaps worse a change may be to be taken with a chance of one in e: at first, and in the end."""
CLOCK_EVERY = 16
TOLD_EVERY = 0.02
"""Of all its seconds: what is better is told so often, for to write down a plan takes time."""


def exchanged(
    fair: Fair,
    placed: Placed,
    *,
    seed: int,
    seconds: float,
    enough: int = 0,
    found: Callable[[Placed], None] | None = None,
) -> Placed:
    """The same pairs with fewer gaps, or as they were.

    Ends with `enough` gaps, after so many turns, or when time is over. `found` hears of what is better than before.
    """
    if fair.slots < 2 or not placed.keys() - fair.pinned.keys() or seconds <= 0:
        return placed
    deadline = Deadline(seconds)
    cooling = _Cooling(fair, placed, seed, enough, found)
    couples = fair.slots * (fair.slots - 1) // 2
    turns_each = min(TURNS_PER_MEETING, 1 + len(placed) // MEETINGS_PER_TURN)
    turns = min(MOST_ROUNDS * couples, turns_each * len(placed))
    # Where nothing stands in the way, a short time is enough.
    cooling.cool(min(QUICK_ROUNDS * couples, turns), seconds * SHARE_OF_QUICK)
    cooling.cool(turns, deadline.left())
    return cooling.best


class _Cooling:
    """The best plan, and the one that changes: first nearly everything may happen, in the end only what is no worse."""

    def __init__(
        self, fair: Fair, placed: Placed, seed: int, enough: int, found: Callable[[Placed], None] | None
    ) -> None:
        self._two_slots = _TwoSlots(fair, placed, seed)
        self._chance = random.Random(seed)
        self._couples = [(one, other) for other in range(fair.slots) for one in range(other)]
        self._enough = enough
        self._found = found
        self._best = self._two_slots.slot_of.copy()
        self._fewest = self._two_slots.gaps

    @property
    def best(self) -> Placed:
        return self._two_slots.as_placed(self._best)

    def cool(self, turns: int, seconds: float) -> None:
        """So many turns; fewer where time is short: then it cools faster. Warm to the end, it would end in disorder."""
        deadline, late = Deadline(seconds), 0.0
        told, told_at = self._fewest, 0.0
        two_slots, couples = self._two_slots, self._couples
        turn = 0
        while turn < turns and late < 1 and self._fewest > self._enough:
            if turn % len(couples) == 0:
                self._chance.shuffle(couples)
            heat = WARM * (COLD / WARM) ** max(turn / turns, late)
            two_slots.exchange(*couples[turn % len(couples)], heat=heat)
            turn += 1
            if two_slots.gaps < self._fewest:
                self._best, self._fewest = two_slots.slot_of.copy(), two_slots.gaps
            if turn % CLOCK_EVERY == 0:
                late = max(0.0, deadline.passed() / seconds) if seconds > 0 else 1.0
                if self._found is not None and self._fewest < told and late >= told_at + TOLD_EVERY:
                    told, told_at = self._fewest, late
                    self._found(self.best)


@dataclass(frozen=True)
class _Paths:
    """The meetings of two slots, and to which path or ring each belongs: named by the lowest number in it."""

    meetings: Whole
    to: Whole
    """The slot each would go to."""
    path_of: Whole
    alone: Truth
    """Whose student has no meeting in the other slot: what is theirs changes when the path changes sides."""

    @property
    def size(self) -> int:
        return len(self.meetings)


class _TwoSlots:
    """All meetings as columns of numbers, and of any two slots the paths in them."""

    def __init__(self, fair: Fair, placed: Placed, seed: int) -> None:
        self.fair = fair
        self.chance = np.random.default_rng(seed)
        self.requests = sorted(placed)
        self.slot_of = np.array([placed[request] for request in self.requests], dtype=np.int64)
        self.student = np.array([fair.student_of[request] for request in self.requests], dtype=np.int64)
        self.company = np.array([fair.company_of[request] for request in self.requests], dtype=np.int64)
        languages = [fair.language_of[request] for request in self.requests]
        self.language = np.array([-1 if one is None else one for one in languages], dtype=np.int64)
        self.tables = np.array([company.tables for company in fair.companies], dtype=np.int64)
        self.allowed = np.zeros((len(self.requests), fair.slots), dtype=bool)
        for number, request in enumerate(self.requests):
            self.allowed[
                number, [fair.pinned[request]] if request in fair.pinned else fair.common_slots[request]
            ] = True
        self.busy = np.zeros((len(fair.students), fair.slots), dtype=bool)
        self.busy[self.student, self.slot_of] = True
        self.gaps = int(_gaps(self.busy).sum())
        self.in_slot = [np.flatnonzero(self.slot_of == slot) for slot in range(fair.slots)]
        self.interpreters_left = np.array(fair.interpreters, dtype=np.int64).reshape(
            len(fair.languages), fair.slots
        )
        spoken = self.language >= 0
        np.subtract.at(self.interpreters_left, (self.language[spoken], self.slot_of[spoken]), 1)
        self._place_of_student = np.full(len(fair.students), -1, dtype=np.int64)

    def as_placed(self, slots: Whole) -> Placed:
        return dict(zip(self.requests, slots.tolist(), strict=True))

    def exchange(self, one: int, other: int, *, heat: float) -> None:
        """Let paths change sides: all that lose gaps, half of those that lose none, some of the others."""
        paths = self._paths(one, other)
        if paths.size == 0:
            return
        students = self.student[paths.meetings[paths.alone]]
        after = self.busy[students]
        fewer_before = _gaps(after)
        after[:, [one, other]] = after[:, [other, one]]
        more = _gaps(after) - fewer_before
        impossible = ~self.allowed[paths.meetings, paths.to]
        if self.fair.max_in_a_row is not None:
            impossible[paths.alone] |= _runs_longer_than(self.fair.max_in_a_row, after)
        names = paths.path_of
        blocked = np.bincount(names, weights=impossible, minlength=paths.size)
        gain = np.bincount(names[paths.alone], weights=more, minlength=paths.size)
        known = np.flatnonzero((names == np.arange(paths.size)) & (blocked == 0))
        worse = gain[known]
        likely = np.where(worse < 0, 1.0, np.where(worse == 0, 0.5, np.exp(-np.abs(worse) / heat)))
        chosen = known[self.chance.random(len(known)) < likely]
        if len(self.fair.languages) and len(chosen):
            chosen = self._that_interpreters_can_follow(
                paths, chosen[np.argsort(gain[chosen], kind="stable")], one, other
            )
        if len(chosen):
            self._carry_out(paths, chosen, one, other)
            self.gaps += int(gain[chosen].sum())

    def _paths(self, one: int, other: int) -> _Paths:
        here = self.chance.permutation(self.in_slot[one])
        there = self.chance.permutation(self.in_slot[other])
        meetings = np.concatenate((here, there))
        numbers = np.arange(len(meetings))
        of_student = self._linked_by_student(here, there)
        of_company = self._linked_by_company(here, there)
        # Going along a path, by the student and then by the company, visits all of it: the lowest number spreads in leaps.
        name = np.minimum(numbers, of_student)
        leap = of_company[of_student]
        while not (np.array_equal(name, name[of_student]) and np.array_equal(name, name[of_company])):
            name = np.minimum(name, name[leap])
            leap = leap[leap]
        to = np.where(numbers < len(here), other, one)
        return _Paths(meetings, to, name, of_student == numbers)

    def _linked_by_student(self, here: Whole, there: Whole) -> Whole:
        """For each meeting the same student's in the other slot, or itself."""
        linked = np.arange(len(here) + len(there))
        place = self._place_of_student
        place[self.student[here]] = np.arange(len(here))
        opposite = place[self.student[there]]
        place[self.student[here]] = -1
        found = np.flatnonzero(opposite >= 0)
        linked[len(here) + found] = opposite[found]
        linked[opposite[found]] = len(here) + found
        return linked

    def _linked_by_company(self, here: Whole, there: Whole) -> Whole:
        """For each meeting one of the company's in the other slot, as few as make its tables suffice anyhow; or itself."""
        linked = np.arange(len(here) + len(there))
        companies = len(self.tables)
        count_here = np.bincount(self.company[here], minlength=companies)
        count_there = np.bincount(self.company[there], minlength=companies)
        links = np.maximum(0, count_here + count_there - self.tables)
        left = _first_of_each(self.company[here], count_here, links)
        right = len(here) + _first_of_each(self.company[there], count_there, links)
        linked[left], linked[right] = right, left
        return linked

    def _that_interpreters_can_follow(self, paths: _Paths, chosen: Whole, one: int, other: int) -> Whole:
        """As many of the chosen, the first before the others, as there are interpreters for; two may make room for each other."""
        leaving = np.where(paths.to == other, 1, -1)
        language = self.language[paths.meetings]
        moved = np.array(
            [
                np.bincount(paths.path_of, weights=leaving * (language == spoken), minlength=paths.size)[
                    chosen
                ]
                for spoken in range(len(self.fair.languages))
            ],
            dtype=np.int64,
        ).T
        needs_room = np.any(moved != 0, axis=1)
        left_there = self.interpreters_left[:, other].tolist()
        left_here = self.interpreters_left[:, one].tolist()
        waiting = [(place, moved[place].tolist()) for place in np.flatnonzero(needs_room).tolist()]
        taken = ~needs_room
        for _again in range(2):
            still = []
            for place, counts in waiting:
                if all(
                    -here <= count <= there
                    for count, here, there in zip(counts, left_here, left_there, strict=True)
                ):
                    left_there = [there - count for there, count in zip(left_there, counts, strict=True)]
                    left_here = [here + count for here, count in zip(left_here, counts, strict=True)]
                    taken[place] = True
                else:
                    still.append((place, counts))
            waiting = still
        return chosen[taken]

    def _carry_out(self, paths: _Paths, chosen: Whole, one: int, other: int) -> None:
        changes = np.zeros(paths.size, dtype=bool)
        changes[chosen] = True
        changes = changes[paths.path_of]
        moved, to = paths.meetings[changes], paths.to[changes]
        spoken = self.language[moved] >= 0
        np.add.at(self.interpreters_left, (self.language[moved][spoken], self.slot_of[moved][spoken]), 1)
        np.subtract.at(self.interpreters_left, (self.language[moved][spoken], to[spoken]), 1)
        self.slot_of[moved] = to
        students = self.student[paths.meetings[changes & paths.alone]]
        self.busy[students, one], self.busy[students, other] = (
            self.busy[students, other],
            self.busy[students, one],
        )
        now = self.slot_of[paths.meetings]
        self.in_slot[one], self.in_slot[other] = paths.meetings[now == one], paths.meetings[now == other]


def _first_of_each(companies: Whole, counts: Whole, most: Whole) -> Whole:
    """Places of the first meetings of each company, by company, no more than its `most`."""
    order = np.argsort(companies, kind="stable")
    sorted_companies = companies[order]
    rank = np.arange(len(order)) - (np.cumsum(counts) - counts)[sorted_companies]
    return order[rank < most[sorted_companies]]


def _gaps(busy: Truth) -> Whole:
    """Of each row, how many slots between its first and its last are free."""
    first = busy.argmax(axis=1)
    last = busy.shape[1] - 1 - busy[:, ::-1].argmax(axis=1)
    count = busy.sum(axis=1)
    return np.where(count > 0, last - first + 1 - count, 0)


def _runs_longer_than(longest: int, busy: Truth) -> Truth:
    if longest >= busy.shape[1]:
        return np.zeros(len(busy), dtype=bool)
    runs = np.lib.stride_tricks.sliding_window_view(busy, longest + 1, axis=1)
    found: Truth = np.any(np.all(runs, axis=2), axis=1)
    return found
