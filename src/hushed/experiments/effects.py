"""What a change does to every outcome, with its interval, and in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.experiments.change import Change
from hushed.outcomes import OUTCOMES
from hushed.results.furthest import furthest, summarised
from hushed.results.statistics import Estimate, estimate, variance_ratio
from hushed.results.table import difference as with_sign
from hushed.results.table import shown, spoken

if TYPE_CHECKING:
    import xarray as xr


AS_IS = "as it is"
"""The label of the first arm: the scenario, or the model, as written."""


class Effect(NamedTuple):
    """What the change does to one outcome: changed minus as it is, over pairs of replicates."""

    outcome: str
    as_is: float
    changed: float
    difference: Estimate
    variance_ratio: float
    "How many times fewer replicates paired runs need than unpaired ones; NaN where that cannot be told."


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two arms played on the same societies, and what the change did to every outcome."""

    dataset: xr.Dataset
    "Dimensions (arm, replicate, round)."
    change: Change
    rounds: int
    "Rounds that every pair has played."
    last: dict[str, Effect]
    "Effects in the last round, by outcome."
    mean: dict[str, Effect]
    "Effects on the mean over rounds, by outcome."

    @property
    def sentence(self) -> str:
        """The effect on the chill in the last round, in plain words; of an own model, on its first outcome."""
        if not self.rounds:
            return "No round was played in both arms."
        if self.change.parameters:
            first = next(iter(self.last.values()))
            return told_of_own(self.change, first, self.dataset[first.outcome].attrs["units"])
        return told(self.change, self.last["chill"])


def measured(dataset: xr.Dataset, change: Change, names: Iterable[str] = OUTCOMES) -> Comparison:
    """The effects in a comparison's dataset, over the pairs of replicates that were played furthest in both arms.

    They are those in the last round of these pairs, and those on the mean over rounds.
    """
    rounds = furthest(dataset).rounds
    if not rounds:
        return Comparison(dataset, change, 0, {}, {})
    values = {name: summarised(dataset, name) for name in names}
    last = {name: _effect(name, arms[:, :, -1]) for name, arms in values.items()}
    mean = {name: _effect(name, arms.mean(axis=2)) for name, arms in values.items()}
    return Comparison(dataset, change, rounds, last, mean)


def _effect(name: str, arms: NDArray[np.float64]) -> Effect:
    as_is, changed = arms
    return Effect(
        name,
        float(as_is.mean()),
        float(changed.mean()),
        estimate(changed - as_is),
        variance_ratio(as_is, changed),
    )


def told(change: Change, chill: Effect) -> str:
    """What the change does to the chill, in one or two sentences of plain words; points are hundredths of it."""
    name, difference = spoken(change.name), chill.difference
    start = f"Of the {100 * chill.as_is:.0f} % of desired dissent that stays unsaid, "
    points = _points(difference)
    if change.dose is None:
        caused = "are due to" if difference.mean <= 0 else "would come on top without"
        sentence = f"{start}{points} {caused} {name}."
    else:
        given = "are given back by" if difference.mean <= 0 else "would be added by"
        dose = "" if change.dose == 1.0 else f" at dose {change.dose:g}"
        sentence = f"{start}{points} {given} {name}{dose}."
    return " ".join([sentence, *_caution(difference)])


def told_of_own(change: Change, effect: Effect, unit: str) -> str:
    """What other parameters of an own model do to one outcome, in a sentence or two."""
    outcome, difference = spoken(effect.outcome).capitalize(), with_sign(effect.difference, unit)
    values = f"{shown(effect.as_is, unit)} {AS_IS}, {shown(effect.changed, unit)} {change.label}"
    return " ".join([f"{outcome} in the last round: {values}; {difference}.", *_caution(effect.difference)])


def _points(difference: Estimate) -> str:
    """A difference as points without its sign, with its interval if there is one, to digits that mean something."""
    sign = -1.0 if difference.mean <= 0 else 1.0
    digits = _digits(difference)
    middle = f"{sign * 100 * difference.mean:.{digits}f} points"
    if difference.replicates < 2:
        return middle
    ends = sorted(sign * 100 * end for end in (difference.low, difference.high))
    low, high = (f"{end:.{digits}f}".replace("-", "−") for end in ends)
    return f"{middle} (95 % interval {low} to {high})"


def _digits(difference: Estimate) -> int:
    if abs(difference.mean) >= 0.1 and difference.margin >= 0.01:
        return 0
    return 2 if difference.margin < 0.0005 else 1


def _caution(difference: Estimate) -> Iterator[str]:
    if difference.replicates < 2:
        yield "With one replicate there is no interval: run more to know how sure this is."
    elif difference.low <= 0.0 <= difference.high:
        yield "The interval holds zero: from these replicates no effect can be told."
