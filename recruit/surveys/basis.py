"""On what follow-up surveys rest: where the law of a person's country asks for consent, none is sent before it was given;
everybody else is told before the first one. Plain Python; the laws are data with their sources.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
import json
from pathlib import Path


@dataclass(frozen=True)
class Law:
    """What one country's law says about asking people who are at work."""

    country: str
    law: str
    asks_consent: bool
    why: str
    source: str
    is_primary: bool


class Asking(StrEnum):
    """How somebody stands to being asked."""

    WAITS = "waits"
    AGREED = "agreed"
    TOLD = "told"
    REFUSED = "refused"


@lru_cache(maxsize=1)
def laws() -> tuple[Law, ...]:
    """The laws as shipped."""
    content = json.loads(Path(__file__).with_name("laws.json").read_text(encoding="utf-8"))
    return tuple(Law(**law) for law in content["laws"])


def asks_consent(nationalities: Collection[str], lives_in: str) -> bool:
    """Whether consent is asked of somebody: by nationality, or by where they live. Whose nationality nobody knows is asked."""
    asking = {law.country for law in laws() if law.asks_consent}
    known = {country for country in nationalities if country}
    return not known or bool(asking & {*known, lives_in})


def how_asked(*, needs_consent: bool, consented_at: datetime | None, refused: bool) -> Asking:
    """A refusal comes before everything else."""
    if refused:
        return Asking.REFUSED
    if consented_at is not None:
        return Asking.AGREED
    return Asking.WAITS if needs_consent else Asking.TOLD
