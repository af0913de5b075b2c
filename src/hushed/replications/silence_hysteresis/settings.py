"""Settings of the hysteresis of silence, and its courses: one closure, a scan of closures, and people.

The model, its source and its steps are told in `silence_hysteresis`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, NamedTuple

import numpy as np
from pydantic import Field

from hushed.bibliography.publications import in_full
from hushed.parameters import Amount, Parameters, Positive, Share, described
from hushed.random import LARGEST_SEED, Draws
from hushed.replications.expression_game.agents import Learning, learn, starting_values
from hushed.replications.expression_game.dynamics import Floats, Forces, State, safe_step, settle
from hushed.replications.expression_game.settings import (
    AGENT_BYTES,
    MEETING_SECONDS,
    STEP_SECONDS,
    Cost,
    Degree,
    Step,
    Value,
)
from hushed.replications.limits import check_memory, check_time
from hushed.replications.silence_hysteresis.network import Cohesion, Formation, grown
from hushed.replications.silence_hysteresis.people import Ties, cohesion_on, crowd_of, random_ties, rewire

NAME = "silence-hysteresis"
CITATION = in_full("castillo2025")
Inside = Annotated[float, Field(ge=1e-6, le=1 - 1e-6)]


class Society(Parameters):
    """What shapes ties and speech; the defaults are those of the published loop."""

    homophily_a: Share = described(0.755, "chance that the minority accepts one of its own, less 1 for another")
    homophily_b: Share = described(0.65, "chance that the majority accepts one of its own, less 1 for another")
    minority: Inside = described(0.2, "share of people in the minority")
    cost: Cost = described(0.2, "what speaking costs, where praise is 1")
    beta: Annotated[Amount, Field(le=10_000)] = described(10.0, "how sharply the chance of speaking follows its value")
    q1: Value = described(0.8, "value of speaking in the minority at the start")
    q2: Value = described(0.8, "value of speaking in the majority at the start")

    def formation(self, closure: float) -> Formation:
        """How ties form at a closure."""
        return Formation(closure, self.homophily_a, self.homophily_b, self.minority)

    def forces(self, cohesion: Cohesion) -> Forces:
        """What acts on speech, given each group's cohesion: the expression game with gamma = T_a, delta = T_b."""
        return Forces(cohesion.a, cohesion.b, (self.cost, self.cost), self.beta)


class _MeanField(Society):
    t_a: Inside | None = described(None, "minority's cohesion at the start; its share of people where not given")
    t_b: Inside | None = described(None, "majority's cohesion at the start; its share of people where not given")
    network_duration: Annotated[float, Field(ge=0.001, le=1e9)] = described(
        1e6, "time for ties, unless at rest", "tie times"
    )
    duration: Annotated[Positive, Field(le=1e6)] = described(
        1000.0, "time for speech, unless at rest", "learning times"
    )
    step: Step = described(0.1, "step of time of speech, cut to 1/(1 + beta)")

    @property
    def cohesion(self) -> Cohesion:
        """Cohesions at the start."""
        return Cohesion(
            self.minority if self.t_a is None else self.t_a, 1 - self.minority if self.t_b is None else self.t_b
        )


class Settings(_MeanField):
    """One closure: the network comes to rest, then speech does."""

    closure: Share = described(0.8, "share of candidates who are friends of friends")


class _Scan(Parameters):
    closure_from: Share = described(0.9, "closure at which the scan starts, and ends")
    closure_to: Share = described(0.7, "closure at which it turns")
    points: Annotated[int, Field(ge=1, le=1000)] = described(21, "closures on each way")

    @property
    def closures(self) -> Floats:
        """Closures on the way there."""
        return np.linspace(self.closure_from, self.closure_to, self.points)


class ScanSettings(_MeanField, _Scan):
    """A scan of closures there and back, ties and speech starting each time from where they were."""


class PeopleSettings(Society, _Scan):
    """A scan of closures among people: ties move, then speech is learnt, each from where it was.

    One point is a society at `closure_from` alone, without a way back. The published runs have 100000 people, 5001
    sweeps of ties before the first closure and 3001 at each, and 5001 of speech.
    """

    points: Annotated[int, Field(ge=1, le=1000)] = described(1, "closures on each way")
    exact_minority: bool = described(False, "whether the minority has exactly its share, instead of that chance each")
    people: Annotated[int, Field(ge=10, le=1_000_000)] = described(2000, "number of people", "people")
    mean_degree: Degree = described(20.0, "friends per person on average")
    first_tie_sweeps: Annotated[int, Field(ge=0, le=10**7)] = described(5001, "sweeps of ties at the start", "sweeps")
    tie_sweeps: Annotated[int, Field(ge=0, le=10**7)] = described(3001, "sweeps of ties at each closure", "sweeps")
    sweeps: Annotated[int, Field(ge=1, le=10**7)] = described(1000, "sweeps of speech at each closure", "sweeps")
    rate: Annotated[float, Field(gt=0, le=1)] = described(0.01, "weight of the newest experience")
    contacts: Annotated[int, Field(ge=1, le=1000)] = described(20, "friends met at a turn", "people")
    silent_learn: bool = described(True, "whether those who keep silent learn too")
    spread: Annotated[float, Field(ge=0, le=10)] = described(0.01, "standard deviation of values at each start")
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = described(1, "seed")

    @property
    def learning(self) -> Learning:
        """The parameters as learning takes them."""
        return Learning((self.cost, self.cost), self.beta, self.rate, self.contacts, self.silent_learn)


