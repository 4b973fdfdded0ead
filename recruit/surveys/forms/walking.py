"""Walking through an instrument: what is asked next, whether an answer can stand, what it sets off.

Answers are texts by item name. Several choices are one text with spaces between the values, as spreadsheets of
questionnaires write them; a list of values is taken as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from recruit.surveys.forms.definition import WITH_CHOICES, Instrument, Item, ItemType, Level

Answer = str | Sequence[str] | None
Answers = Mapping[str, Answer]

SHORT_TEXT_MOST = 200
LONG_TEXT_MOST = 4_000
_LEVELS = list(Level)


class AnswerRefusal(StrEnum):
    """Why an answer cannot stand."""

    NOT_A_CHOICE = "not_a_choice"
    ONE_CHOICE_ONLY = "one_choice_only"
    STANDS_ALONE = "stands_alone"
    TOO_MANY_CHOICES = "too_many_choices"
    TOO_FEW_CHOICES = "too_few_choices"
    NOT_A_NUMBER = "not_a_number"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_A_DATE = "not_a_date"
    TOO_LONG = "too_long"
    NOTHING_ASKED = "nothing_asked"


@dataclass(frozen=True)
class Alert:
    rule: str
    level: Level
    item: str


@dataclass(frozen=True)
class Progress:
    """Questions answered and questions to answer, as far as it is known now; notes do not count."""

    answered: int
    total: int

    @property
    def percent(self) -> int:
        return self.answered * 100 // self.total if self.total else 100


def is_empty(value: Answer) -> bool:
    """Whether nothing was answered; a reserved answer is an answer."""
    return value is None or not (
        value.strip() if isinstance(value, str) else [part for part in value if part]
    )


def chosen(value: Answer) -> tuple[str, ...]:
    """The values chosen in an answer to a single, multiple or scale item."""
    if value is None:
        return ()
    return tuple(value.split()) if isinstance(value, str) else tuple(part for part in value if part)


def visible_items(instrument: Instrument, answers: Answers) -> list[Item]:
    """The items this person is shown, in order; an answer to an item that is not shown any more shows nothing else."""
    seen: set[str] = set()
    items: list[Item] = []
    for item in instrument.items:
        if all(
            met.item in seen and set(chosen(answers.get(met.item))) & set(met.values) for met in item.show_if
        ):
            seen.add(item.name)
            items.append(item)
    return items


def kept_answers(instrument: Instrument, answers: Answers) -> dict[str, Answer]:
    """The answers that belong to the response: of visible items, not empty."""
    return {
        item.name: answers[item.name]
        for item in visible_items(instrument, answers)
        if item.type is not ItemType.NOTE and not is_empty(answers.get(item.name))
    }


def next_item(instrument: Instrument, answers: Answers, after: str | None = None) -> Item | None:
    """The screen behind `after` (the first one for None); None at the end. An unknown name is a KeyError."""
    return _neighbour(instrument, answers, after, forward=True)


def previous_item(instrument: Instrument, answers: Answers, before: str) -> Item | None:
    """The screen in front of `before`; None at the beginning."""
    return _neighbour(instrument, answers, before, forward=False)


def _neighbour(instrument: Instrument, answers: Answers, name: str | None, *, forward: bool) -> Item | None:
    visible = {item.name for item in visible_items(instrument, answers)}
    names = [item.name for item in instrument.items]
    if name is None:
        rest = list(instrument.items)
    elif name not in names:
        raise KeyError(name)
    else:
        place = names.index(name)
        rest = list(instrument.items[place + 1 :]) if forward else list(reversed(instrument.items[:place]))
    return next((item for item in rest if item.name in visible), None)


def why_not_valid(item: Item, value: Answer) -> AnswerRefusal | None:
    """Why this cannot be the answer; None where it can. An empty answer can always stand: questions may be left open."""
    if is_empty(value):
        return None
    if item.type is ItemType.NOTE:
        return AnswerRefusal.NOTHING_ASKED
    if (value if isinstance(value, str) else " ".join(chosen(value))).strip() in item.reserved:
        return None
    if item.type in WITH_CHOICES:
        return _why_not_chosen(item, chosen(value))
    text = value.strip() if isinstance(value, str) else " ".join(chosen(value))
    if item.type is ItemType.NUMBER:
        return _why_not_number(item, text)
    if item.type is ItemType.DATE:
        return _why_not_date(text)
    most = SHORT_TEXT_MOST if item.type is ItemType.SHORT_TEXT else LONG_TEXT_MOST
    return AnswerRefusal.TOO_LONG if len(text) > most else None


def _why_not_chosen(item: Item, values: tuple[str, ...]) -> AnswerRefusal | None:
    by_value = {choice.value: choice for choice in item.choices}
    if len(values) > 1 and any(value in item.reserved for value in values):
        return AnswerRefusal.STANDS_ALONE
    if not set(values) <= set(by_value) or len(set(values)) != len(values):
        return AnswerRefusal.NOT_A_CHOICE
    if item.type is not ItemType.MULTIPLE:
        return AnswerRefusal.ONE_CHOICE_ONLY if len(values) > 1 else None
    alone = any(by_value[value].alone for value in values)
    if alone:
        return AnswerRefusal.STANDS_ALONE if len(values) > 1 else None
    if item.most is not None and len(values) > item.most:
        return AnswerRefusal.TOO_MANY_CHOICES
    return AnswerRefusal.TOO_FEW_CHOICES if item.least is not None and len(values) < item.least else None


def _why_not_number(item: Item, text: str) -> AnswerRefusal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return AnswerRefusal.NOT_A_NUMBER
    if not number.is_finite():
        return AnswerRefusal.NOT_A_NUMBER
    if item.least is not None and number < item.least:
        return AnswerRefusal.TOO_SMALL
    return AnswerRefusal.TOO_LARGE if item.most is not None and number > item.most else None


def _why_not_date(text: str) -> AnswerRefusal | None:
    try:
        # Only the long form: the short forms of ISO 8601 are typing errors here.
        return None if date.fromisoformat(text).isoformat() == text else AnswerRefusal.NOT_A_DATE
    except ValueError:
        return AnswerRefusal.NOT_A_DATE


def alerts_of(instrument: Instrument, answers: Answers) -> list[Alert]:
    """What the answers set off, the most urgent first, then in the order of the questions."""
    alerts = [
        Alert(rule.rule, rule.level, item.name)
        for item in visible_items(instrument, answers)
        for rule in item.alerts
        if set(chosen(answers.get(item.name))) & set(rule.values)
    ]
    return sorted(alerts, key=lambda alert: _LEVELS.index(alert.level))


def progress(instrument: Instrument, answers: Answers) -> Progress:
    """How far a person has come."""
    asked = [item for item in visible_items(instrument, answers) if item.type is not ItemType.NOTE]
    return Progress(sum(not is_empty(answers.get(item.name)) for item in asked), len(asked))
