"""How a picture of a chapter is written in a text and drawn on a page."""

from flask import get_template_attribute, url_for
from markupsafe import Markup

from recruit.handbook import marks
from recruit.handbook.figures.models import ChapterFigure
from recruit.handbook.figures.rules import Shown, Size


def mark_of(figure: ChapterFigure, language: str) -> str:
    """The line that shows it, with what its sender said of it in that language."""
    said = figure.words.get(language, {})
    return marks.figure_mark(
        marks.Figure(
            said.get("description", "…"), figure.key, said.get("caption", ""), said.get("source", "")
        )
    )


def shown_of(figure: ChapterFigure) -> Shown:
    return Shown(figure.key, tuple(Size(one.width, one.height) for one in figure.sizes))


def drawn(
    book: str, chapter: str, shown: Shown, *, description: str, caption: Markup, source: Markup
) -> Markup:
    """A picture with its words. The description is plain."""
    macro = get_template_attribute("handbook/drawn.html", "picture")
    addresses = [(_address(book, chapter, shown.key, one), one.width) for one in shown.sizes]
    return Markup(
        macro(
            src=_address(book, chapter, shown.key, shown.middle),
            srcset=", ".join(f"{address} {width}w" for address, width in addresses),
            whole=addresses[-1][0],
            size=shown.middle,
            description=description,
            caption=caption,
            source=source,
        )
    )


def _address(book: str, chapter: str, key: str, size: Size) -> str:
    return url_for("figures.file", book=book, chapter=chapter, key=key, width=size.width)
