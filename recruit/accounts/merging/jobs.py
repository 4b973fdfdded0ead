"""What the clock calls for entries that were put together."""

from datetime import datetime

from recruit.accounts.merging import actions
from recruit.core.db import writing


def settle(now: datetime) -> int:
    """After thirty days it stands: what was moved is forgotten, and the sign keeps no name and no sign-in."""
    with writing():
        return actions.settle_merges(now)
