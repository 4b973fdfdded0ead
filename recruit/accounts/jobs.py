"""What the clock calls for accounts: once a day, everywhere, what has been kept long enough goes."""

from datetime import datetime, timedelta
import logging

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from recruit.accounts import personal_data
from recruit.core.clock import day_in
from recruit.core.db import database, session, writing
from recruit.core.models import PurgeRun
from recruit.core.periods import Kept

log = logging.getLogger(__name__)

TOKYO = "Asia/Tokyo"
# A run that stopped half-way is taken up again after this.
TAKEN_UP_AFTER = timedelta(hours=1)
# No purge may run for ever: what is left is taken the next day.
ROUNDS = 500


def purge_daily(now: datetime) -> int:
    """The first to come on a day in Tokyo purges; gives how many things went. The report is a row of `purge_run`."""
    with writing():
        if not _claim(now):
            return 0
    return sum(_purge(now).values())


def purge(now: datetime) -> dict[Kept, int]:
    """Let go now what has been kept long enough, whether or not it was done today; what went is added to the day's report."""
    with writing():
        _claim(now)
    return _purge(now)


def _claim(now: datetime) -> bool:
    insert = (sqlite if database().is_sqlite else postgresql).insert(PurgeRun)
    today = day_in(now, TOKYO)
    begun = session().scalars(
        insert.values(run_on=today, begun_at=now, counts={})
        .on_conflict_do_nothing(index_elements=["run_on"])
        .returning(PurgeRun.id)
    )
    if begun.first() is not None:
        return True
    taken_up = session().scalars(
        update(PurgeRun)
        .where(PurgeRun.run_on == today, PurgeRun.done_at.is_(None), PurgeRun.begun_at < now - TAKEN_UP_AFTER)
        .values(begun_at=now)
        .returning(PurgeRun.id)
    )
    return taken_up.first() is not None


def _purge(now: datetime) -> dict[Kept, int]:
    """One thing that breaks stops no other; the run then stays open and is taken up again."""
    counts: dict[Kept, int] = {}
    broken: list[Exception] = []
    kept_back: dict[str, int] = {}
    for what, purge_of in personal_data.purges().items():
        if isinstance(purge_of, personal_data.OneByOne):
            counts[what], errors = _one_by_one(what, purge_of, now)
            broken += errors
            if errors:
                kept_back[kept_back_key(what)] = len(errors)
            continue
        counts[what] = 0
        try:
            for _round in range(ROUNDS):
                with writing():
                    done = purge_of(now)
                counts[what] += done
                if not done:
                    break
        except Exception as error:
            log.exception("purge failed", extra={"what": str(what)})
            broken.append(error)
    with writing():
        run = (
            session()
            .scalars(select(PurgeRun).where(PurgeRun.run_on == day_in(now, TOKYO)).with_for_update())
            .one()
        )
        known = {str(what) for what in Kept}
        before = {what: count for what, count in run.counts.items() if what in known}
        gone = {str(what): before.get(str(what), 0) + done for what, done in counts.items()}
        run.counts = {**before, **gone, **kept_back}
        if not broken:
            run.done_at = now
    if broken:
        raise broken[0]
    return counts


def kept_back_key(what: Kept) -> str:
    """Under which name a run counts who could not be let go when it was last taken up."""
    return f"{what}.kept_back"


def _one_by_one(what: Kept, purge_of: personal_data.OneByOne, now: datetime) -> tuple[int, list[Exception]]:
    """How many it was done for, and what broke: each of those is tried again when the run is taken up again."""
    done, after = 0, 0
    errors: list[Exception] = []
    for _round in range(ROUNDS):
        ids = purge_of.find(now, after)
        if not ids:
            break
        after = ids[-1]
        for user_id in ids:
            try:
                with writing():
                    done += purge_of.act(user_id, now)
            except Exception as error:
                log.exception("somebody was kept back", extra={"what": str(what), "user_id": user_id})
                errors.append(error)
    return done, errors
