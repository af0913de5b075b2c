"""Scoring: where the line lies and what crossing it costs."""

from __future__ import annotations

from typing import Any, Literal, Self

from hushed.parameters import Amount, Share, described
from hushed.regime.instrument import Instrument
from hushed.regime.schedule import AmountLevel, PositiveShareLevel, ShareLevel, mapped


class Scoring(Instrument):
    """A score that starts at 1, falls when one is punished and recovers slowly."""

    tolerance: ShareLevel = described(
        0.25, "The loudest dissent that is lawful (tau).", "voice, 0 says nothing, 1 says all"
    )
    severity: AmountLevel = described(
        0.0, "Score lost when punished (psi); under the proportional form, per unit above the line.", "score"
    )
    form: Literal["uniform", "proportional"] = described(
        "uniform", "Whether any dissent costs the same, or costs grow with how far it goes."
    )
    proportional_share: Share = described(
        0.0,
        "Where the form is uniform, share of people judged proportionally all the same.",
        "share of people",
    )
    misread_excess: Share = described(
        0.1, "How far over the line misread conduct is taken to be, under the proportional form (h).", "voice"
    )
    recovery: PositiveShareLevel = described(
        0.1, "Share of the lost score that comes back each round (rho).", "share per round"
    )
    severity_cap: Amount = described(1.0, "The most severity that a law capping it allows.", "score")
    capping: Share = described(
        0.0, "How far severity, also one that an adaptive authority sets, is held to the cap.", "dose"
    )

    def removed(self) -> Self:
        """Nothing is lost by being seen: severity 0. Where the line lies is left as it is."""
        changes: dict[str, Any] = {"severity": mapped(self.severity, lambda _: 0.0)}
        return self.model_copy(update=changes)
