"""A whole book to take along."""

from flask import Response, make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from recruit.core import clock, files
from recruit.core.errors import Missing
from recruit.handbook import queries
from recruit.handbook.models import Book
from recruit.handbook.printing import keeping
from recruit.handbook.printing.contents import printed
from recruit.handbook.printing.epub import as_epub
from recruit.handbook.views.room import room
from recruit.web.downloads import attachment
from recruit.web.gate import current_language, page_url
from recruit.web.locks import anybody

# The worker sets a book within a minute; the page asks again by itself.
SECONDS_BETWEEN = 10


@room.get("/handbook/<book>/book.<extension>", lock=anybody)
def whole_book(book: str, extension: str) -> ResponseReturnValue:
    """The book as it is published in the language of the address, as PDF or EPUB. Who asks in a language that it does not
    have is led to its page, which lists those it has.
    """
    found = queries.book_named(book)
    if extension not in ("pdf", "epub"):
        raise Missing
    if current_language() not in queries.languages_published(found):
        return redirect(page_url("handbook.book", book=found.slug))
    if extension == "pdf":
        return _pdf(found)
    made = printed(found, current_language(), on=clock.today_in("Asia/Tokyo"))
    response = Response(as_epub(made), content_type="application/epub+zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}.epub"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _pdf(book: Book) -> Response:
    """What stands ready; until the first one does, a page that asks again."""
    stored = keeping.standing(book, current_language())
    if stored is not None:
        return attachment(files.content_of(stored), stored)
    response = make_response(render_template("handbook/being_set.html", book=book))
    response.headers["Refresh"] = str(SECONDS_BETWEEN)
    return response
