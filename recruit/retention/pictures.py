"""Drawings as files: SVG as it is drawn, and PNG at twice its size, set by the press of papers in its one family of letters."""

from datetime import datetime

from flask import Response
from markupsafe import Markup

from recruit.core import clock
from recruit.web.charts.drawing import FONT
from recruit.web.pdf import picture_of, printable

# The one family that papers are set in; the drawings of pages name others.
_FAMILY = "Noto Sans CJK JP"
KINDS = ("svg", "png")
# Twice the 96 points an inch that a drawing is measured in: sharp on fine screens and in slides.
_DOTS = 192
_SHEET = """
#let given = json(bytes(sys.inputs.data))
#set page(width: auto, height: auto, margin: 9pt)
#image(bytes(given.drawing), format: "svg")
"""


def on_paper(drawing: Markup) -> str:
    """The drawing in the letters of papers."""
    named = str(drawing).replace(FONT, _FAMILY).replace(FONT.replace("'", "&#39;"), _FAMILY)
    return printable(named)


def png_of(drawing: Markup, *, made_at: datetime) -> bytes:
    """One drawing as a picture. Raises Busy, PaperFailed."""
    return picture_of(_SHEET, {"drawing": on_paper(drawing)}, made_at=made_at, dots=_DOTS)


def drawing_file(drawing: Markup, kind: str, name: str) -> Response:
    """A drawing to keep, as SVG or PNG. Raises Busy, PaperFailed."""
    if kind == "png":
        response = Response(png_of(drawing, made_at=clock.now()), content_type="image/png")
    else:
        response = Response(str(drawing), content_type="image/svg+xml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
