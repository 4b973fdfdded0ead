"""Cases 23 to 36 of the attacks: signing in. `proofs.py` names the test of each; those no other test makes are here."""

from datetime import timedelta

from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session
import time_machine

from recruit.accounts import queries, tokens
from recruit.accounts.models import User
from recruit.accounts.rules import LINK_VALID_FOR, LinkPurpose
from recruit.core import clock as house_clock
from recruit.core.settings import SettingsInvalid, from_environment
from tests import people
from tests.accounts.steps import link

# What a link of each purpose is read by: the account's own links.
OF_ACCOUNTS = (LinkPurpose.CONFIRM_ADDRESS, LinkPurpose.SIGN_IN, LinkPurpose.RESET_PASSWORD)
PAGES = {
    LinkPurpose.CONFIRM_ADDRESS: "/en/account/confirm/",
    LinkPurpose.SIGN_IN: "/en/account/sign-in/link/",
    LinkPurpose.RESET_PASSWORD: "/en/account/reset/",
    LinkPurpose.NEW_ADDRESS: "/en/account/address/new/",
    LinkPurpose.KEEP_ADDRESS: "/en/account/address/keep/",
    LinkPurpose.WAY_TO_REACH: "/en/account/ways/mail/",
    LinkPurpose.NOT_ME: "/en/account/not-me/",
}


@pytest.fixture
def person(db: Session, client: FlaskClient) -> User:
    return people.student()


def test_26_what_opens_something_cannot_be_guessed(person: User) -> None:
    """26: 128 bits at least, and nothing is opened by the start of it."""
    made = {tokens.new_sign_in_secret() for _one in range(100)}
    assert len(made) == 100
    assert all(len(one) >= 43 for one in made)
    token = link(LinkPurpose.RESET_PASSWORD, person)
    content, _dot, signature = token.rpartition(".")
    assert len(signature) >= 27
    for wrong in (content, f"{content}.", f"{content}.{signature[:-1]}", f"{content}.{'A' * len(signature)}"):
        assert tokens.read_link_token(LinkPurpose.RESET_PASSWORD, wrong, house_clock.now()) is None


@pytest.mark.parametrize("purpose", OF_ACCOUNTS)
def test_27_a_link_opens_nothing_else_and_nothing_twice(
    person: User, client: FlaskClient, purpose: LinkPurpose
) -> None:
    """27: a token for one purpose is none for another, and the newest alone opens."""
    token = link(purpose, person)
    for other in LinkPurpose:
        if other is not purpose:
            assert client.get(PAGES[other] + token).status_code == 410
            assert client.post(PAGES[other] + token).status_code == 410
    if purpose is LinkPurpose.SIGN_IN:
        assert client.post(PAGES[purpose] + token).status_code == 303
        assert client.application.test_client().post(PAGES[purpose] + token).status_code == 410


@pytest.mark.parametrize("purpose", OF_ACCOUNTS)
def test_28_no_link_of_an_old_mail_opens(
    person: User, client: FlaskClient, clock: time_machine.Traveller, purpose: LinkPurpose
) -> None:
    """28: forty days later, and one second too late."""
    token = link(purpose, person)
    clock.shift(LINK_VALID_FOR[purpose] + timedelta(seconds=1))
    assert queries.user_of_link(purpose, token, house_clock.now()) is None
    clock.shift(timedelta(days=40))
    if purpose is not LinkPurpose.CONFIRM_ADDRESS:
        assert client.get(PAGES[purpose] + token).status_code == 410
    assert max(LINK_VALID_FOR.values()) <= timedelta(days=14)


PRODUCTION = {
    "RECRUIT_MODE": "production",
    "RECRUIT_BASE_URL": "https://recruit.example",
    "RECRUIT_SMTP_URL": "smtp://localhost",
    "RECRUIT_OPERATOR_STATUS": "none",
}
STRONG = "q7Vx2mP9sK4dT8wZ1cR6bN3yH5gJ0fLa"


@pytest.mark.parametrize("key", ["", "change-me", "a" * 64, "change-me" * 8, "secret" * 10, "0123456789" * 4])
def test_31_a_weak_key_does_not_start(key: str) -> None:
    """31: production refuses a key that is short, or only looks long."""
    from_environment({**PRODUCTION, "RECRUIT_SECRET_KEY": STRONG})
    with pytest.raises(SettingsInvalid, match="RECRUIT_SECRET_KEY"):
        from_environment({**PRODUCTION, "RECRUIT_SECRET_KEY": key})
