"""An event as schema.org Event, for search engines; what is not known is left out."""

from typing import Any
from zoneinfo import ZoneInfo

from recruit.core.texts import best_text
from recruit.events import rules
from recruit.events.models import Event
from recruit.web.gate import current_language, whole_url


def event_block(event: Event, *, organiser: str, organiser_url: str) -> dict[str, Any]:
    """The data block of an event's page, with the texts that are shown. `organiser` is who runs the service."""
    text, zone = best_text(event.texts, current_language()), ZoneInfo(event.zone)
    place: dict[str, Any] = {
        "@type": "Place",
        "name": text.place if text else "",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": text.address if text else "",
            "addressCountry": event.country,
        },
    }
    place["address"] = {key: value for key, value in place["address"].items() if value}
    found = {
        "@context": "https://schema.org/",
        "@type": "Event",
        "name": text.title if text else event.slug,
        "description": text.about if text else "",
        "inLanguage": text.language if text else "",
        "startDate": event.starts_at.astimezone(zone).isoformat(timespec="minutes"),
        "endDate": event.ends_at.astimezone(zone).isoformat(timespec="minutes"),
        "eventStatus": "https://schema.org/"
        + ("EventCancelled" if event.state is rules.EventState.CALLED_OFF else "EventScheduled"),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode" if place.get("name") else "",
        "location": {key: value for key, value in place.items() if value},
        "maximumAttendeeCapacity": event.seats,
        "organizer": {"@type": "Organization", "name": organiser, "url": organiser_url},
        "url": whole_url("events.event", where=rules.where_of(event.kind), slug=event.slug),
    }
    return {key: value for key, value in found.items() if value not in (None, "")}
