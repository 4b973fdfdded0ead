"""Early signals: when each is first seen, what became of it, and when it is switched off. Tables worked out by hand."""

from datetime import UTC, date, datetime

from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session

from recruit.core.db import writing
from recruit.core.errors import Missing
from recruit.retention.signals.queries import first_seen
from recruit.retention.signals.rules import (
    Signal,
    Verdict,
    Watched,
    Within,
    base_of,
    low_or_dropped,
    silent_twice,
    track_record,
    within_six_months,
)
from tests import people
from tests.factories import pairing
from tests.factories.placements import make_company
from tests.factories.surveys import contact_of

D1, D2, D3 = date(2025, 5, 1), date(2025, 7, 1), date(2025, 10, 1)
START, AS_OF = date(2025, 4, 1), date(2026, 11, 1)


@pytest.mark.parametrize(
    ("answers", "seen_on"),
    [
        ([], None),
        ([(D1, 5), (D2, 4), (D3, 3)], None),
        ([(D1, 3), (D2, 2)], D2),
        ([(D1, 5), (D2, 3), (D3, 1)], D2),
        ([(D1, 1), (D2, 5), (D3, 3)], D1),
    ],
)
def test_not_wanting_to_stay(answers: list[tuple[date, int]], seen_on: date | None) -> None:
    assert low_or_dropped(answers) == seen_on


@pytest.mark.parametrize(
    ("points", "seen_on"),
    [
        ([(D1, False), (D2, True), (D3, False)], None),
        ([(D1, True), (D2, False), (D3, False)], D3),
        ([(D1, False), (D2, False), (D3, False)], D2),
    ],
)
def test_silent_twice_means_in_a_row(points: list[tuple[date, bool]], seen_on: date | None) -> None:
    assert silent_twice(points) == seen_on


def person(key: str, until: date = AS_OF, *, left: bool = False, start: date = START) -> Watched:
    return Watched(key, start, start, until, left)


def test_of_twelve_people_four_left() -> None:
    everybody = [person(f"L{number}", date(2025, 9, 1), left=True) for number in range(4)]
    everybody += [person(f"S{number}") for number in range(8)]
    seen = {one.key: D1 for one in everybody} | {"nobody": D1}
    base = Within(100, 100, 10, 0.1, None)
    record = track_record(Signal.GAP, everybody, seen, base, AS_OF)
    assert (record.within.people, record.within.finished, record.within.left) == (12, 12, 4)
    assert record.within.share == pytest.approx(1 / 3)
    # Clopper–Pearson for 4 of 12.
    assert record.within.interval is not None
    assert record.within.interval.lower == pytest.approx(0.0992, abs=1e-4)
    assert record.within.interval.upper == pytest.approx(0.6511, abs=1e-4)
    # Others: 3 of 11 where somebody left, 4 of 11 where somebody stayed.
    assert record.brier == pytest.approx((4 * (8 / 11) ** 2 + 8 * (4 / 11) ** 2) / 12)
    assert record.brier_of_base == pytest.approx((4 * 0.9**2 + 8 * 0.1**2) / 12)
    assert (record.verdict, record.now) == (Verdict.TOO_EARLY, 0)


@pytest.mark.parametrize(
    ("left", "cases", "verdict"),
    [(15, 29, Verdict.TOO_EARLY), (15, 30, Verdict.HOLDS), (4, 30, Verdict.SWITCHED_OFF)],
)
def test_a_signal_is_switched_off_after_thirty_cases(left: int, cases: int, verdict: Verdict) -> None:
    everybody = [person(f"L{number}", date(2025, 9, 1), left=True) for number in range(left)]
    everybody += [person(f"S{number}") for number in range(cases - left)]
    seen = {one.key: D1 for one in everybody}
    assert track_record(Signal.GAP, everybody, seen, Within(9, 9, 1, 0.1, None), AS_OF).verdict is verdict


def test_who_is_still_watched_is_neither_settled_nor_forgotten() -> None:
    recent = track_record(
        Signal.GAP, [person("A")], {"A": date(2026, 9, 1)}, Within(0, 0, 0, None, None), AS_OF
    )
    assert (recent.within.people, recent.within.finished, recent.within.share, recent.now) == (1, 0, None, 1)
    after = track_record(
        Signal.GAP, [person("A", D2, left=True)], {"A": D3}, Within(0, 0, 0, None, None), AS_OF
    )
    assert after.within.people == 0


def test_everybody_is_a_case_in_every_half_year_begun() -> None:
    # Nineteen months make four half years, the last not over; who left after five months makes one.
    base = base_of([person("A"), person("B", date(2025, 9, 1), left=True)])
    assert (base.people, base.finished, base.left) == (5, 4, 1)
    # When one leaves after five months, four are watched: the last half year of the other is only a month old.
    assert base.share == pytest.approx(1 / 4)
    # Registered late: the half years before were not observed.
    assert base_of([Watched("C", START, D3, AS_OF, False)]).people == 3
    assert within_six_months([]).share is None


@pytest.mark.at("2026-11-25T03:00:00Z")
def test_the_page_is_for_retention_officers_alone(client: FlaskClient, db: Session) -> None:
    hire = pairing.make_hire(make_company(), starts_on=date(2026, 3, 1))
    pairing.hire_said(hire, "m3", {"q_stay12": 2}, datetime(2026, 6, 2, tzinfo=UTC))
    pairing.hire_said(hire, "m6", {"q_stay12": 5}, datetime(2026, 9, 2, tzinfo=UTC))
    for wave, closed in (("w1", datetime(2026, 4, 1, tzinfo=UTC)), ("m1", datetime(2026, 5, 1, tzinfo=UTC))):
        contact = contact_of(hire, wave)
        with writing():
            contact.given_at, contact.closes_at = closed, closed
    officer = people.retention_officer()
    seen = first_seen(people.visitor_of(officer), datetime(2026, 10, 31, tzinfo=UTC))
    assert seen == {
        Signal.WANTS_TO_LEAVE: {hire.public_id: date(2026, 6, 2)},
        Signal.GAP: {},
        Signal.SILENT_TWICE: {hire.public_id: date(2026, 5, 1)},
    }
    with pytest.raises(Missing):
        first_seen(people.visitor_of(people.administrator()), datetime(2026, 10, 31, tzinfo=UTC))
    people.sign_in(client, officer)
    text = " ".join(client.get("/en/staff/retention/signals").text.split())
    assert "That cannot be said yet of any of them" in text
    assert "1 person showed it within the last 6 months and is still there." in text
    assert "Early signals" in client.get("/en/staff/retention").text
    for who in (people.coordinator, people.editor, people.student):
        other = client.application.test_client()
        people.sign_in(other, who())
        assert other.get("/en/staff/retention/signals").status_code == 403
