"""SVG by hand: elements, text that wraps, the road that is the time axis, and the patterns that replace colour."""

from collections.abc import Sequence
from dataclasses import dataclass, field
import unicodedata

from markupsafe import Markup, escape

INK = "#1a1a1a"
INK_2 = "#4d4d4d"
DRAW = "#003741"
STAY = "#006f83"
WASH = "#e9f7f9"
LINE = "#cccccc"
PAPER = "#ffffff"
TEXT_SIZE = 13.5
FONT = "Roboto, 'Noto Sans', 'Noto Sans JP', 'Hiragino Sans', Meiryo, sans-serif"


def number(value: float) -> str:
    """A coordinate, with at most one digit after the point."""
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def element(name: str, inside: str = "", /, **attributes: object) -> str:
    """One element; `stroke_width=2` becomes `stroke-width="2"`, `klass` the class. None leaves an attribute out."""
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is None:
            continue
        shown = number(value) if isinstance(value, float) else str(value)
        parts.append(f' {"class" if key == "klass" else key.replace("_", "-")}="{escape(shown)}"')
    parts.append(f">{inside}</{name}>")
    return "".join(parts)


def text(
    x: float, y: float, words: str, *, anchor: str = "start", bold: bool = False, quiet: bool = False
) -> str:
    """One line of text, as text."""
    return element(
        "text",
        str(escape(words)),
        x=float(x),
        y=float(y),
        text_anchor=None if anchor == "start" else anchor,
        font_weight="700" if bold else None,
        fill=INK_2 if quiet else INK,
    )


def path(points: Sequence[tuple[float, float]], **attributes: object) -> str:
    """A line through points."""
    steps = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return element("path", d=f"M{steps}", **{"fill": "none", **attributes})


def area(points: Sequence[tuple[float, float]], **attributes: object) -> str:
    """A closed outline."""
    steps = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return element("path", d=f"M{steps}Z", **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> str:
    """One straight line."""
    return element("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), **attributes)


def width_of(words: str, size: float = TEXT_SIZE) -> float:
    """About how wide words will be: wide letters count one em, others a little more than half."""
    wide = sum(1 for letter in words if unicodedata.east_asian_width(letter) in "WF")
    return (wide + 0.56 * (len(words) - wide)) * size


def wrapped(words: str, room: float) -> list[str]:
    """Words broken into lines that fit: at spaces, and between wide letters."""
    pieces: list[str] = []
    for letter in words:
        wide = unicodedata.east_asian_width(letter) in "WF"
        starts_new = (
            not pieces
            or wide
            or pieces[-1].endswith(" ")
            or unicodedata.east_asian_width(pieces[-1][-1]) in "WF"
        )
        # No line begins with a closing mark.
        if starts_new and letter not in "、。）」』・":
            pieces.append(letter)
        else:
            pieces[-1] = pieces[-1] + letter if pieces else letter
    lines = [""]
    for piece in pieces:
        if lines[-1] and width_of((lines[-1] + piece).rstrip()) > room:
            lines.append(piece)
        else:
            lines[-1] += piece
    return [one.strip() for one in lines]


@dataclass
class Frame:
    """The plot inside a drawing: from months and shares to places on the paper."""

    width: float
    left: float
    right: float
    top: float
    bottom: float
    last: float
    low: float
    high: float
    drawn: list[str] = field(default_factory=list)

    def x(self, months: float) -> float:
        return self.left + (self.right - self.left) * min(months, self.last) / self.last

    def y(self, share: float) -> float:
        return self.bottom - (self.bottom - self.top) * (max(share, self.low) - self.low) / (
            self.high - self.low
        )

    def add(self, *drawn: str) -> None:
        self.drawn.extend(drawn)


def road_axis(
    frame: Frame, y: float, stations: Sequence[float], labels: Sequence[str], skip: Sequence[float] = ()
) -> None:
    """The time axis: a solid road with a station at every milestone. `skip`: stations drawn without their label."""
    frame.add(line(frame.left, y, frame.right, y, stroke=DRAW, stroke_width=3))
    for place, (months, label) in enumerate(zip(stations, labels, strict=True)):
        frame.add(
            element("circle", cx=frame.x(months), cy=float(y), r=5, fill=PAPER, stroke=DRAW, stroke_width=2.5)
        )
        if months in skip:
            continue
        # The last label carries the unit and would stick out: it ends at the edge.
        if place == len(stations) - 1 and frame.x(months) + width_of(label) / 2 > frame.width:
            frame.add(text(frame.width, y + 23, label, anchor="end"))
        else:
            frame.add(text(frame.x(months), y + 23, label, anchor="middle"))


def legend(frame: Frame, rows: Sequence[tuple[str, str]], y: float, x: float = 0) -> float:
    """Rows of (sample, words), the sample drawn at 0 0 in a field of 28 × 14; gives the y after the last row."""
    for sample, words in rows:
        frame.add(element("g", sample, transform=f"translate({number(x)} {number(y)})"))
        for words_line in wrapped(words, frame.width - x - 36):
            frame.add(text(x + 36, y + 11.5, words_line))
            y += 19
        y += 2
    return y


def patterns(prefix: str) -> str:
    """Fills that differ in shape: hatched, dotted, pale lines, crossed. Solid and pale need none."""
    kinds = {
        "band": (7, f'<path d="M0 0v7" stroke="{STAY}" stroke-width="1.2" opacity=".5"></path>', WASH, 45),
        "hatched": (6, f'<path d="M0 0v6" stroke="{DRAW}" stroke-width="2.6"></path>', PAPER, 45),
        "dotted": (6, f'<circle cx="3" cy="3" r="1.1" fill="{DRAW}"></circle>', PAPER, 0),
        "level": (5, f'<path d="M0 2.5h5" stroke="{DRAW}" stroke-width="1.2"></path>', PAPER, 0),
        "crossed": (7, f'<path d="M0 3.5h7M3.5 0v7" stroke="{DRAW}" stroke-width="1"></path>', PAPER, 45),
    }
    drawn = []
    for name, (size, mark, ground, turn) in kinds.items():
        drawn.append(
            f'<pattern id="{prefix}-{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse"'
            f' patternTransform="rotate({turn})"><rect width="{size}" height="{size}" fill="{ground}"></rect>{mark}</pattern>'
        )
    return f"<defs>{''.join(drawn)}</defs>"


def drawing(
    chart_id: str, kind: str, title: str, description: str, width: float, height: float, drawn: Sequence[str]
) -> Markup:
    """A whole drawing with its title and description. `kind`: desk or phone."""
    names = f"{chart_id}-{kind}"
    inside = (
        f'<title id="{names}-title">{escape(title)}</title><desc id="{names}-desc">{escape(description)}</desc>'
        + patterns(names)
        + "".join(drawn)
    )
    return Markup(
        element(
            "svg",
            inside,
            xmlns="http://www.w3.org/2000/svg",
            klass=f"chart chart-{kind}",
            viewBox=f"0 0 {number(width)} {number(height)}",
            width=number(width),
            height=number(height),
            role="img",
            aria_labelledby=f"{names}-title",
            aria_describedby=f"{names}-desc",
            font_family=FONT,
            font_size=number(TEXT_SIZE),
        )
    )
