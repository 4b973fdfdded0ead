"""Who needs an interpreter at a fair, and which one is where. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# With these two people talk about work without help; less is enough for a shop, not for an interview.
_ENOUGH_JAPANESE = frozenset({"N1", "N2", "B2", "C1", "C2"})
LANGUAGE_OF_COUNTRY = {"VN": "vi", "ID": "id"}
LANGUAGES = tuple(LANGUAGE_OF_COUNTRY.values())


@dataclass(frozen=True)
class Speaker:
    """What a student speaks: the language of home (empty where nobody interprets it), and levels of Japanese."""

    language: str
    japanese: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Interpreter:
    """One person with one language, and the slots in which this person is not there."""

    ref: int
    language: str
    away: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Interpreted:
    """A conversation that needs an interpreter. `ref` is the caller's own name for it."""

    ref: int
    company: int
    slot: int
    language: str


def language_between(student: Speaker, company_speaks: Iterable[str]) -> str | None:
    """The language that has to be interpreted; None where the two understand each other."""
    if not student.language or student.japanese & _ENOUGH_JAPANESE or student.language in set(company_speaks):
        return None
    return student.language


def counts_of(interpreters: Iterable[Interpreter], slots: int) -> dict[str, tuple[int, ...]]:
    """How many interpret each language in each slot."""
    there = list(interpreters)
    return {
        language: tuple(
            sum(1 for one in there if one.language == language and slot not in one.away)
            for slot in range(slots)
        )
        for language in sorted({one.language for one in there})
    }


def assigned(
    meetings: Iterable[Interpreted],
    interpreters: Sequence[Interpreter],
    kept: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """Meeting → interpreter, both by `ref`. Whoever was at a company goes on there. `kept` stays as it is where it can.

    A meeting is left out only where more need a language in a slot than interpret it.
    """
    found: dict[int, int] = {}
    by_slot: dict[int, list[Interpreted]] = {}
    for meeting in meetings:
        by_slot.setdefault(meeting.slot, []).append(meeting)
    last: dict[int, int] = {}
    for slot, together in sorted(by_slot.items()):
        free = {one.ref: one for one in interpreters if slot not in one.away}
        for wanted in (kept or {}, None):
            for meeting in sorted(together, key=lambda one: (one.company, one.ref)):
                ref = last.get(meeting.company) if wanted is None else wanted.get(meeting.ref)
                if (
                    meeting.ref not in found
                    and ref is not None
                    and ref in free
                    and free[ref].language == meeting.language
                ):
                    found[meeting.ref] = free.pop(ref).ref
        for meeting in sorted(together, key=lambda one: (one.company, one.ref)):
            fitting = [ref for ref, one in free.items() if one.language == meeting.language]
            if meeting.ref not in found and fitting:
                found[meeting.ref] = free.pop(min(fitting)).ref
        last |= {meeting.company: found[meeting.ref] for meeting in together if meeting.ref in found}
    return found
