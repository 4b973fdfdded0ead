"""One chapter in one language, between two people: sent, sent back, published, withdrawn."""

from datetime import UTC
from zoneinfo import ZoneInfo

from flask import current_app, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.handbook import actions
from recruit.handbook.desk_forms import PublishForm, SendBackForm, WithdrawForm
from recruit.handbook.faults import faults_of_version, stopping
from recruit.handbook.rendering import pages_to_link
from recruit.handbook.views.place import (
    AT,
    TOKYO,
    Act,
    Place,
    address_of,
    moved,
    number_typed,
    page,
    place_of,
)
from recruit.handbook.views.room import room, writers
from recruit.web.forms import Form
from recruit.web.gate import visitor
from recruit.web.words import words_for


@room.post(f"{AT}/send", lock=writers)
def send_chapter(book: str, chapter: str, code: str) -> ResponseReturnValue:
    """Ask a second person. A text with faults that stop it stays where they are said."""
    place = place_of(book, chapter, code)
    pages = pages_to_link(current_app)
    if place.open is not None and stopping(faults_of_version(place.open, pages)):
        flash(_("The text was not sent: it still has faults, which are said below."), "problem")
        return redirect(f"{address_of(place)}#ready", 303)
    return moved(
        place,
        lambda: actions.send_for_review(place.worked_on, pages=pages, by=visitor(), now=clock.now()),
        _("Sent. A second person reads it and publishes it, or sends it back with a word."),
    )


@room.post(f"{AT}/take-back", lock=writers)
def take_back_chapter(book: str, chapter: str, code: str) -> ResponseReturnValue:
    """Go on writing in one's own text."""
    place = place_of(book, chapter, code)
    return moved(
        place,
        lambda: actions.take_back(place.worked_on, by=visitor(), now=clock.now()),
        _("The text is a draft again."),
    )


def decide(place: Place, act: str) -> ResponseReturnValue:
    """What is done with a form on the page of a text, besides writing: sent back, published, withdrawn."""
    return {"send_back": _send_back, "publish": _publish, "withdraw": _withdraw}[act](place)


DECISIONS = frozenset({"send_back", "publish", "withdraw"})


def _send_back(place: Place) -> ResponseReturnValue:
    form = SendBackForm()
    return _moved_with(
        place,
        form,
        lambda: actions.send_back(
            place.worked_on, form.review_note.data or "", by=visitor(), now=clock.now()
        ),
        _("Sent back. Its writer gets your words by mail."),
    )


def _publish(place: Place) -> ResponseReturnValue:
    form = PublishForm()

    def publish() -> None:
        typed = form.publish_at.data
        actions.publish(
            place.worked_on,
            pages=pages_to_link(current_app),
            by=visitor(),
            now=clock.now(),
            publish_at=typed.replace(tzinfo=ZoneInfo(TOKYO)).astimezone(UTC) if typed else None,
            seen_revision=number_typed(form.revision.data),
        )

    done = (
        _("Agreed. It is published on its day.")
        if form.publish_at.data
        else _("Published. Readers see it now.")
    )
    return _moved_with(place, form, publish, done)


def _withdraw(place: Place) -> ResponseReturnValue:
    form = WithdrawForm()
    return _moved_with(
        place,
        form,
        lambda: actions.withdraw(
            place.chapter, place.code, form.why.data or "", by=visitor(), now=clock.now()
        ),
        _("Withdrawn. Readers of this language no longer see the chapter."),
    )


def _moved_with(place: Place, form: Form, act: Act, done: str) -> ResponseReturnValue:
    """The same where something is typed."""
    if not form.is_fine():
        return page(place, form), 422
    try:
        with writing():
            act()
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return page(place, form), 422
    flash(done, "done")
    return redirect(address_of(place), 303)
