"""From files to a book: the one reader of shipped editions and of folders that people bring. Plain Python, nothing trusted."""

from collections import Counter
from collections.abc import Iterator, Mapping
import json
from pathlib import Path
import re
from typing import Any

from recruit.core.locales import CODES
from recruit.core.text import one_line
from recruit.handbook import marks
from recruit.handbook.figures.rules import (
    LONGEST_WORDS,
    MOST_BYTES as MOST_BYTES_OF_FIGURE,
    MOST_FIGURES,
    why_not_key,
    why_not_words,
)
from recruit.handbook.folders.rules import (
    BOOK_FILE,
    ENOUGH_FAULTS,
    MOST_BYTES_OF_BOOK,
    MOST_BYTES_OF_TEXT,
    MOST_BYTES_OF_TEXTS,
    MOST_CHAPTERS,
    MOST_FILES,
    MOST_LINES_OF_TEXTS,
    MOST_LISTED,
    BookFiles,
    ChapterFiles,
    FigureFile,
    FileFault,
    FileFaultKind,
    FilesWrong,
    TextFile,
)
from recruit.handbook.rules import LONGEST_BODY, Audience, ChapterState, is_slug

_LONGEST = {"title": 200, "summary": 200, "note": 300}
_LONGEST_SLUG = 60
_SAID_OF_FIGURE = ("description", "caption", "source")
_NUMBERS = ("edition", "follows", "revision")
_KEYS = frozenset({"chapter", "language", "state", *_LONGEST, *_NUMBERS})
_LINE = re.compile(r"([a-z]+):(?:[ \t]+(.*))?")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
# What programs leave in folders without being asked.
_LEFT_BEHIND = re.compile(r"(^|/)(\.|__MACOSX/|Thumbs\.db$|desktop\.ini$)")


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder by name, with those of the folders inside; bounded. Links are not followed."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.is_file() or is_left_behind(name):
            continue
        found[name] = path.read_bytes()
        if len(found) > MOST_FILES:
            raise FilesWrong([FileFault(FileFaultKind.TOO_MUCH)])
    return found


def is_left_behind(name: str) -> bool:
    """Whether a file is none of the book's, such as the hidden ones of operating systems."""
    return _LEFT_BEHIND.search(name) is not None


def book_from(files: Mapping[str, bytes]) -> BookFiles:
    """The book that the files hold. Raises FilesWrong with everything that is wrong with them, line by line."""
    if BOOK_FILE not in files:
        raise FilesWrong([FileFault(FileFaultKind.NO_BOOK, BOOK_FILE)])
    texts = [content for name, content in files.items() if name.endswith(".md")]
    if sum(map(len, texts)) > MOST_BYTES_OF_TEXTS or sum(map(_lines_in, texts)) > MOST_LINES_OF_TEXTS:
        raise FilesWrong([FileFault(FileFaultKind.TOO_MUCH)])
    reader = _Reader(files)
    book = reader.book()
    if reader.faults or book is None:
        raise reader.wrong()
    return book


def _lines_in(content: bytes) -> int:
    return content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n")


