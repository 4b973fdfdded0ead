"""How fast the retention analysis is, beside doing the same row by row or with a data frame.

    python benchmarks/retention.py [rows]

Prints medians of five runs in milliseconds and ratios; the ratios carry over to other machines, the times do not.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
import sys
from time import perf_counter

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from recruit.retention.analysis.comparisons import log_rank
from recruit.retention.analysis.competing import aalen_johansen
from recruit.retention.analysis.curves import kaplan_meier
from recruit.retention.analysis.lifetimes import Lifetimes

RUNS = 5


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
        measured = {name: milliseconds(job) for name, job in work.items()}
        print(f"\n{clock}: {np.unique(time).size:,} distinct times")
        for name, duration in measured.items():
            print(f"  {name:26} {duration:10.1f}   x {duration / measured['Kaplan-Meier']:.1f}")


if __name__ == "__main__":
    main()
