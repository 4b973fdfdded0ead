"""Added points among the others: their order, one in the place of another, an end, and people whose planning breaks."""

from datetime import date
from typing import Any

from flask import Flask
import html5lib
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.core import clock as core_clock
from recruit.core.db import session, writing
from recruit.surveys import jobs
from recruit.surveys.actions import breaking
from recruit.surveys.actions.contacts import give_out_due
from recruit.surveys.actions.together import give_out_together
from recruit.surveys.models import Contact, Wave
from recruit.surveys.planning.programme import LEAVING, STATUS_EXPIRY
from recruit.surveys.programmes import queries
from recruit.surveys.queries import tasks
from recruit.surveys.rules import OTHER_TASKS, ContactKind
from tests import people
from tests.factories import surveys as make
from tests.mail import Outbox
from tests.surveys.programmes.test_points import M2, NEW, add, end, invitations


def test_who_breaks_is_shown_to_staff_and_tried_again_until_it_works(
    app: Flask, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, other = (
        make.make_hire(starts_on=date(2026, 10, 1 + number), address=f"hire{number}@hires.example")
        for number in range(2)
    )
    jobs.tick(core_clock.now())
    key = add()

    def breaks(person_id: int, now: Any) -> int:
        if person_id == broken.person_id:
            raise RuntimeError
        return give_out_due(person_id, now)

    def breaks_for_all(*_what: Any, **_more: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "give_out_together", breaks_for_all)
        patched.setattr(jobs, "give_out_due", breaks)
        patched.setattr(breaking, "give_out_due", breaks)
        for _tick in range(2):
            jobs.tick(core_clock.now())
    assert set(invitations(key)) == {other.id}
    [thing] = tasks.open_things(kinds=OTHER_TASKS)
    assert (thing.first.placement_id, len(thing.tasks)) == (broken.id, 1)
    browser = people.sign_in(app.test_client(), people.retention_officer())
    page = browser.get("/en/staff/followups?task=other").text
    assert "could not be planned" in page and "Seen to" not in page
    assert browser.post(f"/en/staff/followups/tasks/{thing.first.public_id}/done").status_code == 409
    jobs.tick(core_clock.now())
    assert set(invitations(key)) == {broken.id, other.id}
    assert tasks.open_things(kinds=OTHER_TASKS) == []


def test_the_end_of_a_point_makes_no_rows_of_reminders_that_never_were(app: Flask, outbox: Outbox) -> None:
    hire = make.make_hire(starts_on=date(2026, 8, 25))
    jobs.tick(core_clock.now())
    outbox.hand_over()
    assert make.states_of(hire)["m3"] == "sent"
    end("m3")
    with writing():
        assert give_out_together([hire.person_id], core_clock.now()).alone == []
    of_point = select(Contact.kind).join(Wave, Wave.id == Contact.wave_id).where(Wave.key == "m3")
    assert session().scalars(of_point).all() == [ContactKind.INVITATION]


def test_points_stand_by_their_days(app: Flask) -> None:
    make.load()
    for day in (
        {"months": 18},
        {"anchor": "10-01", "months": 0},
        {"anchor": STATUS_EXPIRY, "months": -6},
        {"months": 0, "days": 45},
        {"anchor": LEAVING, "months": 0, "days": -14, "asks": "hire_exit"},
    ):
        add(**day)
    shown = [
        "w1",
        "m1",
        "start.d45",
        "m3",
        "m6",
        "m12",
        "start.m18",
        "m24",
        "m36",
        "10-01.d0",
        "expiry.m-6",
        "leaving.d-14",
        "exit",
    ]
    assert queries.points() == shown
    assert [wave.name for wave in queries.programme_in_force()[1].waves] == shown


def test_a_point_is_put_in_the_place_of_another(app: Flask) -> None:
    make.load()
    key = add(months=0, days=45)
    browser = people.sign_in(app.test_client(), people.retention_officer())
    there = f"/en/staff/followups/rules/{key}"
    assert f"{NEW}?like={key}" in browser.get(there).text
    page = browser.get(NEW, query_string={"like": key}).text
    html5lib.HTMLParser(strict=True).parse(page)
    form = html5lib.parse(page, namespaceHTMLElements=False).find(".//form[@id='point-form']")
    typed = {one.get("name"): one.get("value") for one in form.iter("input") if one.get("type") != "radio"}
    assert (typed["after"], typed["call_days"], typed["like"]) == ("45", "21", key)
    assert "45 days" in page
    preview = browser.get(NEW, query_string={**M2, "like": key}).text
    assert f'name="like" value="{key}"' in preview
    saved = browser.post(NEW, data={**M2, "like": key, "version": "2"})
    assert (saved.status_code, saved.location) == (303, f"{there}/end")
