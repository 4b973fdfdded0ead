"""What a list of students may hold, and which of its lines speaks of whom. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recruit.core.text import search_words
from recruit.students.rules import Confirmed

MOST_LINES = 5000
MOST_BYTES = 5 * 1024 * 1024
# Each confirmation is a row, a line of the audit trail and a mail; one press does no more than this.
MOST_AT_ONCE = 200
# Batches that the desk lists, to be looked at or taken back.
BATCHES_SHOWN = 20
EARLIEST = date(1950, 1, 1)


class Column(StrEnum):
    """What a column of a list is understood as."""

    NAME = "name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    EMAIL = "email"
    NUMBER = "student_number"
    MAJOR = "major"
    GRADUATES = "graduation"
    STATUS = "status"


class LineFault(StrEnum):
    """Why a line cannot be taken."""

    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_A_MONTH = "not_a_month"
    STATUS_UNKNOWN = "status_unknown"
    TWICE = "twice"


class RosterRefusal(StrEnum):
    """Why a file as a whole cannot be taken, or a confirmation cannot be made."""

    NO_HEAD = "no_head"
    NO_LINES = "no_lines"
    TOO_MANY_LINES = "too_many_lines"
    OLD_LETTERS = "old_letters"
    NOT_A_TABLE = "not_a_table"
    NOT_TAKEN = "not_taken"
    NOBODY_CHOSEN = "nobody_chosen"
    TOO_MANY_AT_ONCE = "too_many_at_once"
    DAY_AHEAD = "day_ahead"
    DAY_TOO_EARLY = "day_too_early"


class Fit(StrEnum):
    """How a line and the profiles that name the university go together."""

    BY_MAIL = "by_mail"
    BY_NAME = "by_name"
    CHOOSE = "choose"
    NOT_HERE = "not_here"
    DONE = "done"


@dataclass(frozen=True)
class RosterLine:
    """One person of a list. `line` counts as a spreadsheet does. `graduates` is (year, month)."""

    line: int
    name: str
    email: str = ""
    number: str = ""
    major: str = ""
    graduates: tuple[int, int] | None = None
    status: Confirmed | None = None


@dataclass(frozen=True)
class BadLine:
    """A line that cannot be taken: where, what stands there, why; `other_line` where it stands twice."""

    line: int
    column: Column
    typed: str
    fault: LineFault
    other_line: int = 0


@dataclass(frozen=True)
class Roster:
    """What a file holds."""

    lines: tuple[RosterLine, ...]
    bad: tuple[BadLine, ...]


@dataclass(frozen=True)
class OwnStudent:
    """An education at the university, with the names and the address it is recognised by. `majors` in every language."""

    education_ref: str
    student_ref: str
    names: tuple[str, ...]
    email: str
    majors: tuple[str, ...]
    graduates_on: date | None
    confirmed: Confirmed


@dataclass(frozen=True)
class Fitted:
    """A line and who it may speak of, the likeliest first."""

    line: RosterLine
    fit: Fit
    candidates: tuple[OwnStudent, ...] = ()

    @property
    def same_name(self) -> bool:
        return bool(self.candidates) and is_same_name(self.line, self.candidates[0])


def name_key(name: str) -> tuple[str, ...]:
    """What a name is compared by: no marks, no case, in any order, since lists put the family name first or last.

    >>> name_key("Nguyễn Văn ĐỨC") == name_key("Duc Nguyen Van")
    True
    """
    return tuple(sorted(search_words(name)))


def is_same_name(line: RosterLine, student: OwnStudent) -> bool:
    return name_key(line.name) in {name_key(name) for name in student.names if name}


def same_month(line: RosterLine, student: OwnStudent) -> bool | None:
    """Whether both say the same month; None where one of them says nothing."""
    if line.graduates is None or student.graduates_on is None:
        return None
    return line.graduates == (student.graduates_on.year, student.graduates_on.month)


def same_major(line: RosterLine, student: OwnStudent) -> bool | None:
    """Whether both name the same major; None where one of them says nothing."""
    if not line.major or not any(student.majors):
        return None
    return name_key(line.major) in {name_key(major) for major in student.majors if major}


def is_settled(line: RosterLine, student: OwnStudent, otherwise: Confirmed) -> bool:
    """Whether the university has confirmed already what the line says: who has graduated was enrolled."""
    wanted = line.status or otherwise
    return student.confirmed is wanted or student.confirmed is Confirmed.GRADUATED


def fitted(
    lines: Sequence[RosterLine], students: Sequence[OwnStudent], *, otherwise: Confirmed
) -> tuple[Fitted, ...]:
    """Each line with whom it fits. `otherwise` is what a line says that says nothing of its status.

    An address decides. A name decides where the month or the major agrees and nobody else has it; else somebody must choose.
    """
    by_mail: dict[str, list[OwnStudent]] = {}
    by_name: dict[tuple[str, ...], list[OwnStudent]] = {}
    for student in students:
        by_mail.setdefault(student.email.casefold(), []).append(student)
        for key in {name_key(name) for name in student.names if name}:
            by_name.setdefault(key, []).append(student)
    mailed = {line.line: by_mail[line.email.casefold()] for line in lines if line.email.casefold() in by_mail}
    taken = {one.student_ref for found in mailed.values() for one in found}
    found = [
        _by_mail(line, mailed[line.line]) if line.line in mailed else _by_name(line, by_name, taken)
        for line in lines
    ]
    return tuple(_settled(one, otherwise) for one in _without_rivals(found))


def _by_mail(line: RosterLine, studies: Sequence[OwnStudent]) -> Fitted:
    # A bachelor's and a master's study of one person: the one the line speaks of, else the later.
    return Fitted(line, Fit.BY_MAIL, (max(studies, key=lambda one: _likeness(line, one)),))


def _by_name(
    line: RosterLine, by_name: Mapping[tuple[str, ...], Sequence[OwnStudent]], taken: set[str]
) -> Fitted:
    rest = [one for one in by_name.get(name_key(line.name), ()) if one.student_ref not in taken]
    if not rest:
        return Fitted(line, Fit.NOT_HERE)
    rest.sort(key=lambda one: _likeness(line, one), reverse=True)
    sure = [one for one in rest if _agrees(line, one)]
    if len({one.student_ref for one in sure}) == 1:
        return Fitted(line, Fit.BY_NAME, (sure[0],))
    return Fitted(line, Fit.CHOOSE, tuple(rest))


def _agrees(line: RosterLine, student: OwnStudent) -> bool:
    said = (same_month(line, student), same_major(line, student))
    return True in said and said[0] is not False


def _likeness(line: RosterLine, student: OwnStudent) -> tuple[bool, bool, date]:
    return (
        same_month(line, student) is True,
        same_major(line, student) is True,
        student.graduates_on or date.min,
    )


def _without_rivals(found: Sequence[Fitted]) -> list[Fitted]:
    """Two lines that would name the same person by the name alone: somebody must choose."""
    claims: dict[str, int] = {}
    for one in found:
        if one.fit is Fit.BY_NAME:
            ref = one.candidates[0].student_ref
            claims[ref] = claims.get(ref, 0) + 1
    return [
        Fitted(one.line, Fit.CHOOSE, one.candidates)
        if one.fit is Fit.BY_NAME and claims[one.candidates[0].student_ref] > 1
        else one
        for one in found
    ]


def _settled(one: Fitted, otherwise: Confirmed) -> Fitted:
    is_sure = one.fit in (Fit.BY_MAIL, Fit.BY_NAME)
    if is_sure and is_settled(one.line, one.candidates[0], otherwise):
        return Fitted(one.line, Fit.DONE, one.candidates)
    return one


def why_not_day(day: date | None, today: date) -> RosterRefusal | None:
    """A confirmation speaks of what is so, not of what will be."""
    if day is None:
        return None
    if day > today:
        return RosterRefusal.DAY_AHEAD
    return RosterRefusal.DAY_TOO_EARLY if day < EARLIEST else None


def half_of(day: date) -> tuple[int, int]:
    """The half of a year in which somebody graduates.

    >>> half_of(date(2027, 6, 1))
    (2027, 1)
    """
    return day.year, 1 if day.month <= 6 else 2
