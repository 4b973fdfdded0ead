"""Reading an instance, or a timetable for one, from JSON, refusing what is wrong with the place named."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
import json
from pathlib import Path
from typing import TypeVar

from recruit.fairs.timetable.certificate import Certificate, Named, Rule
from recruit.fairs.timetable.instance import FORMAT, Company, Instance, Pin, Request, Student
from recruit.fairs.timetable.result import Meeting, Objective, Proof, Status, Timetable, Unmet, UnmetReason

Kind = TypeVar("Kind", bound=StrEnum)

MOST_SLOTS = 1_000
MOST_WEIGHT = 1_000_000_000
"""So that sums of weights stay exact in the solver's floating point numbers."""
MOST_COUNT = 1_000_000_000


class BadInstance(ValueError):
    """The file cannot be read; `place` is where, such as `requests[2].weight`."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}" if place else problem)
        self.place = place
        self.problem = problem


def read_instance_file(path: Path) -> Instance:
    return read_instance(_document(path))


def read_timetable_file(path: Path) -> Timetable:
    return read_timetable(_document(path))


def _document(path: Path) -> object:
    try:
        document: object = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInstance("", f"cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise BadInstance("", "is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise BadInstance(
            "", f"is not JSON (line {error.lineno}, column {error.colno}: {error.msg})"
        ) from error
    except (RecursionError, ValueError) as error:
        raise BadInstance("", "is not JSON that can be read") from error
    return document


def read_instance(document: object) -> Instance:
    """Unknown keys are ignored; everything else that is not as the format says raises `BadInstance`."""
    top = _object(document, "the file")
    written_format = _text(top, "format", "")
    if written_format != FORMAT:
        raise BadInstance("format", f"must be {FORMAT!r}, not {written_format!r}")
    slots = _whole(top, "slots", "", least=1, most=MOST_SLOTS)
    students = tuple(
        Student(
            id=_text(item, "id", place),
            max_meetings=_whole(item, "max_meetings", place, least=0),
            available=_available(item, place, slots),
        )
        for item, place in _objects(top, "students")
    )
    companies = tuple(
        Company(
            id=_text(item, "id", place),
            tables=_whole(item, "tables", place, least=0),
            available=_available(item, place, slots),
        )
        for item, place in _objects(top, "companies")
    )
    student_ids = _all_different((student.id for student in students), "students")
    company_ids = _all_different((company.id for company in companies), "companies")
    return Instance(
        name=_text(top, "name", "") if "name" in top else "",
        slots=slots,
        students=students,
        companies=companies,
        requests=_requests(top, student_ids, company_ids),
        interpreters=_interpreters(top, slots),
        pinned=tuple(
            Pin(
                student=_known(item, "student", place, student_ids),
                company=_known(item, "company", place, company_ids),
                slot=_whole(item, "slot", place, least=0, most=slots - 1),
            )
            for item, place in _objects(top, "pinned", optional=True)
        ),
        max_in_a_row=_optional_whole(top, "max_in_a_row", "", least=1),
    )


def read_timetable(document: object) -> Timetable:
    """What `Timetable.as_json` writes, with or without its proof; the conflicts of an infeasible one are left out."""
    top = _object(document, "the file")
    status = _one_of(Status, top, "status", "")
    feasible = status is not Status.INFEASIBLE
    solver = _object(_present(top, "solver", ""), "solver")
    seconds = _present(solver, "seconds", "solver")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise BadInstance("solver.seconds", "must be a number")
    return Timetable(
        instance=_text(top, "instance", "") if top.get("instance") else "",
        status=status,
        meetings=tuple(
            Meeting(
                student=_text(item, "student", place),
                company=_text(item, "company", place),
                slot=_whole(item, "slot", place, least=0),
                table=_whole(item, "table", place, least=0),
            )
            for item, place in _objects(top, "meetings")
        ),
        objective=_objective(top, "objective") if feasible else None,
        bound=_objective(top, "bound") if feasible else None,
        method=_text(solver, "method", "solver"),
        seconds=float(seconds),
        unmet=tuple(
            Unmet(
                student=_text(item, "student", place),
                company=_text(item, "company", place),
                reason=_one_of(UnmetReason, item, "reason", place),
            )
            for item, place in _objects(top, "unmet")
        ),
        proof=_proof(top) if feasible and top.get("proof") is not None else None,
    )


def _objective(top: Mapping[str, object], key: str) -> Objective:
    item = _object(_present(top, key, ""), key)
    most = MOST_COUNT * MOST_WEIGHT
    return Objective(*(_whole(item, name, key, least=0, most=most) for name in ("served", "weight", "gaps")))


def _proof(top: Mapping[str, object]) -> Proof:
    proof = _object(top["proof"], "proof")

    def certificate(key: str) -> Certificate | None:
        if proof.get(key) is None:
            return None
        place = f"proof.{key}"
        item = _object(proof[key], place)
        slots = _present(item, "slots", place)
        if not isinstance(slots, bool):
            raise BadInstance(f"{place}.slots", "must be true or false")
        rows = _present(item, "prices", place)
        if not isinstance(rows, list):
            raise BadInstance(f"{place}.prices", "must be a list")
        prices = dict(_price(row, f"{place}.prices[{index}]") for index, row in enumerate(rows))
        if len(prices) < len(rows):
            raise BadInstance(f"{place}.prices", "has two prices for one rule")
        return Certificate(prices, slots, _optional_whole(item, "serving", place, least=0))

    return Proof(certificate("served"), certificate("weight"))


def _price(row: object, place: str) -> tuple[Named, int]:
    """Written as `[rule, ids…, price]`."""
    if not isinstance(row, list) or len(row) < 2:
        raise BadInstance(place, "must be a rule, what it is for, and its price")
    rule, *ids, price = row
    if rule not in list(Rule):
        raise BadInstance(place, f"there is no rule {rule!r}")
    named = tuple(one for one in ids if isinstance(one, str | int) and not isinstance(one, bool))
    if len(named) < len(ids):
        raise BadInstance(place, "must name what the rule is for by ids and slots")
    most = MOST_COUNT * MOST_COUNT
    return (Rule(rule), named), _checked_whole(price, place, least=-most, most=most)


def _one_of(kinds: type[Kind], item: Mapping[str, object], key: str, place: str) -> Kind:
    value = _text(item, key, place)
    if value not in list(kinds):
        raise BadInstance(_within(place, key), f"must be one of {', '.join(kinds)}, not {value!r}")
    return kinds(value)


def _requests(
    top: Mapping[str, object], students: frozenset[str], companies: frozenset[str]
) -> tuple[Request, ...]:
    requests = []
    first_place: dict[tuple[str, str], str] = {}
    for item, place in _objects(top, "requests"):
        request = Request(
            student=_known(item, "student", place, students),
            company=_known(item, "company", place, companies),
            weight=_whole(item, "weight", place, least=1, most=MOST_WEIGHT),
            language=_text(item, "language", place) if item.get("language") is not None else None,
            student_rank=_optional_whole(item, "student_rank", place, least=1),
            company_rank=_optional_whole(item, "company_rank", place, least=1),
        )
        earlier = first_place.setdefault((request.student, request.company), place)
        if earlier != place:
            raise BadInstance(
                place, f"{request.student!r} and {request.company!r} are already requested in {earlier}"
            )
        requests.append(request)
    return tuple(requests)


def _interpreters(top: Mapping[str, object], slots: int) -> dict[str, tuple[int, ...]]:
    if top.get("interpreters") is None:
        return {}
    interpreters = {}
    for language, counts in _object(top["interpreters"], "interpreters").items():
        place = f"interpreters.{language}"
        if not isinstance(counts, list):
            raise BadInstance(place, "must be a list of whole numbers, one for each slot")
        if len(counts) != slots:
            raise BadInstance(place, f"must have {slots} numbers, one for each slot, not {len(counts)}")
        interpreters[language] = tuple(
            _checked_whole(count, f"{place}[{slot}]", least=0) for slot, count in enumerate(counts)
        )
    return interpreters


def _available(item: Mapping[str, object], place: str, slots: int) -> frozenset[int] | None:
    if item.get("available") is None:
        return None
    listed = item["available"]
    if not isinstance(listed, list):
        raise BadInstance(f"{place}.available", "must be a list of slots")
    return frozenset(
        _checked_whole(slot, f"{place}.available[{index}]", least=0, most=slots - 1)
        for index, slot in enumerate(listed)
    )


def _objects(
    top: Mapping[str, object], key: str, *, optional: bool = False
) -> list[tuple[Mapping[str, object], str]]:
    if optional and top.get(key) is None:
        return []
    if key not in top:
        raise BadInstance(key, "is missing")
    listed = top[key]
    if not isinstance(listed, list):
        raise BadInstance(key, "must be a list")
    return [(_object(item, f"{key}[{index}]"), f"{key}[{index}]") for index, item in enumerate(listed)]


def _object(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadInstance(place, "must be an object")
    return {str(key): inner for key, inner in value.items()}


def _text(item: Mapping[str, object], key: str, place: str) -> str:
    value = _present(item, key, place)
    if not isinstance(value, str) or not value:
        raise BadInstance(_within(place, key), "must be text")
    return value


def _known(item: Mapping[str, object], key: str, place: str, ids: frozenset[str]) -> str:
    value = _text(item, key, place)
    if value not in ids:
        raise BadInstance(_within(place, key), f"no {key} has the id {value!r}")
    return value


def _whole(item: Mapping[str, object], key: str, place: str, *, least: int, most: int = MOST_COUNT) -> int:
    return _checked_whole(_present(item, key, place), _within(place, key), least=least, most=most)


def _optional_whole(item: Mapping[str, object], key: str, place: str, *, least: int) -> int | None:
    return _whole(item, key, place, least=least) if item.get(key) is not None else None


def _checked_whole(value: object, place: str, *, least: int, most: int = MOST_COUNT) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadInstance(place, "must be a whole number")
    if not least <= value <= most:
        raise BadInstance(place, f"must be from {least} to {most}, not {value}")
    return value


def _present(item: Mapping[str, object], key: str, place: str) -> object:
    if key not in item:
        raise BadInstance(_within(place, key), "is missing")
    return item[key]


def _within(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _all_different(ids: Iterable[str], kind: str) -> frozenset[str]:
    seen: set[str] = set()
    for index, identifier in enumerate(ids):
        if identifier in seen:
            raise BadInstance(f"{kind}[{index}].id", f"{identifier!r} is there twice")
        seen.add(identifier)
    return frozenset(seen)
