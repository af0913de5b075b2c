"""One trial of an authority that adapts, as Daymude, Axelrod & Forrest 2025 ran it (arXiv 2509.03731).

The order of draws from NumPy's generator, the redrawing of punishments in every round and the comparison with the
previous round, accepted or not, are those of the published runs: the same seed gives the same numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from hushed.parameters import Amount, Parameters, Positive, Share, described
from hushed.replications.daymude.people import Crowd, Floats, published_sum, truncated_exponential
from hushed.replications.daymude.rule import Punishment
from hushed.replications.limits import check_memory, check_time
from hushed.replications.meanings import Meaning, ended
from hushed.replications.replication import Progress

LEAST_SEVERITY = 1e-9
"""Below this the published authority does not lower its severity."""
LARGEST_MEAN_DESIRE = 0.49999
"""The truncated exponential tends to the uniform, mean 1/2; nearer to it rejection sampling would take hours."""
MEANINGS = {
    "tolerance": Meaning("voice", "The loudest dissent that the authority leaves unpunished."),
    "severity": Meaning("loss by a punishment", "How hard the authority punishes what is louder than it tolerates."),
    "surveillance": Meaning("chance", "How likely people are to be seen whatever they say; the loud are seen more."),
    "political_cost": Meaning("voice, summed over people", "How much dissent was voiced in the last round."),
    "punishment_cost": Meaning("punishment, summed over people", "How much punishing cost in the last round."),
}
"""The figures of each round, by name."""
_ROUNDS_PER_REPORT = 50
_SECONDS = 1e-8
"""What a person and round take."""


class TrialSettings(Parameters):
    """Settings of one trial; the defaults are those of the published trials (uniform punishment, boldness 2)."""

    population: Annotated[int, Field(ge=1, le=10**12)] = described(100_000, "number of people", "people")
    rounds: Annotated[int, Field(ge=1, le=10**6)] = described(5000, "number of rounds", "rounds")
    dissent: Annotated[float, Field(gt=0, le=LARGEST_MEAN_DESIRE)] = described(
        0.25, "mean desired dissent: exponential truncated to [0, 1]"
    )
    boldness: Annotated[Positive, Field(le=1e12)] = described(2.0, "mean boldness: exponential")
    punishment: Punishment = described("uniform", "form of punishment")
    tolerance: Share = described(0.25, "tolerance in round 0")
    severity: Annotated[Positive, Field(le=1e12)] = described(0.1, "severity in round 0")
    surveillance: Share = described(0.1, "surveillance in round 0")
    adamancy: Annotated[Positive, Field(le=1e12)] = described(1.0, "weight of political cost against punishment cost")
    window: Annotated[Amount, Field(le=1e6)] = described(0.05, "largest step of a parameter in one round")
    seed: Annotated[int, Field(ge=0)] = described(458734673, "seed of NumPy's default generator")


@dataclass(frozen=True)
class Trial:
    """What the authority did and what it cost it: float64 arrays with one entry for each round run.

    Parameters are those kept after the round's decision; costs are those of the parameters tried in it. Political
    cost is the sum of actions, before it is weighted by adamancy.
    """

    settings: TrialSettings
    sum_of_desires: float
    tolerance: Floats
    severity: Floats
    surveillance: Floats
    political_cost: Floats
    punishment_cost: Floats

    def as_json(self) -> dict[str, Any]:
        """Plain dictionary: the settings, the sum of desires, the final figures and the figures of each round."""
        per_round: dict[str, list[float]] = {name: getattr(self, name).tolist() for name in MEANINGS}
        return {
            "settings": self.settings.model_dump(),
            "sum_of_desires": self.sum_of_desires,
            **ended({name: values[-1] for name, values in per_round.items()}, MEANINGS),
            "per_round": per_round,
        }


def run_trial(settings: TrialSettings, *, stop_after: int | None = None, progress: Progress | None = None) -> Trial:
    """Run one trial: random-mutation hill climbing of tolerance, severity or surveillance, one a round.

    `stop_after` (at least 1) ends it after that many rounds, which are those of the whole trial to the last bit. (A
    trial of fewer `rounds` is another trial: all choices of parameter are drawn first.) Raises InputError if there is
    too little memory, or a day would not do.
    """
    check_memory(8.0 * (7 * settings.population + 7 * settings.rounds), "population", "rounds")
    check_time(_SECONDS * settings.population * settings.rounds, "population", "rounds")
    rng = np.random.default_rng(settings.seed)
    desires = truncated_exponential(rng, mean=settings.dissent, size=settings.population)
    boldnesses = rng.exponential(scale=settings.boldness, size=settings.population)
    crowd = Crowd(rng, desires, boldnesses, settings.punishment)
    levers = rng.integers(3, size=settings.rounds)
    kept = [settings.tolerance, settings.severity, settings.surveillance]
    total = settings.rounds if stop_after is None else min(stop_after, settings.rounds)
    parameters, costs = np.empty((3, total)), np.empty((2, total))
    previous = math.inf
    for round_, lever in enumerate(levers[:total]):
        before = kept[lever]
        if round_ > 0:
            kept[lever] = _proposal(rng, int(lever), before, settings.window)
        costs[:, round_] = crowd.costs(*kept)
        cost = settings.adamancy * costs[0, round_] + costs[1, round_]
        if cost > previous:
            kept[lever] = before
        previous = cost
        parameters[:, round_] = kept
        _report(progress, round_ + 1, total)
    return Trial(settings, published_sum(desires), *parameters, *costs)


def _proposal(rng: np.random.Generator, lever: int, value: float, window: float) -> float:
    """A new value, uniform within the window around the old one and within the parameter's range."""
    lowest, highest = ((0.0, 1.0), (LEAST_SEVERITY, math.inf), (0.0, 1.0))[lever]
    low, high = max(lowest, value - window), min(highest, value + window)
    # A severity that starts below its floor may lie out of the window's reach of it.
    return float(rng.uniform(low, max(low, high)))


def _report(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None and (done % _ROUNDS_PER_REPORT == 0 or done == total):
        progress(done, total)
