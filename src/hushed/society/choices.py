"""A parameter that is one of several kinds of table, told apart by a name inside the table.

Pydantic alone reports an unknown name without a hint; here a mistake gives one error that says what is allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from hushed.errors import did_you_mean


def check_named(by: str, names: Sequence[str], expected: str = "a table") -> Callable[[Any], Any]:
    """A validator that lets through a model, or a table whose entry `by` is one of `names`; `expected` is for messages.

    Raises PydanticCustomError otherwise, with the nearest name or all of them.
    """

    def check(value: Any) -> Any:
        if isinstance(value, BaseModel):
            return value
        if not isinstance(value, Mapping):
            raise PydanticCustomError("table_expected", f"must be {expected} that names its {by}; {_listed(names)}")
        if by not in value:
            raise PydanticCustomError("name_missing", f"does not name its {by}; {_listed(names)}")
        name = value[by]
        if name not in names:
            hint = did_you_mean(name, names) if isinstance(name, str) else f"; {_listed(names)}"
            # The text is passed as context because the message itself is a template.
            raise PydanticCustomError("name_unknown", "{text}", {"text": f"unknown {by} {name!r}{hint}"})
        return value

    return check


def _listed(names: Sequence[str]) -> str:
    return f"allowed: {', '.join(names)}"
