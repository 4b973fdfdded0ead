"""What surveys after events show on pages of events."""

from typing import Any

from recruit.core.visitor import Visitor
from recruit.events.models import Event
from recruit.surveys.after_events.queries import anybody_asked
from recruit.web.panels import Panel


def _for_staff(asking: Visitor, event: Event) -> dict[str, Any] | None:
    return {"event": event} if asking.is_coordinator and anybody_asked(event.id) else None


PANELS = (Panel("event.figures", _for_staff, "surveys/after_events/panel_figures.html"),)
