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

The operationalisation is ours. Grids (`climate_grids.py`) say whether .10 and .34 can be had, and whether together.
Where the penalty is mild, most speak whatever they hear, and the correlation stays far below .34. With ten friends,
where friends reach .34 the wider circle keeps half of it, and the published figures a third: they are not met together.
That is a matter of how many friends people have: the more there are, the less any one voice of the wider circle counts.
With thirty friends, a severity of 3 and voices that count for almost three times as much as in the common set, both
come out. Traits are drawn without homophily, so all correlation is influence, not likeness.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated, NamedTuple

import numpy as np
from pydantic import Field

from hushed.bibliography.publications import in_full
from hushed.parameters import described
from hushed.replications.limits import BoundedAmount
from hushed.replications.meanings import Meaning
from hushed.replications.patterns.common import AmountLevels, Contrast, Count, Levels, PatternSettings, Steps, rounds_of
from hushed.replications.patterns.estimators import correlation, dissenters, live_ties, loud, over_friends, shares
from hushed.replications.patterns.evidence import Found, has_sign, holds, interval

SOURCE = in_full("matthes2018")
OVERALL, FRIENDS = 0.10, 0.34
_TESTS = 5


class ClimateSettings(PatternSettings):
    """Settings of the climate pattern."""

    settled: Count = described(15, "rounds played before the climate is measured", "rounds")
    encouragements: Levels = described(
        (0.0, 1.0, 2.0, 4.0, 8.0, 12.0), "values of reactions.encouragement tried one after the other"
    )
    severities: AmountLevels = described((0.6, 1.5, 3.0), "severities, each tried with each encouragement", "score")
    circles: tuple[Annotated[int, Field(ge=2, multiple_of=2)], ...] = Field(
        default=(20, 30),
        strict=False,
        min_length=1,
        max_length=20,
        description="larger numbers of friends, tried too",
    )
    circle_severity: BoundedAmount = described(3.0, "severity at which they are tried", "score")
    circle_encouragements: Levels = described((6.0, 9.0, 12.0), "encouragements tried with each of them")


class Climate(NamedTuple):
    """Correlations of three climates with speaking up, over the people who dissent in private."""

    friends: float
    overall: float
    strangers: float


MEANINGS = {
    name: Meaning("correlation", f"How closely speaking up goes with {what}.")
    for name, what in (
        ("friends", "the share of one's friends who do"),
        ("overall", "the share of one's wider circle who do"),
        ("strangers", "the share of strangers who do; none is expected"),
    )
}
"""The correlations, by name."""


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
