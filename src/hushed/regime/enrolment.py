"""Enrolment: who is in the system, by choice or by compulsion."""

from __future__ import annotations

from typing import Self

from hushed.parameters import Share, described
from hushed.regime.instrument import Instrument
from hushed.regime.schedule import Level, ShareLevel, mapped


class Enrolment(Instrument):
    """Who has a score: a person is in if her propensity to enrol is below the share enrolled."""

    share: ShareLevel = described(1.0, "Share of people enrolled (p).", "share of people")
    volunteers: Share = described(
        0.3, "Share of people who would enrol, and stay, if they were free to leave.", "share of people"
    )

    def removed(self) -> Self:
        """Nobody is compelled: the share enrolled never goes above those who would volunteer."""
        return self.freed(1.0)

    def freed(self, dose: float) -> Self:
        """Those enrolled beyond the volunteers are let go, by a dose in [0, 1]."""

        def less(share: float) -> float:
            return (1.0 - dose) * share + dose * min(share, self.volunteers)

        changes: dict[str, Level] = {"share": mapped(self.share, less)}
        return self.model_copy(update=changes)
