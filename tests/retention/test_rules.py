"""The question in an address, and what of an answer may leave the house."""

from datetime import UTC, date, datetime

import pytest

from recruit.placements.rules import EmployerSize
from recruit.retention.rules import (
    PublicShare,
    QuestionFault,
    fiscal_year_of,
    public_count,
    public_interval,
    public_share,
    quarter_of,
    question_from,
)

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


def test_nothing_asked_means_today_and_all_that_is_known() -> None:
    question, faults = question_from({}, NOW)
    assert faults == []
    assert (question.as_of, question.known_by, question.known_by_given) == (date(2026, 11, 25), NOW, False)


def test_a_whole_question() -> None:
    question, faults = question_from(
        {
            "as_of": "2025-10-01",
            "known_by": "2025-12-31",
            "source": "a.csv",
            "country": "VN",
            "size": "mid_size",
            "start_year": "2024",
        },
        NOW,
    )
    assert faults == []
    assert question.as_of == date(2025, 10, 1)
    assert question.known_by == datetime(2025, 12, 31, 14, 59, 59, 999999, tzinfo=UTC)
    assert (question.source, question.country, question.size, question.start_year) == (
        "a.csv",
        "VN",
        EmployerSize.MID_SIZE,
        2024,
    )


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2026-01-05T00:00:00Z", datetime(2026, 1, 5, tzinfo=UTC)),
        ("2026-01-05T09:00:00+09:00", datetime(2026, 1, 5, tzinfo=UTC)),
        ("2026-01-05T09:00:00 09:00", datetime(2026, 1, 5, tzinfo=UTC)),
        ("2026-01-05T09:00", datetime(2026, 1, 5, tzinfo=UTC)),
        ("2026-11-25", NOW),
    ],
)
def test_an_instant_may_stand_for_a_day(typed: str, instant: datetime) -> None:
    question, faults = question_from({"known_by": typed}, NOW)
    assert (question.known_by, faults) == (instant, [])


@pytest.mark.parametrize(
    ("part", "typed", "reason"),
    [
        ("as_of", "2025-02-30", QuestionFault.NOT_A_DAY),
        ("as_of", "yesterday", QuestionFault.NOT_A_DAY),
        ("as_of", "2026-11-26", QuestionFault.IN_THE_FUTURE),
        ("known_by", "9999-12-31", QuestionFault.NOT_A_DAY),
        ("known_by", "2026-12-01T00:00:00Z", QuestionFault.IN_THE_FUTURE),
        ("size", "middle", QuestionFault.NOT_KNOWN),
        ("start_year", "twenty", QuestionFault.NOT_KNOWN),
        ("start_year", "²⁰²⁴", QuestionFault.NOT_KNOWN),
        ("start_year", "20240401", QuestionFault.NOT_KNOWN),
    ],
)
def test_what_cannot_be_taken_is_named_and_the_rest_stays(
    part: str, typed: str, reason: QuestionFault
) -> None:
    question, faults = question_from({"country": "ID", part: typed}, NOW)
    assert [(fault.part, fault.typed, fault.reason) for fault in faults] == [(part, typed, reason)]
    assert (question.country, question.as_of, question.known_by) == ("ID", date(2026, 11, 25), NOW)


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (1.0, PublicShare(90, or_more=True)),
        (0.88, PublicShare(90, or_more=True)),
        (0.87, PublicShare(85)),
        (0.507, PublicShare(50)),
        (0.12, PublicShare(10, or_fewer=True)),
        (0.0, PublicShare(10, or_fewer=True)),
    ],
)
def test_that_all_stayed_or_all_left_is_never_said(share: float, shown: PublicShare) -> None:
    assert public_share(share) == shown


def test_rounding_and_years() -> None:
    assert public_interval(0.288, 0.691) == (25, 70)
    assert [public_count(people) for people in (20, 22, 23, 28)] == [20, 20, 25, 30]
    assert quarter_of(date(2026, 1, 1)) == date(2026, 1, 1)
    assert quarter_of(date(2026, 12, 31)) == date(2026, 10, 1)
    assert [fiscal_year_of(date(2026, month, 1)) for month in (3, 4)] == [2025, 2026]
