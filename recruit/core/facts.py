"""Dated facts: one home for wages, caps, fees and national figures, with source and date of checking."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
import json
from pathlib import Path
import re
from typing import Any

from sqlalchemy import Select, select

from recruit.core import audit
from recruit.core.db import refuse_on, session
from recruit.core.errors import Missing, Refused
from recruit.core.models import DatedFact
from recruit.core.visitor import Visitor

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
    found = session().scalar(_holding(key, on))
    return _fact_of(found) if found is not None else None


def _holding(key: str, on: date) -> Select[Any]:
    return (
        select(DatedFact)
        .where(
            DatedFact.key == key,
            DatedFact.valid_from_on <= on,
            (DatedFact.valid_to_on.is_(None)) | (DatedFact.valid_to_on >= on),
        )
        .order_by(DatedFact.valid_from_on.desc(), DatedFact.id.desc())
        .limit(1)
    )


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


def newest_facts(keys: Collection[str]) -> dict[str, Fact]:
    """The newest value of each, whether it holds or not."""
    if not keys:
        return {}
    rows = session().scalars(
        select(DatedFact).where(DatedFact.key.in_(keys)).order_by(DatedFact.valid_from_on, DatedFact.id)
    )
    return {row.key: _fact_of(row) for row in rows}


@dataclass(frozen=True)
class NewFact:
    """A fact as somebody enters it."""

    key: str
    value: str
    unit: str
    valid_from_on: date
    valid_to_on: date | None
    source: str
    source_name: str
    checked_on: date
    verified: bool


# How much of a currency one yen buys.
RATE_PREFIX = "yen_in_"


class FactFault(StrEnum):
    """Why a fact cannot be entered, in English for who sits at the command line."""

    KEY = "a key has small letters, digits and underscores"
    SOURCE = "the source is the address of a page"
    LAST_DAY = "the last day lies before the first"
    RATE = "a rate is a number above nought, such as 165.3"
    SAME_DAY = "there is one from that day on already"
    NO_SUCH_DAY = "there is no such day"
    NO_WHOLE_NUMBER = "the value before is a whole number in digits only, so this one is too"
    NO_NUMBER = "the value before is a number in digits only, so this one is too"
    NO_DAY = "the value before is a day such as 2026-04-01, so this one is too"


# Two people at once both pass the question below; the database lets one of them through.
refuse_on("uq_dated_fact_key_valid_from_on", Refused(FactFault.SAME_DAY, field="valid_from_on"))

_WHOLE, _NUMBER, _DAY = r"[0-9]{1,15}", r"[0-9]{1,15}(\.[0-9]{1,9})?", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def why_not_value(value: str, before: str, unit: str) -> FactFault | None:
    """Why a value cannot follow the one before: pages and forms reckon with it, so it stays of its kind. A share may get
    decimals; what is in words may become anything.
    """
    if re.fullmatch(_DAY, value) and not _is_day(value):
        return FactFault.NO_SUCH_DAY
    if re.fullmatch(_DAY, before):
        return None if re.fullmatch(_DAY, value) else FactFault.NO_DAY
    if re.fullmatch(_WHOLE, before) and not unit.startswith("percent"):
        return None if re.fullmatch(_WHOLE, value) else FactFault.NO_WHOLE_NUMBER
    if re.fullmatch(_NUMBER, before):
        return None if re.fullmatch(_NUMBER, value) else FactFault.NO_NUMBER
    return None


def why_not_fact(new: NewFact) -> FactFault | None:
    """Why it cannot be entered; None where it can."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{2,79}", new.key):
        return FactFault.KEY
    if not new.source.startswith(("https://", "http://")):
        return FactFault.SOURCE
    if new.valid_to_on is not None and new.valid_to_on < new.valid_from_on:
        return FactFault.LAST_DAY
    if new.key.startswith(RATE_PREFIX):
        if not _is_above_nothing(new.value):
            return FactFault.RATE
    elif fault := why_not_value(new.value, *_value_before(new.key)):
        return fault
    same = select(DatedFact.id).where(DatedFact.key == new.key, DatedFact.valid_from_on == new.valid_from_on)
    return FactFault.SAME_DAY if session().scalar(same.limit(1)) else None


def _value_before(key: str) -> tuple[str, str]:
    """The newest value of a fact and its unit; empty for a new fact."""
    row = session().execute(
        select(DatedFact.value, DatedFact.unit)
        .where(DatedFact.key == key)
        .order_by(DatedFact.valid_from_on.desc(), DatedFact.id.desc())
        .limit(1)
    )
    found = row.first()
    return (found.value, found.unit) if found else ("", "")


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_above_nothing(value: str) -> bool:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    return number.is_finite() and number > 0


def enter_fact(new: NewFact, *, by: Visitor, now: datetime) -> None:
    """Add it beside the earlier ones, which stay for what they were used for. Refused where there is one from that day on."""
    session().add(DatedFact(**asdict(new)))
    session().flush()
    audit.record(
        "fact_entered",
        by=by,
        now=now,
        subject_kind="fact",
        subject_ref=new.key,
        change=f"valid_from_on {new.valid_from_on}",
    )


def check_again(key: str, *, on: date, by: Visitor, now: datetime) -> Fact:
    """Note that somebody looked today and that the fact which holds still holds: it counts as verified from then on.

    Raises Missing where none holds.
    """
    row = session().scalar(_holding(key, on))
    if row is None:
        raise Missing
    row.checked_on, row.verified = on, True
    session().flush()
    audit.record(
        "fact_checked",
        by=by,
        now=now,
        subject_kind="fact",
        subject_ref=key,
        change=f"valid_from_on {row.valid_from_on}",
    )
    return _fact_of(row)
