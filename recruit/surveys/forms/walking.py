"""Walking through an instrument: what is asked, in which order, and what the answers set off."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from recruit.surveys.forms.answers import Answer, Answers, chosen, is_empty
from recruit.surveys.forms.definition import Grid, Instrument, Item, ItemType, Level, Scale
from recruit.surveys.forms.facts import Facts

NO_FACTS: Facts = {}
_LEVELS = list(Level)


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


@dataclass(frozen=True)
class Screen:
    """What is asked at once: one item, or the rows of a grid that are shown. Its name stands in addresses."""

    items: tuple[Item, ...]
    grid: Grid | None

    @property
    def name(self) -> str:
        return self.grid.name if self.grid else self.items[0].name


def visible_items(instrument: Instrument, answers: Answers, facts: Facts = NO_FACTS) -> list[Item]:
    """The items this person is shown, in order; an answer to an item that is not shown any more shows nothing else.

    What was answered stays, whatever the service learns about the person later: no answer is lost because a fact changed.
    """
    seen: set[str] = set()
    items: list[Item] = []
    for item in instrument.items:
        after_answers = all(
            met.item in seen and set(chosen(answers.get(met.item))) & set(met.values) for met in item.show_if
        )
        if after_answers and _is_for(item, answers, facts):
            seen.add(item.name)
            items.append(item)
    return items


def possible_items(instrument: Instrument, answers: Answers, facts: Facts = NO_FACTS) -> list[Item]:
    """The items that could still be shown, whatever is answered from now on."""
    return [item for item in instrument.items if _is_for(item, answers, facts)]


def _is_for(item: Item, answers: Answers, facts: Facts) -> bool:
    """Whether an item is for this person as far as facts decide; what was answered is."""
    return not is_empty(answers.get(item.name)) or all(known.is_met(facts) for known in item.show_if_known)


def screens(instrument: Instrument, answers: Answers, facts: Facts = NO_FACTS) -> list[Screen]:
    """The screens this person walks through, in order."""
    return by_screen(visible_items(instrument, answers, facts))


def by_screen(items: Sequence[Item]) -> list[Screen]:
    """These items by screen: rows of one grid together, everything else alone."""
    found: list[Screen] = []
    for grid, together in groupby(items, key=lambda item: item.grid):
        rows = tuple(together)
        found += [Screen(rows, grid)] if grid else [Screen((item,), None) for item in rows]
    return found


def kept_answers(instrument: Instrument, answers: Answers) -> dict[str, Answer]:
    """The answers that belong to the response: of visible items, not empty."""
    return {
        item.name: answers[item.name]
        for item in visible_items(instrument, answers)
        if item.type is not ItemType.NOTE and not is_empty(answers.get(item.name))
    }


def next_item(
    instrument: Instrument, answers: Answers, after: str | None = None, facts: Facts = NO_FACTS
) -> Item | None:
    """The item behind `after` (the first one for None); None at the end. An unknown name is a KeyError."""
    return _neighbour(instrument, visible_items(instrument, answers, facts), after, forward=True)


def previous_item(
    instrument: Instrument, answers: Answers, before: str, facts: Facts = NO_FACTS
) -> Item | None:
    """The item in front of `before`; None at the beginning."""
    return _neighbour(instrument, visible_items(instrument, answers, facts), before, forward=False)


def _neighbour(
    instrument: Instrument, visible: Sequence[Item], name: str | None, *, forward: bool
) -> Item | None:
    names = [item.name for item in instrument.items]
    if name is None:
        rest = list(instrument.items)
    elif name not in names:
        raise KeyError(name)
    else:
        place = names.index(name)
        rest = list(instrument.items[place + 1 :]) if forward else list(reversed(instrument.items[:place]))
    shown = {item.name for item in visible}
    return next((item for item in rest if item.name in shown), None)


def score_of(scale: Scale, answers: Answers) -> int | None:
    """The sum of a scale; None where a question of it was left open or not answered with a number."""
    values = [chosen(answers.get(name)) for name in scale.items]
    if not all(len(value) == 1 and value[0].isdecimal() for value in values):
        return None
    return sum(int(value[0]) for value in values)


def alerts_of(instrument: Instrument, answers: Answers) -> list[Alert]:
    """What the answers set off, the most urgent first, then in the order of the questions."""
    visible = visible_items(instrument, answers)
    places = {item.name: place for place, item in enumerate(visible)}
    alerts = [
        Alert(rule.rule, rule.level, item.name)
        for item in visible
        for rule in item.alerts
        if set(chosen(answers.get(item.name))) & set(rule.values)
    ]
    for scale in instrument.scales:
        score = score_of(scale, answers)
        if scale.alert and score is not None and score >= scale.alert.at_least:
            last = scale.items[-1]
            if set(scale.items) <= set(places):
                alerts.append(Alert(scale.alert.rule, scale.alert.level, last))
    return sorted(alerts, key=lambda alert: (_LEVELS.index(alert.level), places[alert.item]))


def progress(instrument: Instrument, answers: Answers, facts: Facts = NO_FACTS) -> Progress:
    """How far a person has come."""
    asked = [item for item in visible_items(instrument, answers, facts) if item.type is not ItemType.NOTE]
    return Progress(sum(not is_empty(answers.get(item.name)) for item in asked), len(asked))
