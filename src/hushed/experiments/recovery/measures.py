"""What comes back after an abolition: how much of it, how fast, and what is still missing at the end."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.experiments.recovery.habits import HABITS
from hushed.outcomes import OUTCOMES
from hushed.results.statistics import Estimate, estimate, ratio, told_from_zero

Floats = NDArray[np.float64]
ARMS = ("never introduced", "never abolished", "abolished")
"""The labels of the arms."""
LASTING = (
    *("chill", "ties_cut", "reproach", "confidence", "score_mean", "score_spread", "score_p05"),
    *("sanctioned", "hardship"),
)
"""What may never return: speech, friendships, habits, scores, sanctions."""
_SAME = 1e-12
_NOT_TOLD = Estimate(math.nan, math.nan, math.nan, 0)


class Regained(NamedTuple):
    """What an abolition gives back of one outcome; levels are means over replicates.

    With N, A and B the arms never introduced, never abolished and abolished, t the first round without the instrument
    and T the last: `gained` is B_T - A_T, `share` (B_T - A_T) / (N_T - A_T), `left` B_T - N_T, and `half_life` the
    least k for which (B_{t+k-1} - A_{t+k-1}) / (B_T - A_T) is at least one half.
    """

    name: str
    before: float
    "In the last round before the abolition."
    floor: float
    "The worst it ever was in the arm in which the instrument was abolished."
    end: float
    never_introduced: float
    "In the last round, without the instrument from the start."
    never_abolished: float
    "In the last round, with it to the end."
    gained: Estimate
    share: Estimate
    "NaN where the instrument makes no difference at the end that can be told from chance."
    half_life: Estimate
    "In rounds; NaN where nothing is gained that can be told from chance."
    left: Estimate


def is_harm(name: str) -> bool:
    """Whether more of an outcome or a habit is worse."""
    return OUTCOMES[name].harm if name in OUTCOMES else HABITS[name].harm


def regained(name: str, arms: Floats, at: int) -> Regained:
    """What an abolition in round `at` gives back of an outcome or a habit; shape (arms, replicates, rounds) in."""
    never, as_is, abolished = arms
    worst = abolished.max(axis=1) if is_harm(name) else abolished.min(axis=1)
    gained = estimate(abolished[:, -1] - as_is[:, -1])
    return Regained(
        name,
        before=float(abolished[:, at - 1].mean()),
        floor=float(worst.mean()),
        end=float(abolished[:, -1].mean()),
        never_introduced=float(never[:, -1].mean()),
        never_abolished=float(as_is[:, -1].mean()),
        gained=gained,
        share=share_back(arms, -1),
        half_life=estimate(half_lives((abolished - as_is)[:, at:])) if told_from_zero(gained) else _NOT_TOLD,
        left=estimate(abolished[:, -1] - never[:, -1]),
    )


def share_back(arms: Floats, round: int) -> Estimate:
    """Of the difference that an instrument makes in a round, the share that its abolition has undone by then.

    `arms` has shape (arms, replicates, rounds). NaN where that difference cannot be told from chance.
    """
    never, as_is, abolished = arms[:, :, round]
    if not told_from_zero(estimate(never - as_is)):
        return _NOT_TOLD
    return ratio(abolished - as_is, never - as_is)


def half_lives(gained: Floats) -> Floats:
    """Rounds until half of what is gained by the end is gained, for each replicate; shape (replicates, rounds) in.

    1 where the first round without the instrument has it all; NaN where nothing is gained.
    """
    end = gained[:, -1]
    some = np.abs(end) > _SAME
    half = gained * np.sign(end)[:, None] >= np.abs(end)[:, None] / 2.0
    return np.where(some, 1.0 + half.argmax(axis=1), np.nan)
