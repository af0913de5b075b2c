"""How large settings may be: bounds, and refusing before it is begun what would take days or too much memory."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hushed import memory
from hushed.errors import InputError
from hushed.parameters import Amount

MOST_SECONDS = 86_400.0
"""A run may be expected to take a day at worst."""
_LARGE = 1e6
Bounded = Annotated[float, Field(ge=-_LARGE, le=_LARGE)]
"""A number of either sign with no bound of its own: up to a million, far beyond any use and safe to reckon with."""
BoundedAmount = Annotated[Amount, Field(le=_LARGE)]
"""A quantity from 0 to a million."""
BoundedPositive = Annotated[float, Field(ge=1 / _LARGE, le=_LARGE)]
"""A quantity from a millionth to a million."""


def check_time(seconds: float, *names: str) -> None:
    """Raises InputError if the settings of these names ask for more than a day's work, at worst, on one core.

    `seconds` need be right to within a factor of a few: a slip of the hand is off by thousands.
    """
    if seconds > MOST_SECONDS:
        raise InputError(
            f"{', '.join(names)}: these may take {_days(seconds)} of computing, and a day is the most that is begun; "
            "lower one of them"
        )


def _days(seconds: float) -> str:
    days = seconds / 86_400
    return f"some {days:.2g} days" if days < 1000 else f"some {days / 365.25:.2g} years"


def check_memory(needed: float, *names: str) -> None:
    """Raises InputError if the settings of these names need more bytes than are free."""
    there = memory.available_bytes()
    if needed > there:
        wanted = memory.readable(int(min(needed, 2.0**80)))
        raise InputError(
            f"{', '.join(names)}: these need about {wanted} of memory, and {memory.readable(there)} are free; "
            "lower one of them"
        )
