"""How long timetables of fairs take, how near they are to their bounds, and how many gaps are left.

python benchmarks/timetable.py [--sizes 300x40x14,1000x100x16] [--kinds open,bound] [--seconds N] [--cpu] [--compare]

A size is students x companies x slots. Each student wishes for about six and a half companies, a few of which everybody wants.
"open": everybody is always there. "bound": half the students and a third of the companies are away for some slots, half of the
meetings need one of few interpreters, and some meetings are pinned. Printed are rows of tables: size, kind, wishes, status,
served, weight, CPU seconds until the first two objectives stood, CPU (and wall) seconds in all, gaps before the slots were
exchanged, gaps, their bound, the most memory so far, which bounds have certificates; and for each way to make a plan what it
serves, weighs, leaves in gaps, and how many students get their dearest wish.
"""

import argparse
from dataclasses import replace
from pathlib import Path
import random
import resource
import sys
import time
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent.parent))

from recruit.fairs.timetable import program, solving
from recruit.fairs.timetable.board import Board
from recruit.fairs.timetable.fair import Fair, Placed
from recruit.fairs.timetable.greedy import greedy_start
from recruit.fairs.timetable.instance import Company, Instance, Pin, Request, Student
from recruit.fairs.timetable.result import Timetable
from recruit.fairs.timetable.verifying import verify

LANGUAGES = ("id", "vi")


def made_fair(students: int, companies: int, slots: int, *, bound: bool, seed: int = 1) -> Instance:
    chance = random.Random(seed)

    def window(share: float) -> frozenset[int] | None:
        if not bound or chance.random() > share:
            return None
        return frozenset(chance.sample(range(slots), chance.randint(slots // 2, slots)))

    popularity = [1 / (1 + number / (companies / 5)) for number in range(companies)]
    people, requests = [], []
    for number in range(students):
        ref = f"s{number:05}"
        people.append(Student(ref, chance.choice((4, 5, 6)), window(0.5)))
        spoken = chance.choice(LANGUAGES) if bound else None
        wanted: set[int] = set()
        while len(wanted) < min(companies, max(1, round(chance.gauss(6.5, 2)))):
            wanted.add(chance.choices(range(companies), popularity)[0])
        requests += [
            Request(
                ref,
                f"c{one:04}",
                chance.randint(1, 100),
                spoken if spoken and chance.random() < 0.5 else None,
            )
            for one in sorted(wanted)
        ]
    there = tuple(
        Company(f"c{number:04}", chance.choice((1, 1, 1, 2, 2, 3)), window(0.3))
        for number in range(companies)
    )
    few = (max(1, students // 60), max(2, students // 25))
    interpreters = (
        {language: tuple(chance.randint(*few) for _ in range(slots)) for language in LANGUAGES}
        if bound
        else {}
    )
    name = f"{students} x {companies} x {slots}, {'bound' if bound else 'open'}"
    instance = Instance(name, slots, tuple(people), there, tuple(requests), interpreters)
    if not bound:
        return instance
    fair = Fair(instance)
    pinned = tuple(
        Pin(fair.requests[request].student, fair.requests[request].company, slot)
        for request, slot in sorted(greedy_start(fair).items())
        if chance.random() < 0.02
    )
    return replace(instance, pinned=pinned)


def first_come(fair: Fair, seed: int = 1) -> Placed:
    """As where whoever comes first books first: everybody's wishes, the dearest first, in the first slot that is free."""
    board = Board(fair, fair.pinned)
    coming = list(range(len(fair.students)))
    random.Random(seed).shuffle(coming)
    for student in coming:
        for request in by_weight(fair, student):
            free = board.free_slots(request)
            if free:
                board.add(request, free[0])
    return board.placed


def by_weight(fair: Fair, student: int) -> list[int]:
    return sorted(fair.requests_of[student], key=lambda request: (-fair.weight_of[request], request))


def share_of_first_wishes(fair: Fair, placed: Placed) -> float:
    """Of the students with any wish, those who get their dearest."""
    dearest = [by_weight(fair, student)[0] for student, wishes in enumerate(fair.requests_of) if wishes]
    return sum(request in placed for request in dearest) / len(dearest)


def as_placed(fair: Fair, timetable: Timetable) -> Placed:
    numbers = {(wish.student, wish.company): number for number, wish in enumerate(fair.requests)}
    return {numbers[meeting.student, meeting.company]: meeting.slot for meeting in timetable.meetings}


def row(*cells: object) -> None:
    print(
        "|",
        " | ".join(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in cells),
        "|",
        flush=True,
    )


def solved(instance: Instance, seconds: float) -> tuple[Timetable, float, int]:
    """With the CPU seconds until the first two objectives stood, and the gaps there were then."""
    noted: list[tuple[float, int]] = []
    exchanged = solving.exchanged

    def note(fair: Fair, placed: Placed, **how: Any) -> Placed:
        noted.append((time.process_time(), fair.gaps(placed)))
        return exchanged(fair, placed, **how)

    begun = time.process_time()
    with patch.object(solving, "exchanged", note):
        timetable = solving.solve(instance, seconds=seconds)
    return timetable, noted[0][0] - begun, noted[0][1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="300x40x14,1000x100x16")
    parser.add_argument("--kinds", default="open,bound")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--compare", action="store_true", help="Set it beside first-come and greedy.")
    parser.add_argument(
        "--cpu", action="store_true", help="Count the seconds as CPU time: others use the machine."
    )
    asked = parser.parse_args()
    clock = SimpleNamespace(perf_counter=time.process_time if asked.cpu else time.perf_counter)
    with patch.object(program, "time", clock):
        measure(asked)


def measure(asked: argparse.Namespace) -> None:
    for size in asked.sizes.split(","):
        students, companies, slots = (int(number) for number in size.split("x"))
        for kind in asked.kinds.split(","):
            instance = made_fair(students, companies, slots, bound=kind == "bound")
            fair = Fair(instance)
            begun, begun_cpu = time.perf_counter(), time.process_time()
            timetable, chosen_after, gaps = solved(instance, asked.seconds)
            cpu, wall = time.process_time() - begun_cpu, time.perf_counter() - begun
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            objective, bound, proof = timetable.objective, timetable.bound, timetable.proof
            assert objective is not None
            assert bound is not None
            row(
                size.replace("x", " x "), kind, len(instance.requests), timetable.status,
                f"{objective.served:,} of {bound.served:,}", f"{objective.weight:,} of {bound.weight:,}",
                f"{chosen_after:.1f} s", f"{cpu:.1f} s ({wall:.0f} s)", gaps, objective.gaps, bound.gaps, f"{memory:,} MB",
                f"certificates: served {bool(proof and proof.served)}, weight {bool(proof and proof.weight)}",
            )  # fmt: skip
            wrong = verify(instance, timetable)
            for problem in wrong:
                print(f"  WRONG: {problem}")
            if wrong:
                raise SystemExit(1)
            if asked.compare:
                plans = {
                    "first come": first_come(fair),
                    "greedy": greedy_start(fair),
                    "timetable": as_placed(fair, timetable),
                }
                for name, placed in plans.items():
                    row(
                        size.replace("x", " x "), kind, name, fair.served(placed), fair.weight(placed),
                        fair.gaps(placed), f"{100 * share_of_first_wishes(fair, placed):.1f} %",
                    )  # fmt: skip


if __name__ == "__main__":
    main()
