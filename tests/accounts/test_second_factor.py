"""The second factor on its pages."""

from datetime import timedelta

from flask import g, request
import pytest

from recruit.accounts import limits, queries, second_factor
from recruit.core.db import writing
from tests import people
from tests.accounts.steps import path_in, type_in


@pytest.fixture
def staff_need_a_code(app, monkeypatch):
    monkeypatch.setattr(queries, "needs_second_factor", lambda settings: True)


def test_staff_set_up_their_app_at_the_first_sign_in(client, staff_need_a_code, clock):
    person = people.coordinator()
    answer = type_in(client, person, next="/en/account/")
    assert answer.headers["Location"] == "/en/account/sign-in/second-factor"
    assert client.get("/en/account/").status_code == 303
    page = client.get("/en/account/sign-in/second-factor")
    assert "<svg" in page.text
    with client.session_transaction() as session:
        secret = session["new_second_factor"]
    refused = client.post("/en/account/sign-in/second-factor", data={"code": "000000"})
    # There are no recovery codes yet that could be typed instead.
    assert refused.status_code == 422 and "a recovery code you have not used" not in refused.text
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


def test_a_password_changed_between_step_and_app_keeps_the_step_from_ending(
    client, db, staff_need_a_code, monkeypatch
):
    person = people.coordinator()
    enrol = type_in(client, person).headers["Location"]
    client.get(enrol)
    with client.session_transaction() as session:
        secret = session["new_second_factor"]

    def owner_changes_it(_person_ref):
        with writing():
            person.password = people.password_hash() + "x"

    monkeypatch.setattr(limits, "count_code_try", owner_changes_it)
    assert client.post(enrol, data={"code": second_factor.code_now(secret)}).status_code == 422
    db.refresh(person)
    assert person.tf_totp_secret is None
    assert client.get("/en/account/").status_code == 303


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
