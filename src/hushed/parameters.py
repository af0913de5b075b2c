"""What every parameter a user can write has in common: a type, a range, a unit and a sentence."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class Parameters(BaseModel):
    """A frozen, hashable group of parameters that refuses names it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


Share = Annotated[float, Field(ge=0, le=1)]
"""A share or a probability: a number from 0 to 1."""
Amount = Annotated[float, Field(ge=0)]
"""A quantity that cannot be negative."""
Positive = Annotated[float, Field(gt=0)]
"""A quantity above zero."""


def described(default: Any, sentence: str, unit: str = "", **limits: Any) -> Any:
    """A field with its default, one sentence that explains it, and its unit ('' for a pure number)."""
    extra: Any = {"unit": unit} if unit else None
    return Field(default, description=sentence, json_schema_extra=extra, **limits)
