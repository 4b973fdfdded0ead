"""One student as a company sees it: only as much as the student shows. The list is `search/views.py`."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from recruit.students import queries
from recruit.students.views.room import about_students, room
from recruit.web.gate import visitor
from recruit.web.locks import member_of


@room.get("/company/students/<public_id>", lock=member_of("company"), seen="profile")
def one_for_company(public_id: str) -> ResponseReturnValue:
    """One student. That the page was opened is noted, and the student can read it."""
    seen = queries.student_for_company(visitor(), public_id)
    g.sighted_person_ref = seen.student.person.public_id
    return render_template("students/company_one.html", seen=seen, student=seen.student, **about_students())
