"""An authority that climbs on expected costs: the published hill climb, without a loop over people.

Source: Daymude, Axelrod & Forrest (2025). Each round one of tolerance, severity and surveillance is moved at random; a
move that costs more than the round to beat is taken back. The round to beat is the previous one, kept or not, as
published, or with `incumbent` the last one kept. Which lever moves, and the draw that moves it, are handed in, so a
climb can follow the draws of any trial.

Who is seen is drawn anew each round. Given who speaks, the number punished is a sum of independent draws with different
chances; its mean and variance are known. Where its variance is large it is drawn as a rounded normal deviate, else as a
binomial number of as many people with the same mean. A sum of proportional penalties is drawn as a normal deviate with
its own mean and variance, or, where few are punished, as that number times the mean penalty.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled, inlined
from hushed.engine.meanfield import Expected, Floats, Limit, limit_costs
from hushed.engine.meanfield_census import Census, census_costs
from hushed.random import Channel, philox

LEAST_SEVERITY = 1e-9
"""Below this the published authority does not lower its severity."""
_NORMAL_FROM = 9.0
"""Variance of a number of people from which it is drawn as a normal deviate."""
_SEEN = np.uint64(Channel.SEEN)
_SHIFT, _TO_53_BITS = np.uint64(32), np.uint64(11)
_UNIT_53 = 2.0**-53
_NOBODY = np.uint64(0)


class Rules(NamedTuple):
    """How an authority climbs.

    `adamancy` weighs the sum of voices against penalties; `window` is the largest step of a lever; `noisy` whether who
    is seen is drawn anew each round, keyed by `seed` and `replicate` (both below 2**32), or taken as expected.
    """

    proportional: bool
    incumbent: bool
    noisy: bool
    adamancy: float = 1.0
    window: float = 0.05
    seed: int = 0
    replicate: int = 0


class Climb(NamedTuple):
    """What the authority did and what it cost, float64 with one entry for each round.

    `levers` (3, rounds) are tolerance, severity and surveillance after the round's decision; `voices` and `penalties`
    sum what the policy tried in the round brought.
    """

    levers: Floats
    voices: Floats
    penalties: Floats


def climb(
    society: Limit | Census, rules: Rules, *, start: tuple[float, float, float], moved: NDArray[Any], draws: Floats
) -> Climb:
    """Run one climb from a starting tolerance, severity and surveillance.

    `moved` holds the lever (0, 1 or 2) of each round and `draws` a number in [0, 1) that places it within its reach;
    both count rounds from 0, and nothing moves in round 0.
    """
    rounds = len(moved)
    levers, costs = np.empty((3, rounds)), np.empty((2, rounds))
    run = _climb_census if isinstance(society, Census) else _climb_limit
    run(society, rules, np.array(start), np.asarray(moved, dtype=np.int64), draws, levers, costs)
    return Climb(levers, costs[0], costs[1])


@inlined
def _normal(first: Any, second: Any) -> Any:
    """A standard normal deviate from two numbers in [0, 1) (Box and Muller 1958)."""
    return np.sqrt(-2.0 * np.log1p(-first)) * np.cos(2.0 * np.pi * second)


@compiled
def binomial(trials: float, mean: float, drawn: float) -> float:
    """A binomial number with that mean, by inversion of a number in [0, 1); for variances up to some tens."""
    chance = min(1.0, mean / trials)
    mirrored = chance > 0.5
    if mirrored:
        chance = 1.0 - chance
    term = np.exp(trials * np.log1p(-chance))
    odds, number, reached = chance / (1.0 - chance), 0.0, term
    while drawn >= reached and number < trials and (term > 1e-17 or number < trials * chance):
        term *= odds * (trials - number) / (number + 1.0)
        number += 1.0
        reached += term
    return trials - number if mirrored else number


@compiled
def penalties_drawn(expected: Expected, severity: float, proportional: bool, first: float, second: float) -> float:
    """The sum of penalties of a round from two numbers in [0, 1)."""
    people = np.ceil(expected.speakers - 1e-6)
    if people <= 0.0 or expected.punished <= 0.0:
        return 0.0
    among = expected.punished * max(0.0, 1.0 - expected.punished / people)
    varies = among if proportional else expected.variance / (severity * severity)
    if varies > _NORMAL_FROM:
        drawn = expected.penalties + np.sqrt(expected.variance) * _normal(first, second)
        if proportional:
            return float(max(0.0, drawn))
        return severity * float(min(people, max(0.0, np.floor(drawn / severity + 0.5))))
    number = binomial(people, expected.punished, first)
    return expected.penalties / expected.punished * number if proportional else severity * number


@inlined
def _moved(lever: Any, value: Any, window: Any, drawn: Any) -> Any:
    lowest = LEAST_SEVERITY if lever == 1 else 0.0
    highest = np.inf if lever == 1 else 1.0
    low, high = max(lowest, value - window), min(highest, value + window)
    return low + (max(low, high) - low) * drawn


def _climber(costs_of: Any) -> Any:
    """The climb for one kind of society, compiled."""

    def run(
        society: Any,
        rules: Rules,
        start: Floats,
        moved: NDArray[np.int64],
        draws: Floats,
        levers: Floats,
        costs: Floats,
    ) -> None:
        kept = start.copy()
        to_beat = np.inf
        key = np.uint64(rules.seed), np.uint64(rules.replicate)
        for r in range(levers.shape[1]):
            lever = moved[r]
            before = kept[lever]
            if r > 0:
                kept[lever] = _moved(lever, before, rules.window, draws[r])
            expected = costs_of(society, kept[0], kept[1], kept[2], rules.proportional)
            penalties = expected.penalties
            if rules.noisy:
                w0, w1, w2, w3 = philox(_NOBODY, _NOBODY, np.uint64(r), _SEEN, key[0], key[1])
                first = np.float64(((w0 << _SHIFT) | w1) >> _TO_53_BITS) * _UNIT_53
                second = np.float64(((w2 << _SHIFT) | w3) >> _TO_53_BITS) * _UNIT_53
                penalties = penalties_drawn(expected, kept[1], rules.proportional, first, second)
            cost = rules.adamancy * expected.voices + penalties
            rejected = cost > to_beat
            if rejected:
                kept[lever] = before
            if not (rejected and rules.incumbent):
                to_beat = cost
            levers[0, r], levers[1, r], levers[2, r] = kept[0], kept[1], kept[2]
            costs[0, r], costs[1, r] = expected.voices, penalties

    return compiled(run)


_climb_limit = _climber(limit_costs)
_climb_census = _climber(census_costs)
