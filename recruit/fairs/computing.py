"""A timetable computed beside the worker, in a process that can be stopped: the solver does not stop by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
import time

from recruit.fairs.timetable.instance import Instance
from recruit.fairs.timetable.progress import SoFar
from recruit.fairs.timetable.result import Objective, Timetable
from recruit.fairs.timetable.solving import solve

# So few are computed sooner than a process is started.
IN_PLACE = 200
LOOK_EVERY_SECONDS = 1.0


class SolverEnded(RuntimeError):
    """The process ended without an answer, as when it needed more memory than there is."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How good the best plan is by now, and how good it could be at most."""

    objective: Objective
    bound: Objective


def solve_apart(
    instance: Instance,
    *,
    seconds: float,
    go_on: Callable[[], bool],
    hear: Callable[[Reached], None] | None = None,
    in_place: int = IN_PLACE,
    look_every: float = LOOK_EVERY_SECONDS,
) -> Timetable | None:
    """The timetable; None where `go_on`, which is asked again and again, says no: then the computing ends at once.

    `hear` is told of the best plan so far, once in `look_every` seconds at most.
    """
    if len(instance.requests) <= in_place:
        return solve(instance, seconds=seconds)
    start_anew = get_context("spawn")
    here, there = start_anew.Pipe(duplex=False)
    process = start_anew.Process(target=_solve_into, args=(there, instance, seconds), daemon=True)
    process.start()
    # Kept open only by the child, so that its end is noticed here.
    there.close()
    try:
        while go_on():
            reached = None
            waiting_ends = time.monotonic() + look_every
            while here.poll(max(0.0, waiting_ends - time.monotonic())):
                told: Timetable | Reached = _received(here, instance)
                if isinstance(told, Timetable):
                    return told
                reached = told
            if reached is not None and hear is not None:
                hear(reached)
        return None
    finally:
        process.kill()
        process.join()
        here.close()


def _received(here: Connection, instance: Instance) -> Timetable | Reached:
    try:
        told: Timetable | Reached = here.recv()
    except EOFError as error:
        raise SolverEnded(instance.name) from error
    return told


def _solve_into(there: Connection, instance: Instance, seconds: float) -> None:
    def tell(so_far: SoFar) -> None:
        there.send(Reached(so_far.objective, so_far.bound))

    there.send(solve(instance, seconds=seconds, tell=tell))
    there.close()
