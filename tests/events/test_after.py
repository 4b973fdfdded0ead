"""After the event: materials for whom they are, told once; the archive, and pages that staff take off."""

import csv
from datetime import timedelta
import io
import re

from PIL import Image
import pytest
from sqlalchemy import select

from recruit.core.db import session, writing
from recruit.core.models import StoredFile
from recruit.events.archive.rules import told_guests
from recruit.events.door.actions import show_ticket
from recruit.events.materials.models import EventMaterial
from recruit.events.materials.rules import MaterialRefusal, OpensFor, may_open, why_not_link
from recruit.events.rules import EventKind, EventState, RegistrationState, moved_by_time
from tests import people
from tests.factories.events import FAIR_DAY, make_event, make_registration


@pytest.mark.parametrize(
    ("typed", "fine"),
    [
        ("https://video.example/watch?v=1", True),
        ("http://video.example/1", False),
        ("https://user@video.example/", False),
        ("https://localhost/", False),
        ("https://video.example/ 1", False),
        ("javascript:alert(1)", False),
        ("https://video.example:8443/", False),
        ("https://" + "a" * 500 + ".example", False),
    ],
)
def test_links_are_whole_and_safe(typed, fine):
    assert (why_not_link(typed) is None) is fine
    assert why_not_link("") is MaterialRefusal.LINK_NEEDED


@pytest.mark.parametrize(
    ("opens_for", "who"),
    [
        (OpensFor.EVERYBODY, {(False, False), (True, False), (True, True), (False, True)}),
        (OpensFor.SIGNED_UP, {(True, False), (True, True), (False, True)}),
        (OpensFor.CAME, {(True, True), (False, True)}),
    ],
)
def test_for_whom_a_material_opens(opens_for, who):
    every = [(has_seat, came) for has_seat in (False, True) for came in (False, True)]
    assert {one for one in every if may_open(opens_for, has_seat=one[0], came=one[1])} == who


def test_guests_are_told_rounded():
    assert [told_guests(came) for came in (0, 9, 10, 84, 85, 499, 512, 1234)] == [
        None, None, 10, 80, 90, 500, 500, 1250,
    ]  # fmt: skip


def test_a_finished_event_goes_into_the_archive():
    ends = FAIR_DAY + timedelta(hours=8)
    at = {"sign_up_until": FAIR_DAY, "starts_at": FAIR_DAY, "ends_at": ends}
    assert moved_by_time(EventState.FINISHED, **at, now=ends + timedelta(days=29)) is None
    assert moved_by_time(EventState.FINISHED, **at, now=ends + timedelta(days=30)) is EventState.ARCHIVED


def _picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(content, "PNG")
    return content.getvalue()


def _add(client, opens_for, *, kind="file", title="Slides", url=""):
    data = {
        "kind": kind,
        "opens_for": opens_for,
        "from_at": "2026-11-20T09:00",
        "title_en": title,
        "title_vi": f"{title} (vi)",
        "url": url,
        "session": "",
    }
    if kind == "file":
        data["file"] = (io.BytesIO(_picture()), "slides.png")
    return client.post("/en/staff/events/talk/materials/new", data=data, content_type="multipart/form-data")


def test_materials_open_for_whom_they_are(app, client, now, outbox):
    event = make_event(
        slug="talk", kind=EventKind.SEMINAR, starts_at=now - timedelta(hours=20), vi="Hội thảo"
    )
    came, missed = people.student(), people.other_student()
    staff = people.coordinator()
    ticket = make_registration(event, came)
    make_registration(event, missed)
    people.sign_in(client, staff)
    with writing():
        show_ticket(event, ticket, by=people.visitor_of(staff), scan_id="1", device="", now=now)
    assert _add(client, "came").status_code == 303
    assert (
        _add(client, "everybody", kind="recording", title="Film", url="https://video.example/1").status_code
        == 303
    )
    refused = _add(client, "everybody", kind="link", title="Bad", url="http://video.example/1")
    assert refused.status_code == 422 and "https://" in refused.text
    slides, film = session().scalars(select(EventMaterial).order_by(EventMaterial.id)).all()
    address = f"/vi/events/materials/{slides.public_id}"
    nobody, one, other = (app.test_client() for _ in range(3))
    people.sign_in(one, came)
    people.sign_in(other, missed)
    assert [browser.get(address).status_code for browser in (nobody, one, other)] == [404, 200, 404]
    got = one.get(address)
    assert got.mimetype == "image/png" and "attachment" in got.headers["Content-Disposition"]
    assert nobody.get(f"/vi/events/materials/{film.public_id}").location == "https://video.example/1"
    page = other.get("/vi/events/talk").text
    assert "Slides (vi)" in page and address not in page and film.public_id in page
    assert address in one.get("/vi/events/talk").text
    # Told once, until something new is there.
    assert client.post("/en/staff/events/talk/materials/tell").status_code == 303
    client.post("/en/staff/events/talk/materials/tell")
    told = outbox.of_kind("event_materials")
    assert sorted(mail.to_address for mail in told) == sorted([came.email, missed.email])
    assert "Slides (vi)" in outbox.hand_over()[0].get_body(("plain",)).get_content()
    # Withdrawn, it is gone, and so is its file.
    client.post(f"/en/staff/events/talk/materials/{slides.public_id}/withdraw")
    assert one.get(address).status_code == 404
    assert session().scalars(select(StoredFile)).all() == []
    assert "Slides" not in one.get("/vi/events/talk").text


