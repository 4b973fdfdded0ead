"""Forms to download: each is made whole in each of its languages, and workbooks say what is right by hand."""

from datetime import date
import io
import json
import re
import zipfile

from defusedxml import ElementTree
from openpyxl import load_workbook
import pytest

from recruit.core.facts import SHIPPED, Fact
from recruit.core.locales import CODES
from recruit.handbook.paper_forms import FORMS, Form, Kind, edition_of, make, self_check, start_calendar
from recruit.handbook.paper_forms.texts import FOLDER
from recruit.postings.rules.take_home import Circumstance, MonthsPay, take_home

FACTS = {
    row["key"]: Fact(
        key=row["key"],
        value=str(row["value"]),
        unit=row["unit"],
        valid_from_on=date.fromisoformat(row["valid_from_on"]),
        source=row["source"],
        source_name=row["source_name"],
        checked_on=date.fromisoformat(row["checked_on"]),
        verified=row["verified"],
    )
    for row in sorted(json.loads(SHIPPED.read_text("utf-8")), key=lambda row: row["valid_from_on"])
}
FILES = [(form, language) for form in FORMS.values() for language in form.languages]
NAMES = [f"{form.key}.{language}" for form, language in FILES]
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KANA = re.compile(r"[\u3040-\u30ff]")


def words_of_document(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            ElementTree.fromstring(package.read(name))
        parts = [package.read(f"word/{name}.xml") for name in ("document", "header1", "footer1")]
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(f"{_WORD}t"))
        for part in parts
        for paragraph in ElementTree.fromstring(part).iter(f"{_WORD}p")
    )


def words_of_workbook(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content), data_only=True)
    cells = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]  # fmt: skip
    edges = [f"{sheet.oddHeader.left.text}\n{sheet.oddFooter.left.text}" for sheet in book]
    return "\n".join([*cells, *edges])


@pytest.mark.parametrize(("form", "language"), FILES, ids=NAMES)
def test_form_is_whole_in_its_language(form: Form, language: str) -> None:
    facts = {key: FACTS[key] for key in form.facts}
    content = make(form.key, language, facts)
    assert content == make(form.key, language, facts)
    words = words_of_document(content) if form.kind is Kind.WORD else words_of_workbook(content)
    assert words.count(form.title_in(language)) >= 2
    assert edition_of(form, facts).isoformat() in words
    # No mark is left, no fact unknown, no address of a machine.
    assert not re.search(r"\{\{|fact:|\*\*|None", words)
    assert "–日" not in words
    if not form.is_in_two_languages and language != "ja":
        assert not _KANA.search(words)
    elif form.is_in_two_languages:
        assert "二つの言語で意味が違うときは、日本語を正とします。" in words


def test_every_form_says_what_it_is_for_in_every_language() -> None:
    for form in FORMS.values():
        for texts in (form.titles, form.purposes):
            assert set(texts) == set(CODES)
            assert all(texts.values())
            assert not any(_KANA.search(texts[language]) for language in CODES if language != "ja")


def test_no_label_is_empty() -> None:
    def leaves(part: object) -> list[dict[str, str]]:
        if isinstance(part, dict):
            if "ja" in part:
                return [part]
            return [leaf for value in part.values() for leaf in leaves(value)]
        return [leaf for value in part for leaf in leaves(value)] if isinstance(part, list) else []

    for path in FOLDER.glob("*.json"):
        found = leaves(json.loads(path.read_text("utf-8")))
        assert found
        for leaf in found:
            assert set(leaf) in ({"ja", "en"}, set(CODES)), (path.name, leaf)
            # A blank to write in is a space, never nothing.
            assert all(leaf.values()), (path.name, leaf)


def sheet_of(key: str, place: int = 0, *, formulas: bool = False):
    form = FORMS[key]
    content = make(key, "ja", {key: FACTS[key] for key in form.facts})
    return load_workbook(io.BytesIO(content), data_only=not formulas).worksheets[place]


def by_first_cell(sheet, column: int) -> dict[str, object]:
    return {row[0]: row[column] for row in sheet.iter_rows(values_only=True) if row[0] is not None}


def test_two_hires_cost_what_the_chapter_says() -> None:
    amounts = by_first_cell(sheet_of("cost-sheet"), 5)
    once = 360_000 + 2 * 30_000
    each = 7 * 25_000 + 30_000 + 20_000 + 110_000 + 0 + 15_000 + 70_000 + 150_000 + 120_000 + 50_000 + 60_000
    assert amounts["小計"] == once + 2 * (each + 48 * 2_500) == 2_260_000
    assert (amounts["予備費"], amounts["合計"], amounts["一人あたり"]) == (226_000, 2_486_000, 1_243_000)
    formulas = by_first_cell(sheet_of("cost-sheet", formulas=True), 5)
    assert formulas["来日前の日本語学習"] == "=C11*D11*$B$4"
    assert formulas["面接の通訳"] == "=C9*D9"
    assert formulas["小計"] == "=SUM(F7:F25)"
    # The company's own sheet adds up the same lines, from nothing.
    empty = sheet_of("cost-sheet", 1)
    assert by_first_cell(empty, 5)["合計"] == 0
    assert by_first_cell(sheet_of("cost-sheet", 1, formulas=True), 5) == formulas


def test_days_are_counted_back_from_the_start() -> None:
    due = start_calendar.days_of(date(2028, 4, 3), start_calendar.steps_with(FACTS))
    wanted = {
        "need": date(2027, 3, 31),
        "offer": date(2027, 8, 20),
        "filed": date(2027, 11, 30),
        "issued": date(2028, 2, 1),
        "entry": date(2028, 3, 21),
        "registration": date(2028, 4, 4),
        "hello_work": date(2028, 5, 10),
    }
    assert {key: due[key] for key in wanted} == wanted
    december = start_calendar.days_of(date(2027, 12, 1), start_calendar.steps_with(FACTS))
    assert december["hello_work"] == date(2028, 1, 10)
    dates = by_first_cell(sheet_of("start-calendar"), 4)
    assert str(dates["在留資格認定証明書を申請する"]).startswith(wanted["filed"].isoformat())
    formulas = by_first_cell(sheet_of("start-calendar", formulas=True), 4)
    assert formulas["入国、引っ越し"] == '=IF($B$4="","",$B$4+D22)'
    checks = by_first_cell(sheet_of("start-calendar"), 1)
    assert checks["証明書の有効期間のうちに入国する"] == "間に合います"
    assert checks["審査が120日かかっても、入国の前に結果が出る"] == "見直してください"


def test_take_home_is_what_positions_say() -> None:
    amounts = by_first_cell(sheet_of("take-home-example"), 1)
    pay = MonthsPay(276_000, "hokkaido", date(2027, 4, 1))
    first, second = (take_home(pay, Circumstance(year=year, rent=15_000)) for year in (1, 2))
    assert amounts["保険料の合計"] == first.insurance == 14_392 + 322 + 25_620 + 1_656
    assert amounts["家賃を払った後：1年目"] == first.left
    assert amounts["家賃を払った後：2年目6月から"] == second.left


@pytest.mark.parametrize("language", ["ja", "en"])
def test_questions_are_the_chapters(language: str) -> None:
    questions = self_check.questions_in(language)
    assert [question.number for question in questions] == list(range(1, 16))
    assert [question.number for question in questions if question.is_key] == [4, 7, 13]
    assert len({question.area for question in questions}) == 5
