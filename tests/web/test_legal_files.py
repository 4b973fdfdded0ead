"""The legal texts exist in every language with the same sections, rows and placeholders."""

from pathlib import Path
import re

import pytest

from recruit.core.locales import CODES

LEGAL = Path(__file__).parents[2] / "recruit" / "web" / "legal"
PLACEHOLDERS = {"operator_name", "operator_contact", "periods"}


def shape(text: str) -> list[str]:
    return [found[0] for line in text.splitlines() for found in [re.findall(r"^(?:## |- |\||)", line)]]


@pytest.mark.parametrize("name", ["privacy", "terms", "accessibility", "operator"])
def test_text_says_the_same_in_every_language(name: str) -> None:
    texts = {code: (LEGAL / f"{name}.{code}.md").read_text(encoding="utf-8") for code in CODES}
    for code, text in texts.items():
        found = re.findall(r"\{\{(\w+)\}\}", text)
        assert set(found) <= PLACEHOLDERS
        assert "operator_contact" in found, code
        assert shape(text) == shape(texts["ja"]), code
        # Days, hours and counts are promises: every language must make the same ones.
        assert promises(text) == promises(texts["en"]), code


def promises(text: str) -> list[str]:
    """The figures of the table rows: periods of keeping and the like."""
    return [
        number for line in text.splitlines() if line.startswith("|") for number in re.findall(r"\d+", line)
    ]


def test_nothing_else_lies_in_the_folder() -> None:
    assert {path.name for path in LEGAL.iterdir()} == {
        f"{name}.{code}.md" for name in ("privacy", "terms", "accessibility", "operator") for code in CODES
    }
