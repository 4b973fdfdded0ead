"""The authorities of Japan that publish what dated facts rest on, by the address of the page and in every language."""

from functools import lru_cache
import json
from pathlib import Path
import re
from urllib.parse import urlsplit

PUBLISHERS = Path(__file__).parent / "facts" / "publishers.json"


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
