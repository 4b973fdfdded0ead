"""A chapter is changed beside its preview and published by a second person; its translation is marked behind, is made at the
desk of translations, and is behind no more.
"""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, expect
import pytest

from recruit.accounts import cookie
from recruit.accounts.models import User
from recruit.app import create_app
from recruit.core import clock
from recruit.core.db import Database
from tests import people
from tests.browser import served
from tests.conftest import make_settings
from tests.databases import SqlitePlace
from tests.handbook.test_writing import small_book
from tests.journeys.reader import Reader, in_words_of

pytestmark = pytest.mark.browser

TEXT = "staff/handbook/books/small/first/ja"


@pytest.fixture
def place(tmp_path: Path, instance_folder: Path) -> Iterator[tuple[Flask, Database]]:
    database = Database(SqlitePlace(tmp_path).fresh())
    yield create_app(make_settings(str(database.url), instance_folder), database=database), database
    database.dispose()


def at_work(browser: Browser, app: Flask, base: str, user: User) -> Reader:
    """Somebody of the staff who has signed in, which other tests walk through."""
    made = people.sign_in(app.test_client(), user).get_cookie(cookie.name_of(uses_https=False))
    assert made is not None
    reader = Reader(browser, base, locale="ja-JP", zone="Asia/Tokyo")
    reader.context.add_cookies([{"name": made.key, "value": made.value, "url": base}])
    return reader


def translated_at_the_desk(writer: Reader, second: Reader) -> None:
    """Taken, written beside the original, published by the second person: then nothing says any more that it is behind."""
    writer.go("staff/translations?into=en")
    writer.send_to("/staff/translations/take")
    writer.is_at("staff/translations/chapters/small/first/en")
    expect(writer.page.locator(".original ins").last).to_contain_text("新しい段落です。")
    text = writer.field("body")
    rest = "{{fact:overtime_premium_threshold_hours}}\n\nA new paragraph.\n"
    text.fill(f"{text.input_value()}\n{rest}")
    writer.fill(note="A paragraph is new.", up_to_date=True)
    writer.send("writing-form", name="act", value="send")
    writer.sees(
        in_words_of("ja", "Sent. A second person reads it and publishes it, or sends it back with a word.")
    )

    second.go("staff/translations?into=en")
    second.follow("/chapters/small/first/en")
    second.follow("/books/small/first/en")
    second.send("publish-form")
    second.sees(in_words_of("ja", "Published. Readers see it now."))

    writer.go("staff/handbook")
    writer.sees_not("原文より1版前")
    writer.go("staff/translations?into=en")
    writer.sees(in_words_of("ja", "Nothing waits in this language"))
    writer.go("/en/handbook/small/first")
    writer.sees("A new paragraph.")


def test_a_chapter_is_changed_and_its_translation_follows(
    browser: Browser, place: tuple[Flask, Database]
) -> None:
    app, database = place
    with app.app_context(), database.scope():
        small_book(clock.now())
        editor, coordinator = people.editor(), people.coordinator()
    with (
        served(app) as base,
        at_work(browser, app, base, editor) as writer,
        at_work(browser, app, base, coordinator) as second,
    ):
        writer.go(TEXT)
        writer.send_to("/begin")
        body, preview = writer.field("body"), writer.page.locator("#preview")
        # The preview and the check follow what is typed, and a fault leads to its line.
        with writer.page.expect_response("**/preview"):
            body.fill(f"{body.input_value()}\n{{{{fact:no_such_fact}}}}\n\n新しい段落です。\n")
        expect(preview).to_contain_text("新しい段落です。")
        expect(preview).to_contain_text(in_words_of("ja", "There is no fact of this name."))
        preview.locator("[data-goes-to-line]").first.click()
        chosen = body.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)")
        assert chosen == "{{fact:no_such_fact}}"
        # A fact is found and goes in where the cursor stands.
        writer.unfold(writer.page.locator("#insert-search"))
        writer.page.locator("#insert-search").fill("overtime premium threshold")
        with writer.page.expect_response("**/preview"):
            writer.page.locator("[data-insert]:visible button").first.click()
        expect(preview).not_to_contain_text(in_words_of("ja", "There is no fact of this name."))
        writer.fill(note="段落を加えました。")
        writer.send("writing-form", name="act", value="save")
        writer.send_to("/send")

        second.go("staff/handbook")
        second.follow("/small/first/ja")
        expect(second.page.locator("ins").first).to_contain_text("overtime_premium_threshold")
        second.send("publish-form")
        second.sees(in_words_of("ja", "Published. Readers see it now."))

        writer.go("handbook/small/first")
        writer.sees("新しい段落です。")
        writer.go("staff/handbook")
        writer.sees("原文より1版前")
        writer.follow("/small/first/en")
        expect(writer.page.locator("#source-changes + .difference ins").last).to_contain_text(
            "新しい段落です。"
        )

        translated_at_the_desk(writer, second)
