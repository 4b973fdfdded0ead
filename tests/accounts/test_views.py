"""Pages of accounts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
import threading
from urllib.parse import urlsplit

from flask import g, request
import pytest
from sqlalchemy import func, select

from recruit.accounts import actions, limits, passwords, queries, second_factor, tokens
from recruit.accounts.models import RateHit, User
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.core.locales import CODES
from tests import people

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
REGISTRATION = {
    "name": "Nguyễn Thị An",
    "email": "an@demo.example",
    "password": "demo-password",
    "agrees": "y",
}


@pytest.fixture
def staff_need_a_code(app, monkeypatch):
    monkeypatch.setattr(queries, "needs_second_factor", lambda settings: True)


@pytest.fixture
def limited(app):
    limits.switch(app, on=True)
    yield app
    limits.switch(app, on=False)


def type_in(client, person, password=people.PASSWORD, **more):
    return client.post("/en/account/sign-in", data={"email": person.email, "password": password, **more})


def path_in(message, part):
    text = message.get_body(("plain",)).get_content()
    return urlsplit(next(word for word in text.split() if part in word)).path


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


def test_a_copied_cookie_is_nobody_after_signing_out(app, client):
    person = people.student()
    people.sign_in(client, person)
    thief = app.test_client()
    thief.set_cookie("sign-in", client.get_cookie("sign-in").value, path="/")
    assert thief.get("/en/account/").status_code == 200
    answer = client.post("/en/account/sign-out")
    assert answer.status_code == 303
    assert client.get_cookie("sign-in") is None
    assert thief.get("/en/account/").status_code == 303


def test_a_made_up_cookie_is_nobody(client):
    people.student()
    client.set_cookie("sign-in", "WyJhYmMiLDBd.aaaa.bbbb", path="/")
    assert client.get("/en/account/").status_code == 303


def test_a_sign_in_ends_when_it_lies_idle_and_in_any_case_after_a_month(client, clock):
    person = people.student()
    people.sign_in(client, person)
    clock.shift(timedelta(days=8))
    assert client.get("/en/account/").status_code == 303
    people.sign_in(client, person)
    for _day in range(29):
        clock.shift(timedelta(days=1))
        assert client.get("/en/account/").status_code == 200
    clock.shift(timedelta(days=1))
    assert client.get("/en/account/").status_code == 303


def test_a_staff_sign_in_ends_after_two_idle_hours(client, clock):
    people.sign_in(client, people.coordinator())
    clock.shift(timedelta(hours=1))
    assert client.get("/en/account/").status_code == 200
    clock.shift(timedelta(hours=2))
    assert client.get("/en/account/").status_code == 303


def test_signing_in_gives_a_new_cookie_and_ends_the_old_sign_in(client, db):
    person = people.student()
    answer = type_in(client, person)
    assert answer.status_code == 303
    first = client.get_cookie("sign-in").value
    client.post("/en/account/sign-out")
    type_in(client, person)
    assert client.get_cookie("sign-in").value != first
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("sign-in="))
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    # Without the wish to stay, the cookie goes when the browser closes.
    assert "Max-Age" not in cookie


def test_staying_signed_in_is_a_wish(client):
    answer = type_in(client, people.student(), stays="y")
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("sign-in="))
    assert "Max-Age=2592000" in cookie


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_after_signing_in_nobody_is_led_elsewhere(client, target):
    answer = type_in(client, people.student(), next=target)
    assert answer.headers["Location"] == "/en/"


def test_one_device_ends_the_other(app, client):
    person = people.student()
    people.sign_in(client, person)
    other = people.sign_in(app.test_client(), person)
    marks = [device.mark for device in queries.devices_of(people.visitor_of(person), core_clock.now())]
    assert len(marks) == 2
    own = tokens.read_cookie(client.get_cookie("sign-in").value, core_clock.now(), timedelta(days=1))[0]
    mark = next(mark for mark in marks if not tokens.hash_of_secret(own).startswith(mark))
    assert client.post(f"/en/account/devices/{mark}/end").status_code == 303
    assert other.get("/en/account/").status_code == 303
    assert client.get("/en/account/").status_code == 200


def test_another_persons_device_is_not_found(app, client):
    people.sign_in(client, people.student())
    other = people.other_student()
    people.sign_in(app.test_client(), other)
    mark = queries.devices_of(people.visitor_of(other), core_clock.now())[0].mark
    assert client.post(f"/en/account/devices/{mark}/end").status_code == 404


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


def test_staff_set_up_their_app_at_the_first_sign_in(client, staff_need_a_code, clock):
    person = people.coordinator()
    answer = type_in(client, person, next="/en/account/")
    assert answer.headers["Location"] == "/en/account/sign-in/second-factor"
    assert client.get("/en/account/").status_code == 303
    page = client.get("/en/account/sign-in/second-factor")
    assert "<svg" in page.text
    with client.session_transaction() as session:
        secret = session["new_second_factor"]
    assert client.post("/en/account/sign-in/second-factor", data={"code": "000000"}).status_code == 422
    answer = client.post("/en/account/sign-in/second-factor", data={"code": second_factor.code_now(secret)})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get("/en/account/").status_code == 200

    client.post("/en/account/sign-out")
    clock.shift(timedelta(minutes=1))
    assert type_in(client, person).headers["Location"] == "/en/account/sign-in/code"
    assert client.get("/en/account/").status_code == 303
    assert client.post("/en/account/sign-in/code", data={"code": "12"}).status_code == 422
    assert (
        client.post("/en/account/sign-in/code", data={"code": second_factor.code_now(secret)}).status_code
        == 303
    )
    assert client.get("/en/account/").status_code == 200


def test_neither_link_nor_reset_goes_round_the_code(client, outbox, staff_need_a_code):
    person = people.coordinator()
    client.post("/en/account/sign-in/link", data={"email": person.email})
    link = path_in(outbox.hand_over()[0], "/account/sign-in/link/")
    assert client.post(link).headers["Location"].endswith("/account/sign-in/second-factor")
    assert client.get("/en/account/").status_code == 303


def test_a_sign_in_without_the_code_opens_no_staff_page(client, app, staff_need_a_code):
    person = people.coordinator()
    people.sign_in(client, person, with_second_factor=False)
    page = client.get("/en/account/")
    assert page.status_code == 200
    with app.test_request_context(
        "/en/account/", headers={"Cookie": f"sign-in={client.get_cookie('sign-in').value}"}
    ):
        g.settings = app.extensions["recruit.settings"]
        found = queries.signed_in_user(request)
        assert queries.visitor_of(*found, g.settings).roles == frozenset()


def test_the_second_step_alone_opens_nothing(client):
    for page in ("/en/account/sign-in/code", "/en/account/sign-in/second-factor"):
        assert client.get(page).headers["Location"] == "/en/account/sign-in"
        assert client.post(page, data={"code": "123456"}).headers["Location"] == "/en/account/sign-in"


def test_everybody_may_set_up_an_app_renew_codes_and_end_it(client, clock):
    person = people.student()
    people.sign_in(client, person)
    client.get("/en/account/second-factor")
    with client.session_transaction() as session:
        secret = session["new_second_factor"]
    answer = client.post("/en/account/second-factor", data={"code": second_factor.code_now(secret)})
    assert answer.status_code == 200
    clock.shift(timedelta(minutes=1))
    answer = client.post("/en/account/recovery-codes", data={"code": second_factor.code_now(secret)})
    assert answer.status_code == 200
    clock.shift(timedelta(minutes=1))
    assert client.post("/en/account/second-factor/end", data={"code": "1"}).status_code == 422
    answer = client.post("/en/account/second-factor/end", data={"code": second_factor.code_now(secret)})
    assert answer.status_code == 303
    assert queries.user_by_address(person.email).tf_totp_secret is None


def test_too_many_wrong_passwords_are_answered_429_in_the_readers_language(limited, client, clock):
    person = people.student()
    for _try in range(8):
        assert type_in(client, person, "a-wrong-password").status_code == 422
    answer = type_in(client, person)
    assert answer.status_code == 429
    clock.shift(timedelta(minutes=11))
    assert type_in(client, person).status_code == 303


def test_a_right_password_clears_the_count(limited, client):
    person = people.student()
    for _round in range(3):
        for _try in range(5):
            assert type_in(client, person, "a-wrong-password").status_code == 422
        assert type_in(client, person).status_code == 303
        client.post("/en/account/sign-out")


def test_the_limit_of_one_network_does_not_lock_the_owner_out(limited, client):
    person = people.student()
    for _try in range(9):
        client.post(
            "/en/account/sign-in",
            data={"email": person.email, "password": "a-wrong-password"},
            environ_base={"REMOTE_ADDR": "198.51.100.7"},
        )
    assert type_in(client, person).status_code == 303


def test_what_is_counted_names_no_address(limited, client, db):
    person = people.student()
    type_in(client, person, "a-wrong-password")
    keys = db.scalars(select(RateHit.key)).all()
    assert keys
    assert not [key for key in keys if "demo.example" in key or "127.0.0.1" in key]


def test_mails_to_one_address_are_limited_from_everywhere(limited, client):
    for number in range(5):
        answer = client.post(
            "/en/account/reset",
            data={"email": "nobody@demo.example"},
            environ_base={"REMOTE_ADDR": f"198.51.100.{number}"},
        )
        assert answer.status_code == 303
    assert client.post("/en/account/reset", data={"email": "nobody@demo.example"}).status_code == 429


def test_two_browsers_register_one_address_at_once(own_app, own_database):
    barrier = threading.Barrier(2)

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
