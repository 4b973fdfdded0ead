"""Where somebody writes: a chapter in a language; and the page that shows it in every state."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.differences import differences, shortened
from recruit.core.errors import Missing, Refused
from recruit.core.locales import BY_CODE
from recruit.handbook import queries, rules
from recruit.handbook.actions import Written
from recruit.handbook.checking import Fault
from recruit.handbook.desk_forms import PublishForm, SendBackForm, WithdrawForm, WritingForm
from recruit.handbook.faults import faults_of, stopping
from recruit.handbook.figures.queries import shown_in
from recruit.handbook.models import Book, Chapter, ChapterVersion
from recruit.handbook.rendering import Rendered, pages_to_link, render
from recruit.handbook.rules import HandbookRefusal, Move
from recruit.handbook.views.inserting import to_insert
from recruit.web.forms import Form
from recruit.web.gate import page_url, visitor
from recruit.web.words import words_for

TOKYO = "Asia/Tokyo"
AT = "/staff/handbook/books/<book>/<chapter>/<code>"


@dataclass(frozen=True)
class Place:
    """Where somebody writes: a chapter in a language, what is being worked on there, and what readers see."""

    book: Book
    chapter: Chapter
    code: str
    open: ChapterVersion | None
    newest: ChapterVersion | None

    @property
    def shown(self) -> ChapterVersion | None:
        """The text that the page is about."""
        return self.open or self.newest

    @property
    def worked_on(self) -> ChapterVersion:
        """The text that is being worked on. Refused where there is none any more."""
        if self.open is None:
            raise Refused(HandbookRefusal.WRONG_STATE)
        return self.open

    @property
    def is_source(self) -> bool:
        return self.code == self.book.source_language


def place_of(book: str, chapter: str, code: str) -> Place:
    """Raises Missing where there is no such chapter, or where the book does not promise the language."""
    found, wanted = queries.chapter_named(visitor(), book, chapter)
    if code not in found.languages:
        raise Missing
    return Place(
        found,
        wanted,
        code,
        queries.open_version(visitor(), wanted, code),
        queries.newest_of(wanted, code),
    )


def rendered_for(place: Place, body: str) -> Rendered:
    """A text as readers would see it today."""
    return render(
        queries.led_on(place.book, body),
        language=place.code,
        on=clock.today_in(TOKYO),
        book=place.book.slug,
        source_language=place.book.source_language,
        chapters={one.slug for one in place.book.chapters},
        chapter=place.chapter.slug,
        figures=shown_in(place.chapter, body),
    )


def faults_at(place: Place, body: str, source_version: int | None) -> list[Fault]:
    return faults_of(
        body,
        book=place.book,
        chapter=place.chapter,
        language=place.code,
        source_version=source_version,
        pages=pages_to_link(current_app),
    )


def address_of(place: Place) -> str:
    return page_url("handbook.edit", book=place.book.slug, chapter=place.chapter.slug, code=place.code)


Act = Callable[[], object]


def moved(place: Place, act: Act, done: str) -> ResponseReturnValue:
    """Do what a button says, and say so."""
    try:
        with writing():
            act()
    except Refused as refused:
        flash(words_for(refused.reason), "problem")
    else:
        flash(done, "done")
    return redirect(address_of(place), 303)


def number_typed(typed: str | None) -> int:
    return int(typed) if typed and typed.isdecimal() and len(typed) < 9 else -1


def written_in(place: Place, form: WritingForm) -> Written:
    """What was typed. A translation keeps the version of the source it was made from until its writer says otherwise."""
    kept = place.open.source_version if place.open else None
    seen = number_typed(form.source_seen.data)
    return Written(
        title=form.title.data or "",
        body=form.body.data or "",
        note=form.note.data or "",
        source_version=seen if form.up_to_date.data and seen > 0 and not place.is_source else kept,
        summary=form.summary.data or "",
    )


def numbered(faults: list[Fault], body: str) -> list[tuple[Fault, str]]:
    """Each fault with the line it is about."""
    lines = body.split("\n")
    return [(fault, lines[fault.line - 1] if 0 < fault.line <= len(lines) else "") for fault in faults]


def page(place: Place, form: Form | None = None, *, refused: Refused | None = None) -> str:
    """The page in every state; `form` is the one that was typed into, the others are drawn anew."""
    asks, version = visitor(), place.shown
    then, source = (
        (None, None)
        if place.is_source
        else queries.source_then_and_now(
            asks, place.book, place.chapter, version.source_version if version else None
        )
    )
    typed = form if isinstance(form, WritingForm) else None
    if typed is not None and refused is not None and refused.reason is HandbookRefusal.CHANGED_MEANWHILE:
        # What the page shows as saved has been seen by now: saving again is a decision.
        typed.revision.data = str(place.open.revision if place.open else 0)
    body: str = typed.body.data or "" if typed else version.body if version else ""
    if typed:
        source_version = written_in(place, typed).source_version
    else:
        source_version = version.source_version if version else None
    faults = faults_at(place, body, source_version)
    may = {
        move: place.open is not None
        and rules.why_not_move(
            move,
            place.open.state,
            writers=place.open.writer_refs,
            holder=place.open.by_ref,
            ref=asks.person_ref,
        )
        is None
        for move in Move
    }
    on_desk = queries.chapter_on_desk(asks, place.book, place.chapter)
    refs = {place.open.by_ref, place.open.reviewed_by_ref} if place.open else set()
    return render_template(
        "handbook/desk/edit.html",
        place=place,
        code=place.code,
        version=version,
        on_desk=on_desk,
        cell=next(cell for cell in on_desk.cells if cell.language == place.code),
        form=form,
        writing_form=(typed or _fresh(place, source)) if may[Move.SAVE] or typed else None,
        publish_form=form if isinstance(form, PublishForm) else PublishForm(formdata=None),
        send_back_form=form if isinstance(form, SendBackForm) else SendBackForm(formdata=None),
        withdraw_form=form if isinstance(form, WithdrawForm) else WithdrawForm(formdata=None),
        may={str(move): allowed for move, allowed in may.items()},
        is_mine=place.open is not None and place.open.by_ref == asks.person_ref,
        rendered=rendered_for(place, body),
        faults=numbered(faults, body),
        stopping=stopping(faults),
        saved_faults=_saved_faults(place) if may[Move.SEND] else [],
        saved_differs=(
            shortened(differences(place.open.body, body, language=place.code))
            if refused is not None and place.open is not None
            else []
        ),
        from_published=(
            shortened(differences(place.newest.body, place.open.body, language=place.code))
            if place.open and place.newest and not may[Move.SAVE]
            else []
        ),
        source=source,
        source_changes=(
            shortened(differences(then.body, source.body, language=place.book.source_language))
            if then is not None and source is not None and then.number != source.number
            else []
        ),
        insert=to_insert(place.book, place.chapter, place.code) if may[Move.SAVE] else None,
        names=queries.names_of(refs),
        by_code=BY_CODE,
        switch_form_id=_main_form(may, typed, place),
    )


def _saved_faults(place: Place) -> list[tuple[Fault, str]]:
    """What keeps the saved text from being published, whatever stands in the form."""
    body = place.worked_on.body
    return numbered(stopping(faults_at(place, body, place.worked_on.source_version)), body)


def _main_form(may: dict[Move, bool], typed: WritingForm | None, place: Place) -> str | None:
    """Whose typed words stay when the reader changes the language."""
    if may[Move.SAVE] or typed is not None:
        return "writing-form"
    if may[Move.SEND_BACK]:
        return "send-back-form"
    return "withdraw-form" if place.open is None and place.newest is not None else None


def _fresh(place: Place, source: ChapterVersion | None) -> WritingForm:
    version = place.open
    form = WritingForm(formdata=None, obj=version)
    form.source_seen.data = str(source.number) if source else ""
    form.up_to_date.data = False
    return form
