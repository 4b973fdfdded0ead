"""What the clock calls for the search: keep what bulk changes left behind, pack where positions are many, tell of new ones."""

from datetime import datetime

from recruit.core.db import session, writing
from recruit.core.each import each_by_itself
from recruit.postings.search import actions, keeping, kept, mails, packing
from recruit.postings.search.models import PostingSearch
from recruit.postings.search.rules import TOLD_EVERY, MailPace, Wanted
from recruit.postings.search.words import understood

# In one turn; the others wait for the next one.
MOST_TOLD = 500


def keep_found(now: datetime) -> int:
    """Every position is found as it stands, and a hundred thousand are counted at once."""
    done, after = 0, 0
    while after is not None:
        with writing():
            kept_now, after = keeping.keep_missing(now, after)
        done += kept_now
    with writing():
        # What was not written with the position has no instant by which it could be told from what is packed.
        done += packing.pack(now, anew=done > 0)
    return done


def tell_new(now: datetime) -> int:
    """Tell who wants it which positions are new in a kept search. Gives how many mails were queued."""

    def tell(key: int) -> int:
        search = session().get(PostingSearch, key, populate_existing=True)
        # Removed, or looked through by another worker, since the list was read.
        if search is None or search.pace is MailPace.NEVER or search.told_at > now - TOLD_EVERY[search.pace]:
            return 0
        new = kept.new_to(search, understood(Wanted.of(search.wanted).words), now)
        is_told = bool(new) and mails.tell(search, new, now)
        actions.note_told(search, new)
        search.told_at = now
        return is_told

    return each_by_itself("postings.tell_new", kept.to_be_told_of(now, MOST_TOLD), tell)
