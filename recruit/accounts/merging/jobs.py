"""What the clock calls for entries that were put together."""

from datetime import datetime

from recruit.accounts.merging import actions, queries
from recruit.core.each import each_by_itself


def settle(now: datetime) -> int:
    """After thirty days it stands: what was moved is forgotten, and the sign keeps no name and no sign-in. One by one: what
    cannot be settled keeps back nothing behind it, and is tried again.
    """
    done, after = 0, 0
    while ids := queries.merges_to_settle(now, after):
        after = ids[-1]
        done += each_by_itself("merges", ids, lambda merge_id: actions.settle_merge(merge_id, now))
    return done
