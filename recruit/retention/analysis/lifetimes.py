"""What is known of a group of people (their lifetimes), and the counts that every estimate is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

# Rows counted at once: what is worked on stays in the processor's cache.
CHUNK = 65_536


@dataclass(frozen=True, eq=False)
class Lifetimes:
    """One row per person, all in one unit of time counted from the person's own start.

    entry: from when on the person is observed (0: from the start; later: registered late, left-truncated).
    time: when the person left, or until when the person is known to have stayed (censored).
    left: True where `time` is an exit.
    cause: 0 where censored, else a code counted from 1; `None` where exits are not told apart.

    A person counts as at risk at t when entry < t <= time.
    """

    time: Floats
    left: Booleans
    entry: Floats
    cause: Integers | None = None

    @classmethod
    def of(
        cls, time: ArrayLike, left: ArrayLike, entry: ArrayLike | None = None, cause: ArrayLike | None = None
    ) -> Self:
        """Checked lifetimes. Without `entry` everybody is at risk from the start, so an exit at time 0 counts."""
        times = np.asarray(time, dtype=np.float64)
        exits = np.asarray(left).astype(bool)
        entries = np.zeros(times.shape) if entry is None else np.asarray(entry, dtype=np.float64)
        causes = None if cause is None else np.asarray(cause, dtype=np.int64)
        if times.ndim != 1 or exits.shape != times.shape or entries.shape != times.shape:
            raise ValueError("time, left and entry must be columns of one length")
        if not (np.isfinite(times).all() and (times >= 0.0).all()):
            raise ValueError("every time must be a number not below 0")
        if entry is not None and not ((entries >= 0.0) & (entries < times)).all():
            raise ValueError("every entry must be a number not below 0 and earlier than the time")
        if causes is not None and (
            causes.shape != times.shape or ((causes > 0) != exits).any() or causes.min(initial=0) < 0
        ):
            raise ValueError("a cause must be given for exactly the people who left")
        return cls(times, exits, entries, causes)

    def __len__(self) -> int:
        return int(self.time.size)

    def only(self, which: ArrayLike) -> "Lifetimes":
        """The lifetimes of some of the people: a mask or their positions."""
        chosen = np.asarray(which)
        cause = None if self.cause is None else self.cause[chosen]
        return Lifetimes(self.time[chosen], self.left[chosen], self.entry[chosen], cause)

    def given_still_there_at(self, start: float) -> "Lifetimes":
        """The people known to be there after `start`, observed from then on.

        Their curve begins at 1 at `start`: retention given that a person was still employed at that time.
        """
        later = self.only(self.time > start)
        return Lifetimes(later.time, later.left, np.maximum(later.entry, start), later.cause)


@dataclass(frozen=True, eq=False)
class RiskTable:
    """Counts at the distinct times at which somebody left or observation of somebody ended.

    times: increasing.
    at_risk: people with entry < t <= time. exits: who left at t. censored: whose observation ended at t (after the
    exits of that time). entered_late: the entries after the curve's start, in no order. from_start: how many were at risk from
    the start.
    """

    times: Floats
    at_risk: Integers
    exits: Integers
    censored: Integers
    entered_late: Floats
    from_start: int

    @property
    def people(self) -> int:
        return self.from_start + int(self.entered_late.size)

    @cached_property
    def late_entries(self) -> Floats:
        """The entries after the curve's start, increasing."""
        return np.sort(self.entered_late)

    def at_risk_at(self, moments: ArrayLike) -> Integers:
        """People with entry < t <= time. Who was observed from the start is at risk at 0 too."""
        points = np.asarray(moments, dtype=np.float64)
        entered = self.from_start + np.searchsorted(self.late_entries, points, side="left")
        return entered - self._gone_before(np.searchsorted(self.times, points, side="left"))

    def at_risk_just_after(self, moments: ArrayLike) -> Integers:
        """People with entry <= t < time: who could be seen leaving next."""
        points = np.asarray(moments, dtype=np.float64)
        entered = self.from_start + np.searchsorted(self.late_entries, points, side="right")
        return entered - self._gone_before(np.searchsorted(self.times, points, side="right"))

    def _gone_before(self, position: Integers) -> Integers:
        gone = np.concatenate(([0], np.cumsum(self.exits + self.censored)))
        return gone[position]


