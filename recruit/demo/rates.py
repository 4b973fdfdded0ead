"""Rates of exchange for the demonstration: made up, unverified, and named so."""

from datetime import datetime, timedelta

from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.core.models import DatedFact

RATES = {"yen_in_vnd": "165", "yen_in_idr": "108"}


def make_rates(now: datetime) -> None:
    """One rate for each currency of the programme, a few days old; inside `writing()`."""
    on = day_in(now, "Asia/Tokyo") - timedelta(days=3)
    session().add_all(
        DatedFact(
            key=key,
            value=value,
            unit="for_one_yen",
            valid_from_on=on,
            source="https://www.example.com/",
            source_name="Made up for the demonstration",
            checked_on=on,
            verified=False,
        )
        for key, value in RATES.items()
    )
