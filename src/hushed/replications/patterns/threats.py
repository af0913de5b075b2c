"""Pattern 2: a personal threat chills more than surveillance, and surveillance more than a vague statute (Penney 2017).

Published: 75 % would be less likely to speak or write about certain topics after a personal legal threat, 62 % under
government surveillance, 39 % under a vague statute (confirmed; that 1,212 people were asked is from memory). The
model's analogue: the same people, with the same luck, choose in one round

1. freely: nothing is lost by being seen;
2. under a *statute*: a line, believed with some vagueness, a severity, and nobody watching but for what is loud;
3. under *surveillance*: the same line, clear, with some chance of being seen whatever one says;
4. under a *threat*: the same line, clear, and each person certain to be seen.

Who says less than freely is less likely to speak. Shares are of the people with something to say beyond the line: the
survey asks about topics people do speak of. That more watching chills more follows from the equations at any severity;
what could fail are the figures, and where vagueness leads.

Whether a vague law chills more than a clear one depends on what is counted. Without caution, as in the first version,
fewer people hold back and less is withheld, though some of it is lawful speech that a clear law leaves alone. With
caution more *speech* is withheld, and more of it lawful, which is what Schauer is about; both targets were added after
that was seen, and the second could hardly fail. But *fewer people* hold back, the more caution the fewer: where any
dissent costs the same, to fall back on a lower line is to keep back more, so that some who would have kept to a clear
line defy a vague one. The count of people is the survey's and stays a miss. Where penalties grow with the deed, more
people hold back as well, from a quarter of a standard deviation of caution on (`threats_grids.py`). At one severity a
threat gives 75 % and surveillance 62 %; the statute then gives 30 % if vague and 38 % if clear, and about 48 % where
all penalties grow with the deed; the three come out together where they do for a fifth of people, a share found by
trying a few.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from hushed.bibliography.publications import in_full
from hushed.parameters import Share, described
from hushed.replications.limits import BoundedAmount
from hushed.replications.meanings import Meaning
from hushed.replications.patterns.common import AmountLevels, Contrast, PatternSettings, Steps, last_of
from hushed.replications.patterns.estimators import dissenters
from hushed.replications.patterns.evidence import Found, has_sign, holds, interval
from hushed.replications.targets import Docked

SOURCE = in_full("penney2017")
PUBLISHED = {"threat": 0.75, "surveillance": 0.62, "statute": 0.39}
MEANINGS = {
    name: Meaning("share of those who could", f"How many say less under a {name} than they would freely.")
    for name in (*PUBLISHED, "clear statute")
}
"""The figures of the common set, by name."""
ASKED = 1212
"""People asked, as remembered."""
VAGUENESS = f"{in_full('schauer1978')} Cf. Penney (2017)."
_TESTS = 8


class ThreatSettings(PatternSettings):
    """Settings of the pattern of three threats."""

    watching: Share = described(0.4, "chance of being seen whatever one says, under surveillance", "chance")
    vagueness: BoundedAmount = described(
        0.05, "standard deviation of beliefs about the line, under the statute", "voice"
    )
    severities: AmountLevels = described(
        (0.2, 0.4, 0.6, 0.8, 1.2, 1.6), "severities tried one after the other", "score"
    )
    cautions: AmountLevels = described(
        (0.0, 0.25, 0.5, 1.0, 2.0), "values of reactions.caution tried one after the other"
    )
    graded: Share = described(0.2, "share of people for whom penalties grow with the deed, in a mixed law", "share")
    graded_severity: BoundedAmount = described(
        2.2, "severity where all penalties grow with the deed, for each unit beyond the line", "score"
    )


def arms_of(settings: ThreatSettings, severity: float) -> dict[str, Contrast]:
    """What each arm changes of the common set."""

    def arm(cost: float, watching: float, vagueness: float) -> Contrast:
        return {
            "regime.scoring.severity": cost,
            "regime.observation.surveillance": watching,
            "regime.clarity.vagueness": vagueness,
        }

    return {
        "free": arm(0.0, 0.0, 0.0),
        "threat": arm(severity, 1.0, 0.0),
        "surveillance": arm(severity, settings.watching, 0.0),
        "statute": arm(severity, 0.0, settings.vagueness),
        "clear statute": arm(severity, 0.0, 0.0),
    }


class Chill(NamedTuple):
    """What an arm does: people who say less than freely, and speech and lawful speech not said."""

    people: float
    "Share of the people with something to say beyond the line."
    speech: float
    "Share of all that is said freely."
    lawful: float
    "Share of what is said freely up to the line."


def measure(
    settings: ThreatSettings, severity: float, replicate: int, contrast: Contrast | None = None
) -> dict[str, Chill]:
    """What each arm does, in one society; `contrast` changes all arms."""
    arms = {name: {**arm, **(contrast or {})} for name, arm in arms_of(settings, severity).items()}
    free = last_of(settings, arms.pop("free"), replicate, rounds=1)
    voice, asked, line = free.state.voice.astype(np.float64), dissenters(free), free.terms.tolerance
    lawful = np.minimum(voice, line)
    less = {}
    for name, arm in arms.items():
        said = last_of(settings, arm, replicate, rounds=1).state.voice.astype(np.float64)
        held_back = np.maximum(0.0, lawful - said)
        less[name] = Chill(
            people=_part(float((said < voice)[asked].sum()), float(asked.sum())),
            speech=_part(float((voice - said).sum()), float(voice.sum())),
            lawful=_part(float(held_back.sum()), float(lawful.sum())),
        )
    return less


def _part(some: float, whole: float) -> float:
    return some / whole if whole > 0.0 else 0.0


def find(settings: ThreatSettings, steps: Steps) -> Found:
    """The three threats at the severity of the settings."""
    found: list[dict[str, Chill]] = steps.each(settings, partial(measure, settings, settings.severity))
    less = {name: [one[name].people for one in found] for name in found[0]}

    def apart(name: str, one: str, other: str, published: str, source: str, count: str = "people") -> Docked:
        values = [getattr(each[one], count) - getattr(each[other], count) for each in found]
        return has_sign(name, published, source, values, positive=True, tests=_TESTS)

    statutes = ("statute", "clear statute", "vague > clear", VAGUENESS)
    docked = (
        apart("a personal threat chills more than surveillance", "threat", "surveillance", "75 % > 62 %", SOURCE),
        apart("surveillance chills more than a vague statute", "surveillance", "statute", "62 % > 39 %", SOURCE),
        apart("a vague statute chills more people than a clear one", *statutes),
        apart("a vague statute withholds more speech than a clear one", *statutes, "speech"),
        apart("a vague statute withholds more lawful speech than a clear one", *statutes, "lawful"),
        *(
            holds(f"share less likely to speak: {name}", share, SOURCE, less[name], tests=_TESTS, people=ASKED)
            for name, share in PUBLISHED.items()
        ),
    )
    results = {
        name: {arm: interval([getattr(one[arm], count) for one in found])._asdict() for arm in less}
        for name, count in (("less_likely", "people"), ("speech_withheld", "speech"), ("lawful_withheld", "lawful"))
    }
    return Found(docked, results)
