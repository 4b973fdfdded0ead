"""Pages of the log of failures, for administrators alone."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, g, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, ngettext
from werkzeug.exceptions import NotFound

from recruit.accounts.breaches import actions, queries, rules
from recruit.accounts.breaches.forms import (
    ButtonForm,
    FactsForm,
    LetterForm,
    LooksForm,
    MoveForm,
    NoticeForm,
    PeopleForm,
)
from recruit.accounts.breaches.models import Breach
from recruit.accounts.breaches.rules import BreachState, Country, Item, NoticeKind, Trigger
from recruit.accounts.breaches.words import SHAPES, change_sentence
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.locales import BY_CODE, LANGUAGES
from recruit.core.visitor import Role
from recruit.web.exports import csv_file
from recruit.web.forms import Form
from recruit.web.gate import page_url, visitor
from recruit.web.locks import proved, role
from recruit.web.moves import carried_out
from recruit.web.room import Room
from recruit.web.words import words_for

room = Room("breaches", __name__)
_administrator = role(Role.ADMINISTRATOR)
TOKYO = ZoneInfo("Asia/Tokyo")


def _instant(typed: datetime | None) -> datetime:
    """The instant of what was typed on the clock in Japan."""
    if typed is None:
        raise NotFound
    return typed.replace(tzinfo=TOKYO).astimezone(UTC)


@room.get("/staff/breaches", lock=_administrator)
def log() -> ResponseReturnValue:
    """All failures, with the clock that runs out first."""
    found = queries.breaches(visitor())
    return render_template(
        "breaches/log.html",
        rows=[(one, rules.next_due_at(queries.notices_of(one))) for one in found],
        items=queries.items_of,
        item=Item,
        open_states=rules.OPEN,
        now=clock.now(),
        shapes=SHAPES,
    )


@room.get("/staff/breaches/new", lock=_administrator)
@room.post("/staff/breaches/new", lock=_administrator)
def new() -> ResponseReturnValue:
    """Enter a failure, or the suspicion of one."""
    form = FactsForm()
    if form.is_submitted() and form.is_fine():
        try:
            with writing():
                made = actions.log_breach(**_facts(form), by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("It is in the log, as %(number)s. The clocks run.", number=made.number), "done")
            return redirect(page_url("breaches.breach", public_id=made.public_id), 303)
    page = render_template("breaches/facts.html", form=form, one=None, switch_form_id="facts-form")
    return page, 422 if form.errors or form.form_errors else 200


def _facts(form: FactsForm) -> dict[str, Any]:
    return {
        "known_at": _instant(form.known_at.data),
        "items": form.items(),
        "triggers": [Trigger(one) for one in form.triggers.data or ()],
        "countries": [Country(one) for one in form.countries.data or ()],
        "persons": max(form.persons.data or 0, 0),
        "encrypted": bool(form.encrypted.data),
    }


@room.get("/staff/breaches/<public_id>", lock=_administrator)
def breach(public_id: str) -> ResponseReturnValue:
    """One failure: whom to tell by when, what is known, who is affected, its history."""
    return _page(queries.breach_for(visitor(), public_id))


@room.get("/staff/breaches/<public_id>/facts", lock=_administrator)
@room.post("/staff/breaches/<public_id>/facts", lock=_administrator)
def facts(public_id: str) -> ResponseReturnValue:
    """More is known."""
    found = queries.breach_for(visitor(), public_id)
    form = FactsForm(**_typed(found))
    if (
        form.is_submitted()
        and form.is_fine()
        and carried_out(form, actions.change_facts, found, **_facts(form), by=visitor(), now=clock.now())
    ):
        flash(_("The facts are kept, and the times counted anew."), "done")
        return redirect(page_url("breaches.breach", public_id=public_id), 303)
    page = render_template("breaches/facts.html", form=form, one=found, switch_form_id="facts-form")
    return page, 422 if form.errors or form.form_errors else 200


def _typed(found: Breach) -> dict[str, Any]:
    return {
        **{str(item): words for item, words in queries.items_of(found).items()},
        "known_at": found.known_at.astimezone(TOKYO).replace(tzinfo=None),
        "triggers": found.triggers,
        "countries": found.countries,
        "persons": found.persons,
        "encrypted": found.encrypted,
    }


@room.post("/staff/breaches/<public_id>/move", lock=_administrator)
def move(public_id: str) -> ResponseReturnValue:
    """What it turned out to be."""
    found = queries.breach_for(visitor(), public_id)
    form = _move_form(found)
    if form.is_fine() and carried_out(
        form,
        actions.move_breach,
        found,
        BreachState(form.after.data),
        form.note.data or "",
        by=visitor(),
        now=clock.now(),
    ):
        return redirect(page_url("breaches.breach", public_id=public_id), 303)
    return _page(found, moving=form), 422


@room.post("/staff/breaches/<public_id>/notices", lock=_administrator)
def tell(public_id: str) -> ResponseReturnValue:
    """Somebody was told."""
    found = queries.breach_for(visitor(), public_id)
    form = _notice_form(found)
    if form.is_fine() and carried_out(
        form,
        actions.note_notice,
        found,
        NoticeKind(form.kind.data),
        form.reference.data or "",
        given_at=_instant(form.given_at.data),
        by=visitor(),
        now=clock.now(),
    ):
        flash(_("It is noted that they were told."), "done")
        return redirect(page_url("breaches.breach", public_id=public_id), 303)
    return _page(found, telling=form), 422


@room.get("/staff/breaches/<public_id>/people", lock=proved(_administrator))
def people(public_id: str) -> ResponseReturnValue:
    """Whose data is affected."""
    return _people_page(queries.breach_for(visitor(), public_id))


@room.post("/staff/breaches/<public_id>/people", lock=proved(_administrator))
def add_people(public_id: str) -> ResponseReturnValue:
    """These people's data is affected: by their addresses or references."""
    found = queries.breach_for(visitor(), public_id)
    form = PeopleForm()
    if form.is_fine():
        marks = [line.strip() for line in (form.marks.data or "").splitlines() if line.strip()]
        added = _add(found, queries.people_named(marks), form, len(marks))
        if added:
            return added
    return _people_page(found, named=form), 422


