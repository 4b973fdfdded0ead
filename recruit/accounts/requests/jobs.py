"""What the clock calls for the request desk."""

from datetime import datetime

from recruit.accounts.requests import actions, queries
from recruit.core.each import each_by_itself


def call_administrators(now: datetime) -> int:
    """Tell administrators of every request that nobody has answered for a day; each once. One that breaks stops no other."""
    return each_by_itself(
        "unanswered requests",
        queries.unanswered_for_a_day(now),
        lambda request_id: actions.raise_alarm(request_id, now=now),
    )
