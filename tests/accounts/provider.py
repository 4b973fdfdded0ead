"""A real provider of OpenID Connect on this machine, and the steps of somebody who goes there and comes back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from flask.testing import FlaskClient
import oidc_provider_mock
import requests
from werkzeug.test import TestResponse

from recruit.core.providers import SignInProvider
from recruit.core.settings import Settings


@dataclass
class Provider:
    """The running provider, as our settings name it."""

    issuer: str

    def knows(self, subject: str, **claims: Any) -> None:
        """Let it vouch for somebody."""
        requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=5).raise_for_status()

    def agree(self, url: str, subject: str) -> str:
        """Press "Authorize" there; gives where it sends the browser back to."""
        answer = requests.post(url, data={"sub": subject}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def deny(self, url: str) -> str:
        """Press "Deny" there. This provider forgets the state that the standard demands back; real ones do not."""
        answer = requests.post(url, data={"action": "deny"}, allow_redirects=False, timeout=5)
        state = parse_qs(urlsplit(url).query)["state"][0]
        return f"{answer.headers['Location']}&state={state}"


@contextmanager
def running() -> Iterator[Provider]:
    with oidc_provider_mock.run_server_in_thread() as server:
        yield Provider(f"http://localhost:{server.server_port}")


def setting(issuer: str, **more: Any) -> SignInProvider:
    values = {
        "key": "campus",
        "label": "Campus",
        "issuer": issuer,
        "client_id": "recruit",
        "client_secret": "s3",
    }
    return SignInProvider(**{**values, **more})


@contextmanager
def set_in(app: Flask, *providers: SignInProvider) -> Iterator[None]:
    """The application as if the operator had set these."""
    settings: Settings = app.extensions["recruit.settings"]
    object.__setattr__(settings, "oidc_providers", providers)
    try:
        yield
    finally:
        object.__setattr__(settings, "oidc_providers", ())


def leave(client: FlaskClient, address: str = "/en/account/sign-in/with/campus", **data: str) -> str:
    """Press "Continue with Campus"; gives where the browser goes."""
    answer = client.post(address, data=data)
    assert answer.status_code == 200, answer.headers
    url = answer.headers["Refresh"].removeprefix("0;url=")
    assert url.replace("&", "&amp;") in answer.text
    return url


def return_to(client: FlaskClient, location: str) -> TestResponse:
    """The browser follows the provider back to us."""
    parts = urlsplit(location)
    assert parts.netloc == "localhost"
    return client.get(f"{parts.path}?{parts.query}")


def go_there_and_back(client: FlaskClient, provider: Provider, subject: str, **data: str) -> TestResponse:
    return return_to(client, provider.agree(leave(client, **data), subject))
