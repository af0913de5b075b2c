"""Three arms on the same people with the same luck: never introduced, never abolished, and abolished half-way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.cores import usable_cores
from hushed.engine.checkpoint import checkpoint, resumed
from hushed.engine.simulation import Simulation, minds_the_line
from hushed.experiments.memory import check_run_memory
from hushed.experiments.playing import Played, play_on, share_joined
from hushed.experiments.progress import Counter, Progress
from hushed.experiments.recovery.abolition import Abolition, abolition, recorded
from hushed.experiments.recovery.answer import Recovery, measured
from hushed.experiments.recovery.habits import HABITS, habits_of
from hushed.experiments.recovery.measures import ARMS
from hushed.experiments.run import check_counts, left_free, timing
from hushed.results.provenance import provenance
from hushed.scenario.schema import Scenario
from hushed.society.society import Society, build_society

if TYPE_CHECKING:
    import xarray as xr

STATES = 2
"""Copies of a society's state there are at the same time: the one kept, and the one being played."""


def recover(
    scenario: Scenario,
    *,
    abolish: str | Sequence[str],
    at: int | None = None,
    replicates: int = 10,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Recovery:
    """Abolish instruments (by name, or "all") in a round, and see what comes back, how fast, and what never does.

    Each replicate's society meets three policies with the same draws: without the instruments from the start, with
    them to the end, and with them until round `at` (half-way by default). The last goes on from the state of the second
    in that round, so it costs the rounds after it alone.

    Interrupted, it keeps every replicate that was finished. Raises InputError for an instrument that is unknown or
    does nothing here, a round out of range, and a society that cannot be built or held in memory.
    """
    chosen = abolition(scenario, abolish, at)
    check_counts(replicates=replicates, threads=threads)
    without = chosen.applied(scenario)
    for arm in (scenario, without):
        check_run_memory(arm, arms=len(ARMS), replicates=replicates, states=STATES)
    counter = Counter((len(ARMS) * scenario.rounds - chosen.at) * replicates, progress)
    trials = _Trials(scenario, without, chosen, threads or usable_cores(), counter)
    try:
        for replicate in range(replicates):
            trials.play(replicate)
    except KeyboardInterrupt:
        if not trials.played:
            raise
    return measured(trials.dataset(replicates), chosen)


class _Stretch(NamedTuple):
    """Some rounds of one policy: their outcomes, and people's habits after each, shape (habits, rounds)."""

    played: Played
    habits: NDArray[np.float64]

    def followed_by(self, later: _Stretch) -> _Stretch:
        habits = np.concatenate((self.habits, later.habits), axis=1)
        return _Stretch(self.played.followed_by(later.played), habits)


class _Trials:
    """The replicates played so far."""

    def __init__(
        self, scenario: Scenario, without: Scenario, chosen: Abolition, threads: int, counter: Counter
    ) -> None:
        self._scenario, self._without, self._chosen = scenario, without, chosen
        self._threads, self._counter = threads, counter
        self._ties: list[int] = []
        self._free: list[dict[str, float]] = []
        self._stretches: list[Played] = []
        self._society: Society
        self.played: list[tuple[_Stretch, ...]] = []

    def play(self, replicate: int) -> None:
        """Play the three arms on a replicate's society; an interrupt leaves nothing of it."""
        society = self._built(replicate)
        free = left_free(self._scenario, society, replicate=replicate, threads=self._threads)
        arms, stretches = self._arms(society, replicate)
        self._society = society
        self._ties.append(society.online.ties)
        self._free.append(free)
        self._stretches += [stretch.played for stretch in stretches]
        self.played.append(arms)

    def _built(self, replicate: int) -> Society:
        policies = (self._scenario.policy()[0], self._without.policy()[0])
        return build_society(
            self._scenario.society,
            seed=self._scenario.seed,
            replicate=replicate,
            beliefs=any(minds_the_line(regime) for regime in policies),
            doing=self._counter.doing,
        )

    def _arms(self, society: Society, replicate: int) -> tuple[tuple[_Stretch, ...], tuple[_Stretch, ...]]:
        """The arms, and the stretches they are made of."""
        joined, at, rounds = share_joined(society), self._chosen.at, self._scenario.rounds
        self._counter.doing(f"playing, {ARMS[0]}")
        free = self._stretch(self._begun(self._without, society, replicate), rounds, joined)
        self._counter.doing(f"playing, {ARMS[1]}")
        run = self._begun(self._scenario, society, replicate)
        before = self._stretch(run, at, joined, last=False)
        kept = checkpoint(run)
        as_is = self._stretch(run, rounds - at, joined)
        # Its state makes room for the branch's.
        del run
        self._counter.doing(f"playing, {ARMS[2]}")
        after = self._stretch(resumed(kept, *self._without.policy(), threads=self._threads), rounds - at, joined)
        arms = free, before.followed_by(as_is), before.followed_by(after)
        return arms, (free, before, as_is, after)

    def _begun(self, scenario: Scenario, society: Society, replicate: int) -> Simulation:
        regime, reactions = scenario.policy()
        return Simulation(society, regime, reactions, seed=scenario.seed, replicate=replicate, threads=self._threads)

    def _stretch(self, run: Simulation, rounds: int, joined: float, *, last: bool = True) -> _Stretch:
        habits: list[list[float]] = []

        def after_round(_: int) -> None:
            habits.append(habits_of(run.state))
            self._counter.round_played()

        try:
            played = play_on(run, rounds=rounds, on_round=after_round, joined=joined)
        finally:
            if last:
                run.close()
        if played.interrupted:
            raise KeyboardInterrupt
        return _Stretch(played, np.array(habits).T)

    def dataset(self, asked: int) -> xr.Dataset:
        """What was played, dimensions (arm, replicate, round)."""
        from hushed.experiments.labelled import labelled

        scenario, finished = self._scenario, len(self.played)
        dataset = labelled(
            [tuple(arm.played for arm in arms) for arms in self.played],
            arms=ARMS,
            rounds=scenario.rounds,
            people=self._society.size,
            ties=self._ties[:finished],
            left_free=self._free[:finished],
        )
        habits = np.array([[arm.habits for arm in arms] for arms in self.played]).swapaxes(0, 1)
        dims = ("arm", "replicate", "round")
        described = {
            name: (dims, habits[:, :, place], habit.described(name))
            for place, (name, habit) in enumerate(HABITS.items())
        }
        origin = provenance(scenario, experiment="recovery", replicates=asked, society=self._society)
        whole = int(finished == asked)
        attributes = {**origin, **recorded(self._chosen), "complete": whole, **timing(self._stretches)}
        return dataset.assign(described).assign_attrs(attributes)
