"""What the picture of a docking shows, as data: hushed's values, and the published ones drawn in.

Figures are drawn on a floor above (`figures/docking.py`), so that all replications look alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Series:
    """One row of values: `x` and `y` equally long, `low` and `high` an interval around each y or empty.

    `published` says that the values are not hushed's own; `kind` whether they are joined by a line, or apart.
    """

    label: str
    x: Sequence[float]
    y: Sequence[float]
    kind: Literal["line", "points"] = "line"
    published: bool = False
    low: Sequence[float] = ()
    high: Sequence[float] = ()

    def __post_init__(self) -> None:
        lengths = {len(self.x), len(self.y), *(len(end) for end in (self.low, self.high) if len(end))}
        if len(lengths) != 1:
            raise ValueError(f"series '{self.label}': x, y, low and high must be equally long")


@dataclass(frozen=True)
class Panel:
    """One pair of axes: a sentence that says what is to be seen, what the axes carry in which unit, and the series.

    `ticks` name places on the x axis, where they are not numbers; then alone may it have no label. Raises ValueError
    for an axis that says nothing of what it carries.
    """

    title: str
    x_label: str
    y_label: str
    series: tuple[Series, ...]
    ticks: Sequence[str] = ()
    x_log: bool = False
    y_range: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if not self.y_label or not (self.x_label or self.ticks):
            raise ValueError(f"panel '{self.title}': an axis must say what it carries, and in which unit")
