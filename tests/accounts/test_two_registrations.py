"""Two people type one address: only who reads its mail comes in."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
import time_machine

from recruit.accounts import jobs
from recruit.accounts.models import Consent, ConsentText
from recruit.core import clock as core_clock
from tests.accounts.steps import REGISTRATION, path_in
from tests.mail import Outbox

OWN, OTHER = "the owner's words", "the other's words"


@pytest.mark.parametrize("order", [(OWN, OTHER), (OTHER, OWN)])
def test_a_password_that_somebody_else_typed_never_opens(
    app: Flask, client: FlaskClient, outbox: Outbox, order: tuple[str, str]
) -> None:
    for password in order:
        browser = app.test_client()
        browser.post("/vi/account/register?as=student", data={**REGISTRATION, "password": password})
    messages = outbox.hand_over()
    confirm = path_in(messages[-1], "/account/confirm/")
    chooses = client.post(confirm).headers["Location"]
    assert "/account/reset/" in chooses

    def opens(password: str) -> bool:
        answer = app.test_client().post(
            "/vi/account/sign-in", data={"email": REGISTRATION["email"], "password": password}
        )
        return answer.status_code == 303

    assert not opens(OTHER)
    assert client.get(chooses).status_code == 200
    assert client.post(chooses, data={"password": OWN}).status_code == 303
    assert (opens(OWN), opens(OTHER)) == (True, False)
    # The link that confirmed chooses no second time, and neither does the page it led to.
    assert "/account/sign-in" in client.post(confirm).headers["Location"]
    assert client.get(chooses).status_code == 410


def test_the_agreement_and_the_days_are_those_of_who_registered_last(
    client: FlaskClient, outbox: Outbox, db: Session, clock: time_machine.Traveller
) -> None:
    """Whoever typed the address first agreed for themselves, in words that the other never saw."""
    client.post("/vi/account/register?as=student", data=REGISTRATION)
    clock.shift(timedelta(days=6))
    client.post("/id/account/register?as=student", data=REGISTRATION)
    rows = db.execute(
        select(ConsentText.language, Consent.withdrawn_at.is_(None))
        .join(Consent, Consent.consent_text_id == ConsentText.id)
        .order_by(Consent.id)
    )
    assert [tuple(row) for row in rows] == [("vi", False), ("id", True)]
    confirm = path_in(outbox.hand_over()[-1], "/account/confirm/")
    clock.shift(timedelta(days=6))
    jobs.purge(core_clock.now())
    assert client.post(confirm).status_code == 303
