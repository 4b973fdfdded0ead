"""The plan of one hire as a line: level on desks, upright on phones. The list beside it says everything again in words."""

from collections.abc import Callable, Sequence
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup

from recruit.surveys.timeline.rules import DAYS_SHOWN, Entry, Kind, share_of_line, spread
from recruit.web.charts.drawing import (
    DRAW,
    INK_2,
    PAPER,
    STAY,
    Frame,
    drawing,
    element,
    line,
    path,
    text,
    width_of,
    wrapped,
)
from recruit.web.times import format_day

_DESK, _PHONE = 960.0, 328.0


def drawn_line(entries: Sequence[Entry], *, start: date, today: date, name: str, icons: str) -> Markup:
    """Points above the line, facts under it, reminders and calls as small marks on it, earlier plans as empty rings.

    `icons` is the address of the shapes, which are those of the whole site.
    """
    # What lies behind the end of the line, as a stay may end, stands in the list alone.
    entries = [one for one in entries if one.kind is not Kind.FACT or (one.on - start).days <= DAYS_SHOWN]
    title = _("Three years of follow-ups of %(name)s", name=name)
    description = _(
        "The first months are drawn wider than the later ones. The list below says the same in words."
    )
    return _level(entries, start, today, title, description, icons) + _upright(
        entries, start, today, title, description, icons
    )


