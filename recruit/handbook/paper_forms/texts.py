"""What stands in the forms: words by language, kept as data beside this file. Numbers of law in them are dated facts."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
import json
from pathlib import Path
from typing import Any

from recruit.core.facts import Fact
from recruit.handbook import marks
from recruit.handbook.paper_forms.word import Block, Grid, Heading, Text, Ticks

FOLDER = Path(__file__).parent / "texts"
NAMES = {"ja": "日本語", "en": "English", "id": "Bahasa Indonesia", "vi": "Tiếng Việt"}


@cache
def data_of(key: str) -> Any:
    return json.loads((FOLDER / f"{key}.json").read_text(encoding="utf-8"))


def facts_in(key: str) -> frozenset[str]:
    """The dated facts that a form's words state."""
    return frozenset(marks.keys_of_facts((FOLDER / f"{key}.json").read_text(encoding="utf-8")))


class Words:
    """Words in one language, with the values of facts in their places; a dash where a fact is not known."""

    def __init__(self, language: str, facts: Mapping[str, Fact]) -> None:
        self.language = language
        self._facts = facts

    def of(self, words: Mapping[str, str] | str, language: str = "") -> str:
        if isinstance(words, str):
            return words
        return marks.FACT.sub(self._value, words[language or self.language])

    def _value(self, match: Any) -> str:
        found = self._facts.get(match[1])
        return found.value if found else "–"


def blocks_of(key: str, words: Words) -> Iterator[Block]:
    """The parts of a form that is a Word document. A form in two languages has Japanese on the left."""
    for part in data_of(key):
        if "heading" in part:
            yield Heading(words.of(part["heading"]))
        elif "text" in part and part.get("both"):
            yield Text(words.of(part["text"], "ja"))
            yield Text(words.of(part["text"]), is_note=True)
        elif "text" in part:
            yield Text(words.of(part["text"]))
        elif "note" in part:
            yield Text(words.of(part["note"]), is_note=True)
        elif "ticks" in part:
            yield Ticks(tuple(words.of(line) for line in part["ticks"]))
        elif "pairs" in part:
            yield _side_by_side(part["pairs"], words)
        else:
            yield _grid(part["grid"], words)


def _grid(grid: Mapping[str, Any], words: Words) -> Grid:
    rows = [tuple(words.of(cell) for cell in row) for row in grid["rows"]]
    return Grid(
        columns=tuple(words.of(column) for column in grid["columns"]) or ("",) * len(grid["widths"]),
        widths=tuple(round(10 * width) for width in grid["widths"]),
        rows=tuple(rows + [("",)] * grid.get("empty", 0)),
        tall=grid.get("tall", 1),
    )


def _side_by_side(pairs: Sequence[Sequence[Mapping[str, str]]], words: Words) -> Grid:
    languages = ("ja", words.language)
    return Grid(
        columns=tuple(NAMES[language] for language in languages),
        widths=(1, 1),
        rows=tuple(
            tuple("\n".join(words.of(line, language) for line in lines) for language in languages)
            for lines in pairs
        ),
        languages=languages,
    )
