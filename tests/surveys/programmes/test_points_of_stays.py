"""Points that count from the arrival or from the end of the period of stay: planned, moved, taken back, or date unknown."""

from datetime import date

from flask import Flask
from sqlalchemy.orm import Session
import time_machine

from recruit.core import clock as core_clock
from recruit.core.db import session, writing
from recruit.core.visitor import WORKER
from recruit.placements.models import Placement
from recruit.placements.stay.actions import enter_days
from recruit.placements.stay.rules import StayDays
from recruit.surveys import jobs
from recruit.surveys.planning.programme import ARRIVAL, STATUS_EXPIRY
from tests import people
from tests.factories import surveys as make
from tests.surveys.programmes.test_points import M2, NEW, add, invitations


def enter(placement: Placement, *days: date | None, has_no_end: bool = False) -> None:
    session().refresh(placement)
    wanted = StayDays(*days, has_no_end=has_no_end)
    with writing():
        enter_days(placement, wanted, is_sure=True, by=WORKER, now=core_clock.now())


def test_points_follow_the_days_of_the_stay(app: Flask, clock: time_machine.Traveller, db: Session) -> None:
    known = make.make_hire(starts_on=date(2026, 11, 18))
    unknown = make.make_hire(starts_on=date(2026, 11, 18), address="dewi@hires.example")
    enter(known, date(2026, 11, 10), date(2027, 11, 10))
    browser = people.sign_in(app.test_client(), people.retention_officer())
    preview = browser.get(NEW, query_string={**M2, "anchor": "arrival"}).text
    assert "1 are new" in preview or "1 is new" in preview
    before = browser.get(NEW, query_string={**M2, "anchor": "status_expiry", "side": "before"})
    assert before.status_code == 200
    after_arrival, before_end = add(anchor=ARRIVAL), add(anchor=STATUS_EXPIRY, months=-2)
    assert (after_arrival, before_end) == ("arrival.m2", "expiry.m-2")
    jobs.tick(core_clock.now())
    assert invitations(after_arrival) == invitations(before_end) == {known.id: "planned"}
    assert make.contact_of(known, after_arrival).due_on == date(2027, 1, 10)
    assert make.contact_of(known, before_end).due_on == date(2027, 9, 10)
    board = browser.get("/en/staff/followups/days").text
    assert board.count("1 hire: enter the day") == 2
    listed = browser.get("/en/staff/placements?stay=arrival_unknown").text
    assert unknown.public_id in listed and known.public_id not in listed
    # A day that was corrected moves its point; one that was taken back ends it; a renewal moves the other.
    enter(known, None, date(2030, 11, 10))
    jobs.tick(core_clock.now())
    assert invitations(after_arrival) == {known.id: "cancelled arrival_withdrawn"}
    assert make.contact_of(known, before_end).due_on == date(2030, 9, 10)
    enter(known, date(2026, 11, 12), date(2030, 11, 10))
    enter(unknown, date(2026, 11, 1), None)
    jobs.tick(core_clock.now())
    assert invitations(after_arrival) == {known.id: "planned", unknown.id: "planned"}
    assert make.contact_of(known, after_arrival).due_on == date(2027, 1, 12)
    # Without an end nothing is asked before it, and nobody looks for the day; of whom nothing was planned, nothing is.
    enter(known, date(2026, 11, 12), has_no_end=True)
    enter(unknown, date(2026, 11, 1), has_no_end=True)
    jobs.tick(core_clock.now())
    assert invitations(before_end) == {known.id: "cancelled status_expiry_none"}
    assert "enter the day" not in browser.get("/en/staff/followups/days").text
