"""A timetable computed beside the worker, in a process that can be stopped: the solver does not stop by itself."""

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection

from recruit.fairs.timetable.instance import Instance
from recruit.fairs.timetable.result import Timetable
from recruit.fairs.timetable.solving import solve

# So few are computed sooner than a process is started.
IN_PLACE = 200
LOOK_EVERY_SECONDS = 1.0


class SolverEnded(RuntimeError):
    """The process ended without an answer, as when it needed more memory than there is."""


def solve_apart(
    instance: Instance,
    *,
    seconds: float,
    go_on: Callable[[], bool],
    in_place: int = IN_PLACE,
    look_every: float = LOOK_EVERY_SECONDS,
) -> Timetable | None:
    """The timetable; None where `go_on`, which is asked again and again, says no: then the computing ends at once."""
    if len(instance.requests) <= in_place:
        return solve(instance, seconds=seconds)
    start_anew = get_context("spawn")
    here, there = start_anew.Pipe(duplex=False)
    process = start_anew.Process(target=_solve_into, args=(there, instance, seconds), daemon=True)
    process.start()
    # Kept open only by the child, so that its end is noticed here.
    there.close()
    try:
        while not here.poll(look_every):
            if not go_on():
                return None
        try:
            found: Timetable = here.recv()
        except EOFError as error:
            raise SolverEnded(instance.name) from error
        return found
    finally:
        process.kill()
        process.join()
        here.close()


def _solve_into(there: Connection, instance: Instance, seconds: float) -> None:
    there.send(solve(instance, seconds=seconds))
    there.close()
