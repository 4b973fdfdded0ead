"""Other ways in than address and password, walked through in a real browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
import re

from flask import Flask
from passlib.totp import TOTP
from playwright.sync_api import Browser, Page, expect
import pytest

from recruit.app import create_app
from recruit.core.db import Database
from tests import people
from tests.accounts import provider as steps
from tests.browser import PHONE, phone_or_desk, served
from tests.conftest import make_settings
from tests.databases import SqlitePlace

pytestmark = pytest.mark.browser


@pytest.fixture
def house(tmp_path: Path, instance_folder: Path) -> Iterator[tuple[Flask, str]]:
    """The application with a student, served under the address that it knows as its own."""
    url = SqlitePlace(tmp_path).fresh()
    database = Database(url)
    app = create_app(make_settings(url, instance_folder), database=database)
    with served(app) as base:
        # Passkeys and providers know a site by its name; a number is none.
        base = base.replace("127.0.0.1", "localhost")
        object.__setattr__(app.extensions["recruit.settings"], "base_url", base)
        with database.scope():
            people.student()
        yield app, base
    database.dispose()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**phone_or_desk(PHONE))  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def sign_out(page: Page, base: str) -> None:
    page.goto(f"{base}/en/account/")
    page.get_by_role("button", name="Sign out", exact=True).click()


@contextmanager
def authenticator(page: Page) -> Iterator[Callable[[], list[dict]]]:
    """A virtual authenticator in this browser, whose owner always agrees; gives its keys."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = talk.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    which = {"authenticatorId": made["authenticatorId"]}
    yield lambda: talk.send("WebAuthn.getCredentials", which)["credentials"]
    talk.send("WebAuthn.removeVirtualAuthenticator", which)


def sign_in_by_password(page: Page, base: str) -> None:
    page.goto(f"{base}/en/account/sign-in?next=/en/account/")
    page.get_by_label("E-mail address").fill("student@demo.example")
    page.get_by_label("Password").fill(people.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your account", exact=True)).to_be_visible()


def test_with_a_passkey(house, page):
    """Made, used without a password, used to prove, taken off, refused."""
    _app, base = house
    own_account = page.get_by_role("heading", name="Your account", exact=True)
    with authenticator(page) as keys:
        sign_in_by_password(page, base)
        page.get_by_role("link", name="Add a passkey").click()
        expect(page.get_by_text("This browser cannot make passkeys")).to_be_hidden()
        # Without a name no key is made.
        page.get_by_label("A name for it").fill("")
        page.get_by_role("button", name="Make the passkey").click()
        expect(page.get_by_role("alert").first).to_be_visible()
        assert keys() == []
        page.get_by_label("A name for it").fill("My telephone")
        page.get_by_role("button", name="Make the passkey").click()
        expect(page.get_by_text("Your passkey is added")).to_be_visible()
        (key,) = keys()
        assert key["rpId"] == "localhost" and key["isResidentCredential"]

        page.get_by_role("button", name="Sign out", exact=True).click()
        page.goto(f"{base}/en/account/sign-in?next=/en/account/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(own_account).to_be_visible()
        expect(page.get_by_text("last used")).to_be_visible()
        assert keys()[0]["signCount"] > key["signCount"]

        page.goto(f"{base}/en/account/prove?next=/en/account/passkeys/add")
        page.get_by_role("button", name="Use your passkey").click()
        expect(page.get_by_role("heading", name="Add a passkey")).to_be_visible()
        # The same device is not asked to make a second one.
        page.get_by_role("button", name="Make the passkey").click()
        expect(page.get_by_text("The passkey was not used")).to_be_visible()

        page.goto(f"{base}/en/account/")
        page.get_by_role("link", name="Take this passkey off").click()
        page.get_by_role("button", name="Take it off").click()
        expect(page.get_by_text("The passkey is taken off")).to_be_visible()
        page.get_by_role("button", name="Sign out", exact=True).click()
        page.goto(f"{base}/en/account/sign-in")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_text("This passkey does not open an account here")).to_be_visible()


def test_without_a_key_or_without_scripts_the_password_stands(house, browser):
    _app, base = house
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{base}/vi/account/sign-in")
        assert page.locator("form[data-passkey]").is_hidden()
        assert page.locator("#sign-in input[type=password]").is_visible()
        sign_in_by_password(page, base)
        page.get_by_role("link", name="Add a passkey").click()
        expect(page.get_by_text("This browser cannot make passkeys")).to_be_visible()
        assert page.locator("form[data-passkey]").is_hidden()


def test_with_a_code_of_an_app(house, page):
    """The app is set up by the key that is typed into it; from then on the password needs its code."""
    _app, base = house
    sign_in_by_password(page, base)
    page.get_by_role("link", name="Set up a second factor").click()
    key = page.locator("b.number").inner_text().replace(" ", "").replace("-", "")
    app = TOTP.using(period=30)(key=key)
    page.get_by_role("textbox", name="Code").fill(app.generate().token)
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    recovery = page.locator("li.number").first.inner_text()
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Sign out", exact=True).click()

    for code, opens in (("000000", False), (recovery, True)):
        page.goto(f"{base}/en/account/sign-in?next=/en/account/")
        page.get_by_label("E-mail address").fill("student@demo.example")
        page.get_by_label("Password").fill(people.PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
        page.get_by_role("textbox", name="Code").fill(code)
        page.get_by_role("button", name="Sign in", exact=True).click()
        heading = "Your account" if opens else "Enter your code"
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def test_through_a_provider(house, page):
    """Somebody with an account shows once that it is theirs; the second time the provider alone opens it."""
    app, base = house
    with steps.running() as provider, steps.set_in(app, steps.setting(provider.issuer)):
        provider.knows("one", email="student@demo.example", email_verified=True, name="An")
        page.goto(f"{base}/en/account/sign-in?next=/en/account/")
        page.get_by_role("button", name="Continue with Campus").click()
        page.wait_for_url(re.compile(re.escape(provider.issuer)))
        page.get_by_placeholder("sub").fill("one")
        page.get_by_role("button", name="Authorize").click()
        expect(page.get_by_role("heading", name="Is this account yours?")).to_be_visible()
        page.get_by_label("Password").fill(people.PASSWORD)
        page.get_by_role("button", name="Sign in and connect").click()
        expect(page.get_by_role("heading", name="Your account", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Take Campus off")).to_be_visible()

        sign_out(page, base)
        page.get_by_role("button", name="Continue with Campus").click()
        page.wait_for_url(re.compile(re.escape(provider.issuer)))
        page.get_by_placeholder("sub").fill("one")
        page.get_by_role("button", name="Authorize").first.click()
        expect(page.get_by_text("Campus knows you as student@demo.example")).to_be_visible()
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.goto(f"{base}/en/account/")
        expect(page.get_by_role("heading", name="Your account", exact=True)).to_be_visible()
