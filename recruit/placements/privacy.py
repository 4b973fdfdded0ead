"""Personal data of hires: kept for the figures, without the name."""

from datetime import datetime
from typing import Any

from recruit.placements import queries


def export(person_id: int) -> dict[str, Any]:
    """What is known of a person's employments."""
    return {
        "placements": [
            {
                "state": str(placement.state),
                "planned_start_on": placement.planned_start_on,
                "started_on": placement.started_on,
                "ended_on": placement.ended_on,
                "exit_kind": placement.exit_kind,
                "registered_on": placement.registered_on,
            }
            for placement in queries.placements_of_person(person_id)
        ]
    }


def erase(person_id: int, now: datetime) -> None:
    """Spells stay for the retention figures; they hold no name, and the person's row is emptied by accounts."""
