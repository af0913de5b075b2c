"""Pattern 1 on grids: at which encouragements, severities and numbers of friends the published correlations come out.

1. Over encouragement and severity, with the common number of friends: each correlation, and both at once.
2. Over encouragement and larger numbers of friends, at one severity: both at once.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from hushed.replications.meanings import ended
from hushed.replications.panels import Panel
from hushed.replications.patterns.climate import (
    FRIENDS,
    MEANINGS,
    OVERALL,
    SOURCE,
    Climate,
    ClimateSettings,
    find,
    measure,
)
from hushed.replications.patterns.common import Contrast, Steps, settings_of
from hushed.replications.patterns.evidence import (
    Found,
    Interval,
    banded,
    claim,
    interval,
    level_line,
    rows,
    where_crossed,
    within_grid,
)
from hushed.replications.replication import Request
from hushed.replications.targets import Docked, Docking

_PRINTED = 0.005


def dock(request: Request) -> Docking:
    """The common set, and the grid over encouragement and severity."""
    settings = settings_of(ClimateSettings, request)
    grid, harsh = sorted(settings.encouragements), sorted(settings.severities)
    circles, nerve = sorted(settings.circles), sorted(settings.circle_encouragements)
    steps = Steps(request.progress, settings.replicates * (1 + len(grid) * len(harsh) + len(circles) * len(nerve)))
    common = find(settings, steps)
    bands = {severity: _along(settings, {"regime.scoring.severity": severity}, grid, steps) for severity in harsh}
    wider = {
        friends: _along(
            settings,
            {"regime.scoring.severity": settings.circle_severity, "society.online.mean_degree": friends},
            nerve,
            steps,
        )
        for friends in circles
    }
    means = {severity: _means(band) for severity, band in bands.items()}
    by_severity = {f"severity {severity:g}": one for severity, one in means.items()}
    every = {name: [mean for one in means.values() for mean in one[name]] for name in Climate._fields}
    along = f"encouragement {grid[0]:g} to {grid[-1]:g} and severity {harsh[0]:g} to {harsh[-1]:g}"
    docked = (
        *common.docked,
        within_grid("correlation .34 among friends can be had", FRIENDS, SOURCE, every["friends"], grid=along),
        within_grid("correlation .10 overall can be had", OVERALL, SOURCE, every["overall"], grid=along),
        _both("correlations .34 and .10 by the same parameters", grid, by_severity),
        _both(
            "correlations .34 and .10 by the same parameters, where people have more friends",
            nerve,
            {f"{one} friends": _means(band) for one, band in wider.items()},
        ),
        _strangers(common),
    )
    series = [
        banded(f"{name}, severity {severity:g}", grid, bands[severity][name])
        for name in ("friends", "overall")
        for severity in harsh
    ]
    panel = Panel(
        "The more friends' voices count, and the more is at stake, the closer speech follows the climate among them",
        "encouragement, a multiple of boldness",
        "correlation with speaking up",
        (*series, level_line("friends, published", grid, FRIENDS), level_line("overall, published", grid, OVERALL)),
    )
    results = {
        "settings": settings.model_dump(mode="json"),
        **ended({name: one["mean"] for name, one in common.results["climate"].items()}, MEANINGS),
        **common.results,
        "by_severity_and_encouragement": {
            f"{severity:g}": {name: rows(grid, band) for name, band in one.items()} for severity, one in bands.items()
        },
        "by_friends_and_encouragement": {
            str(friends): {name: rows(nerve, band) for name, band in one.items()} for friends, one in wider.items()
        },
    }
    return Found(docked, results, (panel,)).docking("climate")


def _along(settings: ClimateSettings, contrast: Contrast, grid: list[float], steps: Steps) -> dict[str, list[Interval]]:
    """The three correlations for every encouragement."""
    bands: dict[str, list[Interval]] = {name: [] for name in Climate._fields}
    for value in grid:
        arm: Contrast = {**contrast, "reactions.encouragement": value}
        found = steps.each(settings, partial(measure, settings, arm))
        for name, band in bands.items():
            band.append(interval([getattr(one, name) for one in found]))
    return bands


def _means(band: dict[str, list[Interval]]) -> dict[str, list[float]]:
    return {name: [one.mean for one in each] for name, each in band.items()}


def _both(name: str, grid: list[float], means: dict[str, dict[str, list[float]]]) -> Docked:
    """Whether the wider correlation is .10, as printed, somewhere where that among friends is .34."""
    met = []
    for label, one in means.items():
        where = where_crossed(grid, one["friends"], FRIENDS)
        if np.isfinite(where):
            met.append((float(np.interp(where, grid, one["overall"])), label, where))
    return claim(
        name,
        ".10 overall where friends have .34",
        SOURCE,
        "the wider correlation rounds to .10 where, by straight lines through the grid, that among friends is .34",
        "; ".join(f"{wide:.3f} at {label}, encouragement {at:.3g}" for wide, label, at in met) or "nowhere",
        passed=any(abs(wide - OVERALL) <= _PRINTED for wide, _, _ in met),
    )


def _strangers(common: Found) -> Docked:
    """The climate among people whom one does not hear must carry nothing."""
    found = common.results["climate"]["strangers"]
    low, high = found["low"], found["high"]
    return claim(
        "placebo: the climate among strangers carries nothing",
        "r = 0",
        "Follows from the model's equations: nobody hears them.",
        "99 % t-interval over replicates holds 0",
        f"{found['mean']:.4g} [{low:.4g}, {high:.4g}]",
        passed=bool(low <= 0.0 <= high),
    )
