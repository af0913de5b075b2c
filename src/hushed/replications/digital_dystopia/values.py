"""How much people value an act, in the model of Tirole 2021: families of distributions, and the image of those above.

The image gap is M+(t) - M-(t), the mean value of people at or above a threshold less that of people below it. Where
nobody is on one side, the belief is the end of the support on that side: the limit as the last person leaves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hushed.errors import InputError

Family = Literal["uniform", "beta", "truncated-normal"]
Floats = NDArray[np.float64]
_HALF_LINE = 0.3989422804014327  # 1 / sqrt(2 pi)


@dataclass(frozen=True)
class Values:
    """A distribution of values on [low, high], high > low.

    `first` and `second` are the two shapes of a Beta, or the mean and standard deviation (both in units of the value)
    of a normal before it is truncated; a uniform does not read them. Raises InputError if they do not describe one.
    """

    family: Family = "uniform"
    low: float = 0.0
    high: float = 1.0
    first: float = 1.0
    second: float = 1.0

    def __post_init__(self) -> None:
        if self.high <= self.low:
            raise InputError(f"value_high ({self.high:g}) must be above value_low ({self.low:g})")
        if self.family == "beta" and min(self.first, self.second) <= 0:
            raise InputError(f"the shapes of a Beta must be above 0; these are {self.first:g} and {self.second:g}")
        if self.family == "truncated-normal" and self.second <= 0:
            raise InputError(f"the standard deviation of values must be above 0; this is {self.second:g}")
        if not self._share_within() > 1e-12:
            raise InputError("the normal distribution of values has next to no weight between value_low and value_high")

    def _share_within(self) -> float:
        if self.family != "truncated-normal":
            return 1.0
        low, high = self._ends()
        return float(high - low)

    def _ends(self) -> tuple[float, float]:
        """The untruncated normal's distribution function at both ends of the support."""
        from scipy.special import ndtr

        return tuple(float(ndtr((end - self.first) / self.second)) for end in (self.low, self.high))  # type: ignore[return-value]

    def below(self, value: Any) -> Any:
        """F: the share of people with a lower value; takes and gives a number or an array."""
        from scipy.special import betainc, ndtr

        clipped = np.clip(value, self.low, self.high)
        if self.family == "truncated-normal":
            low, high = self._ends()
            return (ndtr((clipped - self.first) / self.second) - low) / (high - low)
        unit = (clipped - self.low) / (self.high - self.low)
        return betainc(self.first, self.second, unit) if self.family == "beta" else unit

    def at(self, share: Any) -> Any:
        """The value that a share of people lies below: the inverse of `below`."""
        from scipy.special import betaincinv, ndtri

        if self.family == "truncated-normal":
            low, high = self._ends()
            value = self.first + self.second * ndtri(low + np.asarray(share) * (high - low))
            return np.clip(value, self.low, self.high)
        unit = betaincinv(self.first, self.second, share) if self.family == "beta" else np.asarray(share)
        return self.low + (self.high - self.low) * unit

    def mass_below(self, value: float) -> float:
        """The integral of v dF(v) from low to a value: the mean of those below, times their share."""
        from scipy.special import betainc

        clipped = float(np.clip(value, self.low, self.high))
        if self.family == "truncated-normal":
            low, high = self._ends()
            start, end = ((edge - self.first) / self.second for edge in (self.low, clipped))
            slope = _HALF_LINE * (np.exp(-start * start / 2) - np.exp(-end * end / 2))
            return float(self.first * self.below(clipped) + self.second * slope / (high - low))
        width = self.high - self.low
        unit = (clipped - self.low) / width
        if self.family == "uniform":
            return float(self.low * unit + width * unit * unit / 2)
        mean = self.first / (self.first + self.second)
        return float(
            self.low * betainc(self.first, self.second, unit)
            + width * mean * betainc(self.first + 1, self.second, unit)
        )

    @property
    def mean(self) -> float:
        """The mean value of everybody."""
        return self.mass_below(self.high)

    def images(self, threshold: float) -> tuple[float, float]:
        """M+ and M-: the mean value at or above a threshold, and below it."""
        share, mass = float(self.below(threshold)), self.mass_below(threshold)
        above = (self.mean - mass) / (1.0 - share) if share < 1.0 - 1e-12 else self.high
        under = mass / share if share > 1e-12 else self.low
        return above, under

    def gap(self, threshold: float) -> float:
        """M+ - M- at a threshold; half the width of the support for a uniform, whatever the threshold."""
        above, under = self.images(threshold)
        return above - under
