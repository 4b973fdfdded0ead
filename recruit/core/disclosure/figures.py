"""What was decided about a table: each figure as a reader gets it, and why it is not shown plainly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recruit.core.disclosure.limits import LEFT_OPEN, Audience, limits_of
from recruit.core.disclosure.shares import Said
from recruit.core.disclosure.tables import Key, Table


class Why(StrEnum):
    """Why a figure is not shown plainly."""

    FEW = "few"
    REMAINDER = "remainder"
    DOMINANCE = "dominance"
    OVERLAP = "overlap"
    SECONDARY = "secondary"


@dataclass(frozen=True)
class Figure:
    """A figure as a reader gets it: people lie between `low` and `high`; `high` None: hidden.

    `number` is what is said of people, `said` what is said of a share.
    """

    low: int = 0
    high: int | None = None
    number: int | None = None
    said: Said | None = None
    why: Why | None = None

    @property
    def is_hidden(self) -> bool:
        return self.high is None


@dataclass(frozen=True)
class Release:
    """What was decided about a table. `figures` may leave the house, `table` may not."""

    table: Table
    audience: Audience
    figures: Mapping[Key, Figure]
    as_of: date | None = None

    @property
    def closed(self) -> list[Key]:
        """The figures that are not shown plainly."""
        return [key for key, figure in self.figures.items() if figure.why is not None]

    def left_open(self, key: Key) -> int:
        """By how many people a figure that is not shown plainly must stay uncertain.

        A share of a number that is shown rests on enough people; what they said must stay open for some of them.
        """
        number = self.table.asked(key) if self.table.is_answer(key) else key
        return limits_of(self.audience).least if self.figures[number].is_hidden else LEFT_OPEN

    @property
    def log(self) -> list[tuple[Key, Why]]:
        """What was hidden or said as a bound, and by which rule."""
        return [(key, figure.why) for key, figure in self.figures.items() if figure.why is not None]
