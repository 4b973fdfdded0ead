"""Published and hand-computed values, and agreement with exact fractions on any small data."""

from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings, strategies as st
import numpy as np
import pytest
from scipy import stats

from recruit.retention.analysis import lifetimes as lifetimes_module
from recruit.retention.analysis.comparisons import (
    difference_at,
    holm,
    log_rank,
    restricted_mean_difference,
    stratified_log_rank,
)
from recruit.retention.analysis.competing import aalen_johansen
from recruit.retention.analysis.csv_input import LifetimeColumns, LifetimeTable, read_lifetimes
from recruit.retention.analysis.curves import SurvivalCurve, answers_of, first_time_with, kaplan_meier
from recruit.retention.analysis.lifetimes import Lifetimes, risk_table

EXACT = 1e-12

# A person as (entry, time, cause): small whole numbers, so that ties of all kinds are common.
PERSON = st.tuples(st.integers(0, 6), st.integers(1, 6), st.integers(0, 3)).map(
    lambda p: (p[0], p[0] + p[1], p[2])
)
PEOPLE = st.lists(PERSON, min_size=1, max_size=25)


def lifetimes(people: list[tuple[int, int, int]], scale: float = 1.0) -> Lifetimes:
    entry, time, cause = (np.array(column) for column in zip(*people, strict=True))
    return Lifetimes.of(time * scale, cause > 0, entry * scale, cause)


def exact_curve(
    people: list[tuple[int, int, int]], until: int
) -> tuple[Fraction, dict[int, Fraction], Fraction]:
    """S, cumulative incidence and the restricted mean at `until`, straight from the definitions."""
    survival, incidence, area, before = (Fraction(1), dict.fromkeys((1, 2, 3), Fraction(0)), Fraction(0), 0)
    for moment in sorted({time for _, time, cause in people if cause and time <= until}):
        at_risk = sum(entry < moment <= time for entry, time, _ in people)
        area += survival * (moment - before)
        left = dict.fromkeys((1, 2, 3), 0)
        for _, time, cause in people:
            if cause and time == moment:
                left[cause] += 1
        for cause, number in left.items():
            incidence[cause] += survival * Fraction(number, at_risk)
        survival *= 1 - Fraction(sum(left.values()), at_risk)
        before = moment
    return survival, incidence, area + survival * (until - before)


def share(curve: SurvivalCurve, time: float) -> float:
    answer = curve.at(time)[0].survival
    assert answer is not None
    return answer


@given(people=PEOPLE, scale=st.sampled_from([1.0, 0.5, 1 / 31]))
@settings(max_examples=150, deadline=None)
def test_every_estimate_equals_exact_fractions(people: list[tuple[int, int, int]], scale: float) -> None:
    group = lifetimes(people, scale)
    curve, incidence = kaplan_meier(group), aalen_johansen(group, [1, 2, 3])
    last = max(time for _, time, _ in people)
    for until in range(last + 1):
        survival, by_cause, area = exact_curve(people, until)
        answer = curve.at(until * scale)[0]
        assert answer.survival == pytest.approx(float(survival), abs=EXACT)
        parts = incidence.at(until * scale)[0]
        assert parts.survival == pytest.approx(float(survival), abs=EXACT)
        for cause, part in by_cause.items():
            assert parts.by_cause[cause] == pytest.approx(float(part), abs=EXACT)
        assert sum(part or 0.0 for part in parts.by_cause.values()) + (
            parts.survival or 0.0
        ) == pytest.approx(1, abs=EXACT)
        assert curve.restricted_mean(until * scale).value == pytest.approx(float(area) * scale, abs=1e-11)
        if until:
            assert answer.at_risk == sum(entry < until <= time for entry, time, _ in people)
        assert answer.beta_product is not None
        assert 0.0 <= answer.beta_product.lower <= float(survival) + EXACT
        assert float(survival) - EXACT <= answer.beta_product.upper <= 1.0
    assert curve.estimable_at(last * scale)
    assert curve.at(last * scale + 1)[0].estimable == (survival == 0)


