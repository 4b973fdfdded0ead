"""Nobody whose law asks for consent is asked before giving it; what closed before is not ours to have missed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from recruit.surveys.basis import Asking, asks_consent, how_asked, laws
from recruit.surveys.planning.contacts import Delivery, Journal, Key, Kind, PlannedContact
from recruit.surveys.planning.facts import OptOut, placement_facts
from recruit.surveys.planning.local_time import Calendar
from recruit.surveys.planning.planner import plan
from recruit.surveys.planning.programme import Programme, Wave

WAVE = Wave(name="m12", anchor="start", months=12, open_days=-7, close_days=30)
START = date(2024, 4, 1)
REGISTERED = datetime(2024, 3, 1, tzinfo=UTC)
# The wave of the stories: due on 1 April 2025, closes on 1 May.
BEFORE, INSIDE, LAST_EVENING, AFTER = (
    datetime(2025, 3, 1, tzinfo=UTC),
    datetime(2025, 4, 10, tzinfo=UTC),
    datetime(2025, 5, 1, 13, tzinfo=UTC),
    datetime(2025, 6, 1, tzinfo=UTC),
)


def invitation(
    now: datetime, agreed: datetime | None, *, asks: bool = True, journal: Journal | None = None, **more
) -> PlannedContact:
    facts = placement_facts(
        "0",
        start_on=START,
        registered_at=REGISTERED,
        asks_consent=asks,
        consented_at=agreed if agreed and agreed <= now else None,
        **more,
    )
    return plan(facts, Programme((WAVE,)), Calendar(), now=now, journal=journal or Journal())[0]


@pytest.mark.parametrize(
    ("agreed", "now", "found"),
    [
        (None, BEFORE, ("held", "consent_awaited")),
        (None, INSIDE, ("held", "consent_awaited")),
        (None, AFTER, ("not_applicable", "no_consent")),
        (BEFORE, BEFORE, ("planned", None)),
        (BEFORE, AFTER, ("missed_by_us", None)),
        (INSIDE, INSIDE, ("planned", None)),
        (INSIDE, AFTER, ("missed_by_us", None)),
        (LAST_EVENING, AFTER, ("not_applicable", "no_consent")),
        (AFTER, AFTER, ("not_applicable", "no_consent")),
    ],
)
def test_without_consent_nothing_goes_and_nothing_was_forgotten(agreed, now, found) -> None:
    contact = invitation(now, agreed)
    assert (contact.state.value, contact.reason) == found
    assert (contact.next_send_at is not None) == (found[0] == "planned")


def test_what_is_sent_after_the_yes_goes_no_sooner_than_the_yes() -> None:
    contact = invitation(INSIDE, INSIDE)
    assert contact.due_at is not None
    assert contact.due_at >= INSIDE
    assert contact.due_on == date(2025, 4, 1)


def test_whoever_only_has_to_be_told_needs_no_yes() -> None:
    assert invitation(INSIDE, None, asks=False).state.value == "planned"


def test_a_no_is_a_no_and_what_was_sent_stays_sent() -> None:
    refused = (OptOut("surveys", BEFORE),)
    assert invitation(INSIDE, None, opt_outs=refused).state.value == "opted_out"
    sent = Journal((Delivery(Key("0", WAVE.name, Kind.INVITATION, 0), INSIDE),))
    assert invitation(INSIDE + timedelta(days=1), None, journal=sent).state.value == "sent"


def test_nobody_sends_off_by_hand_what_was_not_agreed_to() -> None:
    key = Key("0", WAVE.name, Kind.INVITATION, 0)
    contact = invitation(AFTER, None, journal=Journal(released={key: AFTER}))
    assert (contact.state.value, contact.reason) == ("not_applicable", "no_consent")


@pytest.mark.parametrize(
    ("nationalities", "lives_in", "asked"),
    [
        ({"VN"}, "JP", True),
        ({"ID"}, "", True),
        ({"JP", "VN"}, "JP", True),
        ({"PH"}, "ID", True),
        ({"PH"}, "JP", False),
        ({""}, "JP", True),
        (set(), "", True),
    ],
)
def test_consent_is_asked_by_nationality_and_by_where_somebody_lives(nationalities, lives_in, asked) -> None:
    assert asks_consent(nationalities, lives_in) is asked


def test_every_law_says_where_it_is_from() -> None:
    assert {law.country for law in laws()} == {"JP", "VN", "ID"}
    assert all(law.source.startswith("https://") and law.why for law in laws())


@pytest.mark.parametrize(
    ("needs", "at", "refused", "found"),
    [
        (True, None, False, Asking.WAITS),
        (True, INSIDE, False, Asking.AGREED),
        (False, None, False, Asking.TOLD),
        (False, INSIDE, True, Asking.REFUSED),
        (True, None, True, Asking.REFUSED),
    ],
)
def test_how_somebody_stands_to_being_asked(needs, at, refused, found) -> None:
    assert how_asked(needs_consent=needs, consented_at=at, refused=refused) is found
