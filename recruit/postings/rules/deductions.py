"""The dated facts that pay in Japan is reckoned with: rates, grades and tax tables, each with its source and the day it was checked."""

from dataclasses import dataclass
from datetime import date
import json
from pathlib import Path
from typing import Any

FACTS = Path(__file__).parents[2] / "core" / "facts" / "take_home.json"


@dataclass(frozen=True)
class DeductionFact:
    """What holds from a day on. `valid_to_on` is empty where it holds until something else is decided."""

    key: str
    value: Any
    valid_from_on: date
    valid_to_on: date | None
    source: str
    source_name: str
    checked_on: date
    verified: bool

    def reaches(self, on: date) -> bool:
        """Whether it is already decided for that day, or is only the newest that is known."""
        return self.valid_to_on is None or on <= self.valid_to_on


def _read() -> tuple[DeductionFact, ...]:
    return tuple(
        DeductionFact(
            key=row["key"],
            value=row["value"],
            valid_from_on=date.fromisoformat(row["valid_from_on"]),
            valid_to_on=date.fromisoformat(row["valid_to_on"]) if row["valid_to_on"] else None,
            source=row["source"],
            source_name=row["source_name"],
            checked_on=date.fromisoformat(row["checked_on"]),
            verified=row["verified"],
        )
        for row in json.loads(FACTS.read_text(encoding="utf-8"))
    )


DEDUCTION_FACTS = _read()


def deduction_fact(key: str, on: date) -> DeductionFact:
    """The newest fact that has begun by that day; the first one for days before all of them."""
    rows = sorted(
        (row for row in DEDUCTION_FACTS if row.key == key), key=lambda row: row.valid_from_on, reverse=True
    )
    return next((row for row in rows if row.valid_from_on <= on), rows[-1])
