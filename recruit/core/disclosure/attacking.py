"""What a reader can learn who puts together everything that was ever shown: linear programs, solved by HiGHS.

The reader knows how the figures add up, who can be in two tables at once, and the range that every shown figure means
(rounding, bounds). Unknown are the numbers of people in the smallest groups. The reader's interval for a figure runs from its
least to its greatest value over all numbers, whole and not negative, that agree with what was shown.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

import highspy
import numpy as np

from recruit.core.disclosure.figures import Release
from recruit.core.disclosure.tables import Key, Table

INFINITE = highspy.kHighsInf
_NEARLY = 1e-6
# Which figure of which release, by the place of the release.
Place = tuple[int, Key]


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`; `high` None: nothing that was shown ends it."""

    low: int
    high: int | None

    @property
    def width(self) -> float:
        return INFINITE if self.high is None else self.high - self.low


@dataclass(frozen=True)
class Together:
    """Several tables over the same people: the groups of all of them cut into pieces, each piece in one group of each table."""

    tables: Sequence[Table]
    pieces: Sequence[tuple[Key | None, ...]]
    people: Sequence[int]

    def of(self, table: int, figure: Key) -> list[int]:
        """The pieces that a figure sums up."""
        sums = self.tables[table].figures[figure]
        return [place for place, piece in enumerate(self.pieces) if piece[table] in sums]


def together(tables: Sequence[Table]) -> Together:
    """Pieces in which somebody is, and one for each empty group: what is empty is unknown too.

    That nobody left, or moved from one group to another, is taken as known, which makes the reader stronger than most are.
    """
    marks = set().union(*(table.people for table in tables))
    found = Counter(tuple(table.people.get(mark) for table in tables) for mark in marks)
    for place, table in enumerate(tables):
        for group in table.groups:
            if not table.groups[group]:
                found.setdefault(
                    tuple(
                        group
                        if here == place or (other.name == table.name and group in other.groups)
                        else None
                        for here, other in enumerate(tables)
                    ),
                    0,
                )
    pieces = sorted(found, key=lambda piece: tuple(key or () for key in piece))
    return Together(tables, pieces, [found[piece] for piece in pieces])


class _QuietHighs(highspy.Highs):
    """HiGHS prints its banner while callbacks are switched on, before anybody could silence it."""

    def enableCallbacks(self) -> None:
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


class Program:
    """A linear program that is asked many times: a column for each piece, a row for each figure."""

    def __init__(self, least: Sequence[float]) -> None:
        self.solver = _QuietHighs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)
        self.columns, self.rows = 0, 0
        for value in least:
            self.column(0.0, value, INFINITE)

    def column(self, cost: float, least: float, most: float) -> int:
        self.solver.addVar(least, most)
        if cost:
            self.solver.changeColCost(self.columns, cost)
        self.columns += 1
        return self.columns - 1

    def row(self, columns: Sequence[int], least: float, most: float, factors: Sequence[float] = ()) -> int:
        values = np.array(factors or [1.0] * len(columns), dtype=np.float64)
        self.solver.addRow(least, most, len(columns), np.array(columns, dtype=np.int32), values)
        self.rows += 1
        return self.rows - 1

    def solve(self) -> bool:
        """Whether there is a best answer."""
        self.solver.run()
        return self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal

    def extreme(self, columns: Sequence[int], *, greatest: bool) -> float | None:
        """The least or greatest sum of these columns in whole numbers; None where there is no end to it."""
        for column in columns:
            self.solver.changeColCost(column, 1.0)
        sense = highspy.ObjSense.kMaximize if greatest else highspy.ObjSense.kMinimize
        self.solver.changeObjectiveSense(sense)
        found = self.solver.getInfo().objective_function_value if self.solve() else None
        if found is not None and not self._is_whole():
            found = self._in_whole_numbers()
        for column in columns:
            self.solver.changeColCost(column, 0.0)
        return found

    def _is_whole(self) -> bool:
        values = np.array(self.solver.getSolution().col_value)
        return bool(np.all(np.abs(values - np.round(values)) < _NEARLY))

    def _in_whole_numbers(self) -> float:
        """The corners of a table of two dimensions are whole by themselves; of others they need not be."""
        for column in range(self.columns):
            self.solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        assert self.solve()
        found = self.solver.getInfo().objective_function_value
        for column in range(self.columns):
            self.solver.changeColIntegrality(column, highspy.HighsVarType.kContinuous)
        return found


def attack(releases: Sequence[Release]) -> Mapping[Place, Interval]:
    """For every figure that is not shown plainly, what a reader of all these releases can narrow it down to."""
    return intervals(releases, [(place, key) for place, one in enumerate(releases) for key in one.closed])


def intervals(releases: Sequence[Release], asked: Sequence[Place]) -> dict[Place, Interval]:
    """The same for some figures."""
    if not asked:
        return {}
    cut = together([release.table for release in releases])
    program = Program([0.0] * len(cut.pieces))
    for place, release in enumerate(releases):
        for key, figure in release.figures.items():
            if figure.high is not None:
                program.row(cut.of(place, key), figure.low, figure.high)
    found = {}
    for place, key in asked:
        columns = cut.of(place, key)
        if not columns:
            found[place, key] = Interval(0, 0)
            continue
        low, high = program.extreme(columns, greatest=False), program.extreme(columns, greatest=True)
        found[place, key] = Interval(
            ceil((low or 0.0) - _NEARLY), None if high is None else floor(high + _NEARLY)
        )
    return found
