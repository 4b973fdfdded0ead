"""Whether a sentence is said in the reader's language, and whether a value can be kept."""

from functools import cache
import json
import re
import unicodedata

from sqlalchemy import BigInteger, Integer
from sqlalchemy.types import TypeEngine

from recruit.commands import catalogues
from tests.house.test_pseudo import SMALL_WORDS


@cache
def _sentences(language: str) -> list[re.Pattern[str]]:
    """Whatever the catalogue of a language may say, with room for what is filled in."""
    found = set()
    for message in catalogues.messages_of(catalogues.read(catalogues.path_of(language))):
        for words in message.string if isinstance(message.string, list | tuple) else (message.string,):
            pieces = [re.escape(" ".join(piece.split())) for piece in re.split(r"%\(\w+\)[a-z]", words)]
            if any(pieces):
                found.add(r"\s*(?:.+?)\s*".join(pieces))
    return [re.compile(pattern, re.DOTALL) for pattern in sorted(found, key=len, reverse=True)]


@cache
def is_said_in(language: str, words: str) -> bool:
    """Whether the catalogue of that language has this sentence."""
    return any(sentence.fullmatch(words) for sentence in _sentences(language))


def is_english(words: str) -> bool:
    """Whether an English sentence was filled into one of the reader's language."""
    return len(SMALL_WORDS & {word.lower() for word in re.findall("[A-Za-z]+", words)}) >= 2


def as_kept(value: str) -> str:
    """White space and composed letters aside."""
    return " ".join(unicodedata.normalize("NFC", value).split())


def is_keepable(kind: TypeEngine, value: object) -> bool:
    """Whether PostgreSQL takes this value too; SQLite asks neither for lengths nor for sizes."""
    if isinstance(value, str):
        return "\0" not in value and len(value) <= (getattr(kind, "length", None) or len(value))
    if isinstance(value, int) and isinstance(kind, Integer):
        return abs(value) < 2 ** (63 if isinstance(kind, BigInteger) else 31)
    return "\\u0000" not in json.dumps(value, default=str) if isinstance(value, dict | list) else True
