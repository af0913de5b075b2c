"""Bots in the spiral of silence: how few it takes to turn the climate of opinion (Ross et al. 2019).

20 bots beside 1000 people are called 2 % here, as on the page the figures come from; of the whole network they are
1.96 %.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from hushed.replications.panels import Panel, Series
from hushed.replications.published_samples import more_hits_probability, share_probability
from hushed.replications.replication import Request
from hushed.replications.spiral_of_silence.climate import NAME, ROSS, agreement, reporting, share_interval
from hushed.replications.spiral_of_silence.model import play_all
from hushed.replications.spiral_of_silence.outcome import Figures
from hushed.replications.spiral_of_silence.settings import SEED, Settings
from hushed.replications.targets import Docked, Docking, Level, Target

PUBLISHED = {0: 0.53, 20: 0.673}
"""Share of runs in which the bots' side is the louder, by bots, on PA(5,1): 150 runs each."""
PUBLISHED_RUNS = 150
LINKS = (1, 3, 5)
FEW, MANY = 20, 40
TWO_OF_THREE = 2 / 3
BOTS, QUICK_BOTS = (0, 10, FEW, 30, MANY), (0, FEW, MANY)
RUNS, QUICK_RUNS = 500, 100
_PEOPLE = 1000
_CONFIDENCE = 0.99

Cells: TypeAlias = Mapping[tuple[int, int], Figures]
"""Figures by ties of each newcomer and number of bots."""


def dock_bots(request: Request) -> Docking:
    """Run networks of three densities with more and more bots, each attached as people are."""
    numbers, runs = (QUICK_BOTS, QUICK_RUNS) if request.quick else (BOTS, RUNS)
    keys = [(links, bots) for links in LINKS for bots in numbers]
    cells = {}
    for number, (links, bots) in enumerate(keys):
        settings = Settings(links=links, bots=bots, runs=runs, seed=SEED if request.seed is None else request.seed)
        cells[links, bots] = play_all(settings, reporting(request.progress, number, len(keys)))
    docked = (*_agreements(cells), _turned(cells), *(_enough(cells, links, numbers) for links in LINKS))
    results = {f"PA({links},1), {bots} bots": cells[links, bots].summary() for links, bots in keys}
    return Docking(NAME, "bots", docked, {"cells": results}, (_panel(cells, numbers),))


def _agreements(cells: Cells) -> Iterator[Docked]:
    for bots, published in PUBLISHED.items():
        found = cells[5, bots]
        hits, runs = found.positive_louder, found.louder.size
        half_unit = 0.005 if bots == 0 else 0.0005
        probability = share_probability(hits, runs, published, runs=PUBLISHED_RUNS, half_unit=half_unit)
        name = f"PA(5,1), {100 * bots / _PEOPLE:g} % of bots: their side is the louder"
        yield agreement(name, published, PUBLISHED_RUNS, hits / runs, runs, probability, "Fisher's exact test")


def _turned(cells: Cells) -> Docked:
    """With 4 % of bots their side is louder more often than without, all densities together."""
    (with_bots, tries), (without, of) = _pooled(cells, MANY), _pooled(cells, 0)
    probability = more_hits_probability(with_bots, tries, than=without, of=of)
    target = Target(
        "the bots' side is louder more often with 4 % of bots than without",
        "yes",
        f"Abstract, {ROSS}",
        Level.RELATION,
        test=f"Fisher's exact test, one-sided: p = {probability:.2g}, below {1 - _CONFIDENCE:.2g}",
    )
    return target.judged(f"{without / of:.2f} -> {with_bots / tries:.2f}", passed=probability < 1 - _CONFIDENCE)


def _pooled(cells: Cells, bots: int) -> tuple[int, int]:
    """Runs in which the bots' side is the louder, and all runs, with so many bots."""
    found = [cells[links, bots] for links in LINKS]
    return sum(figures.positive_louder for figures in found), sum(figures.louder.size for figures in found)


def _enough(cells: Cells, links: int, numbers: Sequence[int]) -> Docked:
    """Two cases of three are reached between 2 % and 4 % of bots."""
    bounds = {
        bots: share_interval(cells[links, bots].positive_louder, cells[links, bots].louder.size, _CONFIDENCE)
        for bots in numbers
    }
    target = Target(
        f"PA({links},1): share of bots with which their side is louder in two cases of three",
        "2-4 %",
        f"Abstract, {ROSS}",
        Level.RELATION,
        test=f"no more than 2/3 with 2 % of bots and no less with 4 %, by exact intervals of {100 * _CONFIDENCE:g} %",
    )
    shares = np.maximum.accumulate([bounds[bots][1] for bots in numbers])
    reached = float(np.interp(TWO_OF_THREE, shares, numbers, right=float("nan"))) / _PEOPLE
    passed = bounds[FEW][0] <= TWO_OF_THREE <= bounds[MANY][2]
    return target.judged(f"{100 * reached:.1f} %" if np.isfinite(reached) else "more", passed=passed)


def _panel(cells: Cells, numbers: Sequence[int]) -> Panel:
    series = []
    percent = [100 * bots / _PEOPLE for bots in numbers]
    for links in LINKS:
        rows = [share_interval(cells[links, bots].positive_louder, cells[links, bots].louder.size) for bots in numbers]
        low, share, high = ([row[part] for row in rows] for part in range(3))
        series.append(Series(f"hushed, PA({links},1)", percent, share, low=low, high=high))
    places = [100 * bots / _PEOPLE for bots in PUBLISHED]
    series.append(Series("published, PA(5,1)", places, list(PUBLISHED.values()), "points", published=True))
    return Panel(
        "Two to four bots in a hundred make their side the louder one in two cases of three",
        "bots per 100 people",
        "share of runs in which the bots' side is louder",
        tuple(series),
        y_range=(0.4, 1.0),
    )
