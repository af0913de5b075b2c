"""The threshold model of Granovetter 1978 and Kuran 1989: people who act once enough others do.

Events of a run:

1. Everybody gets a threshold: how many must act before she does. It is listed, or drawn from a distribution.
2. In round 0 as many act as `start` says: nobody, as published. Those with a threshold of 0 or less need no example.
3. In every round, all at once, those act whose threshold is at most the number who acted in the round before:
   r(t+1) = F(r(t)), F being the cumulative distribution of thresholds (Granovetter 1978).
4. It ends when the number stays the same. As F cannot fall, the number goes one way only, so it ends at the first
   fixed point r = F(r) on that way.

Numbers and thresholds are out of `out_of`: 100 makes them percent, or people of a crowd of 100. In the continuum
(population 0) F is the distribution itself, so the normal law has people with thresholds below 0, who act at once, and
above `out_of`, who never do.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

from hushed.replications.meanings import Meaning, ended
from hushed.replications.thresholds.people import Floats, Settings, check, cumulative, thresholds_of, turns_of

MEANINGS = {
    "equilibrium": Meaning("people out of out_of", "How many act where the crowd settles; the mean over crowds."),
    "acting": Meaning("people out of out_of", "How many acted in the last round played; the mean over crowds."),
    "rounds": Meaning("rounds", "How many were played by the crowd that took longest."),
    "settled": Meaning("share of crowds", "How many settled before the rounds were over."),
    "equilibrium_sd": Meaning("people out of out_of", "How far apart crowds settle: a standard deviation."),
}
"""What a run tells at its end, by name; `out_of` is what everybody amounts to, 100 unless set."""
Response: TypeAlias = Callable[[float], float]
"""How many act, where so many did: F in the model's units."""
_SETTLED = 1e-12
"""Share of everybody below which a move in the continuum counts as none."""


class State(NamedTuple):
    """Where a run stands."""

    round: int
    "Rounds played."
    acting: float
    "How many acted in the last one, out of `out_of`."


class Run(NamedTuple):
    """What one crowd did."""

    path: Floats
    "How many acted in each round, round 0 first; shape (rounds + 1,)."
    equilibrium: float
    "Where it settles: exact even where the path was cut off."
    settled: bool
    "Whether the path got there."


def init(settings: Settings) -> State:
    """Round 0: as many act as `start` says; raises InputError where settings contradict each other."""
    check(settings)
    return State(0, settings.start)


def step(state: State, respond: Response) -> State:
    """One round: those act whose thresholds are met by the number of the round before."""
    return State(state.round + 1, respond(state.acting))


def play(settings: Settings, replicate: int = 0) -> Run:
    """Play one crowd until it settles or rounds run out; `replicate` is the number of the crowd."""
    state = init(settings)
    respond = response(settings, replicate)
    least_move = _SETTLED * settings.out_of if settings.is_continuum else 0.0
    path, settled = [state.acting], False
    while state.round < settings.rounds and not settled:
        state = step(state, respond)
        settled = abs(state.acting - path[-1]) <= least_move
        path.append(state.acting)
    equilibrium = _fixed_point(settings, respond) if settings.is_continuum else _last(state, respond)
    return Run(np.array(path), equilibrium, settled)


def response(settings: Settings, replicate: int = 0) -> Response:
    """How many act, where so many did: F of the crowd of that number, or of the continuum."""
    if settings.is_continuum:
        return lambda acting: settings.out_of * cumulative(settings, acting)
    ordered = np.sort(thresholds_of(settings, replicate))
    side: Literal["left", "right"] = "left" if settings.strictly else "right"
    return lambda acting: settings.out_of * int(np.searchsorted(ordered, acting, side)) / ordered.size


def critical_spread(mean: float, out_of: float = 100.0) -> float:
    """The standard deviation at which a normal crowd tips: there F touches the diagonal. `mean` is below out_of / 2.

    Touching means F(r) = r and F'(r) = 1. With z = (r - mean)/sd and N = out_of they read N Phi(z) = mean + sd z and
    N phi(z) = sd, hence Phi(z) - z phi(z) = mean/N. The left side has the derivative z^2 phi(z), so the root is one.
    Raises ValueError for another mean.
    """
    if not 0 < mean < out_of / 2:
        raise ValueError(f"mean must lie between 0 and {out_of / 2:g}; this is {mean:g}")
    z = brentq(lambda z: float(ndtr(z)) - z * _density(z) - mean / out_of, -40.0, 0.0, xtol=1e-14)
    return out_of * _density(z)


def _density(z: float) -> float:
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def _fixed_point(settings: Settings, respond: Response) -> float:
    """The first fixed point on the way from `start`, by root finding on each stretch where F(r) - r is monotone."""

    def excess(acting: float) -> float:
        return respond(acting) - acting

    here = settings.start
    rising = excess(here) > 0
    turns = [turn for turn in turns_of(settings) if 0 < turn < settings.out_of]
    ahead = [turn for turn in turns if turn > here] if rising else [turn for turn in reversed(turns) if turn < here]
    for end in (*ahead, settings.out_of if rising else 0.0):
        if excess(here) == 0:
            break
        if (excess(end) > 0) != rising:
            return float(brentq(excess, here, end, xtol=1e-13))
        here = end
    return here


def _last(state: State, respond: Response) -> float:
    """Where people who are counted settle: the number can move no more often than there are people."""
    while (after := step(state, respond)).acting != state.acting:
        state = after
    return state.acting


def as_json(settings: Settings, runs: list[Run]) -> dict[str, Any]:
    """Plain dictionary: the settings, the final figures, and each crowd's path or, of many, where each settled."""
    settled = np.array([run.equilibrium for run in runs])
    final: dict[str, Any] = {
        "equilibrium": float(settled.mean()),
        "acting": float(np.mean([run.path[-1] for run in runs])),
        "rounds": max(run.path.size - 1 for run in runs),
        "settled": sum(run.settled for run in runs) / len(runs),
    }
    each: dict[str, Any] = {"per_round": {"acting": runs[0].path.tolist()}}
    if len(runs) > 1:
        final["equilibrium_sd"] = float(settled.std(ddof=1))
        each = {"equilibria": settled.tolist()}
    return {"settings": settings.model_dump(mode="json"), **ended(final, MEANINGS), **each}
