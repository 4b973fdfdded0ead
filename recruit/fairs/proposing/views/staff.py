"""Staff read what both sides have agreed; nothing here moves."""

from flask import render_template
from flask.typing import ResponseReturnValue

from recruit.core.errors import Missing
from recruit.fairs import showing
from recruit.fairs.proposing import queries
from recruit.fairs.queries import fair_event_for_staff
from recruit.fairs.views.room import room
from recruit.web.gate import visitor
from recruit.web.locks import coordinator


@room.get("/staff/fairs/<slug>/agreed", lock=coordinator)
def agreed_times(slug: str) -> ResponseReturnValue:
    """How many times are offered and agreed at a fair, and who meets whom."""
    event, fair = fair_event_for_staff(visitor(), slug)
    if fair is None:
        raise Missing
    return render_template(
        "fairs/agreed_times.html",
        event=event,
        fair=fair,
        counts=queries.counts_for_staff(visitor(), fair),
        meetings=queries.meetings_for_staff(visitor(), fair),
        times=showing.slot_times(fair),
        student_name=showing.student_name,
        company_name=showing.company_name,
    )
