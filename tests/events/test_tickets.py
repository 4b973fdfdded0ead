"""The ticket: read back by an independent reader from the page's numbers, the mail, the paper; the way into calendars."""

from datetime import UTC, datetime
import io
from urllib.parse import parse_qs, urlsplit

from flask import g
from icalendar import Calendar
from PIL import Image
import pytest
import zxingcpp

from recruit.core.db import writing
from recruit.events import actions, jobs
from recruit.events.models import Event
from recruit.events.rules import EventKind, RegistrationState
from recruit.events.tickets import calendar_links, printing
from tests import people
from tests.factories.events import FAIR_DAY, make_event, make_profile, make_registration

NUMBER = "AB2C9XYZ"


def codes_in(picture: bytes) -> list[str]:
    with Image.open(io.BytesIO(picture)) as opened:
        return [found.text for found in zxingcpp.read_barcodes(opened.convert("L"))]


@pytest.fixture
def lan(db):
    return people.student()


@pytest.fixture
def ticket(lan):
    event = make_event(slug="hanoi", vi="Ngày hội Hà Nội")
    made = make_registration(event, lan)
    with writing():
        made.ticket_code = NUMBER
    return made


def test_the_mail_has_the_ticket(client, lan, outbox):
    make_event(slug="hanoi", vi="Ngày hội Hà Nội")
    make_profile(lan)
    people.sign_in(client, lan)
    client.post("/vi/fairs/hanoi/sign-up")
    [message] = outbox.hand_over()
    drawn, calendar = message.iter_attachments()
    number = message.get_body(("plain",)).get_content().split("Số vé: ")[1].split()[0]
    assert codes_in(drawn.get_content()) == [number] and drawn.get_filename() == "hanoi-ticket.png"
    assert number in str(Calendar.from_ical(calendar.get_content()).walk("VEVENT")[0]["description"])
    assert "/vi/fairs/hanoi/ticket" in message.get_body(("plain",)).get_content()


@pytest.mark.parametrize("language", ["ja", "vi"])
def test_the_paper_is_read_by_a_scanner(app, db, ticket, now, language):
    with app.test_request_context(f"/{language}/fairs/hanoi/ticket.pdf"):
        g.language, g.settings = language, app.extensions["recruit.settings"]
        picture = printing.paper_as_picture(
            ticket, name="Nguyễn Thị Lan 🙂", address="https://recruit.example/vi/fairs/hanoi", now=now
        )
    assert codes_in(picture) == [NUMBER]


def test_only_its_owner_sees_a_ticket(client, lan, ticket, caplog):
    address = "/vi/fairs/hanoi/ticket"
    assert "sign-in" in client.get(address).location
    people.sign_in(client, lan)
    page = client.get(address)
    assert "AB2C 9XYZ" in page.text and 'class="qr"' in page.text and "08:30–16:30" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    # To other people's calendars goes no number.
    assert NUMBER not in "".join(part.split('"')[0] for part in page.text.split('href="')[1:])
    paper = client.get(f"{address}.pdf")
    assert paper.mimetype == "application/pdf" and paper.data.startswith(b"%PDF")
    [entry] = Calendar.from_ical(client.get(f"{address}.ics").data).walk("VEVENT")
    assert NUMBER in str(entry["description"])
    assert NUMBER not in caplog.text

    other = client.application.test_client()
    people.sign_in(other, people.other_student())
    with writing():
        ticket.state = RegistrationState.CANCELLED
    for visitor in (other, client):
        for ending in ("", ".pdf", ".ics"):
            assert visitor.get(address + ending).status_code == 404


