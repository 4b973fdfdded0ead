"""The figures as drawings: the curve with its number at risk, and where people went."""

from collections.abc import Sequence

from flask_babel import gettext as _
from markupsafe import Markup
import numpy as np

from recruit.placements.rules import ExitKind
from recruit.retention.analysis.curves import SurvivalAt, SurvivalCurve
from recruit.retention.analysis.intervals import Interval
from recruit.retention.analysis.spells import CAUSE_CODES
from recruit.retention.figures import REASONS, YEAR, Figures
from recruit.retention.queries import NationalLine
from recruit.retention.rules import LEAST_IN_FILES, MILESTONES
from recruit.retention.words import SHARES
from recruit.web.charts import (
    Benchmark,
    CurveWords,
    Layer,
    Series,
    StackWords,
    Step,
    floor_for,
    retention_curve,
    stacked_incidence,
)
from recruit.web.times import format_share
from recruit.web.words import words_for

LAST = float(MILESTONES[-1])
# A curve of more steps than a drawing has room for is read off at every tenth of a month.
MOST_STEPS = 300
MOST_TICKS = 120


def curve_drawing(
    figures: Figures, national: NationalLine | None, *, for_file: bool = False
) -> Markup | None:
    """The curve. For a file it ends where fewer than five people are observed: files travel further than a page."""
    curve = figures.curve
    if curve is None:
        return None
    until = min(curve.last_observation, LAST)
    points = curve.at(_moments(curve))
    if for_file:
        points = _while_enough(points)
        until = min(until, points[-1].time) if points else 0.0
    steps = [
        Step(point.time, point.survival, point.beta_product.lower, point.beta_product.upper)
        for point in points
        if point.survival is not None and point.beta_product is not None
    ]
    end = steps[-1].survival if steps else 1.0
    series = Series(
        _("This programme %(share)s", share=format_share(end)),
        steps,
        until,
        [] if for_file else _ticks(curve),
    )
    benchmark = None
    if national is not None:
        last = national.points[-1][1]
        benchmark = Benchmark(
            _("National, construction %(share)s", share=format_share(last)), national.points
        )
    cut_at = floor_for([series], benchmark)
    return retention_curve(
        chart_id="retention-curve",
        title=str(SHARES[figures.definition]),
        description=_description(figures),
        series=[series],
        benchmark=benchmark,
        words=CurveWords(
            stations=["0", "3", "6", "12", "24", _("%(count)s months", count="36")],
            at_risk=_("Number at risk"),
            interval=_("%(share)s interval", share=format_share(0.95, 0)),
            censored=_("still employed when last seen"),
            not_yet=_("not yet estimable"),
            left_out=_("0–%(percent)s left out", percent=str(round(cut_at * 100))) if cut_at else "",
        ),
        at_risk=[
            (point.time, None if for_file and 0 < point.at_risk < LEAST_IN_FILES else point.at_risk)
            for point in figures.milestones
        ],
        cut_at=cut_at,
        only="desk" if for_file else None,
    )


def _moments(curve: SurvivalCurve) -> list[float]:
    times = curve.table.times[curve.table.times <= LAST]
    if times.size > MOST_STEPS:
        return [float(month) for month in np.arange(0.1, min(LAST, curve.last_observation) + 1e-9, 0.1)]
    return [float(time) for time in times]


def _while_enough(points: Sequence[SurvivalAt]) -> list[SurvivalAt]:
    enough: list[SurvivalAt] = []
    for point in points:
        if point.at_risk < LEAST_IN_FILES:
            break
        enough.append(point)
    return enough


def _ticks(curve: SurvivalCurve) -> list[float]:
    times = curve.table.times[(curve.table.censored > 0) & (curve.table.times <= LAST)]
    if times.size > MOST_TICKS:
        times = np.unique(np.round(times * 3) / 3)
    return [float(time) for time in times if time <= curve.last_observation]


def _description(figures: Figures) -> str:
    point = figures.after_a_year
    if point is None or point.survival is None:
        return _("Not yet estimable at 12 months.")
    return _(
        "After 12 months %(share)s, %(count)s people at risk.",
        share=format_share(point.survival),
        count=point.at_risk,
    )


def incidence_drawing(figures: Figures, *, for_file: bool = False) -> Markup | None:
    """Where people went, stacked: the sum is what the curve lost. For a file it ends where fewer than five are observed."""
    incidence = figures.incidence
    if incidence is None or figures.curve is None:
        return None
    until = min(figures.curve.last_observation, LAST)
    moments = [0.0, *_moments(figures.curve)]
    if for_file:
        points = _while_enough(figures.curve.at(moments))
        moments = [point.time for point in points]
        if not moments:
            return None
        until = min(until, moments[-1])
    answers = incidence.at(moments)
    layers = []
    for reason in REASONS:
        code = CAUSE_CODES[str(reason)]
        if code not in incidence.by_cause:
            continue
        shares = [(answer.time, answer.by_cause[code] or 0.0) for answer in answers if answer.estimable]
        label = _(
            "%(reason)s %(share)s", reason=words_for(ExitKind(reason)), share=format_share(shares[-1][1])
        )
        layers.append(Layer(label, shares))
    return stacked_incidence(
        chart_id="retention-exits",
        title=_("Where people went"),
        description=_("The sum is what the curve lost."),
        layers=layers,
        until=until,
        words=StackWords(
            stations=["0", "12", "24", _("%(count)s months", count="36")], nobody=_("Nobody has left.")
        ),
        width=640.0 if for_file else 336.0,
        only="desk" if for_file else None,
    )


def went_within_a_year(figures: Figures) -> list[tuple[ExitKind, float, Interval | None]]:
    """The shares gone for each reason after a year with their intervals, for the table beside the drawing."""
    if figures.incidence is None:
        return []
    answer = figures.incidence.at([YEAR])[0]
    if not answer.estimable:
        return []
    return [
        (
            reason,
            answer.by_cause[CAUSE_CODES[str(reason)]] or 0.0,
            answer.intervals[CAUSE_CODES[str(reason)]],
        )
        for reason in REASONS
        if answer.by_cause.get(CAUSE_CODES[str(reason)])
    ]
