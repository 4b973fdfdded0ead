"""Staff find a student."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from recruit.students import queries
from recruit.students.forms import NameFilter
from recruit.students.views.room import about_students, room
from recruit.web.gate import visitor
from recruit.web.locks import coordinator


@room.get("/staff/students", lock=coordinator)
def for_staff() -> ResponseReturnValue:
    """Every student, newest first, found by any part of the name, with or without marks."""
    form = NameFilter(request.args)
    words = form.q.data or ""
    page = queries.students_for_staff(visitor(), words=words, after=request.args.get("after"))
    return render_template(
        "students/staff_list.html", form=form, page=page, filters={"q": words or None}, **about_students()
    )


@room.get("/staff/students/<public_id>", lock=coordinator, seen="profile")
def one_for_staff(public_id: str) -> ResponseReturnValue:
    """One student's whole profile."""
    student = queries.student_for_staff(visitor(), public_id)
    g.sighted_person_ref = student.person.public_id
    return render_template("students/staff_one.html", student=student, **about_students())
