"""Pattern 6 on grids: by which parameters the punished go quiet and their followers speak more, and what holds then.

1. Over encouragement, without indignation: what the model could do before it had that reaction.
2. Over indignation, at the common encouragement.

At every value of a grid at which there is backlash the correlation of the climate among friends with speaking up is
measured in the same societies, since both patterns are published.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import numpy as np

from hushed.replications.meanings import ended
from hushed.replications.panels import Panel
from hushed.replications.patterns.backlash import MEANINGS, SOURCE, Backlash, BacklashSettings, find, measure
from hushed.replications.patterns.climate import ClimateSettings
from hushed.replications.patterns.climate import measure as measure_climate
from hushed.replications.patterns.common import Contrast, PatternSettings, Steps, settings_of
from hushed.replications.patterns.evidence import Found, Interval, banded, claim, interval, rows
from hushed.replications.replication import Request
from hushed.replications.targets import Docked, Docking

_BOTH = f"{SOURCE} With Matthes et al. (2018)."


class _Grid(NamedTuple):
    """A reaction tried at several values."""

    values: list[float]
    bands: dict[str, list[Interval]]
    backlash: list[float]
    "The values at which the punished are quieter and their friends louder."
    climate: list[float]
    "The correlation of the climate among friends at these values."


def dock(request: Request) -> Docking:
    """The common set, a grid over encouragement without indignation, and one over indignation."""
    settings = settings_of(BacklashSettings, request)
    many = len(settings.encouragements) + len(settings.indignations)
    steps = Steps(request.progress, settings.replicates * (1 + many))
    common = find(settings, steps)
    alone = _grid(settings, steps, "encouragement", settings.encouragements, {"reactions.indignation": 0.0})
    stirred = _grid(settings, steps, "indignation", settings.indignations, {})
    docked = (
        *common.docked,
        *_claims(alone, "by encouragement alone"),
        *_claims(stirred, "by indignation"),
    )
    panels = (
        _panel(
            "Where the sight of punishment stirs people, friends of the punished speak more", "indignation", stirred
        ),
        _panel("Without it they do so only where people step in for those who fall silent", "encouragement", alone),
    )
    results = {
        "settings": settings.model_dump(mode="json"),
        **ended({name: one["mean"] for name, one in common.results["change"].items()}, MEANINGS),
        **common.results,
        **_told("encouragement", alone),
        **_told("indignation", stirred),
    }
    return Found(docked, results, panels).docking("backlash")


def _grid(settings: BacklashSettings, steps: Steps, name: str, levels: tuple[float, ...], contrast: Contrast) -> _Grid:
    values = sorted(levels)
    bands: dict[str, list[Interval]] = {one: [] for one in Backlash._fields}
    for value in values:
        found = steps.each(settings, partial(measure, settings, {**contrast, f"reactions.{name}": value}))
        for one in Backlash._fields:
            bands[one].append(interval([getattr(each, one) for each in found], tests=2 * len(values)))
    pairs = zip(values, bands["punished"], bands["friends"], strict=True)
    backlash = [value for value, quiet, more in pairs if quiet.high < 0.0 < more.low]
    climate = [_climate_at(settings, {**contrast, f"reactions.{name}": value}) for value in backlash]
    return _Grid(values, bands, backlash, climate)


def _climate_at(settings: BacklashSettings, arm: Contrast) -> float:
    """The mean correlation of the climate among friends with speaking up, in the same societies."""
    asked = ClimateSettings(**settings.model_dump(include=set(PatternSettings.model_fields)))
    return float(np.mean([measure_climate(asked, arm, replicate).friends for replicate in range(settings.replicates)]))


def _claims(grid: _Grid, how: str) -> tuple[Docked, Docked]:
    """Whether backlash can be had at all, and whether together with a climate that counts."""
    possible = claim(
        f"backlash can be had {how}",
        "the punished quiet, their friends louder",
        SOURCE,
        f"both intervals (Bonferroni over {2 * len(grid.values)}) on their side of 0 at a value of the grid",
        ", ".join(f"{value:g}" for value in grid.backlash) or "at none",
        passed=bool(grid.backlash),
    )
    both = claim(
        f"backlash where climate and expression go together, {how}",
        "both patterns by the same parameters",
        _BOTH,
        "backlash at a value of the grid at which the mean correlation of the climate among friends is above 0",
        ", ".join(f"r {r:.3f} at {value:g}" for value, r in zip(grid.backlash, grid.climate, strict=True))
        or "no backlash",
        passed=any(r > 0.0 for r in grid.climate),
    )
    return possible, both


def _panel(title: str, name: str, grid: _Grid) -> Panel:
    lines = tuple(banded(each, grid.values, band) for each, band in grid.bands.items())
    return Panel(title, f"{name}, a multiple of boldness", "change of voice, as a share of the wish", lines)


def _told(name: str, grid: _Grid) -> dict[str, Any]:
    return {
        f"backlash_at_{name}": grid.backlash,
        f"climate_at_{name}": grid.climate,
        f"by_{name}": {each: rows(grid.values, band) for each, band in grid.bands.items()},
    }
