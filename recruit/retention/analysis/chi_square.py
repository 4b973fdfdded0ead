"""Tail probabilities of the two reference distributions of the comparisons, from the standard library."""

from math import erfc, exp, pi, sqrt


def chi_square_tail(statistic: float, degrees: int) -> float:
    """The chance that a chi-square variable with that many degrees of freedom is at least `statistic`.

    The finite sums for whole degrees (Abramowitz & Stegun 26.4.4 and 26.4.5); all terms are positive, so small
    probabilities keep their digits.
    """
    if degrees < 1:
        raise ValueError("a chi-square distribution needs at least one degree of freedom")
    if statistic <= 0.0:
        return 1.0
    half = statistic / 2.0
    if degrees % 2 == 0:
        term = exp(-half)
        total = term
        for step in range(1, degrees // 2):
            term *= half / step
            total += term
        return min(1.0, total)
    total = erfc(sqrt(half))
    term = 2.0 * sqrt(half / pi) * exp(-half)
    for step in range(1, (degrees + 1) // 2):
        total += term
        term *= half / (step + 0.5)
    return min(1.0, total)


def normal_two_sided_tail(deviate: float) -> float:
    """The chance that a standard normal variable is at least as far from 0 as `deviate`."""
    return erfc(abs(deviate) / sqrt(2.0))
