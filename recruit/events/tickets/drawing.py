"""The code of a ticket as a drawing. It holds the ticket's number and nothing else: no address, no name."""

import io

from markupsafe import Markup
import segno

# Survives a cracked screen; the four modules of white around it are what scanners ask for.
_ERROR_LEVEL, _BORDER = "m", 4


def for_page(code: str) -> Markup:
    """The drawing in the page; nothing is fetched."""
    drawn = segno.make_qr(code, error=_ERROR_LEVEL).svg_inline(
        border=_BORDER, scale=7, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(drawn)


def for_paper(code: str) -> str:
    """The drawing as SVG for the typesetter."""
    return segno.make_qr(code, error=_ERROR_LEVEL).svg_inline(border=_BORDER, dark="#000", light="#fff")


def for_mail(code: str) -> bytes:
    """The drawing as a PNG, as mail programs show it."""
    made = io.BytesIO()
    segno.make_qr(code, error=_ERROR_LEVEL).save(made, kind="png", border=_BORDER, scale=10)
    return made.getvalue()
