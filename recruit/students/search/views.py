"""Pages of the search: companies find students they may see, staff find all, and up to four stand side by side."""

from typing import Any

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.students.search import actions, kept, queries, shown
from recruit.students.search.forms import KeepForm, SearchForm
from recruit.students.search.queries import Found
from recruit.students.search.rules import MOST_COMPARED, Facet, Wanted
from recruit.students.search.words import understood
from recruit.students.summaries import result_words
from recruit.students.views.room import about_students, room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator, member_of
from recruit.web.words import words_for

_KEEPS = member_of("company", *kept.MAY_KEEP)


@room.get("/company/students", lock=member_of("company"))
def for_company() -> ResponseReturnValue:
    """The students whom this company may see, narrowed down as it likes. A list is no look at anybody."""
    wanted = _wanted()
    found = queries.found_by_company(
        visitor(), wanted, understood(wanted.words), after=request.args.get("after")
    )
    may_keep = _KEEPS.opens_for(visitor())
    return _page("students/search/for_company.html", "students.for_company", found, wanted, may_keep=may_keep)


@room.get("/staff/students", lock=coordinator)
def for_staff() -> ResponseReturnValue:
    """Every student, by the same search."""
    wanted = _wanted()
    found = queries.found_by_staff(
        visitor(), wanted, understood(wanted.words), after=request.args.get("after")
    )
    return _page("students/search/for_staff.html", "students.for_staff", found, wanted)


@room.get("/company/students/compare", lock=member_of("company"), seen="profile")
def compare() -> ResponseReturnValue:
    """Two to four students side by side: each of them can read that the company looked."""
    refs = request.args.getlist("with")
    many = dict.fromkeys(refs)
    if not 2 <= len(many) <= MOST_COMPARED:
        # Nobody is shown: what was pressed without choosing gets the way back.
        return render_template("students/search/compare.html", seen=[], most=MOST_COMPARED)
    seen = queries.students_to_compare(visitor(), refs)
    g.sighted_person_refs = [one.student.person.public_id for one in seen]
    return render_template(
        "students/search/compare.html",
        seen=seen,
        most=MOST_COMPARED,
        result_words=result_words,
        **about_students(),
    )


def _wanted() -> Wanted:
    return Wanted.of({name: request.args.getlist(name) for name in request.args})


def _page(template: str, endpoint: str, found: Found, wanted: Wanted, **more: Any) -> str:
    address = wanted.address()
    return render_template(
        template,
        form=SearchForm(request.args),
        found=found,
        wanted=wanted,
        address=address,
        endpoint=endpoint,
        facets=shown.facets_of(found, wanted),
        chosen=shown.chosen_of(found, wanted, endpoint),
        ways_out=[] if found.total else shown.ways_out(found, wanted, endpoint),
        next_url=page_url(endpoint, after=found.next_mark, **address) if found.next_mark else None,
        first_url=None if found.is_first else page_url(endpoint, **address),
        result_words=result_words,
        **about_students(),
        **more,
    )


# ------------------------------------------------------------------------------------------------ kept searches


@room.get("/company/students/searches", lock=_KEEPS)
def searches() -> ResponseReturnValue:
    """The searches I keep, and how many are new in each."""
    own = kept.own_searches(visitor())
    counted = kept.counted(visitor(), own, [understood(Wanted.of(one.wanted).words) for one in own])
    universities = queries.universities_named(
        [slug for one in counted for slug in one.wanted.chosen.get(Facet.UNIVERSITY, ())]
    )
    return render_template(
        "students/search/searches.html",
        searches=[(one, shown.wanted_words(one.wanted, universities)) for one in counted],
    )


@room.get("/company/students/searches/new", lock=_KEEPS)
def new_search() -> ResponseReturnValue:
    """A name for what the address asks for."""
    return _keeping(KeepForm())


@room.post("/company/students/searches/new", lock=_KEEPS)
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
                by_mail=bool(form.by_mail.data),
                by=visitor(),
                now=clock.now(),
            )
    except Refused as refusal:
        form.blame(refusal, words_for(refusal.reason))
        return _keeping(form), 422
    flash(_("The search is kept."), "done")
    return redirect(page_url("students.searches"), 303)


@room.post("/company/students/searches/<public_id>/open", lock=_KEEPS)
def open_search(public_id: str) -> ResponseReturnValue:
    """To the list; what stands there now is no longer new."""
    with writing():
        search = kept.own_search(visitor(), public_id)
        actions.look_at(search, now=clock.now())
    return redirect(page_url("students.for_company", **Wanted.of(search.wanted).address()), 303)


@room.post("/company/students/searches/<public_id>/mail", lock=_KEEPS)
def change_search_mail(public_id: str) -> ResponseReturnValue:
    """Mails about new students, on or off."""
    with writing():
        search = kept.own_search(visitor(), public_id)
        actions.tell_by_mail(search, by_mail=request.form.get("by_mail") == "yes", now=clock.now())
    flash(_("Noted."), "done")
    return redirect(page_url("students.searches"), 303)


@room.post("/company/students/searches/<public_id>/remove", lock=_KEEPS)
def remove_search(public_id: str) -> ResponseReturnValue:
    """Keep it no longer."""
    with writing():
        actions.remove_search(kept.own_search(visitor(), public_id))
    flash(_("The search is removed."), "done")
    return redirect(page_url("students.searches"), 303)


def _keeping(form: KeepForm) -> str:
    wanted = _wanted()
    universities = queries.universities_named(wanted.chosen.get(Facet.UNIVERSITY, ()))
    return render_template(
        "students/search/keep.html",
        form=form,
        wanted_words=shown.wanted_words(wanted, universities),
        back=page_url("students.for_company", **wanted.address()),
        switch_form_id="keep-form",
    )
