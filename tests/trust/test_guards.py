"""Doors tell no stranger who has an account, and let nobody try for ever. Each guard is also taken out, and must be missed."""

from collections.abc import Callable
from dataclasses import dataclass
import re

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from recruit.accounts import limits, passwords
from recruit.accounts.views import addresses, door, recovery, registration
from tests import people

KNOWN, UNKNOWN = "student@demo.example", "unknown@demo.example"
# Tries at one address from one network that no door lets pass.
FAR_TOO_MANY = 14


@dataclass(frozen=True)
class Door:
    """A page on which a stranger types an address."""

    page: str
    fields: dict[str, str]
    signed_in: bool = False

    def knock(self, client: FlaskClient, email: str, network: str = "198.51.100.1") -> TestResponse:
        return client.post(
            self.page, data={"email": email, **self.fields}, environ_base={"REMOTE_ADDR": network}
        )


DOORS = {
    "sign in": Door("/en/account/sign-in", {"password": "a-wrong-password"}),
    "register": Door(
        "/en/account/register?kind=student",
        {"name": "An", "password": "a-long-enough-one", "agrees": "y"},
    ),
    "link": Door("/en/account/sign-in/link", {}),
    "reset": Door("/en/account/reset", {}),
    "address": Door("/en/account/address", {}, signed_in=True),
}


@pytest.fixture(params=DOORS)
def at_the_door(request: pytest.FixtureRequest, db: Session, client: FlaskClient) -> Door:
    """A door, somebody who has an account, and (where the door is inside) somebody else who has come in."""
    people.student()
    found = DOORS[request.param]
    if found.signed_in:
        people.sign_in(client, people.other_student())
    return found


# ------------------------------------------------------------------------------------------------ limits


def is_limited(door: Door, client: FlaskClient) -> bool:
    """Whether the door stops somebody who tries again and again."""
    answers = [door.knock(client, UNKNOWN).status_code for _try in range(FAR_TOO_MANY)]
    assert answers[0] in (303, 422)
    return answers[-1] == 429


def test_every_door_stops_who_tries_again_and_again(
    limited: Flask, at_the_door: Door, client: FlaskClient
) -> None:
    assert is_limited(at_the_door, client)


def test_a_door_without_its_limit_is_missed(
    limited: Flask, at_the_door: Door, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "count", lambda _what, _limits, *_whose: None)
    assert not is_limited(at_the_door, client)


def test_a_limit_ends_nobodys_account(limited: Flask, db: Session, client: FlaskClient) -> None:
    """Whoever tries at somebody's address locks out themselves: another network and the mailed link stay open."""
    people.student()
    assert is_limited(DOORS["sign in"], client)
    for _try in range(FAR_TOO_MANY):
        DOORS["sign in"].knock(client, KNOWN)
    right = Door("/en/account/sign-in", {"password": people.PASSWORD})
    assert right.knock(client, KNOWN).status_code == 429
    assert DOORS["reset"].knock(client, KNOWN).status_code == 303
    assert right.knock(client, KNOWN, network="203.0.113.9").status_code == 303


# ------------------------------------------------------------------------------------------------ enumeration


@dataclass(frozen=True)
class Told:
    """What an answer gives away."""

    status: int
    leads_to: str
    words: str
    cookies: tuple[str, ...]
    hashed: int
    waited: int


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Counts what takes long: hashing, and waiting until the usual time of an answer is over."""
    counted = {"hashed": 0, "waited": 0}
    matches, hash_of = passwords.matches, passwords.hash_of
    # The hash that belongs to nobody is made once for all.
    matches("x", None)

    def count(what: str, call: Callable[..., object]) -> Callable[..., object]:
        def counting(*arguments: object, **more: object) -> object:
            counted[what] += 1
            return call(*arguments, **more)

        return counting

    monkeypatch.setattr(passwords, "matches", count("hashed", matches))
    monkeypatch.setattr(passwords, "hash_of", count("hashed", hash_of))
    for module in (addresses, recovery, registration, door):
        monkeypatch.setattr(module, "answer_after", count("waited", lambda _started: None))
    return counted


def told(door: Door, client: FlaskClient, email: str, work: dict[str, int]) -> Told:
    work.update(hashed=0, waited=0)
    answer = door.knock(client, email)
    words = re.sub(r"[0-9a-f]{16}", "", answer.get_data(as_text=True)).replace(email, "…")
    cookies = tuple(sorted(cookie.partition("=")[0] for cookie in answer.headers.getlist("Set-Cookie")))
    return Told(
        answer.status_code, answer.headers.get("Location", ""), words, cookies, work["hashed"], work["waited"]
    )


def test_no_door_tells_whether_an_address_has_an_account(
    at_the_door: Door, client: FlaskClient, work: dict[str, int]
) -> None:
    # The first answer sets the language's cookie.
    client.get("/en/account/sign-in")
    known = told(at_the_door, client, KNOWN, work)
    assert known == told(at_the_door, client, UNKNOWN, work)
    assert known.status in (303, 422)
    assert known.hashed or known.waited, "nothing makes the two answers take equally long"


def test_a_hash_that_is_skipped_for_strangers_is_seen(
    db: Session, client: FlaskClient, work: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    people.student()
    client.get("/en/account/sign-in")
    counting = passwords.matches
    monkeypatch.setattr(passwords, "matches", lambda password, kept: bool(kept) and counting(password, kept))
    sign_in = DOORS["sign in"]
    assert told(sign_in, client, KNOWN, work) != told(sign_in, client, UNKNOWN, work)
