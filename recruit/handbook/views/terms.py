"""The desk of the glossary: the words that the books explain."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.locales import BY_CODE, LANGUAGES
from recruit.core.texts import best_title
from recruit.handbook import actions, queries, term_queries
from recruit.handbook.desk_forms import NewTermForm, TermForm, by_language
from recruit.handbook.models import GlossaryTerm
from recruit.handbook.seen import mark_of, said_of_term
from recruit.handbook.views.meanwhile import Differing, refused_meanwhile
from recruit.handbook.views.room import room, writers
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.words import words_for


@room.get("/staff/handbook/terms", lock=writers)
def terms() -> ResponseReturnValue:
    """Every term with its word in each language."""
    words = request.args.get("q", "").strip()[:100]
    return render_template(
        "handbook/desk/terms.html",
        found=term_queries.terms_found(visitor(), words),
        words=words,
        languages=LANGUAGES,
    )


@room.get("/staff/handbook/terms/new", lock=writers)
def new_term() -> ResponseReturnValue:
    """The form of a new term."""
    return _page(NewTermForm(formdata=None), None)


@room.post("/staff/handbook/terms/new", lock=writers)
def add_term() -> ResponseReturnValue:
    """Keep a new term."""
    form = NewTermForm()
    if not form.is_fine():
        return _page(form, None), 422
    try:
        with writing():
            actions.add_term(
                form.key.data or "",
                by_language(form.words),
                by_language(form.meanings),
                by=visitor(),
                now=clock.now(),
            )
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return _page(form, None), 422
    flash(_("The term is in the glossary."), "done")
    return redirect(page_url("handbook.terms"), 303)


@room.get("/staff/handbook/terms/<key>", lock=writers)
def term(key: str) -> ResponseReturnValue:
    """One term in every language."""
    found = term_queries.term_named(visitor(), key)
    return _page(_form_of(found), found)


@room.post("/staff/handbook/terms/<key>", lock=writers)
def change_term(key: str) -> ResponseReturnValue:
    """Change its words or meanings; every chapter shows them at once."""
    found, form = term_queries.term_named(visitor(), key), TermForm()
    if not form.is_fine():
        return _page(form, found), 422
    try:
        with writing():
            actions.change_term(
                found,
                by_language(form.words),
                by_language(form.meanings),
                seen=form.seen.data or "",
                by=visitor(),
                now=clock.now(),
            )
    except Refused as refused:
        found = term_queries.term_named(visitor(), key)
        meanwhile = refused_meanwhile(refused, form, _form_of(found))
        return _page(form, found, meanwhile), 422
    flash(_("Saved. Every chapter that marks the term shows it."), "done")
    return redirect(page_url("handbook.terms"), 303)


def _form_of(term: GlossaryTerm) -> TermForm:
    said = said_of_term(term)
    return TermForm(formdata=None, data={**said, "seen": mark_of(said)})


def _page(form: TermForm, found: GlossaryTerm | None, meanwhile: Sequence[Differing] = ()) -> str:
    return render_template(
        "handbook/desk/term.html",
        form=form,
        term=found,
        name=(best_title(found.words, current_language())[0] or found.key) if found else "",
        sources=[BY_CODE[code] for code in queries.source_languages()],
        meanwhile=meanwhile,
        by_code=BY_CODE,
        switch_form_id="desk-form",
    )
