"""Pages of events: what everybody sees, the seat, what staff write."""

import csv
from datetime import timedelta
from functools import partial
import io

from icalendar import Calendar
from openpyxl import load_workbook
import pytest
from sqlalchemy import select

from recruit.accounts.actions import load_consent_texts
from recruit.core.db import writing
from recruit.core.models import Sighting
from recruit.events import queries
from recruit.events.models import Event, Registration
from recruit.events.rules import EventKind, EventState, RegistrationState
from recruit.web.tables import keyset_page
from tests import people
from tests.factories.events import FAIR_DAY, make_event, make_profile, make_registration
from tests.factories.fairs import make_booth, make_company_with, make_fair
from tests.linked_data import blocks_of, expanded, single, unknown_words


@pytest.mark.parametrize("count", [1, 3])
def test_lists_show_what_is_public(client, count_queries, count):
    for number in range(count):
        make_event(slug=f"fair-{number}", vi=f"Ngày hội {number}")
    make_event(slug="draft", state=EventState.DRAFT)
    make_event(slug="seminar", kind=EventKind.SEMINAR)
    with count_queries(3):
        page = client.get("/vi/fairs")
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert text.count("/vi/fairs/fair-") == count
    assert "Ngày hội 0" in text and "draft" not in text and "seminar" not in text
    assert "/vi/events/seminar" in client.get("/vi/events").get_data(as_text=True)


@pytest.mark.parametrize("companies", [1, 3])
def test_the_page_of_a_fair_takes_five_statements(client, count_queries, companies):
    fair = make_fair(make_event(slug="hanoi", vi="Ngày hội Hà Nội"))
    for number in range(companies):
        company, _acting = make_company_with(people.make_user(f"owner{number}@demo.example"))
        make_booth(fair, company)
    with count_queries(5):
        page = client.get("/vi/fairs/hanoi")
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    # Both clocks, the seats, the way to the sign-up, every company.
    assert "08:30–16:30" in text and 'href="/vi/fairs/hanoi/sign-up"' in text
    assert text.count("旭川北成建設") == companies
    japanese = client.get("/ja/fairs/hanoi").get_data(as_text=True)
    assert "08:30–16:30" in japanese and "10:30–18:30" in japanese
    english = client.get("/en/fairs/hanoi").get_data(as_text=True)
    assert '<h1 lang="ja">ハノイ合同説明会</h1>' in english


def test_search_engines_are_told_of_an_event(client):
    make_event(slug="hanoi", vi="Ngày hội Hà Nội")
    [block] = blocks_of(client.get("/vi/fairs/hanoi").get_data(as_text=True))
    assert not unknown_words(block)
    event = expanded(block)
    assert single(event, "name") == "Ngày hội Hà Nội"
    # At the venue's clock.
    assert single(event, "startDate") == "2027-01-16T08:30+07:00"
    assert single(single(single(event, "location"), "address"), "addressCountry") == "VN"


def test_the_wrong_list_and_drafts_are_not_there(client):
    make_event(slug="hanoi")
    make_event(slug="draft", state=EventState.DRAFT)
    for path in ("/ja/events/hanoi", "/ja/fairs/draft", "/ja/fairs/none", "/ja/fairs/draft.ics"):
        assert client.get(path).status_code == 404


def test_a_calendar_file_keeps_the_zone_and_its_name(client):
    event = make_event(slug="hanoi", vi="Ngày hội Hà Nội")
    answer = client.get("/vi/fairs/hanoi.ics")
    assert answer.mimetype == "text/calendar"
    calendar = Calendar.from_ical(answer.data)
    (entry,) = calendar.walk("VEVENT")
    assert str(entry["summary"]) == "Ngày hội Hà Nội"
    assert str(entry["uid"]) == f"{event.public_id}@localhost"
    assert entry["dtstart"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert entry.decoded("dtstart") == event.starts_at
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]


