"""Whom to tell of a failure by when, under the laws of three countries."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from recruit.accounts.breaches import rules
from recruit.accounts.breaches.rules import (
    BreachRefusal,
    BreachState,
    Country,
    Facts,
    NoticeKind,
    Trigger,
)
from recruit.core.locales import CODES

KNOWN = datetime(2026, 11, 25, 3, tzinfo=UTC)
NOTHING = Facts(KNOWN)
JAPAN = {NoticeKind.JP_FIRST, NoticeKind.JP_FULL, NoticeKind.JP_PERSONS}
INDONESIA = {NoticeKind.ID_AUTHORITY, NoticeKind.ID_PERSONS}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (NOTHING, set()),
        # In Japan one person is enough for the first three triggers; a thousand and one are a trigger of their own.
        (replace(NOTHING, triggers=frozenset({Trigger.SENSITIVE}), persons=1), JAPAN),
        (replace(NOTHING, triggers=frozenset({Trigger.PROPERTY}), persons=1), JAPAN),
        (replace(NOTHING, persons=1000), set()),
        (replace(NOTHING, persons=1001), JAPAN),
        # What nobody can read is not reported in Japan.
        (replace(NOTHING, triggers=frozenset({Trigger.WRONGFUL}), encrypted=True), set()),
        # Indonesia and Vietnam ask for no trigger.
        (replace(NOTHING, countries=frozenset({Country.INDONESIA}), encrypted=True), INDONESIA),
        (replace(NOTHING, countries=frozenset({Country.VIETNAM})), {NoticeKind.VN_AUTHORITY}),
        (replace(NOTHING, countries=frozenset({Country.JAPAN})), set()),
    ],
)
def test_who_has_to_be_told(facts: Facts, expected: set[NoticeKind]) -> None:
    assert {notice.kind for notice in rules.notices_for(facts, {})} == expected


def test_the_times_of_the_three_laws() -> None:
    everything = Facts(KNOWN, frozenset({Trigger.SENSITIVE}), frozenset(Country), persons=3)
    notices = {notice.kind: notice for notice in rules.notices_for(everything, {})}
    hours = {kind: (notice.due_at - KNOWN) / timedelta(hours=1) for kind, notice in notices.items()}
    assert hours == {
        NoticeKind.JP_FIRST: 72,
        NoticeKind.JP_PERSONS: 72,
        NoticeKind.JP_FULL: 30 * 24,
        NoticeKind.ID_AUTHORITY: 72,
        NoticeKind.ID_PERSONS: 72,
        NoticeKind.VN_AUTHORITY: 72,
    }
    assert notices[NoticeKind.JP_FIRST].latest_at == KNOWN + timedelta(days=5)
    assert notices[NoticeKind.JP_FULL].latest_at is None
    attack = replace(everything, triggers=frozenset({Trigger.WRONGFUL}))
    full = {notice.kind: notice.due_at for notice in rules.notices_for(attack, {})}[NoticeKind.JP_FULL]
    assert full == KNOWN + timedelta(days=60)


def test_what_was_told_stays_and_what_is_open_runs() -> None:
    facts = Facts(KNOWN, countries=frozenset({Country.INDONESIA}))
    given = {NoticeKind.ID_PERSONS: KNOWN + timedelta(hours=1), NoticeKind.JP_FIRST: KNOWN}
    notices = rules.notices_for(facts, given)
    assert {notice.kind for notice in notices} == INDONESIA | {NoticeKind.JP_FIRST}
    late = KNOWN + timedelta(hours=73)
    assert [notice.kind for notice in notices if notice.is_late(late)] == [NoticeKind.ID_AUTHORITY]
    assert rules.next_due_at(notices) == KNOWN + timedelta(hours=72)
    done = rules.notices_for(facts, dict.fromkeys(INDONESIA, KNOWN))
    assert rules.next_due_at(done) is None


def test_it_is_closed_when_everybody_was_told() -> None:
    facts = Facts(KNOWN, countries=frozenset({Country.VIETNAM}))
    missing, told = rules.notices_for(facts, {}), rules.notices_for(facts, {NoticeKind.VN_AUTHORITY: KNOWN})
    confirmed, closed = BreachState.CONFIRMED, BreachState.CLOSED
    assert rules.why_not_moved(confirmed, closed, missing) is BreachRefusal.NOTICES_MISSING
    assert rules.why_not_moved(confirmed, closed, told) is None
    # A suspicion is first confirmed or found to be none; what was none needs no notice.
    assert rules.why_not_moved(BreachState.SUSPECTED, closed, told) is BreachRefusal.MOVE_NOT_POSSIBLE
    assert rules.why_not_moved(BreachState.SUSPECTED, BreachState.NO_BREACH, missing) is None
    assert all(rules.why_not_moved(state, state, []) for state in BreachState)


def test_every_limit_names_its_source() -> None:
    limits = rules.limits_of_laws()
    assert {limit.notice for limit in limits} == set(NoticeKind) and len(limits) == len(NoticeKind)
    for limit in limits:
        assert len(limit.source) > 40 and limit.checked_on >= date(2026, 11, 1)
        assert (limit.hours is None) != (limit.days is None)


def test_letters_say_the_same_in_every_language_and_have_gaps() -> None:
    shapes = set()
    for language in CODES:
        words = rules.letter_template(language)
        shapes.add((words.count("\n\n"), words.count(rules.GAP)))
        assert rules.why_not_sent(words) is BreachRefusal.LETTER_HAS_GAPS
    assert len(shapes) == 1, shapes
    assert rules.why_not_sent(" \n") is BreachRefusal.NO_LETTER
    assert rules.why_not_sent("Data about you was lost.") is None
