"""Two sides of the same things: a ring and a dot on one scale for each thing, and the distance between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from recruit.web.charts.drawing import (
    DRAW,
    LINE,
    PAPER,
    STAY,
    Frame,
    drawing,
    element,
    legend,
    line,
    text,
    width_of,
    wrapped,
)

TICKS = (0, 50, 100)
RING, DOT = 8.0, 4.5
ROW = 40.0
MOST_FOR_LABELS = 0.45


@dataclass(frozen=True)
class Pair:
    """One thing and the percentages of both sides."""

    label: str
    one: float
    other: float


@dataclass(frozen=True)
class PairWords:
    """Translated: whose the ring is, whose the dot is, and the ticks of the scale (0, 50, 100)."""

    one: str
    other: str
    ticks: Sequence[str]


def paired_shares(
    *,
    chart_id: str,
    title: str,
    description: str,
    pairs: Sequence[Pair],
    words: PairWords,
    only: str | None = None,
) -> Markup:
    """Percentages from 0 to 100. Where both sides say the same the dot lies in the ring."""
    kinds = ("desk", "phone") if only is None else (only,)
    return Markup("").join(_one(kind, chart_id, title, description, pairs, words) for kind in kinds)


def _ring(x: float, y: float) -> str:
    return element("circle", cx=x, cy=y, r=RING, fill=PAPER, stroke=DRAW, stroke_width=2.5)


def _dot(x: float, y: float) -> str:
    return element("circle", cx=x, cy=y, r=DOT, fill=DRAW)


def _one(
    kind: str, chart_id: str, title: str, description: str, pairs: Sequence[Pair], words: PairWords
) -> Markup:
    desk = kind == "desk"
    width = 720.0 if desk else 320.0
    # On a desk the things stand before the scale, on a phone each above its own line.
    longest = max((width_of(pair.label) for pair in pairs), default=0.0)
    before = min(longest + 28, width * MOST_FOR_LABELS) if desk else 0.0
    edge = RING + 2
    frame = Frame(
        width=width,
        left=before + edge,
        right=width - max(edge, width_of(words.ticks[-1]) / 2 + 4),
        top=0,
        bottom=0,
        last=TICKS[-1],
        low=0,
        high=1,
    )
    rows = [(_ring(14.0, 7.0), words.one), (_dot(14.0, 7.0), words.other)]
    frame.top = legend(frame, rows, 2) + 28
    drawn: list[str] = []
    y = frame.top
    for pair in pairs:
        lines = wrapped(pair.label, before - 28 if desk else width)
        if desk:
            middle = y + ROW / 2
            first = middle + 5 - (len(lines) - 1) * 9
        else:
            first = y + 15
            middle = first + (len(lines) - 1) * 18 + 19
        drawn.extend(text(0, first + place * 18, one) for place, one in enumerate(lines))
        drawn.append(line(frame.left, middle, frame.right, middle, stroke=LINE, stroke_width=1.5))
        if not desk:
            # A line through all rows would cross the words.
            drawn.extend(
                line(frame.x(tick), middle - RING, frame.x(tick), middle + RING, stroke=LINE)
                for tick in TICKS
            )
        ends = sorted((frame.x(pair.one), frame.x(pair.other)))
        drawn.append(line(ends[0], middle, ends[1], middle, stroke=STAY, stroke_width=4))
        drawn.append(_ring(frame.x(pair.one), middle) + _dot(frame.x(pair.other), middle))
        y = max(middle + RING + 4, y + ROW if desk else 0) + (0 if desk else 10)
    frame.bottom = y
    for place, tick in enumerate(TICKS):
        if desk:
            frame.add(line(frame.x(tick), frame.top - 8, frame.x(tick), frame.bottom, stroke=LINE))
        frame.add(text(frame.x(tick), frame.top - 14, words.ticks[place], anchor="middle", quiet=True))
    frame.add(*drawn)
    return drawing(chart_id, kind, title, description, width, frame.bottom + 2, frame.drawn)
