"""What people wrote and what it lacks in other languages: each room tells it of its own things, the desk shows it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from recruit.core.visitor import Visitor


class Lacking(StrEnum):
    """What a language lacks: the text, a part of it, or what the original says since."""

    MISSING = "missing"
    PARTLY = "partly"
    BEHIND = "behind"


class Whose(StrEnum):
    """Who writes such a translation."""

    WRITERS = "writers"
    COORDINATORS = "coordinators"
    COMPANY = "company"


@dataclass(frozen=True)
class Lack:
    """One thing in one language that a reader would not find, or not as the original is now.

    `ref` names the thing in its room, `titles` by language. `behind` counts versions of the original, `since` is when the
    oldest of them came; None where nobody kept that. `work` is the state of a text that is being worked on, of `work_by`.
    `endpoint` with `values` is the page on which it is written, or looked at where others write it.
    """

    kind: str
    ref: str
    language: str
    source_language: str
    titles: Mapping[str, str]
    lacking: Lacking
    whose: Whose
    endpoint: str
    values: Mapping[str, str]
    behind: int = 0
    since: datetime | None = None
    work: StrEnum | None = None
    work_by: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is called apart from others."""
        return self.kind, self.ref, self.language

    @property
    def place(self) -> tuple[str, str, str, str]:
        """Its place in a list, the oldest first; what has no day stands last."""
        return (self.since.isoformat() if self.since else "9", *self.key)


@dataclass(frozen=True)
class Translatable:
    """A kind of things that are written in several languages. `lacking` is told who asks and costs a constant number of
    statements; `begin` prepares the work on one of them for who takes it.
    """

    kind: str
    name: Any
    lacking: Callable[[Visitor, datetime], Iterable[Lack]]
    begin: Callable[[Lack, Visitor, datetime], object] = field(default=lambda _lack, _by, _now: None)


_known: dict[str, Translatable] = {}


def install(kinds: Sequence[Translatable]) -> None:
    """What `registers.py` calls."""
    _known.clear()
    _known.update({one.kind: one for one in kinds})


def known() -> Mapping[str, Translatable]:
    """All kinds, by name."""
    return _known
