"""Pages on which readers speak of a chapter, and on which staff answer."""

from itertools import groupby

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from limits import RateLimitItem, parse

from recruit.accounts import limits
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.locales import BY_CODE
from recruit.handbook.queries import book_named, reading_of
from recruit.handbook.readers import actions, queries
from recruit.handbook.readers.forms import AnswerForm, SayForm
from recruit.handbook.rules import ReaderWord
from recruit.handbook.views.addresses import lead_on
from recruit.handbook.views.room import writers
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import anybody
from recruit.web.room import Room
from recruit.web.words import words_for

room = Room("readers", __name__)
room.register_error_handler(Missing, lead_on)
# From one network: a school or a company may share one address, a program must not fill the desk.
WORDS_OF_READERS: tuple[RateLimitItem, ...] = (parse("30 per hour"), parse("100 per day"))


@room.get("/handbook/<book>/<chapter>/ask", lock=anybody)
def ask(book: str, chapter: str) -> ResponseReturnValue:
    """Was it helpful? Stands beside the chapter, whose own page is the same for everybody."""
    said = request.args.get("said", "")
    form = SayForm(formdata=None, said=said if said in set(ReaderWord) else None)
    return _ask_page(book, chapter, form, sent=said if "sent" in request.args else "")


@room.post("/handbook/<book>/<chapter>/ask", lock=anybody)
def say(book: str, chapter: str) -> ResponseReturnValue:
    """Take what a reader says."""
    form = SayForm()
    if not form.is_fine():
        return _ask_page(book, chapter, form), 422
    limits.count("reader_word", WORDS_OF_READERS, limits.network_of(request.remote_addr))
    reading = reading_of(book_named(book), chapter, current_language())
    kind, words = ReaderWord(form.said.data), form.words.data or ""
    try:
        with writing():
            actions.say(reading, kind, words, language=current_language(), by=visitor(), now=clock.now())
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return _ask_page(book, chapter, form), 422
    return redirect(page_url("readers.ask", book=book, chapter=chapter, said=kind, sent=1), 303)


def _ask_page(book: str, chapter: str, form: SayForm, *, sent: str = "") -> str:
    found = book_named(book)
    return render_template(
        "handbook/readers/ask.html",
        book=found,
        reading=reading_of(found, chapter, current_language()),
        form=form,
        sent=sent,
        by_code=BY_CODE,
        switch_form_id="say-form",
    )


@room.get("/staff/handbook/questions", lock=writers)
def questions() -> ResponseReturnValue:
    """What readers wrote, what waits first; and how helpful they find each chapter."""
    done = request.args.get("state") == "done"
    return render_template(
        "handbook/readers/questions.html",
        page=queries.said_in_words(visitor(), done=done, after=request.args.get("after")),
        done=done,
        waiting=queries.how_many_wait(visitor()),
        votes=[
            (book, list(those)) for book, those in groupby(queries.votes(visitor()), key=lambda one: one.book)
        ],
        by_code=BY_CODE,
    )


@room.get("/staff/handbook/questions/<public_id>", lock=writers)
def question(public_id: str) -> ResponseReturnValue:
    """One question and its answer."""
    return _question_page(public_id, AnswerForm(formdata=None))


@room.post("/staff/handbook/questions/<public_id>", lock=writers)
def answer(public_id: str) -> ResponseReturnValue:
    """Answer it by mail."""
    found, form = queries.question_of(visitor(), public_id), AnswerForm()
    if not form.is_fine():
        return _question_page(public_id, form), 422
    try:
        with writing():
            actions.answer(found, form.words.data or "", by=visitor(), now=clock.now())
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return _question_page(public_id, form), 422
    flash(_("The answer is on its way by mail."), "done")
    return redirect(page_url("readers.questions"), 303)


@room.post("/staff/handbook/questions/<public_id>/close", lock=writers)
def close(public_id: str) -> ResponseReturnValue:
    """Read, and nothing to answer."""
    found = queries.question_of(visitor(), public_id)
    try:
        with writing():
            actions.close(found, by=visitor(), now=clock.now())
        flash(_("It is closed without an answer."), "done")
    except Refused as refused:
        flash(words_for(refused.reason), "problem")
    return redirect(page_url("readers.questions"), 303)


def _question_page(public_id: str, form: AnswerForm) -> str:
    found = queries.question_of(visitor(), public_id)
    return render_template(
        "handbook/readers/question.html",
        question=found,
        form=form,
        by_code=BY_CODE,
        switch_form_id="answer-form",
    )
