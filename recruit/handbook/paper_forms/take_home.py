"""What is left of a month's pay, step by step in formulas: an example and a column of the company's own.

Rates and tables are the dated ones that positions are reckoned with, as they are known for April of the next year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from recruit.handbook.paper_forms import sheets
from recruit.handbook.paper_forms.sheets import Book, Format
from recruit.handbook.paper_forms.texts import Words, data_of
from recruit.postings.rules.deductions import DeductionFact, deduction_fact
from recruit.postings.rules.take_home import COMMUTING_TAX_FREE, Circumstance, MonthsPay, TakeHome, take_home

KEY = "take-home-example"
FACTS: frozenset[str] = frozenset()
EXAMPLE = {"base": 225_000, "site": 15_000, "other": 0, "fixed": 36_000, "commuting": 0}
EXAMPLE_RENT, EXAMPLE_PREFECTURE = 15_000, "hokkaido"
_WIDTHS, _RATES_WIDTHS = (50, 16, 16), (46, 14, 14, 60)
_RATE = Format(number=True, decimals=True)
_TYPED_RATE = Format(number=True, decimals=True, typed=True)
# The order of the lines, and the first line of the sheet that holds one.
_LINES = (
    *EXAMPLE,
    "gross",
    "health_rate",
    "dependants",
    "grade",
    "health",
    "child",
    "pension",
    "employment",
    "insurance",
    "counted",
    "deduction",
    "taxed",
    "tax",
    "first",
    "rent",
    "first_rent",
    "resident",
    "second",
    "second_rent",
)
_FIRST_LINE = 5
_SUMS = {"gross", "insurance", "first", "first_rent", "second", "second_rent"}


@dataclass(frozen=True)
class Rates:
    """Where the second sheet holds what the first one looks up, as addresses."""

    child: str
    pension: str
    employment: str
    least_grade: str
    most_grade: str
    least: str
    basic: str
    each: str
    grades: tuple[str, str]
    deductions: tuple[str, str, str]
    taxes: tuple[str, str, str]


def reckoned_for(made_on: date) -> date:
    """The first working day that the sheet is reckoned for: April of the next year."""
    return date(made_on.year + 1, 4, 1)


def example_for(on: date, *, year: int = 1) -> TakeHome:
    pay = MonthsPay(sum(EXAMPLE.values()), EXAMPLE_PREFECTURE, on, EXAMPLE["commuting"])
    return take_home(pay, Circumstance(year=year, rent=EXAMPLE_RENT))


def fill(book: Book, words: Words, on: date) -> None:
    labels = {name: words.of(text) for name, text in data_of(KEY).items()}
    look = book.look
    sheet = book.sheet(labels["name"], _WIDTHS)
    rates = _rates(book, labels, on)
    sheet.merge_range("A2:C2", labels["intro"], look(sheets.TEXT))
    sheets.make_room(sheet, 2, [(labels["intro"], sum(_WIDTHS))])
    for column, name in enumerate(("item", "example", "own")):
        sheet.write_string(_FIRST_LINE - 2, column, labels[name], look(sheets.HEAD))
    for row, name in enumerate(_LINES, _FIRST_LINE):
        sheet.write_string(f"A{row}", labels[name], look(sheets.SUM_WORDS if name in _SUMS else sheets.TEXT))
        sheets.make_room(sheet, row, [(labels[name], _WIDTHS[0])])
    values = _values(on)
    _column(book, sheet, "B", rates, values)
    _column(
        book, sheet, "C", rates, dict.fromkeys(_LINES, 0) | {"health_rate": values["health_rate"]}, typed=None
    )
    last = _FIRST_LINE + len(_LINES) + 1
    sheet.merge_range(f"A{last}:C{last}", labels["remark"], look(sheets.TEXT))
    sheets.make_room(sheet, last, [(labels["remark"], sum(_WIDTHS))])


def _values(on: date) -> dict[str, float]:
    """What stands in each line of the example."""
    first, second = example_for(on), example_for(on, year=2)
    counted = first.gross - min(EXAMPLE["commuting"], COMMUTING_TAX_FREE) - first.insurance
    table = deduction_fact("income_tax_monthly", on).value
    share, more = next(
        (float(share), more)
        for until, share, more in table["employment_deduction"]
        if until is None or counted <= until
    )
    deduction = max(table["least_employment_deduction"], -int(-round(counted * share + more, 6) // 1))
    left = first.gross - first.insurance - first.income_tax
    return EXAMPLE | {
        "gross": first.gross,
        "health_rate": float(deduction_fact("health_insurance", on).value[EXAMPLE_PREFECTURE]),
        "dependants": 0,
        "grade": first.grade,
        "health": first.health,
        "child": first.child_support,
        "pension": first.pension,
        "employment": first.employment,
        "insurance": first.insurance,
        "counted": counted,
        "deduction": deduction,
        "taxed": counted - deduction - table["basic"],
        "tax": first.income_tax,
        "first": left,
        "rent": EXAMPLE_RENT,
        "first_rent": left - EXAMPLE_RENT,
        "resident": second.resident_tax,
        "second": left - second.resident_tax,
        "second_rent": left - second.resident_tax - EXAMPLE_RENT,
    }


def _formulas(column: str, rates: Rates) -> dict[str, str]:
    at = {name: f"{column}{row}" for row, name in enumerate(_LINES, _FIRST_LINE)}
    share, more = rates.deductions[1:]
    rate, less = rates.taxes[1:]
    bounded = f"MIN(MAX({at['grade']},{rates.least_grade}),{rates.most_grade})"

    def half(amount: str) -> str:
        # Half a yen and less is dropped; rounding first keeps what floats add far behind the point from counting.
        return f"=IF({at['gross']}=0,0,ROUNDUP(ROUND({amount}-0.5,6),0))"

    def found(table: str, of: str, amount: str) -> str:
        return f"LOOKUP({amount},{table},{of})"

    return {
        "gross": f"=SUM({at['base']}:{at['commuting']})",
        "grade": f"=IF({at['gross']}=0,0,{found(rates.grades[0], rates.grades[1], at['gross'])})",
        "health": half(f"{at['grade']}*{at['health_rate']}/100/2"),
        "child": half(f"{at['grade']}*{rates.child}/100/2"),
        "pension": half(f"{bounded}*{rates.pension}/100/2"),
        "employment": half(f"{at['gross']}*{rates.employment}/1000"),
        "insurance": f"=SUM({at['health']}:{at['employment']})",
        "counted": f"={at['gross']}-MIN(N({at['commuting']}),{COMMUTING_TAX_FREE})-{at['insurance']}",
        "deduction": (
            f"=IF({at['gross']}=0,0,MAX({rates.least},ROUNDUP(ROUND({at['counted']}"
            f"*{found(rates.deductions[0], share, at['counted'])}"
            f"+{found(rates.deductions[0], more, at['counted'])},6),0)))"
        ),
        "taxed": (f"=MAX({at['counted']}-{at['deduction']}-{rates.basic}-{rates.each}*{at['dependants']},0)"),
        "tax": (
            f"=ROUND(({at['taxed']}*{found(rates.taxes[0], rate, at['taxed'])}"
            f"-{found(rates.taxes[0], less, at['taxed'])})/10,0)*10"
        ),
        "first": f"={at['gross']}-{at['insurance']}-{at['tax']}",
        "first_rent": f"={at['first']}-{at['rent']}",
        "second": f"={at['first']}-{at['resident']}",
        "second_rent": f"={at['second']}-{at['rent']}",
    }


def _column(
    book: Book,
    sheet: Any,
    column: str,
    rates: Rates,
    values: Mapping[str, float],
    *,
    typed: object = True,
) -> None:
    """One column of numbers. Where nothing is typed yet, cells to type into stay empty but for the rate."""
    formulas = _formulas(column, rates)
    for row, name in enumerate(_LINES, _FIRST_LINE):
        at = f"{column}{row}"
        if name in formulas:
            look = book.look(sheets.SUM if name in _SUMS else sheets.NUMBER)
            sheet.write_formula(at, formulas[name], look, values[name])
        elif name == "health_rate":
            sheet.write_number(at, values[name], book.look(_TYPED_RATE))
        elif typed is None:
            sheet.write_blank(at, None, book.look(sheets.TYPED_NUMBER))
        else:
            sheet.write_number(at, values[name], book.look(sheets.TYPED_NUMBER))


def _rates(book: Book, labels: Mapping[str, str], on: date) -> Rates:
    """The second sheet: rates with their sources, then the three tables."""
    name = labels["rates"]
    sheet = book.sheet(name, _RATES_WIDTHS)
    look = book.look
    for column, label in enumerate(("item", "table", "", "source")):
        sheet.write_string(3, column, labels[label] if label else "", look(sheets.HEAD))
    facts = {
        key: deduction_fact(key, on)
        for key in (
            "health_insurance",
            "child_support",
            "pension",
            "pension_grades",
            "employment_insurance",
            "pay_grades",
            "income_tax_monthly",
        )
    }
    table, grades = facts["income_tax_monthly"].value, facts["pension_grades"].value
    health = float(facts["health_insurance"].value[EXAMPLE_PREFECTURE])
    lines: tuple[tuple[str, float, DeductionFact], ...] = (
        ("health_rate", health, facts["health_insurance"]),
        ("child_rate", float(facts["child_support"].value), facts["child_support"]),
        ("pension_rate", float(facts["pension"].value), facts["pension"]),
        ("employment_rate", float(facts["employment_insurance"].value), facts["employment_insurance"]),
        ("pension_least", grades["least"], facts["pension_grades"]),
        ("pension_most", grades["most"], facts["pension_grades"]),
        ("least", table["least_employment_deduction"], facts["income_tax_monthly"]),
        ("basic", table["basic"], facts["income_tax_monthly"]),
        ("each", table["dependant"], facts["income_tax_monthly"]),
    )
    at = {}
    for row, (label, value, fact) in enumerate(lines, 5):
        sheet.write_string(f"A{row}", labels[label], look(sheets.TEXT))
        sheet.write_number(f"B{row}", value, look(_RATE if value < 100 else sheets.NUMBER))
        sheet.write_blank(f"C{row}", None, look(sheets.TEXT))
        source = f"{fact.source} ({fact.checked_on.isoformat()})"
        if not fact.verified:
            source += f" {labels['unverified']}"
        sheet.write_string(f"D{row}", source, look(sheets.TEXT))
        sheets.make_room(sheet, row, [(labels[label], _RATES_WIDTHS[0]), (source, _RATES_WIDTHS[3])])
        at[label] = f"'{name}'!$B${row}"
    row = 5 + len(lines) + 1
    row, of_deduction = _table(
        book, sheet, name, row, [labels["deduction_from"], labels["share"], labels["more"]],
        _from_on(table["employment_deduction"]),
    )  # fmt: skip
    row, of_tax = _table(
        book, sheet, name, row, [labels["taxed_from"], labels["share"], labels["less"]], _from_on(table["bands"])
    )  # fmt: skip
    pairs = [(from_pay, grade) for grade, from_pay in facts["pay_grades"].value]
    _row, of_grade = _table(book, sheet, name, row, [labels["grade_from"], labels["grade"]], pairs)
    return Rates(
        child=at["child_rate"],
        pension=at["pension_rate"],
        employment=at["employment_rate"],
        least_grade=at["pension_least"],
        most_grade=at["pension_most"],
        least=at["least"],
        basic=at["basic"],
        each=at["each"],
        grades=(of_grade[0], of_grade[1]),
        deductions=(of_deduction[0], of_deduction[1], of_deduction[2]),
        taxes=(of_tax[0], of_tax[1], of_tax[2]),
    )


def _from_on(bands: Sequence[Sequence[Any]]) -> list[tuple[float, ...]]:
    """Bands that say up to where they hold, as rows that say from where."""
    starts = [0, *[band[0] + 1 for band in bands[:-1]]]
    return [
        (start, float(share), amount) for start, (_until, share, amount) in zip(starts, bands, strict=True)
    ]


def _table(
    book: Book, sheet: Any, name: str, row: int, heads: Sequence[str], rows: Sequence[Sequence[float]]
) -> tuple[int, list[str]]:
    """A table from that line on; the line after it, and the address of each of its columns."""
    for column, words in enumerate(heads):
        sheet.write_string(row - 1, column, words, book.look(sheets.HEAD))
    sheets.make_room(sheet, row, list(zip(heads, _RATES_WIDTHS, strict=False)))
    for place, values in enumerate(rows):
        for column, value in enumerate(values):
            is_share = 0 < value < 1
            sheet.write_number(row + place, column, value, book.look(_RATE if is_share else sheets.NUMBER))
    first, last = row + 1, row + len(rows)
    return last + 2, [f"'{name}'!${letter}${first}:${letter}${last}" for letter in "ABC"[: len(heads)]]
