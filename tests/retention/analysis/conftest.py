"""Data sets of the analysis, read once."""

from pathlib import Path

import pytest

from recruit.retention.analysis.csv_input import LifetimeColumns, LifetimeTable, decode, read_lifetimes
from recruit.retention.analysis.lifetimes import Lifetimes

FIXTURES = Path(__file__).parents[2] / "fixtures" / "retention"


def _read(name: str, columns: LifetimeColumns) -> LifetimeTable:
    return read_lifetimes(decode((FIXTURES / name).read_bytes()), columns)


@pytest.fixture(scope="session")
def leukemia() -> LifetimeTable:
    return _read("leukemia_6mp.csv", LifetimeColumns("weeks", "relapse", group="arm"))


# Arrests in weeks 1 to 52 after release, by financial aid (Rossi, Berk & Lenihan 1980): 216 people in either arm, all
# others seen to the end of week 52. Only the counts are kept here; they come from the file whose sha256 is
# 0214400170e07f3015a285edca2014cac0dae8aac125fcbaad642490e05f892c.
WEEKLY_ARRESTS = {
    "0": "1111110201101201321120123322011120102113004211112104",
    "1": "0000001320120121011401020000010102332011020013013200",
}


@pytest.fixture(scope="session")
def rossi() -> dict[str, Lifetimes]:
    arms = {}
    for aid, counts in WEEKLY_ARRESTS.items():
        weeks = [week for week, count in enumerate(counts, start=1) for _ in range(int(count))]
        arms[aid] = Lifetimes.of(
            weeks + [52] * (216 - len(weeks)), [1] * len(weeks) + [0] * (216 - len(weeks))
        )
    return arms


@pytest.fixture(scope="session")
def hires() -> LifetimeTable:
    columns = LifetimeColumns("months", "left", "entry_months", "company_size", "exit_code")
    return _read("hires_demo_derived.csv", columns)


@pytest.fixture(scope="session")
def fixtures() -> Path:
    return FIXTURES
