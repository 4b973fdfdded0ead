"""Sessions have seats of their own: chosen, waited for, given back, and never sold twice."""

from concurrent.futures import ThreadPoolExecutor
import csv
from datetime import timedelta
import io
import threading

import pytest
from sqlalchemy import select, update

from recruit.core.db import session, writing
from recruit.core.errors import Refused
from recruit.events import actions, privacy
from recruit.events.models import Event, Registration
from recruit.events.programme import actions as programme
from recruit.events.programme.actions import choosing
from recruit.events.programme.models import EventSpeaker, ProgrammeSession, ProgrammeSessionText, SessionSeat
from recruit.events.programme.rules import ProgrammeRefusal, SessionSeatState
from recruit.events.rules import EventKind, RegistrationState
from tests import people
from tests.factories.events import make_event

TAKEN, WAITING, WISHED = SessionSeatState.TAKEN, SessionSeatState.WAITING, SessionSeatState.WISHED


def _event(seats: int | None = 10, **values) -> Event:
    event = make_event(kind=EventKind.SEMINAR, seats=seats, slug="evening", en="Evening")
    with writing() as rows:
        fresh = rows.get_one(Event, event.id)
        for name, value in {"has_programme": True, "offers_sessions": True, **values}.items():
            setattr(fresh, name, value)
    return event


def _session(event: Event, hour: int, seats: int | None, title: str) -> ProgrammeSession:
    begins = event.starts_at + timedelta(hours=hour)
    made = ProgrammeSession(
        event_id=event.id,
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
        room="B2",
        is_chosen=True,
        seats=seats,
        taken=0,
        last_place=0,
        spoken="ja",
        interpreted=["vi"],
        texts=[ProgrammeSessionText(language="en", title=title)],
    )
    with writing() as rows:
        rows.add(made)
    return made


def _guests(many: int):
    return [people.visitor_of(people.make_user(f"guest{number}@demo.example")) for number in range(many)]


def _sign_up(event, visitor, sessions, now, **more):
    with writing():
        return actions.sign_up(
            event, by=visitor, now=now, sessions=[one.public_id for one in sessions], **more
        )


def _states(db, its_session) -> list[tuple[int, SessionSeatState]]:
    rows = db.execute(
        select(SessionSeat.registration_id, SessionSeat.state)
        .where(SessionSeat.session_id == its_session.id)
        .order_by(SessionSeat.registration_id)
    )
    return [(row[0], row[1]) for row in rows]


def test_sessions_are_chosen_waited_for_and_given_back(app, db, now, outbox):
    event = _event(3, most_companions=2)
    bridges, tunnels = _session(event, 0, 2, "Bridges"), _session(event, 1, None, "Tunnels")
    roads = _session(event, 1, None, "Roads")
    a, b, c, d = _guests(4)
    first = _sign_up(event, a, [bridges, tunnels], now, companions=1)
    second = _sign_up(event, b, [bridges], now)
    with pytest.raises(Refused) as refused:
        _sign_up(event, c, [tunnels, roads], now)
    assert refused.value.reason is ProgrammeRefusal.AT_ONCE
    third = _sign_up(event, c, [bridges], now)
    assert third.state is RegistrationState.WAITING
    assert _states(db, bridges) == [(first.id, TAKEN), (second.id, WAITING), (third.id, WISHED)]
    # One companion fewer frees a seat in the session for who waits there, and one at the event for who waits for it.
    with writing():
        actions.change_companions(first, 0, by=a, now=now)
    assert _states(db, bridges) == [(first.id, TAKEN), (second.id, TAKEN), (third.id, WAITING)]
    db.refresh(bridges)
    assert bridges.taken == 2
    assert "session_seat" in outbox.kinds
    mail = next(one for one in outbox.hand_over() if "Bridges" in one["Subject"])
    assert "B2" in mail.get_body(("plain",)).get_content()
    # More people than the session has seats for do not come along.
    _sign_up(event, d, [], now)
    with writing():
        actions.cancel(
            session().scalars(select(Registration).order_by(Registration.id.desc())).first(), by=d, now=now
        )
    with writing():
        programme.choose(first, [roads.public_id], by=a, now=now)
    assert _states(db, bridges) == [(second.id, TAKEN), (third.id, TAKEN)]
    with writing():
        actions.cancel(second, by=b, now=now)
    db.refresh(bridges)
    assert (bridges.taken, _states(db, bridges)) == (1, [(third.id, TAKEN)])
    with pytest.raises(Refused), writing():
        programme.choose(first, [bridges.public_id], by=a, now=event.sign_up_until)


