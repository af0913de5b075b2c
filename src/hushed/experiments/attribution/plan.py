"""Which subsets of the instruments have to be played, and in which orders they are met."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hushed.experiments.attribution.abolishing import essence, left_with
from hushed.experiments.attribution.game import met_in
from hushed.random import Channel, uniforms
from hushed.regime.regime import Regime
from hushed.scenario.schema import Scenario

EXACT_UP_TO = 10
"""Active instruments up to which every subset is played."""
DEFAULT_ORDERS = 100
"""Orders drawn in each replicate where there are more."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What one replicate plays: subsets of the instruments, and the policies they come to."""

    orders: NDArray[np.int64] | None
    "Shape (orders, instruments); None where every subset is played."
    subsets: list[int]
    "Those whose values are needed, ascending."
    policies: list[Regime]
    "Without repetition; those with more instruments, which take longer, first."
    policy_of: list[int]
    "The place of each subset's policy."


def plans(scenario: Scenario, instruments: Sequence[str], *, replicates: int, orders: int | None) -> list[Plan]:
    """What each replicate plays: every subset of the instruments, or those met in orders drawn for it."""
    regime, _ = scenario.policy()

    @functools.cache
    def policy(subset: int) -> Regime:
        return essence(left_with(regime, instruments, subset))

    count = len(instruments)
    if orders is None:
        return [_planned(None, range(1 << count), policy)] * replicates
    draws = (
        draw_orders(seed=scenario.seed, replicate=each, orders=orders, players=count) for each in range(replicates)
    )
    return [_planned(drawn, _met(drawn), policy) for drawn in draws]


def _met(orders: NDArray[np.int64]) -> set[int]:
    """The subsets met in some orders, and those one short of all: what abolishing each alone does is told as well."""
    count = orders.shape[1]
    every = (1 << count) - 1
    return {every & ~(1 << place) for place in range(count)}.union(*map(met_in, orders))


def _planned(orders: NDArray[np.int64] | None, needed: Iterable[int], policy: Callable[[int], Regime]) -> Plan:
    subsets = sorted(needed)
    largest_first = sorted(subsets, key=lambda subset: (-subset.bit_count(), subset))
    places = {each: place for place, each in enumerate(dict.fromkeys(map(policy, largest_first)))}
    return Plan(orders, subsets, list(places), [places[policy(subset)] for subset in subsets])


def draw_orders(*, seed: int, replicate: int, orders: int, players: int) -> NDArray[np.int64]:
    """Orders of all players, each as likely as any other: shape (orders, players)."""
    subjects = np.arange(orders * players).reshape(orders, players)
    luck = uniforms(seed=seed, replicate=replicate, round=0, subjects=subjects, channel=Channel.ORDER)
    return np.argsort(luck, axis=1, kind="stable")
