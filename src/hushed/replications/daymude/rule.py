"""What a person says under Daymude, Axelrod & Forrest 2025, "Strategic Analysis of Dissent and Self-Censorship".

arXiv 2509.03731, the published closed forms. Symbols: a action, delta desired dissent, beta boldness; of the authority
tau tolerance, psi severity, nu surveillance. A person is seen with chance nu + (1 - nu) a and, if seen with a > tau,
is punished psi (uniform) or psi (a - tau) (proportional); a maximises beta a less the expected punishment.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled

Punishment = Literal["uniform", "proportional"]


@compiled
def defiance_threshold(boldness: float, tolerance: float, severity: float, surveillance: float) -> float:
    """Desire above which defiance pays, uniform punishment: d_uni = (beta tau + nu psi) / (beta - (1 - nu) psi).

    Meaningful where beta > (1 - nu) psi; otherwise nobody so timid defies.
    """
    return (boldness * tolerance + surveillance * severity) / (boldness - (1.0 - surveillance) * severity)


@compiled
def partial_defiance(boldness: float, tolerance: float, severity: float, surveillance: float) -> float:
    """Unbounded best action, proportional punishment: d_pro = 1/2 (tau + (beta - nu psi) / ((1 - nu) psi)), nu < 1."""
    return 0.5 * (tolerance + (boldness - surveillance * severity) / ((1.0 - surveillance) * severity))


@compiled
def published_voice_uniform(
    desire: float, boldness: float, tolerance: float, severity: float, surveillance: float
) -> float:
    """Best action under uniform punishment: all one desires, or just what is tolerated."""
    if desire <= tolerance:
        return desire
    if boldness <= (1.0 - surveillance) * severity:
        return tolerance
    return desire if desire >= defiance_threshold(boldness, tolerance, severity, surveillance) else tolerance


@compiled
def published_voice_proportional(
    desire: float, boldness: float, tolerance: float, severity: float, surveillance: float
) -> float:
    """Best action under proportional punishment: d_pro, held between what is tolerated and what is desired."""
    if desire <= tolerance:
        return desire
    if surveillance == 1.0:
        return desire if boldness >= severity else tolerance
    between = partial_defiance(boldness, tolerance, severity, surveillance)
    return desire if desire <= between else max(tolerance, between)


def published_voice(
    desire: float,
    boldness: float,
    tolerance: float,
    severity: float,
    surveillance: float,
    form: Punishment,
) -> float:
    """Best action in [0, desire] of one person; `form` is the form of punishment.

    Desire, tolerance and surveillance in [0, 1]; boldness and severity above 0.
    """
    voice = published_voice_uniform if form == "uniform" else published_voice_proportional
    return voice(desire, boldness, tolerance, severity, surveillance)


def silencing_severity(
    desires: NDArray[np.float64],
    boldnesses: NDArray[np.float64],
    *,
    tolerance: float,
    surveillance: float,
    form: Punishment,
) -> float:
    """Least severity sure to hold every one of these people to what is tolerated; 0 where nobody wants more.

    Uniform: max beta (delta - tau) / (nu + (1 - nu) delta); proportional: max beta / (nu + (1 - nu) tau), infinite
    where tau = nu = 0; both over people with delta > tau. At the severity itself a uniform tie still defies.
    """
    wanting = desires > tolerance
    bold, desire = boldnesses[wanting], desires[wanting]
    if not desire.size:
        return 0.0
    if form == "uniform":
        return float(np.max(bold * (desire - tolerance) / (surveillance + (1.0 - surveillance) * desire)))
    seen = surveillance + (1.0 - surveillance) * tolerance
    return float(np.max(bold)) / seen if seen > 0.0 else float("inf")
