"""Pages of the door: staff let people in, by code or by name."""

import secrets

from flask import Response, redirect, render_template, request, session as browser_session
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.events import queries as event_queries
from recruit.events.door import queries, rules
from recruit.events.door.actions import show_ticket
from recruit.events.door.forms import DoorForm, NameForm
from recruit.events.models import CheckIn, Event
from recruit.events.rules import EventRefusal, ScanResult
from recruit.events.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for

# Which entrance this browser stands at.
ENTRANCE = "entrance"
# Sent by the script of the page, which wants the answer alone (door.js).
_BY_SCRIPT = "X-Door"
STATE = {
    ScanResult.LET_IN: "done",
    ScanResult.AGAIN: "late",
    ScanResult.OTHER_EVENT: "late",
    ScanResult.NO_SEAT: "waiting",
    ScanResult.CANCELLED: "late",
}


@room.get("/staff/events/<slug>/door", lock=coordinator)
@room.post("/staff/events/<slug>/door", lock=coordinator)
def door(slug: str) -> ResponseReturnValue:
    """Let people in: read or type a ticket number, or look for a name."""
    event = event_queries.event_for_staff(visitor(), slug)
    form = DoorForm(data={"device": browser_session.get(ENTRANCE, "")})
    if request.method == "POST" and form.is_fine():
        browser_session[ENTRANCE] = form.device.data or ""
        try:
            scan = _show(event, form)
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            if request.headers.get(_BY_SCRIPT):
                return _answer(event, scan.scan_id)
            return redirect(page_url("events.door", slug=slug, scan=scan.scan_id), 303)
    if request.headers.get(_BY_SCRIPT) and form.errors:
        return _answer(event, "", problems=[str(one) for several in form.errors.values() for one in several])
    return _page(event, form)


def _show(event: Event, form: DoorForm) -> CheckIn:
    if form.ticket.data:
        ticket = queries.ticket_of_name(visitor(), event, form.ticket.data)
    else:
        ticket = queries.ticket_of_code(visitor(), rules.typed_code(form.code.data or ""))
    if ticket is None:
        raise Refused(EventRefusal.NO_SUCH_TICKET, field="code")
    with writing():
        return show_ticket(
            event,
            ticket,
            by=visitor(),
            scan_id=form.scan_id.data or secrets.token_urlsafe(16),
            device=form.device.data or "",
            now=clock.now(),
        )


def _answer(event: Event, scan_id: str, problems: list[str] | None = None) -> ResponseReturnValue:
    """What became of a showing, and how full the house is: the piece of the page that the script puts in."""
    html = render_template(
        "events/door/answer.html",
        event=event,
        shown=queries.shown(visitor(), event, scan_id) if scan_id else None,
        problems=problems or [],
        figures=queries.figures(visitor(), event),
        states=STATE,
    )
    return Response(html, 422 if problems else 200)


@room.get("/staff/events/<slug>/door/figures", lock=coordinator)
def door_figures(slug: str) -> ResponseReturnValue:
    """How full the house is: the piece of the page that the script asks for again."""
    event = event_queries.event_for_staff(visitor(), slug)
    return render_template("events/door/figures.html", figures=queries.figures(visitor(), event))


def _page(event: Event, form: DoorForm) -> ResponseReturnValue:
    name_form = NameForm(request.args)
    name = (name_form.name.data or "")[:200]
    # A new page is a new showing; and nobody is let in by a name that was found before.
    form.scan_id.data, form.ticket.data = secrets.token_urlsafe(16), ""
    html = render_template(
        "events/door/door.html",
        event=event,
        form=form,
        name_form=name_form,
        found=queries.named(visitor(), event, name),
        most_named=rules.MOST_NAMED,
        shown=queries.shown(visitor(), event, request.args.get("scan", "")[:40]),
        latest=queries.latest(visitor(), event),
        figures=queries.figures(visitor(), event),
        why_not=rules.why_not_door(
            event.state, starts_at=event.starts_at, ends_at=event.ends_at, now=clock.now()
        ),
        states=STATE,
    )
    answer = Response(html, 422 if form.errors else 200)
    # The one page that may ask for the camera.
    answer.headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=(), payment=()"
    return answer
