"""Steps that tests of accounts take again and again."""

from datetime import datetime
from email.message import EmailMessage
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from recruit.accounts import actions, queries, tokens
from recruit.accounts.models import Consent, Person, User
from recruit.accounts.rules import LinkPurpose, Purpose, RecipientKind
from recruit.core.visitor import NOBODY
from tests import people

REGISTRATION = {
    "name": "Nguyễn Thị An",
    "email": "an@demo.example",
    "password": "demo-password",
    "agrees": "y",
}


def type_in(client: FlaskClient, person: User, password: str = people.PASSWORD, **more: str) -> TestResponse:
    """Sign in on the page."""
    return client.post("/en/account/sign-in", data={"email": person.email, "password": password, **more})


def path_in(message: EmailMessage, part: str) -> str:
    """The path of the link in a mail that holds `part`."""
    body = message.get_body(("plain",))
    assert body is not None
    return urlsplit(next(word for word in body.get_content().split() if part in word)).path


def link(purpose: LinkPurpose, user: User) -> str:
    """The token that a mail to this person would hold now."""
    return tokens.link_token(purpose, user.person.public_id, queries.state_of(user, purpose))


def consent_to(person: Person, now: datetime, ref: str = "A" * 22) -> Consent:
    """Agree that a company sees the profile. Call it inside `writing()`."""
    return actions.give_consent(
        person,
        Purpose.PROFILE_TO_COMPANY,
        RecipientKind.ORGANISATION,
        language="id",
        way="page",
        by=NOBODY,
        now=now,
        recipient_ref=ref,
    )
