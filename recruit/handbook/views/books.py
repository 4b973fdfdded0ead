"""Books and the places of their chapters."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.locales import BY_CODE
from recruit.handbook import actions, queries
from recruit.handbook.actions import BookDetails
from recruit.handbook.desk_forms import BookForm, ChapterForm, by_language
from recruit.handbook.models import Book, Chapter
from recruit.handbook.rules import Audience
from recruit.handbook.seen import mark_of, said_of_book, said_of_chapter
from recruit.handbook.views.meanwhile import Differing, refused_meanwhile
from recruit.handbook.views.room import room, writers
from recruit.web.forms import Form
from recruit.web.gate import page_url, visitor
from recruit.web.words import words_for


@room.get("/staff/handbook/new", lock=writers)
def new_book() -> ResponseReturnValue:
    """The form of a new book."""
    return _book_page(BookForm(formdata=None), None)


@room.post("/staff/handbook/new", lock=writers)
def add_book() -> ResponseReturnValue:
    """Keep a new book."""
    form = BookForm()
    if not form.is_fine():
        return _book_page(form, None), 422
    try:
        with writing():
            book = actions.add_book(form.slug.data or "", _details(form), by=visitor(), now=clock.now())
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return _book_page(form, None), 422
    flash(_("The book is there. Add its first chapter."), "done")
    return redirect(page_url("handbook.new_chapter", book=book.slug), 303)


@room.get("/staff/handbook/books/<book>", lock=writers)
def book_details(book: str) -> ResponseReturnValue:
    """A book's address, languages, titles and notes."""
    found = _book_named(book)
    return _book_page(_form_of_book(found), found)


@room.post("/staff/handbook/books/<book>", lock=writers)
def change_book(book: str) -> ResponseReturnValue:
    """Change them."""
    found, form = _book_named(book), BookForm()
    if not form.is_fine():
        return _book_page(form, found), 422
    try:
        with writing():
            # Whoever gives an address holds the whole shelf, so that comes first.
            if _is_moved(form):
                actions.move_book(found, form.slug.data or "", by=visitor(), now=clock.now())
            actions.change_book(
                found, _details(form), seen=form.seen.data or "", by=visitor(), now=clock.now()
            )
    except Refused as refused:
        found = _book_named(book)
        meanwhile = refused_meanwhile(refused, form, _form_of_book(found))
        return _book_page(form, found, meanwhile), 422
    flash(_("Saved."), "done")
    return redirect(page_url("handbook.desk"), 303)


@room.get("/staff/handbook/books/<book>/new", lock=writers)
def new_chapter(book: str) -> ResponseReturnValue:
    """The form of a new chapter."""
    found = _book_named(book)
    last = max((one.position for one in found.chapters), default=-1)
    return _chapter_page(ChapterForm(formdata=None, data={"position": last + 1}), found, None)


@room.post("/staff/handbook/books/<book>/new", lock=writers)
def add_chapter(book: str) -> ResponseReturnValue:
    """Keep a new chapter's place."""
    found, form = _book_named(book), ChapterForm()
    if not form.is_fine():
        return _chapter_page(form, found, None), 422
    try:
        with writing():
            chapter = actions.add_chapter(
                found,
                form.slug.data or "",
                by_language(form.titles),
                form.position.data or 0,
                part=by_language(form.part),
                by=visitor(),
                now=clock.now(),
            )
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return _chapter_page(form, _book_named(book), None), 422
    flash(_("The chapter has its place. Begin its text."), "done")
    return redirect(
        page_url("handbook.edit", book=book, chapter=chapter.slug, code=found.source_language), 303
    )


@room.get("/staff/handbook/books/<book>/<chapter>", lock=writers)
def chapter_place(book: str, chapter: str) -> ResponseReturnValue:
    """A chapter's address, number, titles, and the part that begins with it."""
    found, wanted = queries.chapter_named(visitor(), book, chapter)
    return _chapter_page(_form_of_chapter(wanted), found, wanted)


@room.post("/staff/handbook/books/<book>/<chapter>", lock=writers)
def place_chapter(book: str, chapter: str) -> ResponseReturnValue:
    """Change them."""
    found, wanted = queries.chapter_named(visitor(), book, chapter)
    form = ChapterForm()
    if not form.is_fine():
        return _chapter_page(form, found, wanted), 422
    try:
        with writing():
            # Whoever gives an address holds the whole book, so that comes first.
            if _is_moved(form):
                actions.move_chapter(wanted, form.slug.data or "", by=visitor(), now=clock.now())
            actions.place_chapter(
                wanted,
                by_language(form.titles),
                form.position.data or 0,
                part=by_language(form.part),
                seen=form.seen.data or "",
                by=visitor(),
                now=clock.now(),
            )
    except Refused as refused:
        found, wanted = queries.chapter_named(visitor(), book, chapter)
        meanwhile = refused_meanwhile(refused, form, _form_of_chapter(wanted))
        return _chapter_page(form, found, wanted, meanwhile), 422
    flash(_("Saved."), "done")
    return redirect(page_url("handbook.desk"), 303)


def _is_moved(form: BookForm | ChapterForm) -> bool:
    """Whether another address was typed. One that somebody else has changed since the form was opened is not taken back."""
    return bool(form.slug.data != form.slug_was.data)


def _book_named(slug: str) -> Book:
    queries.demand_writer(visitor())
    return queries.book_named(slug)


def _details(form: BookForm) -> BookDetails:
    return BookDetails(
        source_language=form.source_language.data or "",
        languages=tuple(form.languages.data or ()),
        audience=Audience(form.audience.data),
        titles=by_language(form.titles),
        notes=by_language(form.notes),
    )


def _form_of_book(book: Book) -> BookForm:
    said = said_of_book(book)
    return BookForm(
        formdata=None, data={**said, "slug": book.slug, "slug_was": book.slug, "seen": mark_of(said)}
    )


def _form_of_chapter(chapter: Chapter) -> ChapterForm:
    said = said_of_chapter(chapter)
    return ChapterForm(
        formdata=None, data={**said, "slug": chapter.slug, "slug_was": chapter.slug, "seen": mark_of(said)}
    )


def _book_page(form: BookForm, book: Book | None, meanwhile: Sequence[Differing] = ()) -> str:
    once = queries.former_addresses(book) if book else []
    return _page("handbook/desk/book.html", form, book=book, once=once, meanwhile=meanwhile)


def _chapter_page(
    form: ChapterForm, book: Book, chapter: Chapter | None, meanwhile: Sequence[Differing] = ()
) -> str:
    once = queries.former_addresses(book, chapter) if chapter else []
    return _page("handbook/desk/place.html", form, book=book, chapter=chapter, once=once, meanwhile=meanwhile)


def _page(template: str, form: Form, **context: Any) -> str:
    return render_template(template, form=form, by_code=BY_CODE, switch_form_id="desk-form", **context)
