"""How good a timetable is, in figures that may be said aloud. Plain Python over what was kept of the solver's answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Any


class Grounds(StrEnum):
    """On what the bounds rest."""

    PRICES = "prices"
    WORD = "word"


@dataclass(frozen=True)
class Judgement:
    """`served` of at most `most` students meet somebody; the weight lacks at most this `share` of the best possible."""

    served: int
    most: int
    share: float
    grounds: Grounds

    @property
    def is_best(self) -> bool:
        return self.served == self.most and self.share == 0


def judged(
    objective: Mapping[str, int], bound: Mapping[str, int], proof: Mapping[str, Any]
) -> Judgement | None:
    """None where there is nothing to judge. The distance is rounded up, so that it never sounds better than it is."""
    if not objective or not bound:
        return None
    short = bound["weight"] - objective["weight"]
    share = ceil(1000 * short / bound["weight"]) / 1000 if bound["weight"] else 0.0
    both = bool(proof.get("served")) and bool(proof.get("weight"))
    return Judgement(objective["served"], bound["served"], share, Grounds.PRICES if both else Grounds.WORD)