def _all_choose(own_database, its_session, registrations, now) -> int:
    barrier = threading.Barrier(len(registrations))

    def choose(one):
        registration, visitor = one
        with own_database.scope() as rows:
            barrier.wait()
            with writing():
                programme.choose(
                    rows.get_one(Registration, registration.id), [its_session.public_id], by=visitor, now=now
                )

    with ThreadPoolExecutor(len(registrations)) as pool:
        list(pool.map(choose, registrations))
    with own_database.scope() as rows:
        return len(rows.scalars(select(SessionSeat.id).where(SessionSeat.state == TAKEN)).all())


@pytest.mark.parametrize("is_guarded", [True, False])
def test_the_last_seat_of_a_session(own_app, own_database, now, monkeypatch, is_guarded):
    """Four at once for one seat; the same test sees it sold four times where the statement does not decide."""
    with own_database.scope():
        event = _event(None)
        bridges = _session(event, 0, 1, "Bridges")
        guests = [(_sign_up(event, guest, [], now), guest) for guest in _guests(4)]
    if not is_guarded:

        def as_counted_before(session_id, people):
            session().execute(
                update(ProgrammeSession).where(ProgrammeSession.id == session_id).values(taken=people)
            )
            return True

        monkeypatch.setattr(choosing, "_take", as_counted_before)
    assert _all_choose(own_database, bridges, guests, now) == (1 if is_guarded else 4)


def test_staff_write_a_programme_and_people_choose_from_it(client, db, now):
    event = _event(10, has_programme=False, offers_sessions=False)
    staff = people.coordinator()
    people.sign_in(client, staff)
    base = "/en/staff/events/evening/programme"
    speaker = {"name": "Trần Minh", "reading": "チャン・ミン", "agreed_on": "2026-11-20", "agreed": "by mail"}
    assert client.post(f"{base}/speakers/new", data={**speaker, "agreed_on": "2026-12-01"}).status_code == 422
    assert (
        client.post(f"{base}/speakers/new", data={**speaker, "texts_en-role": "Site manager"}).status_code
        == 303
    )
    who = db.scalars(select(EventSpeaker)).one()
    typed = {
        "starts_at": "2027-01-16T09:00", "ends_at": "2027-01-16T10:00", "room": "B2", "is_chosen": "y", "seats": "1",
        "spoken": "ja", "interpreted": ["vi"], "speakers": [who.public_id], "texts_en-title": "Bridges", "texts_vi-title": "Cầu",
    }  # fmt: skip
    assert (
        client.post(f"{base}/sessions/new", data={**typed, "ends_at": "2027-01-17T10:00"}).status_code == 422
    )
    assert client.post(f"{base}/sessions/new", data=typed).status_code == 303
    db.refresh(event)
    bridges = db.scalars(select(ProgrammeSession)).one()
    assert (event.has_programme, event.offers_sessions) == (True, True)
    page = client.get("/vi/events/evening").get_data(as_text=True)
    assert "Cầu" in page and "Trần Minh" in page and "チャン・ミン" in page and "by mail" not in page
    people.sign_out(client)
    user = people.make_user("lan@demo.example", name="Lan")
    people.sign_in(client, user)
    assert "Bridges" in client.get("/en/events/evening/sign-up").get_data(as_text=True)
    client.post("/en/events/evening/sign-up", data={"sessions": [bridges.public_id]})
    for address in ("", "/ticket", "/ticket.ics", "/my-sign-up"):
        assert "Bridges" in client.get(f"/en/events/evening{address}").get_data(as_text=True), address
    assert privacy.export(user.person_id)["sign_ups"][0]["sessions"] == ["Bridges"]
    people.sign_out(client)
    people.sign_in(client, staff)
    assert "Bridges" in client.get("/en/staff/events/evening/sign-ups").get_data(as_text=True)
    rows = csv.reader(
        io.StringIO(client.get("/en/staff/events/evening/sign-ups.csv").data.decode("utf-8-sig"))
    )
    assert next(rows)[-1] == "Bridges"
    assert next(rows)[-1]
    # What somebody chose is not taken away; other hours are, and everybody with a seat is told.
    client.post(f"{base}/sessions/{bridges.public_id}/remove")
    moves = event.moves
    client.post(f"{base}/sessions/{bridges.public_id}", data={**typed, "ends_at": "2027-01-16T11:00"})
    db.refresh(event)
    assert event.moves == moves + 1
    assert db.scalars(select(ProgrammeSession)).one().ends_at - bridges.starts_at == timedelta(hours=2)
    client.post(f"{base}/speakers/{who.public_id}/remove")
    assert "Trần Minh" not in client.get("/vi/events/evening").get_data(as_text=True)
