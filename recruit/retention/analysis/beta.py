"""The beta distribution: its cumulative probability and its quantile, elementwise on arrays.

Written here because nothing else at run time needs a statistics library. Small shapes use the continued fraction of
the incomplete beta function (DLMF 8.17.22), large ones a Gauss–Legendre quadrature of the density over the tail. The
density is in Loader's saddle-point form ("Fast and accurate computation of binomial probabilities", 2000), which
keeps its digits where differences of large log-gammas would lose them.
"""

from math import lgamma, log, pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

LARGE_SUM = 600.0  # from here on, if neither shape is small, the quadrature is exact and cheaper
SMALL_SHAPE = 40.0
NODES, WEIGHTS = np.polynomial.legendre.leggauss(48)
TAIL_WIDTH = 11.0  # standard deviations; what lies beyond is below the rounding of a double
CHUNK = 20_000  # elements worked on at once, so that a million intervals need no more memory than a few
HALF_LOG_TWO_PI = 0.5 * log(2.0 * pi)
STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156)


def beta_cumulative(x: ArrayLike, a: ArrayLike, b: ArrayLike) -> Floats:
    """The regularised incomplete beta function I_x(a, b): the chance that a Beta(a, b) variable is at most x."""
    points, first, second = (np.ravel(part) for part in np.broadcast_arrays(*_as_floats(x, a, b)))
    return _cumulative(points, first, second)[0].reshape(
        np.broadcast_shapes(np.shape(x), np.shape(a), np.shape(b))
    )


def beta_quantile(probability: ArrayLike, a: ArrayLike, b: ArrayLike) -> Floats:
    """The x with I_x(a, b) = probability, for probabilities strictly between 0 and 1 and arrays of shapes.

    A first shape of 0 is the point mass at 0, a second shape of 0 the point mass at 1.
    """
    wanted, first, second = np.broadcast_arrays(*_as_floats(probability, a, b))
    shape = wanted.shape
    wanted, first, second = np.ravel(wanted), np.ravel(first), np.ravel(second)
    if not ((wanted > 0.0) & (wanted < 1.0)).all():
        raise ValueError("a quantile needs a probability strictly between 0 and 1")
    result = np.empty(first.shape)
    for start in range(0, first.size, CHUNK):
        part = slice(start, start + CHUNK)
        result[part] = _quantile(wanted[part], first[part], second[part])
    return result.reshape(shape)


def _as_floats(*values: ArrayLike) -> tuple[Floats, ...]:
    return tuple(np.asarray(value, dtype=np.float64) for value in values)


def _quantile(probability: Floats, a: Floats, b: Floats) -> Floats:
    result = np.full(a.shape, np.nan)
    result[a == 0.0] = 0.0
    result[b == 0.0] = 1.0
    power = (b == 1.0) & (a > 0.0)
    result[power] = probability[power] ** (1.0 / a[power])
    mirrored_power = (a == 1.0) & (b > 0.0) & ~power
    result[mirrored_power] = -np.expm1(np.log1p(-probability[mirrored_power]) / b[mirrored_power])
    rest = np.flatnonzero((a > 0.0) & (b > 0.0) & ~power & ~mirrored_power)
    if rest.size:
        result[rest] = _search(probability[rest], a[rest], b[rest])
    return result


def _search(probability: Floats, a: Floats, b: Floats) -> Floats:
    """Steps of the inverse's Taylor series (G. W. Hill, A. W. Davis, Annals of Mathematical Statistics 39, 1968, 1264-1273),
    kept inside a bracket that halves whenever a step would leave it. Where the last term that is used is below the rounding of
    the place, so is all that is left out, and nothing has to be looked at again.
    """
    low, high = np.zeros(a.shape), np.ones(a.shape)
    x = _first_guess(probability, a, b)
    active = np.arange(a.size)
    for _ in range(200):
        here, first, second = x[active], a[active], b[active]
        value, density = _cumulative(here, first, second)
        miss = value - probability[active]
        low[active] = np.where(miss < 0.0, here, low[active])
        high[active] = np.where(miss > 0.0, here, high[active])
        with np.errstate(all="ignore"):
            step, last = _inverse_series(here, -miss / density, first, second)
            there = here + step
        rounding = 1e-15 * np.minimum(here, 0.125)
        narrow = high[active] - low[active] <= 2e-16 * high[active]
        settled = (miss == 0.0) | (np.abs(step) <= 10.0 * rounding) | narrow
        inside = (there > low[active]) & (there < high[active])
        settled_by_series = inside & (last <= 0.1 * rounding)
        there = np.where(inside, there, 0.5 * (low[active] + high[active]))
        x[active] = np.where(settled, here, there)
        active = active[~(settled | settled_by_series)]
        if not active.size:
            break
    return x


