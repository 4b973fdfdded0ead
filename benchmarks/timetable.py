"""How long a fair of 500 students, 100 companies and 16 slots takes, and how near the timetable is to its bound.

python benchmarks/timetable.py [--seconds N] [--students N] [--companies N] [--requests N]
"""

import argparse
import random

from recruit.fairs.timetable.instance import Company, Instance, Request, Student
from recruit.fairs.timetable.solving import solve
from recruit.fairs.timetable.verifying import verify

SLOTS = 16
KINDS = ("open", "windows", "windows and interpreters")


def made_fair(kind: str, students: int, companies: int, requests: int, seed: int = 1) -> Instance:
    chance = random.Random(seed)
    windows = kind != "open"
    languages = ("id", "vi") if "interpreters" in kind else ()

    def window(share: float) -> frozenset[int] | None:
        if not windows or chance.random() > share:
            return None
        return frozenset(chance.sample(range(SLOTS), chance.randint(SLOTS // 2, SLOTS)))

    student_ids = [f"s{number:05}" for number in range(students)]
    company_ids = [f"c{number:05}" for number in range(companies)]
    popularity = [1 / (1 + number / 20) for number in range(companies)]
    wished: dict[tuple[str, str], Request] = {}
    while len(wished) < min(requests, students * companies):
        pair = (chance.choice(student_ids), chance.choices(company_ids, popularity)[0])
        language = chance.choice(languages) if languages and chance.random() < 0.5 else None
        wished.setdefault(pair, Request(*pair, weight=chance.randint(1, 100), language=language))
    return Instance(
        name=kind,
        slots=SLOTS,
        students=tuple(Student(identifier, 6, window(0.5)) for identifier in student_ids),
        companies=tuple(
            Company(identifier, chance.choice((1, 1, 1, 2, 2, 3)), window(0.3)) for identifier in company_ids
        ),
        requests=tuple(wished.values()),
        interpreters={
            language: tuple(chance.randint(students // 50, students // 25) for _ in range(SLOTS))
            for language in languages
        },
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--students", type=int, default=500)
    parser.add_argument("--companies", type=int, default=100)
    parser.add_argument("--requests", type=int, default=6_000)
    asked = parser.parse_args()
    for kind in KINDS:
        instance = made_fair(kind, asked.students, asked.companies, asked.requests)
        timetable = solve(instance, seconds=asked.seconds)
        wrong = verify(instance, timetable)
        print(
            f"{kind}: {timetable.seconds} s, {timetable.status} by {timetable.method}, {len(timetable.meetings)} meetings"
        )
        print(f"  objective {timetable.objective}\n  bound     {timetable.bound}")
        for problem in wrong:
            print(f"  WRONG: {problem}")
        if wrong:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
