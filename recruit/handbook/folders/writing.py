"""From a book to files, such as `reading.py` takes them: the same book gives the same files, byte for byte."""

import json
import re
from typing import Any

from recruit.handbook.folders.rules import BOOK_FILE, BookFiles, ChapterFiles, TextFile

# Values that other readers of front matter (YAML) take for words as they stand.
_PLAIN = re.compile(r"[^\W\d_](?:(?!: | #|:$)[^\x00-\x1f\x7f\"\\])*")
_NO_WORDS = re.compile(r"(?i)true|false|yes|no|on|off|y|n|null")


def files_of(book: BookFiles) -> dict[str, bytes]:
    """All files of the book by name."""
    files = {BOOK_FILE: (json.dumps(_listed(book), ensure_ascii=False, indent=2) + "\n").encode()}
    for chapter in book.chapters:
        for code, text in chapter.texts.items():
            files[chapter.name_of(code)] = _text(chapter, text).encode()
        for figure in chapter.figures:
            files[figure.file] = figure.content
    return files


def _listed(book: BookFiles) -> dict[str, Any]:
    return {
        "slug": book.slug,
        "source_language": book.source_language,
        "languages": list(book.languages),
        "audience": str(book.audience),
        "titles": dict(book.titles),
        **({"notes": dict(book.notes)} if book.notes else {}),
        **({"former": list(book.former)} if book.former else {}),
        "chapters": [
            {
                "slug": one.slug,
                "position": one.position,
                "file": one.file,
                "titles": dict(one.titles),
                **({"part": dict(one.part)} if one.part else {}),
                **({"former": list(one.former)} if one.former else {}),
                **({"figures": _figures(one)} if one.figures else {}),
            }
            for one in book.chapters
        ],
    }


def _figures(chapter: ChapterFiles) -> dict[str, Any]:
    return {one.key: {"file": one.file, "words": one.words} for one in chapter.figures}


def _text(chapter: ChapterFiles, text: TextFile) -> str:
    said: dict[str, object] = {
        "chapter": chapter.slug,
        "language": text.language,
        "title": text.title,
        "summary": text.summary,
        "edition": text.edition,
        "follows": text.follows,
        "state": text.state,
        "revision": text.revision,
        "note": text.note,
    }
    lines = [f"{key}: {_value(value)}" for key, value in said.items() if value not in (None, "")]
    return "\n".join(["---", *lines, "---", "", text.body])


def _value(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    words = str(value)
    is_plain = _PLAIN.fullmatch(words) and words == words.strip() and not _NO_WORDS.fullmatch(words)
    return words if is_plain else json.dumps(words, ensure_ascii=False)
