"""Interpreters have their own day by mail and by a key: no more of a student than what is called out at the table."""

from datetime import timedelta
import re

from sqlalchemy import select

from recruit.core.db import session, writing
from recruit.fairs import actions as fair_actions, jobs as fair_jobs
from recruit.fairs.models import FairInterpreter, FairInterpreterLink, Meeting
from recruit.fairs.repairs import actions as repairs, jobs as repair_jobs
from recruit.fairs.rules import ANSWER_WITHIN, MeetingState, Side
from recruit.fairs.timetable.repairing import Day
from tests import people
from tests.factories.events import make_event, make_profile, make_registration
from tests.factories.fairs import make_booth, make_company_with, make_fair, make_wish


def _published(staff, now):
    """Two students who need an interpreter, one after the other at one table; two interpret, one of whom is away."""
    fair = make_fair(make_event(slug="hanoi", seats=None, vi="Ngày hội"), slots=2)
    company, _acting = make_company_with(people.make_user("owner@demo.example"))
    make_booth(fair, company)
    students = []
    for number, name in enumerate(("Lan", "Đức")):
        user = people.make_user(f"student{number}@demo.example", language="vi")
        student = make_profile(user, call_name=name, name_passport=f"NGUYEN {number}", nationality="VN")
        make_registration(fair.event, user)
        for side in Side:
            make_wish(fair, side, student, company)
        students.append(student)
    interpreters = []
    with writing():
        for name, away in (("Hoa", [1]), ("Minh", [0])):
            one = fair_actions.add_interpreter(fair, name, "vi", away, by=staff, now=now)
            one.email, one.reads = f"{name.lower()}@interpreters.example", "vi"
            interpreters.append(one)
    with writing():
        asked = fair_actions.ask_for_timetable(fair, operator_may=True, by=staff, now=now)
    fair_jobs.solve_timetables(now, "test")
    session().refresh(asked)
    with writing():
        fair_actions.publish_timetable(asked, operator_may=True, by=staff, now=now)
    return fair, asked, students, interpreters


def _key_in(message) -> str:
    text = message.get_body(("plain",)).get_content()
    return re.search(r"/interpreting/([\w-]+)", text).group(1)


def test_an_interpreter_has_the_own_day_until_the_fair_is_over(client, db, app, clock, now, outbox):
    desk = people.coordinator()
    staff = people.visitor_of(desk)
    fair, timetable, _students, (hoa, _minh) = _published(staff, now)
    sent = {one["To"]: one for one in outbox.hand_over()}
    mail = sent["hoa@interpreters.example"]
    text = mail.get_body(("plain",)).get_content()
    first = db.scalars(select(Meeting).where(Meeting.slot == 0)).one()
    assert first.interpreter_id == hoa.id and first.student.call_name in text
    assert "NGUYEN" not in text and "student" not in text
    key = _key_in(mail)
    # What is kept of the mail does not open the page, nor does the row.
    assert all(key not in one.token_hash for one in db.scalars(select(FairInterpreterLink)))
    page = client.get(f"/vi/interpreting/{key}").get_data(as_text=True)
    assert first.student.call_name in page and "NGUYEN" not in page
    other = {one.student.call_name for one in db.scalars(select(Meeting))} - {first.student.call_name}
    assert not any(name in page for name in other)
    assert client.get("/vi/interpreting/nobodys-key").status_code == 404

    # The first does not come: only who interpreted there hears of it.
    with writing():
        asked = repairs.ask_for_repair(
            timetable,
            Day(0, absent=frozenset({first.student.public_id})),
            operator_may=True,
            by=staff,
            now=now,
        )
    repair_jobs.find_repairs(now, "test")
    db.refresh(asked)
    with writing():
        repairs.accept_repair(asked, 0, operator_may=True, by=staff, now=now)
    told = {one["To"] for one in outbox.hand_over()}
    assert "hoa@interpreters.example" in told and "minh@interpreters.example" not in told
    assert first.state is MeetingState.DROPPED
    assert first.student.call_name not in client.get(f"/vi/interpreting/{key}").get_data(as_text=True)

    people.sign_in(client, desk)
    sheets = "/ja/staff/fairs/hanoi/interpreters"
    assert "hoa@interpreters.example" in client.get(sheets).get_data(as_text=True)
    contact = f"{sheets}/{hoa.public_id}/contact"
    wrong = {f"{hoa.public_id}-email": "nowhere", f"{hoa.public_id}-reads": "vi"}
    assert client.post(contact, data=wrong).status_code == 422
    right = {f"{hoa.public_id}-email": "new@interpreters.example", f"{hoa.public_id}-reads": "id"}
    assert client.post(contact, data=right).status_code == 303
    # The day goes to the new address; keys that went to the old one are ended.
    assert {one["To"] for one in outbox.hand_over()} == {"new@interpreters.example"}
    assert client.get(f"/vi/interpreting/{key}").status_code == 404

    other_key = _key_in(sent["minh@interpreters.example"])
    clock.move_to(fair.event.ends_at)
    over = client.get(f"/vi/interpreting/{other_key}").get_data(as_text=True)
    assert not any(name in over for name in other)
    later = fair.event.ends_at + ANSWER_WITHIN
    assert fair_jobs.end_what_fairs_showed(later - timedelta(seconds=1)) == 0
    assert fair_jobs.end_what_fairs_showed(later) >= 2
    assert db.scalars(select(FairInterpreterLink)).all() == []
    assert set(db.scalars(select(FairInterpreter.email))) == {""}
