"""Contact is lost after months of silence in which somebody asked; it is told, and bounded where it is much."""

from datetime import UTC, date, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session

from recruit.core.db import new_public_id, session, writing
from recruit.placements.rules import ExitKind
from recruit.retention.analysis.spells import EmploymentRecord
from recruit.retention.figures import figures_of
from recruit.retention.hearing import heard_by
from recruit.retention.lost_contact import Heard, as_observed, is_silent
from recruit.retention.queries import Hire, hires_known_by
from recruit.retention.rules import Definition
from recruit.surveys.calling.models import CallTry
from recruit.surveys.calling.rules import CallOutcome
from tests import people
from tests.factories.placements import add_placement
from tests.factories.surveys import contact_of, make_hire

AS_OF = date(2026, 11, 25)
START = date(2024, 4, 1)


def record(**changes: date) -> EmploymentRecord:
    return EmploymentRecord(key="A", registered=START, start=START, **changes)


@pytest.mark.parametrize(
    ("confirmed_on", "in_vain_on", "lost_since", "silent"),
    [
        (None, (), None, True),
        (None, (date(2025, 5, 1),), START, True),
        (date(2025, 4, 20), (date(2025, 5, 1),), date(2025, 4, 20), True),
        # Asked in vain only before somebody confirmed, or closing on the first unobserved day.
        (date(2025, 4, 20), (date(2024, 11, 1), AS_OF), None, True),
        # Fourteen months to the day are not yet too long.
        (date(2025, 9, 25), (date(2026, 5, 1),), None, False),
        (date(2025, 9, 24), (date(2026, 5, 1),), date(2025, 9, 24), True),
        # Heard of later: then they were there today, too.
        (AS_OF, (date(2025, 5, 1),), None, False),
    ],
)
def test_who_is_lost(
    confirmed_on: date | None, in_vain_on: tuple[date, ...], lost_since: date | None, silent: bool
) -> None:
    heard = Heard(confirmed_on, in_vain_on)
    assert as_observed(record(), heard, AS_OF).last_confirmed == lost_since
    assert is_silent(record(), heard, AS_OF) is silent


def test_who_has_left_is_not_lost() -> None:
    gone = record(last_working_day=date(2024, 9, 30))
    assert as_observed(gone, Heard(None, (date(2025, 5, 1),)), AS_OF) is gone


def hire(number: int, *, lost: bool) -> Hire:
    known = record().__class__(key=f"H{number}", registered=START, start=START)
    heard = Heard(date(2024, 9, 30), (date(2025, 5, 1),)) if lost else Heard()
    return Hire(f"H{number}", number, "", "", "VN", None, None, START, known, heard)


def test_both_bounds_above_one_in_ten() -> None:
    few = figures_of([hire(number, lost=number < 1) for number in range(10)], AS_OF)
    assert (few.lost, few.bounds, few.never_asked) == (1, [], 9)
    many = figures_of([hire(number, lost=number < 2) for number in range(10)], AS_OF)
    assert many.lost == 2
    assert many.after_a_year is not None
    # Censored after six months and one day: nobody has left, eight are observed at twelve.
    assert (many.after_a_year.survival, many.after_a_year.at_risk) == (1.0, 8)
    (left, stayed) = next(pair for pair in many.bounds if pair[0].time == 12)
    assert (left.survival, stayed.survival, stayed.at_risk) == (pytest.approx(0.8), 1.0, 10)


def test_a_mover_leaves_the_company_and_not_the_field() -> None:
    moved = Hire(
        "M", 99, "", "", "VN", None, None, START, record(last_working_day=date(2024, 9, 30), cause=1)
    )
    stays = [hire(number, lost=False) for number in range(3)]
    company, field = (figures_of([moved, *stays], AS_OF, one) for one in Definition)
    assert company.after_a_year is not None and field.after_a_year is not None
    assert (company.after_a_year.survival, field.after_a_year.survival) == (0.75, 1.0)
    assert company.by_the_other_definition == field.after_a_year


@pytest.mark.at("2025-06-25T03:00:00Z")
def test_what_was_heard_stands_in_the_tables(app: Flask, db: Session, now: datetime) -> None:
    asked = make_hire(starts_on=date(2025, 4, 1), registered_on=date(2025, 4, 1))
    contact, closed = contact_of(asked, "m1"), datetime(2025, 5, 23, tzinfo=UTC)
    with writing() as rows:
        contact.given_at, contact.closes_at = closed - timedelta(days=28), closed
        rows.add(CallTry(placement_id=asked.id, outcome=CallOutcome.REACHED, at=now, by_ref=new_public_id()))
    assert heard_by(now)[asked.id] == Heard(date(2025, 6, 25), (date(2025, 5, 23),))
    assert heard_by(now - timedelta(seconds=1))[asked.id] == Heard(date(2025, 4, 1), (date(2025, 5, 23),))
    assert heard_by(closed - timedelta(seconds=1))[asked.id] == Heard(date(2025, 4, 1), ())
    (read,) = hires_known_by(now)
    assert read.heard == heard_by(now)[asked.id]


@pytest.mark.at("2026-11-25T03:00:00Z")
def test_the_page_says_how_many_and_names_the_definition(client: FlaskClient, db: Session) -> None:
    with writing():
        add_placement(starts_on=START)
        add_placement(starts_on=START, ended_on=date(2024, 9, 1), exit_kind=ExitKind.MOVED_EMPLOYER_JAPAN)
    lost = make_hire(starts_on=START)
    contact = contact_of(lost, "m12")
    with writing():
        contact.given_at = datetime(2025, 3, 25, tzinfo=UTC)
    session().expire_all()
    people.sign_in(client, people.retention_officer())
    text = " ".join(client.get("/en/staff/retention").text.split())
    assert "Contact with 1 person is lost" in text
    assert "Nobody was asked about 1 person for more than 14 months" in text
    assert "All of them had left" in text
    field = " ".join(client.get("/en/staff/retention?definition=field").text.split())
    assert "<b>100.0%</b> still work in the field in Japan" in field
    assert "definition=field" in field
    assert "Share still in the field in Japan" in field
