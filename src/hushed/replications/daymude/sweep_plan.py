"""The published sweep of Daymude, Axelrod & Forrest 2025: its grid, its trials, and the people and draws of each.

Fifty mean desires by fifty mean boldnesses, fifty trials in each cell with the same seeds and starting policies
everywhere. From one NumPy `default_rng(1978572166)`: fifty seeds below 2^32, then fifty starting tolerances, fifty
severities and fifty surveillances, uniform on [0, 1). Each trial then draws from its own generator, in the order that
`daymude.trial` gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.engine.meanfield import Limit, limit
from hushed.engine.meanfield_census import Census, census, rescaled
from hushed.engine.meanfield_climb import Climb, Rules, climb
from hushed.replications.daymude.fast import Acceptance, run_fast_trial
from hushed.replications.daymude.people import Floats, truncated_exponential
from hushed.replications.daymude.rule import Punishment
from hushed.replications.daymude.stream import numbers_between
from hushed.replications.daymude.trial import Trial, TrialSettings

SWEEP_SEED = 1978572166
DISSENTS: Floats = np.linspace(0.005, 0.495, 50)
BOLDNESSES: Floats = np.linspace(0.1, 10.0, 50)
WINDOW = 500
SUPPRESSED_BELOW = 0.25
"""Share of the sum of desires below which the mean political cost of a window counts as suppression."""


class Start(NamedTuple):
    """A trial's seed and the policy it starts from."""

    seed: int
    tolerance: float
    severity: float
    surveillance: float


@dataclass(frozen=True)
class Plan:
    """Which cells of the sweep are run, and how: the defaults are the whole published sweep."""

    punishment: Punishment = "uniform"
    rows: tuple[int, ...] = tuple(range(DISSENTS.size))
    columns: tuple[int, ...] = tuple(range(BOLDNESSES.size))
    trials: int = 50
    rounds: int = 10_000
    population: int = 100_000
    seed: int = SWEEP_SEED

    @cached_property
    def starts(self) -> tuple[Start, ...]:
        """The trials of every cell."""
        rng = np.random.default_rng(self.seed)
        seeds = rng.integers(0, 2**32, size=self.trials)
        policies = rng.random((3, self.trials))
        return tuple(Start(int(seed), *policy) for seed, policy in zip(seeds, policies.T.tolist(), strict=True))

    def suppressed_cost(self, row: int) -> float:
        """Political cost below which a row's dissent counts as suppressed."""
        rng = np.random.default_rng(self.seed)
        desires = truncated_exponential(rng, mean=float(DISSENTS[row]), size=self.population)
        return SUPPRESSED_BELOW * float(desires.sum())

    def trial_settings(self, row: int, column: int, trial: int) -> TrialSettings:
        """One trial of one cell, for the exact model."""
        start = self.starts[trial]
        return TrialSettings(
            population=self.population,
            rounds=self.rounds,
            dissent=float(DISSENTS[row]),
            boldness=float(BOLDNESSES[column]),
            punishment=self.punishment,
            tolerance=start.tolerance,
            severity=start.severity,
            surveillance=start.surveillance,
            seed=start.seed,
        )


class Prepared(NamedTuple):
    """A trial's people, counted, and its draws; the same for every mean boldness."""

    start: Start
    people: Census
    moved: NDArray[np.int64]
    draws: Floats


def prepared(plan: Plan, row: int, trial: int) -> Prepared:
    """Draw one trial's people as the published program does, and read what its authority will draw from the stream."""
    start = plan.starts[trial]
    rng = np.random.default_rng(start.seed)
    desires = truncated_exponential(rng, mean=float(DISSENTS[row]), size=plan.population)
    boldnesses = rng.exponential(size=plan.population)
    moved = rng.integers(3, size=plan.rounds)
    people = census(desires, boldnesses, proportional=plan.punishment == "proportional")
    # Everybody's observation is drawn between one move and the next.
    draws = numbers_between(rng, skipped=plan.population, count=plan.rounds - 1)
    return Prepared(start, people, moved, np.concatenate([[0.0], draws]))


def expected_trial(plan: Plan, trial: Prepared, column: int, acceptance: Acceptance = "previous_round") -> Climb:
    """One trial on expected costs of its own people, with the noise of punishment."""
    return _climbed(plan, trial, rescaled(trial.people, float(BOLDNESSES[column])), acceptance, noisy=True)


def limiting_trial(plan: Plan, trial: Prepared, row: int, column: int, *, noisy: bool) -> Climb:
    """The same trial with infinitely many people counted as the plan's population; with noise of punishment or not."""
    society = limit(people=plan.population, dissent=float(DISSENTS[row]), boldness=float(BOLDNESSES[column]))
    return _climbed(plan, trial, society, "previous_round", noisy=noisy)


def _climbed(plan: Plan, trial: Prepared, society: Census | Limit, acceptance: Acceptance, *, noisy: bool) -> Climb:
    start = trial.start
    rules = Rules(plan.punishment == "proportional", acceptance == "incumbent", noisy, seed=start.seed)
    policy = start.tolerance, start.severity, start.surveillance
    return climb(society, rules, start=policy, moved=trial.moved, draws=trial.draws)


def exact_trial(plan: Plan, row: int, column: int, trial: int) -> Trial:
    """The same trial of the exact published model."""
    return run_fast_trial(plan.trial_settings(row, column, trial))


def time_to_suppression(political_cost: Floats, suppressed: float) -> int:
    """First round by which the cost of the 500 before averaged less than `suppressed`; the number of rounds if none.

    `political_cost` is that of each round, a mean over trials.
    """
    sums = np.concatenate([[0.0], np.cumsum(political_cost)])
    if sums.size <= WINDOW:
        return int(political_cost.size)
    below = (sums[WINDOW:] - sums[:-WINDOW]) / WINDOW < suppressed
    return WINDOW + int(np.argmax(below)) if below.any() else int(political_cost.size)