def test_a_seat_by_button_and_the_ticket(client, db, count_queries):
    make_event(slug="hanoi", seats=1)
    asked = client.post("/vi/fairs/hanoi/sign-up")
    assert (
        asked.status_code == 303
        and "/vi/account/sign-in?next=%2Fvi%2Ffairs%2Fhanoi%2Fsign-up" in asked.location
    )
    user = people.student()
    people.sign_in(client, user)
    assert client.get("/vi/fairs/hanoi/sign-up").status_code == 303
    assert db.scalars(select(Registration)).all() == []
    assert client.post("/vi/fairs/hanoi/sign-up").status_code == 303
    assert db.scalars(select(Registration)).all() == []
    assert 'class="closed-box"' in client.get("/vi/fairs/hanoi").get_data(as_text=True)

    make_profile(user)
    page = client.get("/vi/fairs/hanoi").get_data(as_text=True)
    assert 'action="/vi/fairs/hanoi/sign-up"' in page
    for _ in range(2):
        assert client.post("/vi/fairs/hanoi/sign-up").location == "/vi/fairs/hanoi"
    registration = db.scalars(select(Registration)).one()
    page = client.get("/vi/fairs/hanoi").get_data(as_text=True)
    assert registration.ticket_code in page and 'class="qr"' in page

    other = client.application.test_client()
    second = people.other_student()
    make_profile(second)
    people.sign_in(other, second)
    other.post("/id/fairs/hanoi/sign-up")
    waiting = other.get("/id/fairs/hanoi").get_data(as_text=True)
    assert registration.ticket_code not in waiting and 'class="qr"' not in waiting
    for _ in range(2):
        assert client.post("/vi/fairs/hanoi/cancel").status_code == 303
    assert 'class="qr"' in other.get("/id/fairs/hanoi").get_data(as_text=True)
    assert client.application.test_client().post("/vi/fairs/hanoi/cancel").status_code == 303


def test_a_sign_up_takes_few_statements(client, db, count_queries):
    make_event(slug="hanoi")
    user = people.student()
    make_profile(user)
    people.sign_in(client, user)
    with writing():
        load_consent_texts()
    # Five of them keep the agreement that the companies see the profile.
    statements = 18 if db.get_bind().dialect.name == "sqlite" else 19
    with count_queries(statements):
        client.post("/vi/fairs/hanoi/sign-up")


STAFF_PAGES = (
    "/ja/staff/events",
    "/ja/staff/events/new",
    "/ja/staff/events/hanoi",
    "/ja/staff/events/hanoi/sign-ups",
    "/ja/staff/events/hanoi/sign-ups.csv",
)


def test_staff_pages_are_for_staff(client):
    make_event(slug="hanoi")
    for state in EventState:
        make_event(state=state)
    for path in STAFF_PAGES:
        assert client.get(path).status_code == 303
    people.sign_in(client, people.student())
    assert [client.get(path).status_code for path in STAFF_PAGES] == [403] * len(STAFF_PAGES)
    staff = client.application.test_client()
    people.sign_in(staff, people.coordinator())
    assert [staff.get(path).status_code for path in STAFF_PAGES] == [200] * len(STAFF_PAGES)
    assert staff.get("/ja/staff/events/none").status_code == 404


def test_staff_read_events_by_their_day(db, monkeypatch):
    for slug, days in (("soon", 0), ("last", 9), ("first", -9)):
        make_event(slug=slug, starts_at=FAIR_DAY + timedelta(days=days))
    asking = people.visitor_of(people.coordinator())
    monkeypatch.setattr(queries, "keyset_page", partial(keyset_page, size=2))
    page = queries.events_page(asking, state=None, after=None)
    rest = queries.events_page(asking, state=None, after=page.next_mark)
    assert [[one.slug for one in each.rows] for each in (page, rest)] == [["last", "soon"], ["first"]]


