"""What the clock calls for the request desk."""

from datetime import datetime

from recruit.accounts.requests import actions, queries
from recruit.core.db import writing


def call_administrators(now: datetime) -> int:
    """Tell administrators of every request that nobody has answered for a day; each once."""
    told = 0
    for request_id in queries.unanswered_for_a_day(now):
        with writing():
            told += actions.raise_alarm(request_id, now=now)
    return told
