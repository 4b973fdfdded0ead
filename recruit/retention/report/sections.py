"""What a report is made of."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Grid:
    """A table; its first columns are words, the others figures."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    of_words: int = 1


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    title: str
    paragraphs: tuple[str, ...] = ()
    drawing: Markup | None = None
    grid: Grid | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contents:
    """A whole report. `facts` stand on its first page: what it rests on."""

    title: str
    subtitle: str
    answer: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
