"""Moves of the codebook: a new code, another wording, retired, in use again. Nothing is ever deleted."""

from collections.abc import Mapping
from datetime import datetime
import json
from pathlib import Path
import re
from typing import Any
import unicodedata

from sqlalchemy import select

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.surveys.coding.models import Code, CodeWording
from recruit.surveys.coding.queries import demand_officer
from recruit.surveys.coding.rules import CodingRefusal, Theme

SHIPPED = Path(__file__).with_name("codebook.json")
Texts = Mapping[str, Mapping[str, str]]
_MOST_OF_KEY = 30


def load_codebook(now: datetime) -> int:
    """Add the codes that ship with the program and are not there yet. What staff have made of one stays theirs."""
    known = set(session().scalars(select(Code.key)))
    new = [row for row in shipped_codes() if row["key"] not in known]
    for row in new:
        _add(row["key"], Theme(row["theme"]), row["texts"], now)
    return len(new)


def shipped_codes() -> list[dict[str, Any]]:
    """The codes that ship with the program: reasons for leaving, troubles, and what works."""
    return json.loads(SHIPPED.read_text(encoding="utf-8"))


def key_from(label: str, taken: set[str]) -> str:
    """A key for a new code, made of its English label, that no other code has.

    >>> key_from("Câu hỏi: commuting & cars", {"cau_hoi_commuting_cars"})
    'cau_hoi_commuting_cars_2'
    """
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_MOST_OF_KEY].strip("_") or "code"
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key


def add_code(theme: Theme, texts: Texts, *, by: Visitor, now: datetime) -> Code:
    """A new code; those who have coded before were not offered it, and are not asked again."""
    demand_officer(by)
    key = key_from(texts["label"].get("en", ""), set(session().scalars(select(Code.key))))
    code = _add(key, theme, texts, now)
    _note("code.added", code, by, now, "1")
    return code


def reword(code: Code, texts: Texts, *, seen_number: int, by: Visitor, now: datetime) -> CodeWording:
    """Another wording as the next version; what was coded keeps the version it was coded with."""
    demand_officer(by)
    newest = _newest(code)
    if newest.number != seen_number:
        raise Refused(CodingRefusal.WORDING_CHANGED)
    if newest.texts == texts:
        raise Refused(CodingRefusal.WORDING_UNCHANGED)
    wording = CodeWording(code_id=code.id, number=newest.number + 1, texts=dict(texts), since=now)
    session().add(wording)
    session().flush()
    session().expire(code, ["wordings"])
    _note("code.reworded", code, by, now, str(wording.number))
    return wording


def retire(code: Code, *, by: Visitor, now: datetime) -> None:
    """Offer the code no more. Retired already, nothing happens."""
    demand_officer(by)
    if code.retired_at is None:
        code.retired_at = now
        session().flush()
        _note("code.retired", code, by, now, "")


def use_again(code: Code, *, by: Visitor, now: datetime) -> None:
    """Offer a retired code again."""
    demand_officer(by)
    if code.retired_at is not None:
        code.retired_at = None
        session().flush()
        _note("code.used_again", code, by, now, "")


def _newest(code: Code) -> CodeWording:
    """The newest wording, while nobody else adds one."""
    session().execute(select(Code.id).where(Code.id == code.id).with_for_update())
    return (
        session()
        .scalars(
            select(CodeWording)
            .where(CodeWording.code_id == code.id)
            .order_by(CodeWording.number.desc())
            .limit(1)
        )
        .one()
    )


def _add(key: str, theme: Theme, texts: Texts, now: datetime) -> Code:
    code = Code(key=key, theme=theme)
    code.wordings.append(CodeWording(number=1, texts=dict(texts), since=now))
    session().add(code)
    session().flush()
    return code


def _note(action: str, code: Code, by: Visitor, now: datetime, change: str) -> None:
    audit.record(action, by=by, now=now, subject_kind="code", subject_ref=code.key, change=change)
