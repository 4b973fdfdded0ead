"""The draw of a lottery, for everybody: how it is done, what came out, and how to check it."""

from typing import NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from recruit.core.errors import Missing
from recruit.events import drawing, queries
from recruit.events.models import Event
from recruit.events.rules import SignUpWay
from recruit.events.views.room import room
from recruit.web.exports import csv_file
from recruit.web.gate import visitor
from recruit.web.locks import anybody


class OwnLot(NamedTuple):
    """What the reader took part with."""

    number: str
    lot: str


def _lottery(where: str, slug: str) -> Event:
    found = queries.public_event(where, slug)
    if found.way is not SignUpWay.LOTTERY:
        raise Missing
    return found


@room.get("/<any(fairs,events):where>/<slug>/draw", lock=anybody)
def draw(where: str, slug: str) -> ResponseReturnValue:
    """How lots are drawn; after the draw the seed and the result."""
    event = _lottery(where, slug)
    own = queries.own_registration(visitor(), event)
    lot = drawing.lot_of(event.seed, own.public_id) if own and event.drawn_at else ""
    return render_template(
        "events/draw.html",
        event=event,
        where=where,
        mark=drawing.mark_of(event.seed),
        seed=event.seed if event.drawn_at else "",
        own=OwnLot(own.public_id, lot) if own else None,
        figures=queries.lottery_figures(event),
    )


@room.get("/<any(fairs,events):where>/<slug>/draw.csv", lock=anybody)
def draw_file(where: str, slug: str) -> Response:
    """All numbers that took part with their lots, in order; no names."""
    event = _lottery(where, slug)
    if event.drawn_at is None:
        raise Missing
    order = queries.drawn_numbers(event)
    rows = [
        (place, number, drawing.lot_of(event.seed, number), people)
        for place, (number, people) in enumerate(order, start=1)
    ]
    return csv_file(f"{event.slug}-draw", [_("Place"), _("Number"), _("Lot"), _("People")], rows)
