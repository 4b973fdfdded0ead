"""What a database caller relies on: board, releases by staff, outcomes of mail, the diff of a rule edit."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from recruit.surveys.planning.board import Column, Place, place_on_board, should_have_gone
from recruit.surveys.planning.contacts import (
    NOTHING_YET,
    Delivery,
    Journal,
    Key,
    Kind,
    Outcome,
    PlannedContact,
    State,
)
from recruit.surveys.planning.deciding import Do, decide
from recruit.surveys.planning.differences import difference
from recruit.surveys.planning.facts import Facts, Leave, placement_facts
from recruit.surveys.planning.local_time import Calendar
from recruit.surveys.planning.planner import plan
from recruit.surveys.planning.programme import Budget, Programme, Wave

DUE = datetime(2025, 4, 1, tzinfo=UTC)
CLOSE = datetime(2025, 5, 1, 15, tzinfo=UTC)
PROGRAMME = Programme((Wave("m12", months=12, call_days=(21,)),))
INVITATION = Key("p1", "m12", Kind.INVITATION, 0)


def facts(registered_at: datetime = DUE - timedelta(days=380)) -> Facts:
    return placement_facts("p1", start_on=date(2024, 4, 1), registered_at=registered_at)


def contacts(now: datetime, journal: Journal = NOTHING_YET, **more: datetime) -> tuple[PlannedContact, ...]:
    return plan(facts(**more), PROGRAMME, Calendar(), now=now, journal=journal)


@pytest.mark.parametrize(
    ("state", "reason", "kind", "now", "column", "why"),
    [
        (State.PLANNED, None, Kind.INVITATION, DUE - timedelta(days=1), Column.DUE, "upcoming"),
        (State.PLANNED, None, Kind.INVITATION, DUE, Column.DUE, "to_send"),
        (State.PLANNED, None, Kind.INVITATION, CLOSE, Column.MISSED_BY_US, "not_sent_in_time"),
        (State.HELD, "budget", Kind.INVITATION, DUE, Column.HELD, "budget"),
        (State.PAUSED, "leave", Kind.INVITATION, DUE, Column.HELD, "leave"),
        (State.SENT, None, Kind.INVITATION, DUE, Column.SENT, None),
        (State.STARTED, None, Kind.INVITATION, DUE, Column.SENT, "started"),
        (State.SENT, "left", Kind.INVITATION, DUE, Column.NOT_APPLICABLE, "left"),
        (State.SENT, "call_list", Kind.CALL, DUE, Column.DUE, "call_list"),
        (State.COMPLETE, None, Kind.INVITATION, DUE, Column.ANSWERED, "complete"),
        (State.LATE, None, Kind.INVITATION, CLOSE, Column.ANSWERED, "late"),
        (State.EXPIRED, None, Kind.INVITATION, CLOSE, Column.OVERDUE, "no_answer"),
        (State.UNKNOWN, None, Kind.INVITATION, CLOSE, Column.UNKNOWN, None),
        (State.BOUNCED, None, Kind.INVITATION, CLOSE, Column.UNREACHABLE, "bounced"),
        (State.UNREACHABLE, "no_address", Kind.INVITATION, DUE, Column.UNREACHABLE, "no_address"),
        (State.MISSED_BY_US, None, Kind.INVITATION, CLOSE, Column.MISSED_BY_US, None),
        (State.NOT_APPLICABLE, "late_entry", Kind.INVITATION, CLOSE, Column.NOT_APPLICABLE, "late_entry"),
        (State.CANCELLED, "died", Kind.INVITATION, DUE, Column.NOT_APPLICABLE, "died"),
        (State.OPTED_OUT, "all", Kind.INVITATION, DUE, Column.NOT_APPLICABLE, "all"),
    ],
)
def test_board(
    state: State, reason: str | None, kind: Kind, now: datetime, column: Column, why: str | None
) -> None:
    place = place_on_board(state=state, reason=reason, kind=kind, due_at=DUE, closes_at=CLOSE, now=now)
    assert place == Place(column, why)


def test_every_state_has_a_column() -> None:
    for state in State:
        place_on_board(state=state, reason=None, kind=Kind.INVITATION, due_at=DUE, closes_at=CLOSE, now=DUE)


def test_should_have_gone() -> None:
    def ask(now: datetime, sent_at: datetime | None = None) -> bool:
        return should_have_gone(
            state=State.PLANNED, kind=Kind.INVITATION, due_at=DUE, sent_at=sent_at, now=now
        )

    assert [ask(DUE - timedelta(seconds=1)), ask(DUE), ask(DUE, DUE)] == [False, True, False]


def test_staff_may_send_off_a_late_registration_once() -> None:
    known = datetime(2025, 5, 4, tzinfo=UTC)
    clicked = datetime(2025, 5, 20, 3, tzinfo=UTC)
    [held] = contacts(clicked, registered_at=known)
    assert (held.state, held.reason, held.next_send_at) == (State.HELD, "late_registration", None)
    released = Journal(released={INVITATION: clicked})
    [ready] = contacts(clicked, released, registered_at=known)
    assert [action.do for action in decide([ready], (), clicked)] == [Do.SEND]
    sent = replace(released, deliveries=(Delivery(INVITATION, clicked),))
    states = [
        contacts(clicked + timedelta(days=days), sent, registered_at=known)[0].state for days in (0, 13, 14)
    ]
    assert states == [State.SENT, State.SENT, State.EXPIRED]


def test_what_staff_send_off_waits_for_a_leave() -> None:
    released = Journal(released={INVITATION: CLOSE + timedelta(days=1)})
    on_leave = replace(facts(), leaves=(Leave(date(2025, 3, 1), None, DUE),))
    noon = CLOSE + timedelta(days=1, hours=12)
    states = [
        (found.state, found.reason)
        for one in (on_leave, facts())
        for found in plan(one, PROGRAMME, Calendar(), now=noon, journal=released)
    ]
    assert states == [(State.PAUSED, "leave"), (State.PLANNED, "released")]


def test_an_address_that_comes_in_the_window_opens_it() -> None:
    came = datetime(2025, 4, 10, 3, tzinfo=UTC)
    known = placement_facts(
        "p1", start_on=date(2024, 4, 1), registered_at=DUE - timedelta(days=380), address_since=came
    )
    for now, state in [(came - timedelta(days=1), State.UNREACHABLE), (came, State.PLANNED)]:
        assert plan(known, PROGRAMME, Calendar(), now=now)[0].state is state
    too_late = replace(known, unreachable=(replace(known.unreachable[0], until=CLOSE),))
    assert plan(too_late, PROGRAMME, Calendar(), now=CLOSE)[0].state is State.UNREACHABLE


@pytest.mark.parametrize(
    ("outcome", "state", "reason", "follow_ups"),
    [
        (Outcome.QUEUED, State.PLANNED, "queued", 0),
        (Outcome.SENT, State.SENT, None, 3),
        (Outcome.UNKNOWN, State.UNKNOWN, None, 0),
        (Outcome.BOUNCED, State.BOUNCED, None, 3),
        (Outcome.FAILED, State.UNREACHABLE, "mail_failed", 0),
    ],
)
def test_what_became_of_the_mail(outcome: Outcome, state: State, reason: str | None, follow_ups: int) -> None:
    now = DUE + timedelta(hours=1)
    invitation, *others = contacts(now, Journal((Delivery(INVITATION, DUE, outcome),)))
    assert (invitation.state, invitation.reason, len(others)) == (state, reason, follow_ups)
    assert not [action for action in decide([invitation, *others], (), now) if action.do is Do.SEND]


def test_budget_counts_mails_of_other_instruments_but_not_calls() -> None:
    [invitation] = contacts(DUE)
    others = [DUE - timedelta(days=days) for days in (1, 2, 3)]
    calls = [Delivery(Key("p1", "x", Kind.CALL, 1), DUE - timedelta(days=1))]
    assert decide([invitation], calls, DUE, budget=Budget(), other_mails=others)[0].do is Do.SEND
    full = decide([invitation], calls, DUE, budget=Budget(), other_mails=[*others, DUE - timedelta(days=29)])
    assert [(action.do, action.reason) for action in full] == [(Do.WAIT, "budget")]
    over = contacts(CLOSE, Journal(over_budget=frozenset({INVITATION})))
    assert (over[0].state, over[0].reason) == (State.MISSED_BY_US, "budget")


def test_editing_a_rule_moves_what_is_open_and_sends_nothing_again() -> None:
    now = DUE + timedelta(hours=1)
    journal = Journal((Delivery(INVITATION, DUE),))
    standing = contacts(now, journal)
    edited = Programme(
        (Wave("m12", months=12, close_days=40, reminder_days=(10, 14)), Wave("m24", months=24))
    )
    planned = plan(facts(), edited, Calendar(), now=now, journal=journal)
    changes = difference(standing, planned)
    assert [contact.key.wave for contact in changes.created] == ["m24"]
    assert [(change.now.key.kind, change.now.key.sequence, change.reason) for change in changes.replaced] == [
        (Kind.INVITATION, 0, "rule_changed"),
        (Kind.REMINDER, 1, "rule_changed"),
        (Kind.REMINDER, 2, "rule_changed"),
    ]
    assert [(contact.key.kind, contact.state, contact.reason) for contact in changes.vanished] == [
        (Kind.CALL, State.CANCELLED, "rule_changed")
    ]
    assert decide(planned, journal.deliveries, now) == ()
    untouched = difference(standing, standing)
    assert (untouched.sent_and_untouched, untouched.replaced, untouched.created) == (1, (), ())


def test_never_started_cancels_all() -> None:
    gone = replace(facts(), never_started_at=DUE - timedelta(days=300))
    assert [(each.state, each.reason) for each in plan(gone, PROGRAMME, Calendar(), now=DUE)] == [
        (State.CANCELLED, "never_started")
    ]
