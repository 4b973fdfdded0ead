"""Calendar files: an event in the venue's zone, with a stable name, so that a newer file replaces the older entry."""

from collections.abc import Sequence
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask_babel import gettext as _, ngettext
from icalendar import Calendar, Event as Entry

from recruit.core.texts import best_text
from recruit.events.models import Event
from recruit.web.times import two_clocks

MEDIA_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
CANCEL_MEDIA_TYPE = "text/calendar; charset=utf-8; method=CANCEL"


def calendar_file(
    event: Event,
    *,
    language: str,
    url: str,
    ticket_code: str = "",
    turns: int = 0,
    cancelled_by: str = "",
    companions: int = 0,
    sessions: Sequence[str] = (),
) -> bytes:
    """One event as a file in the reader's language. `url` is the absolute address of its page.

    `turns` are those of the reader's sign-up, so that each file is newer than the ones before. With `cancelled_by`, the
    address that mails come from, the file takes the entry out of a calendar again.
    """
    text = best_text(event.texts, language)
    zone = ZoneInfo(event.zone)
    entry = Entry()
    entry.add("uid", f"{event.public_id}@{urlsplit(url).hostname}")
    entry.add("sequence", max(0, event.saves - 1) + turns)
    entry.add("dtstamp", event.saved_at)
    entry.add("dtstart", event.starts_at.astimezone(zone))
    entry.add("dtend", event.ends_at.astimezone(zone))
    entry.add("summary", text.title if text else event.slug)
    if text is not None and (text.place or text.address):
        entry.add("location", ", ".join(part for part in (text.place, text.address) if part))
    entry.add("description", "\n".join(_lines(event, url, ticket_code, companions, sessions)))
    entry.add("url", url)
    if cancelled_by:
        entry.add("status", "CANCELLED")
        entry.add("organizer", f"mailto:{parseaddr(cancelled_by)[1]}")
    calendar = Calendar()
    calendar.add("prodid", f"-//{urlsplit(url).hostname}//events//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled_by else "PUBLISH")
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _lines(event: Event, url: str, ticket_code: str, companions: int, sessions: Sequence[str]) -> list[str]:
    starts, ends = two_clocks(event.starts_at, event.zone), two_clocks(event.ends_at, event.zone)
    lines = [f"{starts.venue_time}–{ends.venue_time} {starts.venue_place}"]
    if not starts.same:
        lines.append(f"{starts.reader_time}–{ends.reader_time} {starts.reader_place}")
    if ticket_code:
        lines.append(_("Ticket: %(code)s", code=ticket_code))
        if event.online_link:
            lines.append(_("Take part online: %(link)s", link=event.online_link))
    if companions:
        lines.append(ngettext("with %(num)d companion", "with %(num)d companions", companions))
    return [*lines, *sessions, url]