def test_past_events_and_pages_taken_off(client, app, now):
    last_year = make_event(
        slug="old",
        kind=EventKind.SEMINAR,
        state=EventState.ARCHIVED,
        starts_at=now - timedelta(days=400),
        en="Old talk",
    )
    newer = make_event(
        slug="new", state=EventState.FINISHED, starts_at=now - timedelta(days=3), en="New fair"
    )
    with writing():
        last_year.series_ref = newer.series_ref = "series"
    make_event(slug="off", state=EventState.CALLED_OFF, starts_at=now - timedelta(days=3), en="Called off")
    page = client.get("/en/events/archive").text
    assert page.index("New fair") < page.index("Old talk") and "Called off" not in page
    found = client.get(f"/en/events/archive?year={last_year.starts_at.year}&kind=seminar&country=VN").text
    assert "Old talk" in found and "New fair" not in found
    assert "Old talk" not in client.get("/en/events/archive?country=XX&kind=fair&year=none").text
    staff = app.test_client()
    people.sign_in(staff, people.coordinator())
    assert staff.post("/en/staff/events/old/hide", data={"hidden": "yes"}).status_code == 303
    assert client.get("/en/events/old").status_code == 404
    assert "Old talk" not in client.get("/en/events/archive").text
    # Nor do the others of its series lead to it, nor the map for search engines.
    assert "/events/old<" not in client.get("/sitemaps/events-0.xml").text
    assert "new" in client.get("/en/fairs/new").text and "Old talk" not in client.get("/en/fairs/new").text
    staff.post("/en/staff/events/old/hide", data={"hidden": "no"})
    assert "Old talk" in client.get("/en/fairs/new").text
    assert "/events/old<" in client.get("/sitemaps/events-0.xml").text
    assert client.get("/en/events/old").status_code == 200


def test_the_file_says_who_came_when(app, client, now):
    event = make_event(slug="talk", kind=EventKind.SEMINAR, starts_at=now - timedelta(hours=2))
    came, missed, staff = people.student(), people.other_student(), people.coordinator()
    ticket = make_registration(event, came)
    make_registration(event, missed)
    with writing():
        show_ticket(event, ticket, by=people.visitor_of(staff), scan_id="1", device="", now=now)
    people.sign_in(client, staff)
    page = client.get("/en/staff/events/talk/sign-ups?state=missed").text
    assert f">{missed.email}<" in page and f">{came.email}<" not in page and "did not come" in page
    whole, only = (
        list(
            csv.DictReader(
                io.StringIO(client.get(f"/en/staff/events/talk/sign-ups.csv{which}").text.lstrip("\ufeff"))
            )
        )
        for which in ("", "?state=came")
    )
    assert [(row["E-mail"], row["Came at (Asia/Ho_Chi_Minh)"][-5:]) for row in whole] == [
        (came.email, "10:00"),
        (missed.email, ""),
    ]
    assert [row["E-mail"] for row in only] == [came.email]


def test_a_letter_goes_once_to_a_part_of_the_list(client, now, outbox):
    event = make_event(slug="talk", kind=EventKind.SEMINAR, vi="Hội thảo")
    seated, waits, staff = people.student(), people.other_student(), people.coordinator()
    make_registration(event, seated)
    make_registration(event, waits, state=RegistrationState.WAITING)
    people.sign_in(client, staff)
    letter = {
        "which": "signed_up",
        "texts_en-subject": "The door",
        "texts_en-words": "Please come\n\nat nine.",
    }
    address = "/en/staff/events/talk/letters"
    half = client.post(address, data={**letter, "texts_ja-words": "九時", "act": "look"})
    assert half.status_code == 422 and "subject and a text" in half.text
    looked = client.post(address, data={**letter, "act": "look"})
    assert "The letter goes to 1 person" in looked.text and outbox.of_kind("event_letter") == []
    [once] = re.findall(r'name="once" value="([^"]+)"', client.get(address).text)
    sent = [client.post(address, data={**letter, "act": "send", "once": once}).status_code for _ in range(2)]
    assert sent == [303, 422]
    assert [mail.to_address for mail in outbox.of_kind("event_letter")] == [seated.email]
    [message] = outbox.hand_over()
    text = message.get_body(("plain",)).get_content()
    assert message["Subject"] == "The door" and "Please come" in text and "at nine." in text
    assert "The door" in client.get(address).text
