"""What the workload comes to by mathematics, so that every program can be held to the same model.

With wish delta and boldness beta uniform on [0, 1], someone speaks out iff
beta (delta - tau) >= psi (nu + (1 - nu) delta). So the share who do at wish delta is A - B / (delta - tau), with
A = 1 - psi (1 - nu) and B = psi (nu + (1 - nu) tau), from the wish where that is 0 on; shares of people and of
punishments are its integrals.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

TOLERANCE, SEVERITY, SURVEILLANCE = 0.25, 0.6, 0.2
RECOVERY, WEIGHT = 0.1, 0.5
SIGMAS = 5.0
"""Standard errors by which a program may miss; one honest run in a million and a half would."""


class Expected(NamedTuple):
    """Expectations of a round."""

    loud: float
    "Share of people whose voice is above the line."
    punished: float
    "Share of people who lose score in their own right."


def expected() -> Expected:
    """The shares, in closed form."""
    certain = 1.0 - SEVERITY * (1.0 - SURVEILLANCE)
    fear = SEVERITY * (SURVEILLANCE + (1.0 - SURVEILLANCE) * TOLERANCE)
    low, high = fear / certain, 1.0 - TOLERANCE
    span, logs = high - low, math.log(high / low)
    anyway, slope = SURVEILLANCE + (1.0 - SURVEILLANCE) * TOLERANCE, 1.0 - SURVEILLANCE
    loud = certain * span - fear * logs
    punished = certain * (anyway * span + slope * (high**2 - low**2) / 2.0) - fear * (anyway * logs + slope * span)
    return Expected(loud, punished)


def mean_score(rounds: int, degree: float) -> float:
    """Mean score after so many rounds: 1 less the losses so far, own and friends', as far as they have not come back.

    Losses of people without friends fall on nobody else; in a sparse random graph they are a share e^-degree.
    """
    losses = SEVERITY * expected().punished * (1.0 + WEIGHT * (1.0 - math.exp(-degree)))
    return 1.0 - losses * (1.0 - (1.0 - RECOVERY) ** rounds) / RECOVERY


def misses(check: dict[str, Any], *, people: int, degree: float, rounds: int) -> list[str]:
    """In what a run departs from the workload by more than chance; empty if in nothing.

    The mean score varies as the mean of what each person brings on herself and her friends together does, which is at
    most 1 + `WEIGHT` times the spread of scores.
    """
    loud = expected().loud
    found = []
    if abs(check["loud"] - loud) > SIGMAS * math.sqrt(loud * (1.0 - loud) / people):
        found.append(f"share speaking out {check['loud']:.4f}, expected {loud:.4f}")
    if check["score"] is not None:
        mean = mean_score(rounds, degree)
        if abs(check["score"] - mean) > SIGMAS * (1.0 + WEIGHT) * check["spread"] / math.sqrt(people):
            found.append(f"mean score {check['score']:.4f}, expected {mean:.4f}")
    return found
