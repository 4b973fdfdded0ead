"""All days of a hire counted back from the first working day: an example for April, and a sheet of the company's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from recruit.core.facts import Fact
from recruit.handbook.paper_forms import sheets
from recruit.handbook.paper_forms.sheets import Book, Format, serial
from recruit.handbook.paper_forms.texts import Words, data_of

KEY = "start-calendar"
EXAMPLE_STARTS_ON = date(2028, 4, 3)
FACTS = frozenset(
    {
        "coe_processing_mean_days",
        "coe_validity_months",
        "tb_certificate_validity_days",
        "residence_registration_days",
        "social_insurance_registration_days",
        "hello_work_notice_hire_day_of_next_month",
    }
)
# How long an examination may take when it takes long.
SLOW_DAYS = 120
_START_AT, _START, _HEAD_AT = "B4", "$B$4", 6
_WIDTHS = (44, 17, 34, 9, 22, 44)


@dataclass(frozen=True)
class Step:
    """`days` are counted from the day of `base`: another step, the start, or the month after it."""

    key: str
    base: str
    days: int


def steps_with(facts: Mapping[str, Fact]) -> list[Step]:
    """The steps in their order, with the days that facts give them; 0 where a fact is not known."""
    found = []
    for row in data_of(KEY)["steps"]:
        days = row["days"]
        if days is None:
            days = _days(facts, row["fact"])
            # The examination lies before its result.
            days = -days if row["base"] == "issued" else days
        found.append(Step(row["key"], row["base"], days))
    return found


def _days(facts: Mapping[str, Fact], key: str) -> int:
    return round(float(facts[key].value)) if key in facts else 0


def days_of(starts_on: date, steps: list[Step]) -> dict[str, date]:
    """When each step is due for this first working day."""
    by_key = {step.key: step for step in steps}
    next_month = date(starts_on.year + starts_on.month // 12, starts_on.month % 12 + 1, 1)
    found = {"start": starts_on, "next_month": next_month - timedelta(days=1)}

    def day(key: str) -> date:
        if key not in found:
            step = by_key[key]
            found[key] = day(step.base) + timedelta(days=step.days)
        return found[key]

    return {step.key: day(step.key) for step in steps}


def fill(book: Book, words: Words, facts: Mapping[str, Fact]) -> None:
    _sheet(book, words, facts, EXAMPLE_STARTS_ON)
    _sheet(book, words, facts, None)


def _sheet(book: Book, words: Words, facts: Mapping[str, Fact], starts_on: date | None) -> None:
    data = data_of(KEY)
    labels = {name: words.of(text) for name, text in data["labels"].items()}
    look = book.look
    sheet = book.sheet(labels["example" if starts_on else "own"], _WIDTHS, wide=True)
    sheet.write_string("A2", labels["intro"], look(sheets.PLAIN))
    sheet.write_string("A4", labels["start"], look(sheets.SUM_WORDS))
    if starts_on:
        sheet.write_number(_START_AT, serial(starts_on), look(sheets.TYPED_DAY))
    else:
        sheet.write_blank(_START_AT, None, look(sheets.TYPED_DAY))
    for column, name in enumerate(("step", "who", "base", "days", "date", "remark")):
        sheet.write_string(_HEAD_AT - 1, column, labels[name], look(sheets.HEAD))
    steps = steps_with(facts)
    due = days_of(starts_on, steps) if starts_on else {}
    rows = {step.key: place for place, step in enumerate(steps, _HEAD_AT + 1)}
    names = {row["key"]: words.of(row["name"]) for row in data["steps"]}
    names |= {"start": labels["start"], "next_month": labels["fixed"]}
    for step, line in zip(steps, data["steps"], strict=True):
        row = rows[step.key]
        counted = _START if step.base == "start" else f"$E${rows.get(step.base, 0)}"
        formula = (
            f"DATE(YEAR({_START}),MONTH({_START})+1,D{row})"
            if step.base == "next_month"
            else f"{counted}+D{row}"
        )
        sheet.write_string(f"A{row}", names[step.key], look(sheets.TEXT))
        sheet.write_string(f"B{row}", words.of(line["who"]), look(sheets.TEXT))
        sheet.write_string(f"C{row}", names[step.base], look(sheets.TEXT))
        sheet.write_number(f"D{row}", step.days, look(sheets.TYPED_NUMBER))
        value = serial(due[step.key]) if due else ""
        sheet.write_formula(f"E{row}", f'=IF({_START}="","",{formula})', look(sheets.DAY), value)
        sheet.write_string(f"F{row}", words.of(line["remark"]), look(sheets.TEXT))
        texts = (names[step.key], words.of(line["who"]), names[step.base], "", "", words.of(line["remark"]))
        sheets.make_room(sheet, row, list(zip(texts, _WIDTHS, strict=True)))
    _checks(book, sheet, words, facts, rows, due)
    sheet.freeze_panes(_HEAD_AT, 1)


def _checks(
    book: Book,
    sheet: Any,
    words: Words,
    facts: Mapping[str, Fact],
    rows: Mapping[str, int],
    due: Mapping[str, date],
) -> None:
    """Below the table: whether the certificate still holds on entry, the X-ray on filing, and what a slow examination does."""
    data = data_of(KEY)
    fits, breaks = (words.of(data["labels"][name]) for name in ("fits", "breaks"))
    row = max(rows.values()) + 2
    months = _days(facts, "coe_validity_months")
    valid = _days(facts, "tb_certificate_validity_days")
    at = {key: f"$E${place}" for key, place in rows.items()}
    sheet.write_string(f"A{row}", words.of(data["labels"]["checks"]), book.look(sheets.HEAD))
    sheet.write_blank(f"B{row}", None, book.look(sheets.HEAD))
    checks = (
        (
            "entry",
            f"{at['entry']}<=EDATE({at['issued']},{months})",
            bool(due) and due["entry"] <= _months_after(due["issued"], months),
        ),
        (
            "xray",
            f"{at['xray']}+{valid}>={at['filed']}",
            bool(due) and due["xray"] + timedelta(days=valid) >= due["filed"],
        ),
        (
            "slow",
            f"{at['filed']}+{SLOW_DAYS}<={at['entry']}",
            bool(due) and due["filed"] + timedelta(days=SLOW_DAYS) <= due["entry"],
        ),
    )
    for place, (name, holds, result) in enumerate(checks, row + 1):
        sheet.write_string(f"A{place}", words.of(data["checks"][name]), book.look(sheets.TEXT))
        sheets.make_room(sheet, place, [(words.of(data["checks"][name]), _WIDTHS[0])])
        formula = f'=IF({_START}="","",IF({holds},"{fits}","{breaks}"))'
        value = (fits if result else breaks) if due else ""
        sheet.write_formula(f"B{place}", formula, book.look(Format(bold=True, summed=True)), value)


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, as EDATE has it."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))