def _inverse_series(x: Floats, newton: Floats, a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """How far the wanted place lies from x, and the size of the last term used. `newton` is the plain Newton step.

    With y = -(log density)', the terms are c_n newton^n / n! with c_1 = 1 and c_(n+1) = n y c_n + c_n'. Where they do not fall
    fast the series says nothing; Newton's step with Halley's correction is taken then, and the last term is infinite.
    """
    left, right = 1.0 / x, 1.0 / (1.0 - x)
    p, q = (a - 1.0) * left, (b - 1.0) * right
    y = q - p
    p, q = p * left, q * right
    first = p + q
    p, q = p * left, q * right
    second = 2.0 * (q - p)
    third = 6.0 * (p * left + q * right)
    square = y * y
    terms = (
        newton,
        newton**2 / 2.0 * y,
        newton**3 / 6.0 * (2.0 * square + first),
        newton**4 / 24.0 * (y * (6.0 * square + 7.0 * first) + second),
        newton**5
        / 120.0
        * (square * (24.0 * square + 46.0 * first) + 7.0 * first**2 + 11.0 * y * second + third),
    )
    sizes = [np.abs(term) for term in terms]
    falls = (
        (sizes[1] <= 0.2 * sizes[0])
        & (sizes[2] <= 0.04 * sizes[0])
        & (sizes[3] <= 0.008 * sizes[0])
        & (sizes[4] <= 0.0016 * sizes[0])
    )
    halley = newton / np.maximum(0.2, 1.0 + 0.5 * np.clip(-newton * y, -1.0, 1.0))
    bound = np.maximum(sizes[4], 0.2 * sizes[3])
    return np.where(falls, sum(terms), halley), np.where(falls, bound, np.inf)


def _first_guess(probability: Floats, a: Floats, b: Floats) -> Floats:
    """Abramowitz & Stegun 26.5.22 where both shapes exceed 1, else the leading power of the nearer end."""
    upper = np.minimum(probability, 1.0 - probability)
    t = np.sqrt(-2.0 * np.log(upper))
    normal = t - (2.30753 + t * 0.27061) / (1.0 + t * (0.99229 + t * 0.04481))
    normal = np.where(probability < 0.5, normal, -normal)
    with np.errstate(all="ignore"):
        spread = (normal * normal - 3.0) / 6.0
        harmonic = 2.0 / (1.0 / (2.0 * a - 1.0) + 1.0 / (2.0 * b - 1.0))
        twice = normal * np.sqrt(spread + harmonic) / harmonic - (
            1.0 / (2.0 * b - 1.0) - 1.0 / (2.0 * a - 1.0)
        ) * (spread + 5.0 / 6.0 - 2.0 / (3.0 * harmonic))
        central = a / (a + b * np.exp(2.0 * twice))
        left = np.exp(a * np.log(a / (a + b))) / a
        right = np.exp(b * np.log(b / (a + b))) / b
        whole = left + right
        ends = np.where(
            probability < left / whole,
            (a * whole * probability) ** (1.0 / a),
            1.0 - (b * whole * (1.0 - probability)) ** (1.0 / b),
        )
    guess = np.where((a > 1.0) & (b > 1.0), central, ends)
    return np.clip(np.where(np.isfinite(guess), guess, 0.5), 1e-300, 1.0 - 1e-16)


def _cumulative(x: Floats, a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """I_x(a, b) and the density at x."""
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        kernel = np.exp(_log_kernel(x, a, b, _log_scale(a, b)))
        density = kernel / (x * (1.0 - x))
    result = np.where(x <= 0.0, 0.0, 1.0)
    inside = (x > 0.0) & (x < 1.0)
    large = inside & (a + b >= LARGE_SUM) & (np.minimum(a, b) >= SMALL_SHAPE)
    if large.any():
        result[large] = _by_quadrature(x[large], a[large], b[large])
    small = inside & ~large
    if small.any():
        result[small] = _by_fraction(x[small], a[small], b[small], kernel[small])
    return result, density


def _by_quadrature(x: Floats, a: Floats, b: Floats) -> Floats:
    mean = a / (a + b)
    deviation = np.sqrt(mean * (1.0 - mean) / (a + b + 1.0))
    left = x < mean
    end = np.where(
        left, np.maximum(0.0, x - TAIL_WIDTH * deviation), np.minimum(1.0, x + TAIL_WIDTH * deviation)
    )
    scale = _log_scale(a, b)
    total = np.zeros(x.shape)
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        place = end + (x - end) * (0.5 + 0.5 * node)
        total += weight * np.exp(_log_kernel(place, a, b, scale)) / (place * (1.0 - place))
    tail = 0.5 * np.abs(x - end) * total
    return np.where(left, tail, 1.0 - tail)


def _by_fraction(x: Floats, a: Floats, b: Floats, kernel: Floats) -> Floats:
    mirrored = x > (a + 1.0) / (a + b + 2.0)
    first, second = np.where(mirrored, b, a), np.where(mirrored, a, b)
    value = kernel / first * _fraction(np.where(mirrored, 1.0 - x, x), first, second)
    return np.where(mirrored, 1.0 - value, value)


def _fraction(x: Floats, a: Floats, b: Floats) -> Floats:
    """The continued fraction, by Lentz's method as modified by Thompson and Barnett."""
    result = np.ones(x.shape)
    active = np.arange(x.size)
    numerator = np.ones(x.shape)
    denominator = 1.0 / _away_from_zero(1.0 - (a + b) * x / (a + 1.0))
    value = denominator.copy()
    for step in range(1, 20_000):
        even = step * (b - step) * x / ((a + 2.0 * step - 1.0) * (a + 2.0 * step))
        denominator = 1.0 / _away_from_zero(1.0 + even * denominator)
        numerator = _away_from_zero(1.0 + even / numerator)
        value = value * denominator * numerator
        odd = -(a + step) * (a + b + step) * x / ((a + 2.0 * step) * (a + 2.0 * step + 1.0))
        denominator = 1.0 / _away_from_zero(1.0 + odd * denominator)
        numerator = _away_from_zero(1.0 + odd / numerator)
        change = denominator * numerator
        value = value * change
        done = np.abs(change - 1.0) < 3e-16
        if done.any():
            result[active[done]] = value[done]
            going = ~done
            active, x, a, b = active[going], x[going], a[going], b[going]
            numerator, denominator, value = (numerator[going], denominator[going], value[going])
            if not active.size:
                return result
    result[active] = value
    return result


def _away_from_zero(value: Floats) -> Floats:
    return np.where(np.abs(value) < 1e-300, 1e-300, value)


def _log_scale(a: Floats, b: Floats) -> Floats:
    whole = a + b
    return (
        0.5 * (np.log(a) + np.log(b / whole))
        - HALF_LOG_TWO_PI
        + _stirling_remainder(whole)
        - _stirling_remainder(a)
        - _stirling_remainder(b)
    )


def _log_kernel(x: Floats, a: Floats, b: Floats, scale: Floats) -> Floats:
    """log(x^a (1-x)^b / B(a, b)); the part linear in x minus the mean cancels exactly and is left out.

    Far from the mean (small shapes) the plain logarithms keep more digits than log1p.
    """
    mean, rest = a / (a + b), b / (a + b)
    off = x - mean
    return scale + a * _log1p_minus(off / mean, x / mean) + b * _log1p_minus(-off / rest, (1.0 - x) / rest)


def _log1p_minus(u: Floats, ratio: Floats) -> Floats:
    """log(1 + u) - u, where ratio is 1 + u computed without cancellation."""
    near = np.abs(u) < 0.5
    if near.all():
        return np.log1p(u) - u
    return np.where(near, np.log1p(u), np.log(ratio)) - u


def _stirling_remainder(z: Floats) -> Floats:
    """Log Γ(z) minus its leading Stirling terms (z - 1/2) log z - z + log(2π)/2."""
    inverse = 1.0 / z
    square = inverse * inverse
    series = np.zeros(z.shape)
    for coefficient in reversed(STIRLING):
        series = series * square + coefficient
    result = series * inverse
    small = np.flatnonzero(z < 12.0)
    if small.size:
        near = z[small]
        gammas = np.fromiter((lgamma(value) for value in near), dtype=np.float64, count=near.size)
        result[small] = gammas - ((near - 0.5) * np.log(near) - near + HALF_LOG_TWO_PI)
    return result
