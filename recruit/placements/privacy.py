"""Personal data of hires: what the figures need is kept without the name; days of the stay go."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from recruit.core.db import session
from recruit.placements import queries
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.rules import PlacementState
from recruit.placements.stay.actions import FACTS as STAY_FACTS

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "placement": "Stays for the figures, without a name and without the days of arrival and stay. The number in a list stays, so that the list brings nobody back.",
    "placement_fact": "Days of employment stay for the figures, without a name. Those of arrival and stay are deleted.",
    "confirmation": "Days and coded answers stay, without a name.",
}


def export(person_id: int) -> dict[str, Any]:
    """What is known of a person's employments."""
    return {
        "placements": [
            {
                "state": placement.state,
                "planned_start_on": placement.planned_start_on,
                "started_on": placement.started_on,
                "ended_on": placement.ended_on,
                "exit_kind": placement.exit_kind,
                "arrived_on": placement.arrived_on,
                "stay_until_on": placement.stay_until_on,
                "renewal_applied_on": placement.renewal_applied_on,
                "stay_has_no_end": placement.stay_has_no_end,
                "registered_on": placement.registered_on,
                "list": placement.source_name,
                "number_in_list": placement.source_key,
                "facts": [
                    {
                        "fact": fact.fact,
                        "value": fact.value,
                        "on": fact.valid_on,
                        "known": fact.known_at,
                        "said_by": fact.said_by_kind,
                    }
                    for fact in placement.facts
                ],
            }
            for placement in queries.placements_of_person(person_id)
        ]
    }


def erase(person_id: int, now: datetime) -> None:
    """Spells stay for the retention figures; they hold no name, and the person's row is emptied by accounts. What immigration
    granted to somebody is in no figure, so it goes.
    """
    own = select(Placement.id).where(Placement.person_id == person_id)
    rows = session()
    rows.execute(
        update(Placement)
        .where(Placement.person_id == person_id)
        .values(
            arrived_on=None,
            stay_until_on=None,
            renewal_applied_on=None,
            stay_has_no_end=False,
            stay_notice=None,
        )
    )
    rows.execute(
        delete(PlacementFact).where(PlacementFact.placement_id.in_(own), PlacementFact.fact.in_(STAY_FACTS))
    )


def still_needed(person_ids: Collection[int]) -> set[int]:
    """Which of these work somewhere, or are about to."""
    over = (PlacementState.LEFT, PlacementState.NEVER_STARTED)
    rows = session().scalars(
        select(Placement.person_id).where(Placement.person_id.in_(person_ids), Placement.state.not_in(over))
    )
    return set(rows)
