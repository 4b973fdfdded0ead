"""The chain of the audit trail stays whole, however lines are written: many in one move, taken back, side by side."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
import threading

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from recruit.core import audit
from recruit.core.db import Database, session, writing
from recruit.core.models import AuditEntry
from recruit.core.visitor import NOBODY
from tests.conftest import CountQueries


def note(subject: str, now: datetime) -> None:
    audit.record("tried", by=NOBODY, now=now, subject_kind="trial", subject_ref=subject)


def test_the_chain_survives_what_is_taken_back(db: Session, now: datetime) -> None:
    with writing():
        note("1", now)
        note("2", now)
    with suppress(ZeroDivisionError), writing():
        note("never", now)
        raise ZeroDivisionError
    with writing() as rows:
        note("3", now)
        with rows.begin_nested() as part:
            note("never", now)
            part.rollback()
        note("4", now)
        with rows.begin_nested():
            note("5", now)
        note("6", now)
    said = db.scalars(select(AuditEntry.subject_ref).order_by(AuditEntry.id)).all()
    assert said == ["1", "2", "3", "4", "5", "6"]
    assert audit.first_broken_link() is None


def test_a_further_line_of_the_same_move_costs_one_statement(
    db: Session, now: datetime, count_queries: CountQueries
) -> None:
    with writing():
        note("1", now)
        with count_queries(1):
            note("2", now)


def test_moves_side_by_side_write_one_chain(
    own_database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "_AT_ONCE", 7)
    barrier = threading.Barrier(2, timeout=60)

    def work(name: str) -> None:
        with own_database.scope():
            barrier.wait()
            for _ in range(5):
                with writing():
                    note(name, now)
                    note(name, now)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, ("a", "b")))
    with own_database.scope():
        assert session().scalar(select(func.count()).select_from(AuditEntry)) == 20
        assert audit.first_broken_link() is None
        eleventh = select(AuditEntry.id).order_by(AuditEntry.id).offset(10).limit(1).scalar_subquery()
        with writing() as rows:
            rows.execute(update(AuditEntry).where(AuditEntry.id == eleventh).values(action="forged"))
        assert audit.first_broken_link() == session().scalar(select(eleventh))
