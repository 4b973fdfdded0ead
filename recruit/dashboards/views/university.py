"""The desk of a university."""

from collections.abc import Sequence

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, ngettext
from markupsafe import Markup

from recruit.applications.showing import SHAPES
from recruit.core import clock
from recruit.core.disclosure.limits import LEAST_FOR_ORGANISATIONS
from recruit.dashboards.links import address
from recruit.dashboards.queries.public import coming_fairs
from recruit.dashboards.queries.university import (
    Cohort,
    cohorts,
    own_student_of,
    own_students,
    students_who_agreed,
)
from recruit.dashboards.views.pages import room, settings
from recruit.placements.rules import PlacementState
from recruit.students.roster.views.room import speaks
from recruit.web.charts import Bar, small_bars
from recruit.web.gate import current_language, visitor
from recruit.web.locks import member_of
from recruit.web.times import format_number

_PLACEMENT_SHAPES = {
    PlacementState.EXPECTED: "planned",
    PlacementState.WORKING: "done",
    PlacementState.ON_LEAVE: "done",
}


def _in_numbers(count: int | None) -> str:
    """A number of people, unless it would point at somebody, by itself or beside the others."""
    return _("not shown") if count is None else format_number(count)


def _drawn(found: Sequence[Cohort]) -> Markup | None:
    """The cohorts as bars. Their names stand in the list of students anyway, so small numbers are shown."""
    if not found:
        return None
    bars = [Bar(_half(one.half), one.students, _of_cohort(one)) for one in found]
    return small_bars(
        chart_id="cohorts",
        title=_("Your students by graduation"),
        description="; ".join(f"{bar.label}: {bar.shown}" for bar in bars),
        bars=bars,
    )


def _half(half: tuple[int, int] | None) -> str:
    if half is None:
        return _("No month of graduation given")
    year = str(half[0])
    return (
        _("January to June %(year)s", year=year)
        if half[1] == 1
        else _("July to December %(year)s", year=year)
    )


def _of_cohort(one: Cohort) -> str:
    return ngettext(
        "%(num)d student, %(confirmed)d confirmed",
        "%(num)d students, %(confirmed)d confirmed",
        one.students,
        confirmed=one.confirmed,
    )


@room.get("/university/", lock=member_of("university"))
def university() -> ResponseReturnValue:
    """How the own students are doing, where they agreed, and the coming fairs."""
    asks = visitor()
    return render_template(
        "dashboards/university.html",
        acting=asks.acting,
        students=own_students(asks),
        may_confirm=speaks.opens_for(asks),
        cohorts=_drawn(cohorts(asks)),
        agreed=students_who_agreed(asks),
        shapes=SHAPES | _PLACEMENT_SHAPES,
        in_numbers=_in_numbers,
        least=LEAST_FOR_ORGANISATIONS,
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
        may_confirm=speaks.opens_for(visitor()),
        shapes=SHAPES,
    )
