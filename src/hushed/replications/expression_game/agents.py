"""People who learn from each other whether speaking pays, on a network of two opinion groups.

The people behind the equations of `expression_game`. What a person does at her turn:

1. A person is drawn, everybody alike; there are as many turns in a sweep as there are people.
2. She meets `contacts` of her friends, drawn with replacement. Each of them speaks with her own chance
   p = 1/(1 + e^(-beta Q)); one who speaks praises (+1) if of the same opinion and blames (-1) if of the other; one who
   is silent gives 0. Speaking costs `cost`.
3. Her value of speaking becomes (1 - rate) Q + rate (mean of praise and blame - cost).

Where `silent_learn` is false a person takes step 2 and 3 only if she speaks herself, with her own chance. The drift of
the values is then slower by that chance, and rests at the same points.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from hushed.compiled import compiled
from hushed.errors import InputError
from hushed.random import Channel, Draws, channel_of, uniform
from hushed.replications.expression_game.dynamics import Floats
from hushed.society.generators import Empty, ErdosRenyi, StochasticBlock, generate
from hushed.society.network import Network

WHO, FRIEND, SPEAKS, OWN, START = range(5)
"""Purposes of the draws: whose turn, which friend, whether she speaks, whether oneself speaks, values at the start."""
_MEETINGS = 10_000_000
"""Meetings in compiled code at a stretch: less than a second."""
_CHANNELS = np.array([channel_of(purpose) for purpose in (WHO, FRIEND, SPEAKS, OWN)], dtype=np.uint64)


class Crowd(NamedTuple):
    """Two groups on a network: the network, and each person's group, uint8 of shape (people,), 0 or 1."""

    network: Network
    groups: NDArray[np.uint8]


class Learning(NamedTuple):
    """How people learn: costs of speaking of the two groups, rate beta of choice, rate of learning, contacts a turn."""

    costs: tuple[float, float]
    beta: float
    rate: float
    contacts: int
    silent_learn: bool


def block_network(gamma: float, delta: float, *, sizes: tuple[int, int], mean_degree: float, draws: Draws) -> Crowd:
    """A stochastic block network where a share gamma, delta of the first, second group's ties lies within it.

    Ties between the groups belong to both, so the three densities follow from gamma, delta and the mean degree. Raises
    InputError where no such network exists: if just one of gamma and delta is 1, or a density would pass 1.
    """
    first, second = sizes
    if (gamma == 1.0) != (delta == 1.0):
        raise InputError(
            f"gamma {gamma:g} and delta {delta:g}: where one group has no ties to the other, neither has the other"
        )
    people = first + second
    between = 0.0 if gamma == 1.0 else mean_degree * people / (first / (1 - gamma) + first / (1 - delta))
    degrees = mean_degree if gamma == 1.0 else between * gamma / (1 - gamma), 0.0
    inner = degrees[0], mean_degree if delta == 1.0 else between * first / second * delta / (1 - delta)
    blocks = [_inside(size, degree, draws, part) for part, (size, degree) in enumerate(zip(sizes, inner, strict=True))]
    across = _across(sizes, 2 * between * first / people, draws)
    left = np.concatenate([_left(blocks[0]), _left(blocks[1]) + np.uint32(first), _left(across)])
    right = np.concatenate([blocks[0].friends, blocks[1].friends + np.uint32(first), across.friends])
    groups = np.repeat(np.array([0, 1], dtype=np.uint8), sizes)
    return Crowd(Network.from_edges(people, left.astype(np.uint32), right.astype(np.uint32)), groups)


def _left(network: Network) -> NDArray[np.uint32]:
    return np.repeat(np.arange(network.people, dtype=np.uint32), network.degrees())


def _inside(people: int, degree: float, draws: Draws, part: int) -> Network:
    return _generated(ErdosRenyi(mean_degree=degree) if degree else Empty(), people, draws, part)


def _across(sizes: tuple[int, int], degree: float, draws: Draws) -> Network:
    people = sum(sizes)
    if not degree:
        return Network.empty(people)
    share = sizes[0] / people
    return _generated(StochasticBlock(mean_degree=degree, blocks=(share, 1.0 - share), within=0.0), people, draws, 2)


def _generated(spec: ErdosRenyi | Empty | StochasticBlock, people: int, draws: Draws, part: int) -> Network:
    return generate(spec, people=people, seed=draws.seed, replicate=3 * draws.replicate + part, channel=Channel.ONLINE)


def starting_values(groups: NDArray[np.uint8], means: tuple[float, float], spread: float, draws: Draws) -> Floats:
    """Values of speaking at the start: normal around each group's mean; shape (people,)."""
    uniforms = draws.uniforms(START, subjects=groups.size)
    values: Floats = np.array(means)[groups] + spread * ndtri(uniforms + 2.0**-54)
    return values


def learn(
    crowd: Crowd,
    values: Floats,
    learning: Learning,
    *,
    sweeps: int,
    draws: Draws,
    first_sweep: int = 0,
    told: Callable[[int], object] = lambda _: None,
) -> Floats:
    """Let people learn for some sweeps, changing `values`; mean value of each group after each, shape (sweeps, 2).

    `told` is called now and then with the number of sweeps done.
    """
    network, groups = crowd
    course = np.empty((sweeps, 2))
    numbers = np.array([*learning.costs, learning.beta, learning.rate])
    # In parts, for compiled code cannot be interrupted.
    part = max(1, _MEETINGS // (learning.contacts * groups.size))
    for start in range(0, sweeps, part):
        key = np.array([draws.seed, draws.replicate, first_sweep + start], dtype=np.uint64)
        _sweep(
            *(network.offsets, network.friends, groups, values, numbers),
            *(learning.contacts, learning.silent_learn, key, _CHANNELS, course[start : start + part]),
        )
        told(min(start + part, sweeps))
    return course


@compiled
def _sweep(
    offsets: Any,
    friends: Any,
    groups: Any,
    values: Any,
    numbers: Any,
    contacts: int,
    silent_learn: bool,
    key: Any,
    channels: Any,
    course: Any,
) -> None:
    people = values.size
    beta, rate = numbers[2], numbers[3]
    for sweep in range(course.shape[0]):
        round_ = key[2] + np.uint64(sweep)
        for turn in range(people):
            person = np.int64(uniform(key[0], key[1], round_, np.uint64(turn), channels[0]) * people)
            if not silent_learn:
                own = 1.0 / (1.0 + np.exp(-beta * values[person]))
                if uniform(key[0], key[1], round_, np.uint64(turn), channels[3]) >= own:
                    continue
            start, degree = np.int64(offsets[person]), np.int64(offsets[person + 1] - offsets[person])
            heard = np.int64(0)
            for contact in range(contacts if degree > 0 else 0):
                subject = np.uint64(turn * contacts + contact)
                place = np.int64(uniform(key[0], key[1], round_, subject, channels[1]) * degree)
                friend = np.int64(friends[start + place])
                chance = 1.0 / (1.0 + np.exp(-beta * values[friend]))
                if uniform(key[0], key[1], round_, subject, channels[2]) < chance:
                    heard += np.int64(1 if groups[friend] == groups[person] else -1)
            feedback = heard / contacts - numbers[groups[person]]
            values[person] = (1.0 - rate) * values[person] + rate * feedback
        sums = np.zeros(2)
        sizes = np.zeros(2)
        for member in range(people):
            sums[groups[member]] += values[member]
            sizes[groups[member]] += 1
        course[sweep, 0] = sums[0] / sizes[0]
        course[sweep, 1] = sums[1] / sizes[1]
