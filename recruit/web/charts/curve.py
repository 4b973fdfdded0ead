"""The retention curve: steps, interval, benchmark, censoring, number at risk; the time axis is the road."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor

from markupsafe import Markup

from recruit.web.charts.drawing import (
    DRAW,
    INK,
    LINE,
    PAPER,
    STAY,
    WASH,
    Frame,
    area,
    drawing,
    element,
    legend,
    line,
    path,
    road_axis,
    text,
    width_of,
)

STATIONS = (0.0, 3.0, 6.0, 12.0, 24.0, 36.0)
_LINE_OF_WORDS = 20.0


@dataclass(frozen=True)
class Step:
    """From `t` on the share still there is `survival`, with its interval where there is one."""

    t: float
    survival: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Series:
    """One curve. `until` is the last observed time; `censored` the times at which somebody was last seen."""

    label: str
    steps: Sequence[Step]
    until: float
    censored: Sequence[float] = ()


@dataclass(frozen=True)
class Benchmark:
    """A published comparison: only its points are known, the line between them is dashed."""

    label: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class CurveWords:
    """All words of the drawing, translated. `stations` belong to STATIONS; `left_out` is needed where the axis is cut."""

    stations: Sequence[str]
    at_risk: str
    interval: str
    censored: str
    not_yet: str
    left_out: str = ""


def floor_for(series: Sequence[Series], benchmark: Benchmark | None = None) -> float:
    """Where the value axis may begin: 0, or a tenth well below everything drawn when all of it lies high.

    >>> floor_for([Series("all", [Step(12, 0.9, 0.72, 0.95)], 12)])
    0.6
    """
    values = [
        value
        for one in series
        for step in one.steps
        for value in (step.survival, step.low)
        if value is not None
    ]
    values += [value for _, value in (benchmark.points if benchmark else ())]
    lowest = min(values, default=0.0)
    return 0.0 if lowest < 0.45 else max(0.0, floor(lowest * 10 - 0.5) / 10)


def retention_curve(
    *,
    chart_id: str,
    title: str,
    description: str,
    series: Sequence[Series],
    words: CurveWords,
    benchmark: Benchmark | None = None,
    at_risk: Sequence[tuple[float, int | None]] = (),
    cut_at: float = 0.0,
    width: float = 720.0,
    only: str | None = None,
) -> Markup:
    """The curve for desk and phone. A count of None at risk is hidden (too few) and shown as a dash. `width` is the room
    on a desk: a main column beside a side column.

    `cut_at` is where the value axis begins (see floor_for); above 0 it is drawn with a break line and `words.left_out`.
    """
    if cut_at > 0 and not words.left_out:
        raise ValueError("an axis is never cut without saying so")
    kinds = ("desk", "phone") if only is None else (only,)
    return Markup("").join(
        _one(kind, width, chart_id, title, description, series, words, benchmark, at_risk, cut_at)
        for kind in kinds
    )


def _one(
    kind: str, room: float, chart_id: str, title: str, description: str, series: Sequence[Series], words: CurveWords,
    benchmark: Benchmark | None, at_risk: Sequence[tuple[float, int | None]], cut_at: float,
) -> Markup:  # fmt: skip
    is_desk = kind == "desk"
    width = room if is_desk else 320.0
    frame = Frame(
        width=width, left=48, right=width - (24 if is_desk else 10), top=0, bottom=0,
        last=STATIONS[-1], low=cut_at, high=1.0,
    )  # fmt: skip
    names_itself = is_desk and len(series) == 1
    rows = _legend_rows(f"{chart_id}-{kind}", series, words, benchmark, names_itself=names_itself)
    frame.top = legend(frame, rows, 4) + 16
    frame.bottom = frame.top + (300 if is_desk else 210)
    axis = frame.bottom + (34 if cut_at else 0)
    _value_axis(frame, axis, cut_at, words)
    if len(series) == 1:
        _band(frame, series[0], f"{chart_id}-{kind}")
    if benchmark:
        places = [(frame.x(0), frame.y(1.0))] + [
            (frame.x(t), frame.y(value)) for t, value in benchmark.points
        ]
        frame.add(path(places, stroke=INK, stroke_width=1.8, stroke_dasharray="6 4"))
    for place, one in enumerate(series):
        _curve(frame, one, place)
    if benchmark:
        for t, value in benchmark.points:
            frame.add(_diamond(frame.x(t), frame.y(value)))
    if names_itself:
        _direct_labels(frame, series[0], benchmark, axis)
    road_axis(frame, axis, STATIONS, words.stations, skip=() if is_desk else (3.0,))
    _not_yet(frame, series, axis, words)
    height = axis + 34
    if at_risk:
        height = _at_risk(frame, at_risk, axis + 48, words, skip=() if is_desk else (3.0,))
    return drawing(chart_id, kind, title, description, width, height, frame.drawn)


def _legend_rows(
    prefix: str,
    series: Sequence[Series],
    words: CurveWords,
    benchmark: Benchmark | None,
    *,
    names_itself: bool,
) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    if not names_itself:
        for place, one in enumerate(series):
            mark = _station_mark(14, 7, place)
            rows.append((line(0, 7, 28, 7, stroke=_colour(place), stroke_width=3) + mark, one.label))
        if benchmark:
            sample = line(0, 7, 28, 7, stroke=INK, stroke_width=1.8, stroke_dasharray="6 4") + _diamond(14, 7)
            rows.append((sample, benchmark.label))
    if len(series) == 1 and any(step.low is not None for step in series[0].steps):
        rows.append((element("rect", width=28, height=14, fill=f"url(#{prefix}-band)"), words.interval))
    if any(one.censored for one in series):
        ticks = "".join(line(x, 2, x, 12, stroke=DRAW, stroke_width=1.5) for x in (8, 14, 20))
        rows.append((line(0, 7, 28, 7, stroke=DRAW, stroke_width=3) + ticks, words.censored))
    return rows


def _value_axis(frame: Frame, axis: float, cut_at: float, words: CurveWords) -> None:
    for tenth in range(round(cut_at * 10), 11, 1 if cut_at >= 0.4 else 2):
        y = frame.y(tenth / 10)
        if tenth or cut_at:
            frame.add(line(frame.left, y, frame.right, y, stroke=LINE))
        frame.add(text(frame.left - 8, y + 5, f"{tenth * 10}{'%' if tenth == 10 else ''}", anchor="end"))
    points = [(frame.left, frame.top), (frame.left, axis)]
    if cut_at:
        y = frame.bottom + 8
        points[1:1] = [
            (frame.left, y),
            (frame.left + 5, y + 5),
            (frame.left - 5, y + 11),
            (frame.left, y + 16),
        ]
        frame.add(text(frame.left + 14, y + 14, words.left_out, quiet=True))
    frame.add(path(points, stroke=DRAW, stroke_width=1.5))


def _outline(frame: Frame, series: Series, values: Sequence[float]) -> list[tuple[float, float]]:
    """The corners of a right-continuous step line that begins at (0, 1)."""
    points = [(frame.x(0), frame.y(1.0))]
    for step, value in zip(series.steps, values, strict=True):
        points += [(frame.x(step.t), points[-1][1]), (frame.x(step.t), frame.y(value))]
    return [*points, (frame.x(series.until), points[-1][1])]


def _band(frame: Frame, series: Series, prefix: str) -> None:
    if not any(step.low is not None for step in series.steps):
        return
    highs = [step.survival if step.high is None else step.high for step in series.steps]
    lows = [step.survival if step.low is None else step.low for step in series.steps]
    outline = [*_outline(frame, series, highs), *reversed(_outline(frame, series, lows))]
    frame.add(area(outline, fill=WASH), area(outline, fill=f"url(#{prefix}-band)"))


def _curve(frame: Frame, series: Series, place: int) -> None:
    points = _outline(frame, series, [step.survival for step in series.steps])
    frame.add(path(points, stroke=_colour(place), stroke_width=3, stroke_linejoin="round"))
    for t in series.censored:
        y = frame.y(_value_at(series, t))
        frame.add(line(frame.x(t), y - 4.5, frame.x(t), y + 4.5, stroke=_colour(place), stroke_width=1.5))
    if place:
        for t in STATIONS[1:]:
            if t <= series.until:
                frame.add(_station_mark(frame.x(t), frame.y(_value_at(series, t)), place))


def _value_at(series: Series, t: float) -> float:
    return next((step.survival for step in reversed(series.steps) if step.t <= t), 1.0)


def _direct_labels(frame: Frame, series: Series, benchmark: Benchmark | None, axis: float) -> None:
    """Each name beside its own line: of the two that end together the higher one above, the lower one below."""
    end = series.steps[-1] if series.steps else Step(0, 1.0)
    right = max(frame.x(series.until) - 6, frame.left + width_of(series.label) + 8)
    last_t, last = benchmark.points[-1] if benchmark else (0.0, 0.0)
    is_below = benchmark is not None and last > _value_at(series, last_t)
    if is_below:
        y = min(frame.y(end.survival if end.low is None else end.low) + 18, axis - 28)
    else:
        y = _above(frame, series, benchmark, right - width_of(series.label) - 8)
    frame.add(text(right, y, series.label, anchor="end", bold=True))
    if not benchmark:
        return
    its_right = frame.x(last_t) - 4
    its_left = its_right - width_of(benchmark.label)
    goes_on = last_t > series.until
    if is_below and not goes_on:
        its_y = _above(frame, series, benchmark, its_left)
    else:
        # A benchmark that goes on after the curve has its label to itself, right below its line.
        beside = () if goes_on else (end.survival, end.low)
        under = min(value for value in (*beside, last) if value is not None)
        its_y = min(frame.y(under) + 24, axis - 10)
    if its_left < right and abs(its_y - y) < _LINE_OF_WORDS:
        its_y = y + _LINE_OF_WORDS if y + _LINE_OF_WORDS <= axis - 8 else y - _LINE_OF_WORDS
    is_above = its_y < frame.y(last)
    frame.add(
        line(
            frame.x(last_t) - 3,
            frame.y(last) + (-8 if is_above else 8),
            frame.x(last_t) - 16,
            its_y + (4 if is_above else -12),
            stroke=INK,
        ),
        text(its_right, its_y, benchmark.label, anchor="end"),
    )


def _above(frame: Frame, series: Series, benchmark: Benchmark | None, left: float) -> float:
    """Where words stand that end at the right and are to have nothing of the drawing behind them."""
    return max(frame.y(_highest_from(frame, series, benchmark, left)) - 9, 13)


def _highest_from(frame: Frame, series: Series, benchmark: Benchmark | None, x: float) -> float:
    """The highest value drawn at x or to the right of it: a label stands above it."""
    corners = [(0.0, 1.0), *(benchmark.points if benchmark else ())]
    values = [value for t, value in corners[1:] if frame.x(t) >= x]
    for (t, value), (next_t, next_value) in pairwise(corners):
        # Where the line between two points is when the label begins.
        if frame.x(t) < x < frame.x(next_t):
            share = (x - frame.x(t)) / (frame.x(next_t) - frame.x(t))
            values.append(value + share * (next_value - value))
    ends = [*(step.t for step in series.steps), series.until]
    for step, end in zip([Step(0, 1.0), *series.steps], ends, strict=True):
        if frame.x(end) >= x:
            values.append(step.survival if step.high is None else step.high)
    return max(values, default=1.0)


def _not_yet(frame: Frame, series: Sequence[Series], axis: float, words: CurveWords) -> None:
    """What cannot be estimated yet is written, not drawn."""
    until = max((one.until for one in series), default=0.0)
    if until < STATIONS[-1]:
        frame.add(text(frame.right, axis - 10, words.not_yet, anchor="end", quiet=True))


def _at_risk(
    frame: Frame,
    at_risk: Sequence[tuple[float, int | None]],
    y: float,
    words: CurveWords,
    skip: Sequence[float],
) -> float:
    frame.add(text(0, y, words.at_risk, bold=True))
    for t, count in at_risk:
        if t not in skip:
            shown = "–" if count is None else str(count)
            x = min(frame.x(t), frame.width - width_of(shown) / 2)
            frame.add(text(x, y + 20, shown, anchor="middle"))
    return y + 30


def _diamond(x: float, y: float) -> str:
    return area([(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)], fill=PAPER, stroke=INK, stroke_width=1.8)


def _colour(place: int) -> str:
    return (DRAW, STAY, INK)[place % 3]


def _station_mark(x: float, y: float, place: int) -> str:
    """Curves of several groups differ by the mark at their stations: none, square, triangle."""
    if place % 3 == 1:
        return element("rect", x=x - 4.5, y=y - 4.5, width=9, height=9, fill=STAY)
    if place % 3 == 2:
        return area([(x, y - 6), (x + 6, y + 5), (x - 6, y + 5)], fill=INK)
    return ""
