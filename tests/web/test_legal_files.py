"""The legal texts exist in every language with the same sections, rows and placeholders."""

from pathlib import Path
import re

import pytest

from recruit.accounts import cookie
from recruit.accounts.rules import SIGN_IN_IDLE, SIGN_IN_LASTS
from recruit.core.locales import CODES
from recruit.web.gate import LANGUAGE_COOKIE

WEB = Path(__file__).parents[2] / "recruit" / "web"
LEGAL = WEB / "legal"
PLACEHOLDERS = {"operator_name", "operator_contact", "periods"}


def shape(text: str) -> list[str]:
    return [found[0] for line in text.splitlines() for found in [re.findall(r"^(?:## |- |\||)", line)]]


@pytest.mark.parametrize("name", ["privacy", "terms", "accessibility", "operator"])
def test_text_says_the_same_in_every_language(name: str) -> None:
    texts = {code: (LEGAL / f"{name}.{code}.md").read_text(encoding="utf-8") for code in CODES}
    for code, text in texts.items():
        found = re.findall(r"\{\{(\w+)\}\}", text)
        assert set(found) <= PLACEHOLDERS
        assert "operator_contact" in found, code
        assert shape(text) == shape(texts["ja"]), code
        # Days, hours and counts are promises: every language must make the same ones.
        assert promises(text) == promises(texts["en"]), code


def promises(text: str) -> list[str]:
    """The figures of the table rows: periods of keeping and the like."""
    return [
        number for line in text.splitlines() if line.startswith("|") for number in re.findall(r"\d+", line)
    ]


def test_nothing_else_lies_in_the_folder() -> None:
    assert {path.name for path in LEGAL.iterdir()} == {
        f"{name}.{code}.md" for name in ("privacy", "terms", "accessibility", "operator") for code in CODES
    }


# A name in a browser's store is a word, a colon and whose it is; stores are written to under no other.
_NAME_IN_STORE = re.compile(r"`([a-z]+:)\$\{")
_STORED = re.compile(r"\b(?:localStorage|sessionStorage|store\((?:device|tab))\b")
_WRITES = re.compile(r"\b(?:(?:local|session)Storage|where)\.setItem\(\s*([^,]+),")


def test_the_privacy_page_names_all_that_a_browser_keeps(client) -> None:
    """Names in its stores are found in the scripts, cookies are those that are set; the page has them in every language."""
    scripts = {
        path.name: path.read_text(encoding="utf-8") for path in sorted((WEB / "static" / "js").glob("*.js"))
    }
    names: set[str] = set()
    for name, script in scripts.items():
        assert not re.search(r"indexedDB|document\.cookie|\bcaches\.|serviceWorker", script), name
        if _STORED.search(script):
            own = set(_NAME_IN_STORE.findall(script))
            # A script that writes has a name of its own; `page.js` only removes.
            assert own or not _WRITES.search(script), name
            # Written to is what has such a name, never a word that stands by itself.
            assert {one.strip() for one in _WRITES.findall(script)} <= {"place", "PLACE", "name"}, name
            names |= own
    assert names >= {"answers:", "door:", "questions:", "read:", "typed:"}
    cookies = {
        cookie.name_of(uses_https=False),
        cookie.browser_name(uses_https=False),
        LANGUAGE_COOKIE,
        client.application.config["SESSION_COOKIE_NAME"],
    }
    for code in CODES:
        page = client.get(f"/{code}/privacy").text
        listed = {
            *re.findall(r"<td><code>([a-z]+:)</code></td>", page),
            *re.findall(r"<td>Cookie <code>([a-z-]+)</code></td>", page),
        }
        assert listed == names | cookies, code


def test_what_is_said_of_cookies_is_so() -> None:
    for code in CODES:
        rows = [
            line
            for line in (LEGAL / f"privacy.{code}.md").read_text(encoding="utf-8").splitlines()
            if "Cookie `" in line
        ]
        days = [re.findall(r"\d+", row) for row in rows]
        assert days == [
            [str(SIGN_IN_LASTS.days), str(SIGN_IN_IDLE.days)],
            [str(cookie.BROWSER_KNOWN_FOR.days)],
            ["365"],
            [],
        ], code
