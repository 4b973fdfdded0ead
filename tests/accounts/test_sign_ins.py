"""Cookies, devices, and how long a sign-in holds."""

from datetime import timedelta

from recruit.accounts import queries, tokens
from recruit.core import clock as core_clock
from tests import people
from tests.accounts.steps import type_in


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


def test_a_changed_password_ends_every_device_but_the_own(app, client):
    person = people.student()
    people.sign_in(client, person)
    other = people.sign_in(app.test_client(), person)
    data = {"old": people.PASSWORD, "new": "other-words-than-before"}
    assert client.post("/en/account/password", data=data).status_code == 303
    assert other.get("/en/account/").status_code == 303
    assert client.get("/en/account/").status_code == 200


def test_another_persons_device_is_not_found(app, client):
    people.sign_in(client, people.student())
    other = people.other_student()
    people.sign_in(app.test_client(), other)
    mark = queries.devices_of(people.visitor_of(other), core_clock.now())[0].mark
    assert client.post(f"/en/account/devices/{mark}/end").status_code == 404
