"""The reader's own ticket: as a page that needs no script, as a PDF, as an entry of a calendar."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.errors import Missing
from recruit.events import queries
from recruit.events.calendars import MEDIA_TYPE, calendar_file
from recruit.events.door.rules import in_groups
from recruit.events.models import Registration
from recruit.events.programme.showing import certain_lines, own_sessions
from recruit.events.rules import RegistrationState
from recruit.events.tickets import calendar_links, drawing
from recruit.events.tickets.printing import paper_of
from recruit.events.views.room import room
from recruit.web.gate import current_language, visitor, whole_url
from recruit.web.locks import signed_in


def _own_ticket(where: str, slug: str) -> Registration:
    """Only who has a seat has a ticket."""
    found = queries.own_registration(visitor(), queries.public_event(where, slug))
    if found is None or found.state is not RegistrationState.SIGNED_UP:
        raise Missing
    return found


@room.get("/<any(fairs,events):where>/<slug>/ticket", lock=signed_in)
def ticket(where: str, slug: str) -> ResponseReturnValue:
    """The ticket: its code, its number, when and where."""
    own = _own_ticket(where, slug)
    url = whole_url("events.event", where=where, slug=slug)
    return render_template(
        "events/ticket.html",
        event=own.event,
        where=where,
        ticket=own,
        code=drawing.for_page(own.ticket_code),
        number=in_groups(own.ticket_code),
        sessions=own_sessions(own, current_language()),
        over=clock.now() >= own.event.ends_at,
        google=calendar_links.google(own.event, language=current_language(), url=url),
        outlook=calendar_links.outlook(own.event, language=current_language(), url=url),
    )


@room.get("/<any(fairs,events):where>/<slug>/ticket.pdf", lock=signed_in)
def ticket_paper(where: str, slug: str) -> ResponseReturnValue:
    """The ticket on paper."""
    own = _own_ticket(where, slug)
    paper = paper_of(
        own,
        name=visitor().display_name,
        address=whole_url("events.event", where=where, slug=slug),
        now=clock.now(),
    )
    return _file(paper, "application/pdf", f'inline; filename="{slug}-ticket.pdf"')


@room.get("/<any(fairs,events):where>/<slug>/ticket.ics", lock=signed_in)
def ticket_calendar(where: str, slug: str) -> ResponseReturnValue:
    """The event as an entry of a calendar, with the number of the ticket."""
    own = _own_ticket(where, slug)
    content = calendar_file(
        own.event,
        language=current_language(),
        url=whole_url("events.event", where=where, slug=slug),
        ticket_code=own.ticket_code,
        turns=own.turns,
        companions=own.companions,
        sessions=certain_lines(own, current_language()),
    )
    return _file(content, MEDIA_TYPE, f'attachment; filename="{slug}.ics"')


def _file(content: bytes, media_type: str, disposition: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = disposition
    response.headers["Cache-Control"] = "no-store"
    return response
