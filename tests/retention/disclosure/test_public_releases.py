"""The public figures are kept, and stay until enough people have come, left or changed."""

from datetime import date, timedelta

from flask import Flask
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
import time_machine

from recruit.core import vault
from recruit.core.clock import now
from recruit.core.db import writing
from recruit.core.disclosure.figures import Why
from recruit.core.errors import Missing
from recruit.placements.rules import ExitKind
from recruit.retention import figures, privacy
from recruit.retention.disclosure import queries
from recruit.retention.disclosure.jobs import release_public
from recruit.retention.disclosure.models import FigureRelease
from tests import people
from tests.factories.placements import add_placement
from tests.people import visitor_of


def add_many(number: int, *, left: int = 0, starts_on: date = date(2025, 4, 1)) -> None:
    with writing():
        for place in range(number):
            gone = starts_on + timedelta(days=200) if place < left else None
            add_placement(
                starts_on=starts_on, ended_on=gone, exit_kind=ExitKind.RETURNED_HOME if gone else None
            )


def shownnow() -> tuple[date, int]:
    found = figures.public_figures()
    assert found is not None
    return found.as_of, found.people


def test_what_everybody_was_shown_stays_until_twenty_have_changed(
    app: Flask, db: Session, clock: time_machine.Traveller
) -> None:
    add_many(19)
    assert release_public(now()) == 0
    add_many(21, left=15)
    assert (release_public(now()), release_public(now())) == (1, 0)
    assert shownnow() == (date(2026, 10, 1), 40)
    row = db.scalars(select(FigureRelease)).one()
    assert queries.shown_before(queries.EVERYBODY)[0].figures["*",].low == 38
    # 15 have left: fewer than 20, and 25 beside 40 would tell it.
    assert {cell.hidden_why for cell in row.cells} == {None, Why.FEW, Why.REMAINDER}
    assert b"there" not in row.people
    assert "there" in vault.unseal(row.people)
    # A quarter later 19 more are here: one too few to publish again.
    clock.shift(timedelta(days=92))
    add_many(19, starts_on=date(2026, 11, 1))
    assert (release_public(now()), shownnow()) == (0, (date(2026, 10, 1), 40))
    clock.shift(timedelta(days=92))
    add_many(1, starts_on=date(2026, 12, 1))
    assert (release_public(now()), shownnow()) == (1, (date(2027, 4, 1), 60))
    assert len(queries.shown_before(queries.EVERYBODY)) == 2
    clock.shift(timedelta(days=6 * 366))
    with writing():
        assert privacy.purge(now()) == 1
    assert shownnow() == (date(2027, 4, 1), 60)


def test_staff_read_what_was_hidden_and_why(app: Flask, db: Session) -> None:
    add_many(40, left=15)
    release_public(now())
    page = people.sign_in(app.test_client(), people.retention_officer()).get("/en/staff/retention/releases")
    assert page.status_code == 200
    assert "Too few people stand behind it" in page.text and ">Everybody<" in page.text
    with pytest.raises(Missing):
        queries.releases(visitor_of(people.student()))
