"""Pattern 6: the punished go quiet, and their followers speak more (Pan & Siegel 2020).

Published: imprisoned Saudis dissented less online afterwards, and their followers dissented more (abstract confirmed).
The model's analogue, in a settled society, over several rounds:

1. of the people who spoke above the line in a round, some were seen and punished and the others were not; given what
   they said, luck alone decides;
2. each punished person is matched with unpunished ones who spoke in the same round, wish about the same (twentieths)
   and have about as many friends (powers of two);
3. compared are the changes of voice, as a share of the wish, over the next rounds: of the matched people themselves,
   and the mean over their friends.

The punished fall silent where friends reproach, or where a sanction mutes them. Their friends speak *less*, since they
hear one voice fewer. For them to speak more, hushed has only a negative encouragement: people who step in where others
fall silent. Then climate and expression correlate negatively, against pattern 1, so that both are never met by the same
parameters. What would be needed is a reaction that the model lacks: boldness that rises at the sight of a friend's
punishment, and not at the sight of her silence.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from hushed.engine.simulation import Simulation
from hushed.engine.state import Mark
from hushed.parameters import described
from hushed.replications.panels import Panel
from hushed.replications.patterns.climate import ClimateSettings
from hushed.replications.patterns.climate import measure as measure_climate
from hushed.replications.patterns.common import Contrast, Count, Levels, PatternSettings, Steps, rounds_of, settings_of
from hushed.replications.patterns.estimators import (
    Flags,
    Floats,
    dissenters,
    loud,
    matched_difference,
    over_friends,
    shares,
)
from hushed.replications.patterns.evidence import Found, Interval, banded, claim, has_sign, interval, rows
from hushed.replications.replication import Request
from hushed.replications.targets import Docking

SOURCE = (
    "Pan, J., & Siegel, A. A. (2020). How Saudi crackdowns fail to silence online dissent. American Political Science "
    "Review 114(1), 109-125."
)
_TESTS = 2
_WISHES = 20


class BacklashSettings(PatternSettings):
    """Settings of the pattern of backlash."""

    settling: Count = described(15, "rounds played before anybody is matched", "rounds")
    watched: Count = described(12, "rounds in which punished and unpunished are matched", "rounds")
    following: Count = described(3, "rounds after a punishment over which voices are compared", "rounds")
    encouragements: Levels = described(
        (-0.9, -0.6, -0.3, 0.0, 2.0, 4.0), "values of reactions.encouragement tried one after the other"
    )


class Backlash(NamedTuple):
    """Changes of voice after a punishment, against those of matched people, as shares of what they wish to say."""

    punished: float
    friends: float


class _Round(NamedTuple):
    """What a round leaves behind for the comparison."""

    voice: Floats
    loud: Flags
    punished: Flags


def measure(settings: BacklashSettings, contrast: Contrast, replicate: int) -> Backlash:
    """Both changes, averaged over the rounds in which people were matched; 0 in a society where nobody is punished."""
    last = settings.settling + settings.watched + settings.following
    kept: list[_Round] = []
    for run in rounds_of(settings, contrast, replicate, rounds=last):
        if run.round > settings.settling:
            kept.append(_left_by(run))
    strata, network = _strata(run), run.society.online
    whole, friends = np.ones(network.friends.size, dtype=np.bool_), network.degrees().astype(np.float64)
    found = []
    for place, here in enumerate(kept[: settings.watched]):
        later = [one.voice for one in kept[place + 1 : place + 1 + settings.following]]
        change = np.mean(later, axis=0) - here.voice
        theirs = shares(over_friends(network, change, whole), friends)
        control = here.loud & ~here.punished
        pair = (matched_difference(each, here.punished, control, strata) for each in (change, theirs))
        found.append(Backlash(*pair))
    known = np.array([one for one in found if np.isfinite(one).all()])
    return Backlash(*known.mean(axis=0).tolist()) if len(known) else Backlash(0.0, 0.0)


def _left_by(run: Simulation) -> _Round:
    desire = np.asarray(run.society.people.desire, dtype=np.float64)
    spoke = loud(run)
    punished = ((run.state.mark & int(Mark.PUNISHED)) != 0) & spoke
    return _Round(shares(run.state.voice.astype(np.float64), desire), spoke, punished)


def _strata(run: Simulation) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Wishes in twentieths of those who dissent beyond the line, and numbers of friends in powers of two."""
    desire = run.society.people.desire
    asked = desire[dissenters(run)]
    cuts = np.quantile(asked, np.arange(1, _WISHES) / _WISHES) if asked.size else np.zeros(0)
    wish = np.digitize(desire, cuts)
    many = np.log2(np.maximum(1, run.society.online.degrees())).astype(np.int64)
    return np.asarray(wish * (int(many.max()) + 1) + many, dtype=np.int64)


