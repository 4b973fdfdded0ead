"""Dated facts: one home for wages, caps, fees and national figures, with source and date of checking."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
import json
from pathlib import Path

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.models import DatedFact

SHIPPED = Path(__file__).parent / "facts" / "facts.json"


@dataclass(frozen=True)
class Fact:
    """A value that held from a day on, who says so, and when it was last checked. Unverified: "check with …"."""

    key: str
    value: str
    unit: str
    valid_from_on: date
    source: str
    source_name: str
    checked_on: date
    verified: bool


def fact(key: str, on: date) -> Fact | None:
    """The fact that holds on that day, or None."""
    found = session().scalar(
        select(DatedFact)
        .where(
            DatedFact.key == key,
            DatedFact.valid_from_on <= on,
            (DatedFact.valid_to_on.is_(None)) | (DatedFact.valid_to_on >= on),
        )
        .order_by(DatedFact.valid_from_on.desc(), DatedFact.id.desc())
        .limit(1)
    )
    return _fact_of(found) if found is not None else None


def _fact_of(row: DatedFact) -> Fact:
    return Fact(
        row.key,
        row.value,
        row.unit,
        row.valid_from_on,
        row.source,
        row.source_name,
        row.checked_on,
        row.verified,
    )


def load_shipped() -> int:
    """Add the facts shipped with the program that are not there yet; inside `writing()`. Returns how many."""
    known = {tuple(row) for row in session().execute(select(DatedFact.key, DatedFact.valid_from_on))}
    added = 0
    for row in json.loads(SHIPPED.read_text(encoding="utf-8")):
        valid_from_on = date.fromisoformat(row["valid_from_on"])
        if (row["key"], valid_from_on) in known:
            continue
        session().add(
            DatedFact(
                key=row["key"],
                value=str(row["value"]),
                unit=row.get("unit") or "",
                valid_from_on=valid_from_on,
                valid_to_on=date.fromisoformat(row["valid_to_on"]) if row.get("valid_to_on") else None,
                source=row["source"],
                source_name=row.get("source_name") or "",
                checked_on=date.fromisoformat(row["checked_on"]),
                verified=bool(row["verified"]),
            )
        )
        added += 1
    return added


def facts_on(keys: Collection[str], on: date) -> dict[str, Fact]:
    """All of these facts that hold on that day, in one read."""
    if not keys:
        return {}
    rows = session().scalars(
        select(DatedFact)
        .where(
            DatedFact.key.in_(keys),
            DatedFact.valid_from_on <= on,
            (DatedFact.valid_to_on.is_(None)) | (DatedFact.valid_to_on >= on),
        )
        .order_by(DatedFact.valid_from_on, DatedFact.id)
    )
    return {row.key: _fact_of(row) for row in rows}
