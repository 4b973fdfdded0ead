"""Reading what hangs on questions: choices, conditions, alerts, and the scales that questions come from."""

from collections.abc import Mapping, Sequence
import re
from typing import Any

from recruit.surveys.forms.checking import (
    DefinitionError,
    known_keys,
    labels_in,
    list_in,
    mapping_in,
    member_of,
    name_in,
    whole_number,
)
from recruit.surveys.forms.definition import (
    WITH_CHOICES,
    AlertRule,
    Choice,
    Condition,
    FactCondition,
    Item,
    ItemType,
    Level,
    Reserved,
    Scale,
    ScoreAlert,
)
from recruit.surveys.forms.facts import FACTS, UNKNOWN

_VALUE = re.compile(r"[A-Za-z0-9_]{1,40}")
_SCALE_KEYS = {"name", "title", "authors", "source", "licence", "items", "alert"}


def choices_in(rows: Any, place: str) -> tuple[Choice, ...]:
    """A list of choices: two at least, each value once."""
    choices: list[Choice] = []
    for number, row in enumerate(list_in(rows, place)):
        here = f"{place}[{number}]"
        row = mapping_in(row, here)
        known_keys(row, {"value", "label", "alone"}, here)
        value = row.get("value")
        if not isinstance(value, str) or not _VALUE.fullmatch(value):
            raise DefinitionError(f"{here}.value", "must be a text of letters, digits and _")
        if value in set(Reserved):
            raise DefinitionError(f"{here}.value", f"{value} is a reserved answer")
        if any(choice.value == value for choice in choices):
            raise DefinitionError(f"{here}.value", f"{value} stands there twice")
        choices.append(Choice(value, labels_in(row.get("label"), f"{here}.label"), row.get("alone") is True))
    if len(choices) < 2:
        raise DefinitionError(place, "a list needs two choices at least")
    return tuple(choices)


def conditions_in(
    rows: Any, place: str, before: Sequence[Item]
) -> tuple[tuple[Condition, ...], tuple[FactCondition, ...]]:
    """Conditions on earlier answers and on facts. Those on answers look back only, at values that can be given: so there
    is no cycle and no question nobody reaches.
    """
    conditions: list[Condition] = []
    known: list[FactCondition] = []
    for number, row in enumerate(list_in(rows, place)):
        here = f"{place}[{number}]"
        row = mapping_in(row, here)
        known_keys(row, {"fact", "is"} if "fact" in row else {"item", "is"}, here)
        values = tuple(list_in(row.get("is"), f"{here}.is"))
        if not values:
            raise DefinitionError(f"{here}.is", "no value: the item could never be seen")
        if "fact" in row:
            known.append(_on_fact(row["fact"], values, here))
        else:
            conditions.append(_on_answer(row.get("item"), values, here, before))
    return tuple(conditions), tuple(known)


def _on_answer(name: Any, values: tuple[Any, ...], here: str, before: Sequence[Item]) -> Condition:
    asked = next((item for item in before if item.name == name), None)
    if asked is None:
        raise DefinitionError(f"{here}.item", f"no earlier item is called {name}")
    possible = {choice.value for choice in asked.choices} | {str(code) for code in asked.reserved}
    for value in values:
        if asked.type not in WITH_CHOICES or value not in possible:
            raise DefinitionError(f"{here}.is", f"{asked.name} cannot be answered with {value}")
    return Condition(asked.name, values)


def _on_fact(name: Any, values: tuple[Any, ...], here: str) -> FactCondition:
    if name not in FACTS:
        raise DefinitionError(f"{here}.fact", f"no fact is called {name}")
    for value in values:
        if value not in (*FACTS[name], UNKNOWN):
            raise DefinitionError(f"{here}.is", f"{name} is never {value}")
    return FactCondition(name, values)


def alerts_in(rows: Any, place: str, kind: ItemType, choices: Sequence[Choice]) -> tuple[AlertRule, ...]:
    """The alerts that answers to one question raise; one or several."""
    if rows is None:
        return ()
    possible = {choice.value for choice in choices}
    alerts: list[AlertRule] = []
    for row in rows if isinstance(rows, list) else [rows]:
        row = mapping_in(row, place)
        known_keys(row, {"level", "when", "rule"}, place)
        if kind not in WITH_CHOICES:
            raise DefinitionError(place, f"a {kind} item cannot raise an alert")
        values = tuple(list_in(row.get("when"), f"{place}.when"))
        if not values or not set(values) <= possible:
            raise DefinitionError(f"{place}.when", "must hold values of the item's list")
        alerts.append(
            AlertRule(
                member_of(Level, row.get("level"), f"{place}.level"),
                values,
                name_in(row.get("rule"), f"{place}.rule"),
            )
        )
    if len({alert.rule for alert in alerts}) != len(alerts):
        raise DefinitionError(place, "a rule stands there twice")
    return tuple(alerts)


def scales_in(rows: Any, place: str, items: Sequence[Item]) -> tuple[Scale, ...]:
    """The scales whose questions are asked; a sum that raises an alert is of numbers."""
    known = {item.name: item for item in items}
    scales: list[Scale] = []
    for number, row in enumerate(list_in(rows, place)):
        here = f"{place}[{number}]"
        row = mapping_in(row, here)
        known_keys(row, _SCALE_KEYS, here)
        name = name_in(row.get("name"), f"{here}.name")
        if any(scale.name == name for scale in scales):
            raise DefinitionError(f"{here}.name", f"{name} stands there twice")
        asked = tuple(list_in(row.get("items"), f"{here}.items"))
        for one in asked:
            if one not in known or known[one].type is not ItemType.SCALE:
                raise DefinitionError(f"{here}.items", f"no scale item is called {one}")
        if not asked:
            raise DefinitionError(f"{here}.items", "there is no question")
        alert = row.get("alert")
        scales.append(
            Scale(
                name=name,
                title=labels_in(row.get("title"), f"{here}.title"),
                authors=_words(row, "authors", here),
                source=_words(row, "source", here),
                licence=labels_in(row.get("licence"), f"{here}.licence"),
                items=asked,
                alert=None
                if alert is None
                else _score(alert, f"{here}.alert", [known[one] for one in asked]),
            )
        )
    return tuple(scales)


def _score(row: Any, place: str, items: Sequence[Item]) -> ScoreAlert:
    row = mapping_in(row, place)
    known_keys(row, {"level", "from", "rule"}, place)
    if not all(choice.value.isdecimal() for item in items for choice in item.choices):
        raise DefinitionError(place, "only values that are numbers have a sum")
    return ScoreAlert(
        member_of(Level, row.get("level"), f"{place}.level"),
        whole_number(row.get("from"), f"{place}.from", 1),
        name_in(row.get("rule"), f"{place}.rule"),
    )


def _words(row: Mapping[str, Any], key: str, place: str) -> str:
    value = row.get(key, "")
    if not isinstance(value, str):
        raise DefinitionError(f"{place}.{key}", "must be words")
    return value
