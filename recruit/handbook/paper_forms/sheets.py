"""Forms as workbooks: what they have in common. Coloured cells are to be typed into, the rest is worked out.

Each formula is written with the value that it has, so that a reader that works nothing out (a phone's preview) shows it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
import io
from typing import Any

import xlsxwriter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FONT = "Yu Gothic"
_A4 = 9
_DATES = {"ja": '[$-411]yyyy"年"m"月"d"日（"aaa"）"', "en": "[$-809]ddd d mmm yyyy"}
_RULE, _HEAD, _INPUT, _SUM = "#8C8C8C", "#EEF1F4", "#FFF6D6", "#E3EEF9"


@dataclass(frozen=True)
class Format:
    """What a cell looks like: `typed` are to be filled in."""

    bold: bool = False
    number: bool = False
    day: bool = False
    typed: bool = False
    summed: bool = False
    head: bool = False
    large: bool = False
    plain: bool = False
    decimals: bool = False


class Book:
    """A workbook of A4 sheets with the form's name on top and the edition below."""

    def __init__(self, title: str, *, language: str, footer: str, made_on: date) -> None:
        self._store = io.BytesIO()
        self.title, self.language, self._footer = title, language, footer
        self.book = xlsxwriter.Workbook(
            self._store,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_format_properties": {"font_name": FONT, "font_size": 10},
            },
        )
        made_at = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC).replace(tzinfo=None)
        self.book.set_properties({"title": title, "comments": footer, "created": made_at})
        self._formats: dict[Format, Any] = {}

    def sheet(self, name: str, widths: Sequence[int], *, wide: bool = False) -> Any:
        """A sheet whose columns are so many letters wide, printed on one page, on its side if wide."""
        sheet = self.book.add_worksheet(name)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.set_paper(_A4)
        if wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 1)
        sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
        sheet.set_header(f"&L&9{_printed(self.title)}")
        sheet.set_footer(f"&L&8{_printed(self._footer)}&R&8&P / &N")
        sheet.hide_gridlines(2)
        sheet.set_default_row(18)
        sheet.set_row(0, 27)
        sheet.write_string(0, 0, self.title, self.look(Format(bold=True, large=True, plain=True)))
        return sheet

    def look(self, wanted: Format) -> Any:
        if wanted not in self._formats:
            self._formats[wanted] = self.book.add_format(_properties(wanted, self.language))
        return self._formats[wanted]

    def content(self) -> bytes:
        self.book.close()
        return self._store.getvalue()


TEXT = Format()
HEAD = Format(bold=True, head=True)
PLAIN = Format(plain=True)
TYPED = Format(typed=True)
TYPED_NUMBER = Format(typed=True, number=True)
NUMBER = Format(number=True)
SUM = Format(number=True, summed=True, bold=True)
SUM_WORDS = Format(summed=True, bold=True)
DAY = Format(day=True)
TYPED_DAY = Format(typed=True, day=True)


def serial(day: date) -> int:
    """A day as workbooks count it."""
    return (day - date(1899, 12, 30)).days


def make_room(sheet: Any, row: int, cells: Sequence[tuple[str, int]]) -> None:
    """Make a row (counted from 1) high enough for its texts, each in a cell so many letters wide."""
    lines = max(lines_for(text, letters) for text, letters in cells)
    sheet.set_row(row - 1, 4 + 14 * lines)


def lines_for(text: str, letters: int) -> int:
    """How many lines a text needs in a cell so many letters wide; a Japanese letter is two wide."""
    return -(-sum(2 if ord(letter) > 0x2E80 else 1 for letter in text) // max(1, letters - 3))


def _printed(words: str) -> str:
    return words.replace("&", "&&")


def _properties(wanted: Format, language: str) -> dict[str, Any]:
    found: dict[str, Any] = {"valign": "vcenter", "text_wrap": not wanted.plain}
    if not wanted.plain:
        found |= {"border": 1, "border_color": _RULE, "indent": 1}
    if wanted.bold:
        found["bold"] = True
    if wanted.large:
        found["font_size"] = 16
    if wanted.number:
        found |= {"num_format": "#,##0.0####" if wanted.decimals else "#,##0", "align": "right"}
    if wanted.day:
        found |= {"num_format": _DATES[language], "align": "left"}
    for asked, colour in ((wanted.head, _HEAD), (wanted.typed, _INPUT), (wanted.summed, _SUM)):
        if asked:
            found["bg_color"] = colour
    return found
