"""Days, times and money as each language writes them; venue time and the reader's time side by side."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date, get_timezone_location
from babel.numbers import format_currency, format_decimal, format_percent
from flask import g, has_request_context
from flask_babel import get_locale, gettext

_SHAPES = {
    # (long with weekday, middle, short without year, month)
    "ja": ("y年M月d日（E）", "y年M月d日", "M月d日", "y年M月"),
    "vi": ("EEEE, d 'tháng' M, y", "d/M/y", "d/M", "'tháng' M/y"),
    "id": ("EEEE, d MMMM y", "d MMMM y", "d MMM", "MMMM y"),
    "en": ("EEEE d MMMM y", "d MMMM y", "d MMM", "MMMM y"),
}
_STYLES = {"long": 0, "medium": 1, "short": 2, "month": 3}


def _locale() -> Locale:
    return get_locale() or Locale("en")


def format_day(day: date | datetime | None, style: str = "medium") -> str:
    """A calendar day; `style` is long, medium, short or month. An instant is first set to the reader's zone."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = day.astimezone(ZoneInfo(reader_zone())).date()
    return _day_in_words(day, style, _locale())


@lru_cache(maxsize=2048)
def _day_in_words(day: date, style: str, locale: Locale) -> str:
    """Lists name the same days again and again."""
    shapes = _SHAPES.get(locale.language, _SHAPES["en"])
    text = babel_date(day, shapes[_STYLES[style]], locale=locale)
    # Vietnamese weekdays stand at the beginning and so in capitals.
    return text[:1].upper() + text[1:] if style == "long" else text


def format_clock(instant: datetime, zone: str) -> str:
    """24-hour time of an instant in a zone."""
    return instant.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def format_instant(instant: datetime | None, zone: str | None = None) -> str:
    """Day and time in a zone (the reader's, where none is given)."""
    if instant is None:
        return ""
    zone = zone or reader_zone()
    return f"{format_day(instant.astimezone(ZoneInfo(zone)).date(), 'medium')} {format_clock(instant, zone)}"


def reader_zone() -> str:
    """The zone of the reader of this page or mail."""
    if "reader_zone" in g:
        return g.reader_zone
    if has_request_context():
        zone = getattr(g.get("visitor"), "zone", None)
        if zone:
            return zone
    return {"vi": "Asia/Ho_Chi_Minh", "id": "Asia/Jakarta"}.get(_locale().language, "Asia/Tokyo")


@lru_cache(maxsize=256)
def _place_of(zone: str, locale: Locale) -> str:
    return get_timezone_location(ZoneInfo(zone), locale=locale, return_city=False)


_CITIES = {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}


def place_of(zone: str) -> str:
    """The name of the country (or, where a country has several clocks, the zone's usual name) in the reader's language."""
    if zone in _CITIES:
        return {
            "Asia/Jakarta": gettext("Western Indonesia"),
            "Asia/Makassar": gettext("Central Indonesia"),
            "Asia/Jayapura": gettext("Eastern Indonesia"),
        }[zone]
    if zone == "UTC":
        return "UTC"
    return _place_of(zone, _locale())


def _after_a_time(place: str) -> str:
    """As it stands behind “08:30”: Indonesian and Vietnamese begin the name with their word for time, then written small."""
    for word in ("Giờ ", "Waktu "):
        if place.startswith(word):
            return word.lower() + place.removeprefix(word)
    return place


@dataclass(frozen=True)
class TwoClocks:
    """One instant at the venue and at the reader's. `same` means both clocks agree, so one line is enough."""

    venue_time: str
    venue_date: str
    venue_place: str
    reader_time: str
    reader_date: str
    reader_place: str
    same: bool
    same_day: bool


def two_clocks(
    instant: datetime, venue_zone: str, venue_label: str | None = None, zone: str | None = None
) -> TwoClocks:
    """See TwoClocks. `zone` is the reader's where it is not that of the page."""
    own = zone or reader_zone()
    there, here = instant.astimezone(ZoneInfo(venue_zone)), instant.astimezone(ZoneInfo(own))
    return TwoClocks(
        venue_time=there.strftime("%H:%M"),
        venue_date=format_day(there.date(), "long"),
        venue_place=venue_label or _after_a_time(place_of(venue_zone)),
        reader_time=here.strftime("%H:%M"),
        reader_date=format_day(here.date(), "short"),
        reader_place=_after_a_time(place_of(own)),
        same=there.utcoffset() == here.utcoffset(),
        same_day=there.date() == here.date(),
    )


def format_number(value: float | Decimal) -> str:
    """A number with the language's own separators."""
    return format_decimal(value, locale=_locale())


def format_share(value: float, digits: int = 1) -> str:
    """A proportion as a percentage."""
    return format_percent(value, "#,##0." + "0" * digits + "%" if digits else "#,##0%", locale=_locale())


def format_money(value: float | Decimal, currency: str = "JPY") -> str:
    """An amount: 225,000円 in Japanese, 225.000 ¥ in Vietnamese, JP¥225.000 in Indonesian, ¥225,000 in English."""
    locale = _locale()
    if currency == "JPY" and locale.language == "ja":
        return format_decimal(value, "#,##0", locale=locale) + "円"
    if currency == "JPY" and locale.language == "vi":
        return format_decimal(value, "#,##0", locale=locale) + "\u00a0¥"
    return format_currency(value, currency, locale=locale, currency_digits=True)
