"""A dated fact's value as each language writes it."""

from dataclasses import replace
from datetime import date

from flask import Flask
import pytest

from recruit.app import create_app
from recruit.core.facts import Fact
from recruit.handbook.rendering import words_around
from recruit.handbook.shown import shown_value
from tests.conftest import make_settings

DAY = date(2026, 11, 26)
FACT = Fact("a_fact", "", "text", DAY, "https://www.moj.go.jp/isa/", "ISA", DAY, verified=True)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("shown")
    return create_app(make_settings(f"sqlite:///{folder}/empty.db", folder))


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        ("2027-04-01", "ja", "2027年4月1日"),
        ("2027-04-01", "en", "1 April 2027"),
        ("2027-04-01", "vi", "1/4/2027"),
        ("5000000", "ja", "5,000,000"),
        ("5000000", "id", "5.000.000"),
        ("63.2", "en", "63.2"),
        ("63.2", "vi", "63,2"),
        ("3-5", "ja", "3〜5"),
        ("3-5", "id", "3–5"),
    ],
)
def test_values_are_written_as_the_language_writes_them(
    app: Flask, value: str, language: str, shown: str
) -> None:
    with app.app_context():
        assert shown_value(replace(FACT, value=value), language) == shown


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("- 有効期間は{{fact:a_fact}}か月です。次の文", "有効期間は…か月です"),
        ("3. [ ] Wait {{fact:a_fact}} days. Then go", "Wait … days"),
        ("> **[must]** 罰金は{{fact:a_fact}}円です。", "罰金は…円です"),
        ("| 手数料 | {{fact:a_fact}} |", "手数料"),
        ("| 会社が払う（{{fact:a_fact}}%） | 5,400 |", "会社が払う（…%）"),
        ("月{{fact:other}}時間、年{{fact:a_fact}}時間です。", "月45時間、年…時間です"),
        (
            "Pay, hours and place of work must be stated in writing; not doing so can cost a fine of up to {{fact:a_fact}} yen",
            "… and place of work must be stated in writing; not doing so can cost a fine of up to … yen",
        ),
    ],
)
def test_what_a_figure_is_about_carries_no_mark_of_its_line(line: str, about: str) -> None:
    assert words_around("a_fact", line, {"other": "45"}) == about


def test_a_number_that_names_a_row_is_told_with_the_head_of_its_column() -> None:
    body = "Text.\n\n| Category | Who |\n|---|---|\n| 1 | on the list |\n| 2 | from {{fact:a_fact}} yen |\n"
    assert words_around("a_fact", body, {}) == "Category 2"
