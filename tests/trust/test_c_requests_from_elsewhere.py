"""Cases 37 to 47 of the attacks: requests that come from elsewhere, or pretend to."""

import logging
from pathlib import Path
import re

from flask import Flask, request, request_started
from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session

from recruit.accounts import limits
from recruit.app import create_app
from recruit.core.db import Database
from recruit.core.settings import Settings
from recruit.web.gate import safe_return
from tests import people
from tests.conftest import make_settings
from tests.mail import Outbox

# 37 (a form token on every move) is tests/house/test_locks.py::test_every_move_needs_its_token and
# tests/accounts/test_views.py::test_forms_need_their_token; 38 (a GET changes nothing) is
# tests/house/test_locks.py::test_reading_never_writes and tests/accounts/test_views.py::test_moves_do_not_answer_to_a_get.

# One page of every kind of answer.
ANSWERS = {
    "/": 302,
    "/en/": 200,
    "/en/account/": 303,
    "/en/staff/": 403,
    "/en/nowhere": 404,
    "/en/account/sign-out": 405,
    "/robots.txt": 200,
    "/static/mark.svg": 200,
}
FEATURES = {"camera", "geolocation", "microphone", "payment", "usb", "display-capture"}


@pytest.fixture
def somebody(db: Session, client: FlaskClient) -> FlaskClient:
    return people.sign_in(client, people.student())


def asked(client: FlaskClient, address: str) -> FlaskClient:
    """Who is signed in where the answer needs it."""
    return client if address in ("/en/staff/", "/en/account/sign-out") else client.application.test_client()


@pytest.mark.parametrize("address", ANSWERS)
def test_39_and_47_headers_hold_on_every_answer(somebody: FlaskClient, address: str) -> None:
    """39: no frame holds a page of ours. 43: no other site may read one. 46: addresses stay here. 47: nobody measures."""
    answer = asked(somebody, address).get(address, headers={"Origin": "https://evil.example"})
    assert answer.status_code == ANSWERS[address]
    rules = dict(rule.strip().split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split(";"))
    assert (
        rules["frame-ancestors"]
        == rules["default-src"]
        == rules["base-uri"]
        == rules["object-src"]
        == "'none'"
    )
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] in ("no-referrer", "same-origin")
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    allowed = re.findall(r"(?:^|, )([a-z-]+)=\(\)", answer.headers["Permissions-Policy"])
    assert set(allowed) >= {"camera", "geolocation", "microphone"}
    assert set(allowed) <= FEATURES
    assert ", ".join(f"{name}=()" for name in allowed) == answer.headers["Permissions-Policy"]
    assert not [name for name in dict(answer.headers) if name.startswith("Access-Control-")]
    answer.close()


SPELLINGS = (
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example",
    "https:evil.example", "http:/evil.example", "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example",
    " //evil.example", "//user@evil.example", "evil.example", "/\x00/evil.example", "//evil。example", "data:text/html,x",
)  # fmt: skip


@pytest.mark.parametrize("target", SPELLINGS)
def test_40_nobody_is_led_elsewhere(db: Session, client: FlaskClient, target: str) -> None:
    """40: `next=` in sixteen spellings."""
    assert safe_return(target, "/home") == "/home"
    person = people.student()
    answer = client.post(
        "/en/account/sign-in", data={"email": person.email, "password": people.PASSWORD, "next": target}
    )
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/en/")


def test_41_a_claimed_host_is_refused_and_stands_in_no_mail(
    db: Session, client: FlaskClient, outbox: Outbox
) -> None:
    """41: Host in a reset."""
    person = people.student()
    claimed = {"Host": "evil.example"}
    assert client.post("/en/account/reset", data={"email": person.email}, headers=claimed).status_code == 400
    assert not outbox.kinds
    client.post(
        "/en/account/reset", data={"email": person.email}, headers={"X-Forwarded-Host": "evil.example"}
    )
    (message,) = outbox.hand_over()
    body = message.get_body(("plain",))
    assert body is not None
    assert "http://localhost/" in body.get_content()
    assert "evil.example" not in message.as_string()


@pytest.fixture
def behind_a_proxy(tmp_path: Path, instance_folder: Path) -> Flask:
    """The application behind one proxy that is trusted. It needs no rows."""
    url = f"sqlite:///{tmp_path / 'proxied.sqlite'}"
    settings = make_settings(url, instance_folder, TRUSTED_PROXIES="1", BASE_URL="https://recruit.example")
    return create_app(settings, database=Database(url))


