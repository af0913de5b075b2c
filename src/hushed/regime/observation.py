"""Observation: who is watched online, and how well."""

from __future__ import annotations

from typing import Any, Self

from hushed.parameters import described
from hushed.regime.instrument import Instrument
from hushed.regime.schedule import ShareLevel


class Observation(Instrument):
    """What is said online is watched: P(a) = nu + (1 - nu) a for those whose platform reports."""

    surveillance: ShareLevel = described(
        0.0, "Chance of being seen whatever one says (nu); the louder the voice, the more is added.", "chance"
    )
    cooperation: ShareLevel = described(
        1.0, "Share of people whose platform reports to the authority (c).", "share of people"
    )
    identifiability: ShareLevel = described(
        1.0, "Chance that what is said online can be traced to who said it; pseudonyms lower it.", "chance"
    )
    misreading: ShareLevel = described(
        0.0, "Chance that lawful conduct, once seen, is punished all the same (epsilon).", "chance"
    )

    def removed(self) -> Self:
        """Nobody is watched online: no platform reports. What informers report is untouched."""
        changes: dict[str, Any] = {"surveillance": 0.0, "cooperation": 0.0}
        return self.model_copy(update=changes)
