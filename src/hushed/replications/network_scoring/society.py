"""Invented societies for the model of Wei and others 2016: who meets whom, who befriends whom, and how scores fare."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.errors import InputError
from hushed.random import Draws
from hushed.replications.meanings import Meaning
from hushed.replications.network_scoring.model import (
    Rule,
    Settings,
    State,
    friend_rates,
    gains,
    init,
    rule_of,
    settled,
    tie_chances,
    unscored,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]
_TYPE, _SIGNAL, _CARE, _MEET, _MATCH = range(5)


class Society(NamedTuple):
    """People of two types, their signals, whether they care for a score, and the pairs who meet."""

    high: Flags
    "Whether a person is of high type; shape (people,)."
    signal: Flags
    "Whether her signal is high; shape (people,)."
    cares: Flags
    "Whether she cares for her score; shape (people,)."
    left: Places
    "One of each pair who meet; shape (meetings,)."
    right: Places
    "The other one."
    match: Floats
    "What the match is worth to both, before types and scores; shape (meetings,)."


class Outcome(NamedTuple):
    """One society's network and scores; each is explained in `OUTCOMES`."""

    mean_degree: float
    same_type: float
    components: float
    largest: float
    friendless: float
    error: float
    right: float


OUTCOMES = {
    "mean_degree": Meaning("friends per person", "How many friends people have."),
    "same_type": Meaning("share of ties", "How many are between people of one type; 1 where there is no tie."),
    "components": Meaning("groups per person", "How many groups have no tie between them; the friendless count."),
    "largest": Meaning("share of people", "How many are in the largest group."),
    "friendless": Meaning("share of people", "How many have no friends."),
    "error": Meaning("squared probability", "How far scores are from true types, mean squared (Brier score)."),
    "right": Meaning("share of people", "How many types are told rightly by a score above or below one half."),
}
"""What the outcomes of a society are, by name."""


def drawn(settings: Settings, replicate: int) -> Society:
    """Draw a society; raises InputError where there are too few people for so many meetings."""
    if settings.meetings > settings.people - 1:
        raise InputError(f"meetings is {settings.meetings:g}; among {settings.people} people none can meet so many")
    draws, people = Draws(settings.seed, replicate), settings.people
    high = draws.uniforms(_TYPE, subjects=people) < settings.high_types
    wrong = draws.uniforms(_SIGNAL, subjects=people) < settings.noise
    cares = draws.uniforms(_CARE, subjects=people) < settings.caring
    left, right = np.triu_indices(people, 1)
    pair = left * people + right
    met = draws.uniforms(_MEET, subjects=pair) < settings.meetings / (people - 1)
    share = draws.uniforms(_MATCH, subjects=pair[met])
    worth = -np.log1p(-share) if settings.match == "exponential" else 2.0 * share
    return Society(high, high ^ wrong, cares, left[met], right[met], settings.match_mean * worth)


def befriended(society: Society, state: State, settings: Settings) -> Flags:
    """Which of the pairs who meet become friends: both must gain by it. Who is indifferent does not."""
    to_high, to_low = gains(state, settings)
    other = settings.difference * (society.high[society.left] != society.high[society.right])

    def willing(one: Places, friend: Places) -> Flags:
        gain = np.where(society.high[friend], to_high, to_low) * society.cares[one]
        accepted: Flags = society.match - other + gain > 0
        return accepted

    return willing(society.left, society.right) & willing(society.right, society.left)


def scores(society: Society, friends: Flags, rule: Rule) -> Floats:
    """Every person's probability of being of high type by the firm's rule; shape (people,)."""
    ends = np.concatenate((society.left[friends], society.right[friends]))
    others = np.concatenate((society.right[friends], society.left[friends]))
    people = society.high.size
    good = np.bincount(ends, weights=society.signal[others], minlength=people)
    bad = np.bincount(ends, minlength=people) - good
    odds = rule.base + rule.signal * (2.0 * society.signal - 1.0) + rule.high_friend * good + rule.low_friend * bad
    return probability(odds)


def probability(odds: Any) -> Floats:
    """The probability that log odds stand for."""
    told: Floats = 0.5 * (1.0 + np.tanh(np.asarray(odds) / 2.0))
    return told


def groups(people: int, left: Places, right: Places) -> Places:
    """The lowest number in each person's connected group; shape (people,)."""
    label = np.arange(people)
    while True:
        before = label.copy()
        low = np.minimum(label[left], label[right])
        np.minimum.at(label, left, low)
        np.minimum.at(label, right, low)
        label = label[label]
        if (label == before).all():
            return label


def outcome(society: Society, state: State, settings: Settings) -> Outcome:
    """The network and the scores that come of a rule known to all."""
    friends = befriended(society, state, settings)
    left, right = society.left[friends], society.right[friends]
    people, ties = society.high.size, int(friends.sum())
    degree = np.bincount(np.concatenate((left, right)), minlength=people)
    sizes = np.unique(groups(people, left, right), return_counts=True)[1]
    told = scores(society, friends, rule_of(tie_chances(state, settings), settings))
    return Outcome(
        mean_degree=2.0 * ties / people,
        same_type=float((society.high[left] == society.high[right]).mean()) if ties else 1.0,
        components=sizes.size / people,
        largest=float(sizes.max()) / people,
        friendless=float((degree == 0).mean()),
        error=float(((told - society.high) ** 2).mean()),
        right=float(((told > 0.5) == society.high).mean()),
    )


def play(settings: Settings, replicate: int) -> tuple[Outcome, Outcome]:
    """One society without scoring by ties, and the same people, meetings and matches with it, in equilibrium.

    Without it nobody's ties count for anything to her; the firm still knows them, and reads them by the rule that
    fits them.
    """
    society = drawn(settings, replicate)
    return outcome(society, init(), unscored(settings)), outcome(society, settled(settings), settings)


def expected_error(settings: Settings, state: State) -> float:
    """The firm's mean squared error where friends are Poisson counts: the sum over all counts that matter."""
    ties = tie_chances(state, settings)
    rule, total = rule_of(ties, settings), 0.0
    for is_high, rates in zip((1.0, 0.0), friend_rates(ties, settings), strict=True):
        share = settings.high_types if is_high else 1.0 - settings.high_types
        good, bad = (_poisson(rate) for rate in rates)
        friends = rule.high_friend * np.arange(good.size)[:, None] + rule.low_friend * np.arange(bad.size)
        for signal in (1.0, -1.0):
            chance = 1.0 - settings.noise if (signal > 0) == bool(is_high) else settings.noise
            told = probability(rule.base + rule.signal * signal + friends)
            total += share * chance * float(good @ (told - is_high) ** 2 @ bad)
    return total


def _poisson(rate: float) -> Floats:
    """Chances of the counts from 0 to far above the rate."""
    counts = range(int(rate + 12 * math.sqrt(rate) + 20))
    if rate == 0:
        return np.array([1.0 if count == 0 else 0.0 for count in counts])
    return np.array([math.exp(count * math.log(rate) - rate - math.lgamma(count + 1)) for count in counts])
