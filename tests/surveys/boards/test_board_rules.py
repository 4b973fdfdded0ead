"""What the boards count: every state on one side, every closed point with one outcome, shares that say of how many."""

from datetime import date

import pytest

from recruit.surveys.boards.question import Question, question_from
from recruit.surveys.boards.rules import (
    PART_OF_STATE,
    QUIET,
    Disposition as Became,
    Part,
    Rate,
    Side,
    Stand,
    coverage,
    day_from,
    day_span,
    disposition_of,
    response_rate,
)
from recruit.surveys.rules import ContactState as S

# State, reason, outcome once the window is closed. Whatever stands here is still open before.
OUTCOMES = (
    (S.COMPLETE, "", Became.ANSWERED),
    (S.LATE, "", Became.ANSWERED_LATE),
    (S.EXPIRED, "", Became.NO_ANSWER),
    (S.EXPIRED, "unfinished", Became.UNFINISHED),
    # The worker stands still: the clock says what the row does not.
    (S.SENT, "", Became.NO_ANSWER),
    (S.STARTED, "", Became.UNFINISHED),
    (S.PLANNED, "", Became.MISSED_BY_US),
    (S.HELD, "budget", Became.MISSED_BY_US),
    (S.QUEUED, "", Became.MISSED_BY_US),
    (S.MISSED_BY_US, "", Became.MISSED_BY_US),
    (S.OPTED_OUT, "surveys", Became.REFUSED),
    (S.UNKNOWN, "", Became.UNKNOWN),
    (S.BOUNCED, "", Became.UNREACHABLE),
    (S.UNREACHABLE, "no_address", Became.UNREACHABLE),
    (S.NOT_APPLICABLE, "no_consent", Became.NO_CONSENT),
    (S.NOT_APPLICABLE, "late_entry", Became.NOT_APPLICABLE),
    (S.SENT, "left", Became.NOT_APPLICABLE),
    (S.CANCELLED, "left", Became.NOT_APPLICABLE),
    (S.PAUSED, "leave", Became.NOT_APPLICABLE),
)


@pytest.mark.parametrize(("state", "reason", "outcome"), OUTCOMES)
def test_what_became_of_a_point(state: S, reason: str, outcome: Became) -> None:
    assert disposition_of(state, reason, is_closed=True) is outcome
    assert disposition_of(state, reason, is_closed=False) is None


def test_every_state_has_an_outcome_and_staff_still_decide_about_some() -> None:
    assert {state for state, _reason, _outcome in OUTCOMES} == set(S)
    assert disposition_of(S.HELD, "late_registration", is_closed=True) is None
    assert disposition_of(S.PLANNED, "released", is_closed=True) is None


def test_who_is_in_the_denominator() -> None:
    """A mail that came back is no silence, nor is one that we missed; who was registered too late is in neither share."""
    one_of_each = dict.fromkeys(Became, 1)
    assert response_rate(one_of_each) == Rate(answered=2, people=5)
    assert coverage(one_of_each) == Rate(answered=2, people=9)
    found = {Became.ANSWERED: 3, Became.NO_ANSWER: 1, Became.MISSED_BY_US: 4, Became.NOT_APPLICABLE: 90}
    assert (response_rate(found).share, coverage(found).share) == (0.75, 0.375)
    assert response_rate({Became.NOT_APPLICABLE: 7}).share is None


def test_a_day_closes_or_says_that_it_does_not() -> None:
    assert set(S) == PART_OF_STATE.keys() | QUIET
    assert not PART_OF_STATE.keys() & QUIET
    counts = {
        (S.SENT, ""): 3,
        (S.COMPLETE, ""): 2,
        (S.HELD, "budget"): 2,
        (S.HELD, "start_not_confirmed"): 1,
        (S.UNKNOWN, ""): 1,
        (S.QUEUED, ""): 1,
        (S.MISSED_BY_US, ""): 1,
        (S.OPTED_OUT, "surveys"): 9,
    }
    day = day_from(date(2026, 11, 25), counts)
    assert day.parts == {Part.SENT: 5, Part.HELD: 3, Part.UNKNOWN: 1, Part.WAITS: 1, Part.MISSED_BY_US: 1}
    assert (day.should, day.closes, day.held) == (11, True, {"budget": 2, "start_not_confirmed": 1})
    begins, ends = day_span(day.on)
    assert (begins.isoformat(), ends.isoformat()) == (
        "2026-11-24T15:00:00+00:00",
        "2026-11-25T15:00:00+00:00",
    )


def test_a_question_survives_its_address_and_nonsense_is_left_out() -> None:
    asked = Question(
        by=Side.EMPLOYER,
        across=Side.WAVE,
        wave="m3",
        language="vi",
        employer="other",
        source="hires.csv",
        state=Stand.LATE,
        reason="late",
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
        day=date(2026, 11, 25),
        part=Part.HELD,
    )
    assert question_from(asked.address(), ["m3"]) == asked
    assert Question().address() == {}
    nonsense = {
        "by": "name", "across": "wave", "wave": "m999", "language": "xx", "state": "column", "since": "2026-02-31",
        "until": "9999-12-31", "employer": "e" * 23, "source": "\0", "part": "half",
    }  # fmt: skip
    assert question_from(nonsense, ["m3"]) == Question()
    assert asked.narrowed((Side.LANGUAGE,), ("id",))["language"] == "id"
