"""Ways to reach a person: given, proved, put in order, taken off; never shown to a company."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts import privacy, queries as accounts
from recruit.accounts.actions import ways as actions
from recruit.accounts.models import ContactPoint
from recruit.accounts.rules import ContactKind
from recruit.accounts.ways import queries, rules
from recruit.accounts.ways.rules import Messenger, Relation, WayRefusal
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from tests import people
from tests.conftest import CountQueries
from tests.mail import Outbox


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("090-1234-5678", "JP", "+819012345678"),
        ("０９０ー１２３４ー５６７８", "", "+819012345678"),
        ("0912 345 678", "VN", "+84912345678"),
        ("0812-3456-7890", "ID", "+6281234567890"),
        ("+84 (912) 345.678", "JP", "+84912345678"),
        ("0084912345678", "JP", "+84912345678"),
        ("12345", "JP", None),
        ("call me", "JP", None),
        ("+0912345678", "JP", None),
    ],
)
def test_numbers_are_kept_as_dialled_from_anywhere(written: str, country: str, number: str | None) -> None:
    assert rules.number_of(written, country) == number


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+84 912 345 678", "0912345678", True),
        ("+819012345678", "090-1234-5678", True),
        ("An@Mail.Example", "an@mail.example", True),
        ("Nguyễn Đức", "nguyen duc", True),
        ("+84912345678", "+84912345679", False),
        ("zalo0912345678", "0912345678", False),
    ],
)
def test_ways_are_found_however_they_are_written(one: str, other: str, same: bool) -> None:
    assert (rules.found_by(one) == rules.found_by(other)) is same


def test_ways_are_added_in_order_and_put_first(db: Session, app: Flask, now) -> None:
    asks = people.visitor_of(people.student())
    with writing():
        actions.add_way(ContactKind.PHONE, "090-1234-5678", by=asks, now=now)
        line = actions.add_way(ContactKind.MESSENGER, "an.line", messenger=Messenger.LINE, by=asks, now=now)
    assert [point.value for point in queries.own_ways(asks)] == [asks.email, "+819012345678", "an.line"]
    with writing():
        actions.put_way_first(queries.mark_of_way(line), by=asks, now=now)
    assert [point.value for point in queries.own_ways(asks)] == ["an.line", asks.email, "+819012345678"]
    assert [point.priority for point in queries.own_ways(asks)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        (ContactKind.PHONE, "12", WayRefusal.NOT_A_NUMBER),
        (ContactKind.PHONE, "+81 90 1234 5678", WayRefusal.KNOWN),
        (ContactKind.MAIL, "Student@demo.example", WayRefusal.KNOWN),
        (ContactKind.TRUSTED_PERSON, "my mother", WayRefusal.NOT_A_WAY),
    ],
)
def test_what_is_refused_changes_nothing(
    db: Session, app: Flask, now, outbox: Outbox, kind: ContactKind, value: str, reason: WayRefusal
) -> None:
    asks = people.visitor_of(people.student())
    with writing():
        actions.add_way(ContactKind.PHONE, "090-1234-5678", by=asks, now=now)
    with pytest.raises(Refused) as refused, writing():
        actions.add_way(kind, value, by=asks, now=now)
    assert refused.value.reason is reason
    assert len(queries.own_ways(asks)) == 2
    assert outbox.kinds == []


def test_there_are_three_of_a_kind_at_most(db: Session, app: Flask, now) -> None:
    asks = people.visitor_of(people.student())
    with writing():
        for number in range(3):
            actions.add_way(ContactKind.PHONE, f"090-1234-567{number}", by=asks, now=now)
    with pytest.raises(Refused) as refused, writing():
        actions.add_way(ContactKind.PHONE, "090-1234-5679", by=asks, now=now)
    assert refused.value.reason is WayRefusal.TOO_MANY


def test_an_address_counts_when_its_reader_has_opened_the_link(
    client: FlaskClient, db: Session, now, outbox: Outbox
) -> None:
    student = people.student()
    asks = people.visitor_of(student)
    browser = people.sign_in(client, student)
    sent = browser.post("/vi/account/ways/add/mail", data={"value": "An.Home@mail.example"})
    assert sent.status_code == 303
    # Nothing but the question goes there, and it holds no word that the person typed but the address.
    assert accounts.address_now(asks.person_ref, "") == asks.email
    assert queries.ways_of(people.visitor_of(people.coordinator()), [student.person_id]) == {
        student.person_id: [queries.own_ways(asks)[0]]
    }
    [mail] = outbox.hand_over()
    text = mail.get_body(("plain",)).get_content()
    assert mail["To"] == "an.home@mail.example"
    assert "Nguyễn Thị An" not in text
    path = "/vi/account/ways/mail/" + text.partition("/account/ways/mail/")[2].split()[0]
    assert client.application.test_client().get(path).status_code == 200
    assert queries.own_ways(asks)[1].kind is ContactKind.MAIL_TO_CONFIRM
    stranger = client.application.test_client()
    assert stranger.post(path).status_code == 303
    point = queries.own_ways(asks)[1]
    assert (point.kind, point.verified_at, point.confirmed_at) == (ContactKind.MAIL, now, now)
    # Pressed twice it still says yes; taken off, the link is dead and cannot bring the address back.
    assert stranger.post(path).status_code == 303
    with writing():
        actions.end_way(queries.mark_of_way(point), by=asks, now=now)
    assert stranger.post(path).status_code == 410
    assert stranger.get(path).status_code == 410
    assert len(queries.own_ways(asks)) == 1


def test_the_link_opens_a_week(db: Session, app: Flask, now, clock) -> None:
    asks = people.visitor_of(people.student())
    with app.test_request_context(), writing():
        point = actions.add_way(ContactKind.MAIL, "home@mail.example", by=asks, now=now)
    token = queries.token_of_way(point)
    assert queries.way_of_link(token, now + timedelta(days=6)) is not None
    assert queries.way_of_link(token, now + timedelta(days=8)) is None


def test_the_address_of_the_sign_in_stays(client: FlaskClient, db: Session, now) -> None:
    student = people.student()
    asks = people.visitor_of(student)
    browser = people.sign_in(client, student)
    mark = queries.mark_of_way(queries.own_ways(asks)[0])
    page = browser.post(f"/ja/account/ways/{mark}/end", follow_redirects=True)
    assert "このアドレスでサインインしています" in page.text
    assert len(queries.own_ways(asks)) == 1


def test_what_is_taken_off_stays_as_history_until_the_person_is_erased(db: Session, app: Flask, now) -> None:
    asks = people.visitor_of(people.student())
    with writing():
        phone = actions.add_way(ContactKind.PHONE, "090-1234-5678", by=asks, now=now)
        actions.add_way(
            ContactKind.TRUSTED_PERSON,
            "0912345678",
            holder="Mẹ Hoa",
            relation=Relation.FAMILY,
            by=asks,
            now=now,
        )
    with writing():
        actions.end_way(queries.mark_of_way(phone), by=asks, now=now)
    assert [point.value for point in queries.own_ended_ways(asks)] == ["+819012345678"]
    assert [point.priority for point in queries.own_ways(asks)] == [1, 2]
    taken_along = privacy.export(asks.person_id)["contact_points"]
    assert {"Mẹ Hoa", ""} == {point["who"] for point in taken_along}
    with writing():
        privacy.erase(asks.person_id, now)
    assert db.scalars(select(ContactPoint)).all() == []


def test_the_oldest_word_counts_until_all_are_confirmed(db: Session, app: Flask, now) -> None:
    asks = people.visitor_of(people.student())
    later = now + timedelta(days=100)
    with writing():
        actions.add_way(ContactKind.PHONE, "090-1234-5678", by=asks, now=later)
    assert queries.confirmed_since(queries.own_ways(asks)) == now
    with writing():
        actions.confirm_ways(by=asks, now=later)
    assert queries.confirmed_since(queries.own_ways(asks)) == later
    assert not rules.is_stale(later, later + timedelta(days=182))
    assert rules.is_stale(later, later + timedelta(days=183))


def test_ways_are_nobody_elses(client: FlaskClient, db: Session, now) -> None:
    asks, other = people.visitor_of(people.student()), people.other_student()
    with writing():
        phone = actions.add_way(ContactKind.PHONE, "090-1234-5678", by=asks, now=now)
    mark = queries.mark_of_way(phone)
    browser = people.sign_in(client, other)
    for act in ("end", "first"):
        assert browser.post(f"/en/account/ways/{mark}/{act}").status_code == 404
    assert browser.post(f"/en/staff/people/{asks.person_ref}/ways/{mark}/reached").status_code == 403
    assert "+8190" not in browser.get("/en/account/ways").text
    for who in (people.visitor_of(other), people.visitor_of(people.editor()), people.nobody()):
        with pytest.raises(Missing):
            queries.ways_of(who, [phone.person_id])
    assert phone.ended_at is None


def test_staff_note_where_they_reached_somebody_but_prove_no_address(
    client: FlaskClient, db: Session, now
) -> None:
    student = people.student()
    asks = people.visitor_of(student)
    with writing():
        phone = actions.add_way(ContactKind.PHONE, "090-1234-5678", by=asks, now=now)
        mail = actions.add_way(ContactKind.MAIL, "home@mail.example", by=asks, now=now)
    browser = people.sign_in(client, people.coordinator())
    base = f"/en/staff/people/{asks.person_ref}/ways"
    assert browser.post(f"{base}/{queries.mark_of_way(phone)}/reached").status_code == 303
    assert browser.post(f"{base}/{queries.mark_of_way(mail)}/reached").status_code == 303
    assert (phone.verified_at, mail.verified_at) == (now, None)
    assert browser.post(f"{base}/nothing/reached").status_code == 404
    assert browser.post("/en/staff/people/nobody/ways/nothing/reached").status_code == 404


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "Đây không giống số điện thoại"), ("ja", "電話番号の形になっていません")]
)
def test_a_form_keeps_what_was_typed(client: FlaskClient, db: Session, language: str, words: str) -> None:
    browser = people.sign_in(client, people.student())
    page = browser.post(f"/{language}/account/ways/add/phone", data={"value": "12-34"})
    assert page.status_code == 422
    assert words in page.text
    assert 'value="12-34"' in page.text
    without = browser.post(
        f"/{language}/account/ways/add/trusted-person",
        data={"value": "0912345678", "holder": "Hoa", "relation": "relation_family"},
    )
    assert without.status_code == 422
    assert browser.get(f"/{language}/account/ways/add/pigeon").status_code == 404


def test_the_page_takes_as_many_statements_for_one_way_as_for_four(
    client: FlaskClient, db: Session, now, count_queries: CountQueries
) -> None:
    student = people.student()
    browser = people.sign_in(client, student)
    with count_queries(5):
        assert "Add your telephone number" in browser.get("/en/account/ways").text
    with writing():
        for number in range(3):
            actions.add_way(
                ContactKind.PHONE, f"090-1234-567{number}", by=people.visitor_of(student), now=now
            )
    with count_queries(5):
        assert "+819012345672" in browser.get("/en/account/ways").text


def test_who_is_not_signed_in_signs_in_first(client: FlaskClient) -> None:
    assert "/account/sign-in?next=" in client.get("/en/account/ways").headers["Location"]
