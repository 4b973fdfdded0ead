"""A series: made from one event, shown together, signed up for in one step."""

from datetime import timedelta

from sqlalchemy import select

from recruit.core.db import writing
from recruit.events.asking.models import EventQuestion
from recruit.events.models import Event, Registration
from recruit.events.programme.models import EventSpeaker, ProgrammeSession
from recruit.events.rules import EventKind, EventState, RegistrationState
from tests import people
from tests.events.test_programme import _session
from tests.factories.events import make_event


def test_five_evenings_from_one(client, db, now):
    event = make_event(kind=EventKind.SEMINAR, seats=1, slug="evening", en="Evening")
    with writing() as rows:
        fresh = rows.get_one(Event, event.id)
        fresh.saves, fresh.moves = 4, 2
    staff = people.coordinator()
    people.sign_in(client, staff)
    address = "/en/staff/events/evening/repeat"
    assert client.post(address, data={"together": "y"}).status_code == 422
    assert (
        client.post(address, data={"weeks": "3", "days-0": "2027-03-01", "together": "y"}).status_code == 303
    )
    made = db.scalars(select(Event).where(Event.id != event.id).order_by(Event.starts_at)).all()
    db.refresh(event)
    assert [one.slug for one in made] == [
        "evening-2027-01-23", "evening-2027-01-30", "evening-2027-02-06", "evening-2027-03-01",
    ]  # fmt: skip
    assert {one.series_ref for one in made} == {event.series_ref}
    second = made[0]
    week = timedelta(weeks=1)
    assert second.starts_at - event.starts_at == second.sign_up_until - event.sign_up_until == week
    assert (second.state, second.saves, second.moves, second.signed_up_count) == (EventState.DRAFT, 1, 0, 0)
    assert [one.title for one in second.texts] == [one.title for one in event.texts]
    assert [one.starts_at for one in second.sessions] == [one.starts_at + week for one in event.sessions]
    for one in made[:3]:
        client.post(f"/en/staff/events/{one.slug}/open")
    people.sign_out(client)
    # Three of five are open besides the first one; the last one is a draft that nobody sees.
    page = client.get("/en/events/evening").get_data(as_text=True)
    assert "evening-2027-01-30" in page and "evening-2027-03-01" not in page
    assert "2 of 4 in a series" in client.get("/en/events").get_data(as_text=True)
    early = people.make_user("early@demo.example")
    people.sign_in(client, early)
    client.post("/en/events/evening-2027-01-23/sign-up")
    people.sign_out(client)
    people.sign_in(client, people.make_user("lan@demo.example"))
    html = client.get("/en/events/evening/series").get_data(as_text=True)
    assert html.count('name="chosen"') == 4
    refs = [event.public_id, made[0].public_id, made[1].public_id, made[3].public_id]
    client.post("/en/events/evening/series", data={"chosen": refs})
    states = dict(
        db.execute(
            select(Event.slug, Registration.state)
            .join(Registration, Registration.event_id == Event.id)
            .where(Registration.person_id != early.person_id)
        ).all()
    )
    assert states == {
        "evening": RegistrationState.SIGNED_UP,
        "evening-2027-01-23": RegistrationState.WAITING,
        "evening-2027-01-30": RegistrationState.SIGNED_UP,
    }
    codes = db.scalars(select(Registration.ticket_code)).all()
    assert len(set(codes)) == 4
    html = client.get("/en/events/evening/series").get_data(as_text=True)
    assert html.count('name="chosen"') == 1


def test_a_copy_takes_programme_speakers_and_questions_along(client, db, now):
    event = make_event(kind=EventKind.SEMINAR, slug="talks", en="Talks")
    one = _session(event, 0, 5, "Bridges")
    with writing() as rows:
        fresh = rows.get_one(Event, event.id)
        fresh.has_programme = fresh.offers_sessions = True
        rows.get_one(ProgrammeSession, one.id).taken = 3
        rows.get_one(ProgrammeSession, one.id).speakers = [
            EventSpeaker(event_id=event.id, name="Trần", agreed="by mail", agreed_on=now.date())
        ]
        rows.add(EventQuestion(event_id=event.id, position=1, form="text"))
    people.sign_in(client, people.coordinator())
    answer = client.post("/en/staff/events/talks/repeat", data={"days-2": "2027-02-01"})
    assert answer.location.endswith("/en/staff/events/talks-2027-02-01")
    copied = db.scalars(select(Event).where(Event.slug == "talks-2027-02-01")).one()
    assert copied.series_ref is None and copied.offers_sessions
    made = db.scalars(select(ProgrammeSession).where(ProgrammeSession.event_id == copied.id)).one()
    assert made.starts_at == one.starts_at + timedelta(days=16)
    assert (made.taken, made.seats, [text.title for text in made.texts]) == (0, 5, ["Bridges"])
    assert [(who.name, who.event_id) for who in made.speakers] == [("Trần", copied.id)]
    assert len(db.scalars(select(EventQuestion).where(EventQuestion.event_id == copied.id)).all()) == 1
