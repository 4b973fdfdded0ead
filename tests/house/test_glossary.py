"""The glossary is kept: no text says a word that it has put aside, and marks are those of the language."""

from collections.abc import Iterator
from dataclasses import dataclass
import json
import re
import unicodedata

import pytest

from recruit.commands import catalogues
from tests.house import places

GLOSSARY = catalogues.FOLDER / "GLOSSARY.md"
LANGUAGES = ("ja", "id", "vi")
_JAPANESE = "\u3040-\u30ff\u3400-\u9fff々「」『』、。（）"
# What is filled in or followed, not read: placeholders, facts, addresses, targets of links.
_NOT_READ = re.compile(r"%\(\w+\)[sd]|\{\{[^}]*\}\}|\{\w+\}|https?://\S+|\]\([^)]*\)|\bpage:[\w.]+")
MARKS = {
    "ja": re.compile(rf"[{_JAPANESE}][(:?!,;]|[(][{_JAPANESE}]|[{_JAPANESE}][)]|(?<=\d)~(?=\d)"),
    "id": re.compile(r"\banda\b|\s[?:;!](?:\s|$)"),
    "vi": re.compile(r"\s[?:;!](?:\s|$)"),
}

Text = tuple[str, str]


@dataclass(frozen=True)
class PutAside:
    """A word that texts of a language do not contain, but for the longer words in which it is right."""

    language: str
    word: str
    instead: str
    except_in: tuple[str, ...]

    def stands_in(self, text: str) -> bool:
        text = text.replace("\u00a0", " ")
        for right in self.except_in:
            text = re.sub(re.escape(right), " ", text, flags=re.IGNORECASE)
        edge = "" if self.language == "ja" else r"\b"
        return re.search(edge + re.escape(self.word) + edge, text, re.IGNORECASE) is not None


def put_aside() -> list[PutAside]:
    table = GLOSSARY.read_text(encoding="utf-8").split("## Words we do not use", 1)[1]
    found = []
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] in LANGUAGES:
            except_in = tuple(right.strip() for right in cells[3].split(";") if right.strip())
            found.append(PutAside(cells[0], cells[1], cells[2], except_in))
    return found


def catalogue_texts(language: str) -> Iterator[Text]:
    for message in catalogues.messages_of(catalogues.read(catalogues.path_of(language), language)):
        forms = message.string if isinstance(message.string, list | tuple) else [message.string]
        yield from (("the catalogue", form) for form in forms if form)


def shipped_texts(language: str) -> Iterator[Text]:
    """Chapters, legal texts and whatever JSON files say in this language, words on their way into the catalogues too."""
    for path in sorted(places.SOURCES.rglob(f"*.{language}.md")):
        yield from ((path.name, line) for line in path.read_text(encoding="utf-8").splitlines())
    incoming = catalogues.FOLDER / "incoming"
    for path in sorted([*places.SOURCES.rglob("*.json"), *incoming.glob("*.json")]):
        yield from ((path.name, text) for text in _said(json.loads(path.read_text("utf-8")), language, False))


def _said(part: object, language: str, inside: bool) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield from _said(value, language, inside or key == language)
    elif isinstance(part, list):
        for value in part:
            yield from _said(value, language, inside)
    elif inside and isinstance(part, str):
        yield part


def texts_of(language: str) -> list[Text]:
    return [*catalogue_texts(language), *shipped_texts(language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_says_a_word_that_was_put_aside(language: str) -> None:
    words = [word for word in put_aside() if word.language == language]
    assert words
    texts = texts_of(language)
    assert {where for where, _ in texts} > {
        "the catalogue",
        "hire_m1.json",
        f"terms.{language}.md",
        "steps.json",
    }
    found = [
        f"{where}: “{word.word}” (say “{word.instead}”) in: {text[:80]}"
        for where, text in texts
        for word in words
        if word.stands_in(_NOT_READ.sub(" ", text))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_are_those_of_the_language(language: str) -> None:
    found = []
    for where, text in texts_of(language):
        if unicodedata.normalize("NFC", text) != text:
            found.append(f"{where}: not NFC: {text[:80]}")
        if mark := MARKS[language].search(_NOT_READ.sub("x", text)):
            found.append(f"{where}: “{mark.group()}” in: {text[:80]}")
    assert not found, "\n".join(found)


def test_a_word_put_aside_is_found_and_its_right_use_is_not() -> None:
    word = PutAside("vi", "doanh nghiệp", "công ty", ("doanh nghiệp dịch vụ",))
    assert word.stands_in("Doanh nghiệp lớn")
    assert word.stands_in("Doanh\u00a0nghiệp lớn")
    assert not word.stands_in("Nếu qua doanh nghiệp dịch vụ có giấy phép")
    assert not PutAside("id", "stan", "", ()).stands_in("instansi")
    assert MARKS["ja"].search("手続(約3分)") and not MARKS["ja"].search("手続（約3分）")
    assert MARKS["vi"].search("Bạn là ai ?") and not MARKS["vi"].search("Bạn là ai?")
