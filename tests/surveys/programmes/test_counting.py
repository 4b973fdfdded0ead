"""Consequences that the worker counts: pages of lines, workers that die or come at once, and what its pages show meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
import threading
from typing import Any

from flask import Flask
import html5lib
import pytest
from sqlalchemy import func, select
import time_machine

from recruit.core import clock as core_clock
from recruit.core.db import Database, session, writing
from recruit.core.models import AuditEntry
from recruit.placements.models import Placement
from recruit.surveys import jobs as survey_jobs
from recruit.surveys.planning.programme import Wave as Rules
from recruit.surveys.programmes import actions, counting, jobs, queries, showing, views
from recruit.surveys.programmes.consequences import Effect
from recruit.surveys.programmes.counting import Batch, Slice, pages, summed
from recruit.surveys.programmes.models import CountedChange
from recruit.surveys.programmes.proposals import Proposal
from tests import people
from tests.conftest import CountQueries
from tests.factories import surveys as make
from tests.surveys.programmes.test_edits import M3
from tests.surveys.programmes.test_points import add


def test_lines_of_many_batches_stand_on_full_pages_as_far_as_few_batches_fill_them() -> None:
    moves = (3, 0, 5, *(1,) * 7)
    batches = [Batch(10 * (place + 1), {Effect.MOVES: number}, 1) for place, number in enumerate(moves)]
    found = list(pages(batches, Effect.MOVES, lines=4))
    assert found[0] == (Slice(0, 10, 0, 3), Slice(20, 30, 0, 1))
    assert found[1] == (Slice(20, 30, 1, 4),)
    assert [sum(piece.take for piece in page) for page in found] == [4, 4, 4, 3]
    sparse = list(pages(batches[3:], Effect.MOVES, lines=100))
    assert [len(page) for page in sparse] == [counting.BATCHES_A_PAGE, 2]
    assert list(pages(batches, Effect.NEW, lines=4)) == []
    assert summed(batches)[Effect.MOVES] == sum(moves)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three people are many, and are read two at a time."""
    for place in (showing, views):
        monkeypatch.setattr(place, "READ_AT_ONCE", 2)
    monkeypatch.setattr(queries, "PEOPLE_A_READ", 2)
    monkeypatch.setattr(showing, "LINES_A_PAGE", 3)


def hires(number: int) -> None:
    for place in range(number):
        make.make_hire(starts_on=date(2026, 10, 1 + place), address=f"hire{place}@hires.example")
    survey_jobs.tick(core_clock.now())


def test_an_officer_waits_for_the_count_and_saves_by_it(
    app: Flask, small: None, clock: time_machine.Traveller, count_queries: CountQueries
) -> None:
    hires(5)
    browser = people.sign_in(app.test_client(), people.retention_officer())
    there = "/en/staff/followups/rules/m3"
    form = dict(pair.split("=") for pair in M3.split("?")[1].split("&"))
    page = browser.get(M3)
    assert "5 people have to be looked at" in page.text and "Save as the next version" not in page.text
    # Who saves without the count is led to it.
    assert browser.post(there, data={**form, "version": "1"}).status_code == 303
    assert queries.programme_in_force()[0].version == 1
    asked = browser.post("/en/staff/followups/rules/count", data={**form, "change": "edit", "wave": "m3"})
    assert asked.status_code == 303 and asked.location.startswith(there)
    assert browser.post("/en/staff/followups/rules/count", data={**form, "change": "edit", "wave": "m3"})
    waiting = browser.get(asked.location)
    assert waiting.headers["Refresh"] == "4"
    assert "0 of 5 people looked at" in waiting.text and "Is the worker running?" not in waiting.text
    html5lib.HTMLParser(strict=True).parse(waiting.text)
    clock.shift(timedelta(minutes=2))
    assert "Is the worker running?" in browser.get(asked.location).text
    assert jobs.count_consequences(core_clock.now()) == 2
    with count_queries(36):
        done = browser.get(asked.location + "&effect=moves")
    assert "Refresh" not in done.headers
    assert "5 move, 0 vanish, 0 are new, 0 are sent again." in done.text
    assert "Counted over 5 people" in done.text
    html5lib.HTMLParser(strict=True).parse(done.text)
    first, second = done.text, browser.get(asked.location + "&effect=moves&page=1").text
    on_page = [
        [one for one in session().scalars(select(Placement.public_id)) if one in text]
        for text in (first, second)
    ]
    assert [len(found) for found in on_page] == [3, 2] and not set(on_page[0]) & set(on_page[1])
    # Numbers that did not stand beside the button are shown first.
    other = browser.post(there, data={**form, "version": "1", "seen": "moves=4"})
    assert other.status_code == 422 and "has changed since you looked" in other.text
    clock.shift(timedelta(minutes=70))
    assert browser.post(there, data={**form, "version": "1", "seen": "moves=5"}).status_code == 303
    assert queries.programme_in_force()[0].version == 1
    browser.post("/en/staff/followups/rules/count", data={**form, "change": "edit", "wave": "m3"})
    jobs.count_consequences(core_clock.now())
    assert browser.post(there, data={**form, "version": "1", "seen": "moves=5"}).status_code == 303
    line = session().scalars(select(AuditEntry).where(AuditEntry.action == "programme.changed")).one()
    assert "moves=5" in line.change
    # What was counted for rules that hold no more goes.
    assert jobs.count_consequences(core_clock.now()) == 1
    assert session().scalar(select(func.count(CountedChange.id))) == 0


