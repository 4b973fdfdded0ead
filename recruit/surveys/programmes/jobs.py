"""What the clock does about changes of the rules that staff look at: it counts what would follow. Any number of workers may."""

from datetime import datetime, timedelta

from sqlalchemy import select

from recruit.core.db import session, writing
from recruit.surveys.programmes import actions, queries
from recruit.surveys.programmes.consequences import counted
from recruit.surveys.programmes.counting import Batch
from recruit.surveys.programmes.models import CountedChange
from recruit.surveys.programmes.proposals import read_proposal
from recruit.surveys.queries.known import newest_programme, rules_of

# About two seconds of work; then whoever stops the worker is heard, and the next change gets its turn.
BATCHES_A_BEAT = 20
KEPT_FOR = timedelta(days=1)


def count_consequences(now: datetime) -> int:
    """Count on for every change that is being looked at; gives how many batches were done.

    People are read without any lock; how far it has come and what was found is written in one go, if nobody was faster. A
    worker that dies does at most its last batch again.
    """
    done, old = 0, now - KEPT_FOR
    # Every two seconds there is nothing to forget: the pen is taken only where there is.
    if queries.are_counts_to_forget(old):
        with writing():
            done += actions.forget_counts(old)
    waiting = session().scalars(
        select(CountedChange.id).where(CountedChange.done_at.is_(None)).order_by(CountedChange.id)
    )
    for count_id in waiting.all():
        for _batch in range(BATCHES_A_BEAT):
            if not _count_on(count_id, now):
                break
            done += 1
    return done


def _count_on(count_id: int, now: datetime) -> bool:
    """Whether a batch was done and more come."""
    row = session().get(CountedChange, count_id, populate_existing=True)
    programme = newest_programme()
    if row is None or row.done_at is not None or programme is None or programme.version != row.version:
        return False
    waves = {wave.name: wave for wave in rules_of(programme).going_on().waves}
    proposal = read_proposal(row.change, waves.get(row.change["wave"]))
    asked_at, last = row.asked_at, row.up_to
    ids, more = queries.people_after(proposal, last, asked_at)
    found = queries.consequences_for(proposal, ids, asked_at)
    batch = Batch(
        ids[-1] if ids else last,
        counted(touched.consequence for touched in found),
        len({touched.placement.id for touched in found}),
    )
    with writing():
        noted = actions.note_batch(
            count_id, batch, asked_at=asked_at, last=last, is_last=more is None, now=now
        )
    return noted and more is not None