def risk_table(lifetimes: Lifetimes, since: float = 0.0) -> RiskTable:
    """Count a group whose curve begins at `since`. Whole-number times are counted by a histogram, others after one sort."""
    if not len(lifetimes):
        raise ValueError("a group without people has no risk set")
    late = lifetimes.entry[lifetimes.entry > since]
    from_start = len(lifetimes) - late.size
    both = _histogram(lifetimes.time, lifetimes.left)
    if both is not None:
        ended = both.sum(axis=1)
        places = np.flatnonzero(ended)
        ended, exits = ended[places], both[places, 1]
        gone_before = np.cumsum(ended) - ended
        entered = from_start + _entered_before(late, places, both.shape[0])
        times = places.astype(np.float64)
        return RiskTable(times, entered - gone_before, exits, ended - exits, late, from_start)
    times, ended, exits = _by_sorting(lifetimes.time, lifetimes.left)
    late.sort()
    gone_before = np.cumsum(ended) - ended
    at_risk = from_start + np.searchsorted(late, times, side="left") - gone_before
    return RiskTable(times, at_risk, exits, ended - exits, late, from_start)


def count_at(times: Floats, values: Floats) -> Integers:
    """How many of `values` fall on each of the increasing `times`; every value is one of them."""
    whole, places = _as_positions(values), _as_positions(times, values.size)
    if whole is not None and places is not None:
        return np.bincount(whole, minlength=int(places[-1]) + 1)[places]
    ordered = np.sort(values)
    return np.searchsorted(ordered, times, side="right") - np.searchsorted(ordered, times, side="left")


def _histogram(time: Floats, left: Booleans) -> Integers | None:
    """For each whole number up to the largest how many stayed until then and how many left then; None where a time is no whole
    number or too large for a histogram. One pass, a chunk at a time: a row is read once and nothing of its length is written.
    """
    largest = _largest_position(time, time.size)
    if largest is None:
        return None
    places = 2 * (largest + 1)
    counts = np.zeros(places, dtype=np.int64)
    rows = max(CHUNK, places)
    whole, same = np.empty(min(rows, time.size), dtype=np.int64), np.empty(min(rows, time.size), dtype=bool)
    for start in range(0, time.size, rows):
        part = time[start : start + rows]
        keys = whole[: part.size]
        np.copyto(keys, part, casting="unsafe")
        if not np.equal(keys, part, out=same[: part.size]).all():
            return None
        keys += keys
        keys += left[start : start + rows]
        counts += np.bincount(keys, minlength=places)
    return counts.reshape(-1, 2)


def _entered_before(entries: Floats, places: Integers, many: int) -> Integers | int:
    """How many of the entries lie before each of these whole numbers, which are below `many`."""
    if not entries.size:
        return 0
    until = np.cumsum(np.bincount(entries.astype(np.int64), minlength=many))
    return np.where(places > 0, until[places - 1], 0)


def _by_sorting(time: Floats, left: Booleans) -> tuple[Floats, Integers, Integers]:
    """The distinct times, how many ended then, and how many of those left. A number not below 0 and its bits, read as a whole
    number, have one order: so whether somebody left is carried in the lowest place through a single sort.
    """
    keys = (time + 0.0).view(np.uint64)  # + 0.0: a zero has no sign
    keys += keys
    keys += left
    keys.sort()
    ordered = (keys >> np.uint64(1)).view(np.float64)
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    ends = np.concatenate((starts[1:], [ordered.size]))
    left_until = np.concatenate(([0], np.cumsum(keys & np.uint64(1), dtype=np.int64)))
    return ordered[starts], ends - starts, left_until[ends] - left_until[starts]


def _largest_position(values: Floats, rows: int) -> int | None:
    """The largest value where it is small enough for a histogram of so many rows; else None."""
    largest = values.max(initial=0.0)
    return int(largest) if values.size and largest <= 4 * rows + 10_000 else None


def _as_positions(values: Floats, rows: int | None = None) -> Integers | None:
    """The values as whole numbers where they are such and small enough for a histogram of so many rows; else None."""
    if _largest_position(values, values.size if rows is None else rows) is None:
        return None
    whole = values.astype(np.int64)
    return whole if np.array_equal(whole, values) else None


def codes_of(labels: Sequence[str]) -> tuple[list[str], Integers]:
    """The distinct labels in a stable order (numbers by value, before words by spelling) and each row's position."""
    distinct = sorted(set(labels), key=_label_order)
    position = {label: index for index, label in enumerate(distinct)}
    return distinct, np.fromiter((position[label] for label in labels), dtype=np.int64, count=len(labels))


def _label_order(label: str) -> tuple[int, float, str]:
    try:
        return (0, float(label), label)
    except ValueError:
        return (1, 0.0, label)
