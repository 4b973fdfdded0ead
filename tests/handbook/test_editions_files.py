"""The shipped books: every listed chapter exists in every promised language, says the same in each, and names only what exists."""

import json
from pathlib import Path
from typing import Any

import pytest

from recruit.app import create_app
from recruit.core.facts import SHIPPED
from recruit.core.locales import CODES
from recruit.handbook import marks
from recruit.handbook.checking import FaultKind, Known, faults_in, faults_of_translation
from recruit.handbook.folders.reading import book_from, files_in
from recruit.handbook.folders.writing import files_of
from recruit.handbook.glossary import shipped_terms
from recruit.handbook.paper_forms import FORMS
from recruit.handbook.rendering import pages_to_link
from recruit.handbook.rules import why_not_summary
from tests.conftest import make_settings

EDITIONS = Path(__file__).parents[2] / "recruit" / "handbook" / "editions"
BOOKS: dict[str, dict[str, Any]] = {
    path.parent.name: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(EDITIONS.glob("*/book.json"))
}
FOLDERS = {folder: book_from(files_in(EDITIONS / folder)) for folder in BOOKS}
FACT_KEYS = {row["key"] for row in json.loads(SHIPPED.read_text(encoding="utf-8"))}
CHAPTERS = [(folder, chapter) for folder, book in BOOKS.items() for chapter in book["chapters"]]
NAMES = [f"{folder}/{chapter['file']}" for folder, chapter in CHAPTERS]


def body(folder: str, chapter: dict[str, Any], language: str) -> str:
    [one] = [one for one in FOLDERS[folder].chapters if one.slug == chapter["slug"]]
    return one.texts[language].body


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    folder = tmp_path_factory.mktemp("pages")
    return pages_to_link(create_app(make_settings(f"sqlite:///{folder}/empty.db", folder)))


def known_in(folder: str, pages: frozenset[str]) -> Known:
    return Known(
        facts=FACT_KEYS,
        terms=set(shipped_terms()),
        pages=pages,
        chapters={chapter["slug"] for chapter in BOOKS[folder]["chapters"]},
        forms=FORMS.keys(),
    )


def test_books_have_titles_and_positions() -> None:
    assert set(BOOKS) == {"company", "guide"}
    for book in BOOKS.values():
        assert book["source_language"] in book["languages"]
        assert set(book["titles"]) == set(CODES)
        positions = [chapter["position"] for chapter in book["chapters"]]
        assert positions == sorted(set(positions))
        for chapter in book["chapters"]:
            assert chapter["file"] == f"{chapter['position']:02}-{chapter['slug']}"
            assert set(chapter["titles"]) == set(CODES)


@pytest.mark.parametrize(("folder", "chapter"), CHAPTERS, ids=NAMES)
def test_chapter_is_whole_in_every_language(
    folder: str, chapter: dict[str, Any], pages: frozenset[str]
) -> None:
    book = BOOKS[folder]
    source_language = book["source_language"]
    source = body(folder, chapter, source_language)
    assert {match[1] for line in source.split("\n") if (match := marks.CALLOUT.match(line))} >= {
        *marks.CALLOUTS
    }
    for language in book["languages"]:
        text = body(folder, chapter, language)
        faults = faults_in(text, known_in(folder, pages), language=language)
        if language != source_language:
            faults += faults_of_translation(text, source, language=language, source_language=source_language)
        assert faults == [], language
    assert marks.easy_and_rest(body(folder, chapter, "ja"))[0]


@pytest.mark.parametrize(("folder", "chapter"), CHAPTERS, ids=NAMES)
def test_chapter_says_in_a_line_what_it_is_good_for(folder: str, chapter: dict[str, Any]) -> None:
    [one] = [one for one in FOLDERS[folder].chapters if one.slug == chapter["slug"]]
    for code in BOOKS[folder]["languages"]:
        text = one.texts[code]
        assert text.title == chapter["titles"][code]
        assert len(text.summary) >= (15 if code == "ja" else 40), code
        assert why_not_summary(text.summary, code) is None, code
    assert len({text.summary for text in one.texts.values()}) == len(one.texts)


@pytest.mark.parametrize("folder", BOOKS)
def test_shipped_books_are_folders_such_as_the_export_writes(folder: str) -> None:
    assert files_of(FOLDERS[folder]) == files_in(EDITIONS / folder)


