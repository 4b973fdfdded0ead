"""What the request desk shows on pages of earlier rooms: the way to ask, and how many complaints came."""

from typing import Any

from recruit.accounts.requests import queries, rules
from recruit.core import clock
from recruit.core.disclosure.limits import LEAST_OF_COMPLAINTS
from recruit.core.visitor import Visitor
from recruit.web.panels import Panel


def way_to_ask(_visitor: Visitor, _subject: object) -> dict[str, Any]:
    """The link under the privacy page."""
    return {}


def complaints(_visitor: Visitor, _subject: object) -> dict[str, Any]:
    """Complaints of the last twelve months in which some came; numbers that are few stay hidden."""
    shown = rules.shown_to_everybody(queries.complaints_by_month(clock.now()))
    return {"months": shown[:12], "least": LEAST_OF_COMPLAINTS}


PANELS = [
    Panel("legal.privacy", way_to_ask, "requests/panel_ask.html"),
    Panel("legal.operator", complaints, "requests/panel_complaints.html"),
]
