"""Texts in several languages, one row per language, of which one is the original: what the others were made from, and what the
original says since.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from recruit.core.differences import Change, Paragraph, differences

Fields = Mapping[str, str]


class TextRow(Protocol):
    """A row of a `…_text` table. `source_words` are those of the original that it was made from; None on the original, and
    where nobody kept them.
    """

    language: Any
    version: Any
    source_language: Any
    source_version: Any
    source_words: Any


@dataclass(frozen=True)
class Standing:
    """By how many versions a text is behind; which fields of the original are other than those it was made from (nothing is
    known of them where nobody kept those); what the original says and it does not.
    """

    versions_behind: int = 0
    changed: tuple[str, ...] = ()
    untranslated: tuple[str, ...] = ()

    @property
    def is_behind(self) -> bool:
        return self.versions_behind > 0


def words_of(row: TextRow, names: Sequence[str]) -> dict[str, str]:
    """The words of one row."""
    return {name: getattr(row, name) for name in names}


def standing_of(text: TextRow, original: TextRow, names: Sequence[str]) -> Standing:
    """How a text stands to the original as that is now. What it leaves to the original cannot be behind it."""
    words, now = words_of(text, names), words_of(original, names)
    untranslated = tuple(name for name in names if now[name].strip() and not words[name].strip())
    behind = original.version - (text.source_version or 0)
    if behind <= 0 or text.source_words is None:
        return Standing(max(behind, 0), (), untranslated)
    changed = changed_fields(text.source_words, now, names)
    changed = tuple(name for name in changed if name not in untranslated)
    return Standing(behind if changed else 0, changed, untranslated)


def changed_fields(before: Fields, after: Fields, names: Sequence[str]) -> tuple[str, ...]:
    r"""The fields that say something else: line ends and blank lines are nothing.

    >>> changed_fields({"title": "測量", "more": "川\r\n\r\n駅"}, {"title": "海", "more": "川\n駅"}, ("title", "more"))
    ('title',)
    """
    return tuple(name for name in names if _lines(before.get(name)) != _lines(after.get(name)))


def _lines(words: str | None) -> list[str]:
    return [line.strip() for line in (words or "").splitlines() if line.strip()]


# ------------------------------------------------------------------------------------------ writing


def follow(row: TextRow, source: TextRow | None, names: Sequence[str]) -> None:
    """Note what the row is made from; nothing for the original, whose `source` is None."""
    row.source_language = source.language if source else None
    row.source_version = source.version if source else None
    row.source_words = words_of(source, names) if source else None


def leave_behind(rows: Iterable[TextRow], source: TextRow, before: Fields) -> None:
    """The original said `before` and has changed: keep that where others were made from it, and let those be that fit what
    it says now.
    """
    now = words_of(source, tuple(before))
    for row in rows:
        if row is source or row.source_version is None:
            continue
        if row.source_words is None and row.source_version == source.version - 1:
            row.source_words = dict(before)
        if row.source_words is not None and not changed_fields(row.source_words, now, tuple(before)):
            row.source_version = source.version


def seen_mark(text: TextRow | None, original: TextRow | None) -> str:
    """Which versions somebody has before their eyes who writes now; another mark means that one of them has changed."""
    return f"{text.version if text else 0}-{original.version if original else 0}"


# ------------------------------------------------------------------------------------------ side by side


@dataclass(frozen=True)
class OriginalPart:
    """One field of the original; what came and went in it since the translation was made is marked, word by word."""

    paragraphs: list[Paragraph]

    @property
    def is_changed(self) -> bool:
        return any(one.change is not Change.SAME for one in self.paragraphs)


def original_parts(
    text: TextRow | None, original: TextRow | None, names: Sequence[str]
) -> dict[str, OriginalPart]:
    """Every field of the original, as it stands beside a translation of it."""
    if original is None:
        return {name: OriginalPart([]) for name in names}
    now = words_of(original, names)
    standing = standing_of(text, original, names) if text is not None else Standing()
    made_from = (text.source_words or {}) if text is not None else {}
    return {
        name: OriginalPart(
            differences(
                _paragraphs(made_from.get(name) if name in standing.changed else words),
                _paragraphs(words),
                language=original.language,
            )
        )
        for name, words in now.items()
    }


def _paragraphs(words: str | None) -> str:
    """Every line as a paragraph by itself: so it is typed, and so it is shown."""
    return "\n\n".join(_lines(words))
