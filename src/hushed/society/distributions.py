"""The distributions a trait can be drawn from, each by its inverse cumulative distribution function."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field, model_validator

from hushed.parameters import Parameters, Positive, described
from hushed.society.choices import check_named

Floats: TypeAlias = NDArray[np.float64]


class Constant(Parameters):
    """The same value for everyone; a bare number in a scenario means this."""

    distribution: Literal["constant"] = "constant"
    value: float = described(..., "the value everyone has")

    @property
    def mean(self) -> float:
        """Expected value."""
        return self.value

    @property
    def support(self) -> tuple[float, float]:
        """Smallest and largest value."""
        return self.value, self.value

    def quantile(self, u: Floats) -> Floats:
        """Value below which a share u in (0, 1) lies."""
        return np.full(u.shape, self.value)


class Uniform(Parameters):
    """Every value from low to high equally likely."""

    distribution: Literal["uniform"] = "uniform"
    low: float = described(..., "smallest value")
    high: float = described(..., "largest value")

    @model_validator(mode="after")
    def _ordered(self) -> Uniform:
        if self.low > self.high:
            raise ValueError(f"low must not be above high; low is {self.low:g} and high is {self.high:g}")
        return self

    @property
    def mean(self) -> float:
        """Expected value."""
        return (self.low + self.high) / 2

    @property
    def support(self) -> tuple[float, float]:
        """Smallest and largest value."""
        return self.low, self.high

    def quantile(self, u: Floats) -> Floats:
        """Value below which a share u in (0, 1) lies."""
        return self.low + u * (self.high - self.low)


class Exponential(Parameters):
    """Exponential: many small values, few large ones, no upper end."""

    distribution: Literal["exponential"] = "exponential"
    mean: Positive = described(..., "mean")

    @property
    def support(self) -> tuple[float, float]:
        """Smallest and largest value."""
        return 0.0, math.inf

    def quantile(self, u: Floats) -> Floats:
        """Value below which a share u in (0, 1) lies: -mean ln(1 - u)."""
        return -self.mean * np.log1p(-u)


class TruncatedExponential(Parameters):
    """Exponential truncated to [0, 1], given by the mean it has after truncation.

    With scale s the truncated mean is s - 1/(e^(1/s) - 1); a mean of .25 has s = .278279. A mean of .5 is the uniform
    distribution, and one above .5 the mirror image of one below.
    """

    distribution: Literal["truncated-exponential"] = "truncated-exponential"
    mean: float = described(..., "mean after truncation", gt=0, lt=1)

    @property
    def support(self) -> tuple[float, float]:
        """Smallest and largest value."""
        return 0.0, 1.0

    @property
    def scale(self) -> float:
        """Scale of the exponential before truncation (of the mirror image for a mean above .5); infinite at .5."""
        rate = _truncated_rate(min(self.mean, 1 - self.mean))
        return math.inf if rate == 0 else 1 / rate

    def quantile(self, u: Floats) -> Floats:
        """Value below which a share u in (0, 1) lies: -s ln(1 - u (1 - e^(-1/s)))."""
        rate = _truncated_rate(min(self.mean, 1 - self.mean))
        if rate < 1e-12:
            return u.copy()
        if self.mean < 0.5:
            value: Floats = -np.log1p(u * math.expm1(-rate)) / rate
        else:
            # 1 minus the value at 1 - u. The logarithm's argument is u + (1 - u) e^(-1/s) in two forms: one exact for
            # a large scale, the other for small u.
            inside = np.log1p((1 - u) * math.expm1(-rate)) if rate < 1 else np.log(u + (1 - u) * math.exp(-rate))
            value = 1 + inside / rate
        return value


def _truncated_rate(mean: float) -> float:
    """The rate 1/s whose truncated mean is `mean` in (0, .5], by bisection to the last bit."""
    low, high = 0.0, 1 / mean
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        if _truncated_mean(middle) > mean:
            low = middle
        else:
            high = middle


def _truncated_mean(rate: float) -> float:
    if rate < 1e-2:
        # The two terms of the formula cancel here; this is its Taylor series.
        return 0.5 - rate / 12 + rate**3 / 720
    return 1 / rate - (1 / math.expm1(rate) if rate < 700 else 0.0)


class Beta(Parameters):
    """Beta on [0, 1]: one hump, two ends or a slope, by its two shape parameters."""

    distribution: Literal["beta"] = "beta"
    a: Positive = described(..., "first shape parameter: larger pulls values up")
    b: Positive = described(..., "second shape parameter: larger pulls values down")

    @property
    def mean(self) -> float:
        """Expected value."""
        return self.a / (self.a + self.b)

    @property
    def support(self) -> tuple[float, float]:
        """Smallest and largest value."""
        return 0.0, 1.0

    def quantile(self, u: Floats) -> Floats:
        """Value below which a share u in (0, 1) lies: the inverse of the regularised incomplete beta function."""
        from scipy.special import betaincinv

        value: Floats = betaincinv(self.a, self.b, u)
        return value


class LogNormal(Parameters):
    """Log-normal: the logarithm is normal with standard deviation sigma around the logarithm of the median."""

    distribution: Literal["log-normal"] = "log-normal"
    median: Positive = described(..., "median")
    sigma: float = described(..., "standard deviation of the logarithm", ge=0, le=10)

    @property
    def mean(self) -> float:
        """Expected value: median e^(sigma^2/2)."""
        return self.median * math.exp(self.sigma**2 / 2)

    @property
    def support(self) -> tuple[float, float]:
        """Smallest and largest value."""
        return 0.0, math.inf

    def quantile(self, u: Floats) -> Floats:
        """Value below which a share u in (0, 1) lies."""
        from scipy.special import ndtri

        value: Floats = self.median * np.exp(self.sigma * ndtri(u))
        return value


_Table: TypeAlias = Annotated[
    Constant | Uniform | Exponential | TruncatedExponential | Beta | LogNormal, Field(discriminator="distribution")
]
NAMES = ("constant", "uniform", "exponential", "truncated-exponential", "beta", "log-normal")
_check_table = check_named("distribution", NAMES, "a number, or a table")


def _number_or_table(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {"distribution": "constant", "value": value}
    return _check_table(value)


Distribution: TypeAlias = Annotated[_Table, BeforeValidator(_number_or_table, json_schema_input_type=float | _Table)]
"""A distribution as a scenario writes it: a table that names it, or a number that everyone shares."""
