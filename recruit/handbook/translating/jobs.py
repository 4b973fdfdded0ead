"""What the clock calls for the desk of translations."""

from datetime import datetime

from recruit.core.db import writing
from recruit.core.each import each_in_steps
from recruit.core.translating import known
from recruit.handbook.translating import keeping, mails, reminding


def renew(now: datetime) -> int:
    """Keep what waits as it is now, kind by kind; gives how many rows changed."""

    def renew_kind(kind: str) -> int:
        found = keeping.found_now(kind, now)
        with writing():
            return keeping.keep(kind, found)

    done = each_in_steps("translations.renew", known(), renew_kind)
    with writing():
        return done + keeping.drop_unknown()


def tell(now: datetime) -> int:
    """Tell those who write translations what is new, in one mail of the next morning; gives how many were told."""
    with writing():
        return mails.tell_of_new(now)


def remind_companies(now: datetime) -> int:
    """Companies hear on a Monday which languages they lack; gives how many will be told."""
    return reminding.remind(now)
