"""Why people left: the Aalen-Johansen cumulative incidence of competing exits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from recruit.retention.analysis.curves import SurvivalCurve, kaplan_meier
from recruit.retention.analysis.lifetimes import Floats, Lifetimes, count_at


@dataclass(frozen=True)
class IncidenceAt:
    """The shares of people who had left for each cause by time t, and who were still there; they sum to 1.

    None where t is not yet estimable.
    """

    time: float
    estimable: bool
    by_cause: dict[int, float | None]
    survival: float | None


@dataclass(frozen=True, eq=False)
class CumulativeIncidence:
    """F_k(t) = Σ S(tᵢ-) d_kᵢ / Yᵢ over exit times up to t (Aalen & Johansen 1978), one array per cause code.

    S is the Kaplan-Meier curve of leaving for any cause, so that the shares and S sum to 1 at every time. One minus
    a separate curve per cause would not: it treats who left for another cause as if they could still leave for this.
    """

    curve: SurvivalCurve
    by_cause: dict[int, Floats]

    @property
    def exit_times(self) -> Floats:
        return self.curve.table.times[self.curve.table.exits > 0]

    def at(self, times: ArrayLike) -> list[IncidenceAt]:
        points = np.atleast_1d(np.asarray(times, dtype=np.float64))
        position = np.searchsorted(self.curve.table.times, points, side="right")
        survival = np.concatenate(([1.0], self.curve.survival))[position]
        shares = {cause: np.concatenate(([0.0], share))[position] for cause, share in self.by_cause.items()}
        answers = []
        for index, time in enumerate(points.tolist()):
            known = self.curve.estimable_at(time)
            by_cause = {cause: float(share[index]) if known else None for cause, share in shares.items()}
            answers.append(IncidenceAt(time, known, by_cause, float(survival[index]) if known else None))
        return answers


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
    by_cause = {
        int(cause): np.cumsum(
            weight * count_at(table.times, lifetimes.time[lifetimes.cause == cause])
        ).astype(np.float64)
        for cause in found
    }
    return CumulativeIncidence(curve, by_cause)
