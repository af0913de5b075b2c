"""Pattern 7: how many keep something back, and where (Das & Kramer 2013; Hampton et al. 2014).

Published: 71 % of users held something back at least once in 17 days (abstract confirmed); 86 % of adults were willing
to discuss a matter of surveillance in person, 42 % of users online (figures confirmed in reports on the study). The
model's analogue:

1. *held back*: the share of all people who say less than they wish to in at least one of 17 rounds. Das & Kramer
   counted what was typed and never sent, for whatever reason; the model knows only fear;
2. *online*: of the people with something to say beyond the line, the share who say it where the platform reports and
   nobody informs;
3. *in person*: the same share, of the same people, where the platform reports nothing and only informers at gatherings
   tell.

Grids over severity and over the share of informers say which figures can be had (`channels_grids.py`), and a search by
straight lines through a grid over tolerance, severity and informers, whether all three can at once. They can: the line
must lie so low that nearly everybody has something to say beyond it, since 71 % of *all* people held back at least
once, and yet 42 % of those who dissent must speak on a given day. That takes a severity near 1.6, two and a half times
the common one, and three informers in a hundred. At the common set, which is milder, all three are missed. Not claimed:
that collective sanctions lower co-operation (Chapkovski 2021). The model has no common good to contribute to; that
friends share one's penalty makes people quieter, which is another thing.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from hushed.bibliography.publications import in_full
from hushed.parameters import Share, described
from hushed.replications.meanings import Meaning
from hushed.replications.patterns.common import (
    AmountLevels,
    Contrast,
    Count,
    PatternSettings,
    ShareLevels,
    Steps,
    last_of,
    rounds_of,
)
from hushed.replications.patterns.estimators import curbed
from hushed.replications.patterns.evidence import Found, has_sign, holds, interval

DAS_KRAMER = in_full("das2013")
HAMPTON = in_full("hampton2014")
HELD_BACK, IN_PERSON, ONLINE = 0.71, 0.86, 0.42
NOT_CLAIMED = "Chapkovski 2021 (collective sanctions lower co-operation): the model has no common good; not claimed."
_TESTS = 4


class ChannelSettings(PatternSettings):
    """Settings of the pattern of channels."""

    days: Count = described(17, "rounds in which people may hold something back", "rounds")
    informers: Share = described(0.05, "share of people who inform at gatherings", "share of people")
    report_chance: Share = described(0.2, "chance per round that an informer reports a friend", "chance per round")
    severities: AmountLevels = described((0.2, 0.6, 1.2, 2.4, 4.8), "severities tried one after the other", "score")
    shares: ShareLevels = described((0.0, 0.02, 0.05, 0.1, 0.2, 0.4), "shares of informers tried one after the other")
    tolerances: ShareLevels = described((0.02, 0.03, 0.04, 0.05), "tolerances searched for all three shares", "voice")
    searched: AmountLevels = described((1.2, 1.6, 2.0), "severities searched for all three shares", "score")
    recruited: ShareLevels = described((0.01, 0.02, 0.03, 0.05), "shares of informers searched for all three shares")


class Channels(NamedTuple):
    """Shares: of people who held back at least once; of dissenters who speak online and in person."""

    held_back: float
    online: float
    in_person: float


MEANINGS = {
    "held_back": Meaning("share of people", "How many held something back in at least one round."),
    "online": Meaning("share of dissenters", "How many speak above the line online."),
    "in_person": Meaning("share of dissenters", "How many speak above the line at gatherings."),
}
"""The three shares, by name."""


def measure(settings: ChannelSettings, contrast: Contrast, informers: float, replicate: int) -> Channels:
    """The three shares in one society."""
    held_back, online = measure_online(settings, contrast, replicate)
    return Channels(held_back, online, measure_in_person(settings, contrast, informers, replicate))


def measure_online(settings: ChannelSettings, contrast: Contrast, replicate: int) -> tuple[float, float]:
    """The share who held back at least once, and of dissenters who speak online."""
    ever = None
    for run in rounds_of(settings, contrast, replicate, rounds=settings.days):
        ever = curbed(run) if ever is None else ever | curbed(run)
        tally = run.record.tally
    held_back = float(np.mean(ever)) if ever is not None else 0.0
    return held_back, tally.loud / max(1.0, tally.dissenters)


def measure_in_person(settings: ChannelSettings, contrast: Contrast, informers: float, replicate: int) -> float:
    """The share of dissenters who speak where only informers at gatherings tell."""
    gathering = {
        **contrast,
        "regime.observation.cooperation": 0.0,
        "regime.informers.share": informers,
        "regime.informers.report_chance": settings.report_chance,
    }
    told = last_of(settings, gathering, replicate, rounds=settings.days).record.tally
    return told.loud / max(1.0, told.dissenters)


def find(settings: ChannelSettings, steps: Steps) -> Found:
    """The three shares at the common set."""
    found: list[Channels] = steps.each(settings, partial(measure, settings, {}, settings.informers))
    columns = {name: [getattr(one, name) for one in found] for name in Channels._fields}
    held_back = columns["held_back"]
    docked = (
        has_sign(
            "more speak in person than online",
            "86 % > 42 %",
            HAMPTON,
            [one.in_person - one.online for one in found],
            positive=True,
            tests=_TESTS,
        ),
        holds("share who held back at least once, common set", HELD_BACK, DAS_KRAMER, held_back, tests=_TESTS),
        holds("share who speak in person, common set", IN_PERSON, HAMPTON, columns["in_person"], tests=_TESTS),
        holds("share who speak online, common set", ONLINE, HAMPTON, columns["online"], tests=_TESTS),
    )
    return Found(
        docked,
        {"shares": {name: interval(values)._asdict() for name, values in columns.items()}, "not_claimed": NOT_CLAIMED},
    )
