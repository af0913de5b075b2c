"""The loop of a hysteresis scan: how far the way back lies from the way there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.experiments.recovery.way import Way
from hushed.outcomes import OUTCOMES
from hushed.results.statistics import Estimate, estimate, told_from_zero
from hushed.results.table import spoken

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
_SAME = 1e-12


class Loop(NamedTuple):
    """One outcome at each value of a parameter, on the way there and on the way back.

    With U_j and D_j the outcome in the last round of value v_j there and back: `area` is the integral of D - U over v
    (trapezoids), `gap` the area over |v_n - v_1|, `left` D_1 - U_1, and `lag` how much further than on the way there
    the parameter has to go back until the outcome is again half-way between U_1 and U_n.
    """

    name: str
    there: Floats
    "Mean over replicates by value; shape (steps,)."
    back: Floats
    "The same on the way back, in the order of the way there; the turning point is shared."
    area: Estimate
    gap: Estimate
    lag: Estimate
    "In the parameter's unit; NaN where the outcome does not move, or never comes half-way back."
    left: Estimate


@dataclass(frozen=True, eq=False)
class Loops:
    """A scan, and the loop of every outcome."""

    dataset: xr.Dataset
    "Dimensions (replicate, round)."
    way: Way
    loops: dict[str, Loop]
    "By outcome."

    @property
    def sentences(self) -> list[str]:
        """What the loop of speech says, in plain words."""
        return told(self)

    @property
    def sentence(self) -> str:
        """The sentences as one text."""
        return " ".join(self.sentences)


def looped(dataset: xr.Dataset, way: Way) -> Loops:
    """The loops in a scan's dataset, all of whose replicates were played to the end."""
    return Loops(dataset, way, {name: _loop(name, held(dataset, name, way), way) for name in OUTCOMES})


def held(dataset: xr.Dataset, name: str, way: Way) -> Floats:
    """A variable in the last round of each value, in the order of `way.values`; shape (replicates, 2 steps - 1)."""
    values: Floats = dataset[name].transpose("replicate", "round").values
    return values[:, way.hold - 1 :: way.hold]


def there_and_back(each: Floats, way: Way) -> tuple[Floats, Floats]:
    """What `held` gives on the way there, and on the way back in the order of the way there; the turn is in both."""
    return each[:, : way.steps], each[:, way.steps - 1 :][:, ::-1]


def _loop(name: str, each: Floats, way: Way) -> Loop:
    there, back = there_and_back(each, way)
    apart, widths = back - there, np.abs(np.diff(way.there))
    areas = ((apart[:, 1:] + apart[:, :-1]) / 2.0 * widths).sum(axis=1)
    return Loop(
        name,
        there.mean(axis=0),
        back.mean(axis=0),
        area=estimate(areas),
        gap=estimate(areas / abs(way.end - way.start)),
        lag=estimate(np.array([lag(one, other, way) for one, other in zip(there, back, strict=True)])),
        left=estimate(apart[:, 0]),
    )


def lag(there: Floats, back: Floats, way: Way) -> float:
    """How much further back the parameter must go until half the change of an outcome is undone; NaN if it never is."""
    if abs(there[-1] - there[0]) <= _SAME:
        return math.nan
    half, values = (there[0] + there[-1]) / 2.0, way.there
    going, coming = _crossings(there, half), _crossings(back, half)
    if not len(coming):
        return math.nan
    lost, regained = _crossed(values, there, half, going[0]), _crossed(values, back, half, coming[-1])
    return float(lost - regained) * math.copysign(1.0, way.end - way.start)


def _crossings(outcome: Floats, level: float) -> NDArray[np.intp]:
    """The steps within which an outcome crosses a level."""
    beyond = outcome >= level
    return np.flatnonzero(beyond[1:] != beyond[:-1])


def _crossed(values: Floats, outcome: Floats, level: float, step: np.intp) -> float:
    """The value at which a straight line over a step crosses a level."""
    low, high = outcome[step], outcome[step + 1]
    return float(values[step] + (level - low) / (high - low) * (values[step + 1] - values[step]))


def told(loops: Loops) -> list[str]:
    """The way back of speech beside its way there, how far the parameter lags, and what is still missing."""
    way, speech = loops.way, loops.loops["voice_share"]
    name = spoken(way.path.rpartition(".")[2])
    moves = f"As {name} goes from {way.start:g} to {way.end:g} and back"
    if speech.gap.mean == 0.0 and not speech.gap.margin > 0.0:
        return [f"{moves}, speech comes back exactly the way it went: there is no loop."]
    if not told_from_zero(speech.gap):
        return [f"{moves}, no loop of speech can be told from chance in these replicates."]
    side = "less" if speech.gap.mean < 0 else "more"
    sentences = [f"{moves}, {_points(speech.gap)} {side} is said on the way back than on the way there, on average."]
    if told_from_zero(speech.lag):
        further = "further back than" if speech.lag.mean > 0 else "less far back than"
        sentences.append(
            f"For half of what was lost to be said again, {name} has to go {abs(speech.lag.mean):.2g} {further} where "
            "that half was lost."
        )
    elif math.isnan(speech.lag.mean):
        sentences.append("Within the scan, half of what was lost is never said again.")
    if told_from_zero(speech.left):
        side = "less" if speech.left.mean < 0 else "more"
        sentences.append(f"With {name} where it began, {_points(speech.left)} {side} is said than at first.")
    return sentences


def _points(value: Estimate) -> str:
    points = f"{100 * abs(value.mean):.1f} points"
    if math.isnan(value.margin):
        return points
    low, high = sorted(100 * math.copysign(1.0, value.mean) * end for end in (value.low, value.high))
    return f"{points} (95 % interval {low:.1f} to {high:.1f})"
