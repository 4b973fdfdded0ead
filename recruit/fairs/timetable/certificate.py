"""A bound that anybody can add up again: prices on the rules, and what each meeting gains beyond the prices it pays.

Whatever the prices are, no timetable is worth more than all capacities at their prices and, for each meeting that is
possible, what its gain exceeds the prices of the rules it falls under (weak duality of linear programs). So a
certificate cannot lie: bad prices only make a bad bound. This module reads the instance alone and asks no solver.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from recruit.fairs.timetable.instance import Instance, Request

SCALE = 1_000_000
"""Prices are whole numbers of millionths."""


class Rule(StrEnum):
    """What a price is paid for, and in brackets the ids that name it."""

    STUDENT = "student"
    """(student): at most so many meetings as the student may have."""
    ONE_MEETING = "one_meeting"
    """(student): one meeting is enough to be served. Only where the served are counted."""
    STUDENT_SLOT = "student_slot"
    """(student, slot)"""
    PAIR = "pair"
    """(student, company): the two meet once at most."""
    RUN = "run"
    """(student, first slot): a rest after so many in a row."""
    COMPANY = "company"
    """(company): its tables in all slots together. Only where slots are left out, like LANGUAGE."""
    COMPANY_SLOT = "company_slot"
    """(company, slot)"""
    LANGUAGE = "language"
    """(language)"""
    LANGUAGE_SLOT = "language_slot"
    """(language, slot)"""
    SERVED = "served"
    """(student): who counts as served has a meeting."""
    SO_MANY_SERVED = "so_many_served"
    """(): at least `serving` students are served."""
    MEETS = "meets"
    """(student): has a meeting, because everybody who can is served."""


AT_LEAST = frozenset({Rule.SO_MANY_SERVED, Rule.MEETS})
"""Rules that ask for at least something: their prices are 0 or less. All others are 0 or more."""

Named = tuple[Rule, tuple[str | int, ...]]


@dataclass(frozen=True, slots=True)
class Certificate:
    """Prices in millionths. `slots`: each meeting has its slot; otherwise only who meets whom is looked at."""

    prices: Mapping[Named, int]
    slots: bool
    serving: int | None
    """None: it bounds how many are served. Else it bounds the weight of those timetables that serve so many."""

    def as_json(self) -> dict[str, object]:
        rows = [[rule.value, *ids, price] for (rule, ids), price in self.prices.items()]
        return {"slots": self.slots, "serving": self.serving, "prices": sorted(rows, key=str)}


class NotACertificate(ValueError):
    """A price of the wrong sign, or for a rule that this instance does not have."""


def bound_of(instance: Instance, certificate: Certificate) -> int:
    """No timetable of the instance serves (or weighs, when `certificate.serving` are served) more than this."""
    what_is_free = _Free(instance)
    prices = {named: price for named, price in certificate.prices.items() if price}
    kinds = {rule for rule, _ids in prices}
    counts_served = certificate.serving is None
    if Rule.ONE_MEETING in kinds and not counts_served:
        raise NotACertificate("one meeting is enough only where the served are counted")
    if Rule.MEETS in kinds and certificate.serving != what_is_free.servable:
        raise NotACertificate("not everybody who can be served is")
    counted_apart = Rule.SERVED in kinds or Rule.SO_MANY_SERVED in kinds

    total = 0
    for (rule, ids), price in prices.items():
        if (price > 0) is (rule in AT_LEAST):
            raise NotACertificate(f"the price of {rule} {ids} has the wrong sign")
        try:
            total += price * what_is_free.capacity(rule, ids, certificate)
        except LookupError as error:
            raise NotACertificate(f"{ids} of {rule} are not known here") from error
    for request, slot in what_is_free.columns(slots=certificate.slots):
        gain = SCALE * request.weight
        if counts_served:
            gain = SCALE if request.student in what_is_free.unserved and not counted_apart else 0
        paid = sum(prices.get(named, 0) for named in what_is_free.rules_of(request, slot))
        total += max(0, gain - paid + prices.get((Rule.SERVED, (request.student,)), 0))
    if counted_apart:
        gain = (SCALE if counts_served else 0) - prices.get((Rule.SO_MANY_SERVED, ()), 0)
        total += sum(
            max(0, gain - prices.get((Rule.SERVED, (student,)), 0)) for student in what_is_free.unserved
        )
    fixed = len(what_is_free.served) if counts_served else what_is_free.weight
    return fixed + total // SCALE


class _Free:
    """What the pinned meetings leave: whose meetings are possible, and how much room each rule has."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.students = {student.id: student for student in instance.students}
        self.companies = {company.id: company for company in instance.companies}
        asked = {(request.student, request.company): request for request in instance.requests}
        self.taken: defaultdict[str, set[int]] = defaultdict(set)
        self.tables: Counter[tuple[str, int]] = Counter()
        self.spoken: Counter[tuple[str, int]] = Counter()
        self.weight = 0
        pairs = {(pin.student, pin.company): pin.slot for pin in instance.pinned}
        for pair, slot in pairs.items():
            request = asked[pair]
            self.taken[request.student].add(slot)
            self.tables[request.company, slot] += 1
            if request.language is not None:
                self.spoken[request.language, slot] += 1
            self.weight += request.weight
        self.served = set(self.taken)
        self.slots_of: dict[tuple[str, str], tuple[Request, list[int]]] = {}
        alike: dict[object, list[int]] = {}
        for pair, request in asked.items():
            slots = [] if pair in pairs else self._slots(request, alike)
            if slots:
                self.slots_of[pair] = (request, slots)
        self.unserved = {student for student, _company in self.slots_of} - self.served
        self.servable = len(self.served) + len(self.unserved)
        self.shared_slots: defaultdict[Named, set[int]] = defaultdict(set)
        for request, slots in self.slots_of.values():
            self.shared_slots[Rule.STUDENT, (request.student,)].update(slots)
            self.shared_slots[Rule.COMPANY, (request.company,)].update(slots)
            if request.language is not None:
                self.shared_slots[Rule.LANGUAGE, (request.language,)].update(slots)

    def _slots(self, request: Request, alike: dict[object, list[int]]) -> list[int]:
        """As long as nothing is pinned, requests with the same windows have the same slots."""
        student, company = self.students[request.student], self.companies[request.company]
        windows = student.available, company.available, request.language
        key = request if self.taken else (*windows, student.max_meetings > 0, company.tables > 0)
        if key not in alike:
            alike[key] = [slot for slot in range(self.instance.slots) if self._possible(request, slot)]
        return alike[key]

    def _possible(self, request: Request, slot: int) -> bool:
        student, company = self.students[request.student], self.companies[request.company]
        taken = self.taken.get(request.student, set())
        if slot in taken or len(taken) >= student.max_meetings:
            return False
        if any(who.available is not None and slot not in who.available for who in (student, company)):
            return False
        if self._tables_left(request.company, slot) < 1:
            return False
        if request.language is not None and self._interpreters_left(request.language, slot) < 1:
            return False
        longest = self.instance.max_in_a_row
        if longest is None:
            return True
        run = {slot}
        while min(run) - 1 in taken:
            run.add(min(run) - 1)
        while max(run) + 1 in taken:
            run.add(max(run) + 1)
        return len(run) <= longest

    def _tables_left(self, company: str, slot: int) -> int:
        return self.companies[company].tables - self.tables[company, slot]

    def _interpreters_left(self, language: str, slot: int) -> int:
        there = self.instance.interpreters.get(language)
        return 0 if there is None else there[slot] - self.spoken[language, slot]

    def columns(self, *, slots: bool) -> Iterator[tuple[Request, int | None]]:
        for request, possible in self.slots_of.values():
            if slots:
                yield from ((request, slot) for slot in possible)
            else:
                yield request, None

    def rules_of(self, request: Request, slot: int | None) -> Iterator[Named]:
        """All a meeting is counted in, except SERVED, which it helps to fulfil."""
        student, company, language = request.student, request.company, request.language
        yield Rule.STUDENT, (student,)
        yield Rule.ONE_MEETING, (student,)
        yield Rule.MEETS, (student,)
        yield Rule.PAIR, (student, company)
        if slot is None:
            yield Rule.COMPANY, (company,)
            if language is not None:
                yield Rule.LANGUAGE, (language,)
            return
        yield Rule.STUDENT_SLOT, (student, slot)
        yield Rule.COMPANY_SLOT, (company, slot)
        if language is not None:
            yield Rule.LANGUAGE_SLOT, (language, slot)
        if self.instance.max_in_a_row is not None:
            for first in range(slot - self.instance.max_in_a_row, slot + 1):
                yield Rule.RUN, (student, first)

    def capacity(self, rule: Rule, ids: tuple[str | int, ...], certificate: Certificate) -> int:
        """How much of the rule is left. A rule without room for its own slots would bound nothing, so it is refused."""
        match rule, ids:
            case (Rule.ONE_MEETING | Rule.MEETS, (str(student),)) if student in self.unserved:
                return 1
            case Rule.STUDENT, (str(student),):
                left = self.students[student].max_meetings - len(self.taken.get(student, ()))
                return left if certificate.slots else min(left, len(self.shared_slots[rule, ids]))
            case (Rule.PAIR, (str(_), str(_))) | (Rule.STUDENT_SLOT, (str(_), int(_))):
                return 1
            case Rule.RUN, (str(student), int(first)) if self.instance.max_in_a_row is not None:
                longest = self.instance.max_in_a_row
                taken = self.taken.get(student, set())
                return longest - sum(slot in taken for slot in range(first, first + longest + 1))
            case Rule.COMPANY_SLOT, (str(company), int(slot)):
                return self._tables_left(company, slot)
            case Rule.LANGUAGE_SLOT, (str(language), int(slot)):
                return self._interpreters_left(language, slot)
            case Rule.COMPANY, (str(company),) if not certificate.slots:
                return sum(self._tables_left(company, slot) for slot in self.shared_slots[rule, ids])
            case Rule.LANGUAGE, (str(language),) if not certificate.slots:
                return sum(self._interpreters_left(language, slot) for slot in self.shared_slots[rule, ids])
            case Rule.SERVED, (str(student),) if student in self.unserved:
                return 0
            case Rule.SO_MANY_SERVED, () if certificate.serving is not None:
                return certificate.serving - len(self.served)
        raise NotACertificate(f"there is no rule {rule} {ids} here")
