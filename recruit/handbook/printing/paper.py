"""A book on paper: a PDF, byte for byte the same for the same contents."""

from typing import Any
import unicodedata

from flask import current_app

from recruit.handbook.printing.contents import Printed
from recruit.handbook.printing.tree import Node, text_of
from recruit.web.pdf import pdf_of, printable

# Names for machines are not printed; signs that the fonts lack stay in them.
_FOR_MACHINES = {"kind", "sort", "target", "address", "slug", "lang"}


def as_pdf(book: Printed) -> bytes:
    """The book, tagged. Raises Busy, PaperFailed."""
    return pdf_of(source(), _on_paper(book.contents), made_at=book.made_at)


def source() -> str:
    """The design, as typst reads it."""
    loader, environment = current_app.jinja_loader, current_app.jinja_env
    if loader is None:
        raise RuntimeError("the application has no templates")
    return "\n".join(
        loader.get_source(environment, file)[0] for file in ("parts/paper.typ", "handbook/book.typ")
    )


def _on_paper(tree: Any, name: str = "") -> Any:
    """The tree in signs that the fonts hold, with the widths of the columns of its tables."""
    if isinstance(tree, str):
        return tree if name in _FOR_MACHINES else printable(tree)
    if isinstance(tree, list):
        return [_on_paper(one) for one in tree]
    if not isinstance(tree, dict):
        return tree
    found = {key: _on_paper(one, key) for key, one in tree.items()}
    if tree.get("kind") == "table":
        found["widths"] = _widths(tree)
    return found


def _widths(table: Node) -> list[float]:
    """By the root of the longest words in a column, so that one long text does not take all the room."""
    columns = zip(table["head"], *table["rows"], strict=True)
    return [max(2.2, min(9.0, max(_length(cell) for cell in column) ** 0.5)) for column in columns]


def _length(words: list[Node]) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text_of(words))
