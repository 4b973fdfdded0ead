"""Other ways in than address and password, walked through in a real browser."""

from collections.abc import Iterator
from pathlib import Path
import re

from flask import Flask
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
