"""Pages of accounts."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
import threading

from flask import g
import pytest
from sqlalchemy import func, select

from recruit.accounts import actions, passwords, queries
from recruit.accounts.models import User
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.accounts.views import pages
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.core.locales import CODES
from recruit.core.settings import Mode
from tests import people
from tests.accounts.steps import REGISTRATION, path_in, type_in

OPEN_PAGES = (
    "/account/sign-in",
    "/account/sign-in/link",
    "/account/register",
    "/account/register?as=student",
    "/account/register?kind=company",
    "/account/sent",
    "/account/sent?mail=link",
    "/account/sent?mail=reset",
    "/account/reset",
)
OWN_PAGES = ("/account/", "/account/password", "/account/second-factor")


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("page", OPEN_PAGES)
def test_open_pages_open(client, language, page):
    answer = client.get(f"/{language}{page}")
    assert answer.status_code == 200
    assert "%(" not in answer.text


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("page", OWN_PAGES)
def test_own_pages_open_for_who_is_signed_in(client, language, page):
    people.sign_in(client, people.student())
    answer = client.get(f"/{language}{page}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", OWN_PAGES)
def test_own_pages_send_strangers_to_the_sign_in_page(client, page):
    assert client.get(f"/en{page}").headers["Location"].startswith("/en/account/sign-in?next=")


@pytest.mark.parametrize(
    "page", ["/account/sign-out", "/account/devices/abc/end", "/account/consents/abc/withdraw"]
)
def test_moves_do_not_answer_to_a_get(client, page):
    people.sign_in(client, people.student())
    assert client.get(f"/en{page}").status_code == 405


def test_the_way_from_registering_to_the_account_page(client, outbox, db):
    answer = client.post("/vi/account/register?as=student", data=REGISTRATION)
    assert answer.headers["Location"] == "/vi/account/sent?mail=register"
    confirm = path_in(outbox.hand_over()[0], "/account/confirm/")
    assert confirm.startswith("/vi/")
    assert client.get(confirm).status_code == 200
    assert queries.user_by_address("an@demo.example").confirmed_at is None
    assert client.post(confirm).headers["Location"] == "/vi/account/sign-in"
    answer = client.post(
        "/vi/account/sign-in",
        data={"email": "AN@demo.example", "password": "demo-password", "next": "/vi/account/"},
    )
    assert answer.headers["Location"] == "/vi/account/"
    page = client.get("/vi/account/").text
    assert "Nguyễn Thị An" in page


def test_a_name_that_a_stranger_typed_does_not_travel_in_the_first_mail(client, outbox):
    client.post("/en/account/register?as=student", data={**REGISTRATION, "name": "Win at casino.example"})
    message = outbox.hand_over()[0]
    assert "casino" not in message.as_string() + message.get_body(("plain",)).get_content()


@pytest.mark.parametrize("language", CODES)
def test_a_faulty_form_says_so_and_keeps_what_was_typed(client, language):
    answer = client.post(
        f"/{language}/account/register?as=student",
        data={"name": "Nguyễn Thị An", "email": "not-an-address", "password": "short", "agrees": "y"},
    )
    assert answer.status_code == 422
    assert "Nguyễn Thị An" in answer.text
    assert "not-an-address" in answer.text
    assert "short" not in answer.text.replace("is-short", "")
    assert 'role="alert"' in answer.text


def test_without_agreeing_nobody_registers(client, db):
    answer = client.post("/en/account/register?as=student", data={**REGISTRATION, "agrees": ""})
    assert answer.status_code == 422
    assert "You can only register if you agree to this." in answer.text
    assert db.scalar(select(func.count()).select_from(User)) == 0
    # What is wrong with the password is said in the same round.
    assert "This password is easy to guess." not in answer.text
    answer = client.post(
        "/en/account/register?as=student", data={**REGISTRATION, "agrees": "", "password": "password1234"}
    )
    assert "This password is easy to guess." in answer.text


def test_switching_the_language_checks_and_writes_nothing(client, db):
    answer = client.post("/en/account/register?as=student", data={"name": "An", "switch_language": "vi"})
    assert answer.status_code == 200
    assert 'role="alert"' not in answer.text
    assert 'value="An"' in answer.text
    assert db.scalar(select(func.count()).select_from(User)) == 0


def test_registering_answers_alike_for_a_known_address(client, outbox):
    person = people.student()
    new = client.post("/en/account/register?as=student", data=REGISTRATION)
    known = client.post("/en/account/register?as=student", data={**REGISTRATION, "email": person.email})
    assert (new.status_code, new.headers["Location"]) == (known.status_code, known.headers["Location"])
    assert outbox.kinds == ["confirm_address", "address_in_use"]


@pytest.mark.parametrize("page", ["/en/account/reset", "/en/account/sign-in/link"])
def test_asking_for_a_link_answers_alike_for_an_unknown_address(client, page):
    person = people.student()
    known = client.post(page, data={"email": person.email})
    unknown = client.post(page, data={"email": "nobody@demo.example"})
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )


def test_signing_in_answers_alike_for_an_unknown_address(client, monkeypatch):
    hashed = []
    verify = passwords._hashing.context.verify
    monkeypatch.setattr(
        passwords._hashing.context,
        "verify",
        lambda *given: hashed.append(given[0]) or verify(*given),
        raising=False,
    )
    person = people.student()
    wrong = type_in(client, person, "a-wrong-password")
    unknown = client.post(
        "/en/account/sign-in", data={"email": "nobody@demo.example", "password": "a-wrong-password"}
    )
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace(person.email, "") == unknown.text.replace("nobody@demo.example", "")
    assert hashed == ["a-wrong-password", "a-wrong-password"]


def test_a_password_is_never_sent_back(client):
    answer = type_in(client, people.student(), "a-wrong-password")
    assert "a-wrong-password" not in answer.text


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_after_signing_in_nobody_is_led_elsewhere(client, target):
    answer = type_in(client, people.student(), next=target)
    assert answer.headers["Location"] == "/en/start"


def test_the_mailed_link_signs_in_by_its_button(client, outbox):
    person = people.student()
    client.post("/ja/account/sign-in/link", data={"email": person.email})
    link = path_in(outbox.hand_over()[0], "/account/sign-in/link/")
    assert client.get(link).status_code == 200
    assert client.get("/en/account/").status_code == 303
    assert client.post(link).status_code == 303
    assert client.get("/en/account/").status_code == 200
    assert client.get(link).status_code == 410


def test_a_new_password_by_mail_signs_other_devices_out(app, client, outbox):
    person = people.student()
    elsewhere = people.sign_in(app.test_client(), person)
    client.post("/en/account/reset", data={"email": person.email})
    link = path_in(outbox.hand_over()[0], "/account/reset/")
    assert client.get(link).status_code == 200
    assert client.post(link, data={"password": "short"}).status_code == 422
    assert (
        client.post(link, data={"password": "a-new-password"})
        .headers["Location"]
        .endswith("/account/sign-in")
    )
    assert elsewhere.get("/en/account/").status_code == 303
    assert client.post(link, data={"password": "another-password"}).status_code == 410
    assert type_in(client, person, "a-new-password").status_code == 303


@pytest.mark.parametrize(
    "page", ["/en/account/confirm/x", "/en/account/reset/x", "/en/account/sign-in/link/x"]
)
def test_a_dead_link_says_so(client, page):
    assert client.get(page).status_code == 410
    assert client.post(page, data={"password": "a-new-password"}).status_code == 410


def test_the_password_is_changed_knowing_the_old_one(client):
    person = people.student()
    people.sign_in(client, person)
    wrong = client.post("/en/account/password", data={"old": "a-wrong-password", "new": "a-new-password"})
    assert wrong.status_code == 422
    assert (
        client.post(
            "/en/account/password", data={"old": people.PASSWORD, "new": "a-new-password"}
        ).status_code
        == 303
    )
    assert client.get("/en/account/").status_code == 200
    assert queries.right_user(person.email, "a-new-password")


def test_name_language_and_zone_are_saved(client):
    person = people.student()
    people.sign_in(client, person)
    answer = client.post("/vi/account/", data={"name": "An", "language": "ja", "zone": "Asia/Tokyo"})
    assert answer.status_code == 303
    found = queries.person_by_ref(person.person.public_id)
    assert (found.display_name, found.language, found.zone) == ("An", "ja", "Asia/Tokyo")
    assert (
        client.post("/vi/account/", data={"name": "An", "language": "xx", "zone": "Mars"}).status_code == 422
    )


def test_two_browsers_register_one_address_at_once(own_app, own_database):
    barrier = threading.Barrier(2, timeout=60)

    def one(_number):
        browser = own_app.test_client()
        barrier.wait()
        return browser.post("/en/account/register?as=student", data=REGISTRATION).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(one, range(2))) == [303, 303]
    with own_database.scope() as rows:
        assert rows.scalar(select(func.count()).select_from(User)) == 1


def test_forms_need_their_token(client, csrf):
    assert type_in(client, people.student()).status_code == 400


def test_a_consent_is_taken_back_by_its_owner_only(app, client, db):
    person, other = people.student(), people.other_student()
    with writing():
        consent = actions.give_consent(
            person.person,
            Purpose.FOLLOW_UP,
            RecipientKind.OPERATOR,
            language="vi",
            way="page",
            by=people.visitor_of(person),
            now=core_clock.now(),
        )
    ref = consent.public_id
    stranger = people.sign_in(app.test_client(), other)
    assert stranger.post(f"/en/account/consents/{ref}/withdraw").status_code == 404
    people.sign_in(client, person)
    assert client.post(f"/en/account/consents/{ref}/withdraw").status_code == 303
    db.refresh(consent)
    assert consent.withdrawn_at is not None


def test_an_answer_about_an_address_waits_for_the_usual_time(app, monkeypatch):
    waits = []
    monkeypatch.setattr(pages.time, "sleep", waits.append)
    monkeypatch.setattr(pages.time, "monotonic", lambda: 10.0)
    with app.test_request_context("/en/account/reset"):
        g.settings = replace(app.extensions["recruit.settings"], mode=Mode.PRODUCTION)
        pages.answer_after(9.9)
        pages.answer_after(5.0)
    assert waits == [pytest.approx(0.3), 0.0]
