"""What the clock calls for the search: keep what bulk changes left behind, pack where students are many, tell of new ones."""

from datetime import datetime, timedelta
import logging

from recruit.core.db import session, writing
from recruit.core.each import each_by_itself
from recruit.students.search import keeping, kept, mails, packing
from recruit.students.search.models import StudentSearch

log = logging.getLogger(__name__)
# A little less than a day, so that the hour does not wander.
TOLD_EVERY = timedelta(hours=23)


def keep_found(now: datetime) -> int:
    """Every profile is found as it stands, and a hundred thousand are counted at once."""
    done, after = 0, 0
    while True:
        try:
            with writing():
                kept_now, further = keeping.keep_missing(after)
        except Exception:
            log.exception("profiles were not kept together, so each is by itself", extra={"after": after})
            missing, further = keeping.missing(after)
            kept_now = each_by_itself("profiles to be found", missing, keeping.keep_one)
        done += kept_now
        if further is None:
            break
        after = further
    with writing():
        # What was not written with the profile has no instant by which it could be told from what is packed.
        done += packing.pack(now, anew=done > 0)
    return done + each_by_itself(
        "packed sights",
        packing.organisations_that_see_many(),
        lambda organisation_id: packing.pack_sight(organisation_id, now),
    )


def tell_new(now: datetime) -> int:
    """Once a day, tell who wants it how many new students a kept search finds. Gives how many mails were queued."""
    before = now - TOLD_EVERY

    def tell(key: int) -> bool:
        search = session().get(StudentSearch, key, populate_existing=True)
        # Removed, or told of by another worker, since the list was read.
        if search is None or search.told_at > before:
            return False
        since = max(search.told_at, search.looked_at)
        if not kept.count_new(search, since):
            return False
        mails.tell(search, since, now)
        search.told_at = now
        return True

    return each_by_itself("kept searches", kept.to_be_told_of(before), tell)
