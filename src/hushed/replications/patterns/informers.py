"""Pattern 5: where there are more informers, people trust and do less (Lichter, Loeffler & Siegloch 2021).

Published: one standard deviation more informers per head goes with trust lower by .10, reciprocity by .155 and turnout
by .126 (sign confirmed in the abstract; the figures from memory). The model has neither trust nor turnout. Its analogue
is what becomes of ties and of speech after some rounds, in the same society with more and more recruited informers
and, as then, nobody watching online:

1. ties cut, of those there were: people lose score through a friend who was reported, and break with her;
2. speech: the share of those with something to say beyond the line who say it. What informers hear is said at
   gatherings; the model has one voice for both, so speech there and online fall together.

The sign is tested on the slope over the grid. The elasticity is of ties cut on the share of informers, over the levels
above none. Standardised effects depend on how far apart the levels are, which is ours, so they are shown and no
agreement is claimed. Where platforms report too (`online` 1) people are quiet already, and more informers hardly cost
further ties: the elasticity falls from .8 to .01.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from hushed.bibliography.publications import in_full
from hushed.parameters import Share, described
from hushed.replications.meanings import Meaning, ended
from hushed.replications.panels import Panel
from hushed.replications.patterns.common import (
    Contrast,
    Count,
    PatternSettings,
    ShareLevels,
    Steps,
    last_of,
    settings_of,
)
from hushed.replications.patterns.estimators import elasticity
from hushed.replications.patterns.evidence import Found, banded, claim, has_sign, interval, rows
from hushed.replications.replication import Request
from hushed.replications.targets import Docking

SOURCE = in_full("lichter2021")
PUBLISHED = {"trust": -0.10, "reciprocity": -0.155, "turnout": -0.126}
PLACEBO: Contrast = {"regime.informers.report_chance": 0.0}
"""Informers who report nothing."""
_TESTS = 2


class InformerSettings(PatternSettings):
    """Settings of the pattern of informers."""

    rounds: Count = described(30, "rounds played", "rounds")
    report_chance: Share = described(0.2, "chance per round that an informer reports a friend", "chance per round")
    online: Share = described(0.0, "share of people whose platform reports; there was none to watch", "share of people")
    informers: ShareLevels = described((0.0, 0.01, 0.02, 0.05, 0.1, 0.2), "shares recruited, one after the other")


class Fabric(NamedTuple):
    """What is left of a society: ties cut, of those there were, and speech, of those who could."""

    ties_cut: float
    speech: float


MEANINGS = {
    f"elasticity_of_{name}": Meaning("percent per percent", f"How much more {what} for one percent more informers.")
    for name, what in (("ties_cut", "ties are cut"), ("speech", "speech there is, or less where below 0,"))
}
"""The figures of the grid, by name."""


def measure(settings: InformerSettings, share: float, contrast: Contrast, replicate: int) -> Fabric:
    """One society with a share of informers, after the rounds of the settings."""
    informed = {
        "regime.observation.cooperation": settings.online,
        "regime.informers.share": share,
        "regime.informers.report_chance": settings.report_chance,
        **contrast,
    }
    run = last_of(settings, informed, replicate, rounds=settings.rounds)
    tally = run.record.tally
    return Fabric(run.ties_cut / max(1, run.society.online.ties), tally.loud / max(1.0, tally.dissenters))


def slope(x: list[float], y: list[float]) -> float:
    """The least-squares slope of y on x; 0 where x does not vary."""
    a = np.array(x) - np.mean(x)
    return float(a @ np.array(y)) / float(a @ a) if (a != 0).any() else 0.0


def find(settings: InformerSettings, steps: Steps) -> Found:
    """The grid over the share of informers, at the common set."""
    grid = sorted(settings.informers)
    found: list[list[Fabric]] = [steps.each(settings, partial(measure, settings, share, {})) for share in grid]
    by_replicate = list(zip(*found, strict=True))
    cut = [slope(grid, [one.ties_cut for one in each]) for each in by_replicate]
    speech = [slope(grid, [one.speech for one in each]) for each in by_replicate]
    docked = (
        has_sign("more informers, more ties lost", "trust falls", SOURCE, cut, positive=True, tests=_TESTS),
        has_sign("more informers, less speech", "civic life falls", SOURCE, speech, positive=False, tests=_TESTS),
    )
    bands = {name: [interval([getattr(one, name) for one in row]) for row in found] for name in Fabric._fields}
    x = np.array(grid)
    elastic = [
        {name: elasticity(x, np.array([getattr(one, name) for one in each])) for name in Fabric._fields}
        for each in by_replicate
    ]
    results = {
        "elasticity": {name: interval([one[name] for one in elastic])._asdict() for name in Fabric._fields},
        "change_per_sd": {
            "ties_cut": interval([one * float(x.std()) for one in cut])._asdict(),
            "speech": interval([one * float(x.std()) for one in speech])._asdict(),
        },
        "published_per_sd": PUBLISHED,
        "by_informers": {name: rows(grid, band) for name, band in bands.items()},
    }
    panels = (
        Panel(
            "Where more inform, more ties are cut",
            "share of people who inform",
            "share of ties cut",
            (banded("ties cut", grid, bands["ties_cut"]),),
        ),
        Panel(
            "Where more inform, fewer speak",
            "share of people who inform",
            "share of those who could who speak",
            (banded("speech", grid, bands["speech"]),),
        ),
    )
    return Found(docked, results, panels)


def dock(request: Request) -> Docking:
    """The grid over informers, and a placebo whose informers report nothing."""
    settings = settings_of(InformerSettings, request)
    steps = Steps(request.progress, settings.replicates * (2 + len(settings.informers)))
    common = find(settings, steps)
    most, none = max(settings.informers), min(settings.informers)
    idle, without = (steps.each(settings, partial(measure, settings, share, PLACEBO)) for share in (most, none))
    placebo = claim(
        "placebo: informers who report nothing change nothing",
        "no difference",
        "Follows from the model's equations.",
        "ties and speech are the same in every replicate with the largest and the least share",
        "equal" if idle == without else "not equal",
        passed=idle == without,
    )
    elastic = common.results["elasticity"].items()
    results = {
        "settings": settings.model_dump(mode="json"),
        **ended({f"elasticity_of_{name}": one["mean"] for name, one in elastic}, MEANINGS),
        **common.results,
    }
    return Found((*common.docked, placebo), results, common.panels).docking("informers")
