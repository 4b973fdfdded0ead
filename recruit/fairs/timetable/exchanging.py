"""Fewer gaps by exchanging two slots along chains, as edge colourings are changed (Kempe 1879), under annealing.

Moving a meeting into another slot pushes out whoever stands there: the student's own meeting in it, and one of the
company's if its tables are full. Those go the other way and may push out more. When the chain ends, every rule about
students and tables holds again, and the same pairs meet as before.
"""

from collections import Counter
from math import exp
import random

from recruit.fairs.timetable.fair import Fair, Placed
from recruit.fairs.timetable.program import Deadline

TRIES_PER_MEETING = 1_000
FEWEST_TRIES, MOST_TRIES = 2_000, 3_000_000
LONGEST_CHAIN = 40
WARM, LUKEWARM, COLD = 1.0, 0.4, 0.1
"""How many gaps worse a change may be to be taken with a chance of one in e: at first, at first when there is little
time, and in the end."""
CLOCK_EVERY = 500

Chain = dict[int, int]
"""Requests and the slots they go to: one of two slots each."""


def exchanged(fair: Fair, placed: Placed, *, seed: int, seconds: float) -> Placed:
    """The same pairs with fewer gaps, or as they were. Ends without gaps, after so many tries, or when time is over."""
    deadline = Deadline(seconds)
    movable = sorted(request for request in placed if request not in fair.pinned)
    if not movable:
        return placed
    rows = _Rows(fair, placed)
    best, fewest = placed, rows.gaps
    chance = random.Random(seed)
    tries = min(max(FEWEST_TRIES, TRIES_PER_MEETING * len(movable)), MOST_TRIES)
    warmth = _warmth(tries / len(movable))
    attempt = 0
    while attempt < tries and fewest > 0:
        if attempt % CLOCK_EVERY == 0 and attempt:
            # Where time is too short for all tries, it cools faster: warm to the end, it would end in disorder.
            affordable = attempt * seconds / deadline.passed()
            tries = min(tries, int(affordable))
            warmth = _warmth(tries / len(movable))
        temperature = warmth * (COLD / warmth) ** (attempt / max(tries, 1))
        attempt += 1
        waiting = rows.somebody_waiting(chance) if attempt % 4 else None
        request = chance.choice(movable if waiting is None else waiting)
        chain = rows.chain(request, chance.choice(fair.common_slots[request]), chance)
        if chain is None:
            continue
        more = rows.more_gaps(chain)
        if more > 0 and chance.random() >= exp(-more / temperature):
            continue
        rows.carry_out(chain)
        if rows.gaps < fewest:
            best, fewest = dict(rows.slot_of), rows.gaps
    return best


def _warmth(tries_per_meeting: float) -> float:
    return max(LUKEWARM, min(WARM, WARM * tries_per_meeting / TRIES_PER_MEETING))


