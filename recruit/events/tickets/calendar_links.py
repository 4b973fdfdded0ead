"""Addresses that put an event into a calendar on the web. The ticket's number is in none of them: they are other people's sites."""

from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from recruit.core.texts import best_text
from recruit.events.models import Event

# What a web calendar shows of the description; longer addresses are cut off by some browsers.
_MOST = 300


def google(event: Event, *, language: str, url: str) -> str:
    """Google's calendar takes the venue's clock and its zone by name."""
    title, place = _words(event, language)
    zone = ZoneInfo(event.zone)
    asked = {
        "action": "TEMPLATE",
        "text": title,
        "dates": "/".join(f"{at.astimezone(zone):%Y%m%dT%H%M%S}" for at in (event.starts_at, event.ends_at)),
        "ctz": event.zone,
        "location": place,
        "details": url,
    }
    return f"https://calendar.google.com/calendar/render?{urlencode(asked)}"


def outlook(event: Event, *, language: str, url: str) -> str:
    """Outlook's takes instants with their distance from UTC."""
    title, place = _words(event, language)
    asked = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title,
        "startdt": _instant(event.starts_at, event.zone),
        "enddt": _instant(event.ends_at, event.zone),
        "location": place,
        "body": url,
    }
    return f"https://outlook.live.com/calendar/0/action/compose?{urlencode(asked)}"


def _instant(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")


def _words(event: Event, language: str) -> tuple[str, str]:
    text = best_text(event.texts, language)
    if text is None:
        return event.slug, ""
    return text.title, ", ".join(part for part in (text.place, text.address) if part)[:_MOST]
