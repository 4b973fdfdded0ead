"""The university's desk: its own students, and what it confirms of them."""

from collections.abc import Mapping

from flask import abort, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, ngettext

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.students import actions, queries
from recruit.students.forms import ConfirmForm, DeskFilter
from recruit.students.roster import actions as roster_actions
from recruit.students.roster.forms import DayForm
from recruit.students.roster.views.room import desk, speaks
from recruit.students.rules import Confirmed
from recruit.students.views.room import about_students, chosen, room
from recruit.web.gate import page_url, visitor
from recruit.web.words import words_for


@room.get("/university/students", lock=desk)
def for_university() -> ResponseReturnValue:
    """The students who say they study here."""
    return _list(DayForm())


@room.post("/university/students", lock=speaks)
def confirm_chosen() -> ResponseReturnValue:
    """Those ticked are confirmed together."""
    form = DayForm()
    if form.is_fine():
        said = chosen(Confirmed, request.form.get("confirmed"))
        if said is None:
            abort(422)
        try:
            with writing():
                count = roster_actions.confirm(
                    dict.fromkeys(request.form.getlist("chosen"), said),
                    form.holds_on.data,
                    by=visitor(),
                    now=clock.now(),
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(ngettext("%(num)d student is changed.", "%(num)d students are changed.", count), "done")
            return redirect(_here(request.args), 303)
    return _list(form)


def _list(form: DayForm) -> ResponseReturnValue:
    asks, filters = visitor(), DeskFilter(request.args)
    confirmed = chosen(Confirmed, filters.confirmed.data)
    words = filters.q.data or ""
    page = queries.educations_of_university(
        asks, confirmed=confirmed, words=words, after=request.args.get("after")
    )
    html = render_template(
        "students/university_list.html",
        filter_form=filters,
        may_confirm=speaks.opens_for(asks),
        form=form,
        page=page,
        filters={"q": words or None, "confirmed": confirmed},
        here=_here(request.args),
        ticked=set(request.form.getlist("chosen")),
        switch_form_id="students-form" if page.rows else None,
        **about_students(),
    )
    return make_response(html, 422 if form.errors or form.form_errors else 200)


def _here(asked: Mapping[str, str]) -> str:
    """This page of the list again."""
    return page_url(
        "students.for_university", **{name: asked.get(name) or None for name in ("q", "confirmed", "after")}
    )


@room.post("/university/students/<public_id>/confirm", lock=speaks)
def confirm(public_id: str) -> ResponseReturnValue:
    """The university confirms the enrolment or the graduation, or takes it back."""
    education = queries.education_of_university(visitor(), public_id)
    form = ConfirmForm()
    if not form.is_fine():
        abort(422)
    with writing():
        actions.confirm_education(education, form.said(), by=visitor(), now=clock.now())
    flash(_("Noted."), "done")
    return redirect(page_url("dashboards.student_of_university", public_id=public_id), 303)
