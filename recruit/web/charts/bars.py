"""Small level bars: a few shares or counts side by side, each with its words and, where known, its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from recruit.web.charts.drawing import (
    DRAW,
    INK,
    PAPER,
    Frame,
    drawing,
    element,
    line,
    text,
    width_of,
    wrapped,
)


@dataclass(frozen=True)
class Bar:
    """One bar. `value` is None where it is hidden or not yet estimable: then `shown` says so and only the outline is drawn."""

    label: str
    value: float | None
    shown: str
    low: float | None = None
    high: float | None = None


def small_bars(
    *,
    chart_id: str,
    title: str,
    description: str,
    bars: Sequence[Bar],
    most: float | None = None,
    only: str | None = None,
) -> Markup:
    """Bars from 0 to `most` (default: the largest value or upper end of an interval)."""
    known = [value for bar in bars for value in (bar.value, bar.high) if value is not None]
    top = most or max(known, default=0) or 1
    kinds = ("desk", "phone") if only is None else (only,)
    return Markup("").join(_one(kind, chart_id, title, description, bars, top) for kind in kinds)


def _one(kind: str, chart_id: str, title: str, description: str, bars: Sequence[Bar], most: float) -> Markup:
    width = 640.0 if kind == "desk" else 320.0
    figures = max((width_of(bar.shown) for bar in bars if bar.value is not None), default=0) + 22
    frame = Frame(width=width, left=1, right=width - figures, top=0, bottom=0, last=most, low=0, high=1)
    y = 0.0
    for bar in bars:
        for words_line in wrapped(bar.label, width):
            y += 18
            frame.add(text(0, y, words_line))
        y += 7
        room = frame.right - frame.left
        frame.add(
            element(
                "rect", x=frame.left, y=y, width=room, height=20, fill=PAPER, stroke=DRAW,
                stroke_dasharray="5 3" if bar.value is None else None,
            )
        )  # fmt: skip
        if bar.value is not None:
            frame.add(
                element(
                    "rect", x=frame.left, y=y, width=frame.x(bar.value) - frame.left, height=20, fill=DRAW
                )
            )
        if bar.low is not None and bar.high is not None:
            frame.add(_interval(frame.x(bar.low), frame.x(bar.high), y + 10))
        if bar.value is None:
            frame.add(text(frame.left + 8, y + 14, bar.shown))
        else:
            frame.add(text(width, y + 14, bar.shown, anchor="end", bold=True))
        y += 28
    return drawing(chart_id, kind, title, description, width, y + 4, frame.drawn)


def _interval(start: float, end: float, y: float) -> str:
    """A dimension line over the bar's end, on white so that it shows on the filled part too."""
    ends = [(start, y - 5, start, y + 5), (end, y - 5, end, y + 5), (start, y, end, y)]
    ground = "".join(line(*places, stroke=PAPER, stroke_width=5) for places in ends)
    return ground + "".join(line(*places, stroke=INK, stroke_width=2) for places in ends)
