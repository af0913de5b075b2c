"""An authority that adapts: random-mutation hill climbing of tolerance, severity and surveillance.

Source: Daymude, Axelrod & Forrest (2025). Each round one lever is moved at random; if the round cost more
than the round before (or, with `incumbent`, than the policy kept), the move is taken back.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hushed.random import Channel, uniforms
from hushed.regime.authority import Authority
from hushed.regime.terms import Terms, on_grid, towards

LEVERS = ("tolerance", "severity", "surveillance")
_LIMITS = ((0.0, 1.0), (1e-9, np.inf), (0.0, 1.0))
_ITSELF = np.zeros(1, dtype=np.uint64)


class Stance(NamedTuple):
    """Where an adaptive authority stands: the policy in force, the one it would go back to, and a cost to beat."""

    trial: tuple[float, float, float]
    kept: tuple[float, float, float]
    to_beat: float


def first_stance(terms: Terms) -> Stance:
    """The stance before the first round: the policy as written, and no cost to compare with yet."""
    levers = (terms.tolerance, terms.severity, terms.surveillance)
    return Stance(trial=levers, kept=levers, to_beat=np.inf)


def imposed(terms: Terms, stance: Stance) -> Terms:
    """The terms of a round with the levers where the authority has put them, as far as the law lets it.

    A cap holds its severity too, and an authority without any penalty cannot bring one in.
    """
    tolerance, severity, surveillance = stance.trial
    severity = towards(severity, terms.severity_cap, terms.capping) if terms.severity > 0.0 else 0.0
    return terms._replace(tolerance=on_grid(tolerance), severity=severity, surveillance=surveillance)


def next_stance(authority: Authority, stance: Stance, *, cost: float, seed: int, replicate: int, round: int) -> Stance:
    """Take back the last move if it cost too much, then move one lever for the round to come."""
    rejected = cost > stance.to_beat
    kept = stance.kept if rejected else stance.trial
    published = authority.acceptance == "previous_round"
    to_beat = cost if published or not rejected else stance.to_beat

    def draw(channel: Channel) -> float:
        return float(uniforms(seed=seed, replicate=replicate, round=round, subjects=_ITSELF, channel=channel)[0])

    lever = int(draw(Channel.AUTHORITY_LEVER) * len(LEVERS))
    low, high = _LIMITS[lever]
    moved = kept[lever] + authority.window * (2.0 * draw(Channel.AUTHORITY_MOVE) - 1.0)
    trial = list(kept)
    trial[lever] = min(high, max(low, moved))
    return Stance(trial=(trial[0], trial[1], trial[2]), kept=kept, to_beat=to_beat)
