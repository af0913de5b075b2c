"""Pattern 1: who hears others speak up speaks up herself (Matthes, Knoll & von Sikorski 2018).

Published: r = .10 between the perceived climate of opinion and its expression over 66 studies, r = .34 where people
talk with family, friends or neighbours about obtrusive issues (abstract confirmed). The model's analogue, in a society
that has settled for some rounds, over the people who dissent in private beyond the line:

1. expression is whether a person speaks above the line in this round;
2. the climate among *friends* is the share of her friends online heard above the line in the round before, which is
   what `reactions.encouragement` acts on;
3. the climate *overall* is the share heard in her wider circle: everyone at the end of a path of one or two ties,
   weighted by the number of such paths. It is a weaker proxy of what reaches her;
4. the climate among *strangers*, the same share in the unrelated layer of gatherings, must show nothing: a placebo.

The operationalisation is ours. A grid over encouragement and severity says whether .10 and .34 can be had, and whether
together. Where the penalty is mild, most speak whatever they hear, and the correlation stays far below .34. Where
friends reach .34 the wider circle keeps half of it, and the published figures a third: they are not met together.
Traits are drawn without homophily, so all correlation is influence, not likeness.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from hushed.parameters import described
from hushed.replications.panels import Panel
from hushed.replications.patterns.common import Contrast, Count, Levels, PatternSettings, Steps, rounds_of, settings_of
from hushed.replications.patterns.estimators import correlation, dissenters, live_ties, loud, over_friends, shares
from hushed.replications.patterns.evidence import (
    Found,
    Interval,
    banded,
    claim,
    has_sign,
    holds,
    interval,
    level_line,
    rows,
    where_crossed,
    within_grid,
)
from hushed.replications.replication import Request
from hushed.replications.targets import Docked, Docking

SOURCE = (
    "Matthes, J., Knoll, J., & von Sikorski, C. (2018). The 'spiral of silence' revisited. Communication Res. 45(1)."
)
OVERALL, FRIENDS = 0.10, 0.34
_TESTS = 5
_PRINTED = 0.005


class ClimateSettings(PatternSettings):
    """Settings of the climate pattern."""

    settled: Count = described(15, "rounds played before the climate is measured", "rounds")
    encouragements: Levels = described(
        (0.0, 1.0, 2.0, 4.0, 8.0, 12.0), "values of reactions.encouragement tried one after the other"
    )
    severities: Levels = described((0.6, 1.5, 3.0), "severities, each tried with each encouragement", "score")


class Climate(NamedTuple):
    """Correlations of three climates with speaking up, over the people who dissent in private."""

    friends: float
    overall: float
    strangers: float


def measure(settings: ClimateSettings, contrast: Contrast, replicate: int) -> Climate:
    """The three correlations in one society; each is 0 where nobody, or everybody, speaks up."""
    arm = rounds_of(settings, contrast, replicate, rounds=settings.settled + 1)
    for _ in range(settings.settled):
        run = next(arm)
    network, live, spoke = run.society.online, live_ties(run), loud(run)
    friends = over_friends(network, np.ones(run.society.size), live)
    heard = over_friends(network, spoke, live)
    # A path of two ties that leads back to oneself is no path to others.
    further = over_friends(network, heard, live) - friends * spoke
    paths = over_friends(network, friends, live) - friends
    met = run.society.offline
    if met is None or met is network:
        strangers = np.zeros(run.society.size)
    else:
        whole = np.ones(met.friends.size, dtype=np.bool_)
        strangers = shares(over_friends(met, spoke, whole), met.degrees().astype(np.float64))
    run = next(arm)
    asked = dissenters(run) & (friends > 0)
    speaks = loud(run)[asked]
    arm.close()
    climates = shares(heard, friends), shares(heard + further, friends + paths), strangers
    return Climate(*(correlation(climate[asked], speaks) for climate in climates))


def find(settings: ClimateSettings, steps: Steps) -> Found:
    """The correlations at the common set."""
    found: list[Climate] = steps.each(settings, partial(measure, settings, {}))
    close, wide = [one.friends for one in found], [one.overall for one in found]
    docked = (
        has_sign("climate among friends goes with speaking up", "r > 0", SOURCE, close, positive=True, tests=_TESTS),
        has_sign(
            "the climate among friends counts for more than the climate overall",
            "r .34 > r .10",
            SOURCE,
            [one.friends - one.overall for one in found],
            positive=True,
            tests=_TESTS,
        ),
        holds("correlation among friends, common set", FRIENDS, SOURCE, close, tests=_TESTS),
        holds("correlation overall, common set", OVERALL, SOURCE, wide, tests=_TESTS),
    )
    results = {
        name: interval([getattr(one, name) for one in found], tests=_TESTS)._asdict() for name in Climate._fields
    }
    return Found(docked, {"climate": results})


def dock(request: Request) -> Docking:
    """The common set, and the grid over encouragement and severity."""
    settings = settings_of(ClimateSettings, request)
    grid, harsh = sorted(settings.encouragements), sorted(settings.severities)
    steps = Steps(request.progress, settings.replicates * (1 + len(grid) * len(harsh)))
    common = find(settings, steps)
    bands = {severity: _along(settings, severity, grid, steps) for severity in harsh}
    means = {severity: {name: [one.mean for one in band[name]] for name in band} for severity, band in bands.items()}
    every = {name: [mean for one in means.values() for mean in one[name]] for name in Climate._fields}
    along = f"encouragement {grid[0]:g} to {grid[-1]:g} and severity {harsh[0]:g} to {harsh[-1]:g}"
    docked = (
        *common.docked,
        within_grid("correlation .34 among friends can be had", FRIENDS, SOURCE, every["friends"], grid=along),
        within_grid("correlation .10 overall can be had", OVERALL, SOURCE, every["overall"], grid=along),
        _both(grid, means),
        _strangers(common),
    )
    series = [
        banded(f"{name}, severity {severity:g}", grid, bands[severity][name])
        for name in ("friends", "overall")
        for severity in harsh
    ]
    panel = Panel(
        "The more friends' voices count, and the more is at stake, the closer speech follows the climate among them",
        "encouragement",
        "correlation with speaking up",
        (*series, level_line("friends, published", grid, FRIENDS), level_line("overall, published", grid, OVERALL)),
    )
    results = {
        "settings": settings.model_dump(mode="json"),
        "final": {name: one["mean"] for name, one in common.results["climate"].items()},
        **common.results,
        "by_severity_and_encouragement": {
            f"{severity:g}": {name: rows(grid, band) for name, band in one.items()} for severity, one in bands.items()
        },
    }
    return Found(docked, results, (panel,)).docking("climate")


def _along(settings: ClimateSettings, severity: float, grid: list[float], steps: Steps) -> dict[str, list[Interval]]:
    """The three correlations at a severity, for every encouragement."""
    bands: dict[str, list[Interval]] = {name: [] for name in Climate._fields}
    for value in grid:
        arm: Contrast = {"reactions.encouragement": value, "regime.scoring.severity": severity}
        found = steps.each(settings, partial(measure, settings, arm))
        for name, band in bands.items():
            band.append(interval([getattr(one, name) for one in found]))
    return bands


def _both(grid: list[float], means: dict[float, dict[str, list[float]]]) -> Docked:
    """Whether the wider correlation is .10, as printed, somewhere where that among friends is .34."""
    met = []
    for severity, one in means.items():
        where = where_crossed(grid, one["friends"], FRIENDS)
        if np.isfinite(where):
            met.append((float(np.interp(where, grid, one["overall"])), severity, where))
    return claim(
        "correlations .34 and .10 by the same parameters",
        ".10 overall where friends have .34",
        SOURCE,
        "the wider correlation rounds to .10 where, by straight lines through the grid, that among friends is .34",
        "; ".join(f"{wide:.3f} at severity {cost:g}, encouragement {at:.3g}" for wide, cost, at in met) or "nowhere",
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
