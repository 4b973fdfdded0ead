"""The contents of a book as readers see them: chapters in parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recruit.handbook.models import Chapter


@dataclass(frozen=True)
class Part:
    """A part of a book: its name by language (empty: chapters before the first part), and its chapters."""

    names: Mapping[str, str]
    chapters: tuple[Chapter, ...]


def in_parts(chapters: Sequence[Chapter]) -> list[Part]:
    """The chapters, in their order, by the parts they belong to: a part lasts until the next one begins."""
    parts: list[Part] = []
    for chapter in chapters:
        if chapter.part or not parts:
            parts.append(Part(chapter.part or {}, (chapter,)))
        else:
            parts[-1] = Part(parts[-1].names, (*parts[-1].chapters, chapter))
    return parts
