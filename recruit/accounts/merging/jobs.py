"""What the clock calls for entries that were put together."""

from datetime import datetime
import logging

from recruit.accounts.merging import actions, queries
from recruit.core.db import writing

log = logging.getLogger(__name__)


def settle(now: datetime) -> int:
    """After thirty days it stands: what was moved is forgotten, and the sign keeps no name and no sign-in. One by one: what
    cannot be settled keeps back nothing behind it, and is tried again.
    """
    done, after = 0, 0
    while ids := queries.merges_to_settle(now, after):
        after = ids[-1]
        for merge_id in ids:
            try:
                with writing():
                    done += actions.settle_merge(merge_id, now)
            except Exception:
                log.exception("two entries could not be settled", extra={"merge_id": merge_id})
    return done