def ask() -> Proposal:
    proposal = Proposal(None, Rules("new", months=2))
    with writing():
        actions.ask_to_count(proposal, version=1, people=7, now=core_clock.now())
    return proposal


def kept() -> list[Batch]:
    row = session().scalars(select(CountedChange).execution_options(populate_existing=True)).one()
    return [counting.read_batch(one) for one in row.batches]


def test_a_worker_that_dies_and_two_at_once_count_everybody_once(
    own_app: Flask, own_database: Database, clock: object, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    real, calls = queries.consequences_for, 0

    def dies(*what: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise Killed
        return real(*what)

    with own_app.app_context(), own_database.scope():
        hires(7)
        proposal = ask()
        everybody = queries.consequences_of(proposal, core_clock.now())
        monkeypatch.setattr(queries, "consequences_for", dies)
        with pytest.raises(Killed):
            jobs.count_consequences(core_clock.now())
        monkeypatch.setattr(queries, "consequences_for", real)
        assert [batch.hires for batch in kept()] == [2, 2]
    barrier = threading.Barrier(2, timeout=60)

    def work(_number: int) -> None:
        with own_app.app_context(), own_database.scope():
            barrier.wait()
            jobs.count_consequences(core_clock.now())

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    with own_app.app_context(), own_database.scope():
        jobs.count_consequences(core_clock.now())
        assert [batch.hires for batch in kept()] == [2, 2, 2, 1]
        assert summed(kept())[Effect.NEW] == len(everybody) == 7
        row = session().scalars(select(CountedChange)).one()
        assert row.done_at is not None
        assert not actions.note_batch(
            row.id, kept()[0], asked_at=row.asked_at, last=0, is_last=False, now=core_clock.now()
        )


def test_a_point_whose_planning_goes_on_shows_how_far_it_has_come(
    app: Flask, monkeypatch: pytest.MonkeyPatch, count_queries: CountQueries
) -> None:
    hires(5)
    add()
    monkeypatch.setattr(survey_jobs, "PEOPLE_TOGETHER", 2)
    monkeypatch.setattr(survey_jobs, "PEOPLE_A_READ", 4)
    browser = people.sign_in(app.test_client(), people.coordinator())
    there = "/en/staff/followups/rules"
    page = browser.get(there)
    assert "“2 months”: planned for 0 of 5 people" in page.text and page.headers["Refresh"] == "4"
    survey_jobs.plan_added(core_clock.now())
    session().expunge_all()
    with count_queries(4):
        found = queries.planning_progress(queries.programme_in_force()[0], core_clock.now())
    assert [(one.done, one.all, one.is_done) for one in found] == [(4, 5, False)]
    survey_jobs.plan_added(core_clock.now())
    page = browser.get(there)
    assert "“2 months”: planned for all 5 people since" in page.text and "Refresh" not in page.headers
    html5lib.HTMLParser(strict=True).parse(page.text)
