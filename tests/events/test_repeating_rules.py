"""On which days an event is made again: rules without a database."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from recruit.events.models import Event
from recruit.events.repeating import actions
from recruit.events.repeating.rules import (
    RepeatingRefusal,
    days_of,
    moved_by_days,
    slug_on,
    why_not_days,
)

MONDAY = date(2027, 3, 15)


def test_weeks_and_chosen_days_are_each_one_day():
    days = days_of(MONDAY, weeks=2, chosen=[date(2027, 4, 1), date(2027, 3, 22), MONDAY])
    assert days == [date(2027, 3, 22), date(2027, 3, 29), date(2027, 4, 1)]
    assert days_of(MONDAY, weeks=0, chosen=[]) == []


@pytest.mark.parametrize(
    ("zone", "local"),
    [("Asia/Tokyo", "19:00"), ("Europe/Berlin", "19:00"), ("America/New_York", "08:30")],
)
def test_the_clock_of_the_venue_says_the_same_across_a_change_of_time(zone, local):
    first = datetime.fromisoformat(f"2027-03-01T{local}").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    moved = [moved_by_days(first, 7 * week, zone) for week in range(8)]
    assert {one.astimezone(ZoneInfo(zone)).strftime("%H:%M") for one in moved} == {local}
    # The instants themselves are moved by an hour where the clock is.
    assert len({one.time() for one in moved}) == (1 if zone == "Asia/Tokyo" else 2)


@pytest.mark.parametrize(
    ("days", "refusal"),
    [
        ([], RepeatingRefusal.NO_DAY),
        ([MONDAY], RepeatingRefusal.IN_THE_PAST),
        ([date(2027, 3, 16)], None),
        ([date(2027, 4, 1 + number) for number in range(27)], RepeatingRefusal.TOO_MANY_DAYS),
    ],
)
def test_which_days_are_refused(days, refusal):
    assert why_not_days(days, MONDAY) is refusal


@pytest.mark.parametrize(
    ("slug", "found"),
    [
        ("evening", "evening-2027-03-15"),
        ("evening-2027", "evening-2027-03-15"),
        ("evening-2027-03-08", "evening-2027-03-15"),
        ("full", "full-2027-03-15-3"),
    ],
)
def test_each_event_has_an_address_of_its_own(slug, found):
    assert slug_on(slug, MONDAY, {"full-2027-03-15", "full-2027-03-15-2"}) == found


def test_what_is_taken_over_is_said_for_every_column():
    """A new column of events must be thought about: is it a choice of staff, or what became of this one event?"""
    taken_over = {one.name for one in Event.__table__.columns} - actions._OWN
    assert taken_over == {
        "kind", "zone", "country", "starts_at", "ends_at", "sign_up_until", "seats", "way", "offer_hours", "asks",
        "most_companions", "audience", "study_countries", "graduation_from", "graduation_to", "lowest_japanese",
        "study_fields", "latitude", "longitude", "online_link", "has_programme", "offers_sessions", "organiser_id", "by_invitation",
    }  # fmt: skip
