"""What dated facts rest on, in every language: the authorities that publish it, by the address of the page, and the names of
the documents.
"""

from functools import lru_cache
import json
from pathlib import Path
import re
from urllib.parse import urlsplit

PUBLISHERS = Path(__file__).parent / "facts" / "publishers.json"
SOURCE_NAMES = Path(__file__).parent / "facts" / "source_names.json"


def publisher_of(source: str, language: str) -> str:
    """Who publishes the page at this address; empty where it is no authority that we know by name.

    >>> publisher_of("https://www.moj.go.jp/isa/applications/index.html", "ja")
    '出入国在留管理庁'
    >>> publisher_of("https://not-mhlw.go.jp.example/", "ja")
    ''
    """
    parts = urlsplit(source)
    address = f".{parts.hostname or ''}{parts.path}"
    for known, names in _known():
        if _is_within(address, known):
            return names.get(language) or names["en"]
    return ""


def _is_within(address: str, known: str) -> bool:
    """Whether the address is of this host or one below it, and within its path."""
    host, _, path = known.partition("/")
    its_host, _, its_path = address.partition("/")
    return its_host.endswith(f".{host}") and (not path or f"{its_path}/".startswith(f"{path}/"))


@lru_cache(maxsize=1)
def _known() -> tuple[tuple[str, dict[str, str]], ...]:
    """The narrowest first: an office before the ministry it belongs to."""
    rows = json.loads(PUBLISHERS.read_text(encoding="utf-8"))
    pairs = ((address, row["names"]) for row in rows for address in row["addresses"])
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def source_in(name: str, language: str) -> tuple[str, str]:
    """The name of a document for readers of a language, and the language it is in: what has no name there keeps its own.

    >>> source_in("Labour Standards Act art. 32", "ja"), source_in("建設業の時間外労働", "en")
    (('労働基準法第32条', 'ja'), ('建設業の時間外労働', 'ja'))
    """
    names = _names_of_sources().get(name, {})
    return (names[language], language) if language in names else (name, language_of_title(name))


@lru_cache(maxsize=1)
def _names_of_sources() -> dict[str, dict[str, str]]:
    """By the name that a fact gives in English. Who enters a new value under the same name keeps the others."""
    return json.loads(SOURCE_NAMES.read_text(encoding="utf-8"))


_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")


def language_of_title(title: str) -> str:
    """The language of the title of a document, which stays as it is: by its letters, else English, in which we note them.

    >>> language_of_title("建設業の時間外労働"), language_of_title("Thông tư 05"), language_of_title("Labour Standards Act")
    ('ja', 'vi', 'en')
    """
    if _JAPANESE.search(title):
        return "ja"
    return "vi" if _VIETNAMESE.search(title) else "en"
