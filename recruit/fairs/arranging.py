"""From wishes of both sides to what the solver is asked. Plain Python: rows go in as facts, ids are public ones."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
import hashlib
import json

from recruit.fairs.rules import Mark, Side, weight_of
from recruit.fairs.timetable.instance import Company, Instance, Request, Student


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
) -> Instance:
    """What the solver is asked: only students with a wish that the other side shares. `closed`: slots by student or company."""
    requests = [request for request in requests_of(wishes) if request.company in tables]
    everything = frozenset(range(slots))

    def window(ref: str) -> frozenset[int] | None:
        return everything - closed[ref] if closed.get(ref) else None

    students = sorted({request.student for request in requests})
    return Instance(
        name=name,
        slots=slots,
        students=tuple(Student(ref, meetings_per_student, window(ref)) for ref in students),
        companies=tuple(Company(ref, count, window(ref)) for ref, count in sorted(tables.items())),
        requests=tuple(requests),
        interpreters={},
    )


def hash_of(instance: Instance) -> str:
    """Names what was asked, so that a result can be checked against it later."""
    return hashlib.sha256(json.dumps(instance.as_json(), sort_keys=True).encode()).hexdigest()
