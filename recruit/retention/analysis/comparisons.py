"""Do groups differ? The log-rank test, differences at one time and in the restricted mean, and many of them at once.

Which of the three a page shows is decided before anybody sees the data; see `holm` for pages that show several.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from recruit.retention.analysis.chi_square import chi_square_tail, normal_two_sided_tail
from recruit.retention.analysis.curves import SurvivalCurve
from recruit.retention.analysis.intervals import Interval
from recruit.retention.analysis.lifetimes import Floats, Lifetimes, risk_table


@dataclass(frozen=True)
class GroupCount:
    """Exits seen in a group, and how many the log-rank test expects if all groups leave alike."""

    observed: int
    expected: float


@dataclass(frozen=True)
class LogRank:
    """The log-rank test of k groups: a chi-square statistic with k - 1 degrees of freedom and its tail.

    At each exit time the exits of a group are compared with d Y_g / Y; variances are hypergeometric (Mantel 1966). A
    group that is never at risk when somebody leaves is not counted. Without at least two groups that are, or
    without exits at which a choice was possible, statistic and p are None: nothing can be compared.
    """

    statistic: float | None
    degrees: int
    p: float | None
    groups: tuple[GroupCount, ...]


@dataclass(frozen=True)
class Difference:
    """First minus second, with its 95 % interval where one is defined, and the two-sided p of "no difference"."""

    value: float
    interval: Interval | None
    statistic: float
    p: float


def log_rank(groups: Sequence[Lifetimes]) -> LogRank:
    """Whether groups leave at different rates, honouring late entries (risk set: entry < t <= time)."""
    return stratified_log_rank([groups])


def stratified_log_rank(strata: Sequence[Sequence[Lifetimes]]) -> LogRank:
    """The log-rank test within strata (for instance company sizes), each holding the same groups in the same order."""
    if len({len(groups) for groups in strata}) != 1:
        raise ValueError("every stratum must hold the same groups, empty ones too")
    count = len(strata[0])
    observed, expected = np.zeros(count), np.zeros(count)
    variance = np.zeros((count, count))
    for groups in strata:
        seen, foreseen, spread = _sums(groups)
        observed += seen
        expected += foreseen
        variance += spread
    counts = tuple(GroupCount(round(o), float(e)) for o, e in zip(observed, expected, strict=True))
    used = np.flatnonzero(expected > 0.0)
    degrees = used.size - 1
    if degrees < 1 or not np.trace(variance) > 0.0:
        return LogRank(None, max(degrees, 0), None, counts)
    kept = used[:-1]
    surplus = (observed - expected)[kept]
    solution = np.linalg.lstsq(variance[np.ix_(kept, kept)], surplus, rcond=None)[0]
    statistic = max(0.0, float(surplus @ solution))
    return LogRank(statistic, degrees, chi_square_tail(statistic, degrees), counts)


def difference_at(first: SurvivalCurve, second: SurvivalCurve, time: float) -> Difference | None:
    """Whether two independent groups differ in the share still there after `time`, on the log(-log) scale.

    J. Klein, B. Logan, M. Harhoff, P. Andersen, Statistics in Medicine 26 (2007) 4505-4519. Greenwood's sum is taken
    as the step function it is. None where either share is not estimable, 0 or 1.
    """
    shares: list[float] = []
    variances: list[float] = []
    for curve in (first, second):
        step = int(np.searchsorted(curve.table.times, time, side="right")) - 1
        if step < 0 or not curve.estimable_at(time) or not 0.0 < curve.survival[step] < 1.0:
            return None
        shares.append(float(curve.survival[step]))
        variances.append(float(curve.hazard_variance[step]))
    scales = [log(share) for share in shares]
    spread = sum(variance / scale**2 for variance, scale in zip(variances, scales, strict=True))
    statistic = (log(-scales[0]) - log(-scales[1])) ** 2 / spread
    return Difference(shares[0] - shares[1], None, statistic, chi_square_tail(statistic, 1))


def restricted_mean_difference(first: SurvivalCurve, second: SurvivalCurve, to: float) -> Difference | None:
    """How much longer the first group stays, on average, before `to`. None where a mean or both errors are missing."""
    means = [curve.restricted_mean(to) for curve in (first, second)]
    values = [mean.value for mean in means if mean.value is not None]
    error = sqrt(sum(mean.standard_error**2 for mean in means if mean.standard_error is not None))
    if len(values) < 2 or error == 0.0:
        return None
    value = values[0] - values[1]
    deviate = value / error
    reach = 1.959963984540054 * error
    return Difference(
        value, Interval(value - reach, value + reach), deviate**2, normal_two_sided_tail(deviate)
    )


def holm(chances: Sequence[float]) -> list[float]:
    """The p values of one family of comparisons, adjusted so that one false alarm in the family stays as rare as said.

    S. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70. The family is everything that is on the screen.
    """
    adjusted = [0.0] * len(chances)
    highest = 0.0
    for rank, index in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        highest = max(highest, min(1.0, (len(chances) - rank) * chances[index]))
        adjusted[index] = highest
    return adjusted


def _sums(groups: Sequence[Lifetimes]) -> tuple[Floats, Floats, Floats]:
    """Observed and expected exits per group, and the covariance of their difference."""
    tables = [risk_table(group) if len(group) else None for group in groups]
    seen = [table.times[table.exits > 0] for table in tables if table is not None]
    exit_times = np.unique(np.concatenate(seen)) if seen else np.zeros(0)
    exits, at_risk = np.zeros((2, len(groups), exit_times.size))
    for row, table in enumerate(tables):
        if table is not None:
            happened = table.exits > 0
            exits[row, np.searchsorted(exit_times, table.times[happened])] = table.exits[happened]
            at_risk[row] = table.at_risk_at(exit_times)
    all_exits, everybody = exits.sum(axis=0), at_risk.sum(axis=0)
    share = at_risk / everybody if exit_times.size else at_risk
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.where(everybody > 1.0, all_exits * (everybody - all_exits) / (everybody - 1.0), 0.0)
    covariance = np.diag((share * spread).sum(axis=1)) - (share * spread) @ share.T
    return exits.sum(axis=1), (share * all_exits).sum(axis=1), covariance
