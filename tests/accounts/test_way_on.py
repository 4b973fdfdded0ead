"""Where people land who sign in, or are signed in already, and came for some page."""

from html import escape
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session

from tests import people
from tests.accounts.steps import REGISTRATION, path_in, type_in
from tests.mail import Outbox


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("/vi/university/", "/vi/start"),
        ("/vi/staff/", "/vi/start"),
        ("/vi/no-such-page", "/vi/start"),
        ("/vi/account/sign-out", "/vi/start"),
        ("/vi/me/profile?part=names", "/vi/me/profile?part=names"),
        ("/vi/fairs", "/vi/fairs"),
    ],
)
def test_people_are_sent_only_to_pages_that_open_for_them(
    client: FlaskClient, db: Session, page: str, expected: str
) -> None:
    answer = type_in(client, people.student(), next=page)
    if answer.headers["Location"].startswith("/en/account/sign-in?next="):
        answer = client.get(answer.headers["Location"])
    assert answer.status_code == 303
    assert answer.headers["Location"].replace("/en/start", "/vi/start") == expected
    signed_in = client.get(f"/vi/account/sign-in?{urlencode({'next': page})}")
    assert signed_in.headers["Location"] == expected


def test_who_may_open_the_page_gets_there(client: FlaskClient, db: Session) -> None:
    answer = type_in(client, people.coordinator(), next="/en/staff/")
    assert client.get(answer.headers["Location"]).headers["Location"] == "/en/staff/"


@pytest.mark.parametrize("target", ["/en/fairs/hanoi-2027", "/en/invited/key-to-the-hanoi-fair"])
def test_a_fair_or_an_invitation_is_remembered_until_the_address_is_confirmed(
    app: Flask, client: FlaskClient, db: Session, outbox: Outbox, target: str
) -> None:
    """From the sign-in page over registering to the mail, also where that is opened in another browser."""
    page = client.get(f"/en/account/sign-in?{urlencode({'next': target})}").text
    assert f"/en/account/register?next={target}" in page
    choice = client.get(f"/en/account/register?{urlencode({'next': target})}").text
    assert escape(f"/en/account/register?kind=student&next={target}") in choice
    answer = client.post(
        f"/en/account/register?{urlencode({'kind': 'student', 'next': target})}", data=REGISTRATION
    )
    assert answer.status_code == 303
    (message,) = outbox.hand_over()
    body = message.get_body(("plain",))
    assert body is not None
    assert "hanoi" not in body.get_content()
    elsewhere = app.test_client()
    link = path_in(message, "/account/confirm/")
    assert elsewhere.get(link).status_code == 200
    sign_in = elsewhere.post(link).headers["Location"]
    assert sign_in == f"/en/account/sign-in?next={target}"
    answer = elsewhere.post(
        "/en/account/sign-in",
        data={"email": REGISTRATION["email"], "password": REGISTRATION["password"], "next": target},
    )
    assert answer.headers["Location"] == target


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example/", "/en/no-such-page", "/en/staff/", "/en/fairs/" + "x" * 300],
)
def test_only_pages_of_this_site_that_open_for_everybody_are_remembered(
    client: FlaskClient, db: Session, outbox: Outbox, target: str
) -> None:
    client.post(f"/en/account/register?{urlencode({'kind': 'student', 'next': target})}", data=REGISTRATION)
    link = path_in(outbox.hand_over()[0], "/account/confirm/")
    assert client.post(link).headers["Location"] == "/en/account/sign-in"
