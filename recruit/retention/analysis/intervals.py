"""Confidence intervals of a survival probability."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from recruit.retention.analysis.beta import beta_quantile
from recruit.retention.analysis.lifetimes import Floats, Integers


@dataclass(frozen=True)
class Interval:
    """A confidence interval, as two probabilities (or two times, for a mean)."""

    lower: float
    upper: float


def log_log_limits(
    survival: Floats, hazard_variance: Floats, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """S^exp(±z θ) with θ = sqrt(Σ d / (Y (Y - d))) / |log S| (Kalbfleisch & Prentice 1980, section 1.4).

    Not a number where S is 1 or 0: there the formula says nothing, however small the group is.
    """
    deviate = NormalDist().inv_cdf(0.5 + confidence / 2.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_survival = np.log(survival)
        factor = np.exp(deviate * np.sqrt(hazard_variance) / -log_survival)
        lower, upper = np.exp(log_survival * factor), np.exp(log_survival / factor)
    undefined = (survival <= 0.0) | (survival >= 1.0)
    return np.where(undefined, np.nan, lower), np.where(undefined, np.nan, upper)


@dataclass(frozen=True)
class BetaProducts:
    """What the beta product intervals at some moments are read off: S and Y(t+) there, and the logarithms of the mean m of
    W⁻ and of E[W⁻²] / m².
    """

    survival: Floats
    at_risk_just_after: Integers
    log_mean: Floats
    log_spread: Floats


def beta_products(
    survival: Floats, at_risk: Integers, exits: Integers, position: Integers, at_risk_just_after: Integers
) -> BetaProducts:
    """The products of one curve, W⁻ = Π Beta(Y - d + 1, d) over the exit times up to t.

    `at_risk`, `exits`: Y and d at the times of the curve. `position`: for each wanted moment, how many of those times
    are not later. `survival`, `at_risk_just_after`: S(t) and Y(t+) at the wanted moments.
    """
    first, second = at_risk - exits + 1.0, exits.astype(np.float64)
    log_mean = _from_zero(np.cumsum(np.where(exits > 0, np.log1p(-second / (first + second)), 0.0)))
    log_spread = _from_zero(np.cumsum(np.log1p(second / (first * (first + second + 1.0)))))
    return BetaProducts(survival, at_risk_just_after, log_mean[position], log_spread[position])


def beta_product_limits(
    products: Sequence[BetaProducts], confidence: float = 0.95
) -> tuple[list[Floats], list[Floats]]:
    """The beta product confidence procedure, in its form by moments; for many curves at once.

    M. Fay, E. Brittain, M. Proschan, Biostatistics 14 (2013) 723-736, with the convention of 2016 at exit times
    and ties (Delta = 0). The upper limit is a quantile of W⁻, the lower one of W⁻ · Beta(Y(t+), 1). Each product is replaced
    by the beta distribution of the same mean and variance. Without censoring this is the Clopper-Pearson interval. With late
    entries the same recursion on the risk set is an approximation; there the limits are widened, where needed, to hold the
    estimate.
    """
    tail = (1.0 - confidence) / 2.0
    survival = np.concatenate([one.survival for one in products])
    after = np.concatenate([one.at_risk_just_after for one in products]).astype(np.float64)
    mean = np.concatenate([one.log_mean for one in products])
    spread = np.concatenate([one.log_spread for one in products])
    # W⁻ changes only where somebody leaves.
    new = np.ones(mean.size, dtype=bool)
    new[1:] = (mean[1:] != mean[:-1]) | (spread[1:] != spread[:-1])
    with np.errstate(divide="ignore", invalid="ignore"):
        means = np.concatenate((mean[new], mean + np.log(after / (after + 1.0))))
        spreads = np.concatenate((spread[new], spread + np.log1p(1.0 / (after * (after + 2.0)))))
        chances = np.where(np.arange(means.size) < np.count_nonzero(new), 1.0 - tail, tail)
        limits = _product_quantile(chances, means, spreads)
    upper = limits[np.cumsum(new) - 1]
    lower = np.where((after <= 0.0) | (survival <= 0.0), 0.0, limits[limits.size - after.size :])
    ends = np.cumsum([one.survival.size for one in products])[:-1]
    return np.split(np.minimum(lower, survival), ends), np.split(np.maximum(upper, survival), ends)


def _from_zero(values: Floats) -> Floats:
    return np.concatenate(([0.0], values))


def _product_quantile(probability: Floats, log_mean: Floats, log_spread: Floats) -> Floats:
    """The quantile of the beta distribution with mean m = exp(log_mean) and E[X²] = m² exp(log_spread)."""
    mean, missing, spread = np.exp(log_mean), -np.expm1(log_mean), np.expm1(log_spread)
    certain = ~(spread > 0.0) | ~np.isfinite(log_mean)
    shape = np.where(certain, 1.0, (missing - mean * spread) / spread)
    return np.where(
        certain, mean, beta_quantile(probability, shape, np.where(certain, 1.0, shape * missing / mean))
    )
