"""From a start to the proven optimum of a program whose gains are whole numbers, or as near as time allows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import floor

import numpy as np

from recruit.fairs.timetable.certificate import Named
from recruit.fairs.timetable.program import Deadline, Numbers, Outcome, Program

SHARE_OF_RELAXATION = 0.75
"""Of all seconds, at most. Without its bound nothing is proven, but the search by slots needs some time too."""
SHARE_OF_SEARCH = 0.6
"""Of the seconds left, for each of the two searches."""


@dataclass(frozen=True)
class Climbed:
    values: Numbers
    bound: int | None
    """No solution gains more. None when time ran out before anything was proven."""
    prices: dict[Named, int] = field(default_factory=dict)
    """Of the relaxation, in millionths: with them its bound can be added up again."""


def climb(
    program: Program,
    start: Numbers,
    *,
    most_at_once: int,
    seconds: float,
    hear: Callable[[Numbers, int], None] | None = None,
) -> Climbed:
    """`start` obeys all rows; `most_at_once` is the most columns that can be 1 together.

    `hear` is told the best and the bound as soon as there is a bound, and again when something better was mended.

    The relaxation bounds the gain, and on timetables its bound is nearly always reached. A nudge of
    each gain, together less than one, singles out one of the many equal optima and leaves few columns broken: with
    the whole ones held, a small program mends the rest. Only if that misses the bound, the search begins in earnest.
    """
    deadline = Deadline(seconds)
    gains = np.array(program.gains, dtype=float)
    best, reached = start, _gain(gains, start)
    nudge = np.random.default_rng(program.seed).random(len(gains)) * (0.9 / max(most_at_once, 1))
    relaxed = program.relaxed(seconds * SHARE_OF_RELAXATION, gains=gains + nudge)
    if relaxed.outcome is not Outcome.OPTIMAL or relaxed.values is None:
        return Climbed(best, None)
    bound = program.certified_bound(relaxed.prices)
    prices = program.named_prices(relaxed.prices)
    if hear is not None:
        hear(best, bound)
    if reached >= bound:
        return Climbed(best, bound, prices)

    whole = np.array(program.whole)
    held = np.where(whole & (relaxed.values > 1 - 1e-6), 1.0, np.array(program.least, dtype=float))
    mended = program.solve(deadline.left() * SHARE_OF_SEARCH, least=held)
    if mended.values is not None and _gain(gains, mended.values) > reached:
        best, reached = np.rint(mended.values), _gain(gains, mended.values)
        if hear is not None:
            hear(best, bound)
    if reached >= bound:
        return Climbed(best, bound, prices)

    # A solution that gains at least one more than the best uses no column whose price is above the distance to the bound.
    useless = whole & (relaxed.bound + relaxed.reduced < reached + 1 - 1e-6)
    most = np.where(useless & (relaxed.values < 1e-6), 0.0, np.array(program.most, dtype=float))
    within = bool(np.all(best <= most + 1e-6))
    searched = program.solve(deadline.left() * SHARE_OF_SEARCH, start=best if within else None, most=most)
    if searched.values is not None and _gain(gains, searched.values) > reached:
        best, reached = np.rint(searched.values), _gain(gains, searched.values)
    if searched.outcome is Outcome.OPTIMAL or searched.outcome is Outcome.IMPOSSIBLE:
        bound = min(bound, reached)
    elif np.isfinite(searched.bound):
        bound = min(bound, max(reached, floor(searched.bound + 1e-6)))
    return Climbed(best, bound, prices)


def _gain(gains: Numbers, values: Numbers) -> int:
    return round(float(gains @ np.rint(values)))
