"""What is told while a timetable is computed: the best plan so far, and how good it could be at most."""

from collections.abc import Callable
from dataclasses import dataclass, field

from recruit.fairs.timetable.fair import Fair, Placed
from recruit.fairs.timetable.meetings import at_tables
from recruit.fairs.timetable.program import Deadline
from recruit.fairs.timetable.result import Meeting, Objective

MORE_IS_TOLD_AFTER = 0.5
"""Seconds. What is found sooner waits for what is found then."""


@dataclass(frozen=True, slots=True)
class SoFar:
    """The best plan there is by now. It obeys every rule, and the bounds hold."""

    objective: Objective
    bound: Objective
    """Of gaps always 0. The bound of the weight is of plans that serve as many as this one."""
    seconds: float
    _plan: Callable[[], tuple[Meeting, ...]] = field(repr=False, compare=False)

    def meetings(self) -> tuple[Meeting, ...]:
        """The plan itself, made when it is asked for."""
        return self._plan()


Tell = Callable[[SoFar], None]


class Progress:
    """Keeps the best plan and the bounds, and tells of them: each time something is better, but not too often."""

    def __init__(self, fair: Fair, deadline: Deadline, tell: Tell | None) -> None:
        self._fair = fair
        self._deadline = deadline
        self._tell = tell
        self._unread: Placed | None = None
        self._best: Placed | None = None
        self._objective = Objective(0, 0, 0)
        self._most_served = len(fair.students)
        self._most_weight = sum(fair.weight_of)
        self._told: tuple[Objective, Objective] | None = None
        self._told_at = -MORE_IS_TOLD_AFTER

    def bounded(self, *, served: int | None = None, weight: int | None = None) -> None:
        if served is not None:
            self._most_served = min(self._most_served, served)
        if weight is not None:
            self._most_weight = min(self._most_weight, weight)
        self._say()

    def found(self, placed: Placed) -> None:
        """Cheap: it is weighed only when there is something to be told."""
        self._unread = placed
        self._say()

    def _say(self) -> None:
        if self._tell is None or self._deadline.passed() < self._told_at + MORE_IS_TOLD_AFTER:
            return
        self._read()
        if self._best is None:
            return
        objective, plan = self._objective, self._best
        # More may be served than a bound on the weight was reckoned for.
        bound = Objective(
            max(self._most_served, objective.served), max(self._most_weight, objective.weight), 0
        )
        if (objective, bound) == self._told:
            return
        self._told, self._told_at = (objective, bound), self._deadline.passed()
        seconds = round(self._told_at, 3)
        self._tell(SoFar(objective, bound, seconds, lambda: at_tables(self._fair, plan)))

    def _read(self) -> None:
        fair, placed = self._fair, self._unread
        if placed is None:
            return
        self._unread = None
        objective = Objective(fair.served(placed), fair.weight(placed), fair.gaps(placed))
        if self._best is None or _order(objective) > _order(self._objective):
            self._best, self._objective = placed, objective


def _order(objective: Objective) -> tuple[int, int, int]:
    return objective.served, objective.weight, -objective.gaps
