"""Linear and integer programs, handed to HiGHS: quiet, one thread, fixed seed, so that the same program gives the same answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
import time

import highspy
import numpy as np
import numpy.typing as npt

from recruit.fairs.timetable.certificate import SCALE, Named

Numbers = npt.NDArray[np.float64]


class Deadline:
    """How many seconds are left. Only asks how much time passed, never what time it is."""

    def __init__(self, seconds: float) -> None:
        self._start = time.perf_counter()
        self._seconds = seconds

    def left(self) -> float:
        return self._seconds - self.passed()

    def passed(self) -> float:
        return time.perf_counter() - self._start


class Outcome(Enum):
    OPTIMAL = "optimal"
    STOPPED = "stopped"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Solution:
    outcome: Outcome
    values: Numbers | None
    """None when nothing was found."""
    bound: float
    prices: Numbers
    """Of the rows; empty for integer programs."""
    reduced: Numbers
    """What one more of each column would add; empty for integer programs."""


class _QuietHighs(highspy.Highs):
    """HiGHS prints its banner while callbacks are switched on, which happens before anybody could silence it."""

    def enableCallbacks(self) -> None:
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


class Program:
    """Maximise the gain of the columns, each from its least to its most, under rows."""

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self.gains: list[float] = []
        self.least: list[float] = []
        self.most: list[float] = []
        self.whole: list[bool] = []
        self.row_least: list[float] = []
        self.row_most: list[float] = []
        self.names: list[Named | None] = []
        self._starts: list[int] = [0]
        self._columns: list[int] = []
        self._factors: list[float] = []

    def column(self, gain: float = 0, *, least: float = 0, most: float = 1, whole: bool = True) -> int:
        self.gains.append(gain)
        self.least.append(least)
        self.most.append(most)
        self.whole.append(whole)
        return len(self.gains) - 1

    def row(
        self,
        columns: Sequence[int],
        *,
        least: float = -highspy.kHighsInf,
        most: float = highspy.kHighsInf,
        factors: Sequence[float] | None = None,
        name: Named | None = None,
    ) -> None:
        """`name`: the rule the row stands for, where its price may be needed as part of a certificate."""
        self._columns.extend(columns)
        self._factors.extend([1.0] * len(columns) if factors is None else factors)
        self._starts.append(len(self._columns))
        self.row_least.append(least)
        self.row_most.append(most)
        self.names.append(name)

    def relaxed(self, seconds: float, *, gains: Numbers | None = None, vertex_by: str = "ipm") -> Solution:
        """Without whole numbers. Answers are corners of the feasible region, so flows come out whole."""
        solver = self._solver(seconds, gains=gains, whole=False)
        solver.setOptionValue("solver", vertex_by)
        solver.run()
        solution = solver.getSolution()
        outcome = _outcome(solver)
        return Solution(
            outcome=outcome,
            values=np.array(solution.col_value) if outcome is Outcome.OPTIMAL else None,
            bound=solver.getInfo().objective_function_value,
            prices=np.array(solution.row_dual),
            reduced=np.array(solution.col_dual),
        )

    def solve(
        self,
        seconds: float,
        *,
        start: Numbers | None = None,
        least: Numbers | None = None,
        most: Numbers | None = None,
    ) -> Solution:
        """In whole numbers, to the exact optimum if time allows."""
        solver = self._solver(seconds, whole=True, least=least, most=most)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", 0.5 if self._counts_only() else 1e-6)
        if start is not None:
            begun = highspy.HighsSolution()
            begun.col_value = list(start)
            solver.setSolution(begun)
        solver.run()
        outcome = _outcome(solver)
        information = solver.getInfo()
        found = information.primal_solution_status == highspy.kSolutionStatusFeasible
        return Solution(
            outcome=outcome,
            values=np.array(solver.getSolution().col_value) if found else None,
            bound=information.mip_dual_bound,
            prices=np.empty(0),
            reduced=np.empty(0),
        )

    def certified_bound(self, prices: Numbers) -> int:
        """The most that whole-numbered gains can reach, from prices of the rows, counted in whole numbers.

        Any prices of the right sign give a true bound, so it does not rest on the solver's tolerances.
        """
        scale = self._scale()
        scaled = self._scaled(prices)
        row_least, row_most = np.array(self.row_least), np.array(self.row_most)
        sides = np.where(scaled > 0, row_most, np.where(scaled < 0, row_least, 0)).astype(np.int64)
        rest = np.rint(np.array(self.gains)).astype(np.int64) * scale
        rows = np.repeat(np.arange(len(self.row_most)), np.diff(self._starts))
        np.subtract.at(rest, self._columns, np.rint(self._factors).astype(np.int64) * scaled[rows])
        ends = np.where(rest > 0, self.most, self.least).astype(np.int64)
        return (int(scaled @ sides) + int(rest @ ends)) // scale

    def named_prices(self, prices: Numbers) -> dict[Named, int]:
        """The prices behind `certified_bound`, in millionths, by the rules they are paid for."""
        millionths = SCALE // self._scale()
        return {
            name: int(price) * millionths
            for name, price in zip(self.names, self._scaled(prices), strict=True)
            if name is not None and price
        }

    def _scale(self) -> int:
        return 10**6 if max(map(abs, self.gains), default=0) <= 10**6 else 10**3

    def _scaled(self, prices: Numbers) -> npt.NDArray[np.int64]:
        scaled = np.rint(prices * self._scale()).astype(np.int64)
        scaled[(scaled > 0) & np.isinf(np.array(self.row_most))] = 0
        scaled[(scaled < 0) & np.isinf(np.array(self.row_least))] = 0
        return scaled

    def _counts_only(self) -> bool:
        return all(
            gain == int(gain) and whole for gain, whole in zip(self.gains, self.whole, strict=True) if gain
        )

    def _solver(
        self,
        seconds: float,
        *,
        whole: bool,
        gains: Numbers | None = None,
        least: Numbers | None = None,
        most: Numbers | None = None,
    ) -> highspy.Highs:
        model = highspy.HighsLp()
        model.num_col_ = len(self.gains)
        model.num_row_ = len(self.row_most)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = np.array(self.gains, dtype=float) if gains is None else gains
        model.col_lower_ = np.array(self.least, dtype=float) if least is None else least
        model.col_upper_ = np.array(self.most, dtype=float) if most is None else most
        model.row_lower_ = np.array(self.row_least, dtype=float)
        model.row_upper_ = np.array(self.row_most, dtype=float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(self._starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array(self._columns, dtype=np.int32)
        model.a_matrix_.value_ = np.array(self._factors, dtype=float)
        if whole:
            kinds = highspy.HighsVarType
            model.integrality_ = [kinds.kInteger if needed else kinds.kContinuous for needed in self.whole]
        solver = _QuietHighs()
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", self.seed)
        solver.setOptionValue("time_limit", max(seconds, 0.01))
        solver.passModel(model)
        return solver


def _outcome(solver: highspy.Highs) -> Outcome:
    status = solver.getModelStatus()
    if status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
        return Outcome.OPTIMAL
    if status == highspy.HighsModelStatus.kInfeasible:
        return Outcome.IMPOSSIBLE
    return Outcome.STOPPED
