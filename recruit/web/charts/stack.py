"""Where people went: cumulative incidence by reason, stacked, so that the sum is what the retention curve lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from markupsafe import Markup

from recruit.web.charts.drawing import (
    DRAW,
    LINE,
    PAPER,
    WASH,
    Frame,
    area,
    drawing,
    element,
    legend,
    line,
    road_axis,
    text,
)

STATIONS = (0.0, 12.0, 24.0, 36.0)


@dataclass(frozen=True)
class Layer:
    """One reason: the share gone for it, as steps (time, share from then on). `label` holds the last share too."""

    label: str
    steps: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class StackWords:
    """Translated. `stations` belong to 0, 12, 24 and 36 months; `nobody` is written when nothing was lost."""

    stations: Sequence[str]
    nobody: str = ""


def stacked_incidence(
    *,
    chart_id: str,
    title: str,
    description: str,
    layers: Sequence[Layer],
    until: float,
    words: StackWords,
    width: float = 336.0,
    only: str | None = None,
) -> Markup:
    """`layers` from the bottom up: the largest lasting reason first. `width` is the room on a desk: a side column."""
    kinds = ("desk", "phone") if only is None else (only,)
    return Markup("").join(
        _one(kind, width, chart_id, title, description, layers, until, words) for kind in kinds
    )


def _fill(prefix: str, place: int) -> str:
    kinds = (DRAW, "hatched", "dotted", WASH, "level", "crossed", PAPER)
    kind = kinds[place % len(kinds)]
    return kind if kind.startswith("#") else f"url(#{prefix}-{kind})"


def _share_at(steps: Sequence[tuple[float, float]], t: float) -> float:
    return next((share for at, share in reversed(steps) if at <= t), 0.0)


def _one(
    kind: str,
    room: float,
    chart_id: str,
    title: str,
    description: str,
    layers: Sequence[Layer],
    until: float,
    words: StackWords,
) -> Markup:
    width, plot = (room, 290.0) if kind == "desk" else (320.0, 220.0)
    prefix = f"{chart_id}-{kind}"
    total = sum(_share_at(layer.steps, until) for layer in layers)
    high = max(0.1, ceil(total * 10 + 0.2) / 10)
    frame = Frame(
        width=width, left=44, right=width - 12, top=0, bottom=0, last=STATIONS[-1], low=0.0, high=high
    )
    rows = [
        (
            element(
                "rect",
                x=1,
                y=0,
                width=26,
                height=14,
                fill=_fill(prefix, place),
                stroke=DRAW,
                stroke_width=1.5,
            ),
            layer.label,
        )
        for place, layer in enumerate(layers)
    ]
    frame.top = legend(frame, rows[::-1], 2) + 14
    frame.bottom = frame.top + plot
    tenths = round(high * 10)
    for tenth in range(0, tenths + 1, 1 if tenths <= 5 else 2):
        y = frame.y(tenth / 10)
        frame.add(line(frame.left, y, frame.right, y, stroke=LINE))
        frame.add(text(frame.left - 9, y + 5, f"{tenth * 10}{'%' if tenth == tenths else ''}", anchor="end"))
    times = sorted({t for layer in layers for t, _ in layer.steps if t <= until} | {0.0})
    below = [0.0] * len(times)
    for place, layer in enumerate(layers):
        above = [base + _share_at(layer.steps, t) for base, t in zip(below, times, strict=True)]
        outline = [*_edge(frame, times, above, until), *reversed(_edge(frame, times, below, until))]
        frame.add(
            area(outline, fill=_fill(prefix, place), stroke=DRAW, stroke_width=1.2, stroke_linejoin="round")
        )
        below = above
    if total == 0 and words.nobody:
        frame.add(text(frame.left + 12, frame.bottom - 14, words.nobody))
    road_axis(frame, frame.bottom, STATIONS, words.stations)
    return drawing(chart_id, kind, title, description, width, frame.bottom + 34, frame.drawn)


def _edge(
    frame: Frame, times: Sequence[float], shares: Sequence[float], until: float
) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for t, share in zip(times, shares, strict=True):
        if points:
            points.append((frame.x(t), points[-1][1]))
        points.append((frame.x(t), frame.y(share)))
    return [*points, (frame.x(until), points[-1][1])]