def exact_variance(people: list[tuple[int, int, int]], until: int, cause: int) -> Fraction:
    """The delta method from its definition: over exit times, the multinomial covariance of the hazards there, carried into F."""
    moments = sorted({time for _, time, why in people if why and time <= until})
    at_risk = [sum(entry < moment <= time for entry, time, _ in people) for moment in moments]
    hazards = [
        {k: Fraction(sum(t == m and why == k for _, t, why in people), y) for k in (1, 2, 3)}
        for m, y in zip(moments, at_risk, strict=True)
    ]

    def incidence(of: list[dict[int, Fraction]]) -> Fraction:
        survival, share = Fraction(1), Fraction(0)
        for hazard in of:
            share += survival * hazard[cause]
            survival *= 1 - sum(hazard.values())
        return share

    total = Fraction(0)
    for place, hazard in enumerate(hazards):
        # F is linear in each hazard, so a step of one is its derivative.
        slope = {}
        for k in (1, 2, 3):
            moved = [dict(one) for one in hazards]
            moved[place][k] += 1
            slope[k] = incidence(moved) - incidence(hazards)
        mean = sum((slope[k] * hazard[k] for k in slope), Fraction(0))
        total += (sum((slope[k] ** 2 * hazard[k] for k in slope), Fraction(0)) - mean**2) / at_risk[place]
    return total


@given(PEOPLE)
@settings(max_examples=60, deadline=None)
def test_the_spread_of_each_incidence_is_the_delta_method_exactly(people: list[tuple[int, int, int]]) -> None:
    incidence = aalen_johansen(lifetimes(people), [1, 2, 3])
    for cause in (1, 2, 3):
        for place, moment in enumerate(incidence.curve.table.times.tolist()):
            assert incidence.variance[cause][place] == pytest.approx(
                float(exact_variance(people, int(moment), cause)), abs=EXACT
            )


def test_without_censoring_the_spread_is_that_of_a_share() -> None:
    people = Lifetimes.of([1, 1, 2, 3, 4, 5, 5, 6, 7, 8], [1] * 10, None, [1, 2, 1, 3, 1, 2, 2, 1, 3, 2])
    answer = aalen_johansen(people).at([5, 0.5])
    share = answer[0].by_cause[1]
    assert share == pytest.approx(0.3, abs=EXACT)
    assert aalen_johansen(people).variance[1][4] == pytest.approx(0.3 * 0.7 / 10, abs=EXACT)
    # exp(±1.959964 · 0.144914 / (0.3 · 1.203973)) as powers of 0.3, by hand
    interval = answer[0].intervals[1]
    assert interval is not None
    assert (interval.lower, interval.upper) == (
        pytest.approx(0.071134, abs=1e-6),
        pytest.approx(0.577867, abs=1e-6),
    )
    assert answer[1].intervals[1] is None


def test_whole_number_times_and_others_are_counted_alike() -> None:
    random = np.random.default_rng(7)
    entry = random.integers(0, 20, 3000)
    time = entry + random.integers(1, 30, 3000)
    left = random.random(3000) < 0.4
    counted = risk_table(Lifetimes.of(time, left, entry))
    sorted_ones = risk_table(Lifetimes.of(time * 0.25, left, entry * 0.25))
    np.testing.assert_array_equal(counted.times * 0.25, sorted_ones.times)
    for column in ("at_risk", "exits", "censored"):
        np.testing.assert_array_equal(getattr(counted, column), getattr(sorted_ones, column))


def test_a_histogram_in_chunks_counts_as_the_definitions_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifetimes_module, "CHUNK", 16)
    random = np.random.default_rng(8)
    time = random.integers(1, 8, 200).astype(np.float64)
    left, entry = random.random(200) < 0.4, np.where(random.random(200) < 0.3, time * random.random(200), 0.0)
    table = risk_table(Lifetimes.of(time, left, entry))
    for place, moment in enumerate(table.times):
        at_risk = (entry < moment) & (moment <= time)
        assert table.at_risk[place] == at_risk.sum()
        assert table.exits[place] == (left & (time == moment)).sum()
        assert table.censored[place] == (~left & (time == moment)).sum()
    assert table.people == 200
    # One time between whole numbers, in the last chunk, and all are sorted instead.
    time[-1] += 0.5
    assert risk_table(Lifetimes.of(time, left, entry)).times.tolist() == sorted(set(time.tolist()))


def test_many_curves_are_read_off_at_once_as_each_alone() -> None:
    random = np.random.default_rng(9)
    curves = [
        kaplan_meier(Lifetimes.of(random.integers(1, 40, size), random.random(size) < chance))
        for size, chance in ((1, 1.0), (2, 0.0), (30, 0.5), (30, 1.0), (300, 0.2))
    ]
    times = [0, 5, 12, 39, 50]
    assert answers_of(curves, times) == [curve.at(times) for curve in curves]
    assert answers_of([], times) == []
    assert answers_of(curves, []) == [[] for _curve in curves]


