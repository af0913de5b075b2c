"""Do 95 % intervals hold the truth 95 times in 100? They are made again and again where the truth is known.

Pairs of runs are played by `compare`, and summed up as `hushed compare` sums them up: five, ten and twenty at a time.
The truth is that of `expected`, which has nothing in common with the runs. Likewise for Shapley shares, the share that
`hushed recover` says has come back, the mean of a run's replicates, and the band around a single run.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from hushed.experiments.attribution.attribute import attribute
from hushed.experiments.attribution.shares import shares_of
from hushed.experiments.change import change_of
from hushed.experiments.compare import compare
from hushed.experiments.effects import measured
from hushed.random import LARGEST_SEED
from hushed.results.furthest import summarised
from hushed.results.statistics import CONFIDENCE, Estimate, estimate, ratio
from hushed.selftest.check import Check, within
from hushed.selftest.expected import truncated_mean
from hushed.selftest.known import KNOWN, NULL, PUBLICITY, Known, publicity_shares

Floats = NDArray[np.float64]
PART = "intervals"
REPLICATES = (5, 10, 20)
"""How many replicates an interval rests on."""
POINTS = 0.02
"""How far from 95 % the share of intervals that hold the truth may lie,"""
ERRORS = 4.9
"""or so many of its standard errors, where that is more: chance alone does it once in a million."""
PAIRS = 1_000
"""Pairs that one job plays."""
_APART = 1_000_003
_NORMAL_QUANTILE = 1.959963984540054


@dataclass
class Coverage:
    """How many intervals of a kind there were, and how many held the truth, lay above it and below it."""

    intervals: int = 0
    held: int = 0
    above: int = 0
    below: int = 0

    def add(self, low: float, high: float, truth: float) -> None:
        """Count one interval; one without ends holds nothing."""
        self.intervals += 1
        self.above += int(low > truth)
        self.below += int(high < truth)
        self.held += int(low <= truth <= high)

    def join(self, other: Coverage) -> None:
        """Count another's intervals too."""
        self.intervals += other.intervals
        self.above += other.above
        self.below += other.below
        self.held += other.held

    def check(self, name: str) -> Check:
        """Whether the share of intervals that held the truth is close enough to 95 %."""
        share = self.held / self.intervals if self.intervals else math.nan
        slack = max(POINTS, ERRORS * math.sqrt(CONFIDENCE * (1.0 - CONFIDENCE) / max(1, self.intervals)))
        return within(name, "coverage", share, CONFIDENCE - slack, min(1.0, CONFIDENCE + slack), part=PART)


Counted = dict[str, Coverage]
"""Intervals of every kind, by what they are about and how many replicates they rest on."""


@dataclass(frozen=True)
class Job:
    """Some repetitions of one comparison, or of the attribution, under a seed of their own."""

    place: int
    "Among the comparisons; one beyond them for the attribution."
    seed: int
    runs: int

    @property
    def about(self) -> str:
        """What is repeated, in words."""
        return KNOWN[self.place].name if self.place < len(KNOWN) else "Shapley shares"


def jobs(*, repetitions: int, seed: int) -> list[Job]:
    """Jobs that together make so many intervals over 20 replicates of every comparison, and over 5 of the shares."""
    found = list[Job]()
    for place in range(len(KNOWN) + 1):
        left = repetitions * (max(REPLICATES) if place < len(KNOWN) else min(REPLICATES))
        while left > 0:
            chosen = (seed + _APART * len(found)) % (LARGEST_SEED + 1)
            found.append(Job(place, chosen, min(PAIRS, left)))
            left -= PAIRS
    return found


def done(job: Job) -> Counted:
    """The intervals of one job."""
    return _shapley(job) if job.place >= len(KNOWN) else _compared(KNOWN[job.place], job)


def together(all_counted: Iterable[Counted]) -> Counted:
    """The intervals of many jobs."""
    found: Counted = {}
    for counted in all_counted:
        for kind, coverage in counted.items():
            found.setdefault(kind, Coverage()).join(coverage)
    return found


def coverage_checks(counted: Counted) -> list[Check]:
    """A check for each kind of interval."""
    return [coverage.check(kind) for kind, coverage in counted.items()]


def nothing_from_nothing(seed: int) -> str:
    """What an instrument that has nothing to act upon is said to do: guilt by association where nobody is tied."""
    found = compare(NULL.scenario(seed), without=NULL.without, replicates=max(REPLICATES), threads=1)
    for effects in (found.last, found.mean):
        for name, effect in effects.items():
            if (effect.difference.low, effect.difference.high) != (0.0, 0.0):
                return f"{name} is said to change by {effect.difference.mean:.3g}"
    return ""


def _groups(runs: int, sizes: tuple[int, ...]) -> Iterator[tuple[int, slice]]:
    for size in sizes:
        for first in range(0, runs - size + 1, size):
            yield size, slice(first, first + size)


def _compared(known: Known, job: Job) -> Counted:
    comparison = compare(
        known.scenario(job.seed), without=known.without, with_=known.with_, replicates=job.runs, threads=1
    )
    change, truths = change_of(known.without, known.with_), {name: known.truth(name) for name in known.outcomes}
    kept = comparison.dataset[[*known.outcomes, "rounds_played"]]
    found: Counted = {}
    for size, some in _groups(job.runs, REPLICATES):
        few = kept.isel(replicate=some)
        effects = measured(few, change, known.outcomes).last
        for outcome, (before, after) in truths.items():
            _count(found, f"{known.name}, {outcome}", size, effects[outcome].difference, after - before)
        if known is PUBLICITY:
            _count_others(found, few, size, *truths["chill"])
    if known is PUBLICITY:
        _count_bands(found, comparison.dataset, known)
    return found


def _count(found: Counted, what: str, size: int, value: Estimate, truth: float) -> None:
    found.setdefault(f"{what}, {size} replicates", Coverage()).add(value.low, value.high, truth)


def _count_others(found: Counted, few: xr.Dataset, size: int, before: float, after: float) -> None:
    """The mean of a run's replicates, and the share of a loss that is given back, as `hushed recover` estimates it."""
    as_is, changed = summarised(few, "chill")[:, :, -1]
    _count(found, "mean of replicates, chill", size, estimate(as_is), before)
    _count(found, "share given back, chill", size, ratio(as_is - changed, as_is), (before - after) / before)


def _count_bands(found: Counted, dataset: xr.Dataset, known: Known) -> None:
    """The band of a single run: its society taken for a sample of one without end."""
    limit = known.as_is.outcome("political_cost") / truncated_mean(known.as_is.rate)
    shares = summarised(dataset, "voice_share")[0, :, -1]
    margins = _NORMAL_QUANTILE * summarised(dataset, "voice_share_error")[0, :, -1]
    counted = found.setdefault("band of a single run, voice_share", Coverage())
    for share, margin in zip(shares.tolist(), margins.tolist(), strict=True):
        counted.add(share - margin, share + margin, limit)


def _shapley(job: Job) -> Counted:
    dataset = attribute(PUBLICITY.scenario(job.seed), replicates=job.runs, threads=1).dataset
    kept, truths = dataset[["chill", "share", "kept"]], publicity_shares()
    found: Counted = {}
    for size, some in _groups(job.runs, REPLICATES[:2]):
        shares = shares_of(kept.isel(replicate=some), "chill", "last")
        for name, truth in truths.items():
            _count(found, f"Shapley share of {name}, chill", size, shares[name].share, truth)
    return found
