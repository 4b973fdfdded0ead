"""Who waits for the same rows is written for by the first; everybody has an answer of their own."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
import threading

import pytest
from sqlalchemy import create_engine, select, text

from recruit.core import db as core_db
from recruit.core.db import Base, Database, writing
from recruit.core.errors import Busy, Conflict
from recruit.core.models import Heartbeat
from recruit.core.together import Together


class Desk:
    """Writes when it is told to, and remembers for how many at once."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.open = threading.Event()
        self.at_work = threading.Event()
        self.breaks: Exception | None = None

    def work(self, asked: Sequence[int]) -> list[int]:
        self.at_work.set()
        assert self.open.wait(60)
        self.batches.append(list(asked))
        if self.breaks is not None:
            raise self.breaks
        return [one * 10 for one in asked]


def _behind(line: Together[int, int], desk: Desk, pool: ThreadPoolExecutor, numbers: Sequence[int]) -> list:
    """The first writes, and these wait behind it."""
    asked = [pool.submit(line.do, "door", numbers[0], desk.work)]
    assert desk.at_work.wait(60)
    for number in numbers[1:]:
        asked.append(pool.submit(line.do, "door", number, desk.work))
        while len(line._lines["door"]) < len(asked) - 1:
            threading.Event().wait(0.002)
    return asked


def test_who_waits_is_taken_along_in_order_and_answered_alone():
    line, desk = Together[int, int](most=3), Desk()
    with ThreadPoolExecutor(6) as pool:
        asked = _behind(line, desk, pool, range(1, 7))
        desk.open.set()
        assert [one.result(60) for one in asked] == [10, 20, 30, 40, 50, 60]
    assert desk.batches == [[1], [2, 3, 4], [5, 6]] and line._lines == {}
    # Another line does not wait for this one.
    assert line.do("another door", 7, desk.work) == 70


@pytest.mark.parametrize(("breaks", "answer"), [(Conflict("broken"), None), (Busy(), Busy)])
def test_what_breaks_leaves_nobody_waiting(breaks: Exception, answer: type[Exception] | None):
    line, desk = Together[int, int](), Desk()
    desk.breaks = breaks
    with ThreadPoolExecutor(3) as pool:
        asked = _behind(line, desk, pool, range(3))
        desk.open.set()
        for one in asked:
            if answer is None:
                assert one.result(60) is None
            else:
                with pytest.raises(answer):
                    one.result(60)
    desk.breaks = None
    assert line.do("door", 4, desk.work) == 40


def test_who_waits_too_long_is_not_written_for_afterwards():
    line, desk = Together[int, int](patience=0.05), Desk()
    with ThreadPoolExecutor(2) as pool:
        first, second = _behind(line, desk, pool, [1, 2])
        with pytest.raises(Busy):
            second.result(60)
        desk.open.set()
        assert first.result(60) == 10
    assert desk.batches == [[1]]


def test_who_does_not_come_to_write_is_told_to_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """On SQLite, where only one writes. The session is as good afterwards as before."""
    monkeypatch.setattr(core_db, "BUSY_TIMEOUT_MS", 30)
    database, now = Database(f"sqlite:///{tmp_path / 'busy.sqlite'}"), datetime(2026, 11, 25, tzinfo=UTC)
    other = create_engine(database.url, isolation_level="AUTOCOMMIT")
    tables = [Base.metadata.tables[name] for name in ("heartbeat", "content_stamp")]
    Base.metadata.create_all(database.engine, tables)
    with database.scope() as rows, other.connect() as holder:
        holder.execute(text("BEGIN IMMEDIATE"))
        with pytest.raises(Busy), writing():
            rows.add(Heartbeat(job="x", worker="x", at=now, done=0))
        holder.execute(text("ROLLBACK"))
        with writing():
            rows.add(Heartbeat(job="y", worker="x", at=now, done=0))
        assert [one.job for one in rows.scalars(select(Heartbeat))] == ["y"]
    other.dispose()
    database.dispose()
