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
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from hushed.errors import InputError
from hushed.parameters import Amount, Parameters, Positive, described
from hushed.random import LARGEST_SEED
from hushed.replications.draws import Draws

Floats: TypeAlias = NDArray[np.float64]
Response: TypeAlias = Callable[[float], float]
"""How many act, where so many did: F in the model's units."""
Thresholds: TypeAlias = Annotated[
    tuple[float, ...], BeforeValidator(lambda given: tuple(given) if isinstance(given, list) else given)
]
"""Listed thresholds, one for each person."""
_THRESHOLD = 0
"""What the only draw is for: the threshold of a person."""
_SETTLED = 1e-12
"""Share of everybody below which a move in the continuum counts as none."""


class Settings(Parameters):
    """A crowd and its thresholds; the defaults are Granovetter's normal crowd just below the critical spread."""

    distribution: Literal["list", "normal", "truncated-normal", "uniform"] = described(
        "normal", "thresholds as listed, normal, normal truncated to [0, out_of], or uniform"
    )
    thresholds: Thresholds = described((), "listed thresholds, one for each person; for 'list' only")
    mean: float = described(25.0, "mean of the (untruncated) normal thresholds", "people out of out_of")
    sd: Positive = described(12.2, "standard deviation of the (untruncated) normal thresholds", "people out of out_of")
    low: float = described(0.0, "lowest threshold of the uniform distribution", "people out of out_of")
    high: float = described(100.0, "highest threshold of the uniform distribution", "people out of out_of")
    out_of: Positive = described(100.0, "what everybody amounts to in the units of thresholds: 100 for percent")
    population: Annotated[int, Field(ge=0, le=10**7)] = described(
        0, "people whose thresholds are drawn; 0 for the continuum; a list brings its own", "people"
    )
    start: Amount = described(0.0, "how many act in round 0", "people out of out_of")
    strictly: bool = described(False, "whether more than one's threshold must act, instead of at least as many")
    rounds: Annotated[int, Field(ge=1, le=10**6)] = described(1000, "rounds after which a run ends anyhow", "rounds")
    crowds: Annotated[int, Field(ge=1, le=10**6)] = described(1, "crowds drawn one after the other", "crowds")
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = described(0, "seed of drawn thresholds")

    @property
    def is_continuum(self) -> bool:
        """Whether thresholds are a distribution instead of so many people's."""
        return self.distribution != "list" and self.population == 0


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
    _check(settings)
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


def thresholds_of(settings: Settings, replicate: int = 0) -> Floats:
    """Everybody's threshold: float64, shape (people,), as listed or drawn by inversion."""
    if settings.distribution == "list":
        return np.array(settings.thresholds)
    drawn = Draws(settings.seed, replicate).uniforms(_THRESHOLD, subjects=settings.population)
    if settings.distribution == "uniform":
        return settings.low + (settings.high - settings.low) * drawn
    below, within = _truncation(settings)
    normal: Floats = settings.mean + settings.sd * ndtri(below + within * drawn)
    return normal


def cumulative(settings: Settings, threshold: float) -> float:
    """Share of thresholds at or below a number, in the distribution they are drawn from; in [0, 1]."""
    if settings.distribution == "uniform":
        return min(max((threshold - settings.low) / (settings.high - settings.low), 0.0), 1.0)
    below, within = _truncation(settings)
    share = (float(ndtr((threshold - settings.mean) / settings.sd)) - below) / within
    return min(max(share, 0.0), 1.0)


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


def _truncation(settings: Settings) -> tuple[float, float]:
    """The normal mass cut off below, and the mass kept: (0, 1) where nothing is cut off."""
    if settings.distribution != "truncated-normal":
        return 0.0, 1.0
    below, upto = (float(ndtr((end - settings.mean) / settings.sd)) for end in (0.0, settings.out_of))
    return below, upto - below


def _turns(settings: Settings) -> list[float]:
    """Numbers between which F(r) - r only rises or only falls, ascending."""
    if settings.distribution == "uniform":
        return [settings.low, settings.high]
    # The slope of F is 1 where the normal density, made taller by truncation, has come down to it.
    peak = settings.out_of / (settings.sd * math.sqrt(2 * math.pi) * _truncation(settings)[1])
    if peak <= 1:
        return []
    reach = settings.sd * math.sqrt(2 * math.log(peak))
    return [settings.mean - reach, settings.mean + reach]


def _fixed_point(settings: Settings, respond: Response) -> float:
    """The first fixed point on the way from `start`, by root finding on each stretch where F(r) - r is monotone."""

    def excess(acting: float) -> float:
        return respond(acting) - acting

    here = settings.start
    rising = excess(here) > 0
    turns = [turn for turn in _turns(settings) if 0 < turn < settings.out_of]
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


def _check(settings: Settings) -> None:
    mistakes: list[str] = []
    if settings.start > settings.out_of:
        mistakes.append(f"start: at most out_of ({settings.out_of:g}) can act; this is {settings.start:g}")
    if (settings.distribution == "list") != bool(settings.thresholds):
        mistakes.append("thresholds: to be listed with distribution 'list', and with no other")
    if settings.distribution == "list" and settings.population not in (0, len(settings.thresholds)):
        mistakes.append(f"population: {len(settings.thresholds)} thresholds are listed; this is {settings.population}")
    if settings.distribution == "uniform" and settings.low >= settings.high:
        mistakes.append(f"low must be below high ({settings.high:g}); this is {settings.low:g}")
    if settings.distribution == "truncated-normal" and _truncation(settings)[1] < 1e-9:
        mistakes.append(f"mean, sd: hardly any threshold lies between 0 and out_of ({settings.out_of:g})")
    if mistakes:
        raise InputError(*mistakes)


def as_json(settings: Settings, runs: list[Run]) -> dict[str, Any]:
    """Plain dictionary: the settings, the final figures, and each crowd's path or, of many, where each settled."""
    settled = np.array([run.equilibrium for run in runs])
    final: dict[str, Any] = {
        "equilibrium": float(settled.mean()),
        "acting": float(np.mean([run.path[-1] for run in runs])),
        "rounds": max(run.path.size - 1 for run in runs),
        "settled": sum(run.settled for run in runs) / len(runs),
    }
    told: dict[str, Any] = {"settings": settings.model_dump(mode="json"), "final": final}
    if len(runs) == 1:
        return told | {"per_round": {"acting": runs[0].path.tolist()}}
    final["equilibrium_sd"] = float(settled.std(ddof=1))
    return told | {"equilibria": settled.tolist()}
