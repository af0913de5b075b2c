"""What a stored result says about itself: which command makes it and repeats it, and how many friendships it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr

COMMANDS = {
    "run": "run",
    "comparison": "compare",
    "attribution": "attribute",
    "recovery": "recover",
    "scan": "recover",
    "safeguards": "safeguards",
}
"""The command that makes each kind of result, and repeats it."""


def command_of(experiment: str) -> str:
    """The command that repeats a result."""
    return COMMANDS.get(experiment, "run")


def ties_of(dataset: xr.Dataset) -> int:
    """Ties at the start; with several replicates, their mean."""
    return round(float(dataset["ties"].mean()))
