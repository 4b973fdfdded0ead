"""Who may read which kind of answer: the one table. Pages say it in words, queries ask it, a test compares both over HTTP."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from recruit.surveys.forms import Instrument, Item, ItemType, Level


class AnswerKind(StrEnum):
    """What an answer is, for the question who may read it."""

    # Whatever it is, as long as it is not handed in.
    KEPT = "kept"
    CHOICE = "choice"
    # A choice that may make staff look: of nobody's wrong, but somebody should talk.
    WATCHED = "watched"
    # A choice that says that something is wrong.
    TROUBLE = "trouble"
    WORDS = "words"
    # Words asked for because of an answer that makes staff look.
    WORDS_OF_TROUBLE = "words_of_trouble"


class Reader(StrEnum):
    """Who could read. A coordinator of a case has had that case handed over by a retention officer."""

    HIRE = "hire"
    RETENTION_OFFICER = "retention_officer"
    CASE_COORDINATOR = "case_coordinator"
    OTHER_STAFF = "other_staff"
    EMPLOYER = "employer"
    ORGANISATIONS = "organisations"


class Sight(StrEnum):
    """How much of it."""

    WHOLE = "whole"
    # Only where a case is about it.
    OF_A_CASE = "of_a_case"
    # Numbers about many people.
    NUMBERS = "numbers"
    NOTHING = "nothing"


_STAFF_ALONE = {
    Reader.HIRE: Sight.WHOLE,
    Reader.RETENTION_OFFICER: Sight.WHOLE,
    Reader.CASE_COORDINATOR: Sight.NOTHING,
    Reader.OTHER_STAFF: Sight.NOTHING,
    Reader.EMPLOYER: Sight.NOTHING,
    Reader.ORGANISATIONS: Sight.NOTHING,
}
_OF_CASES = {**_STAFF_ALONE, Reader.CASE_COORDINATOR: Sight.OF_A_CASE}

SIGHTS: Mapping[AnswerKind, Mapping[Reader, Sight]] = {
    AnswerKind.KEPT: dict.fromkeys(Reader, Sight.NOTHING) | {Reader.HIRE: Sight.WHOLE},
    AnswerKind.CHOICE: {**_STAFF_ALONE, Reader.ORGANISATIONS: Sight.NUMBERS},
    AnswerKind.WATCHED: {**_OF_CASES, Reader.ORGANISATIONS: Sight.NUMBERS},
    AnswerKind.TROUBLE: {**_OF_CASES, Reader.ORGANISATIONS: Sight.NUMBERS},
    AnswerKind.WORDS: _STAFF_ALONE,
    AnswerKind.WORDS_OF_TROUBLE: _OF_CASES,
}
# About how many people a number must be.
LEAST_PEOPLE: Mapping[AnswerKind, int] = {
    AnswerKind.CHOICE: 5,
    AnswerKind.WATCHED: 5,
    AnswerKind.TROUBLE: 10,
}
_WRITTEN = frozenset({ItemType.SHORT_TEXT, ItemType.LONG_TEXT})


def sight(kind: AnswerKind, reader: Reader) -> Sight:
    """How much of an answer of this kind somebody may read."""
    return SIGHTS[kind][reader]


def reads_every_answer(offices: Collection[str]) -> bool:
    """Whether one of these staff roles reads whole answers that were handed in, of every kind."""
    return any(
        all(SIGHTS[kind].get(reader) is Sight.WHOLE for kind in AnswerKind if kind is not AnswerKind.KEPT)
        for reader in Reader
        if reader in offices
    )


def kinds_of(form: Instrument) -> dict[str, AnswerKind]:
    """The kind of each question's answer, by its name. What is asked because of an answer belongs to it."""
    # The levels of the alerts that each question can set off, alone or in the sum of a scale.
    levels = {item.name: {rule.level for rule in item.alerts} for item in form.items}
    for scale in form.scales:
        if scale.alert is not None:
            for name in scale.items:
                levels[name].add(scale.alert.level)
    watched = {name for name, found in levels.items() if found}
    troubles = {name for name, found in levels.items() if found & {Level.RED, Level.ORANGE}}
    return {
        item.name: _kind(item, watched=watched, troubles=troubles)
        for item in form.items
        if item.type is not ItemType.NOTE
    }


def _kind(item: Item, *, watched: Collection[str], troubles: Collection[str]) -> AnswerKind:
    about = {item.name, *(condition.item for condition in item.show_if)}
    is_watched = not about.isdisjoint(watched)
    if item.type in _WRITTEN:
        return AnswerKind.WORDS_OF_TROUBLE if is_watched else AnswerKind.WORDS
    if not about.isdisjoint(troubles):
        return AnswerKind.TROUBLE
    return AnswerKind.WATCHED if is_watched else AnswerKind.CHOICE
