"""Seats: taken once, never more than there are, given back to whoever waits longest."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
import threading

import pytest
from sqlalchemy import func, select

from recruit.core.db import session, writing
from recruit.core.errors import Refused
from recruit.core.models import AuditEntry
from recruit.core.visitor import WORKER
from recruit.events import actions, jobs, queries, values
from recruit.events.actions import writing as writing_actions
from recruit.events.events import EventEnded
from recruit.events.models import Event, Registration
from recruit.events.rules import EventKind, EventRefusal, EventState, RegistrationState
from recruit.messages.rules import MailState
from tests import people
from tests.factories.events import make_event, make_profile, make_registration


def _student(number: int):
    user = people.make_user(f"student{number}@demo.example", language="vi")
    make_profile(user)
    return people.visitor_of(user)


def _states(db) -> dict[RegistrationState, int]:
    rows = db.execute(select(Registration.state, func.count()).group_by(Registration.state))
    return {row[0]: row[1] for row in rows}


def test_a_seat_a_second_click_and_the_waiting_list(app, db, now, outbox):
    event = make_event(seats=1)
    first, second = _student(1), _student(2)
    with writing():
        mine = actions.sign_up(event, by=first, now=now)
    with writing():
        again = actions.sign_up(event, by=first, now=now)
    assert again is mine and mine.state is RegistrationState.SIGNED_UP
    with writing():
        waiting = actions.sign_up(event, by=second, now=now)
    assert waiting.state is RegistrationState.WAITING
    db.refresh(event)
    assert (event.signed_up_count, event.last_place_in_line) == (1, 2)
    assert outbox.kinds == ["sign_up_ticket", "on_waiting_list"]

    with writing():
        actions.cancel(mine, by=first, now=now)
    with writing():
        actions.cancel(mine, by=first, now=now)
    db.refresh(waiting)
    db.refresh(event)
    assert waiting.state is RegistrationState.SIGNED_UP
    assert event.signed_up_count == 1

    with writing():
        back = actions.sign_up(event, by=first, now=now)
    assert back.id == mine.id
    assert (back.state, back.place_in_line) == (RegistrationState.WAITING, 3)
    assert outbox.kinds[2:] == ["sign_up_cancelled", "seat_offered", "on_waiting_list"]
    subjects = [message["Subject"] for message in outbox.hand_over()]
    # What was true only for a moment is not sent: the first ticket, the first place in line, the cancelled seat.
    assert len(subjects) == 2


def test_refused_moves_change_nothing(app, db, now, clock):
    event = make_event()
    plain = people.visitor_of(people.make_user("plain@demo.example"))
    refusals = []
    for opened, visitor, instant in (
        (event, plain, now),
        (make_event(state=EventState.CLOSED), _student(1), now),
        (event, _student(2), event.sign_up_until),
    ):
        with pytest.raises(Refused) as refused, writing():
            actions.sign_up(opened, by=visitor, now=instant)
        refusals.append(refused.value.reason)
    assert refusals == [EventRefusal.PROFILE_NEEDED, EventRefusal.NOT_OPEN, EventRefusal.TOO_LATE]
    assert _states(db) == {}
    assert (
        db.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "event.sign_up"))
        == 0
    )
    # A seminar needs no profile.
    seminar = make_event(kind=EventKind.SEMINAR, seats=None)
    with writing():
        found = actions.sign_up(seminar, by=plain, now=now)
    assert found.state is RegistrationState.SIGNED_UP


def test_more_seats_let_people_move_up_and_fewer_than_taken_are_refused(app, db, now):
    event = make_event(seats=1)
    for visitor in [_student(number) for number in range(3)]:
        with writing():
            actions.sign_up(event, by=visitor, now=now)
    staff = people.visitor_of(people.coordinator())
    facts = _facts_of(event, seats=2)
    with writing():
        actions.change_event(event, facts, by=staff, now=now)
    assert _states(db) == {RegistrationState.SIGNED_UP: 2, RegistrationState.WAITING: 1}
    with pytest.raises(Refused) as refused, writing():
        actions.change_event(event, _facts_of(event, seats=1), by=staff, now=now)
    assert refused.value.reason is EventRefusal.SEATS_BELOW_TAKEN
    db.refresh(event)
    assert event.seats == 2


def _facts_of(event: Event, *, seats: int | None, title: str = "ハノイ合同説明会") -> values.EventFacts:
    return values.EventFacts(
        kind=event.kind,
        country=event.country,
        zone=event.zone,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        sign_up_until=event.sign_up_until,
        seats=seats,
        texts={"ja": values.EventWords(title=title), "vi": values.EventWords(title="Ngày hội")},
    )


def test_a_changed_source_leaves_its_translations_behind(app, db, now):
    staff = people.visitor_of(people.coordinator())
    event = make_event()
    for title in ("ハノイ", "ハノイ2027"):
        with writing():
            actions.change_event(event, _facts_of(event, seats=5, title=title), by=staff, now=now)
    db.refresh(event)
    versions = {
        text.language: (text.version, text.source_language, text.source_version) for text in event.texts
    }
    assert versions == {"ja": (3, None, None), "vi": (1, "ja", 2)}


def test_the_clock_moves_events(app, db, now, clock):
    event = make_event(state=EventState.OPEN)
    states = []
    for instant in (now, event.sign_up_until, event.starts_at, event.ends_at):
        jobs.move_events(instant)
        db.refresh(event)
        states.append(event.state)
    assert states == [EventState.OPEN, EventState.CLOSED, EventState.RUNNING, EventState.FINISHED]


def test_an_event_that_breaks_keeps_back_none(app, db, now, monkeypatch):
    broken, other = make_event(state=EventState.OPEN), make_event(state=EventState.OPEN)
    moves = actions.move_by_time

    def breaks_for_one(event, **told):
        if event.id == broken.id:
            raise RuntimeError("cannot")
        return moves(event, **told)

    monkeypatch.setattr(jobs.actions, "move_by_time", breaks_for_one)
    assert jobs.move_events(other.sign_up_until) == 1
    db.refresh(other)
    assert other.state is EventState.CLOSED


def test_the_end_of_an_event_is_announced_once(app, db, now, monkeypatch):
    told = []
    monkeypatch.setattr(writing_actions, "announce", told.append)
    event = make_event(state=EventState.OPEN)
    for instant in (event.starts_at, event.ends_at, event.ends_at):
        jobs.move_events(instant)
    assert told == [EventEnded(event.id, WORKER, event.ends_at)]


def test_staff_list_is_the_same_for_one_and_three(app, db, count_queries):
    event = make_event(seats=None)
    staff = people.visitor_of(people.coordinator())
    for number in range(3):
        user = people.make_user(f"one{number}@demo.example")
        make_registration(event, user)
        db.expire_all()
        db.refresh(event)
        with count_queries(2):
            page = queries.sign_ups_page(staff, event, state=None, after=None)
        assert [row.email for row in page.rows][-1] == f"one{number}@demo.example"
    assert len(list(queries.all_sign_ups(staff, event))) == 3


# ------------------------------------------------------------------------------------------------ two at once


def _race(database, moves) -> list[object]:
    barrier = threading.Barrier(len(moves))

    def run(move):
        with database.scope():
            barrier.wait()
            try:
                with writing():
                    return move()
            except Refused as refusal:
                return refusal.reason

    with ThreadPoolExecutor(len(moves)) as pool:
        return list(pool.map(run, moves))


def test_who_comes_back_gets_the_new_ticket_alone(app, db, now, outbox):
    event, by = make_event(), _student(1)
    for move in (True, False, True):
        with writing():
            registration = actions.sign_up(event, by=by, now=now)
            if not move:
                actions.cancel(registration, by=by, now=now)
    waiting = [(mail.kind, mail.params["place"]) for mail in outbox.mails if mail.state is MailState.QUEUED]
    assert waiting == [("sign_up_ticket", 2)]


def test_fifteen_people_five_seats(own_app, own_database, clock, now):
    with own_database.scope():
        event = make_event(seats=5)
        visitors = [_student(number) for number in range(15)]

    def take(visitor):
        return lambda: actions.sign_up(event, by=visitor, now=now).state

    results = _race(own_database, [take(visitor) for visitor in visitors])
    assert results.count(RegistrationState.SIGNED_UP) == 5
    assert results.count(RegistrationState.WAITING) == 10
    with own_database.scope() as rows:
        fresh = rows.get_one(Event, event.id)
        assert (fresh.signed_up_count, fresh.last_place_in_line) == (5, 15)
        places = rows.scalars(select(Registration.place_in_line).order_by(Registration.place_in_line)).all()
        assert list(places) == list(range(1, 16))
        taken = rows.scalars(
            select(Registration.id).where(Registration.state == RegistrationState.SIGNED_UP)
        ).all()
        by = people.visitor_of(people.coordinator())
        # As a page reads: on a connection that is in no transaction.
        assert len(list(queries.all_sign_ups(by, fresh))) == 15
    _race(own_database, [lambda one=one: _cancel(one, by, now) for one in taken])
    with own_database.scope() as rows:
        states = rows.execute(select(Registration.state, func.count()).group_by(Registration.state)).all()
        assert {row[0]: row[1] for row in states} == {
            RegistrationState.CANCELLED: 5,
            RegistrationState.SIGNED_UP: 5,
            RegistrationState.WAITING: 5,
        }
        assert rows.get_one(Event, event.id).signed_up_count == 5


def _cancel(registration_id: int, by, now) -> None:
    actions.cancel(session().get_one(Registration, registration_id), by=by, now=now)


def test_one_person_twice_takes_one_seat(own_app, own_database, clock, now):
    with own_database.scope():
        event = make_event(seats=5)
        visitor = _student(1)
    _race(own_database, [lambda: actions.sign_up(event, by=visitor, now=now)] * 4)
    with own_database.scope() as rows:
        registration = rows.scalars(select(Registration)).one()
        assert rows.get_one(Event, event.id).signed_up_count == 1
    # The same for who comes back.
    with own_database.scope(), writing():
        _cancel(registration.id, visitor, now)
    _race(own_database, [lambda: actions.sign_up(event, by=visitor, now=now + timedelta(minutes=1))] * 4)
    with own_database.scope() as rows:
        assert rows.get_one(Event, event.id).signed_up_count == 1
        assert rows.scalars(select(Registration)).one().state is RegistrationState.SIGNED_UP
