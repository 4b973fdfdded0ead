"""What the clock does for many things, one by one."""

from collections.abc import Callable, Iterable
import logging
from typing import TypeVar

from recruit.core.db import writing

log = logging.getLogger(__name__)

Thing = TypeVar("Thing", int, str)


def each_by_itself(what: str, things: Iterable[Thing], act: Callable[[Thing], int]) -> int:
    """Act on each in a transaction of its own; gives how many acts did something. One that breaks is logged, by its id or
    slug and never by words about a person, keeps back nothing behind it, and is found again at the next beat.
    """
    done = 0
    for thing in things:
        try:
            with writing():
                done += int(act(thing))
        except Exception:
            log.exception("one of many broke", extra={"what": what, "thing": thing})
    return done
