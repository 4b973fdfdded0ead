"""The desk of facts: where each dated fact stands in the books, when it was looked at, and what holds from when."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock, facts as dated
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.facts import FactFault, NewFact
from recruit.handbook.desk_forms import FactForm
from recruit.handbook.fact_queries import fact_in_books, facts_in_books
from recruit.handbook.shown import shown_value
from recruit.handbook.views.place import TOKYO
from recruit.handbook.views.room import room, writers
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.words import words_for

_ON_A_PAGE = 50
# Which field of the form is wrong, where it is not the value.
_FIELDS = {
    FactFault.SOURCE: "source",
    FactFault.SAME_DAY: "valid_from_on",
    FactFault.LAST_DAY: "valid_from_on",
}


@room.get("/staff/handbook/facts", lock=writers)
def facts() -> ResponseReturnValue:
    """Every fact that the books state, those first that are to be looked at."""
    words = request.args.get("q", "").strip()[:100]
    found = facts_in_books(visitor(), clock.today_in(TOKYO), words=words)
    keys = [one.fact.key for one in found]
    after = request.args.get("after", "")
    begin = keys.index(after) + 1 if after in keys else 0
    shown = found[begin : begin + _ON_A_PAGE]
    query = {"q": words} if words else {}
    return render_template(
        "handbook/desk/facts.html",
        found=found,
        shown=shown,
        next_url=(
            page_url("handbook.facts", after=shown[-1].fact.key, **query)
            if begin + _ON_A_PAGE < len(found)
            else None
        ),
        first_url=page_url("handbook.facts", **query) if begin else None,
        overdue=[one for one in found if one.is_overdue],
        words=words,
        shown_value=shown_value,
        language_now=current_language(),
    )


@room.get("/staff/handbook/facts/<key>", lock=writers)
def fact(key: str) -> ResponseReturnValue:
    """One fact: where it stands, its source, every value it ever had, and the form of a new one."""
    today = clock.today_in(TOKYO)
    found, _rows = fact_in_books(visitor(), key, today)
    form = FactForm(
        formdata=None,
        data={
            "unit": found.fact.unit,
            "source": found.fact.source,
            "source_name": found.fact.source_name,
        },
    )
    return _page(key, form)


@room.post("/staff/handbook/facts/<key>", lock=writers)
def enter_fact(key: str) -> ResponseReturnValue:
    """Enter a new value beside the earlier ones; every chapter that states the fact shows it from its day on."""
    today = clock.today_in(TOKYO)
    fact_in_books(visitor(), key, today)
    form = FactForm()
    if not form.is_fine():
        return _page(key, form), 422
    assert form.valid_from_on.data is not None
    new = NewFact(
        key=key,
        value=form.value.data or "",
        unit=form.unit.data or "",
        valid_from_on=form.valid_from_on.data,
        valid_to_on=None,
        source=form.source.data or "",
        source_name=form.source_name.data or "",
        checked_on=today,
        verified=bool(form.verified.data),
    )
    fault = dated.why_not_fact(new)
    if fault is not None:
        form.blame_field(_FIELDS.get(fault, "value"), words_for(fault))
        return _page(key, form), 422
    try:
        with writing():
            dated.enter_fact(new, by=visitor(), now=clock.now())
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return _page(key, form), 422
    flash(_("Entered. Every chapter that states it shows the new value from its day on."), "done")
    return redirect(page_url("handbook.fact", key=key), 303)


@room.post("/staff/handbook/facts/<key>/checked", lock=writers)
def check_fact(key: str) -> ResponseReturnValue:
    """Looked at again today, unchanged."""
    today = clock.today_in(TOKYO)
    fact_in_books(visitor(), key, today)
    with writing():
        dated.check_again(key, on=today, by=visitor(), now=clock.now())
    flash(_("Noted: looked at today, unchanged."), "done")
    return redirect(page_url("handbook.facts"), 303)


def _page(key: str, form: FactForm) -> str:
    found, rows = fact_in_books(visitor(), key, clock.today_in(TOKYO))
    return render_template(
        "handbook/desk/fact.html",
        found=found,
        rows=rows,
        shown_values=[shown_value(row, current_language()) for row in rows],
        form=form,
        shown=shown_value(found.fact, current_language()),
        switch_form_id="desk-form",
    )
