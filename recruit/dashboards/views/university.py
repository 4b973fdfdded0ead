"""The desk of a university."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from recruit.applications.showing import SHAPES
from recruit.core import clock
from recruit.dashboards.links import address
from recruit.dashboards.queries.public import coming_fairs
from recruit.dashboards.queries.university import own_student_of, own_students
from recruit.dashboards.views.pages import room, settings
from recruit.web.gate import current_language, visitor
from recruit.web.locks import member_of


@room.get("/university/", lock=member_of("university"))
def university() -> ResponseReturnValue:
    """How the own students are doing, where they agreed, and the coming fairs."""
    asks = visitor()
    return render_template(
        "dashboards/university.html",
        acting=asks.acting,
        students=own_students(asks),
        fairs=coming_fairs(current_language(), clock.now()),
        as_of=clock.today_in("Asia/Tokyo"),
        address=address,
        contact=settings().operator_contact,
    )


@room.get("/university/students/<public_id>", lock=member_of("university"), seen="profile")
def student_of_university(public_id: str) -> ResponseReturnValue:
    """One student: the studies, and how the applications stand where the student agreed to that."""
    found = own_student_of(visitor(), public_id)
    g.sighted_person_ref = found.education.student.person.public_id
    return render_template(
        "dashboards/student_of_university.html",
        found=found,
        student=found.education.student,
        shapes=SHAPES,
    )
