"""The shipped books: every listed chapter exists in every language, with the same skeleton and facts that exist."""

import json
from pathlib import Path
import re
from typing import Any

import pytest

from recruit.core.facts import SHIPPED
from recruit.core.locales import CODES

EDITIONS = Path(__file__).parents[2] / "recruit" / "handbook" / "editions"
BOOKS: dict[str, dict[str, Any]] = {
    path.parent.name: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(EDITIONS.glob("*/book.json"))
}
FACT_KEYS = {row["key"] for row in json.loads(SHIPPED.read_text(encoding="utf-8"))}
PAGES = {
    "accounts.register_company",
    "accounts.register_student",
    "events.fairs",
    "postings.positions",
    "students.profile",
    "cases.help_lines",
}
CHAPTERS = [(folder, chapter) for folder, book in BOOKS.items() for chapter in book["chapters"]]


def body(folder: str, chapter: dict[str, Any], language: str) -> str:
    return (EDITIONS / folder / f"{chapter['file']}.{language}.md").read_text(encoding="utf-8")


def skeleton(text: str) -> dict[str, list[str]]:
    """What a translation must keep: facts, page links, callouts in their order, and how much of each there is."""
    return {
        "facts": sorted(re.findall(r"\{\{fact:([a-z0-9_]+)\}\}", text)),
        "pages": re.findall(r"\]\(page:([a-z_.]+)\)", text),
        "callouts": re.findall(r"^> \*\*\[(\w+)\]\*\* ", text, re.MULTILINE),
        "shape": re.findall(r"^(?:## |### |- \[ \]|\| |> |\d\. |- |)", text, re.MULTILINE),
    }


def test_books_have_titles_and_positions() -> None:
    assert set(BOOKS) == {"company", "guide"}
    for book in BOOKS.values():
        assert book["source_language"] in book["languages"]
        assert set(book["titles"]) == set(CODES)
        assert [chapter["position"] for chapter in book["chapters"]] == list(
            range(1, len(book["chapters"]) + 1)
        )


@pytest.mark.parametrize(("folder", "chapter"), CHAPTERS)
def test_chapter_is_whole_in_every_language(folder: str, chapter: dict[str, Any]) -> None:
    book = BOOKS[folder]
    assert set(chapter["titles"]) == set(CODES)
    source = skeleton(body(folder, chapter, book["source_language"]))
    assert set(source["callouts"]) == {"must", "careful", "form", "source"}
    assert set(source["facts"]) <= FACT_KEYS
    assert set(source["pages"]) <= PAGES
    for language in book["languages"]:
        assert skeleton(body(folder, chapter, language)) == source, language


def test_no_chapter_file_is_left_unlisted() -> None:
    listed = {
        f"{folder}/{chapter['file']}.{language}.md"
        for folder, chapter in CHAPTERS
        for language in BOOKS[folder]["languages"]
    }
    assert {path.relative_to(EDITIONS).as_posix() for path in EDITIONS.glob("*/*.md")} == listed
