"""Sums in the currency of the reader's home: which one, how old a rate may be, how exact an "about" is."""

from datetime import date
from decimal import Decimal

# An older rate says too little about what yen buy today.
RATE_LASTS_DAYS = 45
OF_COUNTRY = {"VN": "VND", "ID": "IDR"}
OF_LANGUAGE = {"vi": "VND", "id": "IDR"}


def currency_of(language: str, nationality: str = "") -> str | None:
    """The currency a reader thinks in: of the country, where the profile names one; else of the language.

    >>> currency_of("en", "ID"), currency_of("vi"), currency_of("en"), currency_of("vi", "MM")
    ('IDR', 'VND', None, None)
    """
    return OF_COUNTRY.get(nationality) if nationality else OF_LANGUAGE.get(language)


def is_old_rate(rate_on: date, today: date) -> bool:
    """Whether a rate is too old to reckon with."""
    return (today - rate_on).days > RATE_LASTS_DAYS


def rounded_about(yen: int, rate: Decimal) -> Decimal:
    """A sum to three figures: it is an "about", and changes every day.

    >>> int(rounded_about(248_000, Decimal("165.3")))
    41000000
    """
    value = yen * rate
    step = Decimal(10) ** max(value.adjusted() - 2, 0)
    return (value / step).to_integral_value() * step
