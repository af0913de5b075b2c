"""Statistical tests of numbers that should be independent and uniform: each gives the chance of what it saw, or worse.

All are functions of plain arrays of float64 in [0, 1), multiples of 2**-53, and return a p-value. Sources: Knuth
(1997), The Art of Computer Programming 2, 3.3; L'Ecuyer & Simard (2007), ACM TOMS 33(4), for birthdays and for bits.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, kolmogorov, ndtr, pdtr, pdtrc

Floats = NDArray[np.float64]
BITS = 53
"""Bits of a draw."""
_CELLS = 256
_SIDE = 16
_BIRTHDAYS, _YEAR = 4096, 2.0**32
_GAP = 0.125
_LONGEST_GAP = 40


def both_sides(normal: float) -> float:
    """Chance that a standard normal number lies as far from 0, on either side."""
    return float(2.0 * ndtr(-abs(normal)))


def _chi_square(observed: NDArray[np.int64], expected: Floats | float) -> float:
    """Pearson's test over all cells; counts too even are as unlikely as counts too uneven."""
    statistic = float(((observed - expected) ** 2 / expected).sum())
    upper = float(chdtrc(observed.size - 1, statistic))
    return 2.0 * min(upper, 1.0 - upper)


def frequencies(drawn: Floats) -> float:
    """Chi-square over 256 equal cells."""
    counts = np.bincount((drawn.ravel() * _CELLS).astype(np.int64), minlength=_CELLS)
    return _chi_square(counts, drawn.size / _CELLS)


def distances(drawn: Floats) -> float:
    """Kolmogorov and Smirnov's largest distance from the diagonal, with Stephens' correction for the sample's size."""
    ordered, count = np.sort(drawn.ravel()), drawn.size
    ranks = np.arange(count + 1) / count
    farthest = float(max((ranks[1:] - ordered).max(), (ordered - ranks[:-1]).max()))
    root = math.sqrt(count)
    return float(kolmogorov((root + 0.12 + 0.11 / root) * farthest))


def pairs(one: Floats, other: Floats) -> float:
    """The serial test: chi-square of pairs over 16 by 16 equal cells."""
    cells = (one.ravel() * _SIDE).astype(np.int64) * _SIDE + (other.ravel() * _SIDE).astype(np.int64)
    return _chi_square(np.bincount(cells, minlength=_SIDE * _SIDE), one.size / _SIDE**2)


def correlation(one: Floats, other: Floats) -> float:
    """The mean product of two centred numbers; its deviation is 1/12 over the root of their count."""
    product = float(((one - 0.5) * (other - 0.5)).mean())
    return both_sides(12.0 * product * math.sqrt(one.size))


def runs(drawn: Floats) -> float:
    """Crossings of one half along the last axis: as many as tosses of a coin that change sides."""
    upper = drawn >= 0.5
    changes = upper[..., 1:] != upper[..., :-1]
    return both_sides((2.0 * float(changes.sum()) - changes.size) / math.sqrt(changes.size))


def gaps(drawn: Floats) -> float:
    """How long it takes to come back to the lowest eighth: chi-square against the geometric law."""
    visits = np.flatnonzero(drawn.ravel() < _GAP)
    lengths = np.minimum(np.diff(visits) - 1, _LONGEST_GAP)
    if not len(lengths):
        return 0.0
    short = [_GAP * (1.0 - _GAP) ** length for length in range(_LONGEST_GAP)]
    chances = np.array([*short, 1.0 - sum(short)])
    return _chi_square(np.bincount(lengths, minlength=_LONGEST_GAP + 1), chances * len(lengths))


def bits(drawn: Floats) -> float:
    """The share of ones at each of the 53 places; how likely the least likely of so many is."""
    words = (drawn.ravel() * 2.0**BITS).astype(np.uint64)
    ones = np.array([np.count_nonzero((words >> np.uint64(place)) & np.uint64(1)) for place in range(BITS)])
    farthest = np.abs(2.0 * ones - words.size).max() / math.sqrt(words.size)
    return -math.expm1(BITS * math.log1p(-min(both_sides(float(farthest)), 1.0 - 2.0**-52)))


def birthdays(drawn: Floats) -> float:
    """Marsaglia's birthday spacings: equal distances among 4,096 birthdays in 2**32 days, a Poisson number."""
    years = drawn.ravel()[: drawn.size // _BIRTHDAYS * _BIRTHDAYS].reshape(-1, _BIRTHDAYS)
    spacings = np.sort(np.diff(np.sort(np.floor(years * _YEAR), axis=1), axis=1), axis=1)
    equal = float(np.count_nonzero(np.diff(spacings, axis=1) == 0.0))
    return _poisson(equal, len(years) * _BIRTHDAYS**3 / (4.0 * _YEAR))


def repeats(drawn: Floats) -> float:
    """Draws that come twice: among n of 53 bits, n (n - 1) / 2**54 are expected."""
    count = drawn.size
    twice = float(count - len(np.unique(drawn)))
    return float(pdtrc(twice - 1.0, count * (count - 1.0) / 2.0 / 2.0**BITS)) if twice else 1.0


def _poisson(seen: float, expected: float) -> float:
    """Chance of a Poisson number as far out on its side, doubled."""
    below, above = float(pdtr(seen, expected)), float(pdtrc(seen - 1.0, expected)) if seen else 1.0
    return min(1.0, 2.0 * min(below, above))


def changed_bits(one: Floats, other: Floats) -> float:
    """How many of the 53 bits differ between two draws: half of them, with variance 53 / 4."""
    words = (one * 2.0**BITS).astype(np.uint64) ^ (other * 2.0**BITS).astype(np.uint64)
    differing = float(np.bitwise_count(words).sum())
    return both_sides((differing - one.size * BITS / 2.0) / math.sqrt(one.size * BITS / 4.0))


ALONG: dict[str, Callable[[Floats], float]] = {
    "frequencies": frequencies,
    "largest distance": distances,
    "runs": runs,
    "gaps": gaps,
    "bits": bits,
    "birthday spacings": birthdays,
    "repeats": repeats,
}
"""Tests of one sequence, by name."""
BESIDE: dict[str, Callable[[Floats, Floats], float]] = {
    "pairs": pairs,
    "correlation": correlation,
    "changed bits": changed_bits,
}
"""Tests of two sequences drawn for different names, by name."""
