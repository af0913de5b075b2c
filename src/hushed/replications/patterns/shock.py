"""Pattern 4: surveillance made known brings a sudden drop, and a lasting change of trend (Penney 2016).

Published: an immediate drop in views of privacy-sensitive articles (abstract confirmed; about 20 % is the figure quoted
in the press, not in the abstract) and a change of the secular trend for the worse; Marthews & Tucker find about -5 % on
searches sensitive to government (figure as given by Penney). The model's analogue: surveillance jumps once, after the
society has settled, and the series is the number of people who speak above the line, as a share of those who could.

1. Segmented regression of the series (level, trend, jump, change of trend) in each replicate.
2. The jump is given as a share of where the series would have been; a grid of shocks says whether -20 % and -5 % are
   within reach.
3. The change of trend must be negative, which needs something that keeps working after the shock: each who falls silent
   encourages her friends no longer, friends reproach, and ties to those who speak are cut. Without these the series
   is two flat lines: that is the placebo.
4. A harder question, asked because the published decline went on for more than a year: is the trend still below what it
   was in the second half of the rounds after the shock?

Encouragement alone has run its course within six rounds. What goes on is the cutting of ties to those who are punished
for speaking, which leaves the others with fewer voices to hear; without ostracism the later trend is not below the
earlier. It is small: about .03 points of a hundred in a round. A first version looked at sixteen rounds after the
shock, among which it could not be told from nothing; there are thirty-two now. Reproach works the other way, as it
fades where fewer are punished.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from hushed.bibliography.publications import in_full
from hushed.parameters import Share, described
from hushed.replications.meanings import Meaning, ended
from hushed.replications.panels import Panel, Series
from hushed.replications.patterns.common import (
    Contrast,
    Count,
    PatternSettings,
    ShareLevels,
    Steps,
    rounds_of,
    settings_of,
)
from hushed.replications.patterns.estimators import Floats, segmented, trend_of
from hushed.replications.patterns.evidence import (
    Found,
    banded,
    claim,
    has_sign,
    interval,
    level_line,
    rows,
    where_crossed,
    within_grid,
)
from hushed.replications.replication import Request
from hushed.replications.targets import Docking

SOURCE = in_full("penney2016")
PRESS = f"{SOURCE} As quoted in the press; not in the abstract."
MARTHEWS_TUCKER = in_full("marthews2017")
DROP, SMALL_DROP = -0.20, -0.05
PLACEBO: Contrast = {
    "reactions.encouragement": 0.0,
    "reactions.indignation": 0.0,
    "reactions.isolation": 0.0,
    "reactions.ostracism": 0.0,
    "reactions.reproach": 0.0,
}
"""Nothing that could go on after the shock."""
_TESTS = 3
_FLAT = 1e-9


MEANINGS = {
    "level": Meaning("share of those who could", "How many speak above the line when the series begins."),
    "trend": Meaning("share of those who could, per round", "By how much that changes in a round before the shock."),
    "relative_step": Meaning("share of where it would have been", "How far the series jumps at the shock."),
    "bend": Meaning("share of those who could, per round", "By how much the trend changes with the shock."),
}
"""The parts of the series that are told, by name."""


class ShockSettings(PatternSettings):
    """Settings of the pattern of a shock."""

    settling: Count = described(30, "rounds played before the series begins", "rounds")
    before: Annotated[int, Field(ge=2, le=1000)] = described(16, "rounds of the series before the shock", "rounds")
    after: Annotated[int, Field(ge=4, le=1000)] = described(32, "rounds of the series after it", "rounds")
    shock: Share = described(0.3, "surveillance after the shock; before it, the common one", "chance")
    shocks: ShareLevels = described(
        (0.06, 0.1, 0.2, 0.3, 0.4, 0.6), "surveillance after the shock, one after the other"
    )


def series_of(settings: ShockSettings, shock: float, contrast: Contrast, replicate: int) -> Floats:
    """Share of those with something to say beyond the line who say it, in every round of the series."""
    start, total = settings.settling, settings.settling + settings.before + settings.after
    watching = {"at": [0, start + settings.before], "value": [settings.surveillance, shock]}
    arm = rounds_of(settings, {**contrast, "regime.observation.surveillance": watching}, replicate, rounds=total)
    tallies = [run.record.tally for run in arm]
    return np.array([one.loud / max(1.0, one.dissenters) for one in tallies[start:]])


def find(settings: ShockSettings, steps: Steps) -> Found:
    """The shock of the settings, at the common set."""
    found: list[Floats] = steps.each(settings, partial(series_of, settings, settings.shock, {}))
    parts = [segmented(series, settings.before) for series in found]
    late = [_late_trend(series, settings) for series in found]
    docked = (
        has_sign(
            "an immediate drop", "drop", SOURCE, [one.relative_step for one in parts], positive=False, tests=_TESTS
        ),
        has_sign(
            "a trend that turns down",
            "negative change of trend",
            SOURCE,
            [one.bend for one in parts],
            positive=False,
            tests=_TESTS,
        ),
        has_sign(
            "a trend still lower in the second half of the rounds after",
            "lasting decline",
            SOURCE,
            late,
            positive=False,
            tests=_TESTS,
        ),
    )
    results: dict[str, Any] = {
        "segments": {name: interval([getattr(one, name) for one in parts])._asdict() for name in MEANINGS},
        "late_trend": interval(late)._asdict(),
        "series": [interval(values)._asdict() for values in np.array(found).T.tolist()],
    }
    return Found(docked, results)


def _late_trend(series: Floats, settings: ShockSettings) -> float:
    half = settings.before + settings.after // 2
    return trend_of(series[half:]) - trend_of(series[: settings.before])


def dock(request: Request) -> Docking:
    """The shock of the settings, the placebo, and a grid of shocks."""
    settings = settings_of(ShockSettings, request)
    grid = sorted(settings.shocks)
    steps = Steps(request.progress, settings.replicates * (2 + len(grid)))
    common = find(settings, steps)
    alone = steps.each(settings, partial(series_of, settings, settings.shock, PLACEBO))
    bend = max(abs(segmented(series, settings.before).bend) for series in alone)
    placebo = claim(
        "placebo: where nothing keeps working the trend does not change",
        "no change of trend",
        "Follows from the model's equations.",
        f"largest change of trend over replicates at most {_FLAT:g} per round",
        f"{bend:.3g}",
        passed=bend <= _FLAT,
    )
    bands = []
    for shock in grid:
        found = steps.each(settings, partial(series_of, settings, shock, {}))
        bands.append(interval([segmented(series, settings.before).relative_step for series in found]))
    means = [one.mean for one in bands]
    along = f"surveillance {settings.surveillance:g} to {grid[0]:g}..{grid[-1]:g}"
    docked = (
        *common.docked,
        placebo,
        within_grid("a drop of 20 % can be had", DROP, PRESS, means, grid=along),
        within_grid("a drop of 5 % can be had", SMALL_DROP, MARTHEWS_TUCKER, means, grid=along),
    )
    drops = Panel(
        "The stronger the shock, the deeper the drop: 5 and 20 % are within reach",
        "surveillance after the shock, a chance",
        "change of the number who speak, as a share of it",
        (
            banded("hushed", grid, bands),
            level_line("Penney 2016, as quoted", grid, DROP),
            level_line("Marthews & Tucker", grid, SMALL_DROP),
        ),
    )
    results = {
        "settings": settings.model_dump(mode="json"),
        **ended({name: one["mean"] for name, one in common.results["segments"].items()}, MEANINGS),
        **common.results,
        "shock_at_published": {str(drop): where_crossed(grid, means, drop) for drop in (DROP, SMALL_DROP)},
        "by_shock": rows(grid, bands),
    }
    return Found(docked, results, (_course(settings, common.results["series"]), drops)).docking("shock")


def _course(settings: ShockSettings, series: list[dict[str, float]]) -> Panel:
    rounds = [float(one - settings.before) for one in range(len(series))]
    columns = {name: [one[name] for one in series] for name in ("mean", "low", "high")}
    line = Series("hushed", rounds, columns["mean"], low=columns["low"], high=columns["high"])
    title = "Speech drops at once, and goes on falling for a few rounds"
    return Panel(title, "rounds since the shock", "share of those who could who speak", (line,))
