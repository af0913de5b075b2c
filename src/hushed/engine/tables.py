"""The chances of a round that are looked up by count, worked out before it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hushed import rules
from hushed.engine.state import Tables
from hushed.regime.terms import Terms

if TYPE_CHECKING:
    from hushed.engine.simulation import Simulation


def tables(run: Simulation, terms: Terms) -> Tables:
    """What this round's terms, and what everybody knows of the last round, make of each chance."""
    enforcing = terms.false_enforcement * compliance(run) if terms.false_enforcement > 0.0 else 0.0
    told = rules.reporting_share(terms.recruited, terms.duty, terms.enrolled, enforcing)
    most = run.most_gathering
    chances = [
        [rules.chance_cut(terms.ostracism, harmed, terms.shunning * terms.audience, shamed) for shamed in range(3)]
        for harmed in range(3)
    ]
    return Tables(
        unreported_believed=_powers(1.0 - terms.report_chance * told, most),
        unreported=_powers(1.0 - terms.report_chance, most),
        undenounced=_powers(1.0 - terms.false_denunciation, most),
        cut=np.array(chances, dtype=np.float64),
    )


def compliance(run: Simulation) -> float:
    """Share of everyone who complied against her own wish in the last round; 0 before there was one.

    Nobody says more than she wishes, so all who were above the line are among those who wished to be.
    """
    if run.round == 0:
        return 0.0
    last = run.record.tally
    return (last.dissenters - last.loud) / run.society.size


def _powers(base: float, most: int) -> NDArray[np.float64]:
    """The powers 0 to `most` of a number, multiplied up one factor at a time."""
    factors = np.full(most + 1, base, dtype=np.float64)
    factors[0] = 1.0
    return np.cumprod(factors).astype(np.float64, copy=False)
