"""Pages of the search: everybody finds open positions; who is signed in keeps searches."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.organisations.forms import chosen
from recruit.postings import conditions
from recruit.postings.fit_words import short_of
from recruit.postings.fitting import fits_for
from recruit.postings.queries import content_of
from recruit.postings.search import actions, kept, queries, shown
from recruit.postings.search.forms import MOST_NAME, KeepForm, SearchForm
from recruit.postings.search.rules import MailPace, Wanted
from recruit.postings.search.words import understood
from recruit.postings.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import anybody, signed_in
from recruit.web.words import words_for

_LIST = "postings.positions"


@room.get("/positions", lock=anybody, kept=True)
def positions() -> ResponseReturnValue:
    """Open positions, with what they are narrowed down by in the address."""
    wanted = _wanted()
    found = queries.found(wanted, understood(wanted.words), after=request.args.get("after"), now=clock.now())
    address = wanted.address()
    return render_template(
        "postings/list.html",
        form=SearchForm(request.args),
        found=found,
        address=address,
        endpoint=_LIST,
        rows=[(one, content_of(one), conditions.words_of(content_of(one))) for one in found.rows],
        start_words=conditions.start_words,
        fits=fits_for(visitor(), found.rows),
        short_fit=short_of,
        facets=shown.facets_of(found, wanted),
        chosen=shown.chosen_of(wanted, _LIST),
        ways_out=[] if found.total else shown.ways_out(found, wanted, _LIST),
        next_url=page_url(_LIST, after=found.next_mark, **address) if found.next_mark else None,
        first_url=None if found.is_first else page_url(_LIST, **address),
    )


def _wanted() -> Wanted:
    return Wanted.of({name: request.args.getlist(name) for name in request.args})


# ------------------------------------------------------------------------------------------------ kept searches


@room.get("/me/searches", lock=signed_in)
def searches() -> ResponseReturnValue:
    """The searches I keep, and how many are new in each."""
    own = kept.own_searches(visitor())
    counted = kept.counted(own, [understood(Wanted.of(one.wanted).words) for one in own], clock.now())
    return render_template(
        "postings/search/searches.html",
        searches=[(one, shown.wanted_words(one.wanted)) for one in counted],
        paces=list(MailPace),
    )


@room.get("/me/searches/new", lock=signed_in)
def new_search() -> ResponseReturnValue:
    """A name for what the address asks for; what it asks for is a name already."""
    form = KeepForm()
    form.name.data = shown.wanted_words(_wanted())[:MOST_NAME]
    return _keeping(form)


@room.post("/me/searches/new", lock=signed_in)
def keep_search() -> ResponseReturnValue:
    """Keep it."""
    form = KeepForm()
    if not form.is_fine():
        return _keeping(form), 422
    try:
        with writing():
            actions.keep_search(
                form.name.data or "",
                _wanted(),
                MailPace(form.pace.data),
                by=visitor(),
                now=clock.now(),
            )
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return _keeping(form), 422
    flash(_("The search is kept."), "done")
    return redirect(page_url("postings.searches"), 303)


@room.post("/me/searches/<public_id>/open", lock=signed_in)
def open_search(public_id: str) -> ResponseReturnValue:
    """To the list; what stands there now is no longer new."""
    with writing():
        search = kept.own_search(visitor(), public_id)
        actions.look_at(search, now=clock.now())
    return redirect(page_url(_LIST, **Wanted.of(search.wanted).address()), 303)


@room.post("/me/searches/<public_id>/mail", lock=signed_in)
def change_search_mail(public_id: str) -> ResponseReturnValue:
    """How often mails tell of new positions."""
    pace = chosen(MailPace, request.form.get("pace", ""))
    with writing():
        search = kept.own_search(visitor(), public_id)
        if pace is not None:
            actions.tell_by_mail(search, pace, now=clock.now())
    flash(_("Noted."), "done")
    return redirect(page_url("postings.searches"), 303)


@room.post("/me/searches/<public_id>/remove", lock=signed_in)
def remove_search(public_id: str) -> ResponseReturnValue:
    """Keep it no longer."""
    with writing():
        actions.remove_search(kept.own_search(visitor(), public_id))
    flash(_("The search is removed."), "done")
    return redirect(page_url("postings.searches"), 303)


def _keeping(form: KeepForm) -> str:
    wanted = _wanted()
    return render_template(
        "postings/search/keep.html",
        form=form,
        wanted_words=shown.wanted_words(wanted),
        back=page_url(_LIST, **wanted.address()),
        switch_form_id="keep-form",
    )
