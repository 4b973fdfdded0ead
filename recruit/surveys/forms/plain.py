"""An instrument in its plain form, as it stands in files and rows; `reading.parse` is the way back."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from recruit.surveys.forms.definition import (
    AlertRule,
    Condition,
    FactCondition,
    Grid,
    Instrument,
    Item,
    ItemType,
    Scale,
)


def as_definition(instrument: Instrument) -> dict[str, Any]:
    """The plain form that `parse` reads back to an equal instrument."""
    plain: dict[str, Any] = {
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
        "items": [],
        "reserved": [str(code) for code in instrument.reserved],
    }
    for grid, together in groupby(instrument.items, key=lambda item: item.grid):
        items = list(together)
        plain["items"] += [_grid(grid, items)] if grid else [_item(item) for item in items]
    if instrument.scales:
        plain["scales"] = [_scale(scale) for scale in instrument.scales]
    return plain


def _grid(grid: Grid, rows: Sequence[Item]) -> dict[str, Any]:
    plain: dict[str, Any] = {"name": grid.name, "type": str(ItemType.GRID), "list": rows[0].list_name}
    if rows[0].type is not ItemType.SCALE:
        plain["of"] = str(rows[0].type)
    plain["label"] = dict(grid.label)
    if grid.hint:
        plain["hint"] = dict(grid.hint)
    if grid.required:
        plain["required"] = "soft"
    if grid.show_if or grid.show_if_known:
        plain["show_if"] = _conditions(grid.show_if, grid.show_if_known)
    plain["rows"] = []
    for row in rows:
        line: dict[str, Any] = {"name": row.name, "label": dict(row.label)}
        if row.hint:
            line["hint"] = dict(row.hint)
        own, own_known = row.show_if[len(grid.show_if) :], row.show_if_known[len(grid.show_if_known) :]
        if own or own_known:
            line["show_if"] = _conditions(own, own_known)
        plain["rows"].append(line | _marks(row))
    return plain


def _item(item: Item) -> dict[str, Any]:
    plain: dict[str, Any] = {"name": item.name, "type": str(item.type)}
    if item.list_name:
        plain["list"] = item.list_name
    plain["label"] = dict(item.label)
    if item.hint:
        plain["hint"] = dict(item.hint)
    if item.required:
        plain["required"] = "soft"
    if item.show_if or item.show_if_known:
        plain["show_if"] = _conditions(item.show_if, item.show_if_known)
    plain |= _marks(item)
    bounds = {
        "least": item.least,
        "most": item.most,
        "earliest": item.earliest,
        "latest": item.latest,
        "whole": item.is_whole or None,
    }
    return plain | {name: value for name, value in bounds.items() if value is not None}


def _marks(item: Item) -> dict[str, Any]:
    """What a single question and a row of a grid have alike."""
    plain: dict[str, Any] = {}
    if item.alerts:
        alerts = [_alert(rule) for rule in item.alerts]
        plain["alert"] = alerts[0] if len(alerts) == 1 else alerts
    if item.is_paired:
        plain["paired"] = True
    if item.recalls:
        plain["recalls"] = item.recalls
    return plain


def _alert(rule: AlertRule) -> dict[str, Any]:
    return {"level": str(rule.level), "when": list(rule.values), "rule": rule.rule}


def _conditions(met: Sequence[Condition], known: Sequence[FactCondition]) -> list[dict[str, Any]]:
    earlier: list[dict[str, Any]] = [{"item": one.item, "is": list(one.values)} for one in met]
    return earlier + [{"fact": one.fact, "is": list(one.values)} for one in known]


def _scale(scale: Scale) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "name": scale.name,
        "title": dict(scale.title),
        "licence": dict(scale.licence),
        "items": list(scale.items),
    }
    if scale.authors:
        plain["authors"] = scale.authors
    if scale.source:
        plain["source"] = scale.source
    if scale.alert:
        plain["alert"] = {
            "level": str(scale.alert.level),
            "from": scale.alert.at_least,
            "rule": scale.alert.rule,
        }
    return plain
