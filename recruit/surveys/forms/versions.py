"""What is different between two versions of a questionnaire, and whether the later one may follow the earlier.

Answers of both versions stand beside each other under the same codes. So words may become better, questions may come and go;
but under a code that is in use the type, the values of a scale and the choices that were offered stay what they were.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
import re

from recruit.surveys.forms.definition import Instrument, Item, ItemType, Labels


class Grade(StrEnum):
    """How much a difference weighs for who compares answers, the least first."""

    WORDING = "wording"
    MEANING = "meaning"
    TYPE = "type"


class Change(StrEnum):
    ADDED = "added"
    GONE = "gone"
    WORDS = "words"
    OTHER_QUESTION = "other_question"
    CHOICE_WORDS = "choice_words"
    CHOICE_ADDED = "choice_added"
    CHOICE_GONE = "choice_gone"
    ORDER = "order"
    WHO_IS_ASKED = "who_is_asked"
    BOUNDS = "bounds"
    SCALE = "scale"
    TYPE = "type"


GRADES = {
    Change.ADDED: Grade.MEANING,
    Change.GONE: Grade.MEANING,
    Change.WORDS: Grade.WORDING,
    # New words in every language at once read like another question.
    Change.OTHER_QUESTION: Grade.MEANING,
    Change.CHOICE_WORDS: Grade.WORDING,
    Change.CHOICE_ADDED: Grade.MEANING,
    Change.CHOICE_GONE: Grade.TYPE,
    Change.ORDER: Grade.WORDING,
    Change.WHO_IS_ASKED: Grade.MEANING,
    Change.BOUNDS: Grade.MEANING,
    Change.SCALE: Grade.TYPE,
    Change.TYPE: Grade.TYPE,
}


@dataclass(frozen=True)
class Difference:
    """One difference of one question. `languages` are those whose words changed; `values` the choices it is about."""

    item: str
    change: Change
    languages: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def grade(self) -> Grade:
        return GRADES[self.change]


def differences(before: Instrument, after: Instrument) -> list[Difference]:
    """Every difference, what weighs most first, then in the order of the questions."""
    old = {item.name: item for item in before.items}
    new = {item.name: item for item in after.items}
    found = [Difference(name, Change.GONE) for name in old if name not in new]
    for name, item in new.items():
        found += _of_item(old[name], item) if name in old else [Difference(name, Change.ADDED)]
    order = list(Grade)
    return sorted(found, key=lambda one: -order.index(one.grade))


def why_not_next(before: Instrument, after: Instrument) -> list[Difference]:
    """What forbids that one version follows the other; empty where nothing does."""
    return [one for one in differences(before, after) if one.grade is Grade.TYPE]


def _of_item(before: Item, after: Item) -> Iterator[Difference]:
    name = after.name
    if before.type is not after.type:
        yield Difference(name, Change.TYPE)
    languages = _changed(before.label, after.label)
    if languages:
        is_other = set(_changed(before.label, after.label, ignoring_marks=True)) == set(after.label)
        yield Difference(name, Change.OTHER_QUESTION if is_other else Change.WORDS, languages)
    elif _changed(before.hint or {}, after.hint or {}):
        yield Difference(name, Change.WORDS, _changed(before.hint or {}, after.hint or {}))
    yield from _of_choices(before, after)
    if (before.show_if, before.show_if_known) != (after.show_if, after.show_if_known):
        yield Difference(name, Change.WHO_IS_ASKED)
    if _bounds(before) != _bounds(after):
        yield Difference(name, Change.BOUNDS)


def _of_choices(before: Item, after: Item) -> Iterator[Difference]:
    old = {choice.value: choice for choice in before.choices}
    new = {choice.value: choice for choice in after.choices}
    if ItemType.SCALE in (before.type, after.type) and before.type is after.type:
        if list(old) != list(new):
            changed = tuple(sorted(set(old) ^ set(new)))
            yield Difference(after.name, Change.SCALE, values=changed or tuple(new))
    else:
        gone = tuple(value for value in old if value not in new)
        if gone:
            yield Difference(after.name, Change.CHOICE_GONE, values=gone)
        added = tuple(value for value in new if value not in old)
        if added:
            yield Difference(after.name, Change.CHOICE_ADDED, values=added)
        if [value for value in old if value in new] != [value for value in new if value in old]:
            yield Difference(after.name, Change.ORDER)
    for value in old.keys() & new.keys():
        languages = _changed(old[value].label, new[value].label)
        if languages:
            yield Difference(after.name, Change.CHOICE_WORDS, languages, (value,))


def _bounds(item: Item) -> tuple[object, ...]:
    alone = tuple(choice.value for choice in item.choices if choice.alone)
    return (
        item.least,
        item.most,
        item.earliest,
        item.latest,
        item.is_whole,
        item.required,
        item.reserved,
        alone,
    )


def _changed(before: Labels, after: Labels, *, ignoring_marks: bool = False) -> tuple[str, ...]:
    languages = [code for code in ("ja", "en", "id", "vi") if code in before or code in after]
    return tuple(
        code
        for code in languages
        if _plain(before, code, ignoring_marks) != _plain(after, code, ignoring_marks)
    )


def _plain(labels: Labels, code: str, ignoring_marks: bool) -> str:
    words = labels.get(code, "")
    return re.sub(r"[\W_]+", "", words).casefold() if ignoring_marks else words
