"""A hysteresis scan: a parameter raised step by step and lowered again while the same society lives on."""

from __future__ import annotations

import numpy as np

from hushed.errors import InputError
from hushed.experiments.progress import Progress
from hushed.experiments.recovery.loop import Loops, looped
from hushed.experiments.recovery.way import HOLD, STEPS, Way
from hushed.experiments.run import run
from hushed.scenario.schema import Scenario

MOST_STEPS = 1_000
MOST_HOLD = 100_000


def scan(
    scenario: Scenario,
    path: str,
    *,
    start: float,
    end: float,
    steps: int = STEPS,
    hold: int = HOLD,
    replicates: int = 10,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Loops:
    """Move a parameter of the regime or of people's reactions from `start` to `end` and back, and measure the loop.

    Each of `steps` values is held for `hold` rounds; the society lives on from each to the next. Interrupted, it keeps
    every replicate that was finished. Raises InputError for a path that cannot change within a run, values out of its
    range, and a society that cannot be built or held in memory.
    """
    way = Way(path, float(start), float(end), steps, hold)
    _check_way(way)
    chosen = way.applied(scenario)
    dataset = run(chosen, replicates=replicates, threads=threads, progress=progress)
    finished = np.flatnonzero(dataset["rounds_played"].values == chosen.rounds)
    if not len(finished):
        raise KeyboardInterrupt
    dataset = dataset.isel(replicate=finished).assign_attrs(experiment="scan", **way.recorded())
    return looped(dataset, way)


def _check_way(way: Way) -> None:
    for name, value, least, most in (("steps", way.steps, 2, MOST_STEPS), ("hold", way.hold, 1, MOST_HOLD)):
        if not least <= value <= most:
            raise InputError(f"{name}: {value} is out of range; allowed: {least} to {most:_}")
    if way.start == way.end:
        raise InputError(f"a scan needs two ends; both are {way.start:g}")
