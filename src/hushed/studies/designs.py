"""Where the points of a design lie in the unit cube, and the values there.

Every design follows from the study's seed alone: the same study has the same points on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import floor

import numpy as np
from numpy.typing import NDArray

from hushed.random import Channel, uniforms
from hushed.studies.spec import Range, Role, Value

_JITTER, _ORDER, _SHIFT = 0, 1, 2
"""What a draw of a design is for; it takes the place of the round."""
_SOBOL_BITS = 30
_DIGITS = 12
"""Significant digits of a computed value: 0.3 rather than 0.30000000000000004, and alike on every machine."""

Shares = NDArray[np.float64]
"""Shape (points, parameters): how far along its range each parameter lies, from 0 to below 1."""


@dataclass(frozen=True)
class Axis:
    """One parameter that is varied: its path, who controls it, and over what."""

    path: str
    role: Role
    over: Range | tuple[Value, ...]
    whole: bool = False
    "Whether the parameter takes whole numbers only."

    def level(self, share: float) -> Value:
        """The value a share of the way through: of the range, or of the listed values, each equally likely."""
        if not isinstance(self.over, Range):
            return self.over[min(len(self.over) - 1, floor(share * len(self.over)))]
        if self.whole:
            spread = self._between(share, self.over.low, self.over.high + 1)
            return min(floor(self.over.high), floor(spread))
        return _rounded(self._between(share, self.over.low, self.over.high))

    def levels(self) -> tuple[Value, ...]:
        """The values of a grid: those listed, or so many steps from one end of the range to the other."""
        if not isinstance(self.over, Range):
            return self.over
        last = (self.over.steps or 2) - 1
        evenly = (self._between(step / last, self.over.low, self.over.high) for step in range(last + 1))
        if self.whole:
            return tuple(dict.fromkeys(round(each) for each in evenly))
        return tuple(_rounded(each) for each in evenly)

    def _between(self, share: float, low: float, high: float) -> float:
        if isinstance(self.over, Range) and self.over.scale == "log":
            return float(low * (high / low) ** share)
        return low + (high - low) * share


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


Point = Mapping[str, Value]
"""One setting of every parameter that is varied, by path."""


def grid(axes: Sequence[Axis]) -> Iterator[Point]:
    """Every combination of all values; the last parameter changes fastest."""
    paths = [axis.path for axis in axes]
    for values in product(*(axis.levels() for axis in axes)):
        yield dict(zip(paths, values, strict=True))


def sampled(axes: Sequence[Axis], shares: Shares) -> Iterator[Point]:
    """The points that lie at these shares of their parameters' ranges."""
    for row in shares.tolist():
        yield {axis.path: axis.level(share) for axis, share in zip(axes, row, strict=True)}


def latin_hypercube(points: int, parameters: int, *, seed: int) -> Shares:
    """For each parameter, one point in each of `points` equal strata, in a random order of its own.

    Source: McKay, Beckman & Conover (1979), Technometrics 21(2), section 2.
    """
    drawn = np.empty((points, parameters))
    for place in range(parameters):
        jitter = _uniforms(points, place, _JITTER, seed=seed)
        order = np.argsort(_uniforms(points, place, _ORDER, seed=seed), kind="stable")
        drawn[order, place] = (np.arange(points) + jitter) / points
    return drawn


def sobol(points: int, parameters: int, *, seed: int) -> Shares:
    """The first `points` (a power of two) of Sobol's sequence, shifted digit by digit by one random number each.

    The shift leaves every balance of the sequence as it is. Sources: Sobol' (1967); direction numbers of Joe & Kuo
    (2008), SIAM J. Sci. Comput. 30(5); digital shift of L'Ecuyer & Lemieux (2002), section 3.
    """
    from scipy.stats.qmc import Sobol

    plain = Sobol(parameters, scramble=False, bits=_SOBOL_BITS).random(points)
    digits = np.round(plain * 2.0**_SOBOL_BITS).astype(np.uint64)
    subjects = np.arange(parameters, dtype=np.uint64) << np.uint64(32)
    random = uniforms(seed=seed, replicate=0, round=_SHIFT, subjects=subjects, channel=Channel.DESIGN)
    shift = np.floor(random * 2.0**_SOBOL_BITS).astype(np.uint64)
    # Half a digit on, so that no point lies on the edge of the cube.
    shifted: Shares = ((digits ^ shift).astype(np.float64) + 0.5) * 2.0**-_SOBOL_BITS
    return shifted


def _uniforms(points: int, parameter: int, what: int, *, seed: int) -> NDArray[np.float64]:
    subjects = np.arange(points, dtype=np.uint64) | (np.uint64(parameter) << np.uint64(32))
    return uniforms(seed=seed, replicate=0, round=what, subjects=subjects, channel=Channel.DESIGN)
