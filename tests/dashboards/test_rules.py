"""What is next, and how far the road is walked: pure rules."""

from datetime import UTC, date, datetime, timedelta

import pytest

from recruit.dashboards.rules import (
    CompanyAct,
    Duty,
    Happening,
    HappeningKind,
    JourneyFacts,
    RoadKey,
    RoadState,
    StudentAct,
    end_of,
    home_of,
    in_order,
    newest_first,
    road_of,
    split_next,
)

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def test_what_is_due_soon_comes_by_its_deadline_and_the_rest_by_weight() -> None:
    survey = Duty(StudentAct.ANSWER_SURVEY, by_at=NOW + timedelta(days=2))
    offer = Duty(StudentAct.ANSWER_OFFER, by_at=NOW + timedelta(days=5))
    far = Duty(StudentAct.DO_STEP, by_at=NOW + timedelta(days=60))
    profile = Duty(StudentAct.COMPLETE_PROFILE)
    late = Duty(StudentAct.DO_STEP, by_at=NOW - timedelta(days=3), ref="late")
    assert in_order([profile, far, offer, survey, late], NOW) == [late, survey, offer, far, profile]


def test_on_one_day_the_weightier_comes_first() -> None:
    morning = Duty(StudentAct.ANSWER_SURVEY, by_at=datetime(2026, 11, 27, 1, 0, tzinfo=UTC))
    evening = Duty(StudentAct.ANSWER_OFFER, by_at=datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
    assert in_order([morning, evening], NOW) == [evening, morning]


def test_a_chance_or_a_wait_never_stands_before_what_somebody_waits_for() -> None:
    fair = Duty(StudentAct.SIGN_UP_FOR_FAIR, by_at=NOW + timedelta(days=1))
    profile = Duty(StudentAct.COMPLETE_PROFILE)
    assert split_next([fair, profile], NOW) == (profile, [fair])
    offers = Duty(CompanyAct.WAIT_FOR_OFFERS, by_at=NOW + timedelta(days=1))
    booth = Duty(CompanyAct.ASK_FOR_BOOTH, by_at=NOW + timedelta(days=40))
    assert split_next([offers, booth], NOW) == (booth, [offers])


@pytest.mark.parametrize(
    ("zone", "nationality", "home"),
    [
        ("Asia/Makassar", "ID", "ID"),
        ("Asia/Jakarta", "VN", "ID"),
        ("Europe/Berlin", "VN", "VN"),
        ("Asia/Tokyo", "ID", ""),
        ("", "", ""),
    ],
)
def test_a_fair_to_go_to_is_where_somebody_lives(zone: str, nationality: str, home: str) -> None:
    assert home_of(zone, nationality) == home


def test_nothing_to_do_has_no_next_step() -> None:
    assert split_next([], NOW) == (None, [])


def test_a_day_lasts_until_its_last_minute_in_its_zone() -> None:
    assert end_of(date(2026, 11, 25), "Asia/Tokyo") == datetime(2026, 11, 25, 14, 59, tzinfo=UTC)


D, H, P, N = RoadState.DONE, RoadState.HERE, RoadState.PLANNED, RoadState.NONE


@pytest.mark.parametrize(
    ("facts", "states"),
    [
        (JourneyFacts(), [H, P, P, P, P, P, P, P]),
        (JourneyFacts(fair_on=date(2026, 10, 16)), [D, H, P, P, P, P, P, P]),
        (JourneyFacts(fair_planned_on=date(2027, 1, 16), has_offer=True), [P, N, H, P, P, P, P, P]),
        # Hired without a fair: what was left out does not apply.
        (
            JourneyFacts(accepted_on=date(2026, 11, 1), hired=True, papers_done=3, papers_all=9),
            [N, N, D, H, P, P, P, P],
        ),
        (
            JourneyFacts(accepted_on=date(2026, 11, 1), hired=True, papers_done=9, papers_all=9),
            [N, N, D, D, H, P, P, P],
        ),
        # An interview of which only the application's history tells.
        (
            JourneyFacts(
                interviewed=True, interview_planned_on=date(2027, 1, 9), accepted_on=TODAY, hired=True
            ),
            [N, D, D, H, P, P, P, P],
        ),
        # Brought in by a list while at work.
        (JourneyFacts(hired=True, started_on=date(2026, 11, 10)), [N, N, N, N, N, H, P, P]),
        (JourneyFacts(hired=True, started_on=date(2024, 4, 1)), [N, N, N, N, N, D, D, H]),
        (JourneyFacts(hired=True, started_on=date(2023, 4, 1)), [N, N, N, N, N, D, D, D]),
        # Left after two years: year three will not come.
        (
            JourneyFacts(hired=True, started_on=date(2023, 4, 1), ended_on=date(2025, 4, 1)),
            [N, N, N, N, N, D, D, N],
        ),
    ],
)
def test_every_stop_of_the_road_has_its_true_state(facts: JourneyFacts, states: list[RoadState]) -> None:
    stops = road_of(facts, TODAY)
    assert [stop.key for stop in stops] == list(RoadKey)
    assert [stop.state for stop in stops] == states


def test_year_three_is_counted_from_the_first_day() -> None:
    stops = {stop.key: stop for stop in road_of(JourneyFacts(start_planned_on=date(2027, 6, 1)), TODAY)}
    assert stops[RoadKey.YEAR_THREE].on == date(2030, 6, 1)
    assert stops[RoadKey.FIRST_WEEKS].on == date(2027, 6, 1)


def test_a_timeline_begins_with_the_newest() -> None:
    old = Happening(NOW - timedelta(days=9), HappeningKind.REGISTERED)
    applied = Happening(NOW, HappeningKind.APPLIED)
    offered = Happening(NOW, HappeningKind.OFFER_MADE)
    assert newest_first([old, applied, offered]) == [offered, applied, old]


def test_a_fair_still_to_come_is_planned_though_an_offer_is_there() -> None:
    facts = JourneyFacts(has_offer=True, fair_planned_on=TODAY + timedelta(days=30))
    stops = {stop.key: stop for stop in road_of(facts, TODAY)}
    assert (stops[RoadKey.FAIR].state, stops[RoadKey.FAIR].on) == (
        RoadState.PLANNED,
        TODAY + timedelta(days=30),
    )
    assert stops[RoadKey.INTERVIEW].state is RoadState.NONE
    assert stops[RoadKey.OFFER].state is RoadState.HERE
