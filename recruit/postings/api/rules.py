"""What can be asked of the interface, and how a question that makes no sense is answered. Plain Python."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from recruit.organisations.rules import Prefecture
from recruit.postings.rules import HousingKind, JapaneseLevel, WorkKind
from recruit.students.rules import PREFECTURES_OF, Major, Region

PAGE_SIZE = 20
MOST_ROWS = 50
MOST_WORDS = 100
# Of one filter in one question.
MOST_VALUES = 20
# What can be chosen from, by the name of the filter: the same names and codes as on the list that people read.
CHOICES: Mapping[str, type[StrEnum]] = {
    "work": WorkKind,
    "region": Region,
    "prefecture": Prefecture,
    "major": Major,
    "japanese": JapaneseLevel,
    "housing": HousingKind,
}
PARAMETERS = ("q", *CHOICES, "start", "least_pay", "limit", "after")


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
    """A question that has been read. `choices` holds, of each filter, any of which values; `starts` months as 2027-04."""

    words: str = ""
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    starts: frozenset[str] = frozenset()
    least_pay: int = 0
    limit: int = PAGE_SIZE
    after: str | None = None

    def prefectures(self) -> frozenset[str]:
        """The prefectures asked for: each by itself, and those of regions. Empty where place does not matter."""
        regions = [PREFECTURES_OF[Region(code)] for code in self.choices.get("region", ())]
        return self.choices.get("prefecture", frozenset()).union(*regions)


def read(values: Mapping[str, Sequence[str]], *, reads_mark: Callable[[str], bool]) -> Asked:
    """The question that stands in an address. Raises `NotUnderstood` with everything that is wrong.

    A filter may be given several times, or once with commas between its values.
    """
    wrong = [
        Problem(name, "There is no such parameter.", PARAMETERS) for name in values if name not in PARAMETERS
    ]
    choices: dict[str, frozenset[str]] = {}
    for name, kind in CHOICES.items():
        found = _several(values.get(name, ()))
        if any(value not in tuple(kind) for value in found) or len(found) > MOST_VALUES:
            wrong.append(Problem(name, f"At most {MOST_VALUES} of the allowed values.", tuple(kind)))
        elif found:
            choices[name] = frozenset(found)
    starts = _several(values.get("start", ()))
    if not all(_is_month(value) for value in starts) or len(starts) > MOST_VALUES:
        wrong.append(Problem("start", "Months such as 2027-04."))
    words = _last(values, "q")
    if len(words) > MOST_WORDS:
        wrong.append(Problem("q", f"At most {MOST_WORDS} characters."))
    numbers = {"least_pay": (0, 10_000_000, 0), "limit": (1, MOST_ROWS, PAGE_SIZE)}
    read_numbers: dict[str, int] = {}
    for name, (least, most, otherwise) in numbers.items():
        typed = _last(values, name)
        number = _number(typed) if typed else otherwise
        if number is None or not least <= number <= most:
            wrong.append(Problem(name, f"A whole number from {least} to {most}."))
        else:
            read_numbers[name] = number
    after = _last(values, "after")
    if after and not reads_mark(after):
        wrong.append(Problem("after", "Take the address of the next page from the answer before."))
    if wrong:
        raise NotUnderstood(wrong)
    return Asked(
        words, choices, frozenset(starts), read_numbers["least_pay"], read_numbers["limit"], after or None
    )


def _several(typed: Sequence[str]) -> list[str]:
    return [value.strip() for one in typed for value in one.split(",") if value.strip()]


def _last(values: Mapping[str, Sequence[str]], name: str) -> str:
    found = values.get(name) or ("",)
    return found[-1].strip()


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


def _is_month(typed: str) -> bool:
    year, dash, month = typed.partition("-")
    plain = typed.isascii() and year.isdecimal() and month.isdecimal()
    return bool(plain and dash and len(year) == 4 and len(month) == 2 and 1 <= int(month) <= 12 and int(year))
