"""What changed in a position, part by part, and how it stood before: plain values, no words.

A path names a part of the content (see `rules/content.py`): "base_pay_yen", "items/holidays", "texts/vi/title".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from recruit.postings.rules import Content

Parts = Mapping[str, Any]
_NESTED = ("items", "texts")


@dataclass(frozen=True)
class Change:
    """The parts that differ, as they were and as they became. A part that is in one of the two only came or went."""

    before: Parts
    after: Parts

    @property
    def paths(self) -> list[str]:
        return list(dict.fromkeys([*self.before, *self.after]))

    def __bool__(self) -> bool:
        return bool(self.before or self.after)


def parts_of(content: Content) -> dict[str, Any]:
    """A content as flat parts. What is empty is not there: a text without words is none."""
    found = {key: value for key, value in content.items() if key not in _NESTED and value is not None}
    found |= {f"items/{key}": value for key, value in content.get("items", {}).items() if value is not None}
    found |= {
        f"texts/{language}/{field}": words
        for language, text in content.get("texts", {}).items()
        for field, words in text.items()
        if words
    }
    return found


def change_between(before: Content, after: Content) -> Change:
    """What is not the same in the two."""
    old, new = parts_of(before), parts_of(after)
    different = [path for path in {**old, **new} if old.get(path) != new.get(path)]
    return Change(
        {path: old[path] for path in different if path in old},
        {path: new[path] for path in different if path in new},
    )


def joined(first: Change, second: Change) -> Change:
    """Two changes, one after the other, as one. What came back to where it was is no change."""
    before, after = {**second.before}, {**second.after}
    for path in first.paths:
        if path not in second.paths and path in first.after:
            after[path] = first.after[path]
        before.pop(path, None)
        if path in first.before:
            before[path] = first.before[path]
    same = [path for path in before if path in after and before[path] == after[path]]
    return Change(
        {path: value for path, value in before.items() if path not in same},
        {path: value for path, value in after.items() if path not in same},
    )


def with_parts(
    content: Content, there: Parts, gone: set[str] | frozenset[str] = frozenset()
) -> dict[str, Any]:
    """A content with these parts instead of its own, and without those that are gone."""
    found: dict[str, Any] = {
        **content,
        "items": dict(content.get("items", {})),
        "texts": {language: dict(text) for language, text in content.get("texts", {}).items()},
    }
    for path in gone:
        kind, _slash, key = path.partition("/")
        if kind == "items":
            found["items"].pop(key, None)
        elif kind == "texts":
            language, _slash, field = key.partition("/")
            found["texts"].get(language, {})[field] = ""
        else:
            found[kind] = None
    for path, value in there.items():
        kind, _slash, key = path.partition("/")
        if kind == "items":
            found["items"][key] = value
        elif kind == "texts":
            language, _slash, field = key.partition("/")
            found["texts"].setdefault(language, {})[field] = value
        else:
            found[kind] = value
    return found


def contents_around(content: Content, change: Change) -> tuple[dict[str, Any], dict[str, Any]]:
    """How a position stood before and after a change; the rest as in `content`, how it stood some time later."""
    return (
        with_parts(content, change.before, set(change.after) - set(change.before)),
        with_parts(content, change.after, set(change.before) - set(change.after)),
    )
