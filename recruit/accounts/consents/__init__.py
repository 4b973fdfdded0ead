"""The words of consents as shipped: one file a purpose, four languages at one version. Changed words are a new version."""

from dataclasses import dataclass
from functools import lru_cache
import json
from pathlib import Path

from recruit.accounts.rules import Purpose

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class ConsentWords:
    """What a person reads before agreeing, as Markdown."""

    purpose: Purpose
    version: int
    language: str
    title: str
    body: str


@lru_cache(maxsize=1)
def all_words() -> tuple[ConsentWords, ...]:
    """Every purpose in every language."""
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        for language, text in content["texts"].items():
            body = "\n\n".join(text["paragraphs"])
            found.append(ConsentWords(Purpose(path.stem), content["version"], language, text["title"], body))
    return tuple(found)


def newest_words(purpose: Purpose, language: str) -> ConsentWords:
    """The words shown to new people; in English where there are none in that language."""
    of_purpose = {words.language: words for words in all_words() if words.purpose is purpose}
    return of_purpose.get(language) or of_purpose["en"]
