"""The gap between both sides, and what of it a company may be told. Plain Python.

A company is never told what one hire answered, nor whether a hire answered at all. What it is told is a share of several
people's answers, said so that it leaves each of them open; no answer goes into two shares, so that none can be told from two.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from recruit.core.disclosure.limits import LEAST_FOR_ORGANISATIONS, ROUNDED_TO
from recruit.core.disclosure.shares import Said, said_of
from recruit.surveys.pairing.rules import TOKYO, Bound

Key = TypeVar("Key")

# A gap this large (of at most four) is more than two people using a scale differently.
LARGE_GAP = 2
# What a large gap is about before somebody must look at it: the duties, and safety.
SIGNALS = frozenset({"q_astold", "q_safe"})

# So many people must have answered on both sides before anything is told.
LEAST_PEOPLE = LEAST_FOR_ORGANISATIONS
# Answers from this value on agree.
AGREES_FROM = 4


def bound_of(said: Said) -> Bound:
    """How a share is told."""
    if said.or_more:
        return Bound.OR_MORE
    return Bound.OR_FEWER if said.or_fewer else Bound.NONE


@dataclass(frozen=True)
class Pair:
    """What both sides say about one thing at one point. `complete_at` is when the later of the two handed in."""

    person: int
    point: str
    item: str
    hire: int
    company: int
    complete_at: datetime

    @property
    def gap(self) -> int:
        """Above zero the company sees it better than the hire does."""
        return self.company - self.hire

    @property
    def size(self) -> int:
        return abs(self.gap)

    @property
    def is_signal(self) -> bool:
        """Somebody of the staff must look at it."""
        return self.item in SIGNALS and self.size >= LARGE_GAP


@dataclass(frozen=True)
class StandingGap:
    """The newest pair about one thing, and the first of those before it, without a break, that lean the same way."""

    newest: Pair
    since: Pair


def standing_gap(pairs: Sequence[Pair]) -> StandingGap | None:
    """Of the pairs of one employment about one thing, in the order of the points; None where there is no gap now."""
    if not pairs or pairs[-1].gap == 0:
        return None
    since = newest = pairs[-1]
    for pair in reversed(pairs[:-1]):
        if pair.gap * newest.gap <= 0:
            break
        since = pair
    return StandingGap(newest, since)


def by_size(gaps: Mapping[Key, StandingGap]) -> list[Key]:
    """Whose gap is the largest, first; of the same size what must be looked at first, then the one that stands longest."""

    def order(key: Key) -> tuple[int, bool, datetime, str]:
        gap = gaps[key]
        return -gap.newest.size, not gap.newest.is_signal, gap.since.complete_at, gap.newest.item

    return sorted(gaps, key=order)


@dataclass(frozen=True)
class CompanyAnswer:
    """What the company said about one person and one thing; `paired_at` is when the hire's side was there too."""

    person: int
    value: int
    answered_at: datetime
    paired_at: datetime | None = None


@dataclass(frozen=True)
class Released:
    """What the company is told about one thing: shares that agree. Answers completed until `pairs_until` are used up."""

    people: int
    hires: Said
    company: Said
    pairs_until: datetime


def release_day(now: datetime) -> date:
    """The first of the month in Japan: figures come on fixed days, so that none follows on somebody's answer."""
    return now.astimezone(TOKYO).date().replace(day=1)


def next_release(
    pairs: Iterable[Pair],
    answers: Collection[CompanyAnswer],
    *,
    since: datetime | None,
    until: datetime,
) -> Released | None:
    """What can be told about one thing at `until`; None where it is too little.

    Each answer is used once: only pairs completed after `since`, the end of the last release, count, so two releases have no
    answer in common and their difference tells nothing. Each person counts once, with the newest pair. And at least one person
    about whom the company answered stays out, so that a release never tells that somebody has answered; where nobody
    would, the newest pair waits for the next one.
    """
    fresh = sorted(
        (pair for pair in pairs if (since is None or pair.complete_at > since) and pair.complete_at < until),
        key=lambda pair: pair.complete_at,
    )
    waiting = {
        answer.person
        for answer in answers
        if answer.answered_at < until
        and (since is None or answer.paired_at is None or answer.paired_at > since)
    }
    while fresh and {pair.person for pair in fresh} >= waiting:
        last = fresh[-1].complete_at
        fresh = [pair for pair in fresh if pair.complete_at < last]
    newest = {pair.person: pair for pair in fresh}
    if len(newest) < LEAST_PEOPLE:
        return None
    # Of all it answered, not of those who are paired: that would tell who they are.
    own = {
        answer.person: answer
        for answer in sorted(answers, key=lambda one: one.answered_at)
        if answer.answered_at < until
    }
    return Released(
        people=len(newest),
        hires=said_of(sum(pair.hire >= AGREES_FROM for pair in newest.values()), len(newest)),
        company=said_of(sum(answer.value >= AGREES_FROM for answer in own.values()), len(own)),
        pairs_until=fresh[-1].complete_at,
    )


@dataclass(frozen=True)
class Told:
    """A share as one company was told it of its own people, and on how many it rests."""

    people: int
    percent: int
    bound: Bound


@dataclass(frozen=True)
class ToldTogether:
    """Between which per cents the share of several companies' people lies, made of what each of them was told."""

    low: int
    high: int
    companies: int


# Of fewer companies together a competitor would read one of them.
LEAST_COMPANIES = 3


def told_together(told: Collection[Told]) -> ToldTogether | None:
    """The shares of several companies as one; None where they are too few, or one outweighs the others.

    It is made of shares that were released already and of nothing else, so that it tells of no person more than they did.

    >>> told_together([Told(5, 80, Bound.OR_MORE), Told(10, 60, Bound.NONE), Told(5, 70, Bound.NONE)])
    ToldTogether(low=65, high=75, companies=3)
    """
    people = sum(one.people for one in told)
    largest = max((one.people for one in told), default=0)
    if len(told) < LEAST_COMPANIES or people - largest < LEAST_PEOPLE:
        return None
    low = sum(one.people * (0 if one.bound is Bound.OR_FEWER else one.percent) for one in told) / people
    high = sum(one.people * (100 if one.bound is Bound.OR_MORE else one.percent) for one in told) / people
    return ToldTogether(
        ROUNDED_TO * round(low / ROUNDED_TO), ROUNDED_TO * round(high / ROUNDED_TO), len(told)
    )
