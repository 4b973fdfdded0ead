"""Requests of one process that all want to write the same rows at the same moment: the first of them does it for all.

One transaction for each would let them wait for each other in a row, and each would pay for its own way to the disk. So
whoever comes while another writes waits in line; then the first in line takes all who wait and writes for them in one
transaction. Everybody gets an answer of their own, and only after the commit. There is no thread beside the requests, so
nothing is written for anybody whom nobody answers.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
import logging
import threading
from typing import Generic, TypeVar

from recruit.core.errors import Busy

log = logging.getLogger(__name__)

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass(eq=False)
class _Waiting(Generic[Asked, Answer]):
    """One request in line. `turn` is set when it has its answer, or when it is the one that writes."""

    asked: Asked
    leads: bool = False
    turn: threading.Event = field(default_factory=threading.Event)
    answer: Answer | None = None
    is_busy: bool = False


class Together(Generic[Asked, Answer]):
    """`work` is told what everybody asks, opens `writing()` itself, and gives an answer for each, in that order."""

    def __init__(self, *, most: int = 100, patience: float = 20.0) -> None:
        """At most so many in one transaction; who has waited so many seconds for it is told to come back (`Busy`)."""
        self._most = most
        self._patience = patience
        self._lock = threading.Lock()
        # Who waits in each line. A line is there exactly as long as somebody of it writes.
        self._lines: dict[Hashable, list[_Waiting[Asked, Answer]]] = {}

    def do(
        self, line: Hashable, asked: Asked, work: Callable[[Sequence[Asked]], Sequence[Answer]]
    ) -> Answer | None:
        """The answer to what is asked. None where nothing was written because the work broke: then each tries alone."""
        mine: _Waiting[Asked, Answer] = _Waiting(asked)
        with self._lock:
            mine.leads = line not in self._lines
            waiting = self._lines.setdefault(line, [])
            waiting.append(mine)
        if not mine.leads and not mine.turn.wait(self._patience):
            with self._lock:
                # Once taken along, only the answer is true; until then nothing has been done.
                if not mine.turn.is_set() and mine in waiting:
                    waiting.remove(mine)
                    raise Busy
            mine.turn.wait()
        if mine.leads:
            self._lead(line, work)
        if mine.is_busy:
            raise Busy
        return mine.answer

    def _lead(self, line: Hashable, work: Callable[[Sequence[Asked]], Sequence[Answer]]) -> None:
        with self._lock:
            waiting = self._lines[line]
            # Whoever leads stands first.
            taken = waiting[: self._most]
            del waiting[: self._most]
        try:
            for one, answer in zip(taken, work([one.asked for one in taken]), strict=True):
                one.answer = answer
        except Busy:
            for one in taken:
                one.is_busy = True
        except Exception:
            log.exception("what several asked for together broke", extra={"many": len(taken)})
            for one in taken:
                one.answer = None
        finally:
            with self._lock:
                if waiting:
                    waiting[0].leads = True
                    waiting[0].turn.set()
                else:
                    del self._lines[line]
            for one in taken:
                one.turn.set()
