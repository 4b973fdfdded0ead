"""Marks of what somebody has before them while writing: who saves later than somebody else is told, and overwrites nothing
unseen.
"""

from collections.abc import Mapping
import hashlib
import json
from typing import Any

from recruit.core.errors import Refused
from recruit.organisations import texts
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationRefusal

_FACTS = (
    "prefecture", "address", "telephone", "capital_yen", "staff_count", "foreign_staff_count", "figures_source",
    "figures_on", "employer_category", "permit_number", "permit_until", "trades", "support", "deemed_large",
)  # fmt: skip


def mark_of_texts(organisation: Organisation, language: str) -> str:
    """What the page says in a language, and the Japanese beside which that is written."""
    rows = [texts.row_in(organisation, code) for code in (language, texts.SOURCE_LANGUAGE)]
    return _mark(
        [{part: getattr(row, part) for part in ("name", *texts.PARTS)} if row else None for row in rows]
    )


def mark_of_facts(organisation: Organisation) -> str:
    """What the profile says."""
    company = organisation.company
    names = {text.language: text.name for text in organisation.texts if text.language in ("ja", "en")}
    facts: Mapping[str, Any] = {name: getattr(company, name) for name in _FACTS} if company else {}
    return _mark([organisation.name_kana, names, facts])


def demand_unchanged(seen: str, now: str) -> None:
    """Refuse where something else stands there by now. Who names no mark is not asked."""
    if seen and seen != now:
        raise Refused(OrganisationRefusal.CHANGED_MEANWHILE)


def _mark(said: object) -> str:
    return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()[:24]
