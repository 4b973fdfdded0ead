"""Pages of the books for everybody."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.locales import BY_CODE
from recruit.core.text import one_line
from recruit.handbook import queries
from recruit.handbook.contents import in_parts
from recruit.handbook.figures.queries import shown_in
from recruit.handbook.finding import MOST_LETTERS
from recruit.handbook.rendering import minutes_to_read, render
from recruit.handbook.rules import Audience, audience_of
from recruit.handbook.shown import shown_value
from recruit.handbook.views.addresses import named_in
from recruit.handbook.views.room import room
from recruit.web.gate import current_language, visitor
from recruit.web.locks import anybody


@room.get("/handbook/", lock=anybody, kept=True)
def shelf() -> ResponseReturnValue:
    """All books."""
    books = queries.shelf()
    chapters = queries.chapters_to_read(books)
    return render_template(
        "handbook/shelf.html",
        books=books,
        chapters=chapters,
        parts={book.id: in_parts(chapters[book.id]) for book in books},
        by_code=BY_CODE,
    )


@room.get("/handbook/search", lock=anybody, kept=True)
def search() -> ResponseReturnValue:
    """Words in all books, or in the one of `?book=`; first in the reader's language, then in the others. Who is signed in
    and has a book of their own gets that one first.
    """
    books = queries.shelf()
    query = one_line(request.args.get("q", ""))[:MOST_LETTERS]
    chosen = next((book for book in books if book.slug == request.args.get("book")), None)
    reader = None if chosen else _reads_as()
    answer = queries.search(
        query,
        language=current_language(),
        on=clock.today_in("Asia/Tokyo"),
        book=chosen.slug if chosen else None,
        reader=reader,
    )
    return render_template(
        "handbook/search.html",
        books=books,
        chosen=chosen,
        query=query,
        answer=answer,
        in_books=queries.in_books(answer.own) if reader else [],
        by_code=BY_CODE,
    )


@room.get("/handbook/<book>/", lock=anybody, kept=True)
def book(book: str) -> ResponseReturnValue:
    """The contents of one book."""
    found = queries.book_named(book)
    chapters = queries.chapters_to_read([found])[found.id]
    texts = queries.texts_of([found])
    there = {one.language for one in texts}
    minutes = {
        one.chapter.id: minutes_to_read(one.version.body, one.language)
        for one in texts
        if one.language == current_language()
    }
    return render_template(
        "handbook/book.html",
        book=found,
        chapters=chapters,
        parts=in_parts(chapters),
        minutes=minutes,
        nearest=queries.nearest_of(texts, current_language()),
        by_code=BY_CODE,
        **named_in(
            [code for code in found.languages if code in there], found.source_language, book=found.slug
        ),
    )


@room.get("/handbook/<book>/<chapter>", lock=anybody, kept=True)
def chapter(book: str, chapter: str) -> ResponseReturnValue:
    """One chapter, in the reader's language or the nearest one, which is then named."""
    found = queries.book_named(book)
    reading = queries.reading_of(found, chapter, current_language())
    chapters = queries.chapters_to_read([found])[found.id]
    place = chapters.index(reading.chapter)
    return render_template(
        "handbook/chapter.html",
        book=found,
        chapters=chapters,
        reading=reading,
        rendered=render(
            queries.led_on(found, reading.version.body),
            language=reading.version.language,
            on=clock.today_in("Asia/Tokyo"),
            book=found.slug,
            source_language=found.source_language,
            chapters={one.slug for one in chapters},
            chapter=reading.chapter.slug,
            figures=shown_in(reading.chapter, reading.version.body),
        ),
        # Below a text in another language figures are said as the page is.
        shown_value=shown_value,
        before=chapters[place - 1] if place else None,
        after=chapters[place + 1] if place + 1 < len(chapters) else None,
        by_code=BY_CODE,
        **named_in(
            reading.languages, reading.version.language, book=found.slug, chapter=reading.chapter.slug
        ),
    )


def _reads_as() -> Audience | None:
    """Whose book the visitor reads. Nobody's for who is not signed in: a page that is kept is the same for all of them."""
    asks = visitor()
    kinds = {one.organisation_kind for one in asks.memberships}
    return audience_of(asks.came_as, kinds, is_staff=asks.is_staff) if asks.is_signed_in else None
