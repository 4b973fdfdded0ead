"""What may be added to all that a reader was shown. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from recruit.core.disclosure.attacking import attack
from recruit.core.disclosure.figures import Release
from recruit.core.disclosure.limits import Audience
from recruit.core.disclosure.releasing import renew
from recruit.core.disclosure.tables import Table
from recruit.retention.outside.rules import values_of


def new_releases(
    tables: Iterable[Table], audience: Audience, before: Sequence[Release], as_of: date
) -> list[Release]:
    """The tables of which something new may be shown, in their order; each is held against all before it.

    A table is left out, so that the last release of it stays, while too few people have changed, while a side of it could not
    be shown, and where a reader who keeps everything could narrow down any figure that is not shown plainly, in any release.
    """
    known = {one.table.name: one.as_of for one in before}
    fresh: list[Release] = []
    for table in tables:
        last = known.get(table.name)
        if last is not None and last >= as_of:
            continue
        shown = [*before, *fresh]
        made, is_new = renew(table, audience, shown, as_of=as_of)
        if is_new and _says_all(made) and _leaves_open([*shown, made]):
            fresh.append(made)
    return fresh


def _says_all(made: Release) -> bool:
    """Whether every side has its share: one without the other is of no use."""
    return len(values_of(made)) == len({group[:-1] for group in made.table.groups})


def _leaves_open(shown: Sequence[Release]) -> bool:
    return all(
        interval.width >= shown[place].left_open(key) for (place, key), interval in attack(shown).items()
    )
