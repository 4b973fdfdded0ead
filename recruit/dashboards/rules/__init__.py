"""What is next for somebody, and how far the road is walked, in plain Python."""

from recruit.dashboards.rules.duties import (
    CHANCES,
    HORIZON,
    WAITS,
    CompanyAct,
    Duty,
    StaffAct,
    StudentAct,
    end_of,
    home_of,
    in_order,
    is_late,
    split_next,
    weight_of,
)
from recruit.dashboards.rules.mornings import AIMS, When, by_when, morning_of, when_of
from recruit.dashboards.rules.roads import JourneyFacts, RoadKey, RoadState, RoadStop, road_of
from recruit.dashboards.rules.timelines import Happening, HappeningKind, TimelinePart, newest_first

__all__ = [
    "AIMS",
    "CHANCES",
    "HORIZON",
    "WAITS",
    "CompanyAct",
    "Duty",
    "Happening",
    "HappeningKind",
    "JourneyFacts",
    "RoadKey",
    "RoadState",
    "RoadStop",
    "StaffAct",
    "StudentAct",
    "TimelinePart",
    "When",
    "by_when",
    "end_of",
    "home_of",
    "in_order",
    "is_late",
    "morning_of",
    "newest_first",
    "road_of",
    "split_next",
    "weight_of",
    "when_of",
]
