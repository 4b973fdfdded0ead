"""The day of an added point is edited: it is called by it, and who was asked is never asked again."""

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select
import time_machine

from recruit.core import clock as core_clock
from recruit.core.db import session, writing
from recruit.messages.rules import MailState
from recruit.surveys import jobs
from recruit.surveys.actions import refusing
from recruit.surveys.models import SurveyOptOut, Wave
from recruit.surveys.programmes import queries
from recruit.surveys.queries.answering import survey_of_contact
from recruit.surveys.rules import OptOutLevel
from tests import people
from tests.factories import surveys as make
from tests.mail import Outbox
from tests.surveys.programmes.test_points import M2, add, invitations

WINDOW = {
    name: M2[name] for name in ("opens_before", "close_days", "reminder_days", "call_days", "send_local")
}


def test_who_was_asked_is_not_asked_again_and_who_was_never_in_it_is(
    app: Flask, outbox: Outbox, clock: time_machine.Traveller
) -> None:
    asked = make.make_hire(starts_on=date(2026, 9, 20))
    coming = make.make_hire(starts_on=date(2026, 11, 2), address="dewi@hires.example")
    closed_before = make.make_hire(starts_on=date(2026, 6, 10), address="andi@hires.example")
    refuses = make.make_hire(starts_on=date(2026, 11, 4), address="citra@hires.example")
    key = add()
    for _look in range(2):
        jobs.tick(core_clock.now())
        outbox.hand_over()
    with writing():
        refusing.refuse(
            survey_of_contact(make.contact_of(refuses, key)), OptOutLevel.SURVEY, now=core_clock.now()
        )
    jobs.tick(core_clock.now())
    rows = {hire.id: make.contact_of(hire, key).id for hire in (asked, coming, refuses)}
    assert set(invitations(key)) == set(rows)
    clock.shift(timedelta(days=1))
    browser = people.sign_in(app.test_client(), people.retention_officer())
    there, form = (
        f"/en/staff/followups/rules/{key}",
        {**WINDOW, "after": "6", "unit": "months", "side": "after"},
    )
    preview = browser.get(there, query_string={**form, "effect": "new"}).text
    assert "1 move, 0 vanish, 1 are new, 0 are sent again." in preview
    assert closed_before.public_id in preview
    assert browser.post(there, data={**form, "version": "2"}).status_code == 422  # there is m6 on that day
    form["after"] = "5"
    assert browser.post(there, data={**form, "version": "2"}).status_code == 303
    jobs.tick(core_clock.now())
    assert queries.wave_in_force(key)[1].name == "start.m5"
    assert browser.get(there).status_code == 200
    assert "5 months after: first working day" in browser.get("/en/staff/followups/rules").text
    after = {hire: make.contact_of(hire, "start.m5") for hire in (asked, coming, refuses, closed_before)}
    assert {hire.id: contact.id for hire, contact in after.items() if hire is not closed_before} == rows
    assert (after[asked].due_on, str(after[asked].state)) == (date(2026, 11, 20), "sent")
    assert (after[coming].due_on, str(after[coming].state)) == (date(2027, 4, 2), "planned")
    assert str(after[refuses].state) == "opted_out"
    assert session().scalars(select(SurveyOptOut.wave)).all() == ["start.m5"]
    assert session().scalars(select(Wave.planned_up_to).where(Wave.key == "start.m5")).one() is None
    for _week in range(30):
        clock.shift(timedelta(days=7))
        jobs.tick(core_clock.now())
        outbox.hand_over()
    of_points = [mail for mail in outbox.mails if mail.kind == "survey_invitation"]
    sent = [mail.subject_ref for mail in of_points if mail.state is MailState.SENT]
    assert len(set(sent)) == len(sent)
    times = {hire.id: sent.count(contact.public_id) for hire, contact in after.items()}
    assert times == {asked.id: 1, coming.id: 1, refuses.id: 0, closed_before.id: 1}
    # The name that it had is given to no other point.
    assert add(months=2) == "start.m2.2"


def test_a_point_of_the_year_is_asked_once_a_year_whatever_its_day_is(
    app: Flask, outbox: Outbox, clock: time_machine.Traveller
) -> None:
    hire = make.make_hire(starts_on=date(2026, 11, 2))
    key = add(anchor="11-28", months=0, call_days=())
    for _day in range(5):
        jobs.tick(core_clock.now())
        outbox.hand_over()
        clock.shift(timedelta(days=1))
    browser = people.sign_in(app.test_client(), people.retention_officer())
    there = f"/en/staff/followups/rules/{key}"
    assert (
        "This month has no such day"
        in browser.get(there, query_string={**WINDOW, "month": "2", "day": "30"}).text
    )
    form = {**WINDOW, "call_days": "", "month": "10", "day": "5"}
    assert "1 move, 0 vanish, 0 are new, 0 are sent again." in browser.get(there, query_string=form).text
    assert browser.post(there, data={**form, "version": "2"}).status_code == 303
    form |= {"month": "12", "day": "20", "version": "3"}
    assert browser.post("/en/staff/followups/rules/10-05.d0", data=form).status_code == 303
    for _week in range(60):
        jobs.tick(core_clock.now())
        outbox.hand_over()
        clock.shift(timedelta(days=7))
    found = [make.contact_of(hire, "12-20.d0", sequence=number) for number in (0, 1, 2)]
    assert [(one.due_on, one.sent_at is not None) for one in found] == [
        (date(2026, 11, 28), True),
        (date(2027, 12, 20), True),
        (date(2028, 12, 20), False),
    ]
    assert str(found[0].state) == "expired"
