"""The desk of staff: what needs somebody today, and the way to every staff page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from recruit.arrivals.queries import overdue_steps_for_staff
from recruit.core import clock
from recruit.dashboards.cards import open_cards_of
from recruit.dashboards.links import address, staff_pages
from recruit.dashboards.queries.staff import staff_duties
from recruit.dashboards.rules import morning_of
from recruit.dashboards.views.pages import room
from recruit.fairs.declared import operator_may_arrange
from recruit.web.gate import visitor
from recruit.web.locks import sees_hires, staff as staff_only

TOKYO = "Asia/Tokyo"


@room.get("/staff/", lock=staff_only)
def staff() -> ResponseReturnValue:
    """One sentence for each kind of work that waits and that the reader may do: what is late first, then today, then this week."""
    now = clock.now()
    duties = staff_duties(visitor(), now, operator_may=operator_may_arrange())
    parts = [(when, open_cards_of(found, now)) for when, found in morning_of(duties, now)]
    return render_template(
        "dashboards/staff.html",
        parts=[(when, cards) for when, cards in parts if cards],
        today=clock.day_in(now, TOKYO),
        zone=TOKYO,
        groups=staff_pages(),
        now=now,
    )


@room.get("/staff/steps", lock=sees_hires)
def steps() -> ResponseReturnValue:
    """Steps before and after arrival that are stuck or late, the oldest first."""
    today = clock.today_in(TOKYO)
    return render_template(
        "dashboards/steps.html", steps=overdue_steps_for_staff(today), today=today, address=address
    )
