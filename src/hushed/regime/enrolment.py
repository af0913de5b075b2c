"""Enrolment: who is in the system, by choice or by compulsion."""

from __future__ import annotations

from typing import Self

from hushed.parameters import Share, described
from hushed.regime.instrument import Instrument
from hushed.regime.schedule import ShareLevel, values_of


class Enrolment(Instrument):
    """Who has a score: a person is in if her propensity to enrol is below the share enrolled."""

    share: ShareLevel = described(1.0, "Share of people enrolled (p).", "share of people")
    volunteers: Share = described(
        0.3, "Share of people who would enrol, and stay, if they were free to leave.", "share of people"
    )

    right_to_leave: Share = described(
        0.0, "How far those enrolled beyond the volunteers are free to leave, and do.", "dose"
    )

    def removed(self) -> Self:
        """Nobody is compelled: the share enrolled never goes above those who would volunteer."""
        return self.model_copy(update={"right_to_leave": 1.0})

    @property
    def active(self) -> bool:
        """Whether anybody is enrolled beyond the volunteers."""
        return self.right_to_leave < 1.0 and any(share > self.volunteers for share in values_of(self.share))
