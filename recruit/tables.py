"""All tables in the order of the journey: importing this module makes every model known."""

from importlib import import_module

ROOMS: tuple[str, ...] = (
    "core",
    "messages",
    "accounts",
    "organisations",
    "students",
    "postings",
    "events",
    "fairs",
    "applications",
    "placements",
    "arrivals",
    "handbook",
    "surveys",
    "cases",
    "retention",
)

for _room in ROOMS:
    import_module(f"recruit.{_room}.models")
