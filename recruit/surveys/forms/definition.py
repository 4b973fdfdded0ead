"""What a questionnaire is made of, and its plain form as it stands in files and rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
import hashlib
import json
from pathlib import Path
from typing import Any

from recruit.surveys.forms.facts import Facts, fact_of

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
    # Stands in definitions only: reading makes a question of every row, so that each has a code and an answer of its own.
    GRID = "grid"


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
class FactCondition:
    """Met when the service knows one of the values about the person; `unknown` is a value too."""

    fact: str
    values: tuple[str, ...]

    def is_met(self, facts: Facts) -> bool:
        return fact_of(facts, self.fact) in self.values


@dataclass(frozen=True)
class AlertRule:
    """An answer with one of the values raises an alert under this rule."""

    level: Level
    values: tuple[str, ...]
    rule: str


@dataclass(frozen=True)
class Grid:
    """Several questions on one screen with the same answers. The rows are items; this is what stands above them."""

    name: str
    label: Labels
    hint: Labels | None = None
    required: bool = False
    show_if: tuple[Condition, ...] = ()
    show_if_known: tuple[FactCondition, ...] = ()


@dataclass(frozen=True)
class Item:
    """One question. `name` is the code that stays the same in every wave and version.

    `required` is soft: the question may be left open, the page asks once. `least` and `most` bound a number, how many choices
    may be ticked, or (`most` alone) how long a text is; `earliest` and `latest` bound a date, by a day or by `today`. All
    conditions must be met; a row of a `grid` has those of the grid in front of its own. `recalls` names what the published
    position promised, so that the page can show it beside the question.
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
    earliest: str | None = None
    latest: str | None = None
    is_whole: bool = False
    show_if_known: tuple[FactCondition, ...] = ()
    grid: Grid | None = None
    is_paired: bool = False
    recalls: str = ""


@dataclass(frozen=True)
class ScoreAlert:
    """The sum of a scale from which somebody must look."""

    level: Level
    at_least: int
    rule: str


@dataclass(frozen=True)
class Scale:
    """Where a set of questions comes from, and on what terms they may be used. Without authors they are our own words."""

    name: str
    title: Labels
    licence: Labels
    items: tuple[str, ...]
    authors: str = ""
    source: str = ""
    alert: ScoreAlert | None = None


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
    scales: tuple[Scale, ...] = ()

    def item(self, name: str) -> Item:
        """The item of that name; KeyError where there is none."""
        for item in self.items:
            if item.name == name:
                return item
        raise KeyError(name)


def fingerprint(definition: Mapping[str, Any]) -> str:
    """A SHA-256 of the definition that does not depend on the order of keys or on white space."""
    canonical = json.dumps(definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def shipped_definitions() -> list[dict[str, Any]]:
    """The definitions that come with the program, in the order of their file names."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(SHIPPED.glob("*.json"))]
