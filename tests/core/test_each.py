"""One of many that breaks keeps back nothing behind it, and what it had written is undone."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts.merging import jobs as merging_jobs, queries as merging_queries
from recruit.accounts.requests import jobs as request_jobs, queries as request_queries
from recruit.applications import jobs as offer_jobs, queries as offer_queries
from recruit.core.db import session
from recruit.core.each import each_by_itself, each_in_steps
from recruit.core.errors import Conflict
from recruit.core.models import Heartbeat
from recruit.students.search import jobs as search_jobs


def test_one_that_breaks_keeps_back_nothing_and_leaves_nothing(db: Session, now, caplog) -> None:
    def act(job: str) -> bool:
        session().add(Heartbeat(worker="w", job=job, at=now, done=0))
        session().flush()
        if job == "b":
            raise RuntimeError("cannot")
        return job != "c"

    assert each_by_itself("letters", ["a", "b", "c", "d"], act) == 2
    db.expire_all()
    assert sorted(db.scalars(select(Heartbeat.job))) == ["a", "c", "d"]
    assert [(line.what, line.thing) for line in caplog.records if hasattr(line, "thing")] == [
        ("letters", "b")
    ]


@pytest.mark.parametrize(
    ("finds", "name", "job", "action"),
    [
        (offer_queries, "overdue_offers", offer_jobs.lapse_offers, (offer_jobs.actions, "lapse_offer")),
        (request_queries, "unanswered_for_a_day", request_jobs.call_administrators, (request_jobs.actions, "raise_alarm")),
        (merging_queries, "merges_to_settle", merging_jobs.settle, (merging_jobs.actions, "settle_merge")),
    ],
)  # fmt: skip
def test_jobs_go_on_behind_what_breaks(
    db: Session, now, monkeypatch: pytest.MonkeyPatch, finds, name, job, action
) -> None:
    tried: list[object] = []

    def breaks_first(thing: object, *_told: object, **_more: object) -> bool:
        tried.append(thing)
        if len(tried) == 1:
            raise RuntimeError("cannot")
        return True

    lists = [[1, 2], []]
    monkeypatch.setattr(finds, name, lambda *_told: lists.pop(0))
    monkeypatch.setattr(*action, breaks_first)
    monkeypatch.setattr(session().__class__, "get_one", lambda _self, _kind, thing: thing)
    monkeypatch.setattr(session().__class__, "refresh", lambda *_told: None)
    assert job(now) == 1
    assert tried == [1, 2]


def test_in_steps_one_that_breaks_or_comes_second_keeps_back_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def act(number: int) -> int:
        if number == 2:
            raise RuntimeError("cannot")
        if number == 3:
            raise Conflict("another worker was faster")
        return number

    assert each_in_steps("timetables", [1, 2, 3, 4], act) == 5
    assert [line.__dict__["thing"] for line in caplog.records] == [2]


def test_searches_and_sights_go_on_behind_what_breaks(
    db: Session, now, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def breaks_at_odd(thing: int, *_told: object, **_more: object) -> int:
        tried.append(thing)
        if thing % 2:
            raise RuntimeError("cannot")
        return 1

    monkeypatch.setattr(search_jobs.kept, "to_be_told_of", lambda _before: [1, 2])
    monkeypatch.setattr(
        session().__class__, "get", lambda _self, _kind, key, **_more: breaks_at_odd(key) and None
    )
    assert search_jobs.tell_new(now) == 0
    assert tried == [1, 2]
    # Profiles that cannot be kept together are kept one by one.
    monkeypatch.setattr(search_jobs.keeping, "keep_missing", lambda _after: breaks_at_odd(3))
    monkeypatch.setattr(search_jobs.keeping, "missing", lambda _after: ([5, 6], None))
    monkeypatch.setattr(search_jobs.keeping, "keep_one", breaks_at_odd)
    monkeypatch.setattr(search_jobs.packing, "pack", lambda _now, *, anew: 0)
    monkeypatch.setattr(search_jobs.packing, "organisations_that_see_many", lambda: [7, 8])
    monkeypatch.setattr(search_jobs.packing, "pack_sight", breaks_at_odd)
    assert search_jobs.keep_found(now) == 2
    assert tried == [1, 2, 3, 5, 6, 7, 8]
