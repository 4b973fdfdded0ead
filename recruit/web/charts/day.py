"""A working day on the scale of its twenty-four hours: the agreed hours solid, overtime hatched after them."""

from dataclasses import dataclass

from markupsafe import Markup

from recruit.web.charts.drawing import DRAW, INK, LINE, Frame, drawing, element, legend, line, text
from recruit.web.charts.whole import fill_of

TICKS = (0, 6, 12, 18, 24)


@dataclass(frozen=True)
class DayWords:
    """Translated: what stands beside the two samples; `overtime` is empty where there is none."""

    work: str
    overtime: str = ""


def working_day(
    *,
    chart_id: str,
    title: str,
    description: str,
    starts: float,
    ends: float,
    overtime: float,
    words: DayWords,
    only: str | None = None,
) -> Markup:
    """Hours of the day as numbers (8.5 is 08:30). What reaches over midnight goes on at the left."""
    kinds = ("desk", "phone") if only is None else (only,)
    return Markup("").join(
        _one(kind, chart_id, title, description, starts, ends, overtime, words) for kind in kinds
    )


def _spans(starts: float, ends: float) -> list[tuple[float, float]]:
    """A span of hours as parts of one day."""
    starts, ends = starts % 24, starts % 24 + (ends - starts)
    if ends <= 24:
        return [(starts, ends)]
    return [(starts, 24.0), (0.0, ends - 24)]


def _one(
    kind: str,
    chart_id: str,
    title: str,
    description: str,
    starts: float,
    ends: float,
    overtime: float,
    words: DayWords,
) -> Markup:
    width = 640.0 if kind == "desk" else 320.0
    prefix = f"{chart_id}-{kind}"
    frame = Frame(width=width, left=18, right=width - 22, top=0, bottom=34, last=24, low=0, high=1)
    hatched = fill_of(prefix, "hatched")
    for hour in TICKS:
        frame.add(line(frame.x(hour), 0, frame.x(hour), 36, stroke=LINE))
        frame.add(text(frame.x(hour), 52, f"{hour}:00", anchor="middle"))
    frame.add(line(frame.left, 36, frame.right, 36, stroke=INK, stroke_width=1.5))
    for (first, last), fill in [
        *((span, DRAW) for span in _spans(starts, ends)),
        *((span, hatched) for span in _spans(ends, ends + overtime) if overtime > 0),
    ]:
        frame.add(
            element(
                "rect", x=frame.x(first), y=6, width=frame.x(last) - frame.x(first), height=24, fill=fill,
                stroke=DRAW, stroke_width=2,
            )
        )  # fmt: skip
    rows = [
        (element("rect", x=1, y=0, width=26, height=14, fill=paint, stroke=DRAW, stroke_width=1.5), label)
        for paint, label in ((DRAW, words.work), (hatched, words.overtime))
        if label
    ]
    end = legend(frame, rows, 66)
    return drawing(chart_id, kind, title, description, width, end + 2, frame.drawn)
