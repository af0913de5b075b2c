"""Clarity: how well people know where the line lies."""

from __future__ import annotations

from hushed.parameters import described
from hushed.regime.instrument import Instrument
from hushed.regime.schedule import AmountLevel


class Clarity(Instrument):
    """A vague line: each person believes it to lie somewhere around where it does."""

    vagueness: AmountLevel = described(
        0.0, "Standard deviation of people's belief about the tolerance (upsilon).", "voice"
    )
