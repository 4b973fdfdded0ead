"""What can be asked of the interface, and how a question that makes no sense is answered. Plain Python."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from recruit.organisations.rules import Prefecture
from recruit.postings.rules import HousingKind, JapaneseLevel, WorkKind
from recruit.postings.search.rules import Facet, PayBand, Sort, Wanted, month_number
from recruit.students.rules import Major, Region

PAGE_SIZE = 20
MOST_ROWS = 50
MOST_WORDS = 100
# Of one filter in one question.
MOST_VALUES = 20
# What can be chosen from: the same names and codes as on the list that people read. Months are written as 2027-04.
CHOICES: Mapping[Facet, type[StrEnum]] = {
    Facet.WORK: WorkKind,
    Facet.REGION: Region,
    Facet.PREFECTURE: Prefecture,
    Facet.MAJOR: Major,
    Facet.JAPANESE: JapaneseLevel,
    Facet.PAY: PayBand,
    Facet.HOUSING: HousingKind,
}
PARAMETERS = ("q", *(str(facet) for facet in Facet), "sort", "limit", "after")


@dataclass(frozen=True)
class Problem:
    """One parameter that cannot be read, and what may stand there."""

    parameter: str
    detail: str
    allowed: Sequence[str] = ()


class NotUnderstood(Exception):
    """A question with parameters that cannot be read."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(one.parameter for one in problems))
        self.problems = problems


@dataclass(frozen=True)
class Asked:
    """A question that has been read."""

    wanted: Wanted
    limit: int
    after: str | None


def read(values: Mapping[str, Sequence[str]], *, reads_mark: Callable[[str], bool]) -> Asked:
    """The question that stands in an address. Raises `NotUnderstood` with everything that is wrong.

    A filter may be given several times, or once with commas between its values.
    """
    several = {
        name: [value.strip() for one in values.get(name, ()) for value in one.split(",") if value.strip()]
        for name in (*(str(facet) for facet in Facet), "sort")
    }
    last = {name: (values.get(name) or ("",))[-1].strip() for name in ("q", "limit", "after")}
    wrong = [
        Problem(name, "There is no such parameter.", PARAMETERS) for name in values if name not in PARAMETERS
    ]
    for facet, kind in CHOICES.items():
        if any(value not in tuple(kind) for value in several[facet]) or len(several[facet]) > MOST_VALUES:
            wrong.append(Problem(facet, f"At most {MOST_VALUES} of the allowed values.", tuple(kind)))
    if not all(map(month_number, several[Facet.START])) or len(several[Facet.START]) > MOST_VALUES:
        wrong.append(Problem(Facet.START, f"At most {MOST_VALUES} months such as 2027-04."))
    if len(several["sort"]) > 1 or any(value not in tuple(Sort) for value in several["sort"]):
        wrong.append(Problem("sort", "One of the allowed values.", tuple(Sort)))
    if len(last["q"]) > MOST_WORDS:
        wrong.append(Problem("q", f"At most {MOST_WORDS} characters."))
    limit = _number(last["limit"]) if last["limit"] else PAGE_SIZE
    if limit is None or not 1 <= limit <= MOST_ROWS:
        wrong.append(Problem("limit", f"A whole number from 1 to {MOST_ROWS}."))
    if last["after"] and not reads_mark(last["after"]):
        wrong.append(Problem("after", "Take the address of the next page from the answer before."))
    if wrong or limit is None:
        raise NotUnderstood(wrong)
    return Asked(Wanted.of({**several, "q": [last["q"]]}), limit, last["after"] or None)


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None
