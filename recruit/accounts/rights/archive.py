"""The archive a person takes along: one ZIP with a page to read in their language, and the same as data, room by room."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
import io
import json
import re
from typing import Any
import zipfile

from babel import Locale
from flask import Flask, render_template
from flask_babel import get_locale, gettext as _

from recruit.accounts import personal_data
from recruit.accounts.rights.words import LABELS, ROOM_WORDS
from recruit.accounts.words import CONSENT_WAYS
from recruit.core.locales import BY_CODE
from recruit.core.settings import PROJECT_ROOT
from recruit.messages.rendering import reader
from recruit.messages.words import of_kind
from recruit.web import words
from recruit.web.times import format_day, format_instant, place_of

STYLES = PROJECT_ROOT / "recruit" / "web" / "static" / "css" / "archive.css"
_INSTANT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(\+\d\d:\d\d|Z)$")
_DAY = re.compile(r"^\d{4}-\d\d-\d\d$")
# A table with more columns is shown as one list for each thing.
MOST_COLUMNS = 6


@dataclass(frozen=True)
class Part:
    """A heading with what stands under it: pairs, a table, texts, and further parts."""

    title: str
    anchor: str = ""
    pairs: Sequence[tuple[str, str]] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    parts: Sequence["Part"] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.pairs or self.rows or self.parts)


def make(
    app: Flask,
    found: Mapping[str, Any],
    *,
    name: str,
    language: str,
    zone: str,
    now: datetime,
    held_files: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    """The ZIP. `found` is what `personal_data.export` gave; times in the page are those of `zone`. `held_files` are those the
    person handed in, by name.
    """
    with reader(app, language=language, zone=zone):
        in_order = [*(room for room in ROOM_WORDS if room in found), *(set(found) - set(ROOM_WORDS))]
        sections = [_part(ROOM_WORDS.get(room, room), found[room], anchor=room) for room in in_order]
        page = render_template(
            "accounts/rights/archive.html",
            name=name,
            made_at=now,
            sections=[section for section in sections if not section.is_empty],
            empty=[section.title for section in sections if section.is_empty],
            styles=STYLES.read_text(encoding="utf-8"),
            html_lang=BY_CODE[language].html_lang if language in BY_CODE else language,
        )
        page_name = _("my-data") + ".html"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, page_name, page, now)
        for room, data in found.items():
            text = json.dumps(data, ensure_ascii=False, indent=2, default=_plain)
            _add(archive, f"data/{room}.json", text + "\n", now)
        # Two may have one name; the number keeps them apart and says which stands where in the list.
        for number, (file_name, content) in enumerate(held_files, start=1):
            _add(archive, f"files/{number:02}-{file_name}", content, now)
    return made.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str | bytes, now: datetime) -> None:
    entry = zipfile.ZipInfo(name, date_time=now.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    archive.writestr(entry, text.encode() if isinstance(text, str) else text)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def label_of(key: str) -> str:
    """The word for a name in the data; a name without one is shown as it is."""
    return str(LABELS[key]) if key in LABELS else key.replace("_", " ")


def shown(value: Any) -> str:
    """One value in the reader's words."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, StrEnum):
        known = value in words.taught().get(type(value), {})
        return words.words_for(value) if known else str(value)
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, str) and _INSTANT.match(value):
        return format_instant(datetime.fromisoformat(value))
    if isinstance(value, str) and _DAY.match(value):
        return format_day(date.fromisoformat(value))
    return str(value)


def _part(title: Any, value: Any, *, anchor: str = "", within: str = "") -> Part:
    """A value of any shape as a part of the page, `within` the name it has in the data. What is empty leaves nothing behind."""
    if isinstance(value, Mapping):
        pairs, parts = _split(value, within)
        return Part(str(title), anchor, pairs=pairs, parts=parts)
    rows = [row for row in value if isinstance(row, Mapping)]
    flat = [key for row in rows for key in row]
    columns = [key for key in dict.fromkeys(flat) if any(_is_there(row.get(key)) for row in rows)]
    simple = all(not _is_deep(row.get(key)) for row in rows for key in columns)
    if rows and simple and len(columns) <= MOST_COLUMNS:
        cells = [[_cell(key, row.get(key), within) for key in columns] for row in rows]
        return Part(str(title), anchor, columns=[label_of(key) for key in columns], rows=cells)
    numbered = [_part(f"{title} {number}", row, within=within) for number, row in enumerate(rows, start=1)]
    return Part(str(title), anchor, parts=[part for part in numbered if not part.is_empty])


def _split(value: Mapping[str, Any], within: str) -> tuple[list[tuple[str, str]], list[Part]]:
    pairs: list[tuple[str, str]] = []
    parts: list[Part] = []
    for key, inner in value.items():
        readable = personal_data.readable().get(key)
        if readable is not None and inner:
            parts.append(Part(label_of(key), pairs=readable(inner)))
        elif _is_deep(inner):
            part = _part(label_of(key), inner, within=key)
            if not part.is_empty:
                parts.append(part)
        elif _is_there(inner):
            pairs.append((label_of(key), _cell(key, inner, within)))
    return pairs, parts


def _is_there(value: Any) -> bool:
    return value is not None and value not in ("", [], {})


def _is_deep(value: Any) -> bool:
    """Whether it holds things with names of their own."""
    return isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(one, Mapping) for one in value)
    )


def _cell(key: str, value: Any, within: str) -> str:
    place = f"{within}.{key}"
    in_words = personal_data.in_words().get(place) or _CODES.get(place) or _CODES.get(key, shown)
    return ", ".join(in_words(one) for one in value) if isinstance(value, list | tuple) else in_words(value)


def _language(code: Any) -> str:
    return (get_locale() or Locale("en")).languages.get(str(code), str(code)) if code else ""


def _country(code: Any) -> str:
    return (get_locale() or Locale("en")).territories.get(str(code), str(code)) if code else ""


def _way(code: Any) -> str:
    return str(CONSENT_WAYS.get(str(code), code))


def _weekday(number: Any) -> str:
    return (get_locale() or Locale("en")).days["stand-alone"]["wide"][int(number)]


def _minutes(clock: Any) -> str:
    """07:30:00 as 07:30."""
    return str(clock)[:5]


def _plain_text(marked: Any) -> str:
    """Our own words without the marks of Markdown."""
    return str(marked).replace("**", "")


# Codes, by their name in the data; where a name holds several kinds of them, with the name of what it stands in.
_CODES: Mapping[str, Callable[[Any], str]] = {
    "language": _language,
    "country": _country,
    "nationality": _country,
    "consents.way": _way,
    "consents.words": _plain_text,
    "mails.kind": of_kind,
    "weekday": _weekday,
    "busy_times.starts": _minutes,
    "busy_times.ends": _minutes,
    "zone": place_of,
}
