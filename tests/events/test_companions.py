"""Companions take seats, a party is never torn apart, and who may not come is told why and what to do."""

from datetime import date

import pytest

from recruit.core.db import session, writing
from recruit.core.errors import Refused
from recruit.events import actions
from recruit.events.models import Event
from recruit.events.rules import EventKind, EventRefusal, RegistrationState, SignUpWay
from recruit.students.models import Education
from tests import people
from tests.factories.events import make_event, make_profile

ASKED, SIGNED_UP, WAITING = (
    RegistrationState.ASKED,
    RegistrationState.SIGNED_UP,
    RegistrationState.WAITING,
)


def _event(seats: int, **values) -> Event:
    event = make_event(kind=EventKind.SEMINAR, seats=seats, slug="evening", vi="Buổi tối", en="Evening")
    with writing() as rows:
        for name, value in {"most_companions": 3, **values}.items():
            setattr(rows.get_one(Event, event.id), name, value)
    return event


def _guests(many: int):
    return [people.visitor_of(people.make_user(f"guest{number}@demo.example")) for number in range(many)]


def _sign_up(event, visitor, companions, now):
    with writing():
        return actions.sign_up(event, by=visitor, now=now, companions=companions)


def _states(db, rows):
    for one in rows:
        db.refresh(one)
    return [one.state for one in rows]


def test_a_party_waits_for_as_many_seats_as_it_needs(app, db, now, outbox):
    event = _event(4)
    guests = _guests(5)
    rows = [_sign_up(event, guest, many, now) for guest, many in zip(guests[:4], (1, 2, 1, 0), strict=True)]
    # Two, then three who do not fit, then two who do, then one for whom there is no seat.
    assert _states(db, rows) == [SIGNED_UP, WAITING, SIGNED_UP, WAITING]
    db.refresh(event)
    assert event.signed_up_count == 4
    with writing():
        actions.change_companions(rows[0], 0, by=guests[0], now=now)
    # One seat came free: the party of three is passed over and keeps its place.
    assert _states(db, rows) == [SIGNED_UP, WAITING, SIGNED_UP, SIGNED_UP]
    with writing():
        actions.cancel(rows[2], by=guests[2], now=now)
    assert _states(db, rows)[1] is WAITING
    db.refresh(event)
    assert event.signed_up_count == 2
    with pytest.raises(Refused) as refused, writing():
        actions.change_companions(rows[0], 3, by=guests[0], now=now)
    assert refused.value.reason is EventRefusal.NO_MORE_SEATS
    # With one companion fewer there are seats enough: moved up at once, and told.
    with writing():
        actions.change_companions(rows[1], 1, by=guests[1], now=now)
    assert _states(db, rows)[1] is SIGNED_UP
    db.refresh(event)
    assert event.signed_up_count == 4
    assert outbox.kinds[-1] == "seat_offered"
    mail = outbox.hand_over()[-1].get_body(("plain",)).get_content()
    assert "1" in next(line for line in mail.splitlines() if line.startswith("Companions"))
    with pytest.raises(Refused) as refused:
        _sign_up(event, guests[4], 4, now)
    assert refused.value.reason is EventRefusal.TOO_MANY_COMPANIONS


def test_staff_and_lots_count_people(app, db, now):
    guests, staff = _guests(3), people.visitor_of(people.coordinator())
    event = _event(3, way=SignUpWay.APPROVAL)
    rows = [_sign_up(event, guest, many, now) for guest, many in zip(guests, (1, 1, 0), strict=True)]
    assert _states(db, rows) == [ASKED] * 3
    with writing():
        assert actions.approve(event, [one.public_id for one in rows], by=staff, now=now) == (2, 1)
    assert _states(db, rows) == [SIGNED_UP, WAITING, SIGNED_UP]
    db.refresh(event)
    assert event.signed_up_count == 3


def test_pages_ask_for_companions_and_hold_conditions_against_the_profile(client, db):
    event = _event(5, graduation_from=2026, latitude=21.0036, longitude=105.843)
    with writing():
        session().get_one(Event, event.id).texts[0].way_there = "駅から歩いて5分"
    user = people.make_user("lan@demo.example", language="vi")
    student = make_profile(user)
    page = client.get("/ja/events/evening").get_data(as_text=True)
    assert "mlat=21.00360&amp;mlon=105.84300" in page and "2026" in page
    assert "駅から歩いて5分" in page
    people.sign_in(client, user)
    closed = client.get("/en/events/evening").get_data(as_text=True)
    assert "You: not yet known" in closed and "/sign-up" not in closed and "/en/me/profile" in closed
    client.post("/en/events/evening/sign-up", data={"companions": "1"})
    db.refresh(event)
    assert event.signed_up_count == 0
    with writing() as rows:
        rows.add(Education(student_id=student.id, graduates_on=date(2027, 6, 30)))
    assert "You: yes" in client.get("/en/events/evening").get_data(as_text=True)
    assert 'name="companions"' in client.get("/vi/events/evening/sign-up").get_data(as_text=True)
    assert client.post("/en/events/evening/sign-up", data={"companions": "4"}).status_code == 422
    assert client.get("/en/events/evening/my-sign-up").status_code == 404
    client.post("/en/events/evening/sign-up", data={"companions": "2"})
    db.refresh(event)
    assert event.signed_up_count == 3
    assert "You bring 2 people along." in client.get("/en/events/evening").get_data(as_text=True)
    assert "with 2 companions" in client.get("/en/events/evening/ticket").get_data(as_text=True)
    entry = client.get("/en/events/evening/ticket.ics").get_data(as_text=True).replace("\r\n ", "")
    assert "with 2 companions" in entry
    assert client.post("/en/events/evening/my-sign-up", data={"companions": "1"}).status_code == 303
    db.refresh(event)
    assert event.signed_up_count == 2
