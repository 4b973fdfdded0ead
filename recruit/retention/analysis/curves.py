"""The Kaplan-Meier curve of a group, and what is read off it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isnan

import numpy as np
from numpy.typing import ArrayLike

from recruit.retention.analysis.intervals import (
    BetaProducts,
    Interval,
    beta_product_limits,
    beta_products,
    log_log_limits,
)
from recruit.retention.analysis.lifetimes import Floats, Integers, Lifetimes, RiskTable, risk_table

NEARLY = 1e-12  # a survival this close to one half is one half: it is a product of ratios in floating point


@dataclass(frozen=True)
class SurvivalAt:
    """The share of people still there after time t, in the units of the curve.

    Where t lies beyond the last observation and the curve has not reached 0 the share is not yet estimable:
    `estimable` is False and the share and its intervals are None. `log_log` is also None where the share is 0 or 1.
    """

    time: float
    estimable: bool
    at_risk: int
    survival: float | None
    log_log: Interval | None
    beta_product: Interval | None


@dataclass(frozen=True)
class RestrictedMean:
    """The mean time spent before `to`: the area under the curve from `since` to `to`, in the units of the curve.

    The variance is Σ (area from tᵢ to `to`)² dᵢ / (Yᵢ (Yᵢ - dᵢ)) (Klein & Moeschberger 2003, section 4.5).
    None where the curve is not estimable up to `to`.
    """

    to: float
    value: float | None
    standard_error: float | None


@dataclass(frozen=True, eq=False)
class SurvivalCurve:
    """The Kaplan-Meier estimate S(t) = Π (1 - d/Y) over exit times up to t; right-continuous, 1 before the first.

    One entry of each array per time at which somebody left or observation ended. Y (`table.at_risk`): entry < t <= time.
    hazard_variance: Greenwood's sum Σ d / (Y (Y - d)). standard_error: S times its root, not a number once S is 0.
    emptied_at: the time at which everybody then observed had left although others are observed later (they were
    registered late): from there on the curve says nothing, see `first_time_with`. None in sound data.
    since: where the curve begins (above 0: given that people were still there then).
    """

    table: RiskTable
    survival: Floats
    hazard_variance: Floats
    since: float = 0.0
    confidence: float = 0.95

    @property
    def people(self) -> int:
        return self.table.people

    @property
    def exits(self) -> int:
        return int(self.table.exits.sum())

    @property
    def late_entries(self) -> int:
        """People observed only from some time after their start; without them the others would look too stable."""
        return int(self.table.entered_late.size)

    @property
    def last_observation(self) -> float:
        return float(self.table.times[-1])

    @property
    def standard_error(self) -> Floats:
        with np.errstate(invalid="ignore"):
            return self.survival * np.sqrt(self.hazard_variance)

    @cached_property
    def log_log(self) -> tuple[Floats, Floats]:
        return log_log_limits(self.survival, self.hazard_variance, self.confidence)

    @cached_property
    def beta_product(self) -> tuple[Floats, Floats]:
        """The limits of `intervals.beta_product_limits` at the times of the curve."""
        position = np.arange(1, self.table.times.size + 1)
        lower, upper = beta_product_limits(
            [self.beta_products_at(self.table.times, self.survival, position)], self.confidence
        )
        return lower[0], upper[0]

    @property
    def beta_product_is_approximate(self) -> bool:
        return self.late_entries > 0

    @property
    def emptied_at(self) -> float | None:
        empty = np.flatnonzero(self.survival <= 0.0)
        return float(self.table.times[empty[0]]) if empty.size and empty[0] + 1 < self.survival.size else None

    @property
    def median(self) -> float | None:
        """The first time at which at most half are left; None while more than half are."""
        reached = np.flatnonzero(self.survival <= 0.5 + NEARLY)
        return float(self.table.times[reached[0]]) if reached.size else None

    def estimable_at(self, time: float) -> bool:
        return time >= self.since and (time <= self.last_observation or bool(self.survival[-1] <= 0.0))

    def at(self, times: ArrayLike) -> list[SurvivalAt]:
        """S and its intervals at any times, with the number at risk (entry < t <= time)."""
        return answers_of([self], times)[0]

    def restricted_mean(self, to: float) -> RestrictedMean:
        """The area under the curve up to `to`."""
        if not self.estimable_at(to):
            return RestrictedMean(to, None, None)
        inside = self.table.times < to
        steps = np.concatenate(([self.since], self.table.times[inside], [to]))
        areas = np.diff(steps) * np.concatenate(([1.0], self.survival[inside]))
        rest = np.cumsum(areas[::-1])[::-1][1:]  # from each inner time to the end
        exits, at_risk = self.table.exits[inside], self.table.at_risk[inside]
        counted = (exits > 0) & (exits < at_risk)
        terms = rest[counted] ** 2 * exits[counted] / (at_risk[counted] * (at_risk[counted] - exits[counted]))
        return RestrictedMean(to, float(areas.sum()), float(np.sqrt(terms.sum())))

    def beta_products_at(self, points: Floats, survival: Floats, position: Integers) -> BetaProducts:
        after = self.table.at_risk_just_after(points)
        return beta_products(survival, self.table.at_risk, self.table.exits, position, after)


def answers_of(curves: Sequence[SurvivalCurve], times: ArrayLike) -> list[list[SurvivalAt]]:
    """S and its intervals at the same times for many curves of one confidence; the intervals of all of them are computed at
    once, which takes little longer than those of one.
    """
    if not curves:
        return []
    points = np.atleast_1d(np.asarray(times, dtype=np.float64))
    survivals, variances, products = [], [], []
    for curve in curves:
        position = np.searchsorted(curve.table.times, points, side="right")
        survivals.append(np.concatenate(([1.0], curve.survival))[position])
        variances.append(np.concatenate(([0.0], curve.hazard_variance))[position])
        products.append(curve.beta_products_at(points, survivals[-1], position))
    confidence = curves[0].confidence
    plain = log_log_limits(np.concatenate(survivals), np.concatenate(variances), confidence)
    lower, upper = beta_product_limits(products, confidence)
    found = []
    for place, curve in enumerate(curves):
        rows = slice(place * points.size, (place + 1) * points.size)
        found.append(
            [
                SurvivalAt(time, True, number, share, log_log, beta_product)
                if curve.estimable_at(time)
                else SurvivalAt(time, False, number, None, None, None)
                for time, number, share, log_log, beta_product in zip(
                    points.tolist(),
                    curve.table.at_risk_at(points).tolist(),
                    survivals[place].tolist(),
                    _intervals(plain[0][rows], plain[1][rows]),
                    _intervals(lower[place], upper[place]),
                    strict=True,
                )
            ]
        )
    return found


def kaplan_meier(lifetimes: Lifetimes, since: float = 0.0, confidence: float = 0.95) -> SurvivalCurve:
    """The survival curve of a group; with `since`, of those still there then (their curve begins at 1 there)."""
    table = risk_table(lifetimes.given_still_there_at(since) if since > 0.0 else lifetimes, since)
    at_risk, exits = table.at_risk, table.exits
    staying = (at_risk - exits).astype(np.longdouble)
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.where(exits > 0, staying / at_risk, np.longdouble(1.0))
        terms = np.where(exits > 0, exits / (at_risk * staying), np.longdouble(0.0))
    survival = np.cumprod(factors).astype(np.float64)
    return SurvivalCurve(table, survival, np.cumsum(terms).astype(np.float64), since, confidence)


def curve_that_begins(lifetimes: Lifetimes, at_least: int) -> SurvivalCurve:
    """The curve from the start; where everybody observed at first had left before others were registered, from when on
    `at_least` people (or all there are) are observed: `since` above 0, given that they were still there then.
    """
    plain = kaplan_meier(lifetimes)
    if plain.emptied_at is None:
        return plain
    since = first_time_with(lifetimes, min(at_least, len(lifetimes))) or plain.emptied_at
    later = lifetimes.given_still_there_at(since)
    return kaplan_meier(lifetimes, since) if len(later) else plain


def first_time_with(lifetimes: Lifetimes, at_least: int) -> float | None:
    """The earliest time from which `at_least` people are observed: where a curve with late entries may begin.

    0 where that many were observed from the start; None where there are never so many at once.
    """
    table = risk_table(lifetimes)
    moments = np.concatenate(([0.0], table.late_entries))
    enough = np.flatnonzero(table.at_risk_just_after(moments) >= at_least)
    return float(moments[enough[0]]) if enough.size else None


def _intervals(lower: Floats, upper: Floats) -> list[Interval | None]:
    return [
        None if isnan(low) or isnan(high) else Interval(low, high)
        for low, high in zip(lower.tolist(), upper.tolist(), strict=True)
    ]
