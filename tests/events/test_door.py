"""The door: who is let in, once, by code or by name, on however many devices."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
import threading

import pytest
from sqlalchemy import select

from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.events.door import queries, rules
from recruit.events.door.actions import show_ticket, take_back
from recruit.events.models import CheckIn, Event, Registration
from recruit.events.privacy import export
from recruit.events.rules import (
    EventKind,
    EventRefusal,
    EventState,
    RegistrationState,
    ScanResult,
    WhyTakenBack,
)
from tests import people
from tests.factories.events import FAIR_DAY, make_event, make_profile, make_registration

AT_THE_DOOR = pytest.mark.at("2027-01-16T01:40:00Z")
SIGNED_UP, WAITING = RegistrationState.SIGNED_UP, RegistrationState.WAITING


@pytest.mark.parametrize(
    ("is_of_this_event", "state", "was_let_in", "result"),
    [
        (True, SIGNED_UP, False, ScanResult.LET_IN),
        (True, SIGNED_UP, True, ScanResult.AGAIN),
        # Who came in and gave the seat back afterwards was here all the same.
        (True, RegistrationState.CANCELLED, True, ScanResult.AGAIN),
        (True, RegistrationState.CANCELLED, False, ScanResult.CANCELLED),
        (True, RegistrationState.REFUSED, False, ScanResult.CANCELLED),
        (True, WAITING, False, ScanResult.NO_SEAT),
        (True, RegistrationState.OFFERED, False, ScanResult.NO_SEAT),
        (False, SIGNED_UP, False, ScanResult.OTHER_EVENT),
        (False, SIGNED_UP, True, ScanResult.OTHER_EVENT),
    ],
)
def test_what_becomes_of_a_ticket(is_of_this_event, state, was_let_in, result):
    assert rules.result_of(is_of_this_event=is_of_this_event, state=state, was_let_in=was_let_in) is result


@pytest.mark.parametrize("typed", ["ab2c9xyz", "AB2C 9XYZ", " ab2c-9xyz\n", "ＡＢ２Ｃ９ＸＹＺ"])
def test_a_number_is_read_however_it_is_typed(typed):
    assert rules.typed_code(typed) == "AB2C9XYZ"
    assert rules.in_groups("AB2C9XYZ") == "AB2C 9XYZ"


def test_the_door_is_open_around_the_event():
    ends_at = FAIR_DAY + timedelta(hours=8)
    for now, is_open in (
        (FAIR_DAY - timedelta(days=1, seconds=1), False),
        (FAIR_DAY - timedelta(days=1), True),
        (ends_at + timedelta(hours=23), True),
        (ends_at + timedelta(days=1), False),
    ):
        refusal = rules.why_not_door(EventState.OPEN, starts_at=FAIR_DAY, ends_at=ends_at, now=now)
        assert (refusal is None) is is_open
    draft = rules.why_not_door(EventState.DRAFT, starts_at=FAIR_DAY, ends_at=ends_at, now=FAIR_DAY)
    assert draft is EventRefusal.DOOR_NOT_OPEN


def _show(event, ticket, mark, *, now, device="north", by=None):
    with writing():
        return show_ticket(
            event,
            ticket,
            by=by or people.visitor_of(people.coordinator()),
            scan_id=mark,
            device=device,
            now=now,
        )


@AT_THE_DOOR
def test_every_showing_is_written_down_and_counts_once(app, db, now):
    fair, seminar = make_event(), make_event(kind=EventKind.SEMINAR)
    lan, putra = people.student(), people.other_student()
    ticket, elsewhere = make_registration(fair, lan), make_registration(seminar, putra)
    staff = people.visitor_of(people.coordinator())
    first = _show(fair, ticket, "a", now=now, by=staff)
    # The same showing again, as after a lost answer; then the ticket once more, at another entrance.
    assert _show(fair, ticket, "a", now=now + timedelta(minutes=1), by=staff).id == first.id
    again = _show(fair, ticket, "b", now=now + timedelta(minutes=5), device="south", by=staff)
    # A page that the browser brought back has an old mark: with another ticket it is another showing.
    other = _show(fair, elsewhere, "a", now=now, by=staff)
    assert [one.result for one in (first, again, other)] == [
        ScanResult.LET_IN,
        ScanResult.AGAIN,
        ScanResult.OTHER_EVENT,
    ]
    assert len(db.scalars(select(CheckIn)).all()) == 3
    shown = queries.shown(staff, fair, again.scan_id)
    assert shown is not None and shown.first is not None
    assert (shown.first.at, shown.first.device) == (now, "north")
    assert queries.figures(staff, fair) == queries.Figures(came=1, expected=1)
    assert queries.figures(staff, seminar) == queries.Figures(came=0, expected=1)
    assert export(lan.person_id)["sign_ups"][0]["came"] == [now.isoformat()]
    assert export(putra.person_id)["sign_ups"][0]["came"] == []
    with pytest.raises(Refused):
        _show(fair, ticket, "c", now=FAIR_DAY - timedelta(days=3), by=staff)
    with pytest.raises(Missing):
        queries.figures(people.visitor_of(lan), fair)


@AT_THE_DOOR
def test_letting_in_is_taken_back_and_the_ticket_lets_in_again(app, db, now):
    fair, lan = make_event(), people.student()
    ticket, staff = make_registration(fair, lan), people.visitor_of(people.coordinator())

    def back(mark):
        with writing():
            return take_back(
                fair, ticket, WhyTakenBack.OTHER_PERSON, by=staff, scan_id=mark, device="", now=now
            )

    with pytest.raises(Refused) as refused:
        back("a")
    assert refused.value.reason is EventRefusal.NOT_LET_IN
    _show(fair, ticket, "a", now=now, by=staff)
    # The press that is sent twice, as from a queue, is one.
    assert back("b").id == back("b").id
    assert queries.figures(staff, fair) == queries.Figures(came=0, expected=1)
    assert (queries.latest(staff, fair), queries.here_since(staff, fair)) == ([], {})
    assert export(lan.person_id)["sign_ups"][0]["came"] == []
    with pytest.raises(Refused):
        back("c")
    again = _show(fair, ticket, "d", now=now + timedelta(minutes=5), by=staff)
    assert again.result is ScanResult.LET_IN
    assert queries.here_since(staff, fair) == {lan.person_id: now + timedelta(minutes=5)}
    assert _show(fair, ticket, "e", now=now, by=staff).result is ScanResult.AGAIN
    rows = db.execute(select(CheckIn.result, CheckIn.entry, CheckIn.why).order_by(CheckIn.id)).all()
    assert [(str(result), entry) for result, entry, _why in rows] == [
        ("let_in", 0), ("taken_back", 0), ("let_in", 1), ("again", 0),
    ]  # fmt: skip


def test_two_devices_at_once_let_one_in(own_app, own_database):
    with own_database.scope():
        event = make_event()
        registration = make_registration(event, people.student())
        staff = people.visitor_of(people.coordinator())
        event_id, registration_id = event.id, registration.id
    barrier = threading.Barrier(6, timeout=60)
    now = datetime(2027, 1, 16, 1, 40, tzinfo=UTC)

    def show(mark):
        with own_app.app_context(), own_database.scope():
            barrier.wait()
            with writing() as rows:
                return show_ticket(
                    rows.get_one(Event, event_id),
                    rows.get_one(Registration, registration_id),
                    by=staff, scan_id=mark, device=mark, now=now,
                ).result  # fmt: skip

    # Three devices, and each sends twice.
    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(show, ["a", "a", "b", "b", "c", "c"]))
    assert results.count(ScanResult.LET_IN) == 2 and results.count(ScanResult.AGAIN) == 4
    with own_database.scope() as rows:
        kept = rows.scalars(select(CheckIn.result).order_by(CheckIn.id)).all()
    assert sorted(kept) == [ScanResult.AGAIN, ScanResult.AGAIN, ScanResult.LET_IN]


@AT_THE_DOOR
@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("nguyen duc", True),
        ("Đức Nguyễn", True),
        ("グエン", True),
        ("ぐえんゔぁん", True),
        ("阮文德", True),
        ("NGUYEN VAN", True),
        ("student@", True),
        ("Tran", False),
        ("%", False),
        ("", False),
    ],
)
def test_a_name_is_found_in_any_script(db, typed, is_found):
    event, lan = make_event(), people.student()
    with writing():
        lan.person.display_name = "Nguyễn Văn Đức"
    make_profile(
        lan, name_passport="NGUYEN VAN DUC", katakana="グエン・ヴァン・ドゥック", name_local="阮文德"
    )
    ticket = make_registration(event, lan)
    make_registration(make_event(), lan)
    found = queries.named(people.visitor_of(people.coordinator()), event, typed)
    assert [one.ref for one in found] == ([ticket.public_id] if is_found else [])


@AT_THE_DOOR
def test_the_page_of_the_door(client, db, count_queries):
    event, lan = make_event(slug="hanoi", vi="Ngày hội"), people.student()
    make_profile(lan, katakana="グエン・ティ・ラン")
    ticket = make_registration(event, lan)
    waiting = make_registration(event, people.other_student(), state=WAITING)
    people.sign_in(client, people.coordinator())
    page = client.get("/ja/staff/events/hanoi/door")
    assert page.headers["Permissions-Policy"].startswith("camera=(self)")
    door = "/ja/staff/events/hanoi/door"
    sent = client.post(door, data={"code": ticket.ticket_code.lower(), "device": "北口", "scan_id": "one"})
    assert sent.status_code == 303
    answer = client.get(sent.location).get_data(as_text=True)
    assert "お入りください" in answer and "グエン・ティ・ラン" in answer
    # The entrance is remembered; the same showing again changes nothing; a new one says when and where it was shown first.
    assert 'value="北口"' in client.get(door).get_data(as_text=True)
    assert client.post(door, data={"code": ticket.ticket_code, "scan_id": "one"}).location == sent.location
    # By name, and by the script of the page.
    by_name = client.post(door, data={"ticket": ticket.public_id, "scan_id": "two"}).location
    again = client.get(by_name).get_data(as_text=True)
    assert "10:40" not in again and "08:40" in again and "北口" in again
    piece = client.post(door, data={"code": waiting.ticket_code}, headers={"X-Door": "1"})
    assert piece.status_code == 200 and "<html" not in piece.text and "1" in piece.text
    unknown = client.post(door, data={"code": "NOSUCH22"})
    assert unknown.status_code == 422 and 'value="NOSUCH22"' in unknown.text
    assert client.post(door, data={"code": "NOSUCH22"}, headers={"X-Door": "1"}).status_code == 422
    assert client.post(door, data={"ticket": "no-such"}).status_code == 404
    assert len(db.scalars(select(CheckIn)).all()) == 3
    named = client.get(f"{door}?name=ぐえん").get_data(as_text=True)
    assert named.count(ticket.ticket_code) == 1
    figures = client.get("/ja/staff/events/hanoi/door/figures")
    assert "1" in figures.text and "<html" not in figures.text
    # Taken back by the script and on the page; what is no reason is no press.
    for data, headers, status in (
        ({"code": ticket.ticket_code, "why": "tried_out", "scan_id": "x"}, {"X-Door": "1"}, 200),
        ({"code": ticket.ticket_code, "why": "tried_out", "scan_id": "x"}, {}, 303),
        ({"code": ticket.ticket_code, "why": "tried_out"}, {"X-Door": "1"}, 422),
        ({"ticket": ticket.public_id, "why": "for fun"}, {}, 422),
    ):
        assert client.post(f"{door}/take-back", data=data, headers=headers).status_code == status
    assert len(db.scalars(select(CheckIn)).all()) == 4
    # Who does not come gives the seat to whoever waits.
    assert client.post(f"{door}/give-back", data={"ticket": "no-such"}).status_code == 404
    assert client.post(f"{door}/give-back", data={"ticket": ticket.public_id}).status_code == 303
    db.refresh(ticket)
    assert ticket.state is RegistrationState.CANCELLED


def test_before_its_time_the_door_says_when_it_opens(client, db):
    make_event(slug="hanoi")
    people.sign_in(client, people.coordinator())
    page = client.get("/en/staff/events/hanoi/door")
    assert "from a day before the event" in page.text and 'name="code"' not in page.text
