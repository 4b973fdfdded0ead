"""Thirty days side by side: what should have gone, and what became of it."""

from collections.abc import Sequence

from flask_babel import gettext as _
from markupsafe import Markup

from recruit.surveys.boards.rules import Day, Part
from recruit.web.charts.drawing import DRAW, INK_2, PAPER, Frame, drawing, element, legend, line, text
from recruit.web.times import format_day
from recruit.web.words import words_for

_FILLS = {
    Part.SENT: DRAW,
    Part.HELD: "hatched",
    Part.UNKNOWN: "crossed",
    Part.WAITS: "dotted",
    Part.MISSED_BY_US: "level",
}


def drawn_days(days: Sequence[Day]) -> Markup:
    """A bar for each day, as high as what should have gone, filled with what became of it."""
    if not any(day.should for day in days):
        return Markup("")
    title = _("What should have gone, day by day")
    description = _(
        "%(first)s to %(last)s. The table below says the same in figures.",
        first=format_day(days[0].on),
        last=format_day(days[-1].on),
    )
    return Markup("").join(_one(kind, days, title, description) for kind in ("desk", "phone"))


def _one(kind: str, days: Sequence[Day], title: str, description: str) -> Markup:
    width, height = (720.0, 130.0) if kind == "desk" else (328.0, 110.0)
    top = max(day.should for day in days)
    left = 34.0
    step = (width - left) / len(days)
    frame = Frame(width, left, width, 18.0, height, 1, 0, top)
    frame.add(
        text(left - 6, frame.top + 5, str(top), anchor="end", quiet=True),
        text(left - 6, height + 1, "0", anchor="end", quiet=True),
        line(left, frame.top, width, frame.top, stroke=INK_2, stroke_dasharray="2 4"),
        line(left, height, width, height, stroke=DRAW, stroke_width=2),
    )
    bar = max(4.0, step - 4)
    for place, day in enumerate(days):
        x, at = left + place * step + 2, 0
        for part, fill in _FILLS.items():
            number = day.parts.get(part, 0)
            if not number:
                continue
            low, high = frame.y(at), frame.y(at + number)
            paint = fill if fill.startswith("#") else f"url(#days-{kind}-{fill})"
            frame.add(element("rect", x=x, y=high, width=bar, height=low - high, fill=paint, stroke=DRAW))
            at += number
    frame.add(
        text(left, height + 20, format_day(days[0].on, "short"), quiet=True),
        text(width, height + 20, format_day(days[-1].on, "short"), anchor="end", quiet=True),
    )
    rows = []
    for part, fill in _FILLS.items():
        if any(day.parts.get(part) for day in days):
            paint = fill if fill.startswith("#") else f"url(#days-{kind}-{fill})"
            sample = element("rect", x=1, y=0, width=26, height=14, fill=paint or PAPER, stroke=DRAW)
            total = sum(day.parts.get(part, 0) for day in days)
            rows.append((sample, f"{words_for(part)} {total}"))
    end = legend(frame, rows, height + 34)
    return drawing("days", kind, title, description, width, end + 2, frame.drawn)
