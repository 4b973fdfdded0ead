"""The desk of a university."""

from flask import render_template
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.dashboards.links import address
from recruit.dashboards.queries.public import coming_fairs
from recruit.dashboards.queries.university import own_students
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
