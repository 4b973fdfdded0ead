"""Groups side by side: what the table says, and when nothing is said of a difference."""

import numpy as np
import pytest

from recruit.retention.analysis.chi_square import chi_square_tail
from recruit.retention.analysis.comparisons import log_rank
from recruit.retention.analysis.lifetimes import Lifetimes
from recruit.retention.comparing.rules import By, NoTest, between, compare, wanted_of


def group(*, leave_after: int, leavers: int, stayers: int) -> list[tuple[int, int]]:
    return [(leave_after + n % 3, 1) for n in range(leavers)] + [(36, 0)] * stayers


def compared(groups: dict[str, list[tuple[int, int]]], strata: list[str] | None = None):
    rows = [(value, time, left) for value, people in groups.items() for time, left in people]
    values, time, left = zip(*rows, strict=True)
    return compare(Lifetimes.of(time, left), values, (12, 24), strata)


EARLY = group(leave_after=2, leavers=12, stayers=6)
SOON = group(leave_after=1, leavers=18, stayers=2)
LATE = group(leave_after=30, leavers=10, stayers=10)


def test_the_largest_group_comes_first_and_who_is_unknown_last() -> None:
    found = compared({"": EARLY * 3, "late": LATE, "early": EARLY})
    assert [(one.value, one.people, one.exits) for one in found.groups] == [
        ("late", 20, 10),
        ("early", 18, 12),
        ("", 54, 36),
    ]
    late = found.groups[0]
    assert [point.time for point in late.at] == [12.0, 24.0]
    assert late.after_a_year.survival == 1.0
    assert found.groups[1].after_a_year.survival == pytest.approx(6 / 18)


def test_years_stand_in_their_order() -> None:
    rows = [
        (year, *one) for year, people in {"2024": LATE, "": EARLY, "2023": EARLY}.items() for one in people
    ]
    values, time, left = zip(*rows, strict=True)
    found = compare(Lifetimes.of(time, left), values, (12,), in_order=True)
    assert [one.value for one in found.groups] == ["2023", "2024", ""]


def test_the_test_is_the_log_rank_of_the_named_groups_alone() -> None:
    found = compared({"": EARLY * 3, "late": LATE, "early": EARLY})
    plain = log_rank([Lifetimes.of(*zip(*LATE, strict=True)), Lifetimes.of(*zip(*EARLY, strict=True))])
    assert found.tested == ("late", "early")
    assert found.test is not None
    assert found.test.statistic == pytest.approx(plain.statistic, abs=1e-12)
    assert found.differs
    assert found.pairs == ()


@pytest.mark.parametrize(
    ("groups", "why"),
    [
        ({"one": EARLY, "": LATE}, NoTest.ONE_GROUP),
        ({"one": EARLY, "few": group(leave_after=2, leavers=9, stayers=40)}, NoTest.TOO_FEW_LEFT),
    ],
)
def test_no_p_is_printed_where_it_would_say_nothing(groups: dict, why: NoTest) -> None:
    found = compared(groups)
    assert (found.test, found.why_no_test, found.differs) == (None, why, False)


def test_pairs_are_looked_at_only_where_all_together_differ_and_count_for_all_of_them() -> None:
    found = compared({"soon": SOON, "also soon": SOON, "late": LATE})
    assert {frozenset((pair.first, pair.second)) for pair in found.pairs} == {
        frozenset(("soon", "late")),
        frozenset(("also soon", "late")),
    }
    alone = log_rank([Lifetimes.of(*zip(*LATE, strict=True)), Lifetimes.of(*zip(*SOON, strict=True))])
    assert alone.p is not None
    # Three pairs were looked at, so the smallest counts three times.
    assert found.pairs[0].p == pytest.approx(3 * alone.p, rel=1e-9)
    assert compared({"a": LATE, "b": LATE, "c": LATE}).pairs == ()


def test_within_strata_a_group_is_not_blamed_for_where_it_works() -> None:
    # In each stratum both countries leave alike; they only stand in different strata.
    small, large = group(leave_after=2, leavers=15, stayers=5), group(leave_after=20, leavers=15, stayers=25)
    rows = (
        [("VN", "small")] * 20
        + [("ID", "small")] * 20 * 3
        + [("VN", "large")] * 40 * 3
        + [("ID", "large")] * 40
    )
    people = small * 4 + large * 4
    time, left = zip(*people, strict=True)
    values, strata = zip(*rows, strict=True)
    lifetimes = Lifetimes.of(np.array(time), np.array(left))
    plain = compare(lifetimes, values, (12,))
    within = compare(lifetimes, values, (12,), list(strata))
    assert plain.differs
    assert within.within_strata
    assert not within.differs
    assert within.test is not None
    assert within.test.statistic == pytest.approx(0.0, abs=1e-9)


def test_the_groups_of_an_address() -> None:
    assert wanted_of({"fair": " hanoi-2026 ", "university": "unknown", "region": "", "country": "VN"}) == {
        By.FAIR: "hanoi-2026",
        By.UNIVERSITY: "",
    }


def test_two_chosen_groups_are_tested_at_one_time_alone() -> None:
    found = compared(
        {"late": LATE, "early": EARLY, "soon": SOON, "few": group(leave_after=2, leavers=9, stayers=9)}
    )
    two = between(found, "early", "soon")
    assert two is not None and two.p is not None and two.months is not None
    # 6 of 18 and 2 of 20 after a year; everybody was watched, so Greenwood's sums are 12/(18·6) and 18/(20·2).
    assert two.points == pytest.approx(6 / 18 - 2 / 20)
    spread = 12 / (18 * 6) / np.log(6 / 18) ** 2 + 18 / (20 * 2) / np.log(2 / 20) ** 2
    statistic = (np.log(-np.log(6 / 18)) - np.log(-np.log(2 / 20))) ** 2 / spread
    assert two.p == pytest.approx(chi_square_tail(float(statistic), 1))
    # (4·2 + 4·3 + 4·4 + 6·12)/18 and (6·1 + 6·2 + 6·3 + 2·12)/20 months.
    assert two.months.value == pytest.approx(108 / 18 - 60 / 20)
    # Nobody of the late had left by then, and of the few too few have: no test.
    for other in ("late", "few"):
        without = between(found, "early", other)
        assert without is not None and without.points is not None and without.p is None
    assert between(found, "early", "early") is between(found, "early", "nowhere") is None
    strata = [value[0] for value, people in {"early": EARLY, "soon": SOON}.items() for _one in people]
    assert between(compared({"early": EARLY, "soon": SOON}, strata), "early", "soon") is None
