"""The values of a scenario in words."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from hushed.regime.sanctions import Tier
from hushed.regime.schedule import Schedule


def value_in_words(value: Any) -> str:
    """A parameter's value as it is read aloud: a schedule by its rounds, a table by its kind, tiers by domain."""
    if isinstance(value, Schedule):
        pairs = (f"{number:g} from round {at}" for at, number in zip(value.at, value.value, strict=True))
        return ", ".join(pairs) + (" (straight lines between)" if value.between == "linear" else "")
    if isinstance(value, Tier):
        return f"{value.domain} below {value_in_words(value.threshold)}"
    if isinstance(value, BaseModel):
        return _kind_in_words(value)
    if isinstance(value, tuple):
        return "; ".join(value_in_words(each) for each in value)
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else str(value)


def layer_in_words(layer: Any) -> str:
    """How a layer of ties is made; of a network file, that it is one, without its path."""
    if isinstance(layer, str):
        return "the same ties as online"
    if layer.generator == "file":
        return "from a network file, of which the shape is kept"
    return _kind_in_words(layer)


def _kind_in_words(table: BaseModel) -> str:
    """A table that names its kind: the kind, and its parameters in brackets."""
    values = dict(table)
    kind = next(values.pop(tag) for tag in ("generator", "distribution") if tag in values)
    listed = ", ".join(f"{name.replace('_', ' ')} {_short(value)}" for name, value in values.items())
    return f"{kind}{f' ({listed})' if listed else ''}"


def _short(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
