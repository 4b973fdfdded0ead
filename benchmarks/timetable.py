"""How long timetables of fairs take, how near they are to their bounds, and how many gaps are left.

python benchmarks/timetable.py [--sizes 300x40x14,1000x100x16] [--kinds open,bound] [--seconds N]

A size is students x companies x slots. Each student wishes for about six and a half companies, a few of which everybody wants.
"open": everybody is always there. "bound": half the students and a third of the companies are away for some slots, half of the
meetings need one of few interpreters, and some meetings are pinned. Printed are the seconds until the first two objectives
stand, the seconds in all, the objective, its bound, and how many gaps there were before the slots were exchanged.
"""

import argparse
from dataclasses import replace
from pathlib import Path
import random
import sys
import time

sys.path.insert(0, str(Path(__file__).parent.parent))

from recruit.fairs.timetable import solving
from recruit.fairs.timetable.fair import Fair, Placed
from recruit.fairs.timetable.greedy import greedy_start
from recruit.fairs.timetable.instance import Company, Instance, Pin, Request, Student
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="300x40x14,1000x100x16")
    parser.add_argument("--kinds", default="open,bound")
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    chosen: list[tuple[float, int]] = []
    exchanged = solving.exchanged

    def noted(fair: Fair, placed: Placed, *, seed: int, seconds: float) -> Placed:
        chosen.append((time.perf_counter(), fair.gaps(placed)))
        return exchanged(fair, placed, seed=seed, seconds=seconds)

    solving.exchanged = noted
    for size in asked.sizes.split(","):
        students, companies, slots = (int(number) for number in size.split("x"))
        for kind in asked.kinds.split(","):
            instance = made_fair(students, companies, slots, bound=kind == "bound")
            begun = time.perf_counter()
            timetable = solving.solve(instance, seconds=asked.seconds)
            at, gaps = chosen[-1]
            proof = timetable.proof
            print(
                f"{instance.name}: {len(instance.requests)} wishes, {len(timetable.meetings)} meetings\n"
                f"  {timetable.status} by {timetable.method}; first two objectives after {at - begun:.1f} s, all after {timetable.seconds:.1f} s\n"
                f"  objective {timetable.objective}\n  bound     {timetable.bound}\n"
                f"  gaps before exchanging {gaps}; certificates: served {bool(proof and proof.served)}, weight {bool(proof and proof.weight)}",
                flush=True,
            )
            wrong = verify(instance, timetable)
            for problem in wrong:
                print(f"  WRONG: {problem}")
            if wrong:
                raise SystemExit(1)


if __name__ == "__main__":
    main()
