"""Reading lifetimes and employment records from CSV text. Whatever is wrong is refused with its line number."""

from collections.abc import Callable, Iterator, Sequence
import csv
from dataclasses import dataclass
from datetime import date
import io
from math import inf

import numpy as np

from recruit.retention.analysis.lifetimes import Floats, Integers, Lifetimes, codes_of
from recruit.retention.analysis.spells import CAUSE_CODES, EmploymentRecord

CENSORED_CAUSE = "0"
ROWS_PER_NOTICE = 20_000

Progress = Callable[[int], object]


class BadInput(Exception):
    """One sentence that names the line of the file."""


@dataclass(frozen=True)
class LifetimeColumns:
    """The names of the columns to read; `None` where the file says nothing about it."""

    duration: str
    event: str
    entry: str | None = None
    group: str | None = None
    cause: str | None = None


@dataclass(frozen=True, eq=False)
class LifetimeTable:
    """The lifetimes of a file. groups and causes: the labels that occur; `group` holds each row's position in groups.

    Cause code k stands for causes[k - 1].
    """

    lifetimes: Lifetimes
    groups: list[str]
    group: Integers
    causes: list[str]

    def by_group(self) -> list[tuple[str, Lifetimes]]:
        if not self.groups:
            return [("all", self.lifetimes)]
        return [(label, self.lifetimes.only(self.group == index)) for index, label in enumerate(self.groups)]


