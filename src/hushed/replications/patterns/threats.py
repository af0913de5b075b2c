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
what could fail are the figures, and where vagueness leads. At one severity a threat gives 75 % and surveillance 62 %;
the statute then gives 33 % if vague and 38 % if clear, so it is vagueness that spoils the third figure. With beliefs
spread evenly about the line a vague law chills *less* than a clear one at the same severity (docs/design.md). That
target fails, and is reported.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from hushed.parameters import Amount, Share, described
from hushed.replications.panels import Panel
from hushed.replications.patterns.common import Contrast, Levels, PatternSettings, Steps, last_of, settings_of
from hushed.replications.patterns.estimators import dissenters
from hushed.replications.patterns.evidence import (
    Found,
    Interval,
    banded,
    claim,
    has_sign,
    holds,
    interval,
    interval_of_share,
    level_line,
    rows,
    where_crossed,
    within_grid,
)
from hushed.replications.replication import Request
from hushed.replications.targets import Docked, Docking

SOURCE = (
    "Penney, J. W. (2017). Internet surveillance, regulation, and chilling effects online. Internet Policy Rev. 6(2)."
)
PUBLISHED = {"threat": 0.75, "surveillance": 0.62, "statute": 0.39}
ASKED = 1212
"""People asked, as remembered."""
VAGUENESS = "Schauer, F. (1978). Fear, risk and the First Amendment. Boston Univ. Law Review 58; cf. Penney (2017)."
_TESTS = 6


class ThreatSettings(PatternSettings):
    """Settings of the pattern of three threats."""

    watching: Share = described(0.4, "chance of being seen whatever one says, under surveillance", "chance")
    vagueness: Amount = described(0.05, "standard deviation of beliefs about the line, under the statute", "voice")
    severities: Levels = described((0.2, 0.4, 0.6, 0.8, 1.2, 1.6), "severities tried one after the other", "score")


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


def measure(settings: ThreatSettings, severity: float, replicate: int) -> dict[str, float]:
    """Share of the people who dissent beyond the line that says less than freely, by arm."""
    arms = arms_of(settings, severity)
    free = last_of(settings, arms.pop("free"), replicate, rounds=1)
    voice, asked = free.state.voice.copy(), dissenters(free)
    less = {}
    for name, contrast in arms.items():
        run = last_of(settings, contrast, replicate, rounds=1)
        less[name] = float((run.state.voice < voice)[asked].mean()) if asked.any() else 0.0
    return less


def find(settings: ThreatSettings, steps: Steps) -> Found:
    """The three threats at the severity of the settings."""
    found = steps.each(settings, partial(measure, settings, settings.severity))
    less = {name: [one[name] for one in found] for name in found[0]}

    def apart(name: str, one: str, other: str, published: str, source: str) -> Docked:
        values = [a - b for a, b in zip(less[one], less[other], strict=True)]
        return has_sign(name, published, source, values, positive=True, tests=_TESTS)

    docked = (
        apart("a personal threat chills more than surveillance", "threat", "surveillance", "75 % > 62 %", SOURCE),
        apart("surveillance chills more than a vague statute", "surveillance", "statute", "62 % > 39 %", SOURCE),
        apart("a vague statute chills more than a clear one", "statute", "clear statute", "vague > clear", VAGUENESS),
        *(
            holds(f"share less likely to speak: {name}", share, SOURCE, less[name], tests=_TESTS, people=ASKED)
            for name, share in PUBLISHED.items()
        ),
    )
    return Found(docked, {"less_likely": {name: interval(values)._asdict() for name, values in less.items()}})


def dock(request: Request) -> Docking:
    """The severity of the settings, and the grid over severity."""
    settings = settings_of(ThreatSettings, request)
    grid = sorted(settings.severities)
    steps = Steps(request.progress, settings.replicates * (1 + len(grid)))
    common = find(settings, steps)
    bands: dict[str, list[Interval]] = {name: [] for name in common.results["less_likely"]}
    for severity in grid:
        found = steps.each(settings, partial(measure, settings, severity))
        for name, band in bands.items():
            band.append(interval([one[name] for one in found]))
    along = f"severity {grid[0]:g} to {grid[-1]:g}"
    reached = (
        within_grid(f"share {share:g} under {name} can be had", share, SOURCE, _means(bands[name]), grid=along)
        for name, share in PUBLISHED.items()
    )
    series = [banded(name, grid, band) for name, band in bands.items()]
    asked = [level_line(f"{name}, published", grid, share) for name, share in PUBLISHED.items()]
    panel = Panel(
        "A threat chills more than surveillance, and that more than a statute; a vague statute less than a clear one",
        "severity",
        "share less likely to speak",
        (*series, *asked),
        y_range=(0.0, 1.0),
    )
    docked = (*common.docked, *reached, _at_once(grid, {name: _means(band) for name, band in bands.items()}))
    results = {
        "settings": settings.model_dump(mode="json"),
        "final": {name: one["mean"] for name, one in common.results["less_likely"].items()},
        **common.results,
        "severity_at_published": {
            name: where_crossed(grid, _means(bands[name]), share) for name, share in PUBLISHED.items()
        },
        "by_severity": {name: rows(grid, band) for name, band in bands.items()},
    }
    return Found(docked, results, (panel,)).docking("threats")


def _at_once(grid: list[float], means: dict[str, list[float]]) -> Docked:
    """Whether the three shares are met at one severity: the one at which a threat gives the published share."""
    where = where_crossed(grid, means["threat"], PUBLISHED["threat"])
    shares = {name: float(np.interp(where, grid, means[name])) for name in means} if np.isfinite(where) else {}
    error = {name: interval_of_share(share, ASKED, tests=len(PUBLISHED)) for name, share in PUBLISHED.items()}
    return claim(
        "the three shares at one severity",
        "75, 62 and 39 %",
        SOURCE,
        f"where a threat gives 75 %, the others are within the sampling error of the {ASKED} people asked",
        ", ".join(f"{name} {share:.3f}" for name, share in shares.items()) + f" at severity {where:.3g}",
        passed=bool(shares) and all(abs(shares[name] - PUBLISHED[name]) <= error[name] for name in PUBLISHED),
    )


def _means(band: list[Interval]) -> list[float]:
    return [one.mean for one in band]
