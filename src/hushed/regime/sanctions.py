"""Sanctions: what a low score shuts a person out of, and for how long."""

from __future__ import annotations

from typing import Annotated, Literal, Self, get_args

from pydantic import Field

from hushed.parameters import Parameters, described
from hushed.regime.instrument import Instrument
from hushed.regime.schedule import AmountLevel, CountLevel, NumberLevel, SwitchLevel

Domain = Literal["platform", "travel", "credit", "bank", "work", "housing", "schooling", "services"]
DOMAINS: tuple[str, ...] = get_args(Domain)
"""The parts of life a sanction can reach; on a platform it silences, elsewhere it burdens."""


class Tier(Parameters):
    """One sanction: who falls below the threshold is shut out of a domain for some rounds."""

    domain: Domain = Field(description="The part of life the sanctioned are shut out of.")
    threshold: NumberLevel = Field(
        description="Score whose crossing, downward, starts the sanction.",
        json_schema_extra={"unit": "score"},
    )
    rounds: CountLevel = described(26, "How long it lasts.", "rounds")
    burden: AmountLevel = described(1.0, "What one round of it costs a person (S), on the scale of severity.", "score")


class Sanctions(Instrument):
    """Tiers of sanctions, reached through one identity number or, without it, on the platform alone."""

    tiers: Annotated[tuple[Tier, ...], Field(strict=False, max_length=8)] = described(
        (), "The sanctions, each with its domain, threshold, duration and burden."
    )
    linked_identity: SwitchLevel = described(
        True,
        "Whether one identity number links a person's accounts; or the share of people it does.",
        "share",
    )
    grace: Annotated[int, Field(ge=0, le=1_000)] = described(
        0, "Rounds between crossing a threshold and the sanction; who recovers by then is spared.", "rounds"
    )
    appeal_rounds: Annotated[int, Field(ge=0, le=1_000)] = described(
        4, "Rounds an appeal takes: the grace that the safeguard 'due_process' brings at full dose.", "rounds"
    )

    def removed(self) -> Self:
        """No sanctions; the identity number stays and reaches nothing."""
        return self.model_copy(update={"tiers": ()})