def decode(content: bytes) -> str:
    """UTF-8, with or without a byte order mark, else CP932 (what Japanese office programs write)."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("line 1: the file is neither UTF-8 nor CP932 text")


def read_lifetimes(text: str, columns: LifetimeColumns, progress: Progress | None = None) -> LifetimeTable:
    """Checked lifetimes from CSV text with a header line. `progress` is told how many more rows have been read."""
    wanted = [columns.duration, columns.event]
    wanted += [name for name in (columns.entry, columns.group, columns.cause) if name is not None]
    lines, cells = _columns(text, wanted, progress)
    time = _numbers(cells[columns.duration], lines, columns.duration)
    event = _numbers(cells[columns.event], lines, columns.event)
    entry = None if columns.entry is None else _numbers(cells[columns.entry], lines, columns.entry)
    if entry is not None:
        _refuse_first(
            entry >= time,
            lines,
            lambda row: (
                f'"{columns.entry}" ({_plain(entry[row])}) is not before "{columns.duration}" ({_plain(time[row])})'
            ),
        )
    left = event != 0.0
    groups, group = _labels(columns.group, cells, lines)
    causes, cause = _causes(columns, cells, lines, left)
    return LifetimeTable(Lifetimes.of(time, left, entry, cause), groups, group, causes)


def read_employment_records(text: str) -> list[EmploymentRecord]:
    """Records from CSV text with the columns hire_id, hire_date, registered_date, last_working_day, exit_type.

    An optional column last_confirmed holds the last day on which a person who was lost was known to be employed.
    """
    wanted = ["hire_id", "hire_date", "registered_date", "last_working_day", "exit_type"]
    optional = ["last_confirmed"] if "last_confirmed" in next(_rows(text))[1] else []
    lines, cells = _columns(text, wanted + optional, None)
    records = []
    for row, line in enumerate(lines):
        start, registered = (_day(cells, "hire_date", row, line), _day(cells, "registered_date", row, line))
        if start is None or registered is None:
            raise BadInput(f'line {line}: "hire_date" and "registered_date" must be given')
        exit_type = cells["exit_type"][row].strip()
        if exit_type and exit_type not in CAUSE_CODES:
            raise BadInput(f'line {line}: "exit_type" is "{exit_type}", not one of {", ".join(CAUSE_CODES)}')
        last_confirmed = _day(cells, "last_confirmed", row, line) if optional else None
        last_working_day = _day(cells, "last_working_day", row, line)
        if exit_type and last_working_day is None:
            raise BadInput(f'line {line}: "exit_type" is given without "last_working_day"')
        try:
            record = EmploymentRecord(
                cells["hire_id"][row].strip(),
                registered,
                start,
                last_working_day,
                CAUSE_CODES[exit_type] if exit_type else None,
                last_confirmed,
            )
        except ValueError as wrong:
            raise BadInput(f"line {line}: {wrong}") from wrong
        records.append(record)
    return records


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, with the number of the line each begins on. The first is the header."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    found = False
    try:
        for row in reader:
            if row:
                found = True
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as wrong:
        raise BadInput(f"line {begins}: {wrong}") from wrong
    if not found:
        raise BadInput("line 1: the file is empty")


def _columns(
    text: str, wanted: Sequence[str], progress: Progress | None
) -> tuple[list[int], dict[str, list[str]]]:
    rows = _rows(text)
    header_line, header = next(rows)
    names = [name.strip() for name in header]
    for name in wanted:
        if names.count(name) != 1:
            problem = "there is no column" if name not in names else "there is more than one column"
            raise BadInput(f'line {header_line}: {problem} "{name}"; the columns are {", ".join(names)}')
    distinct = list(dict.fromkeys(wanted))
    places = [names.index(name) for name in distinct]
    lines: list[int] = []
    kept: list[tuple[str, ...]] = []
    width = len(header)
    for line, row in rows:
        if len(row) != width:
            raise BadInput(f"line {line}: {len(row)} cells where the header has {width}")
        lines.append(line)
        kept.append(tuple([row[place] for place in places]))
        if progress is not None and len(kept) % ROWS_PER_NOTICE == 0:
            progress(ROWS_PER_NOTICE)
    if not kept:
        raise BadInput(f"line {header_line}: there are no rows below the header")
    return lines, {name: list(cells) for name, cells in zip(distinct, zip(*kept, strict=True), strict=True)}


def _numbers(cells: list[str], lines: list[int], name: str) -> Floats:
    try:
        if any(
            "_" in cell for cell in cells
        ):  # Python reads 1_000 as a number; nobody who exports a table means it
            raise ValueError
        values = np.fromiter(map(float, cells), dtype=np.float64, count=len(cells))
    except ValueError:
        row = next(index for index, cell in enumerate(cells) if _number(cell) is None)
        shown = cells[row].strip()
        missing = f'"{name}" is missing' if not shown else f'"{name}" is "{shown}", which is not a number'
        raise BadInput(f"line {lines[row]}: {missing}") from None
    _refuse_first(
        ~np.isfinite(values), lines, lambda row: f'"{name}" is "{cells[row]}", which is not a number'
    )
    _refuse_first(values < 0.0, lines, lambda row: f'"{name}" is {_plain(values[row])}, below 0')
    return values


def _number(cell: str) -> float | None:
    try:
        return None if "_" in cell else float(cell)
    except ValueError:
        return None


def _refuse_first(bad: np.ndarray, lines: list[int], sentence: Callable[[int], str]) -> None:
    if bad.any():
        row = int(bad.argmax())
        raise BadInput(f"line {lines[row]}: {sentence(row)}")


def _labels(name: str | None, cells: dict[str, list[str]], lines: list[int]) -> tuple[list[str], Integers]:
    if name is None:
        return [], np.zeros(0, dtype=np.int64)
    labels = [cell.strip() for cell in cells[name]]
    if "" in labels:
        raise BadInput(f'line {lines[labels.index("")]}: "{name}" is missing')
    return codes_of(labels)


def _causes(
    columns: LifetimeColumns, cells: dict[str, list[str]], lines: list[int], left: np.ndarray
) -> tuple[list[str], Integers | None]:
    if columns.cause is None:
        return [], None
    given = {cell: _cause_label(cell) for cell in set(cells[columns.cause])}
    written = cells[columns.cause]
    labels = [given[cell] for cell in written]
    if "" in labels:
        raise BadInput(f'line {lines[labels.index("")]}: "{columns.cause}" is missing')
    named = np.array([label != CENSORED_CAUSE for label in labels], dtype=bool)
    _refuse_first(
        named != left,
        lines,
        lambda row: (
            f'"{columns.event}" says {"left" if left[row] else "censored"}, '
            f'but "{columns.cause}" is "{written[row].strip()}"'
        ),
    )
    distinct, position = codes_of([CENSORED_CAUSE, *labels])
    others = [label for label in distinct if label != CENSORED_CAUSE]
    code = np.array(
        [0 if label == CENSORED_CAUSE else others.index(label) + 1 for label in distinct], dtype=np.int64
    )
    return others, code[position[1:]]


def _cause_label(cell: str) -> str:
    """Whole numbers are one cause however they are written: 1, 1.0 and 01."""
    label = cell.strip()
    number = _number(label)
    if number is None or not -inf < number < inf:
        return label
    return _plain(number)


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def _day(cells: dict[str, list[str]], name: str, row: int, line: int) -> date | None:
    cell = cells[name][row].strip()
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise BadInput(f'line {line}: "{name}" is "{cell}", which is not a date like 2024-03-31') from None
