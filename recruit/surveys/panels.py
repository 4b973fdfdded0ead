"""What follow-ups show on pages of earlier rooms."""

from datetime import date
from typing import Any

from recruit.core import clock
from recruit.core.visitor import Role, Visitor
from recruit.placements.models import Placement
from recruit.surveys.boards.rules import stand_of
from recruit.surveys.boards.words import SHAPES
from recruit.surveys.coding.queries import Which, counts
from recruit.surveys.coding.rules import Stage
from recruit.surveys.queries import boards, responses
from recruit.surveys.words import REASONS, WAVES
from recruit.web.panels import Panel

# Whoever sees states and days; of these, the retention officer alone sees answers.
_WATCHERS = frozenset({Role.COORDINATOR, Role.RETENTION_OFFICER, Role.ADMINISTRATOR})


def _for_staff(asking: Visitor, placement: Placement) -> dict[str, Any] | None:
    if not asking.roles & _WATCHERS:
        return None
    points = responses.points_of(placement.id)
    if not points:
        return None
    now = clock.now()
    return {
        "placement": placement,
        "points": [
            (point, stand_of(place.column, point.invitation.state), place.reason)
            for point in points
            for place in (boards.place_of(point.invitation, now),)
        ],
        "days": {
            change.id: date.fromisoformat(change.before["due_on"])
            for point in points
            for change in point.changes
        },
        "sees_answers": Role.RETENTION_OFFICER in asking.roles,
        "shapes": SHAPES,
        "reasons": REASONS,
        "waves": WAVES,
    }


def _glosses(asking: Visitor, into: str) -> dict[str, Any] | None:
    """How many open answers wait for a gloss: only their number, and only to who may read answers. A gloss is in Japanese."""
    if into != "ja" or Role.RETENTION_OFFICER not in asking.roles:
        return None
    waiting = counts(asking, Which())[Stage.GLOSS]
    return {"waiting": waiting} if waiting else None


PANELS = (
    Panel("placement.staff", _for_staff, "surveys/panel_staff.html"),
    Panel("translations.desk", _glosses, "surveys/coding/panel_translations.html"),
)
