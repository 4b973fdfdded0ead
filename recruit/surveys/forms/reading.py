"""Reading a definition, with an error that names the place where something is wrong."""

from collections.abc import Mapping
from enum import StrEnum
import re
from typing import Any, TypeVar

from recruit.surveys.forms.definition import (
    WITH_CHOICES,
    AlertRule,
    Choice,
    Condition,
    Instrument,
    Item,
    ItemType,
    Labels,
    Level,
    Reserved,
    shipped_definitions,
)

# The languages an instrument must speak: a person must not meet a question in a language not chosen.
LANGUAGES = ("ja", "en", "id", "vi")
AUDIENCES = ("hire", "company", "participant")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_VALUE = re.compile(r"[A-Za-z0-9_]{1,40}")
_KEYS = {
    "key",
    "number",
    "audience",
    "title",
    "minutes",
    "choices",
    "items",
    "reserved",
}
_ITEM_KEYS = {"name", "type", "list", "label", "hint", "required", "show_if", "alert", "least", "most"}


Code = TypeVar("Code", bound=StrEnum)


class DefinitionError(ValueError):
    """`place` is a path such as `items[3].show_if`, `why` says what is wrong there."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place = place
        self.why = why


def parse(definition: Mapping[str, Any]) -> Instrument:
    """The instrument that a definition describes; DefinitionError at the first thing that is wrong."""
    _known_keys(definition, _KEYS, "definition")
    key = _name(definition.get("key"), "key")
    number = _whole(definition.get("number"), "number", least=1)
    audience = definition.get("audience")
    if audience not in AUDIENCES:
        raise DefinitionError("audience", f"must be one of {', '.join(AUDIENCES)}")
    reserved = tuple(
        _member(Reserved, code, f"reserved[{place}]")
        for place, code in enumerate(_list(definition.get("reserved", []), "reserved"))
    )
    choices = {
        _name(name, f"choices.{name}"): _choices(rows, f"choices.{name}")
        for name, rows in _mapping(definition.get("choices", {}), "choices").items()
    }
    items: list[Item] = []
    for place, row in enumerate(_list(definition.get("items"), "items")):
        items.append(_item(row, f"items[{place}]", choices, reserved, items))
    if not any(item.type is not ItemType.NOTE for item in items):
        raise DefinitionError("items", "there is no question")
    unused = set(choices) - {item.list_name for item in items}
    if unused:
        raise DefinitionError("choices", f"no item uses the list {', '.join(sorted(unused))}")
    return Instrument(
        key=key,
        number=number,
        audience=audience,
        title=_labels(definition.get("title"), "title"),
        minutes=_whole(definition.get("minutes"), "minutes", least=1),
        choices=choices,
        items=tuple(items),
        reserved=reserved,
    )


def load_shipped() -> list[Instrument]:
    """The instruments that come with the program."""
    return [parse(definition) for definition in shipped_definitions()]


def _item(
    row: Any,
    place: str,
    lists: Mapping[str, tuple[Choice, ...]],
    reserved: tuple[Reserved, ...],
    before: list[Item],
) -> Item:
    row = _mapping(row, place)
    _known_keys(row, _ITEM_KEYS, place)
    name = _name(row.get("name"), f"{place}.name")
    if any(item.name == name for item in before):
        raise DefinitionError(f"{place}.name", f"{name} stands there twice")
    kind = _member(ItemType, row.get("type"), f"{place}.type")
    list_name = row.get("list")
    if (kind in WITH_CHOICES) != (list_name is not None):
        raise DefinitionError(
            f"{place}.list", f"a {kind} item {'needs' if kind in WITH_CHOICES else 'has no'} list"
        )
    if list_name is not None and list_name not in lists:
        raise DefinitionError(f"{place}.list", f"there is no list {list_name}")
    if row.get("required") not in (None, "soft"):
        raise DefinitionError(f"{place}.required", "must be soft or left out")
    choices = lists[list_name] if list_name is not None else ()
    if kind is ItemType.SCALE and any(choice.alone for choice in choices):
        raise DefinitionError(f"{place}.list", "a scale has no choice that stands alone")
    least, most = _bounds(row, place, kind)
    return Item(
        name=name,
        type=kind,
        label=_labels(row.get("label"), f"{place}.label"),
        hint=_labels(row["hint"], f"{place}.hint") if row.get("hint") is not None else None,
        list_name=list_name,
        choices=choices,
        reserved=() if kind is ItemType.NOTE else reserved,
        required=row.get("required") == "soft",
        show_if=_conditions(row.get("show_if", []), f"{place}.show_if", before),
        alerts=_alerts(row.get("alert"), f"{place}.alert", kind, choices),
        least=least,
        most=most,
    )


def _bounds(row: Mapping[str, Any], place: str, kind: ItemType) -> tuple[int | None, int | None]:
    least, most = row.get("least"), row.get("most")
    if kind not in (ItemType.NUMBER, ItemType.MULTIPLE) and (least is not None or most is not None):
        raise DefinitionError(place, f"a {kind} item has no least or most")
    floor = 1 if kind is ItemType.MULTIPLE else None
    least = None if least is None else _whole(least, f"{place}.least", floor)
    most = None if most is None else _whole(most, f"{place}.most", floor)
    if least is not None and most is not None and least > most:
        raise DefinitionError(place, "least is more than most")
    return least, most


def _conditions(rows: Any, place: str, before: list[Item]) -> tuple[Condition, ...]:
    """Conditions look back only, at values that can be given: so there is no cycle and no question nobody reaches."""
    known = {item.name: item for item in before}
    conditions: list[Condition] = []
    for number, row in enumerate(_list(rows, place)):
        here = f"{place}[{number}]"
        row = _mapping(row, here)
        _known_keys(row, {"item", "is"}, here)
        asked = known.get(row.get("item"))
        if asked is None:
            raise DefinitionError(f"{here}.item", f"no earlier item is called {row.get('item')}")
        values = tuple(_list(row.get("is"), f"{here}.is"))
        if not values:
            raise DefinitionError(f"{here}.is", "no value: the item could never be seen")
        possible = {choice.value for choice in asked.choices} | {str(code) for code in asked.reserved}
        for value in values:
            if asked.type not in WITH_CHOICES or value not in possible:
                raise DefinitionError(f"{here}.is", f"{asked.name} cannot be answered with {value}")
        conditions.append(Condition(asked.name, values))
    return tuple(conditions)


def _alerts(rows: Any, place: str, kind: ItemType, choices: tuple[Choice, ...]) -> tuple[AlertRule, ...]:
    if rows is None:
        return ()
    possible = {choice.value for choice in choices}
    alerts: list[AlertRule] = []
    for row in rows if isinstance(rows, list) else [rows]:
        row = _mapping(row, place)
        _known_keys(row, {"level", "when", "rule"}, place)
        if kind not in WITH_CHOICES:
            raise DefinitionError(place, f"a {kind} item cannot raise an alert")
        values = tuple(_list(row.get("when"), f"{place}.when"))
        if not values or not set(values) <= possible:
            raise DefinitionError(f"{place}.when", "must hold values of the item's list")
        alerts.append(
            AlertRule(
                _member(Level, row.get("level"), f"{place}.level"),
                values,
                _name(row.get("rule"), f"{place}.rule"),
            )
        )
    if len({alert.rule for alert in alerts}) != len(alerts):
        raise DefinitionError(place, "a rule stands there twice")
    return tuple(alerts)


def _choices(rows: Any, place: str) -> tuple[Choice, ...]:
    choices: list[Choice] = []
    for number, row in enumerate(_list(rows, place)):
        here = f"{place}[{number}]"
        row = _mapping(row, here)
        _known_keys(row, {"value", "label", "alone"}, here)
        value = row.get("value")
        if not isinstance(value, str) or not _VALUE.fullmatch(value):
            raise DefinitionError(f"{here}.value", "must be a text of letters, digits and _")
        if value in set(Reserved):
            raise DefinitionError(f"{here}.value", f"{value} is a reserved answer")
        if any(choice.value == value for choice in choices):
            raise DefinitionError(f"{here}.value", f"{value} stands there twice")
        choices.append(Choice(value, _labels(row.get("label"), f"{here}.label"), row.get("alone") is True))
    if len(choices) < 2:
        raise DefinitionError(place, "a list needs two choices at least")
    return tuple(choices)


def _labels(value: Any, place: str) -> Labels:
    labels = _mapping(value, place)
    _known_keys(labels, set(LANGUAGES), place)
    for language in LANGUAGES:
        if not isinstance(labels.get(language), str) or not labels[language].strip():
            raise DefinitionError(place, f"the text in {language} is missing")
    return dict(labels)


def _name(value: Any, place: str) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise DefinitionError(place, "must be a name of small letters, digits and _, up to 40")
    return value


def _whole(value: Any, place: str, least: int | None) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or (least is not None and value < least):
        raise DefinitionError(
            place, "must be a whole number" + (f" from {least}" if least is not None else "")
        )
    return value


def _list(value: Any, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise DefinitionError(place, "must be a list")
    return value


def _mapping(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DefinitionError(place, "must be an object")
    return value


def _known_keys(row: Mapping[str, Any], known: set[str], place: str) -> None:
    unknown = set(row) - known
    if unknown:
        raise DefinitionError(place, f"unknown: {', '.join(sorted(map(str, unknown)))}")


def _member(codes: type[Code], value: Any, place: str) -> Code:
    try:
        return codes(value)
    except ValueError:
        raise DefinitionError(place, f"must be one of {', '.join(codes)}") from None