def test_leukemia_is_the_textbook_curve(leukemia: LifetimeTable) -> None:
    groups = dict(leukemia.by_group())
    treated, placebo = kaplan_meier(groups["6-MP"]), kaplan_meier(groups["placebo"])
    for time, exact in (
        (6, Fraction(6, 7)), (7, Fraction(96, 119)), (10, Fraction(64, 85)), (13, Fraction(176, 255)),
        (16, Fraction(32, 51)), (22, Fraction(64, 119)), (23, Fraction(160, 357)),
    ):  # fmt: skip
        assert share(treated, time) == pytest.approx(float(exact), abs=EXACT)
    for time, lower, upper in ((6, 0.6197, 0.9516), (10, 0.5032, 0.8894), (23, 0.1881, 0.6801)):
        interval = treated.at(time)[0].log_log
        assert interval is not None
        assert (round(interval.lower, 4), round(interval.upper, 4)) == (lower, upper)
    at_six = treated.at(6)[0].log_log
    assert at_six is not None
    assert at_six.lower == pytest.approx(0.6197179552659838, abs=1e-9)
    assert at_six.upper == pytest.approx(0.951551747646997, abs=1e-9)
    assert treated.standard_error[0] == pytest.approx(0.0763603548321213, abs=1e-12)
    assert (treated.median, placebo.median) == (23.0, 8.0)
    assert share(placebo, 8) == pytest.approx(8 / 21, abs=EXACT)
    assert share(placebo, 23) == 0.0
    assert share(placebo, 50) == 0.0
    assert treated.at(35)[0].estimable
    assert not treated.at(36)[0].estimable
    assert treated.at(36)[0].survival is None
    assert treated.restricted_mean(36).value is None


def test_log_rank_of_the_published_sets(
    leukemia: LifetimeTable, rossi: dict[str, Lifetimes], hires: LifetimeTable
) -> None:
    test = log_rank([group for _, group in leukemia.by_group()])
    assert test.statistic == pytest.approx(16.792941, abs=1e-6)
    assert test.p == pytest.approx(4.1688e-05, rel=1e-4)
    assert test.degrees == 1
    assert [count.observed for count in test.groups] == [9, 21]
    assert [round(count.expected, 4) for count in test.groups] == [19.2505, 10.7495]
    by_aid = log_rank(list(rossi.values()))
    assert by_aid.statistic == pytest.approx(3.837570, abs=1e-6)
    assert by_aid.p == pytest.approx(0.050116, abs=1e-6)
    assert log_rank([group for _, group in hires.by_group()]).statistic == pytest.approx(0.948300, abs=1e-6)


@pytest.mark.parametrize(
    ("event", "statistic", "p"), [("e1", 0.254237, 0.614107), ("e2", 0.384615, 0.535143)]
)
def test_log_rank_of_six_people(fixtures: Path, event: str, statistic: float, p: float) -> None:
    table = read_lifetimes((fixtures / "tiny_r.csv").read_text(), LifetimeColumns("time", event, group="g"))
    test = log_rank([group for _, group in table.by_group()])
    assert test.statistic == pytest.approx(statistic, abs=1e-6)
    assert test.p == pytest.approx(p, abs=1e-6)


def test_log_rank_of_several_groups_agrees_with_an_independent_library() -> None:
    random = np.random.default_rng(3)
    groups = [
        Lifetimes.of(np.ceil(random.exponential(mean, 60)), random.random(60) < 0.7) for mean in (8.0, 12.0)
    ]
    independent = stats.logrank(
        *(
            stats.CensoredData(uncensored=group.time[group.left], right=group.time[~group.left])
            for group in groups
        )
    )
    two = log_rank(groups)
    assert two.statistic == pytest.approx(independent.statistic**2, abs=1e-9)
    assert two.p == pytest.approx(independent.pvalue, abs=1e-9)
    halves = [groups[0].only(np.arange(30)), groups[0].only(np.arange(30, 60)), groups[1]]
    assert log_rank(halves).degrees == 2
    assert log_rank(halves).statistic == pytest.approx(log_rank(halves[::-1]).statistic, abs=1e-9)
    assert sum(count.expected for count in log_rank(halves).groups) == pytest.approx(
        sum(count.observed for count in log_rank(halves).groups), abs=1e-9
    )


