"""Panels: a page names a place, later rooms offer something to show there. The early room knows only this register."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template
from markupsafe import Markup

from recruit.core.visitor import Visitor
from recruit.web.gate import visitor

# Told who asks and the thing on the page; None means nothing to show.
PanelQuery = Callable[[Visitor, Any], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A query told who asks, and the template that shows what it finds."""

    place: str
    query: PanelQuery
    template: str


_panels: dict[str, list[Panel]] = {}


def install(panels: list[Panel]) -> None:
    """Set all panels, in order. Called once, when the house is built."""
    _panels.clear()
    for panel in panels:
        _panels.setdefault(panel.place, []).append(panel)


def panels_for(place: str, subject: Any) -> Markup:
    """All that other rooms show at this place about this thing."""
    shown = []
    for panel in _panels.get(place, ()):
        context = panel.query(visitor(), subject)
        if context is not None:
            shown.append(Markup(render_template(panel.template, **context)))
    return Markup("").join(shown)
