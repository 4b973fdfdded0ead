"""What changed in a book and in a chapter, for everybody."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.locales import BY_CODE
from recruit.handbook import queries
from recruit.handbook.views.place import number_typed
from recruit.handbook.views.room import room
from recruit.web.gate import current_language
from recruit.web.locks import anybody


@room.get("/handbook/<book>/changes", lock=anybody, kept=True)
def changes(book: str) -> ResponseReturnValue:
    """The editions of a book by the day they were published, the newest first."""
    found = queries.book_named(book)
    return render_template(
        "handbook/changes.html",
        book=found,
        page=queries.published_changes(found, current_language(), after=request.args.get("after")),
        by_code=BY_CODE,
    )


@room.get("/handbook/<book>/<chapter>/changes", lock=anybody, kept=True)
def chapter_changes(book: str, chapter: str) -> ResponseReturnValue:
    """What the newest edition says other than that of `?from=`, or than the one before it."""
    found = queries.book_named(book)
    reading = queries.reading_of(found, chapter, current_language())
    newest, *earlier = queries.editions_of(reading)
    asked = number_typed(request.args.get("from"))
    older = next((one for one in earlier if one.number == asked), earlier[0] if earlier else None)
    return render_template(
        "handbook/chapter_changes.html",
        book=found,
        reading=reading,
        newest=newest,
        earlier=earlier,
        older=older,
        found=queries.what_differs(reading, older, newest, clock.today_in("Asia/Tokyo")) if older else [],
        by_code=BY_CODE,
    )
