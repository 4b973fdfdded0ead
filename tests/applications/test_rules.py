"""Rules of applications and offers: what may follow what, and why not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from recruit.applications import rules
from recruit.applications.rules import TRANSITIONS, ApplicationRefusal, ApplicationState, OfferState
from recruit.students.rules import ProfilePart

State = ApplicationState
NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


def test_every_state_is_reached_and_the_end_is_the_end() -> None:
    assert set(TRANSITIONS) == set(State)
    reached = {after for afters in TRANSITIONS.values() for after in afters}
    # An application begins by being sent, or by being asked for.
    assert reached == set(State) - {State.INVITED}
    assert TRANSITIONS[State.INVITED] == {State.SUBMITTED, State.WITHDRAWN, State.LAPSED}
    assert [state for state in State if not TRANSITIONS[state]] == [
        State.HIRED,
        State.NOT_CHOSEN,
        State.WITHDRAWN,
        State.LAPSED,
    ]


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        (State.SUBMITTED, [State.IN_REVIEW, State.INTERVIEW, State.NOT_CHOSEN]),
        (State.IN_REVIEW, [State.INTERVIEW, State.NOT_CHOSEN]),
        (State.INTERVIEW, [State.NOT_CHOSEN]),
        (State.OFFERED, []),
        (State.HIRED, []),
        (State.WITHDRAWN, []),
    ],
)
def test_where_a_company_may_move_to(state: State, moves: list[State]) -> None:
    assert rules.moves_of_company(state) == moves


def test_what_a_profile_lacks_stands_in_the_order_of_the_page() -> None:
    assert rules.missing_parts({ProfilePart.CALL_NAME, ProfilePart.MAJOR}) == [
        ProfilePart.NAME_PASSPORT,
        ProfilePart.UNIVERSITY,
        ProfilePart.JAPANESE,
    ]
    assert rules.missing_parts(rules.NEEDED) == []


@pytest.mark.parametrize(
    ("is_open", "missing", "has_live", "agrees", "refusal"),
    [
        (True, [], False, True, None),
        (False, [], False, True, ApplicationRefusal.POSTING_CLOSED),
        (True, [], True, True, ApplicationRefusal.ALREADY_APPLIED),
        (True, [ProfilePart.JAPANESE], False, True, ApplicationRefusal.PROFILE_INCOMPLETE),
        (True, [], False, False, ApplicationRefusal.CONSENT_NEEDED),
    ],
)
def test_why_not_submit(
    is_open: bool,
    missing: list[ProfilePart],
    has_live: bool,
    agrees: bool,
    refusal: ApplicationRefusal | None,
) -> None:
    found = rules.why_not_submit(is_open=is_open, missing=missing, has_live=has_live, agrees=agrees)
    assert found is refusal


@pytest.mark.parametrize(
    ("state", "days", "start", "refusal"),
    [
        (State.INTERVIEW, 7, date(2027, 4, 1), None),
        (State.INTERVIEW, 6, date(2027, 4, 1), ApplicationRefusal.ANSWER_DAY_TOO_SOON),
        (State.INTERVIEW, 7, date(2026, 12, 2), ApplicationRefusal.START_TOO_SOON),
        (State.OFFERED, 7, date(2027, 4, 1), ApplicationRefusal.MOVE_NOT_POSSIBLE),
    ],
)
def test_why_not_offer(state: State, days: int, start: date, refusal: ApplicationRefusal | None) -> None:
    until = NOW + timedelta(days=days)
    found = rules.why_not_offer(
        state, answer_by_at=until, answer_by_on=until.date(), planned_start_on=start, now=NOW
    )
    assert found is refusal


@pytest.mark.parametrize(
    ("state", "until", "refusal"),
    [
        (OfferState.MADE, NOW, None),
        (OfferState.MADE, NOW - timedelta(seconds=1), ApplicationRefusal.OFFER_LAPSED),
        (OfferState.ACCEPTED, NOW, ApplicationRefusal.OFFER_NOT_OPEN),
        (OfferState.LAPSED, NOW - timedelta(days=1), ApplicationRefusal.OFFER_NOT_OPEN),
    ],
)
def test_why_not_answer(state: OfferState, until: datetime, refusal: ApplicationRefusal | None) -> None:
    assert rules.why_not_answer(state, until, NOW) is refusal


@pytest.mark.parametrize(
    ("state", "reached", "words"),
    [
        (State.SUBMITTED, [State.SUBMITTED], ["waiting", "planned", "planned", "planned", "planned"]),
        (State.OFFERED, [State.SUBMITTED, State.OFFERED], ["done", "none", "none", "here", "planned"]),
        (
            State.HIRED,
            [State.SUBMITTED, State.OFFERED, State.HIRED],
            ["done", "none", "none", "done", "done"],
        ),
        (State.WITHDRAWN, [State.SUBMITTED, State.IN_REVIEW, State.WITHDRAWN], ["done", "done", "none"]),
    ],
)
def test_the_road(state: State, reached: list[State], words: list[str]) -> None:
    assert [step.state for step in rules.road_of(state, dict.fromkeys(reached, NOW))] == words


def test_days_to_answer_wait_while_a_company_is_suspended() -> None:
    until = NOW + timedelta(days=1)
    for state, stopped, refusal in (
        (OfferState.MADE, False, None),
        (OfferState.MADE, True, ApplicationRefusal.COMPANY_STOPPED),
        (OfferState.DECLINED, True, ApplicationRefusal.OFFER_NOT_OPEN),
    ):
        assert rules.why_not_accept(state, until, company_stopped=stopped, now=NOW) is refusal
    over = NOW - timedelta(days=1)
    for state, stopped, refusal in (
        (OfferState.MADE, False, ApplicationRefusal.OFFER_LAPSED),
        (OfferState.MADE, True, None),
        (OfferState.ACCEPTED, True, ApplicationRefusal.OFFER_NOT_OPEN),
    ):
        assert rules.why_not_decline(state, over, company_stopped=stopped, now=NOW) is refusal
    today = date(2026, 12, 1)
    assert rules.answer_day_after_stop(date(2026, 12, 3), today) == date(2026, 12, 8)
    assert rules.answer_day_after_stop(date(2026, 12, 20), today) == date(2026, 12, 20)
