"""Students as a company sees them: only those who are shown to it, and only as much as they show."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from recruit.students import queries
from recruit.students.forms import MajorFilter
from recruit.students.rules import Major
from recruit.students.views.room import about_students, chosen, room
from recruit.web.gate import visitor
from recruit.web.locks import member_of


@room.get("/company/students", lock=member_of("company"))
def for_company() -> ResponseReturnValue:
    """The students whom this company may see."""
    form = MajorFilter(request.args)
    major = chosen(Major, form.major.data)
    page = queries.students_for_company(visitor(), major=major, after=request.args.get("after"))
    return render_template(
        "students/company_list.html", form=form, page=page, filters={"major": major}, **about_students()
    )


@room.get("/company/students/<public_id>", lock=member_of("company"), seen="profile")
def one_for_company(public_id: str) -> ResponseReturnValue:
    """One student. That the page was opened is noted, and the student can read it."""
    seen = queries.student_for_company(visitor(), public_id)
    g.sighted_person_ref = seen.student.person.public_id
    return render_template("students/company_one.html", seen=seen, student=seen.student, **about_students())