class _Reader:
    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.faults: list[FileFault] = []

    def say(self, kind: FileFaultKind, file: str = BOOK_FILE, line: int = 0, about: object = "") -> None:
        self.faults.append(FileFault(kind, file, line, marks.clean(str(about)[:120])))
        if len(self.faults) >= ENOUGH_FAULTS:
            raise self.wrong()

    def wrong(self) -> FilesWrong:
        return FilesWrong(sorted(self.faults, key=lambda fault: (fault.file, fault.line)))

    def words(self, name: str, most: int) -> str | None:
        content = self.files[name]
        if len(content) > most:
            self.say(FileFaultKind.TOO_LONG, name)
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as wrong:
            self.say(FileFaultKind.NOT_UTF8, name, content[: wrong.start].count(b"\n") + 1)
            return None
        if "\0" in text:
            self.say(FileFaultKind.NOT_UTF8, name, text[: text.index("\0")].count("\n") + 1)
            return None
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def book(self) -> BookFiles | None:
        text = self.words(BOOK_FILE, MOST_BYTES_OF_BOOK)
        if text is None:
            return None
        try:
            found = json.loads(text)
        except json.JSONDecodeError as wrong:
            self.say(FileFaultKind.NOT_JSON, line=wrong.lineno, about=wrong.msg)
            return None
        except (RecursionError, ValueError):
            self.say(FileFaultKind.NOT_JSON)
            return None
        if not isinstance(found, dict):
            self.say(FileFaultKind.NOT_JSON)
            return None
        languages = tuple(self.list_of(found, "languages", "languages"))
        for place, code in enumerate(languages):
            if code not in CODES or code in languages[:place]:
                self.say(FileFaultKind.WRONG_VALUE, about=f"languages: {code}")
        source = found.get("source_language")
        if source not in languages:
            self.say(FileFaultKind.WRONG_VALUE, about="source_language")
        if found.get("audience") not in list(Audience):
            self.say(FileFaultKind.WRONG_VALUE, about="audience")
        slug, titles = self.slug(found, "slug"), self.by_language(found, "titles")
        # Where there is none in the language of a reader, the English one is shown.
        if "en" not in titles:
            self.say(FileFaultKind.WRONG_VALUE, about="titles")
        rows = found.get("chapters")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.say(FileFaultKind.WRONG_VALUE, about="chapters")
            return None
        if len(rows) > MOST_CHAPTERS:
            self.say(FileFaultKind.TOO_MUCH, about="chapters")
            return None
        chapters = tuple(self.chapter(row, place, languages) for place, row in enumerate(rows))
        self.each_once(chapters)
        listed = {one.name_of(code) for one in chapters for code in languages}
        for name in self.files:
            if name.endswith(".md") and name not in listed:
                self.say(FileFaultKind.UNLISTED, name)
        if self.faults:
            return None
        return BookFiles(
            slug=slug,
            source_language=str(source),
            languages=languages,
            audience=Audience(found["audience"]),
            titles=titles,
            chapters=chapters,
            notes=self.by_language(found, "notes"),
            former=tuple(self.list_of(found, "former", "former", needed=False)),
        )

    def each_once(self, chapters: tuple[ChapterFiles, ...]) -> None:
        """An address leads to one chapter, a name of files belongs to one, and former addresses are nobody's else."""
        for what in ("slug", "file"):
            seen: set[str] = set()
            for one in chapters:
                value = getattr(one, what)
                if value in seen:
                    self.say(FileFaultKind.TWICE, about=f"{what}: {value}")
                seen.add(value)
        addresses = [address for one in chapters for address in (one.slug, *one.former)]
        for address in sorted(one for one, times in Counter(addresses).items() if times > 1):
            self.say(FileFaultKind.TWICE, about=f"former: {address}")

    def chapter(self, row: dict[str, Any], place: int, languages: tuple[str, ...]) -> ChapterFiles:
        where = f"chapters[{place}]"
        slug = self.slug(row, f"{where}.slug")
        position = row.get("position")
        if type(position) is not int or not 0 <= position <= 99:
            self.say(FileFaultKind.WRONG_VALUE, about=f"{where}.position")
            position = 0
        file = row.get("file", f"{position:02}-{slug}")
        if not isinstance(file, str) or not _FILE.fullmatch(file):
            self.say(FileFaultKind.WRONG_VALUE, about=f"{where}.file")
            file = ""
        titles = self.by_language(row, f"{where}.titles")
        if "en" not in titles:
            self.say(FileFaultKind.WRONG_VALUE, about=f"{where}.titles")
        former = tuple(self.list_of(row, "former", f"{where}.former", needed=False))
        texts = {}
        for code in languages:
            name = f"{file}.{code}.md"
            if file and name in self.files:
                text = self.text(name, slug, code)
                if text is not None:
                    texts[code] = text
        part = self.by_language(row, f"{where}.part")
        return ChapterFiles(
            slug, position, file, titles, texts, former, part, tuple(self.figures(row, f"{where}.figures"))
        )

    def figures(self, row: dict[str, Any], where: str) -> Iterator[FigureFile]:
        """The pictures of a chapter, each with a file of its own beside the texts."""
        found = row.get("figures", {})
        if not isinstance(found, dict):
            self.say(FileFaultKind.WRONG_VALUE, about=where)
            return
        if len(found) > MOST_FIGURES:
            self.say(FileFaultKind.TOO_MUCH, about=where)
            return
        for key, told in found.items():
            name = told.get("file") if isinstance(told, dict) else None
            words: Any = told.get("words", {}) if isinstance(told, dict) else None
            if (
                not isinstance(name, str)
                or name not in self.files
                or why_not_key(key)
                or not _are_words(words)
            ):
                self.say(FileFaultKind.WRONG_VALUE, about=f"{where}: {key}")
            elif len(self.files[name]) > MOST_BYTES_OF_FIGURE:
                self.say(FileFaultKind.TOO_LONG, name)
            else:
                yield FigureFile(key, name, self.files[name], words)

    def slug(self, row: dict[str, Any], where: str) -> str:
        slug = row.get("slug")
        if not isinstance(slug, str) or len(slug) > _LONGEST_SLUG or not is_slug(slug):
            self.say(FileFaultKind.WRONG_VALUE, about=where)
            return ""
        return slug

    def list_of(self, row: dict[str, Any], key: str, where: str, *, needed: bool = True) -> list[str]:
        found = row.get(key, None if needed else [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self.say(FileFaultKind.WRONG_VALUE, about=where)
            return []
        if len(found) > MOST_LISTED:
            self.say(FileFaultKind.TOO_MUCH, about=where)
            return []
        if key == "former" and any(not is_slug(one) or len(one) > _LONGEST_SLUG for one in found):
            self.say(FileFaultKind.WRONG_VALUE, about=where)
        return found

    def by_language(self, row: dict[str, Any], where: str) -> dict[str, str]:
        found = row.get(where.rpartition(".")[2], {})
        is_fine = isinstance(found, dict) and all(
            code in CODES and isinstance(words, str) and 0 < len(words) <= 500 and _can_be_kept(words)
            for code, words in found.items()
        )
        if not is_fine:
            self.say(FileFaultKind.WRONG_VALUE, about=where)
            return {}
        return found

    # -------------------------------------------------------------------------------------- one text

    def text(self, name: str, slug: str, language: str) -> TextFile | None:
        words = self.words(name, MOST_BYTES_OF_TEXT)
        if words is None:
            return None
        lines = words.split("\n")
        end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
        if lines[0].rstrip() != "---" or end is None:
            self.say(FileFaultKind.NO_FRONT_MATTER, name, 1)
            return None
        before = len(self.faults)
        said = self.front_matter(name, lines[1:end])
        for key, wanted in (("chapter", slug), ("language", language)):
            if key in said and said[key][0] != wanted:
                self.say(FileFaultKind.OTHER_PLACE, name, said[key][1], f"{key}: {said[key][0]}")
        if not said.get("title", ("", 0))[0]:
            self.say(FileFaultKind.NO_TITLE, name, 1)
        start = end + 1
        if start < len(lines) - 1 and not lines[start].strip():
            start += 1
        body = "\n".join(lines[start:])
        if len(body) > LONGEST_BODY:
            self.say(FileFaultKind.TOO_LONG, name)
        if len(self.faults) > before:
            return None
        return TextFile(
            language=language,
            title=said["title"][0],
            body=body,
            summary=said.get("summary", ("", 0))[0],
            note=said.get("note", ("", 0))[0],
            state=ChapterState(said["state"][0]) if "state" in said else None,
            first_line=start + 1,
            **{key: int(said[key][0]) for key in _NUMBERS if key in said},
        )

    def front_matter(self, name: str, lines: list[str]) -> dict[str, tuple[str, int]]:
        """Each value with its line."""
        said: dict[str, tuple[str, int]] = {}
        for number, line in enumerate(lines, 2):
            if not line.strip():
                continue
            match = _LINE.fullmatch(line.rstrip())
            key, value = (match[1], _value(match[2] or "")) if match else ("", None)
            if key not in _KEYS or key in said or value is None:
                self.say(FileFaultKind.WRONG_LINE, name, number, line.strip())
                continue
            if len(value) > _LONGEST.get(key, 100):
                self.say(FileFaultKind.TOO_LONG, name, number, key)
            if (key in _NUMBERS and not re.fullmatch(r"[0-9]{1,6}", value)) or (
                key == "state" and value not in list(ChapterState)
            ):
                self.say(FileFaultKind.WRONG_LINE, name, number, line.strip())
                continue
            said[key] = (value, number)
        return said


def _are_words(found: Any) -> bool:
    """Whether this is what is said of a picture: by language, short, and without the signs it stands between in a text."""
    return isinstance(found, dict) and all(
        code in CODES
        and isinstance(said, dict)
        and all(
            name in _SAID_OF_FIGURE
            and isinstance(one, str)
            and len(one) <= LONGEST_WORDS
            and why_not_words(one) is None
            and _can_be_kept(one)
            for name, one in said.items()
        )
        for code, said in found.items()
    )


def _value(written: str) -> str | None:
    """A value as it is kept; None where it cannot be, or was begun with a quotation mark and is no such value."""
    value: object = written
    if written.startswith('"'):
        try:
            value = json.loads(written)
        except ValueError:
            return None
    return one_line(value) if isinstance(value, str) and _can_be_kept(value) else None


def _can_be_kept(words: str) -> bool:
    """JSON can write signs that no database (0) and no page (halves of letters) can hold."""
    return re.search("[\x00\ud800-\udfff]", words) is None
