"""One chapter in one language, written beside its preview."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.locales import BY_CODE
from recruit.handbook import actions
from recruit.handbook.desk_forms import WritingForm
from recruit.handbook.faults import stopping
from recruit.handbook.views.place import (
    AT,
    address_of,
    faults_at,
    moved,
    number_typed,
    numbered,
    page,
    place_of,
    rendered_for,
    written_in,
)
from recruit.handbook.views.reviewing import DECISIONS, decide
from recruit.handbook.views.room import room, writers
from recruit.web.gate import visitor
from recruit.web.words import words_for


@room.get(AT, lock=writers)
def edit(book: str, chapter: str, code: str) -> ResponseReturnValue:
    """The text that is being worked on, or the published one."""
    return page(place_of(book, chapter, code))


@room.post(AT, lock=writers)
def save_chapter(book: str, chapter: str, code: str) -> ResponseReturnValue:
    """Save the draft, or show how it would look; or what a second person decides."""
    place = place_of(book, chapter, code)
    act = request.form.get("act", "")
    if act in DECISIONS:
        return decide(place, act)
    form = WritingForm()
    if not form.is_fine():
        return page(place, form), 422
    if act == "preview":
        return page(place, form)
    try:
        with writing():
            actions.save_draft(
                place.worked_on,
                written_in(place, form),
                seen_revision=number_typed(form.revision.data),
                by=visitor(),
                now=clock.now(),
            )
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return page(place_of(book, chapter, code), form, refused=refused), 422
    flash(_("Saved as a draft."), "done")
    return redirect(address_of(place), 303)


@room.post(f"{AT}/preview", lock=writers)
def preview_chapter(book: str, chapter: str, code: str) -> ResponseReturnValue:
    """How a text would look, and what is wrong with it, as a part of the page. Nothing is kept."""
    place = place_of(book, chapter, code)
    form = WritingForm()
    body = form.body.data or ""
    faults = faults_at(place, body, written_in(place, form).source_version)
    return render_template(
        "handbook/desk/preview.html",
        rendered=rendered_for(place, body),
        faults=numbered(faults, body),
        stopping=stopping(faults),
        code=code,
        by_code=BY_CODE,
    )


@room.post(f"{AT}/begin", lock=writers)
def begin_chapter(book: str, chapter: str, code: str) -> ResponseReturnValue:
    """Begin a draft from what is published."""
    place = place_of(book, chapter, code)
    return moved(
        place,
        lambda: actions.open_draft(place.chapter, code, by=visitor(), now=clock.now()),
        _("A draft is open. Readers see the published text until a second person publishes yours."),
    )


@room.post(f"{AT}/take-over", lock=writers)
def take_over_chapter(book: str, chapter: str, code: str) -> ResponseReturnValue:
    """Go on with somebody else's draft."""
    place = place_of(book, chapter, code)
    return moved(
        place,
        lambda: actions.take_over(place.worked_on, by=visitor(), now=clock.now()),
        _("The draft is yours now."),
    )


@room.post(f"{AT}/drop", lock=writers)
def drop_chapter(book: str, chapter: str, code: str) -> ResponseReturnValue:
    """Give the draft up."""
    place = place_of(book, chapter, code)
    return moved(
        place,
        lambda: actions.drop_draft(place.worked_on, by=visitor(), now=clock.now()),
        _("The draft is given up. It stays in the history."),
    )
