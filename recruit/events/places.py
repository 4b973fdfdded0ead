"""Where a venue is on the map: degrees as people copy them, and links that only open when somebody follows them."""

import re

_DEGREES = re.compile(r"\s*(-?\d{1,2}(?:\.\d{1,8})?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d{1,8})?)\s*")


def venue_at(typed: str) -> tuple[float, float] | None:
    """Latitude and longitude as maps show them; None where it is no place on earth."""
    found = _DEGREES.fullmatch(typed)
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def map_link(latitude: float, longitude: float) -> str:
    """The place on OpenStreetMap, with a mark."""
    return (
        f"https://www.openstreetmap.org/?mlat={latitude:.5f}&mlon={longitude:.5f}"
        f"#map=17/{latitude:.5f}/{longitude:.5f}"
    )
