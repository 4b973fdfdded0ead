"""The tests' own ground: what every other test relies on."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.core import clock as core_clock
from recruit.core.db import Database, session, writing
from recruit.core.models import Heartbeat


def _beat(job: str) -> Heartbeat:
    return Heartbeat(worker="w", job=job, at=core_clock.now())


@pytest.mark.parametrize("round_", [1, 2])
def test_nothing_stays_in_the_shared_database(db, round_):
    assert db.scalars(select(Heartbeat)).all() == []
    with writing() as rows:
        rows.add(_beat("left behind"))
    assert len(db.scalars(select(Heartbeat)).all()) == 1


def test_a_refused_move_undoes_only_itself(db):
    with writing() as rows:
        rows.add(_beat("first"))

    def break_off():
        with writing() as rows:
            rows.add(_beat("second"))
            rows.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert db.scalars(select(Heartbeat.job)).all() == ["first"]


def test_own_database_is_seen_by_two_sessions(own_database: Database):
    with own_database.scope(), writing() as rows:
        rows.add(_beat("one"))
    with own_database.scope():
        assert session().scalars(select(Heartbeat.job)).all() == ["one"]


def test_clock_stands_still_until_shifted(clock, now):
    assert core_clock.now() == now
    clock.shift(timedelta(hours=1))
    assert core_clock.now() == now + timedelta(hours=1)


@pytest.mark.at("2026-04-01T00:00:00Z")
def test_clock_begins_where_asked(clock, now):
    assert now.isoformat() == "2026-04-01T00:00:00+00:00"


def test_count_queries_counts(db, count_queries):
    with count_queries(1):
        db.scalars(select(Heartbeat)).all()
    with pytest.raises(AssertionError, match="1 statements instead of 2"), count_queries(2):
        db.scalars(select(Heartbeat)).all()


def test_client_answers(client):
    assert client.get("/healthz").json == {"status": "ok"}
