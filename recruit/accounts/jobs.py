"""What the clock calls for accounts."""

from datetime import datetime

from recruit.accounts import privacy
from recruit.core.db import writing


def forget_old(now: datetime) -> int:
    """Delete ended sign-ins, counts of tries and registrations nobody confirmed, when their time is over."""
    with writing():
        return privacy.purge(now)
