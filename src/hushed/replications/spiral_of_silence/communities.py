"""Communities in the spiral of silence (Cabrera et al. 2021).

Two relations of the abstract are tested: better connected communities make a global spiral of silence more likely, and
more, smaller communities leave more safe spaces to the opinion that is in the minority. The article's own sizes,
probabilities and figures could not be read. Here 1000 people have 20 friends on average in every cell, so that nothing
but the structure differs: equal communities, random ties within, and a share of all ties between ("mixing").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from scipy import stats

from hushed.bibliography.publications import in_full
from hushed.replications.panels import Panel, Series
from hushed.replications.published_samples import more_hits_probability
from hushed.replications.replication import Request
from hushed.replications.spiral_of_silence.climate import NAME, mean_interval, reporting, share_interval
from hushed.replications.spiral_of_silence.model import play_all
from hushed.replications.spiral_of_silence.outcome import Figures
from hushed.replications.spiral_of_silence.settings import SEED, Settings
from hushed.replications.targets import Docked, Docking, Level, Target

CABRERA = in_full("cabrera2021")
PEOPLE, MEAN_DEGREE = 1000, 20
NUMBERS, MIXINGS = (2, 5, 10, 20), (0.025, 0.1, 0.25, 0.5)
QUICK_NUMBERS, QUICK_MIXINGS = (2, 5, 20), (0.025, 0.5)
RUNS, QUICK_RUNS = 300, 60
_LEVEL = 0.05 / (len(NUMBERS) + 2 * len(MIXINGS[:-1]))
"""Each relation's share of an error rate of 5 %."""

Cells: TypeAlias = Mapping[tuple[int, float], Figures]
"""Figures by number of communities and share of ties between them."""


def community_settings(number: int, mixing: float, *, runs: int, seed: int) -> Settings:
    """Equal communities with a mean degree of 20, a share `mixing` of all ties between them."""
    size = PEOPLE / number
    within, between = (1 - mixing) * MEAN_DEGREE / (size - 1), mixing * MEAN_DEGREE / (PEOPLE - size)
    return Settings(network="random", communities=number, within=within, between=between, runs=runs, seed=seed)


def dock_communities(request: Request) -> Docking:
    """Run communities from few to many and from nearly cut off to well connected, and test both relations."""
    numbers, mixings = (QUICK_NUMBERS, QUICK_MIXINGS) if request.quick else (NUMBERS, MIXINGS)
    runs, seed = QUICK_RUNS if request.quick else RUNS, SEED if request.seed is None else request.seed
    keys = [(number, mixing) for number in numbers for mixing in mixings]
    cells = {}
    for place, (number, mixing) in enumerate(keys):
        settings = community_settings(number, mixing, runs=runs, seed=seed)
        cells[number, mixing] = play_all(settings, reporting(request.progress, place, len(keys)))
    docked = (*_connected(cells, numbers), *_fragmented(cells, mixings[:-1]))
    results = {f"{number} communities, mixing {mixing:g}": cells[number, mixing].summary() for number, mixing in keys}
    return Docking(NAME, "communities", docked, {"cells": results}, tuple(_panels(cells, numbers, mixings)))


def _connected(cells: Cells, numbers: Sequence[int]) -> Iterator[Docked]:
    """Global spirals with half of all ties between communities, against one in forty."""
    for number in numbers:
        most, least = cells[number, MIXINGS[-1]], cells[number, MIXINGS[0]]
        probability = more_hits_probability(
            most.unanimous, most.louder.size, than=least.unanimous, of=least.louder.size
        )
        target = _relation(
            f"{number} communities: better connected, a global spiral of silence is more likely",
            f"runs above 95 %, Fisher's exact test, one-sided: p = {probability:.2g}",
        )
        ours = f"{least.summary()['unanimous']:.2f} -> {most.summary()['unanimous']:.2f}"
        yield target.judged(ours, passed=probability < _LEVEL)


def _fragmented(cells: Cells, mixings: Sequence[float]) -> Iterator[Docked]:
    """The minority's voice, and the share of communities that it leads, with 20 communities against 2."""
    for mixing in mixings:
        many, few = cells[NUMBERS[-1], mixing], cells[NUMBERS[0], mixing]
        rows = (
            ("the quieter opinion keeps more of the voice", 1 - many.dominant, 1 - few.dominant),
            ("it leads more of the communities", many.havens / NUMBERS[-1], few.havens / NUMBERS[0]),
        )
        for words, fine, coarse in rows:
            probability = float(stats.ttest_ind(fine, coarse, equal_var=False, alternative="greater").pvalue)
            target = _relation(
                f"mixing {mixing:g}: in more, smaller communities {words}",
                f"20 communities against 2, Welch's t test, one-sided: p = {probability:.2g}",
            )
            yield target.judged(f"{coarse.mean():.2f} -> {fine.mean():.2f}", passed=probability < _LEVEL)


def _relation(name: str, words: str) -> Target:
    return Target(name, "yes", f"Abstract, {CABRERA}", Level.RELATION, test=f"{words}, below {_LEVEL:.2g}")


def _panels(cells: Cells, numbers: Sequence[int], mixings: Sequence[float]) -> Iterator[Panel]:
    spirals, voices = [], []
    for number in numbers:
        row = [cells[number, mixing] for mixing in mixings]
        low, share, high = zip(*(share_interval(one.unanimous, one.louder.size) for one in row), strict=True)
        spirals.append(Series(f"{number} communities", mixings, share, low=low, high=high))
        low, share, high = zip(*(mean_interval(1 - one.dominant) for one in row), strict=True)
        voices.append(Series(f"{number} communities", mixings, share, low=low, high=high))
    mixing = "share of ties between communities"
    yield Panel("Connected communities fall silent together", mixing, "share of runs over 95 %", tuple(spirals))
    yield Panel("Many small communities keep a minority's voice", mixing, "share of the quieter voice", tuple(voices))
