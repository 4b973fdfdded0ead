"""The university's desk: its own students, and what it confirms of them."""

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.students import actions, queries
from recruit.students.forms import ConfirmForm, DeskFilter
from recruit.students.rules import Confirmed
from recruit.students.views.room import about_students, chosen, room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import member_of


@room.get("/university/students", lock=member_of("university"))
def for_university() -> ResponseReturnValue:
    """The students who say they study here."""
    form = DeskFilter(request.args)
    confirmed = chosen(Confirmed, form.confirmed.data)
    words = form.q.data or ""
    page = queries.educations_of_university(
        visitor(), confirmed=confirmed, words=words, after=request.args.get("after")
    )
    return render_template(
        "students/university_list.html",
        form=form,
        page=page,
        filters={"q": words or None, "confirmed": confirmed},
        confirmations=Confirmed,
        **about_students(),
    )


@room.post("/university/students/<public_id>/confirm", lock=member_of("university"))
def confirm(public_id: str) -> ResponseReturnValue:
    """The university confirms the enrolment or the graduation, or takes it back."""
    education = queries.education_of_university(visitor(), public_id)
    form = ConfirmForm()
    if not form.is_fine():
        abort(422)
    with writing():
        actions.confirm_education(education, form.said(), by=visitor(), now=clock.now())
    flash(_("Noted."), "done")
    return redirect(page_url("students.for_university"), 303)