def networks_seen(app: Flask, hop: str) -> set[str]:
    """The networks that limits count by, of a thousand requests whose sender claims to be somebody else each time."""
    seen: set[str] = set()

    def note(_app: Flask) -> None:
        seen.add(limits.network_of(request.remote_addr))

    request_started.connect(note, app)
    client = app.test_client()
    for number in range(1_000):
        forged = f"10.{number // 250}.{number % 250}.1"
        client.get(
            "/robots.txt",
            base_url="https://recruit.example",
            headers={"X-Forwarded-For": f"{forged}{hop}", "Forwarded": f"for={forged}", "X-Real-IP": forged},
            environ_base={"REMOTE_ADDR": "192.0.2.1"},
        ).close()
    request_started.disconnect(note, app)
    return seen


def test_42_a_thousand_forged_senders_are_one(behind_a_proxy: Flask) -> None:
    """42: what the trusted proxy adds counts, what came before it does not."""
    assert networks_seen(behind_a_proxy, ", 203.0.113.5") == {"203.0.113.5"}
    assert len(networks_seen(behind_a_proxy, "")) == 1_000, (
        "the measure sees what a proxy that adds nothing lets in"
    )


def test_42_without_a_proxy_nothing_that_is_claimed_counts(limited: Flask, client: FlaskClient) -> None:
    answers = [
        client.post(
            "/en/account/sign-in",
            data={"email": "unknown@demo.example", "password": "a-wrong-password"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        ).status_code
        for number in range(12)
    ]
    assert answers[-1] == 429


def test_44_a_page_of_one_person_is_in_no_cache(somebody: FlaskClient) -> None:
    """44: what is cached holds nobody's cookie and changes with the language's address. Kept pages: tests/web/test_kept.py."""
    for address in ("/en/me", "/en/account/", "/en/", "/en/companies"):
        answer = somebody.get(address)
        assert answer.headers["Cache-Control"] == "no-store", address
    stranger = somebody.application.test_client()
    for address in ("/en/", "/en/account/sign-in", "/en/nowhere"):
        answer = stranger.get(address)
        for cookie in answer.headers.getlist("Set-Cookie"):
            assert "public" not in answer.headers.get("Cache-Control", ""), cookie


@pytest.mark.parametrize(
    "path",
    [
        "/en/me/profile.css",
        "/en/account/x.css",
        "/en/me/x.js",
        "/en/account/;x.css",
        "/en/account/%2e%2e/x.png",
    ],
)
def test_45_a_private_page_has_no_address_that_caches_like(somebody: FlaskClient, path: str) -> None:
    """45: /me/profile.css is nowhere."""
    assert somebody.get(path).status_code == 404


def test_46_no_token_of_an_address_is_in_the_log(
    db: Session, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """46: survey keys and links of mails."""
    caplog.set_level(logging.INFO)
    for address in ("/en/account/reset/", "/en/s/", "/en/account/sign-in/link/", "/en/account/confirm/"):
        client.get(f"{address}the-token-of-somebody")
    assert caplog.records
    told = [record for record in caplog.records if "the-token-of-somebody" in repr(vars(record))]
    assert not told


def test_methods_that_nobody_needs(db: Session, client: FlaskClient) -> None:
    for method in ("TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND"):
        answer = client.open("/en/account/sign-in", method=method)
        assert answer.status_code == 405, method
        assert "the-cookie" not in answer.get_data(as_text=True)


def test_large_forms_are_refused_with_a_page(db: Session, client: FlaskClient) -> None:
    """Too much in one field, too many fields, and too much altogether."""
    many = {f"field{number}": "x" for number in range(2_100)}
    for fields in ({"email": "a" * 600_000}, many, {"email": "a" * 13_000_000}):
        body = "".join(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        answer = client.post(
            "/vi/account/reset", data=f"{body}--b--\r\n", content_type="multipart/form-data; boundary=b"
        )
        assert answer.status_code == 413
        assert 'lang="vi"' in answer.get_data(as_text=True)


def test_signing_out_clears_what_the_browser_kept(somebody: FlaskClient) -> None:
    """33: on a shared computer."""
    answer = somebody.post("/en/account/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_cookies_with_https(behind_a_proxy: Flask, settings: Settings) -> None:
    """32: the browser binds them to this host. The sign-in's own cookie: tests/web/test_gate.py."""
    config = behind_a_proxy.config
    assert config["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert config["SESSION_COOKIE_SECURE"]
    assert config["SESSION_COOKIE_HTTPONLY"]
    assert config["TRUSTED_HOSTS"][0] == "recruit.example"
    answer = behind_a_proxy.test_client().get("/robots.txt", base_url="https://recruit.example")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert not settings.uses_https