def test_a_stratum_repeated_doubles_the_statistic_and_empty_comparisons_say_nothing(
    hires: LifetimeTable,
) -> None:
    groups = [group for _, group in hires.by_group()]
    once, twice = log_rank(groups), stratified_log_rank([groups, groups])
    assert once.statistic is not None
    assert twice.statistic == pytest.approx(2 * once.statistic, abs=1e-9)
    stayers = Lifetimes.of([5, 6], [0, 0])
    nothing = log_rank([stayers, stayers])
    assert (nothing.statistic, nothing.p) == (None, None)
    assert log_rank(groups[:1]).statistic is None


def test_everybody_censored_on_one_day(rossi: dict[str, Lifetimes]) -> None:
    time, left = (np.concatenate([getattr(arm, name) for arm in rossi.values()]) for name in ("time", "left"))
    everyone = kaplan_meier(Lifetimes.of(time, left))
    assert (everyone.people, everyone.exits) == (432, 114)
    assert share(everyone, 52) == pytest.approx(53 / 72, abs=EXACT)
    assert not everyone.at(53)[0].estimable
    shares = {label: share(kaplan_meier(group), 52) for label, group in rossi.items()}
    assert shares == {"0": pytest.approx(25 / 36, abs=EXACT), "1": pytest.approx(7 / 9, abs=EXACT)}


def test_hires_with_late_entries(hires: LifetimeTable) -> None:
    curve = kaplan_meier(hires.lifetimes)
    for time, exact in (
        (6, Fraction(380, 483)), (12, Fraction(5225, 10304)), (18, Fraction(2375, 5796)), (24, Fraction(11875, 34776)),
    ):  # fmt: skip
        assert share(curve, time) == pytest.approx(float(exact), abs=EXACT)
    year = curve.at(12)[0]
    assert year.at_risk == 14
    assert year.log_log is not None
    assert (round(year.log_log.lower, 4), round(year.log_log.upper, 4)) == (0.2879, 0.6905)
    assert curve.late_entries == 5
    assert curve.beta_product_is_approximate
    incidence = aalen_johansen(hires.lifetimes).at(12)[0]
    assert [round(part or 0, 6) for part in incidence.by_cause.values()] == [
        0.136678,
        0.174463,
        0.138296,
        0.043478,
    ]
    assert incidence.by_cause[4] == pytest.approx(1 / 23, abs=EXACT)
    assert curve.restricted_mean(12).value == pytest.approx(9.788301, abs=1e-6)
    assert curve.restricted_mean(24).value == pytest.approx(14.793993, abs=1e-6)


@pytest.mark.parametrize(("stayed", "people"), [(90, 100), (17, 20), (5, 6), (6, 6), (0, 4), (999, 1000)])
def test_beta_product_is_clopper_pearson_without_censoring(stayed: int, people: int) -> None:
    time = np.concatenate((np.arange(1, people - stayed + 1), np.full(stayed, people + 5)))
    curve = kaplan_meier(Lifetimes.of(time, time <= people))
    interval = curve.at(people)[0].beta_product
    assert interval is not None
    exact = stats.binomtest(stayed, people).proportion_ci(0.95, "exact")
    assert interval.lower == pytest.approx(exact.low, abs=1e-9)
    assert interval.upper == pytest.approx(exact.high, abs=1e-9)


def test_beta_product_at_exit_times_is_the_published_convention() -> None:
    curve = kaplan_meier(Lifetimes.of([3, 7, 8, 14], [1, 1, 1, 1]))
    published = [
        (0, 0.397635364, 1.0), (3, 0.194120450, 0.9936905), (7, 0.067585986, 0.9324140),
        (8, 0.006309463, 0.8058796), (14, 0.0, 0.6023646),
    ]  # fmt: skip
    for time, lower, upper in published:
        interval = curve.at(time)[0].beta_product
        assert interval is not None
        assert interval.lower == pytest.approx(lower, abs=1e-9)
        assert interval.upper == pytest.approx(upper, abs=1e-7)
    lower, upper = curve.beta_product
    assert lower[1] == pytest.approx(0.067585986, abs=1e-9)
    assert upper[3] == pytest.approx(0.6023646, abs=1e-7)