@room.post("/staff/breaches/<public_id>/people/seen", lock=proved(_administrator))
def add_seen(public_id: str) -> ResponseReturnValue:
    """All at whom somebody has looked within a span of time."""
    found = queries.breach_for(visitor(), public_id)
    form = LooksForm()
    if form.is_fine():
        since, until = _instant(form.since.data), _instant(form.until.data)
        added = _add(found, queries.people_seen_by(form.mark.data or "", since, until), form)
        if added:
            return added
    return _people_page(found, seen=form), 422


def _add(found: Breach, ids: list[int], form: Form, asked: int = 0) -> ResponseReturnValue | None:
    try:
        with writing():
            count = actions.add_people(found, ids, by=visitor(), now=clock.now())
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return None
    flash(
        ngettext("%(num)d person is new in the list.", "%(num)d people are new in the list.", count), "done"
    )
    if asked > len(ids):
        missing = asked - len(ids)
        flash(
            ngettext(
                "%(num)d line led to nobody. Please look at it.",
                "%(num)d lines led to nobody. Please look at them.",
                missing,
            ),
            "problem",
        )
    return redirect(page_url("breaches.people", public_id=found.public_id), 303)


@room.get("/staff/breaches/<public_id>/people.csv", lock=proved(_administrator), seen="export")
def people_file(public_id: str) -> ResponseReturnValue:
    """The list of the people affected, for the report and for letters on paper."""
    found = queries.breach_for(visitor(), public_id)
    people = queries.affected(found)
    g.sighted_person_refs = [one.public_id for one in people]
    rows = [
        (
            one.public_id,
            one.name,
            one.language,
            one.added_at.isoformat(),
            one.told_at and one.told_at.isoformat(),
        )
        for one in people
    ]
    head = [_("Reference"), _("Name"), _("Language"), _("Added"), _("Told")]
    return csv_file(f"{found.number}-people", head, rows)


