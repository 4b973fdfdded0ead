"""The words of consents as shipped: one file a purpose (and receiving country, where the facts differ), four languages at one
version. Changed words are a new version.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
import hashlib
import json
from pathlib import Path

from recruit.accounts.rules import Purpose

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class ConsentWords:
    """What a person reads before agreeing, as Markdown. The facts about the receiving country have a source and a day."""

    purpose: Purpose
    country: str
    version: int
    language: str
    title: str
    body: str
    facts_source: str
    facts_checked_on: date

    @property
    def mark(self) -> str:
        """Names these words and no others: their version and language, and what changes with a letter of them."""
        return f"{self.version}.{self.language}.{hash_of(self.body)[:16]}"


@lru_cache(maxsize=1)
def all_words() -> tuple[ConsentWords, ...]:
    """Every purpose in every language."""
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        for language, text in content["texts"].items():
            body = "\n\n".join(text["paragraphs"])
            found.append(
                ConsentWords(
                    purpose=Purpose(path.stem.partition(".")[0]),
                    country=content["country"],
                    version=content["version"],
                    language=language,
                    title=text["title"],
                    body=body,
                    facts_source=content["facts"]["source"],
                    facts_checked_on=date.fromisoformat(content["facts"]["checked_on"]),
                )
            )
    return tuple(found)


def _words_for(purpose: Purpose, country: str) -> dict[str, ConsentWords]:
    return {
        words.language: words
        for words in all_words()
        if words.purpose is purpose and words.country == country
    }


def newest_words(purpose: Purpose, language: str, country: str = "JP") -> ConsentWords:
    """The words shown to new people; in English where there are none in that language."""
    written = _words_for(purpose, country)
    return written.get(language) or written["en"]


def newest_version(purpose: Purpose, country: str = "JP") -> int:
    """The version of the words that people are shown now."""
    return newest_words(purpose, "en", country).version


def countries_of(purpose: Purpose) -> frozenset[str]:
    """The receiving countries for which there are words."""
    return frozenset(words.country for words in all_words() if words.purpose is purpose)


def hash_of(body: str) -> str:
    """What changes when a letter of the words changes: kept with every consent, as proof of what was shown."""
    return hashlib.sha256(body.encode()).hexdigest()
