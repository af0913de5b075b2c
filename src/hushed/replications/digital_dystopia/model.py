"""The core of Tirole 2021 as a fixed point, and hushed's form of its bundled and graph-inclusive scores.

Notation, in the order of the algorithm in `digital_dystopia`: a person of value v gains v e - c by the act, and esteem
mu (M+ - M-). With a bundled score a share of her audience, her weak ties, sees only whether she both acted and
conformed; her strong ties see the act itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

import numpy as np
from pydantic import Field

from hushed.bibliography.publications import in_full
from hushed.parameters import Parameters, Share, described
from hushed.random import LARGEST_SEED, Draws
from hushed.replications.digital_dystopia.values import Family, Floats, Values
from hushed.replications.limits import Bounded, BoundedAmount, BoundedPositive

NAME = "digital-dystopia"
CITATION = in_full("tirole2021")
Score = Literal["separate", "bundled", "graph"]
# Gauss-Legendre on [0, 1], crowded towards both ends by a smooth step, for quantiles can be steep there.
_X, _W = ((1.0 + np.polynomial.legendre.leggauss(48)[0]) / 2, np.polynomial.legendre.leggauss(48)[1] / 2)
_NODES = _X**4 * (35.0 - 84.0 * _X + 70.0 * _X**2 - 20.0 * _X**3)
_WEIGHTS = _W * 140.0 * (_X * (1.0 - _X)) ** 3
_VALUE, _DISSENT, _COST = 0, 1, 2


class Settings(Parameters):
    """Settings of a society and its score; the defaults of the first eight are the core form with v ~ U[0, 1]."""

    externality: BoundedPositive = described(1.0, "Benefit of the act to others, e: it weighs a person's value.")
    cost: Bounded = described(0.6, "Cost of the act, c.")
    image: BoundedAmount = described(0.4, "Weight of one's image, mu.")
    values: Family = described("uniform", "Distribution of values: uniform, beta or truncated-normal.")
    value_low: Bounded = described(0.0, "Lowest value.")
    value_high: Bounded = described(1.0, "Highest value.")
    value_first: Bounded = described(1.0, "First shape of a Beta, or mean of the normal before truncation.")
    value_second: Bounded = described(1.0, "Second shape of a Beta, or standard deviation of the normal.")
    start: Share = described(0.5, "Share of people expected to act before the first round.")
    score: Score = described("separate", "What weak ties see: separate, bundled, or graph (bundled and graph).")
    dissenters: Share = described(0.3, "Share of people who mind conforming.", "share of people")
    resolve: BoundedPositive = described(0.5, "Largest cost of conforming; costs are uniform from 0. Docile: small.")
    strong_ties: Share = described(0.3, "Share of a person's ties that are strong.", "share of ties")
    ties: BoundedAmount = described(4.0, "Ties per person.", "ties")
    weak_value: BoundedPositive = described(
        0.05, "Mean value of a weak tie; values are uniform from 0 to twice the mean."
    )
    strong_value: BoundedPositive = described(0.5, "Mean value of a strong tie; uniform from 0 to twice the mean.")
    guilt: BoundedAmount = described(
        0.5, "Image that a tie to an open dissenter costs, as a share of what the score is worth."
    )
    step: Annotated[float, Field(gt=0, le=1)] = described(0.5, "How far beliefs move to what was seen each round.")
    rounds: Annotated[int, Field(ge=1, le=100_000)] = described(2000, "Most rounds of adjustment.", "rounds")
    precision: Annotated[float, Field(gt=0, le=1)] = described(
        1e-13, "Largest change of a belief in a round at which adjustment ends."
    )
    people: Annotated[int, Field(ge=1, le=10_000_000)] = described(10_000, "People drawn to check shares.", "people")
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = described(0, "Seed of the people drawn.")

    @property
    def distribution(self) -> Values:
        """The distribution of values; raises InputError if the settings do not describe one."""
        return Values(self.values, self.value_low, self.value_high, self.value_first, self.value_second)


class State(NamedTuple):
    """What people believe, and how many did what; all of a continuum of people."""

    seen_act: float
    "Mean value of those who acted, by strong ties' knowledge (A1)."
    seen_none: float
    "Mean value of those who did not (A0)."
    score_high: float
    "Mean value of those with the high score (S1)."
    score_low: float
    "Mean value of those with the low score (S0)."
    high: float
    "Share with the high score (q)."
    open: float
    "Share who openly dissent (d)."
    acting: float
    "Share who act."
    acting_dissenters: float
    "Share of dissenters who act; 0 where there is none."


class Stakes(NamedTuple):
    """What a person weighs under a score."""

    direct: float
    "Esteem of those who see the act itself, for acting."
    scored: float
    "Esteem of those who see the score, for the high one, less the ties that holding it makes one drop (w)."
    breach: float
    "Guilt of one tie to an open dissenter (z): ties worth less are dropped."
    outcast: float
    "Value of the ties an open dissenter expects to lose (L)."


def init(settings: Settings) -> State:
    """Beliefs before the first round: a share `start` of highest values acts, and every dissenter dissents openly."""
    values = settings.distribution
    above, under = values.images(float(values.at(1.0 - settings.start)))
    high = settings.start * (1.0 - settings.dissenters)
    low_mean = (values.mean - high * above) / (1.0 - high) if high < 1 else under
    return State(above, under, above, low_mean, high, settings.dissenters, settings.start, settings.start)


def stakes(state: State, settings: Settings) -> Stakes:
    """What is at stake for people with the beliefs of a state."""
    gap = state.seen_act - state.seen_none
    if settings.score == "separate":
        return Stakes(settings.image * gap, 0.0, 0.0, 0.0)
    scored = settings.image * (1.0 - settings.strong_ties) * (state.score_high - state.score_low)
    direct = settings.image * settings.strong_ties * gap
    if settings.score == "bundled":
        return Stakes(direct, scored, 0.0, 0.0)
    breach = settings.guilt * max(scored, 0.0)
    dropped = settings.ties * _value_dropped(breach, settings)
    # Images are beliefs and average out: guilt borne by some is credit to those who bear none. The ties are lost.
    net = max(scored - state.open * dropped, min(scored, 0.0))
    return Stakes(direct, net, breach, state.high * dropped)


def _kinds(settings: Settings) -> tuple[tuple[float, float], tuple[float, float]]:
    return (1.0 - settings.strong_ties, settings.weak_value), (settings.strong_ties, settings.strong_value)


def _value_dropped(breach: float, settings: Settings) -> float:
    """Mean value of ties worth less than the breach, per tie: E[t; t < z]."""
    return sum(share * min(breach, 2 * mean) ** 2 / (4 * mean) for share, mean in _kinds(settings))


def ties_broken(state: State, settings: Settings) -> float:
    """Share of all ties that are dropped: between a high score and an open dissenter, worth less than the guilt."""
    breach = stakes(state, settings).breach
    dropped = sum(share * min(breach / (2 * mean), 1.0) for share, mean in _kinds(settings))
    return 2.0 * state.high * state.open * dropped


def choices(value: Floats, theta: Floats, at_stake: Stakes, settings: Settings) -> tuple[Floats, Floats]:
    """Whether people act, and whether they conform, as 0 and 1; `theta` is what conforming costs them, 0 if nothing.

    The best of four: act or not, conform or not. Who is indifferent acts, and conforms.
    """
    act = settings.externality * value - settings.cost + at_stake.direct
    conform = (theta <= _highest_cost(act, at_stake)) | (theta <= 0)
    acts = np.where(conform, act + at_stake.scored >= 0, act >= 0)
    return acts.astype(float), conform.astype(float)


def _highest_cost(act: Floats, at_stake: Stakes) -> Floats:
    """The largest cost at which a person conforms: what the best conforming course gains over the best open one."""
    gain = np.maximum(act + at_stake.scored, 0.0) - np.maximum(act, 0.0)
    raised: Floats = at_stake.outcast + gain
    return raised


def step(state: State, settings: Settings) -> State:
    """Everybody chooses best by the beliefs of a state; beliefs move part of the way to what was then seen."""
    seen = _seen(stakes(state, settings), settings)
    moved = [old + settings.step * (new - old) for old, new in zip(state[:6], seen[:6], strict=True)]
    return State._make([*moved, *seen[6:]])


def _seen(at_stake: Stakes, settings: Settings) -> State:
    """What a continuum of people does, by Gauss-Legendre quadrature over quantiles between the kinks of choice."""
    values = settings.distribution
    share, weight = _quantiles(at_stake, settings, values)
    value = np.asarray(values.at(share))
    act = settings.externality * value - settings.cost + at_stake.direct
    conform = np.clip(_highest_cost(act, at_stake) / settings.resolve, 0.0, 1.0)
    good, alone = (act + at_stake.scored >= 0).astype(float), (act >= 0).astype(float)
    mind = settings.dissenters
    high = weight * good * (1.0 - mind + mind * conform)
    dissenters_act = weight * (conform * good + (1.0 - conform) * alone)
    acting = weight * good * (1.0 - mind) + mind * dissenters_act
    seen_act, seen_none = _means(value, acting, weight, values)
    score_high, score_low = _means(value, high, weight, values)
    opened = mind * float(weight @ (1.0 - conform))
    busy = float(dissenters_act.sum()) if mind else 0.0
    return State(seen_act, seen_none, score_high, score_low, float(high.sum()), opened, float(acting.sum()), busy)


def _quantiles(at_stake: Stakes, settings: Settings, values: Values) -> tuple[Floats, Floats]:
    shift = settings.cost - at_stake.direct
    heights = (0.0, -at_stake.scored, settings.resolve - at_stake.scored - at_stake.outcast)
    kinks = values.below(np.array([(shift + height) / settings.externality for height in heights]))
    edges = np.unique(np.concatenate(([0.0], kinks, [1.0])))
    start, width = edges[:-1, None], np.diff(edges)[:, None]
    return (start + width * _NODES).ravel(), (width * _WEIGHTS).ravel()


def _means(value: Floats, chosen: Floats, weight: Floats, values: Values) -> tuple[float, float]:
    """Mean value of the chosen and of the rest; an empty side is believed to be at its end of the support."""
    rest = weight - chosen
    above = float(value @ chosen / chosen.sum()) if chosen.sum() > 1e-12 else values.high
    under = float(value @ rest / rest.sum()) if rest.sum() > 1e-12 else values.low
    return above, under


def play(settings: Settings) -> Iterator[State]:
    """States from the first until beliefs settle within `precision`, or `rounds` have passed."""
    state = init(settings)
    yield state
    for _ in range(settings.rounds):
        before, state = state, step(state, settings)
        yield state
        if max(abs(new - old) for new, old in zip(state[:6], before[:6], strict=True)) <= settings.precision:
            return


def settled(settings: Settings) -> State:
    """The last state of a play."""
    state = init(settings)
    for state in play(settings):  # noqa: B007
        pass
    return state


def drawn_people(settings: Settings, at_stake: Stakes, replicate: int = 0) -> tuple[Floats, Floats]:
    """Whether people drawn one by one act, and whether they conform: a finite society under the same beliefs."""
    draws = Draws(settings.seed, replicate)
    value = np.asarray(settings.distribution.at(draws.uniforms(_VALUE, subjects=settings.people)))
    minds = draws.uniforms(_DISSENT, subjects=settings.people) < settings.dissenters
    theta = settings.resolve * (1.0 - draws.uniforms(_COST, subjects=settings.people))
    return choices(value, np.where(minds, theta, 0.0), at_stake, settings)
