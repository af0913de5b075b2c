"""The climate of opinion without bots, on the six published networks (Ross et al. 2019).

Every cell runs from the same seed, so item `run` gives any of them again. Published figures are of 300 runs; a cell
passes unless the two samples differ by more than both sampling errors explain. All 26 such tests of this replication
share an error rate of 5 % (Bonferroni).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

from scipy import stats

from hushed.bibliography.publications import in_full
from hushed.replications import published_samples as test
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Progress, Request
from hushed.replications.spiral_of_silence.model import play_all
from hushed.replications.spiral_of_silence.outcome import Figures
from hushed.replications.spiral_of_silence.settings import SEED, Settings
from hushed.replications.targets import Docked, Docking, Level, Target

NAME = "spiral-of-silence"
ROSS = in_full("ross2019")
PROGRAM = "Figures of the authors' own program, " + ROSS
PUBLISHED_RUNS = 300
ERROR_RATE = 0.05
AGREEMENT_TESTS = 26
"""Tests of agreement with published figures: four for each of six networks here, and two with bots."""
LEAST = ERROR_RATE / AGREEMENT_TESTS
"""Least probability with which a figure passes."""
RUNS, QUICK_RUNS = 1000, 60
_RELATION_LEVEL = 0.01


class Cell(NamedTuple):
    """A network without bots, and its published figures."""

    links: int
    exponent: float
    dominant: float
    unanimous: float
    speaking: float
    steps: float

    @property
    def label(self) -> str:
        """As in the article: PA(links, exponent)."""
        return f"PA({self.links},{self.exponent:g})"


CELLS = (
    Cell(1, 1.0, 0.563, 0.0, 0.415, 30),
    Cell(2, 1.0, 0.596, 0.0, 0.516, 82),
    Cell(3, 1.0, 0.657, 0.0, 0.548, 146),
    Cell(5, 1.0, 0.844, 0.27, 0.544, 300),
    Cell(1, 0.0, 0.540, 0.0, 0.418, 31),
    Cell(3, 0.0, 0.609, 0.0, 0.560, 131),
)


def dock_climate(request: Request) -> Docking:
    """Run the six networks and compare each with what was published."""
    runs = QUICK_RUNS if request.quick else RUNS
    seed = SEED if request.seed is None else request.seed
    found = []
    for number, cell in enumerate(CELLS):
        settings = Settings(links=cell.links, exponent=cell.exponent, runs=runs, seed=seed)
        found.append(play_all(settings, reporting(request.progress, number, len(CELLS))))
    docked = [one for cell, figures in zip(CELLS, found, strict=True) for one in _docked(cell, figures)]
    results = {cell.label: figures.summary() for cell, figures in zip(CELLS, found, strict=True)}
    return Docking(NAME, "climate", (*docked, _central(found)), {"cells": results}, tuple(_panels(found)))


def reporting(progress: Progress | None, number: int, cells: int) -> Progress | None:
    """Progress of one cell of many that take as many runs, in the runs of all."""
    if progress is None:
        return None
    return lambda done, runs: progress(number * runs + done, cells * runs)


def _docked(cell: Cell, found: Figures) -> Iterator[Docked]:
    """The four figures of one network."""
    runs, ours = found.dominant.size, found.summary()
    told = PUBLISHED_RUNS
    share = test.share_probability(found.unanimous, runs, cell.unanimous, runs=told, half_unit=0.005)
    mean = test.mean_probability(found.dominant, cell.dominant, runs=told, half_unit=0.0005)
    voice = test.mean_probability(found.speaking, cell.speaking, runs=told, half_unit=0.0005)
    steps = test.median_probability(found.steps, cell.steps, runs=told, half_unit=0.5)
    rows = (
        ("dominant voice among those who speak", cell.dominant, ours["dominant_voice"], mean, "t test"),
        ("runs in which it passes 95 %", cell.unanimous, ours["unanimous"], share, "Fisher's exact test"),
        ("share of people who speak", cell.speaking, ours["speaking"], voice, "t test"),
        ("median steps", cell.steps, ours["median_steps"], steps, "Mathisen's exact test of a median"),
    )
    for what, published, value, probability, name in rows:
        yield agreement(f"{cell.label}: {what}", published, told, value, runs, probability, name)


def agreement(
    name: str, published: float, told: int, ours: float, runs: int, probability: float, test_name: str
) -> Docked:
    """A figure docked by a test of two samples, with the error rate shared among all of them."""
    words = f"{test_name}, {told} published runs and {runs} ours: p = {probability:.2g}, at least {LEAST:.2g}"
    return Target(name, published, PROGRAM, Level.DISTRIBUTION, test=words).judged(ours, passed=probability >= LEAST)


def _central(found: list[Figures]) -> Docked:
    """The abstract says neither which networks nor which centrality it means, so the sign is all that is tested."""
    linear = [figures for cell, figures in zip(CELLS, found, strict=True) if cell.exponent == 1]
    wins = int(sum(figures.central_wins.sum() for figures in linear))
    tries = sum(figures.central_wins.size for figures in linear)
    probability = float(stats.binomtest(wins, tries, alternative="greater").pvalue)
    target = Target(
        "share of runs that the most connected person's opinion wins, all PA(m,1)",
        "60-70 %",
        f"Abstract, {ROSS}",
        Level.RELATION,
        test=f"more than half: binomial test of {tries} runs, p = {probability:.2g}, below {_RELATION_LEVEL:g}",
    )
    return target.judged(wins / tries, passed=probability < _RELATION_LEVEL)


def _panels(found: list[Figures]) -> Iterator[Panel]:
    rows: tuple[tuple[str, str, Callable[[Cell], float], Callable[[Figures], tuple[float, float, float]]], ...] = (
        (
            "With more ties one voice takes over",
            "share of the dominant voice",
            lambda c: c.dominant,
            _of_dominant,
        ),
        (
            "Only the densest network falls into unanimity",
            "share of runs over 95 %",
            lambda c: c.unanimous,
            _of_unanimous,
        ),
        ("About half the people go on speaking", "share of people who speak", lambda c: c.speaking, _of_speaking),
        ("Denser networks take longer to settle", "steps, median over runs", lambda c: c.steps, _of_steps),
    )
    places, labels = list(range(len(CELLS))), [cell.label for cell in CELLS]
    for title, what, published, ours in rows:
        values = [ours(figures) for figures in found]
        low, value, high = ([row[part] for row in values] for part in range(3))
        ours_series = Series("hushed, 95 % interval", places, value, "points", low=low, high=high)
        theirs = Series("published, 300 runs", places, [published(cell) for cell in CELLS], "points", published=True)
        yield Panel(title, "network", what, (ours_series, theirs), ticks=labels)


def _of_dominant(figures: Figures) -> tuple[float, float, float]:
    return mean_interval(figures.dominant)


def _of_speaking(figures: Figures) -> tuple[float, float, float]:
    return mean_interval(figures.speaking)


def _of_unanimous(figures: Figures) -> tuple[float, float, float]:
    return share_interval(figures.unanimous, figures.dominant.size)


def _of_steps(figures: Figures) -> tuple[float, float, float]:
    """The median between the two order statistics that hold it with 95 % (binomial)."""
    low, high = stats.binom.interval(0.95, figures.steps.size, 0.5)
    ordered = sorted(figures.steps)
    return float(ordered[int(low)]), figures.summary()["median_steps"], float(ordered[min(int(high), len(ordered) - 1)])


def mean_interval(values: test.Floats) -> tuple[float, float, float]:
    """Lower end, mean and upper end of an interval of 95 %, normal."""
    mean, half = float(values.mean()), 1.96 * float(values.std(ddof=1)) / math.sqrt(values.size)
    return mean - half, mean, mean + half


def share_interval(hits: int, tries: int, confidence: float = 0.95) -> tuple[float, float, float]:
    """Lower end, share and upper end of an exact interval (Clopper & Pearson 1934)."""
    interval = stats.binomtest(hits, tries).proportion_ci(confidence)
    return float(interval.low), hits / tries, float(interval.high)
