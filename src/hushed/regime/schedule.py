"""Numbers that change from round to round: opt-in that becomes mandatory, tolerance sliced thin, a law that ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from hushed.parameters import Amount, Parameters, Share

Number = TypeVar("Number", int, float)
Round = Annotated[int, Field(ge=0)]
PositiveShare = Annotated[float, Field(gt=0, le=1)]
Count = Annotated[int, Field(ge=1, le=10_000)]


class Schedule(Parameters, Generic[Number]):
    """Values from given rounds on: held until the next (`step`) or joined by straight lines (`linear`).

    `at` holds rounds in rising order and `value` as many numbers. Before the first round given, the first value
    holds; after the last, the last.
    """

    at: Annotated[tuple[Round, ...], Field(min_length=1, strict=False)]
    value: Annotated[tuple[Number, ...], Field(min_length=1, strict=False)]
    between: Literal["step", "linear"] = "step"

    @field_validator("at")
    @classmethod
    def _rises(cls, at: tuple[int, ...]) -> tuple[int, ...]:
        for earlier, later in pairwise(at):
            if later <= earlier:
                raise ValueError(f"rounds must rise; {later} comes after {earlier}")
        return at

    @model_validator(mode="after")
    def _pairs_up(self) -> Schedule[Number]:
        if len(self.at) != len(self.value):
            raise ValueError(f"'at' has {len(self.at)} rounds but 'value' has {len(self.value)} numbers")
        return self

    def at_round(self, round: int) -> float:
        """The value in force in a round (0 or later)."""
        after = bisect_right(self.at, round)
        if after == 0:
            return self.value[0]
        if self.between == "step" or after == len(self.at):
            return self.value[after - 1]
        start, end = self.at[after - 1], self.at[after]
        before, then = self.value[after - 1], self.value[after]
        return before + (then - before) * (round - start) / (end - start)


def _kind(value: Any) -> str:
    return "schedule" if isinstance(value, dict | Schedule) else "number"


class ShareSchedule(Schedule[Share]):
    """A schedule of shares, each from 0 to 1."""


class AmountSchedule(Schedule[Amount]):
    """A schedule of quantities that cannot be negative."""


class NumberSchedule(Schedule[float]):
    """A schedule of any finite numbers."""


class CountSchedule(Schedule[Count]):
    """A schedule of whole numbers from 1 to 10,000."""


def _level(number: Any, schedule: Any) -> Any:
    return Annotated[Annotated[number, Tag("number")] | Annotated[schedule, Tag("schedule")], Discriminator(_kind)]


class PositiveShareSchedule(Schedule[PositiveShare]):
    """A schedule of shares above 0, at most 1."""


def _kind_or_switch(value: Any) -> str:
    return "switch" if isinstance(value, bool) else _kind(value)


Level = float | Schedule[float]
"""A parameter's value: one number for the whole run, or a schedule."""
ShareLevel: Any = _level(Share, ShareSchedule)
PositiveShareLevel: Any = _level(PositiveShare, PositiveShareSchedule)
AmountLevel: Any = _level(Amount, AmountSchedule)
NumberLevel: Any = _level(float, NumberSchedule)
CountLevel: Any = _level(Count, CountSchedule)


def value_at(level: Level, round: int) -> float:
    """The number a level has in a round."""
    return level.at_round(round) if isinstance(level, Schedule) else float(level)


def values_of(level: Level) -> Iterator[float]:
    """Every number a level names."""
    yield from level.value if isinstance(level, Schedule) else (level,)


def mapped(level: Level, change: Callable[[float], float]) -> Level:
    """The level with every number it names changed alike; the rounds stay."""
    if isinstance(level, Schedule):
        return level.model_copy(update={"value": tuple(change(number) for number in level.value)})
    return change(level)


SwitchLevel: Any = Annotated[
    Annotated[bool, Tag("switch")] | Annotated[Share, Tag("number")] | Annotated[ShareSchedule, Tag("schedule")],
    Discriminator(_kind_or_switch),
]
"""True or false, or the share of people for whom it is true."""
