"""Two people type one address: only who reads its mail comes in."""

from flask import Flask
from flask.testing import FlaskClient
import pytest

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
