"""Why people left: the Aalen-Johansen cumulative incidence of competing exits."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from recruit.retention.analysis.curves import SurvivalCurve, kaplan_meier
from recruit.retention.analysis.intervals import Interval
from recruit.retention.analysis.lifetimes import Floats, Integers, Lifetimes, count_at


@dataclass(frozen=True)
class IncidenceAt:
    """The shares of people who had left for each cause by time t, and who were still there; they sum to 1.

    None where t is not yet estimable. An interval is None too where nobody or everybody has left for the cause: there the
    formula says nothing.
    """

    time: float
    estimable: bool
    by_cause: dict[int, float | None]
    survival: float | None
    intervals: Mapping[int, Interval | None]


@dataclass(frozen=True, eq=False)
class CumulativeIncidence:
    """F_k(t) = Σ S(tᵢ-) d_kᵢ / Yᵢ over exit times up to t (Aalen & Johansen 1978), one array per cause code.

    S is the Kaplan-Meier curve of leaving for any cause, so that the shares and S sum to 1 at every time. One minus
    a separate curve per cause would not: it treats who left for another cause as if they could still leave for this.
    """

    curve: SurvivalCurve
    by_cause: dict[int, Floats]
    variance: dict[int, Floats]
    confidence: float = 0.95

    @property
    def exit_times(self) -> Floats:
        return self.curve.table.times[self.curve.table.exits > 0]

    def at(self, times: ArrayLike) -> list[IncidenceAt]:
        points = np.atleast_1d(np.asarray(times, dtype=np.float64))
        position = np.searchsorted(self.curve.table.times, points, side="right")
        survival = np.concatenate(([1.0], self.curve.survival))[position]
        shares = {cause: np.concatenate(([0.0], share))[position] for cause, share in self.by_cause.items()}
        errors = {
            cause: np.sqrt(np.concatenate(([0.0], variance)))[position]
            for cause, variance in self.variance.items()
        }
        answers = []
        for index, time in enumerate(points.tolist()):
            known = self.curve.estimable_at(time)
            by_cause = {cause: float(share[index]) if known else None for cause, share in shares.items()}
            intervals = {
                cause: log_log_interval(float(share[index]), float(errors[cause][index]), self.confidence)
                if known
                else None
                for cause, share in shares.items()
            }
            still_there = float(survival[index]) if known else None
            answers.append(IncidenceAt(time, known, by_cause, still_there, intervals))
        return answers


def log_log_interval(share: float, standard_error: float, confidence: float = 0.95) -> Interval | None:
    """F^exp(±z θ) with θ = se / (F |log F|), the transformation that Choudhury (Statistics in Medicine 21, 2002,
    1129-1144) proposes for cumulative incidence; None where F is 0 or 1.
    """
    if not 0.0 < share < 1.0:
        return None
    deviate = NormalDist().inv_cdf(0.5 + confidence / 2.0)
    factor = np.exp(deviate * standard_error / (share * -np.log(share)))
    return Interval(float(share**factor), float(share ** (1.0 / factor)))


def aalen_johansen(lifetimes: Lifetimes, causes: list[int] | None = None) -> CumulativeIncidence:
    """The cumulative incidence of each cause; `causes` names codes that must appear even if nobody left for them."""
    if lifetimes.cause is None:
        raise ValueError("exits must carry a cause")
    curve = kaplan_meier(lifetimes)
    table = curve.table
    staying = (table.at_risk - table.exits).astype(np.longdouble)
    with np.errstate(divide="ignore", invalid="ignore"):
        survival = np.cumprod(np.where(table.exits > 0, staying / table.at_risk, np.longdouble(1.0)))
        before = np.concatenate(([np.longdouble(1.0)], survival[:-1]))
        weight = np.where(table.exits > 0, before / table.at_risk, np.longdouble(0.0))
    found = np.unique(lifetimes.cause[lifetimes.left]).tolist() if causes is None else causes
    by_cause: dict[int, Floats] = {}
    variance: dict[int, Floats] = {}
    for cause in map(int, found):
        left = count_at(table.times, lifetimes.time[lifetimes.cause == cause])
        share = np.cumsum(weight * left)
        by_cause[cause] = share.astype(np.float64)
        variance[cause] = _variance(table.at_risk, table.exits, left, before, share)
    return CumulativeIncidence(curve, by_cause, variance)


def _variance(at_risk: Integers, exits: Integers, left: Integers, before: Floats, share: Floats) -> Floats:
    """Var F_k(t) = Σ [ S⁻² q_k (1 - q_k) + R² q / (1 - q) - 2 R S⁻ q_k ] / Y over exit times up to t, R = F_k(t) - F_k(tᵢ).

    q = d / Y, q_k = d_k / Y: the hazards of leaving at all and for this cause are multinomial at each time, and the delta
    method carries them into F_k (Andersen, Borgan, Gill & Keiding 1993, section 4.4.1, in its form for ties). Nobody
    censored, it is F (1 - F) / n. Where everybody leaves at once R is 0 ever after.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        happened = exits > 0
        for_cause = np.where(happened, left / at_risk, 0.0)
        odds = np.where(happened & (exits < at_risk), exits / (at_risk - exits) / at_risk, 0.0)
        own = np.where(happened, before**2 * for_cause * (1.0 - for_cause) / at_risk, 0.0)
        joint = np.where(happened, before * for_cause / at_risk, 0.0)
    own, joint, odds = (column.astype(np.longdouble) for column in (own, joint, odds))
    # R² and R written out, so that one pass serves every t.
    spread = np.cumsum(own + odds * share**2 + 2.0 * joint * share)
    slope = np.cumsum(odds * share + joint)
    return np.maximum(spread - 2.0 * share * slope + share**2 * np.cumsum(odds), 0.0).astype(np.float64)
