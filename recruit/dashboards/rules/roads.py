"""The whole road of one person, from the fair to the third year, with the true state of every stop."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recruit.core.months import months_after


class RoadKey(StrEnum):
    """The stops, in order."""

    FAIR = "fair"
    INTERVIEW = "interview"
    OFFER = "offer"
    PAPERS = "papers"
    ARRIVAL = "arrival"
    FIRST_WEEKS = "first_weeks"
    YEAR_ONE = "year_one"
    YEAR_THREE = "year_three"


class RoadState(StrEnum):
    """As the road is drawn; `none`: was not, and will not be, part of this person's road."""

    DONE = "done"
    HERE = "here"
    PLANNED = "planned"
    NONE = "none"


@dataclass(frozen=True)
class JourneyFacts:
    """What is known of a person's way. A day is the day it happened, or (`…_planned_on`) is planned for."""

    fair_on: date | None = None
    fair_planned_on: date | None = None
    interview_on: date | None = None
    # Without a day where it is known only because an offer followed it.
    interviewed: bool = False
    interview_planned_on: date | None = None
    has_offer: bool = False
    accepted_on: date | None = None
    papers_done: int = 0
    papers_all: int = 0
    arrived_on: date | None = None
    arrival_planned_on: date | None = None
    started_on: date | None = None
    start_planned_on: date | None = None
    ended_on: date | None = None
    hired: bool = False


@dataclass(frozen=True)
class RoadStop:
    key: RoadKey
    state: RoadState
    on: date | None = None
    done: int = 0
    of: int = 0


def road_of(facts: JourneyFacts, today: date) -> list[RoadStop]:
    """Every stop with its state. What was left out before a later stop was reached does not apply, unless its day is still
    to come; the first stop that is neither done nor left out is where the person stands; after an end the rest does not apply.
    """
    begun = facts.started_on or facts.start_planned_on
    year_one = months_after(begun, 12) if begun else None
    year_three = months_after(begun, 36) if begun else None
    started = facts.started_on is not None and facts.started_on <= today
    weeks_over = facts.started_on is not None and months_after(facts.started_on, 1) <= today
    reached_until = facts.ended_on or today
    reached: dict[RoadKey, tuple[bool, date | None]] = {
        RoadKey.FAIR: (facts.fair_on is not None, facts.fair_on or facts.fair_planned_on),
        RoadKey.INTERVIEW: (
            facts.interviewed,
            facts.interview_on if facts.interviewed else facts.interview_planned_on,
        ),
        RoadKey.OFFER: (facts.accepted_on is not None, facts.accepted_on),
        RoadKey.PAPERS: (0 < facts.papers_all == facts.papers_done, None),
        RoadKey.ARRIVAL: (facts.arrived_on is not None, facts.arrived_on or facts.arrival_planned_on),
        RoadKey.FIRST_WEEKS: (weeks_over, begun),
        RoadKey.YEAR_ONE: (started and year_one is not None and year_one <= reached_until, year_one),
        RoadKey.YEAR_THREE: (started and year_three is not None and year_three <= reached_until, year_three),
    }
    keys = list(RoadKey)
    last_done = max((place for place, key in enumerate(keys) if reached[key][0]), default=-1)
    if facts.has_offer:
        last_done = max(last_done, keys.index(RoadKey.INTERVIEW))
    if facts.hired and not started:
        last_done = max(last_done, keys.index(RoadKey.OFFER))
    if started:
        last_done = max(last_done, keys.index(RoadKey.ARRIVAL))
    stops: list[RoadStop] = []
    stands = False
    for place, key in enumerate(keys):
        is_done, on = reached[key]
        counts = (facts.papers_done, facts.papers_all) if key is RoadKey.PAPERS else (0, 0)
        if is_done:
            state = RoadState.DONE
        elif not facts.hired and place <= last_done and on is not None and on > today:
            state = RoadState.PLANNED
        elif place <= last_done or facts.ended_on is not None:
            state, on = RoadState.NONE, None
        elif stands:
            state = RoadState.PLANNED
        else:
            state, stands = RoadState.HERE, True
        stops.append(RoadStop(key, state, on, *counts))
    return stops
