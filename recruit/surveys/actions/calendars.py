"""Public holidays of the countries people live in, for the pure planner."""

from datetime import date
from functools import lru_cache

import holidays

from recruit.surveys.planning.local_time import Calendar

COUNTRIES = ("JP", "VN", "ID")
# From the first hires that a list may name to the last wave of who begins decades from now. Days that hang on the moon or on
# an equinox are computed ahead by the library; what a government moves at short notice is in none of them.
YEARS = range(2020, 2061)


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """Holidays by country; Sundays are closed everywhere."""
    return Calendar(
        by_country={
            country: frozenset(
                date.fromordinal(day.toordinal()) for day in holidays.country_holidays(country, years=YEARS)
            )
            for country in COUNTRIES
        }
    )
