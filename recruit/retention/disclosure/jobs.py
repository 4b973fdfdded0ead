"""What the clock releases: the figures for everybody, once a quarter and only when enough people have changed."""

from datetime import datetime

from recruit.core.db import writing
from recruit.core.disclosure.limits import Audience
from recruit.core.disclosure.releasing import renew
from recruit.core.disclosure.tables import crossed
from recruit.retention import figures
from recruit.retention.disclosure import actions, queries


def release_public(now: datetime) -> int:
    """Keep what everybody is shown from now on; 0 while the last release stays. Any number of workers may run it."""
    last = queries.newest(figures.STATISTICS, queries.EVERYBODY)
    if last is not None and last.as_of_on >= figures.closed_quarter(now):
        return 0
    found = figures.closed(now)
    shown = figures.to_keep(found)
    if shown is None:
        return 0
    people = {
        actions.mark_of(spell.key): ("left" if spell.left else "there",)
        for spell in found.figures.spells.spells
    }
    table = crossed(figures.STATISTICS, [("there", "left")], people)
    with writing():
        last = queries.newest(figures.STATISTICS, queries.EVERYBODY)
        if last is not None and last.as_of_on >= found.as_of:
            return 0
        made, is_new = renew(
            table, Audience.PUBLIC, queries.shown_before(queries.EVERYBODY), as_of=found.as_of
        )
        if not is_new:
            return 0
        actions.keep(made, viewer=queries.EVERYBODY, known_at=found.known_by, shown=shown, now=now)
    return 1
