"""Consequences that are counted some hundred people at a time: what is kept of each batch, and how their lines make pages.

Kept are numbers only. Whoever reads the lines behind one of them reads the people of those batches anew.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from recruit.surveys.programmes.consequences import Effect

# Up to so many people are read within the request; of more the worker counts.
READ_AT_ONCE = 2_000
# What was counted is taken for true so long; hires change meanwhile.
GOOD_FOR = timedelta(hours=1)
# After so long without a first batch there may be no worker.
LATE_AFTER = timedelta(minutes=1)
# Lines of so many batches stand on one page at most: each is read anew for it.
BATCHES_A_PAGE = 5


@dataclass(frozen=True)
class Batch:
    """The people whose ids lie above those of the batch before, up to `up_to`."""

    up_to: int
    counts: Mapping[Effect, int]
    hires: int

    def written(self) -> dict[str, Any]:
        """As it is kept."""
        counts = {str(effect): number for effect, number in self.counts.items() if number}
        return {"up_to": self.up_to, "counts": counts, "hires": self.hires}


def read_batch(written: Mapping[str, Any]) -> Batch:
    """What `Batch.written` wrote."""
    counts = {Effect(effect): int(number) for effect, number in written["counts"].items()}
    return Batch(int(written["up_to"]), counts, int(written["hires"]))


def summed(batches: Collection[Batch]) -> dict[Effect, int]:
    """How many contacts each effect touches in all of them, every effect named."""
    return {effect: sum(batch.counts.get(effect, 0) for batch in batches) for effect in Effect}


@dataclass(frozen=True)
class Slice:
    """Some lines of one batch: `take` of them after the first `skip`. Its people lie above `after`, up to `up_to`."""

    after: int
    up_to: int
    skip: int
    take: int


def pages(batches: Sequence[Batch], effect: Effect, *, lines: int) -> Iterator[tuple[Slice, ...]]:
    """The pages on which the lines of one effect stand, full ones as far as few batches fill them."""
    page: list[Slice] = []
    room, after = lines, 0
    for batch in batches:
        number, skip = batch.counts.get(effect, 0), 0
        while skip < number:
            take = min(room, number - skip)
            page.append(Slice(after, batch.up_to, skip, take))
            skip, room = skip + take, room - take
            if not room or len(page) == BATCHES_A_PAGE:
                yield tuple(page)
                page, room = [], lines
        after = batch.up_to
    if page:
        yield tuple(page)


def shown(counts: Mapping[Effect, int]) -> str:
    """Numbers as a form carries them back, so that nobody saves what was not shown to them."""
    return " ".join(f"{effect}={number}" for effect, number in counts.items() if number) or "nothing"


def is_good(counted_at: datetime, now: datetime) -> bool:
    """Whether numbers of then may still be saved by."""
    return now - counted_at < GOOD_FOR
