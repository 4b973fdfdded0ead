"""The shipped help lines can be dialled, are dated, and are explained in every language."""

from datetime import date
import json
from pathlib import Path
import re
from typing import Any

import pytest

from recruit.core.locales import CODES

FILE = Path(__file__).parents[2] / "recruit" / "cases" / "help_lines" / "help_lines.json"
LINES: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
KINDS = {"emergency", "work", "immigration", "health", "suicide_prevention", "legal", "embassy"}


def test_keys_are_unique_and_every_kind_is_served() -> None:
    keys = [line["key"] for line in LINES]
    assert len(keys) == len(set(keys))
    assert {line["kind"] for line in LINES} == KINDS


def test_the_first_lines_are_the_emergency_numbers() -> None:
    assert [line["phone"] for line in LINES[:2]] == ["110", "119"]


def test_both_sending_countries_have_their_embassy() -> None:
    assert {line["country"] for line in LINES if line["kind"] == "embassy"} == {"VN", "ID"}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["key"])
def test_line_is_complete(line: dict[str, Any]) -> None:
    assert re.fullmatch(r"\+?[0-9][0-9-]+", line["phone"])
    assert line["languages"] and set(line["languages"]) <= set(CODES)
    assert re.match(r"https?://", line["web"]) and re.match(r"https?://", line["source"])
    assert date.fromisoformat(line["verified_on"])
    assert isinstance(line["verified"], bool)
    assert list(line["texts"]) == list(CODES)
    for text in line["texts"].values():
        assert set(text) == {"name", "what_for", "hours"}
        assert all(text.values())
