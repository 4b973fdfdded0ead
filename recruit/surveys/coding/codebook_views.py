"""The codebook: to read and print, and to change."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.visitor import Role
from recruit.surveys.coding import codebook, editing
from recruit.surveys.coding.codebook import Entry
from recruit.surveys.coding.forms import NewCodeForm, WordingForm, as_typed
from recruit.surveys.coding.rules import Theme
from recruit.surveys.views.room import room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import role
from recruit.web.words import words_for

_officers = role(Role.RETENTION_OFFICER)


@room.get("/staff/surveys/codebook", lock=_officers)
def codes() -> ResponseReturnValue:
    """All codes with definition and example, in the reader's language; prints as it stands."""
    return render_template(
        "surveys/coding/codebook.html",
        entries=codebook.entries(visitor()),
        themes=list(Theme),
        language_now=current_language(),
    )


@room.get("/staff/surveys/codebook/new", lock=_officers)
def new_code() -> ResponseReturnValue:
    """The form of a new code."""
    return _page(NewCodeForm(formdata=None), None)


@room.post("/staff/surveys/codebook/new", lock=_officers)
def add_code() -> ResponseReturnValue:
    """Keep a new code."""
    form = NewCodeForm()
    if not form.is_fine():
        return _page(form, None), 422
    with writing():
        editing.add_code(Theme(form.theme.data), form.texts(), by=visitor(), now=clock.now())
    flash(_("The code is in the codebook."), "done")
    return redirect(page_url("surveys.codes"), 303)


@room.get("/staff/surveys/codebook/<key>", lock=_officers)
def code(key: str) -> ResponseReturnValue:
    """One code: its wording in every language, and the wordings before."""
    entry = codebook.entry_named(visitor(), key)
    typed = as_typed(entry.wording.texts, entry.wording.number)
    return _page(WordingForm(formdata=None, data=typed), entry)


@room.post("/staff/surveys/codebook/<key>", lock=_officers)
def reword_code(key: str) -> ResponseReturnValue:
    """Keep another wording as the next version."""
    entry = codebook.entry_named(visitor(), key)
    form = WordingForm()
    if not form.is_fine():
        return _page(form, entry), 422
    seen = form.seen_number.data or ""
    try:
        with writing():
            editing.reword(
                entry.code,
                form.texts(),
                seen_number=int(seen) if seen.isdecimal() and len(seen) < 9 else 0,
                by=visitor(),
                now=clock.now(),
            )
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return _page(form, codebook.entry_named(visitor(), key)), 422
    flash(_("Saved as the next version. What was coded before keeps the wording it was coded with."), "done")
    return redirect(page_url("surveys.codes"), 303)


@room.post("/staff/surveys/codebook/<key>/retire", lock=_officers)
def retire_code(key: str) -> ResponseReturnValue:
    """Offer a code no more."""
    entry = codebook.entry_named(visitor(), key)
    with writing():
        editing.retire(entry.code, by=visitor(), now=clock.now())
    flash(_("The code is retired. What was coded with it stays."), "done")
    return redirect(page_url("surveys.codes"), 303)


@room.post("/staff/surveys/codebook/<key>/use-again", lock=_officers)
def use_code_again(key: str) -> ResponseReturnValue:
    """Offer a retired code again."""
    entry = codebook.entry_named(visitor(), key)
    with writing():
        editing.use_again(entry.code, by=visitor(), now=clock.now())
    flash(_("The code is in use again."), "done")
    return redirect(page_url("surveys.codes"), 303)


def _page(form: WordingForm, entry: Entry | None) -> str:
    return render_template(
        "surveys/coding/code.html",
        form=form,
        entry=entry,
        language_now=current_language(),
        switch_form_id="code-form",
    )
