"""What the solver answers: meetings, what they are worth, how good they could be, and who was left out and why."""

from dataclasses import dataclass
from enum import StrEnum

from recruit.fairs.timetable.certificate import Certificate
from recruit.fairs.timetable.instance import Pin


class Status(StrEnum):
    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


class UnmetReason(StrEnum):
    """Why a requested pair does not meet; the first that applies, in this order."""

    NO_COMMON_SLOT = "no_common_slot"
    NO_TABLES = "no_tables"
    NO_INTERPRETER = "no_interpreter"
    STUDENT_FULL = "student_full"
    COMPANY_FULL = "company_full"
    STUDENT_BUSY = "student_busy"
    INTERPRETERS_BUSY = "interpreters_busy"
    TOO_MANY_IN_A_ROW = "too_many_in_a_row"
    NO_FREE_SLOT = "no_free_slot"
    """Every common slot is blocked, but not all by the same thing."""


class ConflictReason(StrEnum):
    """Which rule the pinned meetings break by themselves."""

    NOT_REQUESTED = "not_requested"
    STUDENT_NOT_AVAILABLE = "student_not_available"
    COMPANY_NOT_AVAILABLE = "company_not_available"
    PAIR_TWICE = "pair_twice"
    STUDENT_TWICE_IN_SLOT = "student_twice_in_slot"
    MORE_THAN_MAX_MEETINGS = "more_than_max_meetings"
    TOO_MANY_IN_A_ROW = "too_many_in_a_row"
    MORE_THAN_TABLES = "more_than_tables"
    MORE_THAN_INTERPRETERS = "more_than_interpreters"


@dataclass(frozen=True, slots=True)
class Meeting:
    student: str
    company: str
    slot: int
    table: int


@dataclass(frozen=True, slots=True)
class Objective:
    """Lexicographic: more served, then more weight, then fewer gaps."""

    served: int
    weight: int
    gaps: int

    def as_json(self) -> dict[str, int]:
        return {"served": self.served, "weight": self.weight, "gaps": self.gaps}


@dataclass(frozen=True, slots=True)
class Unmet:
    student: str
    company: str
    reason: UnmetReason


@dataclass(frozen=True, slots=True)
class Conflict:
    """Pinned meetings that cannot all stand. The ids that name the broken rule are set, the others are None."""

    reason: ConflictReason
    pinned: tuple[Pin, ...]
    student: str | None = None
    company: str | None = None
    language: str | None = None
    slot: int | None = None

    def as_json(self) -> dict[str, object]:
        named = {
            "student": self.student,
            "company": self.company,
            "language": self.language,
            "slot": self.slot,
        }
        return {
            "reason": self.reason.value,
            **{key: value for key, value in named.items() if value is not None},
            "pinned": [
                {"student": pin.student, "company": pin.company, "slot": pin.slot} for pin in self.pinned
            ],
        }


@dataclass(frozen=True, slots=True)
class Proof:
    """Certificates of the bounds of the first two objectives; None for a bound that rests on the solver's word."""

    served: Certificate | None
    weight: Certificate | None

    def as_json(self) -> dict[str, object]:
        return {
            "served": self.served.as_json() if self.served else None,
            "weight": self.weight.as_json() if self.weight else None,
        }


@dataclass(frozen=True, slots=True)
class Timetable:
    instance: str
    status: Status
    meetings: tuple[Meeting, ...]
    objective: Objective | None
    """None exactly when infeasible, like `bound`."""
    bound: Objective | None
    """No timetable serves more; none that serves as many weighs more; none as good in both waits less."""
    method: str
    seconds: float
    unmet: tuple[Unmet, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    proof: Proof | None = None
    """None exactly when infeasible."""

    def as_json(self, *, with_proof: bool = False) -> dict[str, object]:
        """`with_proof` adds the certificates, which may be larger than all the rest."""
        written: dict[str, object] = {
            "instance": self.instance,
            "status": self.status.value,
            "meetings": [
                {
                    "student": meeting.student,
                    "company": meeting.company,
                    "slot": meeting.slot,
                    "table": meeting.table,
                }
                for meeting in self.meetings
            ],
            "objective": self.objective.as_json() if self.objective else None,
            "bound": self.bound.as_json() if self.bound else None,
            "solver": {"method": self.method, "seconds": self.seconds},
            "unmet": [
                {"student": unmet.student, "company": unmet.company, "reason": unmet.reason.value}
                for unmet in self.unmet
            ],
            "conflicts": [conflict.as_json() for conflict in self.conflicts],
        }
        if with_proof:
            written["proof"] = self.proof.as_json() if self.proof else None
        return written
