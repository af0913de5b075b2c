"""Every policy that an attribution needs, played on the same people with the same luck, several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from threading import Event
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.engine.workers import PARALLEL_FROM
from hushed.experiments.playing import OnRound, play
from hushed.outcomes import OUTCOMES
from hushed.regime.regime import Regime
from hushed.scenario.schema import Scenario
from hushed.society.society import Society

OVER = ("last", "mean")
"""What of a run counts: its last round, or the mean over its rounds."""


class Ran(NamedTuple):
    """What is kept of a run: every outcome of its last round and its mean, shape (2, outcomes); and its time."""

    values: NDArray[np.float64]
    seconds: float


Run = Callable[[OnRound], Ran]


def play_each(
    regimes: Sequence[Regime],
    society: Society,
    scenario: Scenario,
    *,
    replicate: int,
    threads: int,
    on_run: Callable[[], None],
) -> list[Ran]:
    """Play policies for the scenario's rounds with its reactions; what each came to, in their order.

    A society that is worth sharing out among threads is played once at a time by all of them; smaller ones are played
    as many at once, one thread each. The numbers are the same. Interrupted, it raises KeyboardInterrupt as soon as the
    rounds under way are over.
    """
    at_once, each = (1, threads) if society.size >= PARALLEL_FROM else (threads, 1)
    runs = [partial(_run, regime, society, scenario, replicate, each) for regime in regimes]
    return all_at_once(runs, at_once, on_run)


def _run(regime: Regime, society: Society, scenario: Scenario, replicate: int, threads: int, on_round: OnRound) -> Ran:
    _, reactions = scenario.policy()
    played = play(
        society,
        regime,
        reactions,
        rounds=scenario.rounds,
        seed=scenario.seed,
        replicate=replicate,
        threads=threads,
        on_round=on_round,
    )
    outcomes = np.array([played.outcomes[name] for name in OUTCOMES])
    return Ran(np.array([outcomes[:, -1], outcomes.mean(axis=1)]), played.seconds)


def all_at_once(runs: Sequence[Run], at_once: int, on_run: Callable[[], None]) -> list[Ran]:
    """Have so many threads run after run; the caller's is told of each, and takes the interruptions."""
    stopped = Event()

    def go_on(_: int) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt

    pool = ThreadPoolExecutor(at_once)
    try:
        waiting = [pool.submit(run, go_on) for run in runs]
        for done in as_completed(waiting):
            done.result()
            on_run()
        return [done.result() for done in waiting]
    finally:
        stopped.set()
        pool.shutdown(cancel_futures=True)
