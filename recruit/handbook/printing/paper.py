"""A book on paper: a PDF, byte for byte the same for the same contents."""

from collections.abc import Mapping
from typing import Any
import unicodedata

from flask import current_app

from recruit.handbook.printing.contents import Printed
from recruit.handbook.printing.tree import Node, text_of
from recruit.web.pdf import pdf_of, printable

# Names for machines are not printed; signs that the fonts lack stay in them.
_FOR_MACHINES = {"key", "name", "kind", "sort", "target", "address", "slug", "lang"}

# Sharp in print across the page.
_PICTURE_WIDTH = 1600


def as_pdf(book: Printed) -> bytes:
    """The book, tagged. Raises Busy, PaperFailed."""
    pictures = book.pictures(_PICTURE_WIDTH)
    tree = _on_paper(book.contents, files={name: one.file for name, one in pictures.items()})
    return pdf_of(
        source(),
        tree,
        made_at=book.made_at,
        pictures={one.file: one.content for one in pictures.values()},
    )


def source() -> str:
    """The design, as typst reads it."""
    loader, environment = current_app.jinja_loader, current_app.jinja_env
    if loader is None:
        raise RuntimeError("the application has no templates")
    return "\n".join(
        loader.get_source(environment, file)[0] for file in ("parts/paper.typ", "handbook/book.typ")
    )


def _on_paper(tree: Any, name: str = "", *, files: Mapping[str, str]) -> Any:
    """The tree in signs that the fonts hold, with the widths of the columns of its tables and the files of its pictures."""
    if isinstance(tree, str):
        return tree if name in _FOR_MACHINES else printable(tree)
    if isinstance(tree, list):
        return [_on_paper(one, files=files) for one in tree]
    if not isinstance(tree, dict):
        return tree
    found = {key: _on_paper(one, key, files=files) for key, one in tree.items()}
    if tree.get("kind") == "table":
        found["widths"] = _widths(tree)
    if tree.get("kind") == "figure":
        found["file"] = files.get(tree["name"], "")
        # A page is 166 mm wide between its margins; a high picture leaves room for its words.
        found["wide"] = round(
            min(166.0, tree["width"] * 0.173, 190 * tree["width"] / max(1, tree["height"])), 1
        )
    return found


def _widths(table: Node) -> list[float]:
    """By the root of the longest words in a column, so that one long text does not take all the room."""
    columns = zip(table["head"], *table["rows"], strict=True)
    return [max(2.2, min(9.0, max(_length(cell) for cell in column) ** 0.5)) for column in columns]


def _length(words: list[Node]) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text_of(words))
