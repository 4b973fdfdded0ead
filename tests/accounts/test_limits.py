"""Too many tries."""

from datetime import timedelta

from limits import parse
import pytest
from sqlalchemy import select

from recruit.accounts import limits
from recruit.accounts.models import RateHit
from tests import people
from tests.accounts.steps import type_in


@pytest.fixture
def limited(app):
    limits.switch(app, on=True)
    yield app
    limits.switch(app, on=False)


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


def test_a_copied_cookie_finds_no_password_from_many_networks(limited, client, monkeypatch):
    monkeypatch.setattr(limits, "GUESSES_AT_ONE_ADDRESS", (parse("4 per hour"),))
    people.sign_in(client, people.student())
    tries = [
        ("/en/account/prove", {"password": "wrong"}),
        ("/en/account/password", {"old": "wrong", "new": "x"}),
    ]
    answers = [
        client.post(page, data=data, environ_base={"REMOTE_ADDR": f"198.51.100.{number}"}).status_code
        for number, (page, data) in enumerate(tries * 3)
    ]
    assert answers == [422] * 4 + [429] * 2


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_what_counts_as_one_network(address, network):
    assert limits.network_of(address) == network


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
