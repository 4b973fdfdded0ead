"""Guessing at one account from many networks: stopped, without locking the owner out and without telling who has an account.
The guard is also taken out, and must be missed.
"""

import re

from flask import Flask
from flask.testing import FlaskClient
from limits import parse
import pytest
from werkzeug.test import TestResponse

from recruit.accounts import limits
from recruit.accounts.models import User
from tests import people
from tests.accounts.steps import path_in
from tests.mail import Outbox

GUESSES = 4
UNKNOWN = "unknown@demo.example"


@pytest.fixture
def person(limited: Flask, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setattr(limits, "GUESSES_AT_ONE_ADDRESS", (parse(f"{GUESSES} per hour"),))
    return people.student()


def knock(client: FlaskClient, email: str, network: int, password: str = "a-wrong-password") -> TestResponse:
    return client.post(
        "/en/account/sign-in",
        data={"email": email, "password": password},
        environ_base={"REMOTE_ADDR": f"198.51.100.{network}"},
    )


def guess(app: Flask, email: str) -> TestResponse:
    """Tries from many networks; gives the answer to the last."""
    return [knock(app.test_client(), email, number) for number in range(GUESSES + 1)][-1]


def is_stopped(app: Flask, person: User) -> bool:
    """Whether even the right password opens nothing for a browser that nobody knows, after many guesses."""
    guess(app, person.email)
    return knock(app.test_client(), person.email, 99, people.PASSWORD).status_code == 422


def test_many_networks_find_no_more_than_one(app: Flask, person: User) -> None:
    assert is_stopped(app, person)


def test_without_the_guard_they_would(app: Flask, person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "is_guessed_at", lambda _email: False)
    assert not is_stopped(app, person)


def test_the_owner_comes_in_all_the_same(
    app: Flask, client: FlaskClient, person: User, outbox: Outbox
) -> None:
    """In a browser of theirs by password, elsewhere by a mailed link."""
    assert knock(client, person.email, 50, people.PASSWORD).status_code == 303
    client.post("/en/account/sign-out")
    guess(app, person.email)
    assert knock(client, person.email, 51, people.PASSWORD).status_code == 303
    stranger = app.test_client()
    assert knock(stranger, person.email, 52, people.PASSWORD).status_code == 422
    stranger.post("/en/account/sign-in/link", data={"email": person.email})
    link = path_in(outbox.hand_over()[-1], "/account/sign-in/link/")
    assert stranger.post(link).status_code == 303
    assert stranger.get("/en/account/").status_code == 200


def test_the_answer_does_not_tell_who_has_an_account(app: Flask, person: User) -> None:
    # The one value that is new with every answer is the form's own token.
    answers = {
        email: re.sub(r'value="[^"]{60,}"', "", guess(app, email).get_data(as_text=True)).replace(email, "…")
        for email in (person.email, UNKNOWN)
    }
    assert answers[person.email] == answers[UNKNOWN]
    assert "link in a mail" in answers[UNKNOWN]
