"""A timetable computed beside the worker, in a process that can be stopped: the solver does not stop by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
import os
import threading
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
    here, there = start_anew.Pipe()
    # What is asked goes through the pipe when the child says that it is ready: written as an argument, it would leave the
    # worker waiting for ever where the child dies while it starts.
    process = start_anew.Process(target=_solve_into, args=(there, seconds), daemon=True)
    process.start()
    # Kept open only by the child, so that its end is noticed here.
    there.close()
    try:
        while go_on():
            reached = None
            waiting_ends = time.monotonic() + look_every
            while here.poll(max(0.0, waiting_ends - time.monotonic())):
                told = _received(here, instance)
                if isinstance(told, Timetable):
                    return told
                if told is None:
                    _ask(here, instance)
                else:
                    reached = told
            if reached is not None and hear is not None:
                hear(reached)
        return None
    finally:
        process.kill()
        process.join()
        here.close()


def _ask(here: Connection, instance: Instance) -> None:
    try:
        here.send(instance)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise SolverEnded(instance.name) from error


def _received(here: Connection, instance: Instance) -> Timetable | Reached | None:
    try:
        told: Timetable | Reached | None = here.recv()
    except (EOFError, ConnectionResetError) as error:
        raise SolverEnded(instance.name) from error
    return told


def _end_with(parent: int) -> None:
    """A worker that is killed cannot stop this process any more, so it looks by itself whether the worker is still there."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_SECONDS)
    os._exit(1)


def _solve_into(there: Connection, seconds: float) -> None:
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    there.send(None)
    instance: Instance = there.recv()

    def tell(so_far: SoFar) -> None:
        there.send(Reached(so_far.objective, so_far.bound))

    there.send(solve(instance, seconds=seconds, tell=tell))
    there.close()
