"""Points that staff add and end, as rows: who is planned, that nobody is asked twice, and what a killed worker leaves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
import re
import threading
from typing import Any

from flask import Flask
import html5lib
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
import time_machine

from recruit.core import clock as core_clock
from recruit.core.db import Database, session, writing
from recruit.core.models import AuditEntry
from recruit.core.visitor import WORKER
from recruit.messages.rules import MailState
from recruit.placements import actions as placements
from recruit.placements.rules import ExitKind
from recruit.surveys import jobs
from recruit.surveys.actions import answering, load_shipped
from recruit.surveys.models import Contact, Programme, Wave
from recruit.surveys.planning.programme import LEAVING, START, Wave as Rules
from recruit.surveys.programmes import actions, queries
from recruit.surveys.programmes.proposals import Proposal
from recruit.surveys.queries import known
from recruit.surveys.queries.answering import survey_of_contact
from recruit.surveys.rules import ContactKind, ContactState, Openness
from tests import people
from tests.conftest import CountQueries
from tests.factories import surveys as make
from tests.mail import Outbox

NEW = "/en/staff/followups/points/new"
M2: dict[str, str] = {
    "questionnaire": "hire_m3",
    "anchor": "start",
    "after": "2",
    "unit": "months",
    "side": "after",
    "month": "1",
    "day": "",
    "opens_before": "7",
    "close_days": "30",
    "reminder_days": "7, 14",
    "call_days": "21",
    "send_local": "09:00",
}


def add(**named: Any) -> str:
    """A point two months after the start, and its key."""
    asks = named.pop("asks", "hire_m3")
    wanted = Rules("new", **{"anchor": START, "months": 2, "call_days": (21,), **named})
    before = queries.points()
    with writing():
        actions.add_wave(
            wanted,
            asks,
            seen_version=queries.programme_in_force()[0].version,
            counts={},
            by=WORKER,
            now=core_clock.now(),
        )
    return next(key for key in queries.points() if key not in before)


def end(key: str) -> None:
    with writing():
        actions.end_wave(
            key,
            seen_version=queries.programme_in_force()[0].version,
            counts={},
            by=WORKER,
            now=core_clock.now(),
        )


def invitations(key: str) -> dict[int, str]:
    """State of every invitation of a point, by hire."""
    rows = session().scalars(
        select(Contact)
        .join(Wave, Wave.id == Contact.wave_id)
        .where(Wave.key == key, Contact.kind == ContactKind.INVITATION)
        .execution_options(populate_existing=True)
    )
    return {row.placement_id: f"{row.state} {row.reason}".strip() for row in rows}


def test_an_officer_adds_a_point_and_sees_first_what_follows(
    app: Flask, outbox: Outbox, clock: time_machine.Traveller, db: Session
) -> None:
    open_now = make.make_hire(starts_on=date(2026, 9, 10))
    coming = make.make_hire(starts_on=date(2026, 11, 2), address="dewi@hires.example")
    closed = make.make_hire(starts_on=date(2026, 3, 2), address="andi@hires.example")
    jobs.tick(core_clock.now())
    officer = people.retention_officer()
    browser = people.sign_in(app.test_client(), officer)
    assert "Add a point" in browser.get("/en/staff/followups/rules").text
    assert "What follows" not in browser.get(NEW).text
    preview = browser.get(NEW, query_string={**M2, "effect": "at_once"}).text
    assert "0 move, 0 vanish, 2 are new, 0 are sent again." in preview
    assert "1 mail or call goes out as soon as you save" in preview
    assert open_now.public_id in preview
    assert coming.public_id not in preview and closed.public_id not in preview
    assert len(known.newest_programme().waves) == 8  # type: ignore[union-attr]
    assert browser.post(NEW, data={**M2, "version": "1"}).status_code == 303
    line = db.scalars(select(AuditEntry).where(AuditEntry.action == "programme.changed")).one()
    assert (line.by_ref, line.change) == (
        officer.person.public_id,
        "added=start.m2 asks=hire_m3 new=2 at_once=1",
    )
    assert [mail.kind for mail in outbox.mails if mail.kind.startswith("survey_inv")] == []
    jobs.tick(core_clock.now())
    assert invitations("start.m2") == {open_now.id: "queued", coming.id: "planned"}
    again = browser.post(NEW, data={**M2, "version": "2"})
    assert (again.status_code, "There is a point on this day already." in again.text) == (422, True)
    assert browser.post(NEW, data={**M2, "after": "5", "version": "1"}).status_code == 422
    later = make.make_hire(starts_on=date(2026, 11, 20), address="citra@hires.example")
    assert later.id in invitations("start.m2")
    page = browser.get("/en/staff/followups/rules").text
    assert "2 months after: first working day" in page and "Version 2" in page
    assert "2 months" in browser.get("/en/staff/followups/list?wave=start.m2").text
    simulated = browser.get(
        "/en/staff/followups/simulate?start_on=2026-11-02&zone=Asia/Tokyo&language=vi"
    ).text
    assert "2 months" in simulated
    for _week in range(12):
        clock.shift(timedelta(days=7))
        jobs.tick(core_clock.now())
        outbox.hand_over()
    sent = [mail.subject_ref for mail in outbox.mails if mail.kind == "survey_invitation"]
    assert len(set(sent)) == len(sent)
    assert {make.contact_of(hire, "start.m2").public_id for hire in (open_now, coming, later)} <= set(sent)
    assert make.states_of(closed).get("start.m2") is None
    with writing():
        assert load_shipped(core_clock.now()) == 0


def test_what_is_typed_wrong_is_said_beside_its_field_and_the_rest_is_kept(app: Flask) -> None:
    make.load()
    browser = people.sign_in(app.test_client(), people.retention_officer())

    def said(**typed: str) -> str:
        found = browser.get(NEW, query_string={**M2, "reminder_days": "5, 11", **typed})
        assert found.status_code == 422
        assert 'value="5, 11"' in found.text
        return found.text

    assert "0 is the day itself" in said(after="")
    assert "Nobody is asked before this day" in said(side="before")
    assert "This month has no such day" in said(anchor="yearly", month="2", day="30")
    assert "Please give the day." in said(anchor="yearly")
    assert "The questionnaire on leaving" in said(questionnaire="hire_exit")
    assert "The questionnaire on leaving" in said(anchor="leaving")
    assert "rising order" in said(reminder_days="5, 11", call_days="9, 3")
    for month in ("13", "0", "-1", "x", ""):
        said(anchor="yearly", month=month, day="3")
    said(anchor="moon")
    said(questionnaire="company_m3")
    said(after="401", unit="days")
    fine = browser.get(NEW, query_string={**M2, "anchor": "yearly", "month": "2", "day": "29", "after": ""})
    assert fine.status_code == 200
    assert "0 are sent again" in fine.text


def test_an_ended_point_takes_back_what_has_not_gone_and_keeps_what_went(
    app: Flask, outbox: Outbox, clock: time_machine.Traveller, db: Session
) -> None:
    asked = make.make_hire(starts_on=date(2026, 8, 25))  # three months later is today
    coming = make.make_hire(starts_on=date(2026, 10, 1), address="dewi@hires.example")
    jobs.tick(core_clock.now())
    outbox.hand_over()
    jobs.tick(core_clock.now())
    in_outbox = make.make_hire(starts_on=date(2026, 8, 25), address="eka@hires.example")
    jobs.tick(core_clock.now())
    officer = people.sign_in(app.test_client(), people.retention_officer())
    address = "/en/staff/followups/rules/m3/end"
    preview = officer.get(address + "?effect=vanishes").text
    assert "4 vanish" in preview and "0 are sent again" in preview
    assert coming.public_id in preview
    assert "m3" in {wave.name for wave in queries.programme_in_force()[1].going_on().waves}
    assert officer.post(address, data={"version": "9"}).status_code == 422
    assert officer.post(address, data={"version": "1"}).status_code == 303
    assert officer.get(address).status_code == 404
    jobs.tick(core_clock.now())
    assert invitations("m3") == {
        asked.id: "sent",
        coming.id: "cancelled point_ended",
        in_outbox.id: "cancelled point_ended",
    }
    letter = next(
        mail for mail in outbox.mails if mail.subject_ref == make.contact_of(in_outbox, "m3").public_id
    )
    db.refresh(letter)
    assert letter.state is MailState.CANCELLED
    # Who was asked may answer until the last day, and nobody is reminded.
    survey = survey_of_contact(make.contact_of(asked, "m3"))
    clock.shift(timedelta(days=10))
    jobs.tick(core_clock.now())
    assert survey.openness(core_clock.now()) is Openness.OPEN
    with writing():
        answering.begin(survey, language="vi", now=core_clock.now())
        answering.submit(survey, now=core_clock.now())
    assert make.contact_of(asked, "m3").state is ContactState.COMPLETE
    new = make.make_hire(starts_on=date(2026, 11, 20), address="citra@hires.example")
    assert "m3" not in make.states_of(new)
    sent = len([mail for mail in outbox.mails if mail.subject_ref != "" and mail.kind == "survey_reminder"])
    for _week in range(12):
        clock.shift(timedelta(days=7))
        jobs.tick(core_clock.now())
        outbox.hand_over()
    of_m3 = {row.public_id for row in db.scalars(select(Contact)) if row.wave.key == "m3" and row.sent_at}
    assert of_m3 == {make.contact_of(asked, "m3").public_id}
    assert sent == 0
    later = people.sign_in(app.test_client(), people.coordinator())
    assert "Points that have ended" in later.get("/en/staff/followups/rules").text
    assert "this point was ended" in later.get("/en/staff/followups/list?wave=m3&state=not_applicable").text
    # Added anew it is another point, with a name of its own.
    first = add(months=3)
    end(first)
    assert (first, add(months=3)) == ("start.m3", "start.m3.2")


def test_a_day_of_the_year_comes_back_every_year(
    app: Flask, outbox: Outbox, clock: time_machine.Traveller
) -> None:
    hire = make.make_hire(starts_on=date(2025, 4, 1))
    key = add(anchor="12-10", months=0, call_days=())
    for _fortnight in range(55):
        jobs.tick(core_clock.now())
        outbox.hand_over()
        clock.shift(timedelta(days=14))
    of_point = (
        select(Contact)
        .join(Wave, Wave.id == Contact.wave_id)
        .where(Wave.key == key, Contact.kind == ContactKind.INVITATION)
        .order_by(Contact.due_on)
    )
    found = [(row.due_on, row.sent_at is not None) for row in session().scalars(of_point)]
    # The first after the start had closed before the point was there.
    assert found == [
        (date(2026, 12, 10), True),
        (date(2027, 12, 10), True),
        (date(2028, 12, 10), True),
        (date(2029, 12, 10), False),
    ]
    end(key)
    clock.shift(timedelta(days=900))
    jobs.tick(core_clock.now())
    assert len(session().scalars(of_point).all()) == len(found)
    assert make.contact_of(hire, key, sequence=4).reason == "point_ended"


def test_on_the_line_of_the_simulator_each_year_has_its_own_reminders(app: Flask) -> None:
    make.load()
    add(anchor="12-10", months=0, call_days=(), reminder_days=(8,))
    page = (
        people.sign_in(app.test_client(), people.coordinator())
        .get("/en/staff/followups/simulate?start_on=2027-04-01&zone=Asia/Tokyo&arrived_on=2027-03-20")
        .text
    )
    line = page[page.index('id="timeline"') : page.index('id="contacts"')]
    # 10 December 2028 is a Sunday: what follows from it comes a day later.
    assert re.findall(r">Every year on 10 Dec|>Reminder \d+ Dec<", line) == [
        one for day in (18, 19, 18) for one in (">Every year on 10 Dec", f">Reminder {day} Dec<")
    ]
    assert "20 March 2027" in line and "Arrival in Japan" in line


def test_a_killed_worker_and_a_second_one_plan_an_added_point_for_everybody_once(
    app: Flask, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    hires = [
        make.make_hire(starts_on=date(2026, 10, 1 + number), address=f"hire{number}@hires.example")
        for number in range(7)
    ]
    jobs.tick(core_clock.now())
    key = add()
    monkeypatch.setattr(jobs, "PEOPLE_TOGETHER", 2)
    real, calls = jobs.give_out_together, 0

    class Killed(BaseException):
        pass

    def dies(*what: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        done = real(*what, **more)
        if calls == 3:
            raise Killed
        return done

    monkeypatch.setattr(jobs, "give_out_together", dies)
    with pytest.raises(Killed):
        jobs.tick(core_clock.now())
    session().rollback()
    assert len(invitations(key)) == 4
    jobs.tick(core_clock.now())
    assert invitations(key) == {hire.id: "planned" for hire in hires}
    assert jobs.plan_added(core_clock.now()) == 0


def test_whoever_is_held_by_another_worker_is_not_passed_over(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    hires = [
        make.make_hire(starts_on=date(2026, 10, 1 + number), address=f"hire{number}@hires.example")
        for number in range(3)
    ]
    jobs.tick(core_clock.now())
    key = add()
    real = jobs.give_out_together

    def holds_one(people_ids: Any, now: Any, **more: Any) -> Any:
        done = real([one for one in people_ids if one != hires[1].person_id], now, **more)
        done.passed_over.append(hires[1].person_id)
        return done

    monkeypatch.setattr(jobs, "give_out_together", holds_one)
    jobs.tick(core_clock.now())
    assert set(invitations(key)) == {hire.id for hire in hires}


def test_two_workers_at_once_plan_an_added_point_once(
    own_app: Flask, own_database: Database, clock: object
) -> None:
    with own_app.app_context(), own_database.scope():
        for number in range(6):
            make.make_hire(starts_on=date(2026, 10, 1 + number), address=f"hire{number}@hires.example")
        jobs.tick(core_clock.now())
        key = add()
    barrier = threading.Barrier(2, timeout=60)

    def work(_number: int) -> None:
        with own_app.app_context(), own_database.scope():
            barrier.wait()
            jobs.tick(core_clock.now())

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    with own_app.app_context(), own_database.scope():
        jobs.tick(core_clock.now())
        assert list(invitations(key).values()) == ["planned"] * 6
        assert session().scalars(select(Wave.planned_up_to).where(Wave.key == key)).one() is None


def test_the_window_of_an_added_point_can_be_changed(app: Flask) -> None:
    make.load()
    make.make_hire(starts_on=date(2026, 11, 2))
    key = add()
    browser = people.sign_in(app.test_client(), people.retention_officer())
    there = f"/en/staff/followups/rules/{key}"
    page = browser.get(there).text
    html5lib.HTMLParser(strict=True).parse(page)
    assert 'name="after"' in page and 'name="side"' not in page
    names = ("after", "unit", "opens_before", "reminder_days", "call_days", "send_local")
    window = {name: M2[name] for name in names}
    preview = browser.get(there, query_string={**window, "close_days": "40"}).text
    html5lib.HTMLParser(strict=True).parse(preview)
    assert "0 are sent again" in preview
    assert browser.post(there, data={**window, "close_days": "x", "version": "2"}).status_code == 422
    assert browser.post(there, data={**window, "close_days": "40", "version": "2"}).status_code == 303
    assert queries.wave_in_force(key)[1].close_days == 40
    leaving = add(anchor=LEAVING, months=0, days=-14, priority="exit", asks="hire_exit")
    there = f"/en/staff/followups/rules/{leaving}"
    earlier = {**window, "close_days": "30", "after": "20", "unit": "days", "side": "before", "version": "4"}
    assert browser.post(there, data=earlier).status_code == 303
    assert queries.wave_in_force(leaving)[1].name == "leaving.d-20"


def test_a_point_that_counts_from_leaving_waits_for_it(app: Flask) -> None:
    hire = make.make_hire(starts_on=date(2026, 8, 25))
    key = add(anchor=LEAVING, months=0, days=14, priority="exit", asks="hire_exit")
    jobs.tick(core_clock.now())
    assert invitations(key) == {}
    with writing():
        placements.enter_end(
            hire, date(2026, 11, 20), ExitKind.RETURNED_HOME, by=WORKER, now=core_clock.now()
        )
    contact = make.contact_of(hire, key)
    assert (contact.due_on, contact.wave.instrument.key) == (date(2026, 12, 4), "hire_exit")
    assert invitations(key) == {hire.id: "planned"}


def test_the_preview_of_a_new_point_reads_few_statements_however_many_hires(
    app: Flask, count_queries: CountQueries
) -> None:
    for number in range(5):
        make.make_hire(starts_on=date(2026, 10, 1 + number), address=f"hire{number}@hires.example")
    session().expunge_all()
    with count_queries(14):
        found = queries.consequences_of(Proposal(None, Rules("new", months=2)), core_clock.now())
    assert len(found) == 5


def test_who_may_add_and_end(app: Flask) -> None:
    make.load()
    for user, allowed in (
        (people.coordinator(), 403),
        (people.retention_officer(), 200),
        (people.company_member(), 403),
        (people.student(), 403),
    ):
        browser = people.sign_in(app.test_client(), user)
        assert browser.get(NEW, query_string=M2).status_code == allowed
        assert browser.get("/en/staff/followups/rules/m3/end").status_code == allowed
        if allowed == 403:
            assert browser.post(NEW, data={**M2, "version": "1"}).status_code == allowed
            assert (
                browser.post("/en/staff/followups/rules/m3/end", data={"version": "1"}).status_code == allowed
            )
    versions = session().scalars(select(Programme.version).where(Programme.key == known.PROGRAMME)).all()
    assert versions == [1]
