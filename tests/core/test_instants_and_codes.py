"""How instants and codes are kept: in UTC to the microsecond, whatever zone they come in; a code that is none is refused."""

from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest
from sqlalchemy import Column, MetaData, Table, create_engine, insert, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import StatementError

from recruit.core.db import Coded, UtcDateTime


class Colour(StrEnum):
    RED = "red"


class Other(StrEnum):
    RED = "red"
    BLUE = "blue"


THING = Table("thing", MetaData(), Column("at", UtcDateTime), Column("colour", Coded(Colour)))
TOKYO = datetime(2026, 11, 25, 3, 0, 0, 7, tzinfo=timezone(timedelta(hours=9)))
WITHOUT_ZONE = datetime(2026, 11, 25)  # noqa: DTZ001 - what is to be refused
KEPT = "2026-11-24 18:00:00.000007"


def test_sqlite_keeps_texts_that_sort_as_instants_do_and_gives_them_back_in_utc() -> None:
    with create_engine("sqlite://").connect() as rows:
        THING.create(rows)
        whole = TOKYO.replace(microsecond=0)
        for at, colour in ((TOKYO, Colour.RED), (whole, "red"), (None, None), (TOKYO, Other.RED)):
            rows.execute(insert(THING), {"at": at, "colour": colour})
        assert rows.execute(text("SELECT at, colour FROM thing")).all() == [
            (KEPT, "red"), ("2026-11-24 18:00:00.000000", "red"), (None, None), (KEPT, "red"),
        ]  # fmt: skip
        found = rows.execute(select(THING).where(THING.c.at >= TOKYO)).all()
        assert found == [(TOKYO, Colour.RED)] * 2
        assert [(type(at.tzinfo), at.utcoffset(), type(colour)) for at, colour in found] == [
            (type(UTC), timedelta(0), Colour)
        ] * 2
        # Written by another hand: without fractions, or with a zone.
        rows.execute(text("DELETE FROM thing"))
        for written in ("2026-11-24 18:00:00", "2026-11-25 03:00:00+09:00", "2026-11-24T18:00:00Z"):
            rows.execute(text("INSERT INTO thing (at) VALUES (:at)"), {"at": written})
        assert rows.scalars(select(THING.c.at)).all() == [whole] * 3


@pytest.mark.parametrize(
    "values",
    [{"at": WITHOUT_ZONE}, {"colour": "blue"}, {"colour": Other.BLUE}],
    ids=["no zone", "no member", "a member of another"],
)
def test_what_is_no_instant_or_no_member_is_refused(values: dict[str, Any]) -> None:
    with create_engine("sqlite://").connect() as rows:
        THING.create(rows)
        with pytest.raises(StatementError):
            rows.execute(insert(THING), values)
        rows.execute(text("INSERT INTO thing (colour) VALUES ('blue')"))
        with pytest.raises(ValueError, match="blue"):
            rows.scalars(select(THING.c.colour)).all()


def test_postgresql_is_given_and_gives_instants_in_utc() -> None:
    column = UtcDateTime()
    given = column.bind_processor(postgresql.dialect())(TOKYO)
    assert (given, given.utcoffset()) == (TOKYO, timedelta(0))
    back = column.result_processor(postgresql.dialect(), None)(TOKYO)
    assert (back, back.utcoffset()) == (TOKYO, timedelta(0))
    with pytest.raises(ValueError, match="zone"):
        column.bind_processor(postgresql.dialect())(WITHOUT_ZONE)
