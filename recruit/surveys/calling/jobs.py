"""What the clock does about calls."""

from datetime import datetime

from recruit.core.each import each_by_itself
from recruit.surveys.calling.actions import settle
from recruit.surveys.calling.holding import hires_to_settle


def settle_calls(now: datetime) -> int:
    """Take off the list who answered, refused or can be reached by mail again. One transaction a hire."""
    return each_by_itself(
        "calls settled",
        hires_to_settle(now),
        lambda placement_id: settle(now, placement_id=placement_id) > 0,
    )