def test_beta_product_under_censoring_by_hand() -> None:
    """One of 5 leaves, one is censored, one of the other 3 leaves: the moments of Beta(5,1) Beta(3,1), then times Beta(2,1)."""
    curve = kaplan_meier(Lifetimes.of([1, 2, 3, 9, 9], [1, 0, 1, 0, 0]))
    interval = curve.at(3)[0].beta_product
    assert interval is not None
    for factors, probability, limit in (
        ([(5, 1), (3, 1)], 0.975, interval.upper),
        ([(5, 1), (3, 1), (2, 1)], 0.025, interval.lower),
    ):
        mean = float(np.prod([Fraction(a, a + b) for a, b in factors]))
        square = float(np.prod([Fraction(a * (a + 1), (a + b) * (a + b + 1)) for a, b in factors]))
        size = (mean - square) / (square - mean**2)
        assert limit == pytest.approx(stats.beta.ppf(probability, size * mean, size * (1 - mean)), abs=1e-9)


def test_nobody_left_says_how_little_that_is() -> None:
    answer = kaplan_meier(Lifetimes.of([12] * 6, [0] * 6)).at(11)[0]
    assert answer.survival == 1.0
    assert answer.log_log is None
    assert answer.beta_product is not None
    assert round(answer.beta_product.lower, 2) == 0.54


def test_exit_at_time_zero_counts_and_the_half_is_the_median() -> None:
    curve = kaplan_meier(Lifetimes.of([0, 1, 2, 3], [1, 1, 0, 0]))
    assert share(curve, 0) == 0.75
    assert curve.at(0)[0].at_risk == 4
    assert curve.median == 1.0
    assert curve.restricted_mean(2).value == pytest.approx(0.75 + 0.5, abs=EXACT)
    seven = kaplan_meier(Lifetimes.of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1] * 10))
    assert seven.median == 5.0


def test_a_curve_emptied_early_is_named_and_can_begin_later() -> None:
    group = Lifetimes.of([2, 9, 9, 8], [1, 0, 0, 1], [0, 4, 4, 5])
    curve = kaplan_meier(group)
    assert curve.emptied_at == 2.0
    assert first_time_with(group, 2) == 4.0
    assert first_time_with(group, 4) is None
    later = kaplan_meier(group, since=4.0)
    assert later.emptied_at is None
    assert share(later, 8) == pytest.approx(2 / 3, abs=EXACT)
    assert later.late_entries == 1
    assert not later.at(3)[0].estimable


def test_differences_by_hand() -> None:
    first = kaplan_meier(Lifetimes.of([1, 2, 3, 4], [1, 0, 1, 0]))
    second = kaplan_meier(Lifetimes.of([1, 2, 3, 4], [1, 1, 0, 0]))
    at_three = difference_at(first, second, 3)
    assert at_three is not None
    s, v, t, w = 3 / 8, 1 / 12 + 1 / 2, 1 / 2, 1 / 12 + 1 / 6
    spread = v / np.log(s) ** 2 + w / np.log(t) ** 2
    assert at_three.statistic == pytest.approx(
        (np.log(-np.log(s)) - np.log(-np.log(t))) ** 2 / spread, abs=1e-12
    )
    assert at_three.value == pytest.approx(s - t, abs=EXACT)
    assert difference_at(first, second, 5) is None
    means = restricted_mean_difference(first, second, 4)
    assert means is not None
    assert means.value == pytest.approx((1 + 0.75 * 2 + 0.375) - (1 + 0.75 + 0.5 * 2), abs=EXACT)
    error = (1.875**2 / 12 + 0.375**2 / 2 + 1.75**2 / 12 + 1.0**2 / 6) ** 0.5
    assert means.statistic == pytest.approx((means.value / error) ** 2, abs=1e-12)
    assert restricted_mean_difference(first, second, 9) is None


def test_many_comparisons_are_adjusted() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]) == []
    assert holm([0.9, 0.8]) == [1.0, 1.0]


@pytest.mark.parametrize(
    ("time", "left", "entry", "cause"),
    [([-1], [1], None, None), ([1], [1], [1], None), ([1, 2], [1], None, None), ([1], [1], None, [0])],
)
def test_lifetimes_that_cannot_be_are_refused(
    time: list, left: list, entry: list | None, cause: list | None
) -> None:
    with pytest.raises(ValueError, match="must"):
        Lifetimes.of(time, left, entry, cause)
