"""How fast the retention analysis is, beside doing the same row by row, with a data frame, or with lifelines if it is installed.

    python benchmarks/retention.py [rows]

Prints medians of five runs in milliseconds and ratios; the ratios carry over to other machines, the times do not. lifelines is no
dependency of the platform: where it is missing its lines are. The last line is what a page of 36 cohorts computes.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
import sys
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from recruit.retention.analysis.comparisons import log_rank
from recruit.retention.analysis.competing import aalen_johansen
from recruit.retention.analysis.curves import answers_of, kaplan_meier
from recruit.retention.analysis.lifetimes import Lifetimes
from recruit.retention.analysis.spells import EmploymentRecord, derive_spells

RUNS = 5
HAS_LIFELINES = find_spec("lifelines") is not None


def milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return 1000.0 * median(times)


def row_by_row(people: Lifetimes) -> list[float]:
    """Kaplan-Meier in plain Python: two counters and one pass over the sorted times."""
    ended = Counter(people.time.tolist())
    exits = Counter(people.time[people.left].tolist())
    at_risk, survival, curve = len(people), 1.0, []
    for time in sorted(ended):
        survival *= 1.0 - exits[time] / at_risk
        at_risk -= ended[time]
        curve.append(survival)
    return curve


def data_frame(people: Lifetimes) -> pd.Series:
    """Kaplan-Meier with a pandas groupby."""
    counts = (
        pd.DataFrame({"time": people.time, "left": people.left}).groupby("time")["left"].agg(["size", "sum"])
    )
    at_risk = len(people) - counts["size"].cumsum() + counts["size"]
    return (1.0 - counts["sum"] / at_risk).cumprod()


def with_lifelines(people: Lifetimes) -> Any:
    """Kaplan-Meier of lifelines, which computes its log-log interval with it."""
    return import_module("lifelines").KaplanMeierFitter().fit(people.time, people.left)


def cohorts(count: int = 36, people: int = 300) -> list[EmploymentRecord]:
    """Hires of as many quarters, some of them registered late, some gone."""
    random = np.random.default_rng(20261126)
    records = []
    for quarter in range(count):
        start = date(2017 + quarter // 4, quarter % 4 * 3 + 1, 1)
        for number in range(people // count):
            stays = int(random.exponential(2500)) + 30
            late = int(random.integers(0, 200)) if random.random() < 0.2 else 0
            gone = start + timedelta(days=stays)
            left = gone < date(2026, 11, 1)
            records.append(
                EmploymentRecord(
                    f"{quarter}-{number}",
                    registered=start + timedelta(days=late),
                    start=start,
                    last_working_day=gone if left else None,
                    cause=int(random.integers(1, 7)) if left else None,
                )
            )
    return records


def page(records: list[EmploymentRecord]) -> object:
    """The spells, the curve with its milestones, where people went, and the year of every cohort."""
    spells = derive_spells(records, date(2026, 11, 1))
    people = spells.lifetimes()
    curve = kaplan_meier(people)
    milestones = curve.at((0, 3, 6, 12, 24, 36)), aalen_johansen(people).at([12])
    quarters = np.array([int(spell.key.split("-")[0]) for spell in spells.spells])
    years = answers_of(
        [kaplan_meier(people.only(np.flatnonzero(quarters == one))) for one in np.unique(quarters)], [12]
    )
    return curve.beta_product, milestones, years


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    random = np.random.default_rng(20251001)
    left = random.random(rows) < 0.4
    cause = np.where(left, random.integers(1, 5, rows), 0)
    continuous = random.exponential(600.0, rows) + 0.01
    clocks = {"days": np.ceil(continuous), "continuous": continuous}
    print(f"{rows:,} rows, medians of {RUNS} runs, ms; the ratio is to our Kaplan-Meier of the same clock")
    for clock, time in clocks.items():
        people = Lifetimes.of(time, left, cause=cause)
        late = Lifetimes.of(time, left, np.where(random.random(rows) < 0.2, time * 0.3, 0.0))
        half = np.arange(rows) < rows // 2
        groups = [people.only(half), people.only(~half)]
        np.testing.assert_allclose(kaplan_meier(people).survival, row_by_row(people), atol=1e-9)
        work: dict[str, Callable[[], object]] = {
            "Kaplan-Meier": lambda people=people: kaplan_meier(people),
            "  with log-log intervals": lambda people=people: kaplan_meier(people).log_log,
            "  with BPCP intervals": lambda people=people: kaplan_meier(people).beta_product,
            "  with late entries": lambda late=late: kaplan_meier(late),
            "Aalen-Johansen, 4 causes": lambda people=people: aalen_johansen(people),
            "log-rank, 2 groups": lambda groups=groups: log_rank(groups),
            "pandas groupby": lambda people=people: data_frame(people),
            "row by row": lambda people=people: row_by_row(people),
        }
        if HAS_LIFELINES:
            fitted = with_lifelines(people).survival_function_.iloc[:, 0]
            ours = [
                point.survival or 0.0 for point in kaplan_meier(people).at(fitted.index.to_numpy()[:1000])
            ]
            np.testing.assert_allclose(ours, fitted.to_numpy()[:1000], atol=1e-9)
            work["lifelines"] = lambda people=people: with_lifelines(people)
        measured = {name: milliseconds(job) for name, job in work.items()}
        print(f"\n{clock}: {np.unique(time).size:,} distinct times")
        for name, duration in measured.items():
            print(f"  {name:26} {duration:10.1f}   x {duration / measured['Kaplan-Meier']:.1f}")
    records = cohorts()
    print(f"\na page of 36 cohorts, {len(records)} people: {milliseconds(lambda: page(records)):.1f} ms")


if __name__ == "__main__":
    main()
