"""What every parameter a user can write has in common: a type, a range, a unit and a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hushed.errors import InputError, did_you_mean


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


SomeParameters = TypeVar("SomeParameters", bound=Parameters)


def settings_from(model: type[SomeParameters], given: Mapping[str, Any], *, within: str = "") -> SomeParameters:
    """Parameters checked, every mistake reported at once as InputError; a value of None counts as not given.

    `within` stands before each name in messages, such as "model.".
    """
    try:
        return model(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as mistakes:
        raise InputError(*(within + _in_words(model, dict(one)) for one in mistakes.errors())) from None


def _in_words(model: type[Parameters], mistake: Mapping[str, Any]) -> str:
    name = ".".join(str(part) for part in mistake["loc"])
    if mistake["type"] == "extra_forbidden":
        return f"{name}: unknown setting{did_you_mean(name, model.model_fields)}"
    return f"{name}: {mistake['msg'].replace('Input should', 'it should')}; this is {mistake['input']!r}"
