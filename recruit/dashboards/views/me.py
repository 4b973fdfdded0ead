"""What is next for me: the page of students and hires."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.dashboards.cards import card_of, cards_of
from recruit.dashboards.links import is_student_or_hire, start_of
from recruit.dashboards.queries.me import my_way
from recruit.dashboards.roads import drawn
from recruit.dashboards.rules import road_of, split_next
from recruit.dashboards.views.pages import room, settings
from recruit.events.rules import where_of
from recruit.fairs.declared import operator_may_arrange
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in


@room.get("/me", lock=signed_in)
def me() -> ResponseReturnValue:
    """The one next step, what others are doing, and the whole road. Who acts for others is led to the own desk."""
    asks = visitor()
    if not is_student_or_hire(asks):
        desk = start_of(asks)
        return redirect(page_url("organisations.mine" if desk == "dashboards.me" else desk), 303)
    now = clock.now()
    today = clock.day_in(now, asks.zone or "Asia/Tokyo")
    way = my_way(asks, current_language(), now, operator_may=operator_may_arrange())
    first, rest = split_next(way.duties, now)
    return render_template(
        "dashboards/me.html",
        way=way,
        first=card_of(first, now) if first else None,
        rest=cards_of(rest, now),
        road=drawn(road_of(way.journey, today)),
        contact=settings().operator_contact,
        where_of=where_of,
    )
