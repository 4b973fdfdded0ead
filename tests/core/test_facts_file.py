"""The shipped facts are dated, sourced, and never say two things for one day."""

from datetime import date
from itertools import pairwise
import json
import re
from typing import Any

import pytest

from recruit.core.facts import SHIPPED

FACTS: list[dict[str, Any]] = json.loads(SHIPPED.read_text(encoding="utf-8"))
FIELDS = [
    "key",
    "value",
    "unit",
    "valid_from_on",
    "valid_to_on",
    "source",
    "source_name",
    "checked_on",
    "verified",
]


@pytest.mark.parametrize("row", FACTS, ids=lambda row: f"{row['key']}-{row['valid_from_on']}")
def test_fact_is_complete(row: dict[str, Any]) -> None:
    assert list(row) == FIELDS
    assert re.fullmatch(r"[a-z][a-z0-9_]{2,79}", row["key"])
    assert isinstance(row["value"], str) and row["value"] and row["unit"]
    assert re.match(r"https?://", row["source"]) and row["source_name"]
    assert date.fromisoformat(row["valid_from_on"]) and date.fromisoformat(row["checked_on"])
    assert row["valid_to_on"] is None or row["valid_to_on"] > row["valid_from_on"]
    assert isinstance(row["verified"], bool)


def test_rows_of_one_key_follow_each_other_without_overlap() -> None:
    assert sorted(FACTS, key=lambda row: (row["key"], row["valid_from_on"])) == FACTS
    for earlier, later in pairwise(FACTS):
        if earlier["key"] == later["key"]:
            assert earlier["unit"] == later["unit"]
            assert earlier["valid_to_on"] is not None and earlier["valid_to_on"] < later["valid_from_on"], (
                later["key"]
            )


def test_every_prefecture_has_a_minimum_wage_that_rises() -> None:
    wages: dict[str, list[int]] = {}
    for row in FACTS:
        if row["unit"] == "yen_per_hour" and row["key"].removeprefix("minimum_wage_") not in {
            "national_mean",
            "highest",
            "lowest",
        }:
            wages.setdefault(row["key"], []).append(int(row["value"]))
    assert len(wages) == 47
    assert all(values == sorted(values) and len(values) == 2 for values in wages.values())
    assert max(values[-1] for values in wages.values()) == wages["minimum_wage_tokyo"][-1] == 1226
    assert min(values[-1] for values in wages.values()) == 1023
