"""Ends of what is kept: spans of the calendar, and the table that people read."""

from datetime import UTC, datetime

from flask import Flask, g
import pytest

from recruit.core import periods
from recruit.core.locales import CODES
from recruit.core.periods import Kept, Span, sight_of_application_ends_at
from recruit.web import period_words


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T03:00:00+00:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("span", "instant", "before"),
    [
        (Span(days=7), "2026-03-03", "2026-02-24"),
        (Span(months=1), "2026-03-31", "2026-02-28"),
        (Span(months=18), "2026-03-31", "2024-09-30"),
        (Span(months=3), "2026-03-01", "2025-12-01"),
        (Span(years=1), "2024-02-29", "2023-02-28"),
    ],
)
def test_a_span_goes_by_the_calendar(span: Span, instant: str, before: str) -> None:
    assert span.before(day(instant)) == day(before)


def test_a_span_goes_forward_too() -> None:
    assert Span(months=3, days=2).after(day("2026-11-30")) == day("2027-03-02")


def test_a_company_sees_an_ended_application_longer_only_if_the_person_agreed() -> None:
    ended = day("2026-11-25")
    assert sight_of_application_ends_at(ended, agreed=False) == day("2026-12-25")
    assert sight_of_application_ends_at(ended, agreed=True) == day("2027-05-24")


@pytest.mark.parametrize("language", CODES)
def test_the_privacy_page_says_what_purging_does(app: Flask, client, language: str) -> None:
    page = client.get(f"/{language}/privacy").get_data(as_text=True)
    assert "{{" not in page
    for span in (periods.UNCONFIRMED, periods.IDLE_ASKED, periods.IDLE_ERASED, periods.BACKUPS):
        assert str(span.days or span.months or span.years) in page
    with app.test_request_context():
        g.language = language
        rows = period_words.rows()
    assert page.count("<tr>") >= len(rows)


def test_everything_that_ends_has_a_word() -> None:
    assert set(period_words.ALL) == set(Kept)
