"""A whole book to take along."""

from flask import Response
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.errors import Missing
from recruit.handbook import queries
from recruit.handbook.printing.contents import printed
from recruit.handbook.printing.epub import as_epub
from recruit.handbook.printing.keeping import kept_pdf
from recruit.handbook.views.room import room
from recruit.web.gate import current_language
from recruit.web.locks import anybody

_WRITERS = {"pdf": ("application/pdf", kept_pdf), "epub": ("application/epub+zip", as_epub)}


@room.get("/handbook/<book>/book.<extension>", lock=anybody)
def whole_book(book: str, extension: str) -> ResponseReturnValue:
    """The book as it is published in the language of the address, as PDF or EPUB."""
    if extension not in _WRITERS:
        raise Missing
    media_type, write = _WRITERS[extension]
    made = printed(queries.book_named(book), current_language(), on=clock.today_in("Asia/Tokyo"))
    response = Response(write(made), content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}.{extension}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
