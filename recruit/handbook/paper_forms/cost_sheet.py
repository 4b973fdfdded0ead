"""What hiring costs until the start: an example of two hires, and an empty sheet of the same shape. Plain sums."""

from collections.abc import Mapping
from typing import Any

from recruit.core.facts import Fact
from recruit.handbook.paper_forms import sheets
from recruit.handbook.paper_forms.sheets import Book
from recruit.handbook.paper_forms.texts import Words, data_of

KEY = "cost-sheet"
FACTS = frozenset({"coe_fee"})
HIRES, RESERVE, YEARS = 2, 10, 3
# Rows as people count them: where the number of hires stands, and where the table begins.
_HIRES_AT, _HEAD_AT = "B4", 6
_WIDTHS = (44, 9, 11, 10, 12, 13, 22, 24)


def fill(book: Book, words: Words, facts: Mapping[str, Fact]) -> None:
    _sheet(book, words, facts, is_example=True)
    _sheet(book, words, facts, is_example=False)


def _price(row: Mapping[str, Any], facts: Mapping[str, Fact]) -> int:
    """What one of it costs; a name stands for a dated fact."""
    price = row["price"]
    if isinstance(price, str):
        return int(facts[price].value) if price in facts else 0
    return price


def _sheet(book: Book, words: Words, facts: Mapping[str, Fact], *, is_example: bool) -> None:
    data = data_of(KEY)
    labels = {name: words.of(text) for name, text in data["labels"].items()}
    sheet = book.sheet(labels["example" if is_example else "own"], _WIDTHS, wide=True)
    look = book.look
    hires = HIRES if is_example else 0
    sheet.write_string("A2", labels["intro"], look(sheets.PLAIN))
    sheet.write_string("A4", labels["hires"], look(sheets.SUM_WORDS))
    _typed(book, sheet, _HIRES_AT, hires)
    names = ("item", "unit", "price", "times", "whose", "amount", "when", "remark")
    for column, name in enumerate(names):
        sheet.write_string(_HEAD_AT - 1, column, labels[name], look(sheets.HEAD))
    sheets.make_room(
        sheet, _HEAD_AT, [(labels[name], width) for name, width in zip(names, _WIDTHS, strict=True)]
    )
    row, total, group = _HEAD_AT + 1, 0, ""
    first = row
    for line in data["rows"]:
        if words.of(line["group"]) != group:
            group = words.of(line["group"])
            sheet.merge_range(f"A{row}:H{row}", group, look(sheets.HEAD))
            row += 1
        is_each = line["per"] == "hire"
        price, times = (_price(line, facts), line["times"]) if is_example else (0, 0)
        amount = price * times * (hires if is_each else 1)
        sheet.write_string(f"A{row}", words.of(line["name"]), look(sheets.TEXT))
        sheet.write_string(f"B{row}", words.of(line["unit"]), look(sheets.TEXT))
        _typed(book, sheet, f"C{row}", price if is_example else None)
        _typed(book, sheet, f"D{row}", times if is_example else None)
        sheet.write_string(f"E{row}", labels["each" if is_each else "once"], look(sheets.TEXT))
        formula = f"=C{row}*D{row}*$B$4" if is_each else f"=C{row}*D{row}"
        sheet.write_formula(f"F{row}", formula, look(sheets.NUMBER), amount)
        sheet.write_string(f"G{row}", words.of(line["when"]), look(sheets.TEXT))
        sheet.write_blank(f"H{row}", None, look(sheets.TYPED))
        sheets.make_room(
            sheet, row, [(words.of(line["name"]), _WIDTHS[0]), (words.of(line["when"]), _WIDTHS[6])]
        )
        total += amount
        row += 1
    _sums(book, sheet, labels, first, row, total, hires)


def _sums(
    book: Book, sheet: Any, labels: Mapping[str, str], first: int, row: int, total: int, hires: int
) -> None:
    """The lines below the table: sum, reserve, total, per hire, per hire and year."""
    reserve = round(total * RESERVE / 100)
    whole = total + reserve
    share, years = row + 1, row + 5
    lines = (
        ("sum", f"=SUM(F{first}:F{row - 1})", total),
        ("reserve_share", None, RESERVE),
        ("reserve", f"=ROUND(F{row}*F{share}/100,0)", reserve),
        ("total", f"=F{row}+F{row + 2}", whole),
        ("per_hire", f"=IF($B$4>0,F{row + 3}/$B$4,0)", whole / hires if hires else 0),
        ("years", None, YEARS),
        (
            "per_year",
            f"=IF(F{years}>0,F{row + 4}/F{years},0)",
            whole / hires / YEARS if hires else 0,
        ),
    )
    for place, (name, formula, value) in enumerate(lines, row):
        sheet.merge_range(f"A{place}:E{place}", labels[name], book.look(sheets.SUM_WORDS))
        if formula is None:
            _typed(book, sheet, f"F{place}", value)
        else:
            sheet.write_formula(f"F{place}", formula, book.look(sheets.SUM), value)
    sheet.write_string(f"A{row + len(lines) + 1}", labels["note"], book.look(sheets.PLAIN))


def _typed(book: Book, sheet: Any, at: str, value: float | None) -> None:
    if value is None:
        sheet.write_blank(at, None, book.look(sheets.TYPED_NUMBER))
    else:
        sheet.write_number(at, value, book.look(sheets.TYPED_NUMBER))
