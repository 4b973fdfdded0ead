"""What rooms have against putting two rows together: a register that the house fills, because accounts know no later room."""

from collections.abc import Callable, Iterable, Sequence

from recruit.accounts.merging.rules import Objection

# (person id of the kept row, of the other) -> what stands in the way.
Objects = Callable[[int, int], Sequence[Objection]]

_rooms: list[Objects] = []


def install(rooms: Iterable[Objects]) -> None:
    """Set who may object. Called once, when the house is built."""
    _rooms[:] = list(rooms)


def objections(kept_id: int, merged_id: int) -> list[Objection]:
    """Everything that stands in the way, in the order of the journey."""
    return [one for room in _rooms for one in room(kept_id, merged_id)]
