"""Publicity: scores that others can see."""

from __future__ import annotations

from hushed.parameters import described
from hushed.regime.instrument import Instrument
from hushed.regime.schedule import NumberLevel, ShareLevel


class Publicity(Instrument):
    """Scores are shown: being punished shames, and a low score can be shunned."""

    audience: ShareLevel = described(0.0, "Share of society that sees the scores.", "share of people")
    shaming_line: NumberLevel = described(
        0.5, "Score below which people are put up as a warning; only acts where people shun.", "score"
    )