def find(settings: BacklashSettings, steps: Steps) -> Found:
    """Both changes at the common set."""
    found: list[Backlash] = steps.each(settings, partial(measure, settings, {}))
    docked = (
        has_sign(
            "the punished speak less than matched others",
            "the imprisoned dissent less",
            SOURCE,
            [one.punished for one in found],
            positive=False,
            tests=_TESTS,
        ),
        has_sign(
            "friends of the punished speak more than friends of matched others",
            "followers dissent more",
            SOURCE,
            [one.friends for one in found],
            positive=True,
            tests=_TESTS,
        ),
    )
    change = {name: interval([getattr(one, name) for one in found])._asdict() for name in Backlash._fields}
    return Found(docked, {"change": change})


def _climate_at(settings: BacklashSettings, encouragement: float) -> float:
    """The mean correlation of the climate among friends with speaking up, in the same societies."""
    asked = ClimateSettings(**settings.model_dump(include=set(PatternSettings.model_fields)))
    arm: Contrast = {"reactions.encouragement": encouragement}
    return float(np.mean([measure_climate(asked, arm, replicate).friends for replicate in range(settings.replicates)]))


def dock(request: Request) -> Docking:
    """The common set, and a grid over encouragement, negative values included."""
    settings = settings_of(BacklashSettings, request)
    grid = sorted(settings.encouragements)
    steps = Steps(request.progress, settings.replicates * (1 + len(grid)))
    common = find(settings, steps)
    bands: dict[str, list[Interval]] = {name: [] for name in Backlash._fields}
    for value in grid:
        contrast = {"reactions.encouragement": value}
        found = steps.each(settings, partial(measure, settings, contrast))
        for name in Backlash._fields:
            bands[name].append(interval([getattr(one, name) for one in found], tests=2 * len(grid)))
    backlash = [
        value
        for value, quiet, more in zip(grid, bands["punished"], bands["friends"], strict=True)
        if quiet.high < 0.0 < more.low
    ]
    possible = claim(
        "backlash can be had at some encouragement",
        "the punished quiet, their friends louder",
        SOURCE,
        f"both intervals (Bonferroni over {2 * len(grid)}) on their side of 0 at a value of the grid",
        ", ".join(f"{value:g}" for value in backlash) or "at none",
        passed=bool(backlash),
    )
    steering = [_climate_at(settings, value) for value in backlash]
    both = claim(
        "backlash where climate and expression go together",
        "both patterns by the same parameters",
        f"{SOURCE} With Matthes et al. (2018).",
        "backlash at a value of the grid at which the mean correlation of the climate among friends is above 0",
        ", ".join(f"r {r:.3f} at {value:g}" for value, r in zip(backlash, steering, strict=True)) or "no backlash",
        passed=any(r > 0.0 for r in steering),
    )
    panel = Panel(
        "Friends of the punished speak more only where people step in for those who fall silent",
        "encouragement",
        "change of voice against matched people",
        tuple(banded(name, grid, band) for name, band in bands.items()),
    )
    results = {
        "settings": settings.model_dump(mode="json"),
        "final": {name: one["mean"] for name, one in common.results["change"].items()},
        **common.results,
        "backlash_at": backlash,
        "by_encouragement": {name: rows(grid, band) for name, band in bands.items()},
    }
    return Found((*common.docked, possible, both), results, (panel,)).docking("backlash")
