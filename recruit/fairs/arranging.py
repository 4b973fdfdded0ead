"""From wishes of both sides to what the solver is asked. Plain Python: rows go in as facts, ids are public ones."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
import hashlib
import json

from recruit.fairs.rules import Mark, Side, weight_of
from recruit.fairs.timetable.instance import Company, Instance, Pin, Request, Student


@dataclass(frozen=True)
class WishFact:
    """One side's mark for the other."""

    side: Side
    student: str
    company: str
    mark: Mark
    rank: int | None


def requests_of(wishes: Iterable[WishFact]) -> list[Request]:
    """The pairs that both sides want, with their weights, sorted by ids."""
    sides: defaultdict[tuple[str, str], dict[Side, WishFact]] = defaultdict(dict)
    for wish in wishes:
        sides[wish.student, wish.company][wish.side] = wish
    found = []
    for (student, company), pair in sorted(sides.items()):
        own, theirs = pair.get(Side.STUDENT), pair.get(Side.COMPANY)
        if own is None or theirs is None:
            continue
        weight = weight_of(own.mark, theirs.mark, student_rank=own.rank, company_rank=theirs.rank)
        if weight is not None:
            found.append(Request(student, company, weight, student_rank=own.rank, company_rank=theirs.rank))
    return found


def instance_of(
    name: str,
    *,
    slots: int,
    meetings_per_student: int,
    tables: Mapping[str, int],
    wishes: Iterable[WishFact],
    closed: Mapping[str, frozenset[int]],
    breaks: frozenset[int] = frozenset(),
    max_in_a_row: int | None = None,
    languages: Mapping[tuple[str, str], str] | None = None,
    interpreters: Mapping[str, tuple[int, ...]] | None = None,
    pinned: Iterable[Pin] = (),
) -> Instance:
    """What the solver is asked: only students with a wish that the other side shares, and who is pinned.

    `closed`: slots by student or company; `breaks`: slots in which nobody meets. `languages`: what is interpreted between
    student and company; it counts only where the fair has interpreters at all, else people manage as they can.
    """
    spoken = (languages or {}) if interpreters else {}
    requests = [
        replace(request, language=spoken.get((request.student, request.company)))
        for request in requests_of(wishes)
        if request.company in tables
    ]
    pins = sorted(set(pinned))
    everything = frozenset(range(slots))

    def window(ref: str, shut: frozenset[int] = frozenset()) -> frozenset[int] | None:
        away = closed.get(ref, frozenset()) | shut
        return everything - away if away else None

    students = sorted({one.student for one in (*requests, *pins)})
    # A company that has left with a conversation still pinned has no table any more: the solver names the contradiction.
    tables = {pin.company: 0 for pin in pins} | dict(tables)
    return Instance(
        name=name,
        slots=slots,
        students=tuple(Student(ref, meetings_per_student, window(ref)) for ref in students),
        companies=tuple(Company(ref, count, window(ref, breaks)) for ref, count in sorted(tables.items())),
        requests=tuple(requests),
        interpreters=dict(interpreters or {}),
        pinned=tuple(pins),
        max_in_a_row=max_in_a_row,
    )


def hash_of(instance: Instance) -> str:
    """Names what was asked, so that a result can be checked against it later."""
    return hashlib.sha256(json.dumps(instance.as_json(), sort_keys=True).encode()).hexdigest()
