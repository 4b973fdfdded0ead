"""Calendar files: an event in the venue's zone, with a stable name, so that a newer file replaces the older entry."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from icalendar import Calendar, Event as Entry

from recruit.core.texts import best_text
from recruit.events.models import Event
from recruit.web.times import two_clocks

MEDIA_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"


def calendar_file(event: Event, *, language: str, url: str, ticket_code: str = "") -> bytes:
    """One event as a file in the reader's language. `url` is the absolute address of its page."""
    text = best_text(event.texts, language)
    zone = ZoneInfo(event.zone)
    entry = Entry()
    entry.add("uid", f"{event.public_id}@{urlsplit(url).hostname}")
    entry.add("sequence", max(0, event.saves - 1))
    entry.add("dtstamp", event.saved_at)
    entry.add("dtstart", event.starts_at.astimezone(zone))
    entry.add("dtend", event.ends_at.astimezone(zone))
    entry.add("summary", text.title if text else event.slug)
    if text is not None and (text.place or text.address):
        entry.add("location", ", ".join(part for part in (text.place, text.address) if part))
    entry.add("description", "\n".join(_lines(event, url, ticket_code)))
    entry.add("url", url)
    calendar = Calendar()
    calendar.add("prodid", f"-//{urlsplit(url).hostname}//events//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _lines(event: Event, url: str, ticket_code: str) -> list[str]:
    starts, ends = two_clocks(event.starts_at, event.zone), two_clocks(event.ends_at, event.zone)
    lines = [f"{starts.venue_time}–{ends.venue_time} {starts.venue_place}"]
    if not starts.same:
        lines.append(f"{starts.reader_time}–{ends.reader_time} {starts.reader_place}")
    if ticket_code:
        lines.append(_("Ticket: %(code)s", code=ticket_code))
    return [*lines, url]
