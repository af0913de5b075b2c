"""Measures how much speech arms restore: all on the same societies with the same luck, several at once."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.engine.simulation import minds_the_line
from hushed.experiments.playing import play
from hushed.experiments.progress import Progress, Step
from hushed.experiments.run import left_free
from hushed.experiments.safeguarding.arms import Arm
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.scenario.schema import Scenario
from hushed.society.society import Society, build_society

Floats = NDArray[np.float64]
_Policy = tuple[Regime, Reactions]


class World(NamedTuple):
    """The people and luck of one replicate, and the share of desired dissent they voice when left free."""

    society: Society
    free: float


class _Stopped(Exception):
    """A run was given up because the user stopped the work."""


def rounds_counted(rounds: int) -> int:
    """How many rounds at the end are counted: the last quarter, at least one."""
    return max(1, rounds // 4)


class Measurements:
    """What has been measured so far, by arm; nothing is played twice, and arms of one policy are one."""

    def __init__(
        self,
        fixed: Scenario,
        reacting: Scenario | None,
        *,
        replicates: int,
        threads: int,
        progress: Progress | None,
    ) -> None:
        self._fixed, self._reacting, self._replicates, self._threads = fixed, reacting, replicates, threads
        self._progress, self._done, self._stop = progress, 0, False
        self._worlds: list[World] = []
        self._values: dict[_Policy, Floats] = {}
        self.restored: dict[Arm, Floats] = {}
        "Share of free speech by arm, shape (replicates,); NaN where it was not measured."
        self.interrupted = False

    @property
    def worlds(self) -> list[World]:
        """The replicates met so far; there is one at least once something has been measured."""
        return self._worlds

    def measure(self, arms: Iterable[Arm], replicates: int, what: str, *, still: int = 0) -> bool:
        """Measure arms on the first so many replicates; whether all of it was done.

        Interrupted (KeyboardInterrupt), it keeps what was finished and does nothing from then on. `still` is how many
        runs may come after these.
        """
        if self.interrupted:
            return False
        try:
            self._build(replicates)
            self._play(self._missing(arms, replicates), what, still)
        except KeyboardInterrupt:
            self.interrupted = True
        return not self.interrupted

    def _missing(self, arms: Iterable[Arm], replicates: int) -> list[tuple[_Policy, int]]:
        policies = dict.fromkeys(self._policy(arm) for arm in arms)
        return [
            (policy, replicate)
            for replicate in range(replicates)
            for policy in policies
            if np.isnan(self._values[policy][replicate])
        ]

    def _policy(self, arm: Arm) -> _Policy:
        scenario = self._reacting if arm.adapts else self._fixed
        if scenario is None:
            raise ValueError("an authority that reacts was left out of this experiment")
        policy = arm.applied(scenario).policy()
        self.restored[arm] = self._values.setdefault(policy, np.full(self._replicates, np.nan))
        return policy

    def _build(self, replicates: int) -> None:
        scenario = self._fixed
        while len(self._worlds) < replicates:
            number = len(self._worlds)
            self._report("building societies", replicates)
            society = build_society(
                scenario.society, seed=scenario.seed, replicate=number, beliefs=minds_the_line(scenario.policy()[0])
            )
            free = left_free(scenario, society, replicate=number, threads=1)
            self._worlds.append(World(society, free["voice_share"]))

    def _play(self, missing: list[tuple[_Policy, int]], what: str, still: int) -> None:
        total = self._done + len(missing) + still
        self._report(what, total)
        runs: dict[Future[float], tuple[_Policy, int]] = {}
        pool = ThreadPoolExecutor(self._threads)
        try:
            runs.update((pool.submit(self._share_of, *run), run) for run in missing)
            for finished in as_completed(runs):
                self._keep(finished, runs[finished])
                self._report(what, total)
        except BaseException:
            self._stop = True
            pool.shutdown(cancel_futures=True)
            self._keep_finished(runs)
            raise
        pool.shutdown()

    def _keep(self, finished: Future[float], run: tuple[_Policy, int]) -> None:
        policy, replicate = run
        self._values[policy][replicate] = finished.result()
        self._done += 1

    def _keep_finished(self, runs: dict[Future[float], tuple[_Policy, int]]) -> None:
        for future, run in runs.items():
            if not future.cancelled() and future.exception() is None:
                self._keep(future, run)

    def _share_of(self, policy: _Policy, replicate: int) -> float:
        """The share of free speech that a policy leaves, over the last quarter of the rounds."""
        world, rounds = self._worlds[replicate], self._fixed.rounds
        played = play(
            world.society,
            *policy,
            rounds=rounds,
            seed=self._fixed.seed,
            replicate=replicate,
            threads=1,
            on_round=self._go_on,
        )
        return float(played.outcomes["voice_share"][-rounds_counted(rounds) :].mean()) / world.free

    def _go_on(self, _: int) -> None:
        if self._stop:
            raise _Stopped

    def _report(self, what: str, total: int) -> None:
        if self._progress is not None:
            self._progress(Step(self._done, total, what))
