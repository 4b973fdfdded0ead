"""The two special functions against an independent library, and against what is known without one."""

from hypothesis import given, settings, strategies as st
import numpy as np
import pytest
from scipy import special, stats

from recruit.retention.analysis.beta import beta_cumulative, beta_quantile
from recruit.retention.analysis.chi_square import chi_square_tail, normal_two_sided_tail

RANGES = [(-1.3, 2.0), (0.0, 4.0), (2.0, 6.5)]


@pytest.mark.parametrize(("low", "high"), RANGES)
@pytest.mark.parametrize("probability", [1e-6, 0.025, 0.5, 0.975])
def test_quantiles_agree_with_an_independent_library(low: float, high: float, probability: float) -> None:
    random = np.random.default_rng(20251001)
    a, b = 10 ** random.uniform(low, high, (2, 2000))
    np.testing.assert_allclose(
        beta_quantile(probability, a, b), special.betaincinv(a, b, probability), rtol=0, atol=1e-12
    )


@pytest.mark.parametrize(("low", "high"), RANGES)
def test_probabilities_agree_with_an_independent_library(low: float, high: float) -> None:
    random = np.random.default_rng(20251002)
    a, b = 10 ** random.uniform(low, high, (2, 2000))
    x = random.uniform(0, 1, 2000)
    np.testing.assert_allclose(beta_cumulative(x, a, b), special.betainc(a, b, x), rtol=0, atol=1e-12)


def test_each_place_may_have_a_probability_of_its_own() -> None:
    random = np.random.default_rng(20251003)
    a, b = 10 ** random.uniform(-1.0, 5.0, (2, 3000))
    chances = random.uniform(0.001, 0.999, 3000)
    np.testing.assert_allclose(
        beta_quantile(chances, a, b), special.betaincinv(a, b, chances), rtol=0, atol=1e-12
    )


@given(a=st.floats(0.01, 1e5), b=st.floats(0.01, 1e5), probability=st.floats(0.001, 0.999))
@settings(max_examples=300, deadline=None)
def test_the_quantile_is_the_inverse(a: float, b: float, probability: float) -> None:
    x = float(beta_quantile(probability, a, b))
    assert 0.0 <= x <= 1.0
    below, above = max(0.0, x * (1 - 1e-13) - 4e-15), min(1.0, x * (1 + 1e-13) + 4e-15)
    assert special.betainc(a, b, below) - 1e-11 <= probability <= special.betainc(a, b, above) + 1e-11


def test_closed_forms_and_point_masses() -> None:
    assert float(beta_quantile(0.025, 6.0, 1.0)) == pytest.approx(0.025 ** (1 / 6), abs=1e-15)
    assert float(beta_quantile(0.975, 1.0, 4.0)) == pytest.approx(1 - 0.025**0.25, abs=1e-15)
    assert beta_quantile(0.4, [0.0, 3.0], [2.0, 0.0]).tolist() == [0.0, 1.0]
    assert beta_cumulative([0.0, 1.0], 2.0, 3.0).tolist() == [0.0, 1.0]
    assert beta_quantile(0.5, np.ones((2, 3)) * 2, 2.0).shape == (2, 3)
    with pytest.raises(ValueError, match="strictly between"):
        beta_quantile(1.0, 2.0, 2.0)


@pytest.mark.parametrize("degrees", [1, 2, 3, 4, 5, 8, 9, 30, 31])
def test_chi_square_tails_agree_with_an_independent_library(degrees: int) -> None:
    for statistic in (1e-9, 0.1, 0.948, 3.84, 16.79, 60.0, 240.0):
        assert chi_square_tail(statistic, degrees) == pytest.approx(
            stats.chi2.sf(statistic, degrees), rel=1e-12
        )
    assert chi_square_tail(0.0, degrees) == 1.0


def test_normal_tail_and_refusal() -> None:
    assert normal_two_sided_tail(-1.959963984540054) == pytest.approx(0.05, abs=1e-15)
    with pytest.raises(ValueError, match="degree"):
        chi_square_tail(1.0, 0)
