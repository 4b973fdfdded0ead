"""What the procedure does about news from earlier rooms."""

from recruit.arrivals import actions
from recruit.core.db import session
from recruit.placements.events import (
    Died,
    EndEntered,
    EndWithdrawn,
    NeverStarted,
    StartMoved,
    StartPlanned,
    StayChanged,
)
from recruit.placements.models import Placement
from recruit.placements.rules import ExitKind, PlacementState


def plan_when_start_is_planned(event: StartPlanned | StartMoved) -> None:
    """Plan the procedure, or plan anew what is not done. Who works already (a corrected list) has it behind them."""
    placement = session().get_one(Placement, event.placement_id)
    if placement.state is PlacementState.EXPECTED:
        actions.plan_arrival(placement, by=event.by, now=event.now)
        actions.follow_stay(placement, by=event.by, now=event.now)


def follow_stay(event: StayChanged) -> None:
    """Days that were only reckoned with are known now."""
    actions.follow_stay(session().get_one(Placement, event.placement_id), by=event.by, now=event.now)


def close_when_never_started(event: NeverStarted | Died) -> None:
    """An offer that never became work needs no papers; nor does a person who has died."""
    actions.close_plan(event.placement_id, now=event.now)


def plan_leaving(event: EndEntered) -> None:
    """Both sides see what the law asks of them now. A death is no leaving."""
    placement = session().get_one(Placement, event.placement_id)
    if placement.exit_kind is not ExitKind.DEATH:
        actions.plan_leaving(placement, by=event.by, now=event.now)


def drop_leaving(event: EndWithdrawn) -> None:
    """The end was a mistake."""
    actions.drop_leaving(event.placement_id)
