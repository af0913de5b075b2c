"""Tests of simulated samples against published ones of which a mean, a share or a median is all that is known.

Each gives the probability, if both samples come from one distribution, of a difference as large as the one seen; so
both sampling errors count, theirs and ours. Printed figures are rounded: the value inside the rounding that suits best
is compared.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]


def mean_probability(ours: Floats, published: float, *, runs: int, half_unit: float) -> float:
    """Two-sided t test of our sample's mean against a published mean of `runs` runs, printed to within `half_unit`.

    The published spread is not known; if both samples come from one distribution, ours estimates it.
    """
    apart = max(0.0, abs(float(ours.mean()) - published) - half_unit)
    error = float(ours.std(ddof=1)) * math.sqrt(1 / ours.size + 1 / runs)
    if error == 0.0:
        return float(apart == 0.0)
    return float(2 * stats.t.sf(apart / error, ours.size - 1))


def share_probability(hits: int, tries: int, published: float, *, runs: int, half_unit: float) -> float:
    """Fisher's exact test, two-sided, of hits among our tries against a published share of `runs` runs.

    Of the whole numbers of runs that would be printed as the share, the one that suits best is taken. Raises ValueError
    if there is none.
    """
    slack = half_unit * (1 + 1e-9)
    low, high = math.ceil((published - slack) * runs), math.floor((published + slack) * runs)
    counts = range(max(0, low), min(runs, high) + 1)
    if not counts:
        raise ValueError(f"no number of {runs} runs is printed as {published:g}")
    tables = (np.array([[hits, tries - hits], [theirs, runs - theirs]]) for theirs in counts)
    return max(float(stats.fisher_exact(table).pvalue) for table in tables)


def more_hits_probability(hits: int, tries: int, *, than: int, of: int) -> float:
    """Fisher's exact test, one-sided: the chance of so many more hits than in another sample if both have one rate."""
    table = np.array([[hits, tries - hits], [than, of - than]])
    return float(stats.fisher_exact(table, alternative="greater").pvalue)


def median_probability(ours: Floats, published: float, *, runs: int, half_unit: float) -> float:
    """Two-sided exact test, without any distribution assumed, of our sample against a published median of `runs` runs.

    How many of our values lie below the median of another sample of the same distribution is beta-binomial: between
    the two middle values for an even number of runs. Values that are level with it count for either side.
    Source: Mathisen (1943), Annals of Mathematical Statistics 14, 188-194.
    """
    below = int((ours < published - half_unit).sum())
    not_above = int((ours <= published + half_unit).sum())
    counted = stats.betabinom(ours.size, (runs + 1) / 2, (runs + 1) / 2)
    # Too many below: their median is large; too few not above: it is small.
    return float(min(1.0, 2 * min(counted.sf(below - 1), counted.cdf(not_above))))
