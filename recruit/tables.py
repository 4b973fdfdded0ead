"""All tables in the order of the journey: importing this module makes every model known."""

from importlib import import_module
from importlib.util import find_spec

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
    # A room has this file only when it owns tables.
    if find_spec(f"recruit.{_room}.models"):
        import_module(f"recruit.{_room}.models")
