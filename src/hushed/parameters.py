"""What every parameter a user can write has in common: a type, a range, a unit and a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from hushed.errors import InputError, echo, hint, shortened


class Parameters(BaseModel):
    """A frozen, hashable group of parameters that refuses names it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


Share = Annotated[float, Field(ge=0, le=1)]
"""A share or a probability: a number from 0 to 1."""
Amount = Annotated[float, Field(ge=0)]
"""A quantity that cannot be negative."""
Positive = Annotated[float, Field(gt=0)]
"""A quantity above zero."""


def _whole_one(version: Any) -> Any:
    # True and 1.0 equal 1 in Python; in a file they are slips.
    if isinstance(version, bool | float):
        raise ValueError("must be the whole number 1")
    return version


def _one_line(title: str) -> str:
    if not title.isprintable():
        raise ValueError("a title is one line of printable characters")
    return title


FirstFormat = Annotated[Literal[1], BeforeValidator(_whole_one)]
"""The version of a file format of which there has been only one so far."""
Title = Annotated[str, Field(max_length=200), AfterValidator(_one_line)]
"""A name on one line of at most 200 printable characters; nothing reads it."""


def described(default: Any, sentence: str, unit: str = "", **limits: Any) -> Any:
    """A field with its default, one sentence that explains it, and its unit ('' for a pure number)."""
    extra: Any = {"unit": unit} if unit else None
    return Field(default, description=sentence, json_schema_extra=extra, **limits)


SomeParameters = TypeVar("SomeParameters", bound=Parameters)
_LONGEST = 60
_PLAINER = {
    "a valid integer": "a whole number",
    "a valid number": "a number",
    "a valid boolean": "true or false",
    "a valid string": "text",
    "a valid tuple": "a list",
}
"""What pydantic calls a type, and what people call it."""


def settings_from(model: type[SomeParameters], given: Mapping[str, Any], *, within: str = "") -> SomeParameters:
    """Parameters checked, every mistake reported at once as InputError; a value of None counts as not given.

    `within` stands before each name in messages, such as "model.".
    """
    try:
        return model(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as mistakes:
        found = [dict(one) for one in mistakes.errors(include_url=False)]
        lines = [_in_words(model, one, within) for one in found if not _only_seems_short(one)]
        raise InputError(*dict.fromkeys(lines)) from None


def _only_seems_short(mistake: Mapping[str, Any]) -> bool:
    """Whether a list is long enough as it is written: values that are wrong, and told of, were not counted."""
    return bool(mistake["type"] == "too_short" and len(mistake["input"]) >= mistake["ctx"]["min_length"])


def _in_words(model: type[Parameters], mistake: Mapping[str, Any], within: str) -> str:
    if mistake["type"] == "value_error":
        return str(mistake["ctx"]["error"])
    # Beyond the name, pydantic tells which of the types it tried; only places in a list are of use.
    first, *rest = mistake["loc"]
    if mistake["type"] == "extra_forbidden":
        return f"{within}{shortened(str(first), _LONGEST)}: unknown setting{hint(str(first), model.model_fields)}"
    name = f"{within}{first}{''.join(f'[{part}]' for part in rest if isinstance(part, int))}"
    words = mistake["msg"].replace("Input should", "it should")
    if mistake["type"] in ("too_short", "too_long"):
        least, most = (mistake["ctx"].get(f"{end}_length") for end in ("min", "max"))
        words = f"it should have {f'at most {most}' if least is None else f'at least {least}'} values"
    for theirs, ours in _PLAINER.items():
        words = words.replace(theirs, ours)
    return f"{name}: {words}; this is {echo(mistake['input'])}"