def test_staff_write_open_and_close_an_event(client, db, clock):
    people.sign_in(client, people.coordinator())
    values = {
        "kind": "fair",
        "country": "ID",
        "zone": "Asia/Jakarta",
        "starts_at": "2027-02-06T09:00",
        "ends_at": "2027-02-06T16:00",
        "sign_up_until": "2027-02-07T23:59",
        "seats": "200",
        "texts_ja-title": "ジャカルタ合同説明会",
        "texts_id-title": "Bursa Kerja Jakarta",
        "texts_id-place": "Universitas Indonesia",
        "sessions-0-what": "doors",
        "sessions-0-begins": "09:00",
        "sessions-0-ends": "09:30",
    }
    wrong = client.post("/vi/staff/events/new", data=values)
    text = wrong.get_data(as_text=True)
    assert wrong.status_code == 422 and 'href="#sign_up_until"' in text
    assert "Bursa Kerja Jakarta" in text and "Universitas Indonesia" in text
    values["sign_up_until"] = "2027-01-31T23:59"
    made = client.post("/ja/staff/events/new", data=values)
    assert made.location == "/ja/staff/events/bursa-kerja-jakarta-2027"
    event = db.scalars(select(Event)).one()
    assert event.starts_at.isoformat() == "2027-02-06T02:00:00+00:00"
    assert [(part.what, part.starts_at) for part in event.sessions] == [("doors", event.starts_at)]
    assert client.get("/ja/fairs/bursa-kerja-jakarta-2027").status_code == 404
    assert client.post(made.location + "/open").status_code == 303
    assert client.get("/ja/fairs/bursa-kerja-jakarta-2027").status_code == 200
    shown = client.get(made.location).get_data(as_text=True)
    assert 'value="2027-02-06T09:00"' in shown and 'value="09:30"' in shown
    again = client.post("/ja/staff/events/new", data={**values, "slug": "bursa-kerja-jakarta-2027"})
    assert again.status_code == 422
    client.post(made.location, data={**values, "seats": "10"})
    client.post(made.location + "/close")
    db.expire_all()
    event = db.scalars(select(Event)).one()
    assert (event.seats, event.state) == (10, EventState.CLOSED)


def test_a_file_of_many_costs_as_many_statements_as_one_of_a_few(client, db, count_queries):
    event = make_event(slug="hanoi", seats=None)
    people.sign_in(client, people.coordinator())
    made = 0
    for many in (2, 9):
        while made < many:
            make_registration(event, people.make_user(f"p{made}@demo.example"))
            made += 1
        for form in ("csv", "xlsx"):
            with count_queries(10):
                client.get(f"/ja/staff/events/hanoi/sign-ups.{form}")
        seen = db.scalars(select(Sighting.person_ref).where(Sighting.what == "export")).all()
        assert len(set(seen)) == many


def test_staff_export_names_and_no_formulas(client, db, clock):
    event = make_event(slug="hanoi", seats=None)
    user = people.make_user("an@demo.example", name="=cmd|An", language="vi")
    make_profile(user, katakana="アン", name_passport="NGUYEN THI AN", nationality="VN")
    make_registration(event, user)
    make_registration(event, people.make_user("b@demo.example"), state=RegistrationState.WAITING)
    people.sign_in(client, people.coordinator())
    rows = list(
        csv.reader(io.StringIO(client.get("/ja/staff/events/hanoi/sign-ups.csv").data.decode("utf-8-sig")))
    )
    assert len(rows) == 3 and rows[1][6:11] == ["'=cmd|An", "NGUYEN THI AN", "アン", "VN", "an@demo.example"]
    book = load_workbook(io.BytesIO(client.get("/ja/staff/events/hanoi/sign-ups.xlsx?state=waiting").data))
    assert book.active.max_row == 2
    with writing() as changed:
        changed.get_one(Event, event.id).ends_at += timedelta(hours=1)
    assert "アン" in client.get("/ja/staff/events/hanoi/sign-ups").get_data(as_text=True)
