"""What the clock calls for the request desk."""

from datetime import datetime
import logging

from recruit.accounts.requests import actions, queries
from recruit.core.db import writing

log = logging.getLogger(__name__)


def call_administrators(now: datetime) -> int:
    """Tell administrators of every request that nobody has answered for a day; each once. One that breaks stops no other."""
    told = 0
    for request_id in queries.unanswered_for_a_day(now):
        try:
            with writing():
                told += actions.raise_alarm(request_id, now=now)
        except Exception:
            log.exception("administrators could not be told of a request", extra={"data_request": request_id})
    return told