@pytest.mark.parametrize("language", ["ja", "vi"])
def test_a_moved_event_replaces_its_entry(client, lan, ticket, language):
    people.sign_in(client, lan)

    def entry():
        calendar = Calendar.from_ical(client.get(f"/{language}/fairs/hanoi/ticket.ics").data)
        [zone] = calendar.walk("VTIMEZONE")
        assert str(zone["tzid"]) == "Asia/Ho_Chi_Minh"
        return calendar.walk("VEVENT")[0]

    before = entry()
    assert str(before["summary"]) == {"ja": "ハノイ合同説明会", "vi": "Ngày hội Hà Nội"}[language]
    assert before["dtstart"].params["TZID"] == "Asia/Ho_Chi_Minh"
    with writing() as rows:
        event = rows.get_one(Event, ticket.event_id)
        event.starts_at, event.saves = datetime(2027, 1, 16, 2, 30, tzinfo=UTC), event.saves + 1
    after = entry()
    assert after["uid"] == before["uid"] and after["sequence"] == before["sequence"] + 1
    assert after.decoded("dtstart") == datetime(2027, 1, 16, 2, 30, tzinfo=UTC)


def test_web_calendars_are_told_the_hour_of_the_venue(db):
    event = make_event(slug="s", kind=EventKind.SEMINAR, starts_at=FAIR_DAY, title_ja="説明会 & 質問")
    url = "https://recruit.example/ja/events/s"
    google = parse_qs(urlsplit(calendar_links.google(event, language="ja", url=url)).query)
    assert google["dates"] == ["20270116T083000/20270116T163000"] and google["ctz"] == ["Asia/Ho_Chi_Minh"]
    assert google["text"] == ["説明会 & 質問"] and google["details"] == [url]
    outlook = parse_qs(urlsplit(calendar_links.outlook(event, language="ja", url=url)).query)
    assert outlook["startdt"] == ["2027-01-16T08:30:00+07:00"]
    assert outlook["enddt"] == ["2027-01-16T16:30:00+07:00"] and outlook["subject"] == ["説明会 & 質問"]


@pytest.mark.parametrize("called_off", [False, True], ids=["given back", "called off"])
def test_an_entry_is_taken_out_of_the_calendar_again(client, lan, outbox, now, called_off):
    event = make_event(slug="hanoi", vi="Ngày hội Hà Nội")
    make_profile(lan)
    people.sign_in(client, lan)

    def entry(message):
        [part] = [part for part in message.iter_attachments() if part.get_filename().endswith(".ics")]
        calendar = Calendar.from_ical(part.get_content())
        [found] = calendar.walk("VEVENT")
        assert part["Content-Type"].params["method"] == calendar["method"]
        return (
            str(calendar["method"]),
            str(found["uid"]),
            found["sequence"],
            str(found.get("status", "")),
            found,
        )

    def mail():
        [message] = outbox.hand_over()
        return entry(message)

    client.post("/vi/fairs/hanoi/sign-up")
    method, uid, number, status, _whole = mail()
    assert (method, status) == ("PUBLISH", "")
    if called_off:
        staff = people.visitor_of(people.coordinator())
        with writing():
            actions.call_off(event, "Bão", by=staff, now=now)
        assert (jobs.tell_called_off(now), jobs.tell_called_off(now)) == (1, 0)
        assert "Bão" in client.get("/vi/fairs/hanoi").text
    else:
        client.post("/vi/fairs/hanoi/cancel")
    gone = mail()
    assert gone[:2] == ("CANCEL", uid) and gone[2] > number and gone[3] == "CANCELLED"
    assert str(gone[4]["organizer"]).startswith("mailto:")
    client.post("/vi/fairs/hanoi/sign-up")
    if called_off:
        assert outbox.hand_over() == []
    else:
        again = mail()
        assert again[:2] == ("PUBLISH", uid) and again[2] > gone[2]


def test_only_who_has_a_seat_reads_where_to_take_part_online(client, lan, outbox):
    link = "https://meet.example/evening"
    event = make_event(slug="evening", kind=EventKind.SEMINAR, vi="Buổi tối")
    with writing():
        event.online_link = link
    assert link not in client.get("/vi/events/evening").text
    people.sign_in(client, lan)
    client.post("/vi/events/evening/sign-up")
    assert link in client.get("/vi/events/evening").text
    assert link in client.get("/vi/events/evening/ticket").text
    [message] = outbox.hand_over()
    _drawn, calendar = message.iter_attachments()
    assert link in message.get_body(("plain",)).get_content()
    assert link in str(Calendar.from_ical(calendar.get_content()).walk("VEVENT")[0]["description"])
    assert link not in client.get("/vi/events/evening.ics").text
