"""Pattern 6: the punished go quiet, and their followers speak more (Pan & Siegel 2020).

Published: imprisoned Saudis dissented less online afterwards, and their followers dissented more (abstract confirmed).
The model's analogue, in a settled society, over several rounds:

1. of the people who spoke above the line in a round, some were seen and punished and the others were not; given what
   they said, luck alone decides;
2. each punished person is matched with unpunished ones who spoke in the same round, wish about the same (twentieths)
   and have about as many friends (powers of two);
3. compared are the changes of voice, as a share of the wish, over the next rounds: of the matched people themselves,
   and the mean over their friends.

The punished fall silent where friends reproach, or where a sanction mutes them. Without indignation their friends speak
*less*, since they hear one voice fewer; for them to speak more there is then only a negative encouragement: people who
step in where others fall silent, under which climate and expression correlate negatively, against pattern 1. That miss
of the first version stays in the table. Indignation, a boldness that rises at the sight of a friend's punishment and
not at her silence, was added to the model for it (docs/design.md). At an encouragement of 4 an indignation of 1 is
enough, and the climate's correlation stays positive (`backlash_grids.py`). As the reaction was made for the pattern,
this shows that the two can be had together, and no more. Both effects are small: a hundredth of what people wish to
say, and a five-hundredth.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from hushed.bibliography.publications import in_full
from hushed.engine.simulation import Simulation
from hushed.engine.state import Mark
from hushed.parameters import described
from hushed.replications.meanings import Meaning
from hushed.replications.patterns.common import Contrast, Count, Levels, PatternSettings, Steps, rounds_of
from hushed.replications.patterns.estimators import (
    Flags,
    Floats,
    dissenters,
    loud,
    matched_difference,
    over_friends,
    shares,
)
from hushed.replications.patterns.evidence import Found, has_sign, interval

SOURCE = in_full("pan2020")
_TESTS = 2
_WISHES = 20


class BacklashSettings(PatternSettings):
    """Settings of the pattern of backlash."""

    settling: Count = described(15, "rounds played before anybody is matched", "rounds")
    watched: Count = described(12, "rounds in which punished and unpunished are matched", "rounds")
    following: Count = described(3, "rounds after a punishment over which voices are compared", "rounds")
    encouragements: Levels = described(
        (-0.9, -0.6, -0.3, 0.0, 2.0, 4.0), "values of reactions.encouragement tried without indignation"
    )
    indignations: Levels = described(
        (0.0, 0.5, 1.0, 2.0, 4.0, 8.0), "values of reactions.indignation tried one after the other"
    )


class Backlash(NamedTuple):
    """Changes of voice after a punishment, against those of matched people, as shares of what they wish to say."""

    punished: float
    friends: float


MEANINGS = {
    "punished": Meaning(
        "share of what they wish to say", "How much more the punished say afterwards than matched others; less below 0."
    ),
    "friends": Meaning(
        "share of what they wish to say", "How much more friends of the punished say than friends of matched others."
    ),
}
"""Both changes, by name."""


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
