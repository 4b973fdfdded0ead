"""What the clock calls for the search: keep what bulk changes left behind, pack where students are many, tell of new ones."""

from datetime import datetime, timedelta

from recruit.core.db import writing
from recruit.students.search import keeping, kept, mails, packing
from recruit.students.search.models import StudentSearch

# A little less than a day, so that the hour does not wander.
TOLD_EVERY = timedelta(hours=23)


def keep_found(now: datetime) -> int:
    """Every profile is found as it stands, and a hundred thousand are counted at once."""
    done, after = 0, 0
    while after is not None:
        with writing():
            kept_now, after = keeping.keep_missing(after)
        done += kept_now
    with writing():
        # What was not written with the profile has no instant by which it could be told from what is packed.
        done += packing.pack(now, anew=done > 0)
    for organisation_id in packing.organisations_that_see_many():
        with writing():
            done += packing.pack_sight(organisation_id, now)
    return done


def tell_new(now: datetime) -> int:
    """Once a day, tell who wants it how many new students a kept search finds. Gives how many mails were queued."""
    told, before = 0, now - TOLD_EVERY
    for key in kept.to_be_told_of(before):
        with writing() as rows:
            search = rows.get(StudentSearch, key, populate_existing=True)
            # Removed, or told of by another worker, since the list was read.
            if search is None or search.told_at > before:
                continue
            since = max(search.told_at, search.looked_at)
            if kept.count_new(search, since):
                mails.tell(search, since, now)
                search.told_at = now
                told += 1
    return told
