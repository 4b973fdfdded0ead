"""The fifteen questions of the chapter "Self-check" as a table that adds up and says the result. The questions are the chapter's."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
import re
from typing import Any

from recruit.handbook import marks
from recruit.handbook.glossary import shipped_terms
from recruit.handbook.paper_forms import sheets
from recruit.handbook.paper_forms.sheets import Book
from recruit.handbook.paper_forms.texts import Words, data_of

KEY = "self-check-table"
FACTS: frozenset[str] = frozenset()
# From so many points on: recruit now, prepare first.
GO, PREPARE = 24, 15
_CHAPTER = Path(__file__).parents[1] / "editions" / "company"
_QUESTION = re.compile(r"^- \[ \] (\d+)\. (\*\*)?(.*?)(?:\*\*)?$")
_WIDTHS = (5, 62, 5, 8, 18, 20)
_HEAD_AT = 6


@dataclass(frozen=True)
class Question:
    area: str
    number: int
    words: str
    is_key: bool


def questions_in(language: str) -> list[Question]:
    """The questions as the shipped chapter has them, each with its area."""
    found, area = [], ""
    for line in (_CHAPTER / f"01-self-check.{language}.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            area = line.removeprefix("### ")
        elif match := _QUESTION.match(line):
            found.append(Question(area, int(match[1]), _worded(match[3], language), match[2] is not None))
    return found


def _worded(words: str, language: str) -> str:
    """The words with each term as its word, or as the words that the chapter gives it."""
    known = shipped_terms()
    return marks.TERM.sub(lambda mark: mark[2] or known[mark[1]].words[language], words)


def fill(book: Book, words: Words) -> None:
    labels = {name: words.of(text) for name, text in data_of(KEY).items()}
    look = book.look
    sheet = book.sheet(labels["name"], _WIDTHS)
    sheet.merge_range("A2:F2", labels["intro"], look(sheets.TEXT))
    sheets.make_room(sheet, 2, [(labels["intro"], sum(_WIDTHS))])
    sheet.merge_range("A4:B4", labels["answered"], look(sheets.SUM_WORDS))
    sheet.merge_range("C4:F4", "", look(sheets.TYPED))
    heads = ("", labels["question"], labels["key"], labels["score"], labels["who"], labels["by"])
    for column, words_above in enumerate(heads):
        sheet.write_string(_HEAD_AT - 1, column, words_above or "No.", look(sheets.HEAD))
    row, area, scored = _HEAD_AT + 1, "", []
    for question in questions_in(words.language):
        if question.area != area:
            area = question.area
            sheet.merge_range(f"A{row}:F{row}", area, look(sheets.HEAD))
            row += 1
        sheet.write_number(f"A{row}", question.number, look(sheets.TEXT))
        sheet.write_string(f"B{row}", question.words, look(sheets.TEXT))
        sheets.make_room(sheet, row, [(question.words, _WIDTHS[1])])
        if question.is_key:
            sheet.write_string(f"C{row}", "●", look(sheets.TEXT))
        else:
            sheet.write_blank(f"C{row}", None, look(sheets.TEXT))
        sheet.write_blank(f"D{row}", None, look(sheets.TYPED_NUMBER))
        sheet.data_validation(f"D{row}", {"validate": "list", "source": [2, 1, 0]})
        sheet.write_blank(f"E{row}", None, look(sheets.TYPED))
        sheet.write_blank(f"F{row}", None, look(sheets.TYPED))
        scored.append(row)
        row += 1
    _result(book, sheet, labels, scored[0], scored[-1], row + 1, len(scored))


def _result(
    book: Book, sheet: Any, labels: Mapping[str, str], first: int, last: int, row: int, number: int
) -> None:
    scores, keys = f"D{first}:D{last}", f"C{first}:C{last}"
    verdict = (
        f'=IF(COUNT({scores})<{number},"{labels["open"]}",IF(D{row + 1}>0,"{labels["stop"]}",'
        f'IF(D{row}>={GO},"{labels["go"]}",IF(D{row}>={PREPARE},"{labels["prepare"]}","{labels["leave"]}"))))'
    )
    lines = (
        ("total", f"=SUM({scores})", 0),
        ("zeros", f'=COUNTIFS({keys},"●",{scores},0)', 0),
    )
    for place, (name, formula, value) in enumerate(lines, row):
        sheet.merge_range(f"A{place}:C{place}", labels[name], book.look(sheets.SUM_WORDS))
        sheet.write_formula(f"D{place}", formula, book.look(sheets.SUM), value)
    sheet.merge_range(f"A{row + 2}:B{row + 2}", labels["result"], book.look(sheets.SUM_WORDS))
    sheet.merge_range(f"C{row + 2}:F{row + 2}", "", book.look(sheets.SUM_WORDS))
    sheet.write_formula(f"C{row + 2}", verdict, book.look(sheets.SUM_WORDS), labels["open"])
