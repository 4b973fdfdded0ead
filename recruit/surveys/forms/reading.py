"""Reading a definition, with an error that names the place where something is wrong."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
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
    Choice,
    Grid,
    Instrument,
    Item,
    ItemType,
    Reserved,
    shipped_definitions,
)
from recruit.surveys.forms.facts import RECALLS
from recruit.surveys.forms.marks import alerts_in, choices_in, conditions_in, scales_in
from recruit.surveys.forms.paired import PAIRED, PAIRED_VALUES

AUDIENCES = ("hire", "company", "participant")
# A bound of a date that moves with the calendar.
TODAY = "today"
_KEYS = {"key", "number", "audience", "title", "minutes", "choices", "items", "reserved", "scales"}
_MARK_KEYS = {"name", "label", "hint", "show_if", "alert", "paired", "recalls"}
_BOUND_KEYS = {"least", "most", "earliest", "latest", "whole"}
_ITEM_KEYS = _MARK_KEYS | _BOUND_KEYS | {"type", "list", "required"}
_GRID_KEYS = {"name", "type", "list", "of", "label", "hint", "required", "show_if", "rows"}

Lists = Mapping[str, tuple[Choice, ...]]


def parse(definition: Mapping[str, Any]) -> Instrument:
    """The instrument that a definition describes; DefinitionError at the first thing that is wrong."""
    known_keys(definition, _KEYS, "definition")
    key = name_in(definition.get("key"), "key")
    number = whole_number(definition.get("number"), "number", least=1)
    audience = definition.get("audience")
    if audience not in AUDIENCES:
        raise DefinitionError("audience", f"must be one of {', '.join(AUDIENCES)}")
    reserved = tuple(
        member_of(Reserved, code, f"reserved[{place}]")
        for place, code in enumerate(list_in(definition.get("reserved", []), "reserved"))
    )
    choices = {
        name_in(name, f"choices.{name}"): choices_in(rows, f"choices.{name}")
        for name, rows in mapping_in(definition.get("choices", {}), "choices").items()
    }
    items: list[Item] = []
    for place, row in enumerate(list_in(definition.get("items"), "items")):
        items += _questions(row, f"items[{place}]", choices, reserved, items)
    if not any(item.type is not ItemType.NOTE for item in items):
        raise DefinitionError("items", "there is no question")
    unused = set(choices) - {item.list_name for item in items}
    if unused:
        raise DefinitionError("choices", f"no item uses the list {', '.join(sorted(unused))}")
    return Instrument(
        key=key,
        number=number,
        audience=audience,
        title=labels_in(definition.get("title"), "title"),
        minutes=whole_number(definition.get("minutes"), "minutes", least=1),
        choices=choices,
        items=tuple(items),
        reserved=reserved,
        scales=scales_in(definition.get("scales", []), "scales", items),
    )


def load_shipped() -> list[Instrument]:
    """The instruments that come with the program."""
    return [parse(definition) for definition in shipped_definitions()]


def _questions(
    row: Any, place: str, lists: Lists, reserved: tuple[Reserved, ...], before: list[Item]
) -> list[Item]:
    """The item that stands there, or the rows of a grid as items."""
    row = mapping_in(row, place)
    kind = member_of(ItemType, row.get("type"), f"{place}.type")
    if kind is ItemType.GRID:
        return _grid(row, place, lists, reserved, before)
    known_keys(row, _ITEM_KEYS, place)
    item = _marked(row, place, kind, _choices(row, place, kind, lists), before)
    least, most = _bounds(row, place, kind)
    return [
        replace(
            item,
            list_name=row.get("list"),
            reserved=() if kind is ItemType.NOTE else reserved,
            required=_is_required(row, place),
            least=least,
            most=most,
            earliest=_day(row, "earliest", place, kind),
            latest=_day(row, "latest", place, kind),
            is_whole=_mark(row, "whole", place) and _is_number(kind, f"{place}.whole"),
        )
    ]


def _grid(
    row: Mapping[str, Any], place: str, lists: Lists, reserved: tuple[Reserved, ...], before: list[Item]
) -> list[Item]:
    known_keys(row, _GRID_KEYS, place)
    kind = member_of(ItemType, row.get("of", ItemType.SCALE), f"{place}.of")
    if kind not in (ItemType.SCALE, ItemType.SINGLE):
        raise DefinitionError(f"{place}.of", "the rows of a grid are scale or single items")
    show_if, show_if_known = conditions_in(row.get("show_if", []), f"{place}.show_if", before)
    grid = Grid(
        name=_new_name(row, place, before),
        label=labels_in(row.get("label"), f"{place}.label"),
        hint=_hint(row, place),
        required=_is_required(row, place),
        show_if=show_if,
        show_if_known=show_if_known,
    )
    choices = _choices(row, place, kind, lists)
    rows: list[Item] = []
    for number, line in enumerate(list_in(row.get("rows"), f"{place}.rows")):
        here = f"{place}.rows[{number}]"
        line = mapping_in(line, here)
        known_keys(line, _MARK_KEYS, here)
        if line.get("name") in (grid.name, *(one.name for one in rows)):
            raise DefinitionError(f"{here}.name", f"{line.get('name')} stands there twice")
        # Rows look back behind the grid, not at each other: they stand on one screen.
        item = _marked(line, here, kind, choices, before)
        rows.append(
            replace(
                item,
                list_name=row.get("list"),
                reserved=reserved,
                required=grid.required,
                show_if=grid.show_if + item.show_if,
                show_if_known=grid.show_if_known + item.show_if_known,
                grid=grid,
            )
        )
    if len(rows) < 2:
        raise DefinitionError(f"{place}.rows", "a grid needs two rows at least")
    return rows


def _marked(
    row: Mapping[str, Any], place: str, kind: ItemType, choices: tuple[Choice, ...], before: list[Item]
) -> Item:
    """What a single question and a row of a grid have alike."""
    name = _new_name(row, place, before)
    show_if, show_if_known = conditions_in(row.get("show_if", []), f"{place}.show_if", before)
    is_paired = _mark(row, "paired", place)
    if is_paired and (name not in PAIRED or tuple(choice.value for choice in choices) != PAIRED_VALUES):
        raise DefinitionError(f"{place}.paired", f"{name} is not one of the questions that both sides answer")
    recalls = row.get("recalls", "")
    if recalls and recalls not in RECALLS:
        raise DefinitionError(f"{place}.recalls", f"must be one of {', '.join(RECALLS)}")
    return Item(
        name=name,
        type=kind,
        label=labels_in(row.get("label"), f"{place}.label"),
        hint=_hint(row, place),
        choices=choices,
        show_if=show_if,
        show_if_known=show_if_known,
        alerts=alerts_in(row.get("alert"), f"{place}.alert", kind, choices),
        is_paired=is_paired,
        recalls=recalls,
    )


def _new_name(row: Mapping[str, Any], place: str, before: list[Item]) -> str:
    name = name_in(row.get("name"), f"{place}.name")
    if any(name == item.name or (item.grid and name == item.grid.name) for item in before):
        raise DefinitionError(f"{place}.name", f"{name} stands there twice")
    return name


def _hint(row: Mapping[str, Any], place: str) -> Mapping[str, str] | None:
    return labels_in(row["hint"], f"{place}.hint") if row.get("hint") is not None else None


def _choices(row: Mapping[str, Any], place: str, kind: ItemType, lists: Lists) -> tuple[Choice, ...]:
    list_name = row.get("list")
    if (kind in WITH_CHOICES) != (list_name is not None):
        raise DefinitionError(
            f"{place}.list", f"a {kind} item {'needs' if kind in WITH_CHOICES else 'has no'} list"
        )
    if list_name is None:
        return ()
    if list_name not in lists:
        raise DefinitionError(f"{place}.list", f"there is no list {list_name}")
    choices = lists[list_name]
    if kind is ItemType.SCALE and any(choice.alone for choice in choices):
        raise DefinitionError(f"{place}.list", "a scale has no choice that stands alone")
    return choices


def _is_required(row: Mapping[str, Any], place: str) -> bool:
    if row.get("required") not in (None, "soft"):
        raise DefinitionError(f"{place}.required", "must be soft or left out")
    return row.get("required") == "soft"


def _mark(row: Mapping[str, Any], key: str, place: str) -> bool:
    value = row.get(key)
    if value is not None and value is not True:
        raise DefinitionError(f"{place}.{key}", "must be true or left out")
    return value is True


def _is_number(kind: ItemType, place: str) -> bool:
    if kind is not ItemType.NUMBER:
        raise DefinitionError(place, f"a {kind} item is no number")
    return True


def _bounds(row: Mapping[str, Any], place: str, kind: ItemType) -> tuple[int | None, int | None]:
    least, most = row.get("least"), row.get("most")
    takes_most = kind in (ItemType.NUMBER, ItemType.MULTIPLE, ItemType.SHORT_TEXT, ItemType.LONG_TEXT)
    takes_least = kind in (ItemType.NUMBER, ItemType.MULTIPLE)
    if (most is not None and not takes_most) or (least is not None and not takes_least):
        raise DefinitionError(place, f"a {kind} item has no least or most")
    floor = None if kind is ItemType.NUMBER else 1
    least = None if least is None else whole_number(least, f"{place}.least", floor)
    most = None if most is None else whole_number(most, f"{place}.most", floor)
    if least is not None and most is not None and least > most:
        raise DefinitionError(place, "least is more than most")
    return least, most


def _day(row: Mapping[str, Any], key: str, place: str, kind: ItemType) -> str | None:
    value = row.get(key)
    if value is None:
        return None
    if kind is not ItemType.DATE:
        raise DefinitionError(f"{place}.{key}", f"a {kind} item is no date")
    try:
        is_fine = value == TODAY or date.fromisoformat(value).isoformat() == value
    except (TypeError, ValueError):
        is_fine = False
    if not is_fine:
        raise DefinitionError(f"{place}.{key}", "must be a day such as 2026-04-01, or today")
    return str(value)