def test_every_term_has_its_word_and_meaning_in_every_language() -> None:
    for term in shipped_terms().values():
        assert set(term.words) == set(term.meanings) == set(CODES), term.key
        assert all(term.words.values()) and all(term.meanings.values()), term.key


def test_no_chapter_file_is_left_unlisted() -> None:
    listed = {
        f"{folder}/{chapter['file']}.{language}.md"
        for folder, chapter in CHAPTERS
        for language in BOOKS[folder]["languages"]
    }
    assert {path.relative_to(EDITIONS).as_posix() for path in EDITIONS.glob("*/*.md")} == listed


SOURCE = "わたしたちは現場で学ぶ人を大切にし、三年後の役割を一緒に考えて、紙に書いて渡します。\n\n## 一つ\n\n- [ ] {{fact:known}}日\n\n> **[source]** 出どころ。\n"
KNOWN = Known(facts={"known"}, terms={"coe"}, pages={"events.fairs"}, chapters={"one"}, forms={"list"})


@pytest.mark.parametrize(
    ("old", "new", "kind", "line"),
    [
        ("{{fact:known}}", "{{fact:unknown}}", FaultKind.UNKNOWN_FACT, 5),
        ("一つ", "{{term:nothing}}", FaultKind.UNKNOWN_TERM, 3),
        ("一つ", "[ここ](page:events.none)", FaultKind.UNKNOWN_PAGE, 3),
        ("一つ", "[ここ](chapter:two)", FaultKind.UNKNOWN_CHAPTER, 3),
        ("一つ", "[ここ](form:two)", FaultKind.UNKNOWN_FORM, 3),
        ("一つ", "{{figure}}", FaultKind.UNKNOWN_MARK, 3),
        ("[source]", "[hint]", FaultKind.UNKNOWN_CALLOUT, 7),
        ("## 一つ", "# 一つ", FaultKind.TITLE_IN_TEXT, 3),
        ("出どころ。", "出どころ。\n\n```timeline\n3日\n```", FaultKind.TIMELINE_WITHOUT_BAR, 10),
        (
            "出どころ。",
            "出どころ。\n\n```steps\n出す | 会社\n待つ | | 3日\n```",
            FaultKind.STEP_WITHOUT_WHO,
            11,
        ),
        ("出どころ。", "出どころ。\n\n> **[easy]** やさしく", FaultKind.EASY_ELSEWHERE, 9),
        ("[source]", "[must]", FaultKind.NO_SOURCE, 0),
        ("## 一つ", "一つ", FaultKind.NO_SECTION, 0),
    ],
)
def test_what_is_wrong_with_a_text_is_said_with_its_line(
    old: str, new: str, kind: FaultKind, line: int
) -> None:
    assert faults_in(SOURCE, KNOWN, language="ja") == []
    found = faults_in(SOURCE.replace(old, new), KNOWN, language="ja")
    assert (kind, line) in [(fault.kind, fault.line) for fault in found]


ENGLISH = (
    "We value people who learn on site, think with them about the role they will hold in three years, and write it down.\n\n"
    "## One\n\n- [ ] {{fact:known}} days\n\n> **[source]** Where it comes from.\n"
)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("- [ ] ", "- ", FaultKind.OTHER_SHAPE),
        ("{{fact:known}}", "30", FaultKind.OTHER_FACTS),
        ("One", "One {{term:coe}}", FaultKind.OTHER_TERMS),
        ("One", "[One](page:events.fairs)", FaultKind.OTHER_LINKS),
        (ENGLISH[:117], "We value people.", FaultKind.TOO_SHORT),
        ("site,", "site, " + "which is a place where many learn much and more, " * 8, FaultKind.TOO_LONG),
        (ENGLISH[:117], SOURCE.partition("\n")[0], FaultKind.NOT_TRANSLATED),
        ("on site", "on site のこと", FaultKind.OTHER_SCRIPT),
    ],
)
def test_what_a_translation_lacks_is_said(old: str, new: str, kind: FaultKind) -> None:
    def faults(text: str) -> list[FaultKind]:
        found = faults_of_translation(text, SOURCE, language="en", source_language="ja")
        return [fault.kind for fault in found]

    assert faults(ENGLISH) == []
    assert kind in faults(ENGLISH.replace(old, new))
