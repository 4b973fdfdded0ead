"""The ticket on paper, in the reader's language, made from what is true now."""

from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _, ngettext

from recruit.core.texts import best_text
from recruit.events.door.rules import in_groups
from recruit.events.models import Registration
from recruit.events.programme.showing import certain_lines
from recruit.events.tickets import drawing
from recruit.web.gate import current_language
from recruit.web.pdf import pdf_of, picture_of, printable
from recruit.web.times import two_clocks


def paper_of(ticket: Registration, *, name: str, address: str, now: datetime) -> bytes:
    """The ticket as a PDF. Raises Busy, PaperFailed."""
    return pdf_of(_source(), _data(ticket, name, address), made_at=now)


def paper_as_picture(ticket: Registration, *, name: str, address: str, now: datetime) -> bytes:
    """The same as a picture."""
    return picture_of(_source(), _data(ticket, name, address), made_at=now)


def _source() -> str:
    loader, environment = current_app.jinja_loader, current_app.jinja_env
    if loader is None:
        raise RuntimeError("the application has no templates")
    return "\n".join(
        loader.get_source(environment, file)[0] for file in ("parts/paper.typ", "events/ticket.typ")
    )


def _named(name: str, companions: int) -> str:
    if not companions:
        return name
    along = ngettext("with %(num)d companion", "with %(num)d companions", companions)
    return f"{name} · {along}"


def _data(ticket: Registration, name: str, address: str) -> dict[str, Any]:
    event, language = ticket.event, current_language()
    text = best_text(event.texts, language)
    starts, ends = two_clocks(event.starts_at, event.zone), two_clocks(event.ends_at, event.zone)
    times = [f"{starts.venue_time}–{ends.venue_time} {starts.venue_place}"]
    if not starts.same:
        times.append(f"{starts.reader_time}–{ends.reader_time} {starts.reader_place}")
    return {
        "lang": language,
        "kind": _("Ticket"),
        "title": {
            "words": printable(text.title if text else event.slug),
            "lang": text.language if text else language,
        },
        "name": printable(_named(name, ticket.companions)),
        "day": printable(starts.venue_date),
        "times": [printable(one) for one in times],
        "place": printable(text.place) if text else "",
        "address": printable(text.address) if text else "",
        "sessions": [printable(one) for one in certain_lines(ticket, language)],
        "number_label": _("Ticket number"),
        "number": in_groups(ticket.ticket_code),
        "picture": drawing.for_paper(ticket.ticket_code),
        "picture_words": _("The ticket number as a code for the scanner at the door"),
        "hint": _("Show this code at the door, on your phone or on paper."),
        "not_coming": _(
            "If you cannot come, please give your seat back on the page of the event, so that somebody else can have it."
        ),
        "page": printable(address.split("://", 1)[-1]),
    }
