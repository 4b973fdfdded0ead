"""Fairs of earlier years: who was hired there is at work by now, so that their figures can be looked at."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from recruit.core.db import session
from recruit.demo.events import fair_in, saturday_near
from recruit.demo.fairs import fair_of
from recruit.events.models import Event
from recruit.placements.models import Placement

# How many years ago, in which city, in which month.
PAST = ((4, "hanoi", 10), (3, "hanoi", 10), (3, "jakarta", 6), (2, "jakarta", 10), (2, "hanoi", 6))
# From a fair to the first working day: the offer, the certificate of eligibility and the visa.
LEAST_BETWEEN, MOST_BETWEEN = timedelta(days=110), timedelta(days=560)


def make_past_fairs(now: datetime, hires: Sequence[Placement]) -> list[Event]:
    """The fairs, and the hires who came from them: those of its country who began to work in the year and a half after it."""
    fairs = [
        fair_in(city, saturday_near(now.replace(year=now.year - years, month=month, day=10)), now, 0)
        for years, city, month in PAST
    ]
    session().add_all(fairs)
    session().flush()
    for event in fairs:
        fair_of(event)
    for hire in hires:
        if hire.channel != "fair" or hire.started_on is None:
            continue
        came = [
            event
            for event in fairs
            if event.country == hire.country
            and LEAST_BETWEEN <= hire.started_on - event.starts_at.date() <= MOST_BETWEEN
        ]
        if came:
            hire.fair_slug = max(came, key=lambda event: event.starts_at).slug
    session().flush()
    return fairs
