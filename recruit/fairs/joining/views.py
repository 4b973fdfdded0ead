"""A student who joined a fair late asks for meetings."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.fairs import queries, rules
from recruit.fairs.forms import ButtonForm
from recruit.fairs.joining import actions, queries as joining_queries
from recruit.fairs.joining.rules import Chance, chance_of
from recruit.fairs.models import Timetable
from recruit.fairs.queries import StudentAtFair
from recruit.fairs.repairs.queries import companies_with_time
from recruit.fairs.views.room import operator_may_arrange, room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import signed_in
from recruit.web.words import words_for


@dataclass(frozen=True)
class LateJoining:
    """What a page tells somebody without a meeting."""

    chance: Chance
    came_late: bool
    asked_at: datetime | None
    with_time: int


def late_joining(
    seat: StudentAtFair, published: Timetable | None, *, has_wishes: bool, has_meeting: bool
) -> LateJoining:
    """`published`: the timetable that staff have arranged."""
    fair, now = seat.fair, clock.now()
    closed = rules.why_not_wish(wishes_until=fair.wishes_until, is_published=published is not None, now=now)
    asked_at = joining_queries.asked_since(fair.event_id, seat.student.id) if closed else None
    chance = chance_of(
        arranges=fair.arranging and operator_may_arrange(),
        wishes_closed=closed is not None,
        is_published=published is not None,
        has_wishes=has_wishes,
        has_meeting=has_meeting,
        has_asked=asked_at is not None,
        ends_at=fair.event.ends_at,
        now=now,
    )
    return LateJoining(
        chance,
        came_late=seat.registration.signed_up_at >= fair.wishes_until,
        asked_at=asked_at,
        with_time=len(companies_with_time(fair.event_id)) if chance is not Chance.NONE and published else 0,
    )


@room.post("/me/fairs/<slug>/late", lock=signed_in)
def join_late(slug: str) -> ResponseReturnValue:
    """Ask our staff for meetings after the deadline, or take the request back."""
    seat = queries.seat_at_fair(visitor(), slug)
    if not ButtonForm().is_fine():
        return redirect(page_url("fairs.my_fair", slug=slug), 303)
    published = queries.arranged_timetable(seat.fair.event_id)
    meetings = queries.meetings_of_student(seat.student.id, seat.fair.event_id) if published else []
    found = late_joining(
        seat, published, has_wishes=bool(queries.own_wishes(seat)), has_meeting=bool(meetings)
    )
    try:
        with writing():
            if "back" in request.form:
                actions.take_back(seat.fair, seat.student, by=visitor(), now=clock.now())
            else:
                actions.ask_late(seat.fair, seat.student, chance=found.chance, by=visitor(), now=clock.now())
    except Refused as refusal:
        flash(words_for(refusal.reason), "problem")
    else:
        flash(
            _("Your request is taken back.")
            if "back" in request.form
            else _("Our staff have your request. You receive a mail when they have places for you."),
            "done",
        )
    return redirect(page_url("fairs.my_fair", slug=slug), 303)
