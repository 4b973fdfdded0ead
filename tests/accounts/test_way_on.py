"""Where people land who sign in, or are signed in already, and came for some page."""

from urllib.parse import urlencode

from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session

from tests import people
from tests.accounts.steps import type_in


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
