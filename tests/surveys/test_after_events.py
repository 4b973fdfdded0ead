"""Surveys after events: who is asked what and when, once; answered without a name; counts for staff, nothing of few."""

from datetime import UTC, datetime, timedelta
import re

import pytest
from sqlalchemy import func, select

from recruit.core.db import session, writing
from recruit.events import actions as event_actions
from recruit.events.door.actions import show_ticket
from recruit.events.jobs import move_events
from recruit.events.rules import EventKind, EventState, RegistrationState
from recruit.surveys.after_events import jobs, privacy
from recruit.surveys.after_events.models import GuestAnswer, GuestResponse, GuestSurvey
from recruit.surveys.after_events.rules import CAME_AFTER, MISSED_AFTER, GuestKind, kind_of, shown_share
from tests import people
from tests.factories.events import make_event, make_registration

END = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("came", "door_was_used", "after", "kind"),
    [
        (True, True, CAME_AFTER, GuestKind.CAME),
        (True, True, CAME_AFTER - timedelta(seconds=1), None),
        (False, True, MISSED_AFTER - timedelta(seconds=1), None),
        (False, True, MISSED_AFTER, GuestKind.MISSED),
        # Nobody stood at the door: nobody is told that they were missed.
        (False, False, MISSED_AFTER, GuestKind.CAME),
    ],
)
def test_who_is_asked_what(came, door_was_used, after, kind):
    assert kind_of(came=came, door_was_used=door_was_used, now=END + after, ends_at=END) is kind


def test_of_few_nothing_is_shown():
    assert (shown_share(4, 4), shown_share(1, 5), shown_share(0, 5)) == (None, 20, 0)


def _event_that_ends(now, **values):
    return make_event(
        slug="talk",
        kind=EventKind.SEMINAR,
        seats=20,
        state=EventState.RUNNING,
        starts_at=now - timedelta(hours=8),
        vi="Hội thảo",
        **values,
    )


def test_from_the_end_of_the_event_to_the_figures(app, client, now, clock, outbox):
    event = _event_that_ends(now)
    staff = people.coordinator()
    guests = [people.make_user(f"guest{number}@example.com", language="vi") for number in range(6)]
    missed, gave_back = people.student(), people.other_student()
    for guest in guests:
        ticket = make_registration(event, guest)
        with writing():
            show_ticket(event, ticket, by=people.visitor_of(staff), scan_id=guest.email, device="", now=now)
    make_registration(event, missed)
    make_registration(event, gave_back, state=RegistrationState.CANCELLED)
    assert move_events(now) == 1
    assert jobs.ask_guests(now) == 0
    hour, next_day = now + CAME_AFTER, now + MISSED_AFTER
    assert (jobs.ask_guests(hour), jobs.ask_guests(hour)) == (12, 0)
    assert (jobs.ask_guests(next_day), jobs.ask_guests(next_day)) == (2, 0)
    asked = {mail.to_address: mail for mail in outbox.of_kind("event_survey")}
    assert set(asked) == {missed.email, *(guest.email for guest in guests)}
    clock.move_to(next_day)
    letters = {message["To"]: message for message in outbox.hand_over()}
    link = _link(letters[guests[0].email])
    page = client.get(link)
    assert page.status_code == 200 and "Sự kiện thế nào?" in page.text and 'name="overall"' in page.text
    assert client.get(link[:-1] + ("a" if link[-1] != "a" else "b")).status_code == 404
    assert client.post(link, data={}).status_code == 422
    wrong = client.post(link, data={"overall": "9", "better": "Ồn quá"})
    assert wrong.status_code == 422 and "Ồn quá" in wrong.text
    for place, guest in enumerate(guests[:4]):
        _answer(client, letters[guest.email], overall=str(5 - place), better=f"Words {place}")
    people.sign_in(client, staff)
    few = client.get("/en/staff/events/talk/survey").text
    assert "fewer than 5 have answered" in few and "Words 0" not in few and "5 of" not in few
    _answer(client, letters[guests[4].email], overall="5", liked=["talks", "people"])
    # Answered once: a second sending changes nothing.
    assert _answer(client, letters[guests[4].email], overall="1").status_code == 422
    figures = client.get("/en/staff/events/talk/survey").text
    assert "5 of 6 answered" in figures and "40 % (2)" in figures and "Words 3" in figures
    assert "/staff/events/talk/survey" in client.get("/en/staff/events/talk/sign-ups/figures").text
    # Nothing leads from an answer to who gave it, and nothing is left of who is erased.
    assert "registration_id" not in GuestResponse.__table__.c and "person_id" not in GuestResponse.__table__.c
    with writing():
        privacy.erase(guests[0].person_id, now)
    counts = [session().scalar(select(func.count()).select_from(one)) for one in (GuestSurvey, GuestResponse)]
    assert counts == [6, 5]
    with writing():
        assert privacy.forget_words(now + timedelta(days=800)) == 4
    assert (
        session().scalars(select(GuestAnswer.words).where(GuestAnswer.item == "better")).all() == [None] * 4
    )


def _link(message) -> str:
    [link] = re.findall(r"/\w\w/after/\S+", message.get_body(("plain",)).get_content())
    return link


def _answer(client, message, **answers):
    return client.post(_link(message), data=answers)


def test_nobody_is_asked_about_what_did_not_take_place(app, now, outbox):
    event = make_event(kind=EventKind.SEMINAR)
    lan = people.student()
    make_registration(event, lan)
    staff = people.visitor_of(people.coordinator())
    with writing():
        event_actions.call_off(event, "", by=staff, now=now)
    assert jobs.ask_guests(event.ends_at + timedelta(days=3)) == 0
    assert outbox.of_kind("event_survey") == []
