"""Settings of the expression game, and its course: the equations (`play`) and the people (`play_agents`).

The model, its source and its steps are told in `expression_game`.
"""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from pydantic import Field

from hushed.bibliography.publications import in_full
from hushed.errors import InputError
from hushed.parameters import Amount, Parameters, Share, described
from hushed.random import LARGEST_SEED, Draws
from hushed.replications.expression_game.agents import Crowd, Learning, block_network, learn, starting_values
from hushed.replications.expression_game.dynamics import Floats, Forces, State, advance, safe_step, settle, voice
from hushed.replications.limits import check_memory, check_time
from hushed.replications.meanings import Meaning
from hushed.replications.replication import Progress

NAME = "expression-game"
CITATION = in_full("gaisbauer2020")
STEP_SECONDS = 2e-5
"""What a step of the equations takes."""
MEETING_SECONDS = 5e-8
"""What meeting a friend takes."""
AGENT_BYTES = 30
"""What an end of a tie takes while a network is drawn."""
Cost = Annotated[float, Field(ge=-2, le=2)]
Value = Annotated[float, Field(ge=-10, le=10)]
Degree = Annotated[float, Field(ge=0.1, le=10_000)]
"""Friends per person on average; with fewer, hardly anybody has one."""
Step = Annotated[float, Field(ge=1e-6, le=1)]
"""A step of time."""


class Game(Parameters):
    """What acts on the two groups; the defaults are the article's case of equal groups, beyond the pitchfork."""

    gamma: Share = described(0.5, "share of the first group's contacts that lie within it")
    delta: Share = described(0.5, "share of the second group's contacts that lie within it")
    cost: Cost = described(0.1, "what speaking costs, where praise is 1; below 0 it is a gain")
    cost_second: Cost | None = described(None, "what speaking costs the second group; as the first where not given")
    beta: Annotated[Amount, Field(le=10_000)] = described(
        5.0, "how sharply the chance of speaking follows its value; 0 is a coin"
    )

    @property
    def costs(self) -> tuple[float, float]:
        """Costs of speaking of the two groups."""
        return self.cost, self.cost if self.cost_second is None else self.cost_second

    @property
    def forces(self) -> Forces:
        """The parameters as the equations take them."""
        return Forces(self.gamma, self.delta, self.costs, self.beta)


class Settings(Game):
    """A course of the equations from one start."""

    q1: Value = described(0.1, "value of speaking of the first group at the start")
    q2: Value = described(0.0, "value of speaking of the second group at the start")
    duration: Annotated[Amount, Field(le=1e6)] = described(
        1000.0, "time followed, unless all has settled before", "learning times"
    )
    step: Step = described(0.1, "step of time, cut to 1/(1 + beta)", "learning times")


class AgentSettings(Game):
    """People who learn on a stochastic block network; what the article's summary leaves open is ours."""

    people: Annotated[int, Field(ge=2, le=10_000_000)] = described(1000, "number of people", "people")
    share_first: Annotated[float, Field(gt=0, lt=1)] = described(0.5, "share of people in the first group")
    mean_degree: Degree = described(20.0, "friends per person on average")
    rate: Annotated[float, Field(gt=0, le=1)] = described(0.01, "weight of the newest experience")
    contacts: Annotated[int, Field(ge=1, le=1000)] = described(1, "friends met at a turn", "people")
    silent_learn: bool = described(True, "whether those who keep silent learn too")
    sweeps: Annotated[int, Field(ge=1, le=1_000_000)] = described(2000, "turns per person", "sweeps")
    q1: Value = described(0.1, "mean value of speaking in the first group at the start")
    q2: Value = described(0.0, "mean value of speaking in the second group at the start")
    spread: Annotated[float, Field(ge=0, le=10)] = described(0.01, "standard deviation of values at the start")
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = described(1, "seed")

    @property
    def sizes(self) -> tuple[int, int]:
        """People in the two groups; raises InputError where one has nobody."""
        first = round(self.people * self.share_first)
        if not 0 < first < self.people:
            raise InputError(f"of {self.people} people a share of {self.share_first:g} leaves a group empty")
        return first, self.people - first

    @property
    def learning(self) -> Learning:
        """The parameters as learning takes them."""
        return Learning(self.costs, self.beta, self.rate, self.contacts, self.silent_learn)


def init(settings: Settings) -> State:
    """The values at the start."""
    return State(settings.q1, settings.q2)


def step(state: State, settings: Settings) -> State:
    """The values one step of time later (Runge-Kutta, fourth order)."""
    return advance(state, settings.forces, safe_step(settings.step, settings.beta))


def play(settings: Settings) -> tuple[State, float]:
    """Follow the equations to rest, or for the duration: the values there, and the time it took.

    Raises InputError if a day would not do.
    """
    check_time(STEP_SECONDS * settings.duration / safe_step(settings.step, settings.beta), "duration", "step", "beta")
    return settle(init(settings), settings.forces, duration=settings.duration, step=settings.step)


def people_of(settings: AgentSettings, replicate: int = 0) -> tuple[Crowd, Floats]:
    """The network of one replicate, and everybody's value of speaking at the start."""
    draws = Draws(settings.seed, replicate)
    crowd = block_network(
        settings.gamma, settings.delta, sizes=settings.sizes, mean_degree=settings.mean_degree, draws=draws
    )
    return crowd, starting_values(crowd.groups, (settings.q1, settings.q2), settings.spread, draws)


def play_agents(settings: AgentSettings, replicate: int = 0, progress: Progress | None = None) -> Floats:
    """Mean value of speaking of the two groups, at the start and after each sweep; shape (sweeps + 1, 2).

    Raises InputError if there is no such network, too little memory, or if a day would not do.
    """
    check_memory(AGENT_BYTES * settings.people * (settings.mean_degree + 1), "people", "mean_degree")
    turns = settings.people * settings.sweeps * settings.contacts
    check_time(MEETING_SECONDS * turns, "people", "sweeps", "contacts")
    crowd, values = people_of(settings, replicate)
    start = np.array([[values[crowd.groups == group].mean() for group in (0, 1)]])

    def told(done: int) -> None:
        if progress is not None:
            progress(done, settings.sweeps)

    draws = Draws(settings.seed, replicate)
    course = learn(crowd, values, settings.learning, sweeps=settings.sweeps, draws=draws, told=told)
    return np.concatenate([start, course])


def told_values(state: State, beta: float) -> dict[str, Any]:
    """Values and chances of speaking, for a terminal."""
    return {"q1": state.first, "q2": state.second, "p1": voice(state.first, beta), "p2": voice(state.second, beta)}


def value_meanings(first: str, second: str) -> dict[str, Meaning]:
    """What `told_values` tells, by the names of the two groups."""
    told = {}
    for number, group in enumerate((first, second), start=1):
        told[f"q{number}"] = Meaning("units of praise", f"What speaking is worth to the {group}; silence is 0.")
        told[f"p{number}"] = Meaning("chance", f"How likely somebody of the {group} is to speak.")
    return told
