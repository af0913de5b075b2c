"""Settings of the spiral of silence, and what its random numbers are for."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from hushed.parameters import Parameters, Share, described
from hushed.random import LARGEST_SEED
from hushed.replications.limits import Bounded, BoundedAmount, BoundedPositive

SEED = 2019
"""Seed of our own runs; the published figures come from another program and have none."""

Spread = Literal["uniform", "exponential"]
"""How confidence or thresholds are spread over people."""


class Purpose(IntEnum):
    """What a run draws for; see `hushed.random.Draws`."""

    OPINION = 0
    CONFIDENCE = 1
    THRESHOLD = 2
    BOT_TIES = 3


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1


def _communities(value: Any) -> Any:
    if isinstance(value, list | tuple):
        if not value or not all(_is_share(share) for share in value):
            raise ValueError("communities must be a whole number from 1, or a list of shares above 0 that add up to 1")
        if abs(sum(value) - 1) > 1e-6:
            raise ValueError(f"the shares in communities must add up to 1; these add up to {sum(value):g}")
        return tuple(float(share) for share in value)
    return value


Communities = Annotated[Annotated[int, Field(ge=1, le=10_000)] | tuple[Share, ...], BeforeValidator(_communities)]
"""A number of equal communities, or the share of people in each."""


class Settings(Parameters):
    """Settings of the model. Ties inside a community are grown ("attachment") or each as likely ("random")."""

    people: Annotated[int, Field(ge=2, le=1_000_000)] = described(1000, "number of people, bots apart", "people")
    network: Literal["attachment", "random"] = described("attachment", "how people inside a community are tied")
    links: Annotated[int, Field(ge=1, le=500)] = described(5, "attachment: ties each newcomer makes (m)", "ties")
    exponent: Annotated[float, Field(ge=0, le=2)] = described(
        1.0, "attachment: newcomers choose in proportion to degree to this power (gamma)"
    )
    within: Share = described(0.01, "random: probability that two people of one community are tied")
    between: Share = described(0.0, "probability that two people of different communities are tied")
    communities: Communities = described(1, "number of equal communities, or a list of the share of people in each")
    positive: Share = described(0.5, "probability that a person's opinion is positive")
    confidence: Spread = described("uniform", "spread of inner confidence in step 0")
    confidence_from: Bounded = described(0.0, "uniform: least inner confidence in step 0")
    confidence_to: Bounded = described(1.0, "uniform: largest inner confidence in step 0")
    confidence_mean: BoundedPositive = described(0.5, "exponential: mean inner confidence in step 0")
    threshold: Spread = described("uniform", "spread of the willingness above which a person speaks")
    threshold_from: Bounded = described(0.0, "uniform: least threshold")
    threshold_to: Bounded = described(1.0, "uniform: largest threshold")
    threshold_mean: BoundedPositive = described(0.5, "exponential: mean threshold")
    alpha: BoundedAmount = described(1.0, "change of inner confidence in a step among none but agreeing voices")
    bots: Annotated[int, Field(ge=0, le=10_000)] = described(
        0, "bots: they always speak, all for the positive opinion, and are added to the people", "bots"
    )
    bot_links: Annotated[int, Field(ge=1, le=1_000_000)] | None = described(
        None, "ties each bot makes; as many as `links` if not given", "ties"
    )
    bot_exponent: Annotated[float, Field(ge=0, le=10)] | None = described(
        None, "bots choose in proportion to degree to this power; `exponent` if not given"
    )
    bot_influence: BoundedPositive = described(1.0, "weight of a bot's voice; a person's weighs 1")
    tolerance: Annotated[float, Field(ge=0, le=1)] = described(
        1e-4, "a run ends when nobody's willingness moves by more in a step"
    )
    most_steps: Annotated[int, Field(ge=0, le=1_000_000)] = described(
        10_000, "a run ends after so many steps at the latest", "steps"
    )
    runs: Annotated[int, Field(ge=1, le=1_000_000)] = described(100, "number of runs, each with people anew", "runs")
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = described(SEED, "seed of all draws")

    @model_validator(mode="after")
    def _ordered(self) -> Settings:
        for name in ("confidence", "threshold"):
            low, high = getattr(self, f"{name}_from"), getattr(self, f"{name}_to")
            if low > high:
                raise ValueError(f"{name}_from ({low:g}) must not be above {name}_to ({high:g})")
        return self
