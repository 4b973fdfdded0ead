"""How far two coders agree beyond chance. Pure."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """`n` things judged by both, `agreed` of them alike. `kappa` is None where it cannot be estimated."""

    n: int
    agreed: int
    kappa: float | None

    @property
    def share(self) -> float | None:
        """The raw agreement; None where nothing was judged twice."""
        return self.agreed / self.n if self.n else None


@dataclass(frozen=True)
class TwoLooks:
    """One answer as both coders saw it. Only `offered` codes, which both could have given, are compared."""

    first: frozenset[str]
    second: frozenset[str]
    offered: frozenset[str]


def cohens_kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> Agreement:
    """Cohen's kappa of two raters on a nominal scale: (po - pe) / (1 - pe), where po is the share on which they agree and
    pe the share on which they would by chance, from each rater's own shares of the categories.

    J. Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20(1), 37-46.
    Where both put everything into one and the same category, pe is 1 and nothing can be said about chance: no estimate.
    """
    judged = list(pairs)
    n = len(judged)
    agreed = sum(one == other for one, other in judged)
    first, second = Counter(one for one, _other in judged), Counter(other for _one, other in judged)
    # Both sides times n squared: whole numbers, so that "all in one category" is found exactly.
    by_chance = sum(count * second[category] for category, count in first.items())
    if n * n == by_chance:
        return Agreement(n, agreed, None)
    return Agreement(n, agreed, (n * agreed - by_chance) / (n * n - by_chance))


def by_code(looks: Sequence[TwoLooks]) -> dict[str, Agreement]:
    """For each code: did both give it, or both not. Answers coded before there was the code do not count."""
    codes = sorted(frozenset().union(*(look.offered for look in looks)))
    return {
        code: cohens_kappa(
            (code in look.first, code in look.second) for look in looks if code in look.offered
        )
        for code in codes
    }


def over_all(looks: Sequence[TwoLooks]) -> Agreement:
    """All decisions "this code, yes or no" about all answers taken together; `n` counts decisions."""
    return cohens_kappa(
        (code in look.first, code in look.second) for look in looks for code in sorted(look.offered)
    )


def same_codes(looks: Sequence[TwoLooks]) -> tuple[int, int]:
    """On how many of how many answers both gave exactly the same codes."""
    return sum(look.first & look.offered == look.second & look.offered for look in looks), len(looks)
