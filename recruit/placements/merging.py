"""What hires have against putting two rows of one person together."""

from sqlalchemy import select

from recruit.accounts.merging.rules import MergeRefusal, Objection
from recruit.core.db import session
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementState

_GOES_ON = (PlacementState.EXPECTED, PlacementState.WORKING, PlacementState.ON_LEAVE)


def objections(kept_id: int, merged_id: int) -> list[Objection]:
    """Nobody works at two places at once: every point in time would be asked about twice."""
    going_on = set(
        session().scalars(
            select(Placement.person_id).where(
                Placement.person_id.in_([kept_id, merged_id]), Placement.state.in_(_GOES_ON)
            )
        )
    )
    return [Objection(MergeRefusal.TWO_LIVE_HIRES)] if len(going_on) == 2 else []
