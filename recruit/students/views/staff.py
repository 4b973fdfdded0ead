"""One student as staff see it. The list is `search/views.py`."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from recruit.students import queries
from recruit.students.views.room import about_students, room
from recruit.web.gate import visitor
from recruit.web.locks import coordinator


@room.get("/staff/students/<public_id>", lock=coordinator, seen="profile")
def one_for_staff(public_id: str) -> ResponseReturnValue:
    """One student's whole profile."""
    student = queries.student_for_staff(visitor(), public_id)
    g.sighted_person_ref = student.person.public_id
    return render_template("students/staff_one.html", student=student, **about_students())
