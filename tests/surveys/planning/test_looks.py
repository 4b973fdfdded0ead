"""Between two looks at a contact nothing about it changes by the clock: `check_at` is never too late."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings, strategies as st

from recruit.surveys.actions.calendars import calendar
from recruit.surveys.actions.filling import filled
from recruit.surveys.planning.contacts import Delivery, Journal, Key, Kind, Outcome, PlannedContact
from recruit.surveys.planning.deciding import decide
from recruit.surveys.planning.facts import Facts, Leave, OptOut, placement_facts
from recruit.surveys.planning.planner import plan
from recruit.surveys.planning.programme import Programme, shipped_programme

RULES = shipped_programme()
BEGAN = date(2026, 4, 1)
KNOWN = datetime(2026, 3, 1, tzinfo=UTC)
HOURS = st.integers(24, 24 * 250)


@st.composite
def hires(draw: st.DrawFn) -> tuple[Facts, Journal, datetime]:
    """A hire by whom everything that is known is known by now, and a later instant is looked at from."""
    now = KNOWN + timedelta(hours=draw(HOURS))
    first = BEGAN + timedelta(days=draw(st.integers(0, 150)))
    leaves = draw(
        st.sampled_from(
            [(), (Leave(first, first + timedelta(days=40), KNOWN),), (Leave(first, None, KNOWN),)]
        )
    )
    consented = draw(st.sampled_from([KNOWN, KNOWN, KNOWN, None]))
    facts = placement_facts(
        "1",
        start_on=BEGAN,
        registered_at=draw(st.sampled_from([KNOWN, min(now, datetime(2026, 5, 25, tzinfo=UTC))])),
        start_is_planned=draw(st.sampled_from([False, False, False, True])),
        last_working_day=draw(st.sampled_from([None, date(2026, 7, 31)])),
        leaves=leaves,
        opt_outs=draw(st.sampled_from([(), (OptOut("survey", KNOWN, KNOWN + timedelta(days=100), "m1"),)])),
        has_address=draw(st.sampled_from([True, True, True, False])),
        asks_consent=True,
        consented_at=consented,
        zone=draw(st.sampled_from(["Asia/Tokyo", "Asia/Jakarta"])),
    )
    sent_at = datetime(2026, 5, 1, 0, 0, tzinfo=UTC)
    outcome = draw(st.sampled_from(list(Outcome)))
    deliveries = (Delivery(Key("1", "m1", Kind.INVITATION, 0), sent_at, outcome),) if sent_at < now else ()
    return facts, Journal(deliveries), now


def shown(contact: PlannedContact, journal: Journal, now: datetime) -> dict[str, Any]:
    """What people see of it, and what is to be done about it."""
    values = filled(None, contact, now)
    seen = {name: value for name, value in values.items() if name not in ("check_at", "next_send_at")}
    return {**seen, "to_do": [(one.do, one.task) for one in decide([contact], journal.deliveries, now)]}


@settings(max_examples=40, deadline=None)
@given(hires(), st.integers(1, 999))
def test_nothing_changes_between_two_looks(story: tuple[Facts, Journal, datetime], share: int) -> None:
    facts, journal, now = story
    refused_until = [refusal.until for refusal in facts.opt_outs if refusal.until]
    for contact in plan(facts, RULES, calendar(), now=now, journal=journal):
        values = filled(None, contact, now)
        check_at = min(
            filter(None, [values["check_at"], *(at for at in refused_until if at > now)]), default=None
        )
        end = check_at or now + timedelta(days=900)
        if end <= now:
            continue
        later = now + (end - now) * share / 1000
        wave = Programme(tuple(one for one in RULES.waves if one.name == contact.key.wave))
        again = {one.key: one for one in plan(facts, wave, calendar(), now=later, journal=journal)}
        assert shown(contact, journal, now) == shown(again[contact.key], journal, later), (
            contact.key,
            now,
            later,
        )
