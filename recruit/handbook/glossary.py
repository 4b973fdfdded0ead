"""The terms of the books: a word and its meaning in each language."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
import json
from pathlib import Path

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.texts import best_title
from recruit.handbook.models import GlossaryTerm

SHIPPED = Path(__file__).parent / "editions" / "glossary.json"


@dataclass(frozen=True)
class Explained:
    """A term for readers of one language: its word and its meaning, each with the language in which there is one."""

    key: str
    word: str
    meaning: str
    word_language: str
    meaning_language: str


@dataclass(frozen=True)
class Term:
    """A term with its word and its meaning by language. It may lack any of them; those that ship have all."""

    key: str
    words: Mapping[str, str]
    meanings: Mapping[str, str]

    def explained(self, language: str, source_language: str = "") -> Explained:
        """In that language, else in the nearest: a book whose original is in another language marks it as well."""
        word, word_language = best_title(self.words, language, source_language)
        meaning, meaning_language = best_title(self.meanings, language, source_language)
        return Explained(self.key, word or self.key, meaning, word_language, meaning_language)


@lru_cache(maxsize=1)
def shipped_terms() -> Mapping[str, Term]:
    """The terms that came with the program."""
    rows = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return {key: Term(key, row["words"], row["meanings"]) for key, row in rows.items()}


def all_terms() -> dict[str, Term]:
    """Every term, in the order of the keys."""
    rows = session().scalars(select(GlossaryTerm).order_by(GlossaryTerm.key))
    return {row.key: Term(row.key, row.words, row.meanings) for row in rows}


def terms_of(keys: Collection[str]) -> dict[str, Term]:
    """These terms, as far as they are known, in the order in which they are asked for."""
    if not keys:
        return {}
    rows = session().scalars(select(GlossaryTerm).where(GlossaryTerm.key.in_(keys)))
    found = {row.key: Term(row.key, row.words, row.meanings) for row in rows}
    return {key: found[key] for key in keys if key in found}
