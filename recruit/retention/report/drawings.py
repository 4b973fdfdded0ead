"""The drawings of a report. They show what its tables tell and nothing beyond: rounded shares at a few months."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from flask_babel import gettext as _
from markupsafe import Markup

from recruit.placements.rules import ExitKind
from recruit.retention.report.figures import GroupTold, Yearly
from recruit.retention.report.rules import MONTHS, Told
from recruit.retention.report.words import share_words
from recruit.web.charts import (
    Bar,
    Benchmark,
    CurveWords,
    Piece,
    Series,
    Step,
    floor_for,
    parts_of_whole,
    retention_curve,
    small_bars,
)
from recruit.web.times import format_share
from recruit.web.words import words_for

# Between two months the line is drawn for the eye, in as many pieces a month.
PIECES = 10
MOST_BARS = 12
YEAR = 12


def curve_drawing(report: Yearly) -> Markup | None:
    """The share at each month joined by straight lines, with its interval; a bound is drawn with all that it leaves open."""
    points = [(0.0, (1.0, 1.0, 1.0))]
    for month in MONTHS:
        one = report.at.get(month)
        if one is None or one.share is None:
            break
        points.append((float(month), _heights(one)))
    if len(points) == 1:
        return None
    last = report.at[int(points[-1][0])]
    series = Series(_("This programme: %(share)s", share=share_words(last)), _steps(points), points[-1][0])
    benchmark = None
    if report.national is not None:
        end = report.national.points[-1][1]
        benchmark = Benchmark(
            _("National, construction %(share)s", share=format_share(end)), report.national.points
        )
    cut_at = floor_for([series], benchmark)
    return retention_curve(
        chart_id="report-curve",
        title=_("Share still at the same company"),
        description=_("The shares of the table, joined by straight lines."),
        series=[series],
        benchmark=benchmark,
        words=CurveWords(
            stations=["0", "3", "6", "12", "24", _("%(count)s months", count="36")],
            at_risk=_("Number at risk"),
            interval=_("%(share)s interval", share=format_share(0.95, 0)),
            censored="",
            not_yet=_("not shown"),
            left_out=_("0–%(percent)s left out", percent=str(round(cut_at * 100))) if cut_at else "",
        ),
        at_risk=list(report.at_risk.items()),
        cut_at=cut_at,
        only="desk",
    )


def _heights(one: Told) -> tuple[float, float, float]:
    """Where a share is drawn, and from where to where it may lie."""
    assert one.share is not None
    percent = one.share.percent
    low, high = one.interval or (
        0 if one.share.or_fewer else percent,
        100 if one.share.or_more else percent,
    )
    return percent / 100, min(low, percent) / 100, max(high, percent) / 100


def _steps(points: Sequence[tuple[float, tuple[float, float, float]]]) -> list[Step]:
    steps = []
    for (begins, before), (ends, after) in pairwise(points):
        pieces = int((ends - begins) * PIECES)
        for piece in range(pieces):
            part = piece / pieces
            share, low, high = (
                start + (end - start) * part for start, end in zip(before, after, strict=True)
            )
            steps.append(Step(begins + (ends - begins) * part, share, low, high))
    steps.append(Step(points[-1][0], *points[-1][1]))
    return steps


def month_of_exits(report: Yearly) -> int | None:
    """The last month of which a drawing of the parts tells what the table tells; None where the share itself is a bound."""
    months = [month for month in MONTHS if (one := report.at.get(month)) is not None and _is_plain(one)]
    return months[-1] if months and report.exits else None


def _is_plain(one: Told) -> bool:
    return one.share is not None and not one.share.or_more and not one.share.or_fewer


def exits_drawing(report: Yearly) -> Markup | None:
    """Everybody as one bar: still there, gone for a reason that the table gives a share of, and all other reasons together."""
    month = month_of_exits(report)
    share = report.at[month].share if month is not None else None
    if month is None or share is None:
        return None
    pieces = [
        Piece(_("Still at the same company: %(share)s", share=share_words(report.at[month])), share.percent)
    ]
    rest = 100 - share.percent
    for reason, percent in _plain_reasons(report.exits, month):
        if percent < rest:
            pieces.append(
                Piece(
                    _(
                        "%(reason)s: %(share)s",
                        reason=words_for(reason),
                        share=format_share(percent / 100, 0),
                    ),
                    percent,
                )
            )
            rest -= percent
    words = _("other reasons") if len(pieces) > 1 else _("Gone, for all reasons")
    pieces.append(Piece(_("%(reason)s: %(share)s", reason=words, share=format_share(rest / 100, 0)), rest))
    return parts_of_whole(
        chart_id="report-exits",
        title=_("Where people went"),
        description=_("After %(count)s months, out of the rounded shares of the table.", count=month),
        pieces=pieces,
        only="desk",
    )


def _plain_reasons(exits: Mapping[ExitKind, Mapping[int, Told]], month: int) -> list[tuple[ExitKind, int]]:
    return [
        (reason, one.share.percent)
        for reason, at in exits.items()
        if _is_plain(one := at[month]) and one.share is not None
    ]


def bars_drawing(chart_id: str, groups: Sequence[GroupTold], names: Mapping[str, str]) -> Markup | None:
    """The share after a year, group by group; hidden groups have no bar."""
    bars = []
    for group in groups:
        one = group.at[YEAR]
        if one.share is None:
            continue
        percent = one.share.percent / 100
        low, high = one.interval or (None, None)
        bars.append(
            Bar(
                names[group.value],
                percent,
                share_words(one),
                None if low is None else low / 100,
                None if high is None else high / 100,
            )
        )
    if len(bars) < 2:
        return None
    return small_bars(
        chart_id=chart_id,
        title=_("Still at the same company after 12 months"),
        description=_("One bar for each group, with its interval where one is shown."),
        bars=bars[:MOST_BARS],
        most=1.0,
        only="desk",
    )
