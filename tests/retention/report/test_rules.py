"""Which reports there are, and how a share is told in one."""

from datetime import UTC, date, datetime

import pytest

from recruit.core.errors import Refused
from recruit.retention.report.rules import (
    Outcome,
    Readers,
    ReportRefusal,
    Told,
    edition_of,
    fingerprint_of,
    outcome_of,
    told,
)
from recruit.retention.rules import PublicShare
from recruit.surveys.boards.rules import Disposition

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("year", "known_on", "refusal"),
    [
        (2026, None, ReportRefusal.YEAR_NOT_OVER),
        (2027, None, ReportRefusal.YEAR_NOT_OVER),
        (1999, None, ReportRefusal.NOT_A_YEAR),
        (2025, date(2026, 11, 25), ReportRefusal.KNOWN_IN_THE_FUTURE),
        (2025, date(2026, 3, 30), ReportRefusal.KNOWN_TOO_EARLY),
    ],
)
def test_what_is_not_over_has_no_report(year: int, known_on: date | None, refusal: ReportRefusal) -> None:
    with pytest.raises(Refused) as refused:
        edition_of(year, now=NOW, readers=Readers.EVERYBODY, known_on=known_on)
    assert refused.value.reason is refusal


def test_a_report_rests_on_what_was_known_when_its_year_ended_in_japan() -> None:
    edition = edition_of(2025, now=NOW, readers=Readers.PARTNERS)
    assert (edition.begins_on, edition.as_of) == (date(2025, 4, 1), date(2026, 4, 1))
    assert edition.known_by == datetime(2026, 3, 31, 14, 59, 59, 999999, tzinfo=UTC)
    # In Japan the first of April has begun.
    first = datetime(2026, 3, 31, 15, tzinfo=UTC)
    assert edition_of(2025, now=first, readers=Readers.PARTNERS) == edition
    later = edition_of(2025, now=NOW, readers=Readers.PARTNERS, known_on=date(2026, 11, 24))
    assert later.known_by == datetime(2026, 11, 24, 14, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("share", "at_risk", "limits", "expected"),
    [
        (0.872, 60, (0.761, 0.939), Told(PublicShare(85), (75, 95))),
        # Beside a bound the interval would say whether all have stayed.
        (1.0, 60, (0.940, 1.0), Told(PublicShare(90, or_more=True))),
        (1.0, 150, (0.976, 1.0), Told(PublicShare(90, or_more=True), (95, 100))),
        (0.04, 60, None, Told(PublicShare(10, or_fewer=True))),
        # Nine of eleven: of so few the bound lies lower.
        (0.818, 11, (0.48, 0.97), Told(PublicShare(80, or_more=True))),
        (0.5, 4, (0.1, 0.9), Told(too_few=True)),
        (None, 60, None, Told()),
    ],
)
def test_a_share_is_rounded_and_its_ends_are_bounds(
    share: float | None, at_risk: int, limits: tuple[float, float] | None, expected: Told
) -> None:
    assert told(share, at_risk, limits, 5) == expected
    assert told(share, at_risk, limits, 5, shown=False) == Told(too_few=True)


def test_what_became_of_a_survey_closes_to_three() -> None:
    found = {one: outcome_of(one) for one in Disposition}
    assert found[Disposition.NOT_APPLICABLE] is None
    assert [one for one, outcome in found.items() if outcome is Outcome.ANSWERED] == [
        Disposition.ANSWERED,
        Disposition.ANSWERED_LATE,
    ]
    assert found[Disposition.NO_ANSWER] is found[Disposition.REFUSED] is Outcome.SILENT
    assert found[Disposition.MISSED_BY_US] is found[Disposition.UNREACHABLE] is Outcome.NOT_REACHED


def test_the_hash_knows_the_rows_not_their_order() -> None:
    rows = [("hire", "a", None), ("hire", "b", "2025-04-01")]
    assert fingerprint_of(rows) == fingerprint_of(reversed(rows))
    assert fingerprint_of(rows) != fingerprint_of([("hire", "a", ""), rows[1]])
    assert fingerprint_of([("ab", "c")]) != fingerprint_of([("a", "bc")])