class _Rows:
    """Who stands in which slot: of each student one request, of each company as many as it has tables."""

    def __init__(self, fair: Fair, placed: Placed) -> None:
        self.fair = fair
        self.slot_of: Placed = {}
        self.allowed = [frozenset(slots) for slots in fair.common_slots]
        self.at_student: list[dict[int, int]] = [{} for _ in fair.students]
        self.at_company: list[list[list[int]]] = [[[] for _ in range(fair.slots)] for _ in fair.companies]
        self.spoken = [[0] * fair.slots for _ in fair.languages]
        for request, slot in sorted(placed.items()):
            self._put(request, slot)
        self.gaps_of = [_gaps(slots) for slots in self.at_student]
        self.gaps = sum(self.gaps_of)
        self._waiting = [student for student, gaps in enumerate(self.gaps_of) if gaps]
        self._place = {student: place for place, student in enumerate(self._waiting)}

    def somebody_waiting(self, chance: random.Random) -> list[int] | None:
        """The requests of one student who waits between meetings."""
        if not self._waiting:
            return None
        return list(self.at_student[chance.choice(self._waiting)].values())

    def chain(self, request: int, to: int, chance: random.Random) -> Chain | None:
        """What must go where for this request to go there; None if a pin, a window or an interpreter stands in the way."""
        fair, at_student, at_company = self.fair, self.at_student, self.at_company
        home = self.slot_of[request]
        if home == to or request in fair.pinned:
            return None
        chain = {request: to}
        open_ends = [request]
        gone: Counter[tuple[int, int]] = Counter()
        gone[fair.company_of[request], home] += 1
        came: Counter[tuple[int, int]] = Counter()
        while open_ends:
            moving = open_ends.pop()
            slot = chain[moving]
            if slot not in self.allowed[moving]:
                return None
            pushed = []
            mine = at_student[fair.student_of[moving]].get(slot)
            if mine is not None and mine not in chain:
                pushed.append(mine)
            company = fair.company_of[moving]
            came[company, slot] += 1
            there = at_company[company][slot]
            leaving = gone[company, slot] + sum(fair.company_of[other] == company for other in pushed)
            if len(there) + came[company, slot] - leaving > fair.companies[company].tables:
                staying = [other for other in there if other not in chain and other not in pushed]
                pushed.append(chance.choice(staying))
            for other in pushed:
                if other in fair.pinned or len(chain) >= LONGEST_CHAIN:
                    return None
                chain[other] = home if slot == to else to
                gone[fair.company_of[other], slot] += 1
                open_ends.append(other)
        return chain if self._interpreters_suffice(chain) and self._rests(chain) else None

    def _interpreters_suffice(self, chain: Chain) -> bool:
        fair = self.fair
        change: Counter[tuple[int, int]] = Counter()
        for request, slot in chain.items():
            language = fair.language_of[request]
            if language is not None:
                change[language, slot] += 1
                change[language, self.slot_of[request]] -= 1
        return all(
            self.spoken[language][slot] + more <= fair.interpreters[language][slot]
            for (language, slot), more in change.items()
            if more > 0
        )

    def _rests(self, chain: Chain) -> bool:
        longest = self.fair.max_in_a_row
        if longest is None:
            return True
        return all(_longest_run(slots) <= longest for slots in self._slots_after(chain).values())

    def _slots_after(self, chain: Chain) -> dict[int, set[int]]:
        after: dict[int, set[int]] = {}
        for request in chain:
            student = self.fair.student_of[request]
            if student not in after:
                after[student] = {chain.get(one, slot) for slot, one in self.at_student[student].items()}
        return after

    def more_gaps(self, chain: Chain) -> int:
        return sum(
            _gaps(slots) - self.gaps_of[student] for student, slots in self._slots_after(chain).items()
        )

    def carry_out(self, chain: Chain) -> None:
        for request in chain:
            self._take(request)
        for request, slot in chain.items():
            self._put(request, slot)
        for student in {self.fair.student_of[request] for request in chain}:
            gaps = _gaps(self.at_student[student])
            self.gaps += gaps - self.gaps_of[student]
            self.gaps_of[student] = gaps
            self._note_waiting(student, waits=gaps > 0)

    def _note_waiting(self, student: int, *, waits: bool) -> None:
        if waits and student not in self._place:
            self._place[student] = len(self._waiting)
            self._waiting.append(student)
        elif not waits and student in self._place:
            place, last = self._place.pop(student), self._waiting.pop()
            if last != student:
                self._waiting[place] = last
                self._place[last] = place

    def _put(self, request: int, slot: int) -> None:
        fair = self.fair
        self.slot_of[request] = slot
        self.at_student[fair.student_of[request]][slot] = request
        self.at_company[fair.company_of[request]][slot].append(request)
        language = fair.language_of[request]
        if language is not None:
            self.spoken[language][slot] += 1

    def _take(self, request: int) -> None:
        fair = self.fair
        slot = self.slot_of.pop(request)
        del self.at_student[fair.student_of[request]][slot]
        self.at_company[fair.company_of[request]][slot].remove(request)
        language = fair.language_of[request]
        if language is not None:
            self.spoken[language][slot] -= 1


def _gaps(slots: dict[int, int] | set[int]) -> int:
    return max(slots) - min(slots) + 1 - len(slots) if slots else 0


def _longest_run(slots: set[int]) -> int:
    longest = 0
    for slot in slots:
        if slot - 1 not in slots:
            end = slot
            while end + 1 in slots:
                end += 1
            longest = max(longest, end - slot + 1)
    return longest
