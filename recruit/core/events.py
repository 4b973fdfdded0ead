"""News between rooms. An action announces what happened; what follows is listed in `reactions.py` alone."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Reaction = Callable[[Any], None]

_reactions: dict[type, tuple[Reaction, ...]] = {}


def install(reactions: Mapping[type, Sequence[Reaction]]) -> None:
    """Set what follows each event. Called once, when the house is built."""
    _reactions.clear()
    _reactions.update({event: tuple(follow) for event, follow in reactions.items()})


def announce(event: object) -> None:
    """Run what follows, in order, in the transaction of the action that announces it.

    An event that `reactions.py` does not list is an error: nothing may go unheard by accident.
    """
    for follow in _reactions[type(event)]:
        follow(event)


def known_events() -> frozenset[type]:
    """The events that have been listed."""
    return frozenset(_reactions)
