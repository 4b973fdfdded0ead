"""What everybody sees: coming fairs and other events, one event, its calendar file."""

from flask import Response, g, render_template
from flask.typing import ResponseReturnValue

from recruit.accounts.consents import newest_words
from recruit.accounts.rules import Purpose
from recruit.core import clock
from recruit.events import queries, rules
from recruit.events.archive.queries import OVER, told_guests_of
from recruit.events.calendars import MEDIA_TYPE, calendar_file
from recruit.events.eligibility.showing import shown_conditions
from recruit.events.forms import ButtonForm
from recruit.events.inviting.queries import is_invited
from recruit.events.marked_up import event_block
from recruit.events.materials.queries import shown_materials
from recruit.events.places import map_link
from recruit.events.programme.queries import programme_of
from recruit.events.programme.showing import day_entries, own_sessions, speakers_in
from recruit.events.repeating.queries import numbers_in_series, series_of
from recruit.events.rules import EventRefusal, RegistrationState
from recruit.events.tickets import calendar_links, drawing
from recruit.events.views.room import room
from recruit.web.gate import current_language, visitor, whole_url
from recruit.web.locks import anybody


@room.get("/fairs", lock=anybody, kept=True)
def fairs() -> ResponseReturnValue:
    """Coming fairs, and the last ones that are over."""
    now = clock.now()
    coming = queries.coming_events(now, fairs_only=True)
    return render_template(
        "events/list.html",
        fairs_only=True,
        coming=coming,
        numbers=numbers_in_series(coming),
        past=queries.past_events(now, fairs_only=True),
        where_of=rules.where_of,
    )


@room.get("/events", lock=anybody, kept=True)
def events() -> ResponseReturnValue:
    """Everything one can sign up for."""
    now = clock.now()
    coming = queries.coming_events(now)
    return render_template(
        "events/list.html",
        fairs_only=False,
        coming=coming,
        numbers=numbers_in_series(coming),
        past=queries.past_events(now),
        where_of=rules.where_of,
    )


@room.get("/<any(fairs,events):where>/<slug>", lock=anybody, kept=True)
def event(where: str, slug: str) -> ResponseReturnValue:
    """One event: when, where, the day, who comes, and the reader's seat."""
    found = queries.public_event(where, slug)
    registration = queries.own_registration(visitor(), found)
    live = registration is not None and registration.state in rules.LIVE
    waits = registration is not None and registration.state is RegistrationState.WAITING
    has_seat = registration is not None and registration.state is RegistrationState.SIGNED_UP
    address, language = whole_url("events.event", where=where, slug=slug), current_language()
    sessions = programme_of(found)
    may_ask = visitor().is_signed_in and not live
    why_not = rules.why_not_sign_up(found.state, found.sign_up_until, clock.now())
    if why_not is None and not live and not is_invited(found, visitor()):
        why_not = EventRefusal.INVITED_ONLY
    return render_template(
        "events/event.html",
        event=found,
        where=where,
        registration=registration if live else None,
        refused=registration if registration and registration.state is RegistrationState.REFUSED else None,
        asks_first=rules.is_asked_first(found.way, found.drawn_at),
        place_in_line=queries.place_in_waiting_list(registration) if registration and waits else 0,
        code=drawing.for_page(registration.ticket_code) if registration and has_seat else "",
        google=calendar_links.google(found, language=language, url=address),
        outlook=calendar_links.outlook(found, language=language, url=address),
        why_not=why_not,
        lacks_profile=may_ask and rules.needs_profile(found.kind) and not queries.has_profile(visitor()),
        conditions=shown_conditions(found, visitor()),
        has_form=rules.has_form(found.asks, found.most_companions, found.offers_sessions),
        map_link=map_link(found.latitude, found.longitude)
        if found.latitude is not None and found.longitude is not None
        else "",
        over=clock.now() >= found.ends_at,
        agreement=newest_words(Purpose.FAIR_COMPANIES, current_language()),
        day=day_entries(found, sessions, language),
        speakers=speakers_in(sessions),
        series=series_of(found),
        materials=shown_materials(found, visitor(), clock.now()),
        guests=told_guests_of([found]).get(found.id) if found.state in OVER else None,
        own_sessions=own_sessions(registration, language) if registration and live else [],
        block=event_block(found, organiser=g.settings.site_name, organiser_url=g.settings.base_url),
        # Its token would open a session for everybody who only reads.
        form=ButtonForm(formdata=None) if visitor().is_signed_in else None,
    )


@room.get("/<any(fairs,events):where>/<slug>.ics", lock=anybody, kept=True)
def calendar(where: str, slug: str) -> ResponseReturnValue:
    """The event as a calendar file."""
    found = queries.public_event(where, slug)
    content = calendar_file(
        found,
        language=current_language(),
        url=whole_url("events.event", where=where, slug=slug),
    )
    response = Response(content, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    return response
