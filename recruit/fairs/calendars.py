"""A calendar file with every meeting of one person, in the venue's zone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event as Entry

from recruit.fairs.models import Fair, Meeting, Timetable
from recruit.fairs.rules import MeetingState
from recruit.fairs.showing import slot_times


def meetings_file(
    fair: Fair,
    timetable: Timetable,
    meetings: list[Meeting],
    *,
    title: Callable[[Meeting], str],
    place: str,
    url: str,
    language: str,
    changed_at: datetime | None = None,
) -> bytes:
    """`changed_at`: when a mended timetable was changed; a dropped meeting is cancelled in calendars that had it. `title` names a meeting for the reader; each keeps its name, so that a newer file replaces the entry."""
    host, zone, times = urlsplit(url).hostname, ZoneInfo(fair.event.zone), slot_times(fair)
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//meetings//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for meeting in meetings:
        starts = times[meeting.slot].starts_at.astimezone(zone)
        entry = Entry()
        entry.add("uid", f"{meeting.public_id}@{host}")
        entry.add("dtstamp", changed_at or timetable.published_at or timetable.asked_at)
        entry.add("sequence", meeting.sequence)
        if meeting.state is MeetingState.DROPPED:
            entry.add("status", "CANCELLED")
        entry.add("dtstart", starts)
        entry.add("dtend", starts + timedelta(minutes=fair.slot_minutes))
        entry.add("summary", title(meeting))
        if place:
            entry.add("location", place)
        entry.add("url", url)
        calendar.add_component(entry)
    calendar.add_missing_timezones()
    return calendar.to_ical()
