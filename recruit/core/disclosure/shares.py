"""How a share is said: to the nearest 5 %, and near its ends as a bound. That everybody said something is a fact about each."""

from dataclasses import dataclass

from recruit.core.disclosure.limits import BOUNDS, LEFT_OPEN, ROUNDED_TO


@dataclass(frozen=True)
class Said:
    """A share in per cent, as it is said, and the counts it leaves possible."""

    percent: int
    low: int
    high: int
    or_more: bool = False
    or_fewer: bool = False

    @property
    def is_bound(self) -> bool:
        return self.or_more or self.or_fewer


def bound_of(people: int) -> int:
    """The bound, in per cent, that leaves the answers of two people open in a group of this size.

    >>> [bound_of(people) for people in (5, 8, 10, 20, 40)]
    [40, 25, 20, 10, 10]
    """
    return next((bound for bound in BOUNDS if bound * people // 100 >= LEFT_OPEN), BOUNDS[-1])


def said_of(count: int, people: int) -> Said:
    """The share of `count` among `people`.

    >>> said_of(0, 40).percent, said_of(40, 40).percent, said_of(12, 40).percent
    (10, 90, 30)
    """
    bound = bound_of(people)
    at_end = bound * people // 100
    if count <= at_end:
        return Said(bound, 0, at_end, or_fewer=True)
    # Both ends are as wide: the other side of a share must not say more than the share.
    at_top = people - at_end
    if count >= at_top:
        return Said(100 - bound, at_top, people, or_more=True)
    percent = _rounded(count, people)
    fits = [one for one in range(at_end + 1, at_top) if _rounded(one, people) == percent]
    return Said(percent, fits[0], fits[-1])


def _rounded(count: int, people: int) -> int:
    return ROUNDED_TO * ((200 * count + ROUNDED_TO * people) // (2 * ROUNDED_TO * people))