def _points(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(
        (one for one in entries if one.kind is Kind.INVITATION), key=lambda one: one.due_on or one.on
    )


def _facts(entries: Sequence[Entry]) -> list[Entry]:
    return [one for one in entries if one.kind is Kind.FACT]


def _shape(state: str, x: float, y: float, icons: str) -> str:
    ground = element("circle", cx=x, cy=y, r=9.0, fill=PAPER)
    use = element(
        "use",
        href=f"{icons}#state-{state}",
        x=x - 11,
        y=y - 11,
        width=22.0,
        height=22.0,
        klass=f"shape is-{state}",
    )
    return ground + use


def _ring(x: float, y: float) -> str:
    return element(
        "circle", cx=x, cy=y, r=5.0, fill=PAPER, stroke=INK_2, stroke_dasharray="3 2", stroke_width=1.5
    )


def _level(
    entries: Sequence[Entry], start: date, today: date, title: str, description: str, icons: str
) -> Markup:
    before, left, right, road = 20.0, 76.0, _DESK - 26, 92.0

    def x(day: date) -> float:
        share = share_of_line(day, start)
        return left + share * (right - left if share >= 0 else left - before)

    frame = Frame(_DESK, left, right, 0, road, 1, 0, 1)
    for fact in _facts(entries):
        if fact.until is not None:
            width = max(4.0, x(fact.until) - x(fact.on))
            frame.add(
                element(
                    "rect",
                    x=x(fact.on),
                    y=road - 12,
                    width=width,
                    height=24.0,
                    fill="url(#plan-desk-band)",
                    stroke=STAY,
                )
            )
    frame.add(line(before, road, left, road, stroke=DRAW, stroke_width=2, stroke_dasharray="5 4"))
    frame.add(line(left, road, right, road, stroke=DRAW, stroke_width=3))
    for one in entries:
        if one.kind in (Kind.REMINDER, Kind.CALL) and one.state == "done":
            frame.add(line(x(one.on), road - 9, x(one.on), road + 9, stroke=DRAW, stroke_width=1.5))
    points = _points(entries)
    places = spread([x(one.due_on or one.on) for one in points], 26, right)
    for one, place in zip(points, places, strict=True):
        if one.open_on and one.close_on:
            frame.add(
                line(x(one.open_on), road + 15, x(one.close_on), road + 15, stroke=STAY, stroke_width=3)
            )
        for earlier in one.earlier:
            if earlier.due_on != one.due_on:
                there = x(earlier.due_on)
                frame.add(
                    path(
                        [(there, road - 6), ((there + place) / 2, road - 30), (place, road - 10)],
                        stroke=INK_2,
                        stroke_dasharray="3 2",
                    ),
                    _ring(there, road),
                )
        frame.add(_shape(one.state, place, road, icons))
        frame.add(text(place, road - 38, one.mark, anchor="middle", bold=True))
        if _has_room(one, points, places):
            frame.add(text(place, road - 20, _day(one), anchor="middle", quiet=True))
    frame.add(
        line(x(today), road - 62, x(today), road + 26, stroke=DRAW, stroke_width=2, stroke_dasharray="2 3"),
        text(min(max(x(today), 30), _DESK - 40), road - 68, _("Today"), anchor="middle", bold=True),
    )
    end = _facts_below(frame, _facts(entries), x, road)
    return drawing("plan", "desk", title, description, _DESK, end + 8, frame.drawn)


def _day(one: Entry) -> str:
    return format_day(one.due_on or one.on, "short")


def _has_room(one: Entry, points: Sequence[Entry], places: Sequence[float]) -> bool:
    """Whether the day fits between the neighbours."""
    at = points.index(one)
    wide = width_of(_day(one)) + 8
    nearest = min(
        (abs(places[at] - places[other]) for other in (at - 1, at + 1) if 0 <= other < len(places)),
        default=wide,
    )
    return nearest >= wide


def _facts_below(frame: Frame, facts: Sequence[Entry], x: Callable[[date], float], road: float) -> float:
    """Facts stand under the line in as many rows as keep their words apart; each hangs from its day.

    All lines come before all words: one that hangs lower passes behind the words above it, not through them.
    """
    ends: list[float] = []
    all_words: list[str] = []
    for fact in facts:
        words = f"{fact.title} {format_day(fact.on, 'short')}"
        place = x(fact.on)
        wide = width_of(words)
        begin = min(max(0.0, place - 4), _DESK - wide)
        row = next((at for at, end in enumerate(ends) if end + 12 <= begin), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = begin + wide
        y = road + 50 + row * 22
        frame.add(
            line(place, road + 2, place, y - 13, stroke=INK_2),
            element("circle", cx=place, cy=road, r=3.5, fill=DRAW),
        )
        all_words += (
            element("rect", x=begin - 2, y=y - 13, width=wide + 4, height=17.0, fill=PAPER),
            text(begin, y, words),
        )
    frame.add(*all_words)
    return road + 50 + len(ends) * 22


def _upright(
    entries: Sequence[Entry], start: date, today: date, title: str, description: str, icons: str
) -> Markup:
    road, top, bottom = 24.0, 56.0, 640.0

    def y(day: date) -> float:
        share = share_of_line(day, start)
        return top + share * (bottom - top if share >= 0 else 40)

    frame = Frame(_PHONE, 0, _PHONE, top, bottom, 1, 0, 1)
    for fact in _facts(entries):
        if fact.until is not None:
            height = max(4.0, y(fact.until) - y(fact.on))
            frame.add(
                element(
                    "rect",
                    x=road - 10,
                    y=y(fact.on),
                    width=20.0,
                    height=height,
                    fill="url(#plan-phone-band)",
                    stroke=STAY,
                )
            )
    frame.add(line(road, 12, road, top, stroke=DRAW, stroke_width=2, stroke_dasharray="5 4"))
    frame.add(line(road, top, road, bottom, stroke=DRAW, stroke_width=3))
    for one in entries:
        if one.kind in (Kind.REMINDER, Kind.CALL) and one.state == "done":
            frame.add(line(road - 8, y(one.on), road + 8, y(one.on), stroke=DRAW, stroke_width=1.5))
    labelled: list[tuple[float, Entry | None, str]] = [(y(today), None, _("Today"))]
    for one in entries:
        if one.kind is Kind.INVITATION:
            labelled.append((y(one.due_on or one.on), one, f"{one.title} · {_day(one)}"))
        elif one.kind is Kind.FACT:
            labelled.append((y(one.on), one, f"{one.title} {format_day(one.on, 'short')}"))
    labelled.sort(key=lambda row: row[0])
    places = spread([place for place, _one, _words in labelled], 24, bottom + 10)
    for (place, one, words), at in zip(labelled, places, strict=True):
        frame.add(
            path([(road + 10, place), (road + 24, at), (road + 32, at)], stroke=INK_2, stroke_width=1)
            if one is not None
            else path(
                [(road - 14, place), (road + 24, at), (road + 32, at)],
                stroke=DRAW,
                stroke_width=2,
                stroke_dasharray="2 3",
            )
        )
        if one is None:
            frame.add(text(road + 36, at + 5, words, bold=True))
        elif one.kind is Kind.INVITATION:
            for earlier in one.earlier:
                if earlier.due_on != one.due_on:
                    frame.add(_ring(road, y(earlier.due_on)))
            frame.add(
                _shape(one.state, road, place, icons),
                text(road + 36, at + 5, wrapped(words, 250)[0], bold=True),
            )
        else:
            frame.add(
                element("circle", cx=road, cy=place, r=3.5, fill=DRAW),
                text(road + 36, at + 5, wrapped(words, 250)[0], quiet=True),
            )
    return drawing("plan", "phone", title, description, _PHONE, max(bottom, *places) + 14, frame.drawn)
