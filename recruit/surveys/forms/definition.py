"""What a questionnaire is made of, and its plain form as it stands in files and rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
import hashlib
import json
from pathlib import Path
from typing import Any

Labels = Mapping[str, str]

SHIPPED = Path(__file__).parent.parent / "instruments"


class ItemType(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    NUMBER = "number"
    DATE = "date"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NOTE = "note"


WITH_CHOICES = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.SCALE})


class Reserved(StrEnum):
    """Answers that every question takes besides its own; they are counted apart and left out of means."""

    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    RATHER_NOT_SAY = "rather_not_say"


class Level(StrEnum):
    """How soon a person must look at an alert; red first."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"


@dataclass(frozen=True)
class Choice:
    """One answer offered; `alone` means that it cannot stand beside others ("none of these")."""

    value: str
    label: Labels
    alone: bool = False


@dataclass(frozen=True)
class Condition:
    """Met when the earlier item was answered with one of the values."""

    item: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class AlertRule:
    """An answer with one of the values raises an alert under this rule."""

    level: Level
    values: tuple[str, ...]
    rule: str


@dataclass(frozen=True)
class Item:
    """One question, one screen. `name` is the code that stays the same in every wave and version.

    `required` is soft: the question may be left open, the page asks once. `least` and `most` bound a number, or how
    many choices may be ticked. All conditions of `show_if` must be met.
    """

    name: str
    type: ItemType
    label: Labels
    hint: Labels | None = None
    list_name: str | None = None
    choices: tuple[Choice, ...] = ()
    reserved: tuple[Reserved, ...] = ()
    required: bool = False
    show_if: tuple[Condition, ...] = ()
    alerts: tuple[AlertRule, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Instrument:
    key: str
    number: int
    audience: str
    title: Labels
    minutes: int
    choices: Mapping[str, tuple[Choice, ...]]
    items: tuple[Item, ...]
    reserved: tuple[Reserved, ...]

    def item(self, name: str) -> Item:
        """The item of that name; KeyError where there is none."""
        for item in self.items:
            if item.name == name:
                return item
        raise KeyError(name)


def as_definition(instrument: Instrument) -> dict[str, Any]:
    """The plain form that `parse` reads back to an equal instrument."""
    return {
        "key": instrument.key,
        "number": instrument.number,
        "audience": instrument.audience,
        "title": dict(instrument.title),
        "minutes": instrument.minutes,
        "choices": {
            name: [
                {"value": choice.value, "label": dict(choice.label)}
                | ({"alone": True} if choice.alone else {})
                for choice in choices
            ]
            for name, choices in instrument.choices.items()
        },
        "items": [_item_as_definition(item) for item in instrument.items],
        "reserved": [str(code) for code in instrument.reserved],
    }


def _item_as_definition(item: Item) -> dict[str, Any]:
    plain: dict[str, Any] = {"name": item.name, "type": str(item.type)}
    if item.list_name:
        plain["list"] = item.list_name
    plain["label"] = dict(item.label)
    if item.hint:
        plain["hint"] = dict(item.hint)
    if item.required:
        plain["required"] = "soft"
    if item.show_if:
        plain["show_if"] = [{"item": met.item, "is": list(met.values)} for met in item.show_if]
    if item.alerts:
        alerts = [
            {"level": str(rule.level), "when": list(rule.values), "rule": rule.rule} for rule in item.alerts
        ]
        plain["alert"] = alerts[0] if len(alerts) == 1 else alerts
    if item.least is not None:
        plain["least"] = item.least
    if item.most is not None:
        plain["most"] = item.most
    return plain


def fingerprint(definition: Mapping[str, Any]) -> str:
    """A SHA-256 of the definition that does not depend on the order of keys or on white space."""
    canonical = json.dumps(definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def shipped_definitions() -> list[dict[str, Any]]:
    """The definitions that come with the program, in the order of their file names."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(SHIPPED.glob("*.json"))]
