"""The terms of the books: a word and its meaning in each language."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
import json
from pathlib import Path

SHIPPED = Path(__file__).parent / "editions" / "glossary.json"


@dataclass(frozen=True)
class Term:
    """A term with its word and its meaning by language; every term has both in every language of the platform."""

    key: str
    words: Mapping[str, str]
    meanings: Mapping[str, str]


@lru_cache(maxsize=1)
def shipped_terms() -> Mapping[str, Term]:
    """The terms that came with the program."""
    if not SHIPPED.exists():
        return {}
    rows = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return {key: Term(key, row["words"], row["meanings"]) for key, row in rows.items()}


def terms_of(keys: Collection[str]) -> dict[str, Term]:
    """These terms, as far as they are known."""
    known = shipped_terms()
    return {key: known[key] for key in keys if key in known}
