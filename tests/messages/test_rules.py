"""Rules of the outbox."""

from datetime import UTC, datetime, timedelta

import pytest

from recruit.messages import rules
from recruit.messages.rules import MailRefusal, MailState, may_move, next_try_at, without_secrets

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


def test_every_state_says_where_it_leads():
    assert set(rules.TRANSITIONS) == set(MailState)


@pytest.mark.parametrize(
    "state", [MailState.SENT, MailState.CANCELLED, MailState.NOT_WANTED, MailState.BOUNCED]
)
def test_what_is_over_never_goes_out_again(state):
    reachable, rest = {state}, [state]
    while rest:
        for after in rules.TRANSITIONS[rest.pop()]:
            if after not in reachable:
                reachable.add(after)
                rest.append(after)
    assert not reachable & {MailState.QUEUED, MailState.CLAIMED, MailState.HANDING_OVER}


def test_the_hand_over_cannot_be_cancelled():
    assert not may_move(MailState.HANDING_OVER, MailState.CANCELLED)


def test_waits_grow_and_end():
    waits = [next_try_at(attempts, NOW) for attempts in range(1, len(rules.RETRY_WAITS) + 1)]
    assert all(wait is not None for wait in waits)
    assert waits == sorted(waits)  # type: ignore[type-var]
    assert next_try_at(len(rules.RETRY_WAITS) + 1, NOW) is None
    assert sum(rules.RETRY_WAITS, timedelta()) > timedelta(hours=12)


@pytest.mark.parametrize("state", list(MailState))
def test_a_person_sends_again_only_what_failed_or_nobody_knows(state):
    refusal = rules.why_not_again(state)
    assert refusal == (None if state in (MailState.UNKNOWN, MailState.FAILED) else MailRefusal.NOT_SENT_AGAIN)


@pytest.mark.parametrize("state", list(MailState))
def test_only_what_left_can_come_back(state):
    refusal = rules.why_not_bounced(state)
    assert refusal == (None if state in (MailState.UNKNOWN, MailState.SENT) else MailRefusal.NOT_BOUNCED)


def test_the_longer_secret_is_struck_out_first():
    assert without_secrets("see /s/abcdef and abc", ["abc", "abcdef", ""]) == "see /s/*** and ***"
