"""The two-type model of Wei, Yildirim, Van den Bulte & Dellarocas 2016: ties, scores, and their equilibrium.

The firm's log odds of a person being of high type are K0 + y K1 + h K2 + l K3, with y her own signal (+1 or -1) and h
and l her friends with high and low signals. K2 and K3 follow from how likely two people who meet become friends, and
that follows from K2 and K3: `step` goes once around this circle.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from hushed.bibliography.publications import in_full
from hushed.parameters import Parameters, Share, described
from hushed.random import LARGEST_SEED
from hushed.replications.limits import BoundedAmount, BoundedPositive

NAME = "network-scoring"
CITATION = in_full("wei2016")
_LEAST = 1e-12
Inner = Annotated[float, Field(gt=0, lt=1)]


class Settings(Parameters):
    """Settings of a society that is scored; all defaults are ours."""

    people: Annotated[int, Field(ge=2, le=5000)] = described(400, "Number of people.", "people")
    meetings: BoundedAmount = described(8.0, "Expected number of others a person meets.", "people")
    high_types: Inner = described(0.5, "Share of people of high type.", "share of people")
    noise: Annotated[float, Field(gt=0, lt=0.5)] = described(0.2, "Chance that a signal of type is wrong (epsilon).")
    difference: BoundedAmount = described(1.0, "What a friend of the other type is worth less.", "utility")
    match: Literal["exponential", "uniform"] = described("exponential", "Distribution of the worth of a match, m.")
    match_mean: BoundedPositive = described(
        1.0, "Mean worth of a match; a uniform goes from 0 to twice the mean.", "utility"
    )
    weight: BoundedAmount = described(0.5, "Weight of one's score in utility (alpha).", "utility per unit of log odds")
    caring: Share = described(1.0, "Share of people who care for their score.", "share of people")
    moving: Annotated[float, Field(gt=0, le=1)] = described(0.1, "How far the firm's K2 and K3 move each round.")
    rounds: Annotated[int, Field(ge=1, le=100_000)] = described(5000, "Most rounds of adjustment.", "rounds")
    precision: Annotated[float, Field(gt=0, le=1)] = described(
        1e-12, "Largest change of K2 or K3 in a round at which adjustment ends."
    )
    replicates: Annotated[int, Field(ge=1, le=1000)] = described(10, "Societies drawn, each with and without scoring.")
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = described(0, "Seed of the societies.")


def unscored(settings: Settings) -> Settings:
    """The same society where nobody's ties count for anything to her."""
    return Settings.model_validate({**settings.model_dump(), "weight": 0.0})


class State(NamedTuple):
    """What a friend adds to the firm's log odds: with a high signal (K2), and with a low one (K3)."""

    high_friend: float
    low_friend: float


class Ties(NamedTuple):
    """The chance that two people who meet become friends, by their types."""

    both_high: float
    mixed: float
    both_low: float


class Rule(NamedTuple):
    """The firm's log odds of high type: base + signal y (+1, -1) + high_friend h + low_friend l."""

    base: float
    signal: float
    high_friend: float
    low_friend: float


def init() -> State:
    """No friend counts."""
    return State(0.0, 0.0)


def chance_above(worth: float, settings: Settings) -> float:
    """The chance that a match is worth more than a number."""
    if settings.match == "exponential":
        return math.exp(-max(worth, 0.0) / settings.match_mean)
    return min(1.0, max(0.0, 1.0 - worth / (2 * settings.match_mean)))


def gains(state: State, settings: Settings) -> tuple[float, float]:
    """What a friend of high and of low type is expected to add to the utility of somebody who cares for her score."""
    eps = settings.noise
    high = (1 - eps) * state.high_friend + eps * state.low_friend
    low = eps * state.high_friend + (1 - eps) * state.low_friend
    return settings.weight * high, settings.weight * low


def tie_chances(state: State, settings: Settings) -> Ties:
    """Both must gain: m less the difference of types plus what the other adds to one's score, if one cares."""
    high, low = gains(state, settings)
    return Ties(
        _mutual(high, high, 0.0, settings),
        _mutual(low, high, settings.difference, settings),
        _mutual(low, low, 0.0, settings),
    )


def _mutual(one: float, other: float, difference: float, settings: Settings) -> float:
    """The chance of a tie, by who of the two cares for her score; the one who gains less decides."""
    care = settings.caring
    cases = (
        (care * care, max(-one, -other)),
        (care * (1 - care), max(-one, 0.0)),
        (care * (1 - care), max(-other, 0.0)),
        ((1 - care) ** 2, 0.0),
    )
    return sum(share * chance_above(difference + least, settings) for share, least in cases)


def friend_rates(ties: Ties, settings: Settings) -> tuple[tuple[float, float], tuple[float, float]]:
    """Expected friends with a high and with a low signal, of a person of high type and of one of low type."""
    eps, highs = settings.noise, settings.high_types
    kinds = []
    for to_high, to_low in ((ties.both_high, ties.mixed), (ties.mixed, ties.both_low)):
        high, low = highs * to_high, (1 - highs) * to_low
        rates = (1 - eps) * high + eps * low, eps * high + (1 - eps) * low
        kinds.append((settings.meetings * rates[0], settings.meetings * rates[1]))
    return kinds[0], kinds[1]


def rule_of(ties: Ties, settings: Settings) -> Rule:
    """The firm's Bayesian rule where these are the chances of ties; friends by signal are Poisson counts."""
    (hh, hl), (lh, ll) = friend_rates(ties, settings)
    prior = math.log(settings.high_types / (1 - settings.high_types))
    own = math.log((1 - settings.noise) / settings.noise)
    return Rule((lh + ll - hh - hl) + prior, own, _log_ratio(hh, lh), _log_ratio(hl, ll))


def _log_ratio(one: float, other: float) -> float:
    return math.log(max(one, _LEAST) / max(other, _LEAST))


def step(state: State, settings: Settings) -> State:
    """People make ties given K2 and K3; the firm learns the chances of ties and moves towards the rule they give."""
    rule = rule_of(tie_chances(state, settings), settings)
    seen = (rule.high_friend, rule.low_friend)
    return State._make(old + settings.moving * (new - old) for old, new in zip(state, seen, strict=True))


def adjust(settings: Settings) -> Iterator[State]:
    """States from the first until K2 and K3 settle within `precision`, or `rounds` have passed."""
    state = init()
    yield state
    for _ in range(settings.rounds):
        before, state = state, step(state, settings)
        yield state
        if max(abs(state[0] - before[0]), abs(state[1] - before[1])) <= settings.precision:
            return


def settled(settings: Settings) -> State:
    """The last state of the adjustment: the equilibrium, where it settles."""
    *_, last = adjust(settings)
    return last
