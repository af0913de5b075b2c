"""The Emperor's Dilemma on a torus with believers at random, against ten earlier runs of the same rules."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hushed.random import Draws
from hushed.replications.emperors_dilemma.model import MEANINGS, NAME, play_all
from hushed.replications.emperors_dilemma.people import Settings
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Request
from hushed.replications.targets import Docked, Docking, Level, Target

_ERROR_RATE = 0.01
TORUS = {0.05: (0.995, 0.993), 0.10: (0.990, 0.986), 0.30: (0.980, 0.946)}
"""Share of believers on the 25 x 25 torus: compliance of all, and false enforcement among disbelievers."""
_TEN = 10
_HALF_UNIT = 0.0005
_RESAMPLING = 20
"""What draws of groups of ten runs are for; the model's own use the purposes below."""


def dock_torus(request: Request) -> Docking:
    """The 25 x 25 torus with believers at random: earlier runs, whose means of ten must be means of ten of ours."""
    runs = 40 if request.quick else 400
    docked: list[Docked] = []
    ours: dict[str, list[list[float]]] = {"compliance": [], "false_enforcement": []}
    for done, (believers, means) in enumerate(TORUS.items()):
        settings = Settings(believers=believers, rounds=200, seed=request.seed or 0)

        def told(number: int, before: int = done * runs) -> None:
            if request.progress is not None:
                request.progress(before + number, len(TORUS) * runs)

        played = play_all(settings, runs, told)
        for what, published in zip(ours, means, strict=True):
            values = np.array([getattr(run.rounds[-1], what) for run in played])
            low, high = _means_of_ten(values)
            docked.append(_mean_of_ten(believers, what.replace("_", " "), published, values, (low, high)))
            ours[what].append([float(values.mean()), low, high])
    return Docking(NAME, "torus", tuple(docked), panels=tuple(_torus_panels(ours)))


def _means_of_ten(values: NDArray[np.float64]) -> tuple[float, float]:
    """Interval that means of ten runs leave too seldom to fail one of the table's tests more often than told."""
    groups = 20_000
    drawn = Draws(0).uniforms(_RESAMPLING, subjects=groups * _TEN)
    means = values[(drawn * values.size).astype(np.int64)].reshape(groups, _TEN).mean(axis=1)
    tail = _ERROR_RATE / (2 * len(TORUS) * 2)
    low, high = np.quantile(means, (tail, 1 - tail))
    return float(low), float(high)


def _mean_of_ten(
    believers: float, what: str, published: float, values: NDArray[np.float64], interval: tuple[float, float]
) -> Docked:
    low, high = interval
    target = Target(
        f"25 x 25 torus, {believers:.0%} believers: {what}",
        published,
        "Ten runs of an earlier program of the same rules; not printed in the article.",
        Level.DISTRIBUTION,
        test=f"within the interval of means of ten, {low:.4f} to {high:.4f}, resampled from {values.size} runs; "
        f"error rate {_ERROR_RATE:g} over {2 * len(TORUS)} tests (Bonferroni)",
    )
    return target.judged(float(values.mean()), passed=low - _HALF_UNIT <= published <= high + _HALF_UNIT)


def _torus_panels(ours: dict[str, list[list[float]]]) -> Iterator[Panel]:
    shares = [100 * share for share in TORUS]
    for number, (what, rows) in enumerate(ours.items()):
        mean, low, high = (list(column) for column in zip(*rows, strict=True))
        published = [means[number] for means in TORUS.values()]
        yield Panel(
            "Nearly all comply on a torus, whatever few believe"
            if number == 0
            else "Nearly all disbelievers enforce what they disbelieve, the fewer the more believe",
            "believers, percent",
            f"{what.replace('_', ' ')}, {MEANINGS[what].unit}",
            (
                Series("hushed, means of ten runs", shares, mean, "points", low=low, high=high),
                Series("earlier runs", shares, published, "points", published=True),
            ),
        )
