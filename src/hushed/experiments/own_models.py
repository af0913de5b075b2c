"""A user's own model in the place of hushed's: the same societies, seeds, arms, intervals and results."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from hushed.errors import InputError
from hushed.experiments.change import Change, recorded
from hushed.experiments.effects import AS_IS, Comparison, measured
from hushed.experiments.progress import Counter, Progress
from hushed.models.chosen import Chosen
from hushed.models.playing import OwnRun, for_models
from hushed.random import Draws
from hushed.results.provenance import provenance
from hushed.scenario.schema import Scenario
from hushed.society.society import Society, build_society

if TYPE_CHECKING:
    import xarray as xr

    from hushed.experiments.playing import OnRound


@dataclass(frozen=True, slots=True, eq=False)
class OwnPlayed:
    """What a run of an own model brought."""

    outcomes: dict[str, NDArray[np.float64]]
    "By name, shape (rounds,); NaN in rounds that were not played."
    rounds_played: int
    seconds: float
    interrupted: bool


def play_own(
    chosen: Chosen, society: Society, *, rounds: int, seed: int, replicate: int, on_round: OnRound | None = None
) -> OwnPlayed:
    """Play an own model on a society, as `for_models` gives it, for some rounds and keep every outcome.

    Interrupted (KeyboardInterrupt) after at least one round, it hands back the rounds that were finished; before that,
    it raises. Raises InputError if the model fails.
    """
    values, played, interrupted = np.full((len(chosen.outcomes), rounds), np.nan), 0, False
    began = time.perf_counter()
    try:
        run = OwnRun(chosen, society, Draws(seed, replicate))
        while played < rounds:
            values[:, played] = list(run.step(played).values())
            played += 1
            if on_round is not None:
                on_round(played)
    except KeyboardInterrupt:
        if played == 0:
            raise
        interrupted = True
    values[:, played:] = np.nan
    outcomes = dict(zip(chosen.outcomes, values, strict=True))
    return OwnPlayed(outcomes, played, time.perf_counter() - began, interrupted)


def run_own(scenario: Scenario, chosen: Chosen, *, replicates: int, progress: Progress | None) -> xr.Dataset:
    """Play an own model on independent replicates of a scenario's society; see `hushed.experiments.run.run`."""
    arms = _Arms(scenario, (chosen,), Counter(scenario.rounds * replicates, progress))
    arms.play_all(replicates)
    return arms.dataset(replicates, None)


def compare_own(
    scenario: Scenario, chosen: Chosen, arm: Mapping[str, Any], *, replicates: int, progress: Progress | None
) -> Comparison:
    """Compare an own model with itself at other values of some parameters, on the same people with the same draws.

    Raises InputError if nothing is changed.
    """
    changed = chosen.with_parameters(arm)
    differing = {name: value for name, value in changed.parameters.items() if value != chosen.parameters[name]}
    if not differing:
        raise InputError("the second arm changes nothing: give a parameter another value than in the first arm")
    change = Change(chosen.name, None, differing)
    arms = _Arms(scenario, (chosen, changed), Counter(2 * scenario.rounds * replicates, progress))
    arms.play_all(replicates)
    return measured(arms.dataset(replicates, change), change, chosen.outcomes)


class _Drawn(TypedDict):
    seed: int
    replicate: int


class _Arms:
    """What has been played so far: every replicate on all arms."""

    def __init__(self, scenario: Scenario, arms: Sequence[Chosen], counter: Counter) -> None:
        self._scenario, self._arms, self._counter = scenario, arms, counter
        self._society: Society
        self._ties: list[int] = []
        self.played: list[list[OwnPlayed | None]] = []

    def play_all(self, replicates: int) -> None:
        """Play so many replicates, or fewer if interrupted after at least one round."""
        try:
            while len(self.played) < replicates and not self._interrupted:
                self._play(len(self.played))
        except KeyboardInterrupt:
            if not self.played:
                raise

    @property
    def _interrupted(self) -> bool:
        return bool(self.played) and any(arm is None or arm.interrupted for arm in self.played[-1])

    def _play(self, replicate: int) -> None:
        scenario, counter = self._scenario, self._counter
        drawn: _Drawn = {"seed": scenario.seed, "replicate": replicate}
        self._society = for_models(build_society(scenario.society, doing=counter.doing, **drawn))
        row: list[OwnPlayed | None] = [None] * len(self._arms)
        counter.doing("playing")
        try:
            for place, chosen in enumerate(self._arms):
                told = counter.round_played
                played = play_own(chosen, self._society, rounds=scenario.rounds, on_round=told, **drawn)
                row[place] = played
                if played.interrupted:
                    break
        finally:
            if row[0] is not None:
                self.played.append(row)
                self._ties.append(self._society.online.ties)

    def dataset(self, asked: int, change: Change | None) -> xr.Dataset:
        from hushed.experiments.own_labelled import labelled_own

        scenario, chosen = self._scenario, self._arms[0]
        dataset = labelled_own(
            self.played,
            chosen.outcomes,
            arms=None if change is None else (AS_IS, change.label),
            rounds=scenario.rounds,
            people=self._society.size,
            ties=self._ties,
        )
        experiment = "run" if change is None else "comparison"
        origin = provenance(scenario, experiment=experiment, replicates=asked, society=self._society, model=chosen)
        whole = len(self.played) == asked and not self._interrupted
        seconds = sum(arm.seconds for row in self.played for arm in row if arm is not None)
        changed = {} if change is None else recorded(change)
        return dataset.assign_attrs(origin, **changed, complete=int(whole), seconds_rounds=seconds)
