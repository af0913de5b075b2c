"""What replicates say together: a mean with its 95 % interval, and how much pairing saves."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95
_ROUNDING = 1e-12
"""What sums that are equal may differ by."""


class Estimate(NamedTuple):
    """A mean over replicates and its 95 % t-interval; the ends are NaN with fewer than two replicates."""

    mean: float
    low: float
    high: float
    replicates: int

    @property
    def margin(self) -> float:
        """Half the width of the interval; NaN where there is none."""
        return (self.high - self.low) / 2.0


def estimate(values: NDArray[np.float64]) -> Estimate:
    """Mean and 95 % t-interval of independent replicates, shape (replicates,); replicates that are NaN do not count.

    Source: Student (1908), Biometrika 6; the interval is mean +- t(0.975, R - 1) s / sqrt(R).
    """
    known = values[~np.isnan(values)]
    count = len(known)
    if count == 0:
        return Estimate(math.nan, math.nan, math.nan, 0)
    mean = float(known.mean())
    if count == 1:
        return Estimate(mean, math.nan, math.nan, 1)
    margin = t_quantile(count) * float(known.std(ddof=1)) / math.sqrt(count)
    return Estimate(mean, mean - margin, mean + margin, count)


def ratio(parts: NDArray[np.float64], wholes: NDArray[np.float64]) -> Estimate:
    """The mean part over the mean whole of pairs from independent replicates, and its 95 % interval, linearised.

    NaN where the wholes have mean 0. Source: Cochran (1977), Sampling Techniques, 6.4: the ratio estimator.
    """
    whole, count = float(wholes.mean()), len(wholes)
    if whole == 0.0:
        return Estimate(math.nan, math.nan, math.nan, count)
    share = float(parts.mean()) / whole
    margin = estimate((parts - share * wholes) / whole).margin
    return Estimate(share, share - margin, share + margin, count)


def told_from_zero(value: Estimate) -> bool:
    """Whether the 95 % interval leaves zero out; with one replicate, whether the value is another than zero."""
    if math.isnan(value.margin):
        return abs(value.mean) > _ROUNDING
    return value.low > _ROUNDING or value.high < -_ROUNDING


def t_quantile(replicates: int) -> float:
    """How many standard errors the 95 % interval reaches to each side, with at least two replicates."""
    from scipy.special import stdtrit

    return float(stdtrit(replicates - 1, 0.5 + CONFIDENCE / 2.0))


def variance_ratio(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """How many times fewer replicates paired runs need than unpaired ones: (var A + var B) / var(A - B).

    Infinite where pairing leaves no noise at all; NaN where there was none, or with fewer than two pairs.
    """
    both = ~np.isnan(one) & ~np.isnan(other)
    if both.sum() < 2:
        return math.nan
    one, other = one[both], other[both]
    apart = float(one.var(ddof=1) + other.var(ddof=1))
    paired = float((one - other).var(ddof=1))
    if paired == 0.0:
        return math.inf if apart > 0.0 else math.nan
    return apart / paired
