"""What people wrote and what it lacks in other languages: each room tells it of its own things, the desk shows it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
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


# Kind, ref and language.
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Lack:
    """One thing in one language that a reader would not find, or not as the original is now.

    `ref` names the thing in its room, `titles` by language. `behind` counts versions of the original, `since` is when the
    oldest of them came; None where nobody kept that. `work` is the state of a text that is being worked on, of `work_by`.
    `endpoint` with `values` is the page on which it is written, or looked at where others write it. `of` is to whom or what it
    belongs, by language, where its title alone could be that of many; it may be left out where all things are asked for.
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
    of: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """What it is called apart from others."""
        return self.kind, self.ref, self.language

    @property
    def place(self) -> str:
        """Its place in a list, the oldest first; what has no day stands last."""
        return self.since.astimezone(UTC).isoformat(timespec="milliseconds") if self.since else "9"


# Of which things of a kind it is asked what they lack; None: of all.
Refs = Collection[str] | None


def lacks_of_words(words: Mapping[str, Mapping[str, str]], languages: Sequence[str]) -> dict[str, Lacking]:
    """What texts without versions lack, that are written in all languages side by side: by language their fields.

    A language lacks what any other says.

    >>> lacks_of_words({"ja": {"title": "測量", "about": "川で"}, "en": {"title": "Survey", "about": ""}}, ("ja", "en", "vi"))
    {'en': <Lacking.PARTLY: 'partly'>, 'vi': <Lacking.MISSING: 'missing'>}
    """
    said = {name for fields in words.values() for name, text in fields.items() if text.strip()}
    found: dict[str, Lacking] = {}
    for language in languages:
        own = {name for name, text in words.get(language, {}).items() if text.strip()}
        if said - own:
            found[language] = Lacking.PARTLY if own else Lacking.MISSING
    return found


def written_beside(
    kind: str,
    ref: str,
    words: Mapping[str, Mapping[str, str]],
    languages: Sequence[str],
    *,
    titles: Mapping[str, str],
    whose: Whose,
    endpoint: str,
    values: Mapping[str, str],
    since: datetime | None = None,
) -> Iterator[Lack]:
    """What a thing lacks whose languages stand side by side in one form, without versions: nothing of it is ever behind. It
    is translated from the language that says most.
    """
    source = max(languages, key=lambda code: sum(bool(text.strip()) for text in words.get(code, {}).values()))
    for language, lacks in lacks_of_words(words, languages).items():
        yield Lack(
            kind=kind,
            ref=ref,
            language=language,
            source_language=source,
            titles=titles,
            lacking=lacks,
            whose=whose,
            endpoint=endpoint,
            values=values,
            since=since,
        )


@dataclass(frozen=True)
class Translatable:
    """A kind of things that are written in several languages; `begin` prepares the work on one of them for who takes it.

    `lacking` is told who asks, and which things are asked for: only those with these refs, or all (None). For some it costs
    a constant number of statements; all of them may be ten thousand, so a room reads them in parts.

    `heard_of` gives, for the subject of a line of the audit trail by its kind, the refs of the things whose words that move may
    have changed.
    """

    kind: str
    name: Any
    lacking: Callable[[Visitor, datetime, Refs], Iterable[Lack]]
    begin: Callable[[Lack, Visitor, datetime], object] = field(default=lambda _lack, _by, _now: None)
    heard_of: Mapping[str, Callable[[str], Collection[str]]] = field(default_factory=dict)


def itself(ref: str) -> Collection[str]:
    """The trail names the thing as the desk does."""
    return (ref,)


_known: dict[str, Translatable] = {}


def install(kinds: Sequence[Translatable]) -> None:
    """What `registers.py` calls."""
    _known.clear()
    _known.update({one.kind: one for one in kinds})


def those_now(asked: Mapping[str, Collection[str]], by: Visitor, now: datetime) -> dict[Key, Lack]:
    """What these things, by kind and ref, lack at this moment."""
    return {
        lack.key: lack
        for kind, refs in asked.items()
        if refs and kind in _known
        for lack in _known[kind].lacking(by, now, refs)
    }


def known() -> Mapping[str, Translatable]:
    """All kinds, by name."""
    return _known