class Outcome(NamedTuple):
    """A closure, where ties and speech came to under it, and whether both are at rest; people never are."""

    closure: float
    cohesion: Cohesion
    speech: State
    at_rest: bool


def init(settings: _MeanField) -> tuple[Cohesion, State]:
    """Ties and speech at the start."""
    return settings.cohesion, State(settings.q1, settings.q2)


def step(cohesion: Cohesion, speech: State, closure: float, settings: _MeanField) -> Outcome:
    """Ties come to rest under a closure, then speech under those ties."""
    tied, still = grown(cohesion, settings.formation(closure), duration=settings.network_duration)
    said, time = settle(speech, settings.forces(tied), duration=settings.duration, step=settings.step)
    return Outcome(closure, tied, said, still and time < settings.duration)


def play(settings: Settings) -> Outcome:
    """Where ties and speech come to rest under one closure. Raises InputError if a day would not do."""
    _check(settings, points=1)
    return step(*init(settings), settings.closure, settings)


def _check(settings: _MeanField, *, points: int) -> None:
    steps = points * settings.duration / safe_step(settings.step, settings.beta)
    check_time(STEP_SECONDS * steps, "duration", "step", "beta", "points")


def scan(
    settings: ScanSettings, progress: Callable[[int, int], None] | None = None
) -> tuple[list[Outcome], list[Outcome]]:
    """The way there and the way back, both in the order they are gone. Raises InputError if a day would not do."""
    _check(settings, points=2 * settings.points)
    cohesion, speech = init(settings)
    ways: tuple[list[Outcome], list[Outcome]] = ([], [])
    for way, closures in zip(ways, (settings.closures, settings.closures[::-1]), strict=True):
        for closure in closures.tolist():
            way.append(step(cohesion, speech, closure, settings))
            cohesion, speech = way[-1].cohesion, way[-1].speech
            if progress is not None:
                progress(len(ways[0]) + len(ways[1]), 2 * settings.points)
    return ways


def play_people(
    settings: PeopleSettings, replicate: int = 0, progress: Callable[[int, int], None] | None = None
) -> tuple[list[Outcome], list[Outcome]]:
    """The way there and the way back among people; a single point has no way back. Speech is its groups' mean value.

    Raises InputError if there is too little memory, or if a day would not do.
    """
    closures = 1 if settings.points == 1 else 2 * settings.points
    turns = settings.first_tie_sweeps + closures * (settings.tie_sweeps + settings.sweeps * settings.contacts)
    names = ("people", "first_tie_sweeps", "tie_sweeps", "sweeps", "contacts", "points")
    check_time(MEETING_SECONDS * settings.people * turns, *names)
    check_memory(AGENT_BYTES * settings.people * (settings.mean_degree + 1), "people", "mean_degree")
    draws = Draws(settings.seed, replicate)
    there = settings.closures.tolist()
    back = there[::-1] if settings.points > 1 else []
    ties = random_ties(
        people=settings.people,
        minority=settings.minority,
        mean_degree=settings.mean_degree,
        draws=draws,
        exact=settings.exact_minority,
    )
    ties = rewire(ties, settings.formation(there[0]), sweeps=settings.first_tie_sweeps, draws=draws)
    outcomes: list[Outcome] = []
    speech = State(settings.q1, settings.q2)
    for number, closure in enumerate(there + back):
        moved = settings.first_tie_sweeps + number * settings.tie_sweeps
        ties = rewire(ties, settings.formation(closure), sweeps=settings.tie_sweeps, draws=draws, first_sweep=moved)
        speech = learnt(ties, speech, settings, draws, first_sweep=number * settings.sweeps)
        outcomes.append(Outcome(closure, cohesion_on(ties), speech, at_rest=False))
        if progress:
            progress(number + 1, len(there + back))
    return outcomes[: len(there)], outcomes[len(there) :]


def learnt(ties: Ties, speech: State, settings: PeopleSettings, draws: Draws, first_sweep: int = 0) -> State:
    """Mean value of speaking of both groups after they learnt, among all who hang together."""
    crowd = crowd_of(ties)
    values = starting_values(crowd.groups, speech, settings.spread, draws)
    course = learn(crowd, values, settings.learning, sweeps=settings.sweeps, draws=draws, first_sweep=first_sweep)
    return State(float(course[-1, 0]), float(course[-1, 1]))
