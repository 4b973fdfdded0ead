"""What the addresses of books say to others: in which languages a page can be read, and where it is now."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from recruit.core.errors import Missing
from recruit.handbook import queries
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.jinja import Alternate
from recruit.web.pages import error_page


def named_in(languages: Sequence[str], nearest: str, **place: str) -> dict[str, Any]:
    """For the head of a page: its addresses in the languages in which it is written, and the one that search engines keep.

    Under the address of another language readers get the `nearest` text.
    """
    endpoint = request.endpoint or ""
    if not languages:
        return {}
    shown = current_language() if current_language() in languages else nearest
    return {
        "alternates": [Alternate(code, page_url(endpoint, **place, lang=code)) for code in languages],
        "canonical": page_url(endpoint, **place, lang=shown),
    }


def lead_on(_missing: Missing) -> ResponseReturnValue:
    """From an address that a book or a chapter once had to the same page under the one it has now."""
    values = request.view_args or {}
    book = queries.book_at(values["book"]) if "book" in values else None
    if book is None:
        return error_page(404)
    now: dict[str, Any] = {**values, "book": book.slug}
    if "chapter" in values:
        chapter = queries.chapter_at(book, values["chapter"])
        # An address says what a chapter is about: that of one that nobody may read yet is told to its writers alone.
        if chapter and not (visitor().roles & queries.WRITERS or queries.is_read(chapter)):
            return error_page(404)
        now["chapter"] = chapter.slug if chapter else values["chapter"]
    if now == values:
        return error_page(404)
    address = url_for(request.endpoint or "", **now)
    asked = request.query_string.decode("ascii", "ignore")
    # A form that was open meanwhile keeps what was typed.
    response = redirect(
        f"{address}?{asked}" if asked else address, 301 if request.method in ("GET", "HEAD") else 308
    )
    # An address may be given back: no browser is to lead on by itself for ever.
    response.headers["Cache-Control"] = "no-cache"
    return response
