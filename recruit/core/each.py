"""What the clock does for many things, one by one."""

from collections.abc import Callable, Iterable
import logging
from typing import TypeVar

from recruit.core.db import writing
from recruit.core.errors import Conflict

log = logging.getLogger(__name__)

Thing = TypeVar("Thing", int, str)


def each_by_itself(what: str, things: Iterable[Thing], act: Callable[[Thing], int]) -> int:
    """Act on each in a transaction of its own; gives how much was done. One that breaks is logged, by its id or
    slug and never by words about a person, keeps back nothing behind it, and is found again at the next beat.
    """

    def in_a_transaction(thing: Thing) -> int:
        with writing():
            return int(act(thing))

    return each_in_steps(what, things, in_a_transaction)


def each_in_steps(what: str, things: Iterable[Thing], act: Callable[[Thing], int]) -> int:
    """The same for acts that open their own transactions, as where something long is computed between two."""
    done = 0
    for thing in things:
        try:
            done += int(act(thing))
        except Conflict:
            # Another worker was faster: nothing broke.
            continue
        except Exception:
            log.exception("one of many broke", extra={"what": what, "thing": thing})
    return done
