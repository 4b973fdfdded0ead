"""Words of dated facts: their units, and who publishes what they rest on."""

from typing import Any

from flask_babel import lazy_pgettext

from recruit.core.publishers import publisher_of
from recruit.web.gate import current_language

UNITS: dict[str, Any] = {
    "companies": lazy_pgettext("unit", "companies"),
    "date": lazy_pgettext("unit", "date"),
    "day_of_absence": lazy_pgettext("unit", "day of absence"),
    "day_of_month": lazy_pgettext("unit", "day of the month"),
    "days": lazy_pgettext("unit", "days"),
    "days_of_absence": lazy_pgettext("unit", "days of absence"),
    "degrees_celsius": lazy_pgettext("unit", "degrees Celsius"),
    "dong": lazy_pgettext("unit", "dong"),
    "hours": lazy_pgettext("unit", "hours"),
    "hours_per_day": lazy_pgettext("unit", "hours a day"),
    "hours_per_month": lazy_pgettext("unit", "hours a month"),
    "hours_per_week": lazy_pgettext("unit", "hours a week"),
    "hours_per_year": lazy_pgettext("unit", "hours a year"),
    "items": lazy_pgettext("unit", "items"),
    "metres": lazy_pgettext("unit", "metres"),
    "minutes": lazy_pgettext("unit", "minutes"),
    "months": lazy_pgettext("unit", "months"),
    "months_per_year": lazy_pgettext("unit", "months a year"),
    "per_1000_workers": lazy_pgettext("unit", "per 1,000 workers"),
    "percent": lazy_pgettext("unit", "per cent"),
    "percent_of_those_with_trouble": lazy_pgettext("unit", "per cent of those with trouble"),
    "persons": lazy_pgettext("unit", "persons"),
    "points": lazy_pgettext("unit", "points"),
    "rupiah": lazy_pgettext("unit", "rupiah"),
    "text": lazy_pgettext("unit", "in words"),
    "universities": lazy_pgettext("unit", "universities"),
    "wbgt": lazy_pgettext("unit", "heat index (WBGT)"),
    "weeks": lazy_pgettext("unit", "weeks"),
    "working_days": lazy_pgettext("unit", "working days"),
    "years": lazy_pgettext("unit", "years"),
    "years_of_age": lazy_pgettext("unit", "years of age"),
    "yen": lazy_pgettext("unit", "yen"),
    "yen_per_hour": lazy_pgettext("unit", "yen an hour"),
    "yen_per_month": lazy_pgettext("unit", "yen a month"),
    "yen_per_stage": lazy_pgettext("unit", "yen for each stage"),
    "yen_per_year": lazy_pgettext("unit", "yen a year"),
}


def unit_words(unit: str) -> str:
    """A unit in the reader's language; one that staff made up stands as they wrote it."""
    return str(UNITS[unit]) if unit in UNITS else unit.replace("_", " ")


def publisher(source: str) -> str:
    """Who publishes the page at this address, in the reader's language; empty where we know no authority by it."""
    return publisher_of(source, current_language())
