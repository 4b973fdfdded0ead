"""How often the intervals of the retention curve cover the truth when people are registered late.

    python benchmarks/late_entries.py [runs]

Each run makes a cohort whose members began over three years and leave at a constant rate, so that 88.7 % are still there after
twelve months. A share of them is registered up to eighteen months late; who left before is never seen. Counted are the runs in
which the share at twelve months can be estimated; where the curve begins later, its truth is the share of those still there then.
"""

from math import exp, log
from pathlib import Path
import sys

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from recruit.retention.analysis.curves import curve_that_begins
from recruit.retention.analysis.lifetimes import Lifetimes
from recruit.retention.rules import LEAST_TO_BEGIN

STILL_THERE, MONTHS, SPREAD, LATEST = 0.887, 12.0, 36.0, 18.0
SIZES, LATE = (10, 20, 30, 60, 120), (0.0, 0.2, 0.6)


def cohort(size: int, late: float, random: np.random.Generator) -> Lifetimes | None:
    """Those who are seen at all, or None where that is nobody."""
    rate = -log(STILL_THERE) / MONTHS
    leaves = random.exponential(1.0 / rate, size)
    until = random.uniform(0.0, SPREAD, size)
    entry = np.where(random.random(size) < late, random.uniform(0.0, LATEST, size), 0.0)
    time = np.minimum(leaves, until)
    seen = entry < time
    if not seen.any():
        return None
    return Lifetimes.of(time[seen], (leaves <= until)[seen], entry[seen])


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    random = np.random.default_rng(20251001)
    print(f"{runs} runs; true share after 12 months {STILL_THERE}; nominal 0.95")
    print("people  late   estimable  BPCP covers  below  above  log-log covers")
    for size in SIZES:
        for late in LATE:
            counted = covers = low = high = log_log = 0
            for _ in range(runs):
                people = cohort(size, late, random)
                if people is None:
                    continue
                curve = curve_that_begins(people, LEAST_TO_BEGIN)
                point = curve.at([MONTHS])[0]
                if point.beta_product is None or curve.since >= MONTHS:
                    continue
                truth = exp(log(STILL_THERE) * (MONTHS - curve.since) / MONTHS)
                counted += 1
                low += truth < point.beta_product.lower
                high += truth > point.beta_product.upper
                covers += point.beta_product.lower <= truth <= point.beta_product.upper
                other = point.log_log
                log_log += other is not None and other.lower <= truth <= other.upper
            print(
                f"{size:6} {late:5.0%} {counted:10} {covers / counted:12.3f} {low / counted:6.3f}"
                f" {high / counted:6.3f} {log_log / counted:12.3f}"
            )


if __name__ == "__main__":
    main()
