"""One bar for a whole, divided into its parts: shapes instead of colours, each part with its words and its figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from recruit.web.charts.drawing import DRAW, PAPER, Frame, drawing, element, legend

FILLS = (DRAW, "hatched", "dotted", PAPER, "level", "crossed")


@dataclass(frozen=True)
class Piece:
    """A part of the whole. `label` is written beside its sample and holds the figure."""

    label: str
    value: float


def fill_of(prefix: str, kind: str) -> str:
    """A colour as it is, or the pattern of that name in this drawing."""
    return kind if kind.startswith("#") else f"url(#{prefix}-{kind})"


def parts_of_whole(
    *, chart_id: str, title: str, description: str, pieces: Sequence[Piece], only: str | None = None
) -> Markup:
    """The pieces from left to right; those of nothing are left out, and so is a bar of nothing."""
    shown = [piece for piece in pieces if piece.value > 0][: len(FILLS)]
    if not shown:
        return Markup("")
    kinds = ("desk", "phone") if only is None else (only,)
    return Markup("").join(_one(kind, chart_id, title, description, shown) for kind in kinds)


def _one(kind: str, chart_id: str, title: str, description: str, pieces: Sequence[Piece]) -> Markup:
    width = 640.0 if kind == "desk" else 320.0
    prefix = f"{chart_id}-{kind}"
    total = sum(piece.value for piece in pieces)
    frame = Frame(width=width, left=1, right=width - 1, top=0, bottom=34, last=total, low=0, high=1)
    rows, at = [], 0.0
    for piece, fill in zip(pieces, FILLS, strict=False):
        paint = fill_of(prefix, fill)
        frame.add(
            element(
                "rect", x=frame.x(at), y=1, width=frame.x(at + piece.value) - frame.x(at), height=32,
                fill=paint, stroke=DRAW, stroke_width=2,
            )
        )  # fmt: skip
        sample = element("rect", x=1, y=0, width=26, height=14, fill=paint, stroke=DRAW, stroke_width=1.5)
        rows.append((sample, piece.label))
        at += piece.value
    end = legend(frame, rows, 46)
    return drawing(chart_id, kind, title, description, width, end + 2, frame.drawn)
