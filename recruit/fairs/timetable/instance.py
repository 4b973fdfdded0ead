"""What is asked of one timetable: students, companies, wishes, interpreters, and meetings that must stay."""

from collections.abc import Mapping
from dataclasses import dataclass

FORMAT = "interview-timetable/1"


@dataclass(frozen=True, slots=True)
class Student:
    id: str
    max_meetings: int
    available: frozenset[int] | None = None
    """None means always; an empty set means never."""


@dataclass(frozen=True, slots=True)
class Company:
    id: str
    tables: int
    available: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Request:
    student: str
    company: str
    weight: int
    language: str | None = None
    """The language an interpreter is needed for. One that `interpreters` does not list is spoken by nobody."""
    student_rank: int | None = None
    company_rank: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    student: str
    company: str
    slot: int


@dataclass(frozen=True, slots=True)
class Instance:
    name: str
    slots: int
    students: tuple[Student, ...]
    companies: tuple[Company, ...]
    requests: tuple[Request, ...]
    interpreters: Mapping[str, tuple[int, ...]]
    pinned: tuple[Pin, ...] = ()
    max_in_a_row: int | None = None

    def as_json(self) -> dict[str, object]:
        written: dict[str, object] = {"format": FORMAT, "name": self.name, "slots": self.slots}
        if self.max_in_a_row is not None:
            written["max_in_a_row"] = self.max_in_a_row
        written["interpreters"] = {language: list(counts) for language, counts in self.interpreters.items()}
        written["students"] = [
            {"id": student.id, "max_meetings": student.max_meetings} | _window(student.available)
            for student in self.students
        ]
        written["companies"] = [
            {"id": company.id, "tables": company.tables} | _window(company.available)
            for company in self.companies
        ]
        written["requests"] = [_request_as_json(request) for request in self.requests]
        written["pinned"] = [
            {"student": pin.student, "company": pin.company, "slot": pin.slot} for pin in self.pinned
        ]
        return written


def _window(available: frozenset[int] | None) -> dict[str, object]:
    return {} if available is None else {"available": sorted(available)}


def _request_as_json(request: Request) -> dict[str, object]:
    optional = {
        "language": request.language,
        "student_rank": request.student_rank,
        "company_rank": request.company_rank,
    }
    return {"student": request.student, "company": request.company, "weight": request.weight} | {
        key: value for key, value in optional.items() if value is not None
    }