@room.get("/staff/breaches/<public_id>/letter/<written_in>", lock=_administrator)
@room.post("/staff/breaches/<public_id>/letter/<written_in>", lock=_administrator)
def letter(public_id: str, written_in: str) -> ResponseReturnValue:
    """What the people affected are told, in one language."""
    found = queries.breach_for(visitor(), public_id)
    if written_in not in BY_CODE:
        raise NotFound
    form = LetterForm(words=queries.letter_of(found, written_in))
    if form.is_submitted() and form.is_fine():
        with writing():
            actions.write_letter(found, written_in, form.words.data or "", by=visitor(), now=clock.now())
        flash(_("The letter is kept. Nothing has been sent yet."), "done")
        return redirect(page_url("breaches.people", public_id=public_id), 303)
    page = render_template(
        "breaches/letter.html",
        form=form,
        one=found,
        letter_language=BY_CODE[written_in],
        switch_form_id="letter-form",
    )
    return page, 422 if form.errors else 200


@room.post("/staff/breaches/<public_id>/send", lock=proved(_administrator))
def send(public_id: str) -> ResponseReturnValue:
    """Send the letters: to everybody who has not had one and in whose language there is one."""
    found = queries.breach_for(visitor(), public_id)
    try:
        with writing():
            told = actions.tell_people(found, by=visitor(), now=clock.now())
    except Refused as refusal:
        flash(words_for(refusal.reason), "problem")
    else:
        flash(ngettext("%(num)d letter is on its way.", "%(num)d letters are on their way.", told), "done")
    return redirect(page_url("breaches.people", public_id=public_id), 303)


def _people_page(found: Breach, *, named: PeopleForm | None = None, seen: LooksForm | None = None) -> str:
    ready = queries.letters_ready(found)
    counts = queries.affected_by_language(found)
    return render_template(
        "breaches/people.html",
        one=found,
        counts=counts,
        by_code=BY_CODE,
        letters=[(language, language.code in ready) for language in LANGUAGES],
        to_tell=sum(count.people - count.told for count in counts if count.language in ready),
        named=named or PeopleForm(formdata=None),
        seen=seen or LooksForm(formdata=None),
        form=named or seen,
        sending=ButtonForm(formdata=None),
    )


def _move_form(found: Breach, **options: Any) -> MoveForm:
    return MoveForm([one for one in BreachState if one in rules.TRANSITIONS[found.state]], **options)


def _notice_form(found: Breach, **options: Any) -> NoticeForm:
    open_ones = [one.kind for one in queries.notices_of(found) if one.given_at is None]
    return NoticeForm(open_ones, **options)


def _page(found: Breach, *, moving: MoveForm | None = None, telling: NoticeForm | None = None) -> str:
    notices = queries.notices_of(found)
    now_there = clock.now().astimezone(TOKYO).replace(tzinfo=None, second=0, microsecond=0)
    return render_template(
        "breaches/breach.html",
        one=found,
        notices=notices,
        references=queries.references_of(found),
        items=queries.items_of(found),
        facts=queries.facts_of(found),
        counts=queries.affected_by_language(found),
        history=[(line, queries.note_of(line)) for line in found.moves],
        names=queries.names_of(found.moves),
        change_sentence=change_sentence,
        is_open=found.state in rules.OPEN,
        now=clock.now(),
        zone="Asia/Tokyo",
        shapes=SHAPES,
        moving=moving or _move_form(found, formdata=None),
        telling=telling or _notice_form(found, formdata=None, given_at=now_there),
        has_untold=any(one.given_at is None for one in notices),
        form=moving or telling,
    )
