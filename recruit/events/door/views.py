"""Pages of the door: staff let people in, by code or by name."""

import secrets

from flask import Response, flash, redirect, render_template, request, session as browser_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.events import queries as event_queries
from recruit.events.actions import cancel
from recruit.events.door import queries, rules
from recruit.events.door.actions import show_ticket, take_back as take_back_ticket
from recruit.events.door.forms import DoorForm, NameForm, TakeBackForm
from recruit.events.forms import ButtonForm
from recruit.events.models import CheckIn, Event, Registration
from recruit.events.rules import EventRefusal, ScanResult, WhyTakenBack
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
    ScanResult.TAKEN_BACK: "none",
}


@room.get("/staff/events/<slug>/door", lock=coordinator)
@room.post("/staff/events/<slug>/door", lock=coordinator)
def door(slug: str) -> ResponseReturnValue:
    """Let people in: read or type a ticket number, or look for a name."""
    event = event_queries.event_for_staff(visitor(), slug)
    form = _entrance()
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


def _entrance() -> DoorForm:
    """The form as this browser filled it in last."""
    return DoorForm(data={"device": browser_session.get(ENTRANCE, "")})


@room.post("/staff/events/<slug>/door/take-back", lock=coordinator)
def take_back(slug: str) -> ResponseReturnValue:
    """Somebody was let in who is not here: by mistake, with another person's ticket, or as a trial."""
    event = event_queries.event_for_staff(visitor(), slug)
    form = TakeBackForm()
    by_script = bool(request.headers.get(_BY_SCRIPT))
    if not form.is_fine():
        problems = [str(one) for several in form.errors.values() for one in several]
        return _answer(event, "", problems=problems) if by_script else _page(event, _entrance(), form)
    try:
        ticket = _ticket(event, form)
        with writing():
            line = take_back_ticket(
                event,
                ticket,
                WhyTakenBack(form.why.data),
                by=visitor(),
                scan_id=form.scan_id.data or secrets.token_urlsafe(16),
                device=form.device.data or "",
                now=clock.now(),
            )
    except Refused as refusal:
        words = str(words_for(refusal.reason))
        if by_script:
            return _answer(event, "", problems=[words])
        flash(words, "problem")
        return redirect(page_url("events.door", slug=slug), 303)
    if by_script:
        return _answer(event, line.scan_id)
    return redirect(page_url("events.door", slug=slug, scan=line.scan_id), 303)


@room.post("/staff/events/<slug>/door/give-back", lock=coordinator)
def give_back(slug: str) -> ResponseReturnValue:
    """Somebody says at the door, or on the telephone, that they do not come: whoever waits longest has the seat."""
    event = event_queries.event_for_staff(visitor(), slug)
    form = ButtonForm()
    ticket = queries.ticket_of_name(visitor(), event, request.form.get("ticket", "")[:22])
    if form.is_fine():
        try:
            with writing():
                cancel(ticket, by=visitor(), now=clock.now())
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(_("The seat is given back. Whoever waits longest has it, and is told by mail."), "done")
    return redirect(page_url("events.door", slug=slug), 303)


def _ticket(event: Event, form: DoorForm | TakeBackForm) -> Registration:
    if form.ticket.data:
        return queries.ticket_of_name(visitor(), event, form.ticket.data)
    ticket = queries.ticket_of_code(visitor(), rules.typed_code(form.code.data or ""))
    if ticket is None:
        raise Refused(EventRefusal.NO_SUCH_TICKET, field="code")
    return ticket


def _show(event: Event, form: DoorForm) -> CheckIn:
    ticket = _ticket(event, form)
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
        back_form=TakeBackForm(formdata=None),
        figures=queries.figures(visitor(), event),
        states=STATE,
    )
    return Response(html, 422 if problems else 200)


@room.get("/staff/events/<slug>/door/figures", lock=coordinator)
def door_figures(slug: str) -> ResponseReturnValue:
    """How full the house is: the piece of the page that the script asks for again."""
    event = event_queries.event_for_staff(visitor(), slug)
    return render_template("events/door/figures.html", figures=queries.figures(visitor(), event))


def _page(event: Event, form: DoorForm, back_form: TakeBackForm | None = None) -> ResponseReturnValue:
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
        back_form=back_form or TakeBackForm(formdata=None),
    )
    answer = Response(html, 422 if form.errors or back_form is not None else 200)
    # The one page that may ask for the camera.
    answer.headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=(), payment=()"
    return answer
