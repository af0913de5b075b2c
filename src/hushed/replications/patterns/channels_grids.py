"""Pattern 7 on grids: which severities and shares of informers give each published share, and what gives all at once.

The search for all three is descriptive: no number that it finds enters the common set.

1. For each tolerance, the severity at which 71 % held back at least once, by straight lines through a grid.
2. Along these, the tolerance at which 42 % of dissenters speak online.
3. There, the share of informers at which 86 % speak in person; informers matter in person only.
4. The combination is played, and each share compared with the published one.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import numpy as np

from hushed.replications.meanings import ended
from hushed.replications.panels import Panel
from hushed.replications.patterns.channels import (
    DAS_KRAMER,
    HAMPTON,
    HELD_BACK,
    IN_PERSON,
    MEANINGS,
    ONLINE,
    Channels,
    ChannelSettings,
    find,
    measure,
    measure_in_person,
    measure_online,
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

_POINT = 0.01
Bands = dict[str, list[Interval]]


class Combination(NamedTuple):
    """Where a search ended, NaN where it found nothing, and the shares played there."""

    tolerance: float
    severity: float
    informers: float
    shares: Channels


def dock(request: Request) -> Docking:
    """The common set, a grid over severity, one over informers, and the search for all three shares."""
    settings = settings_of(ChannelSettings, request)
    harsh, told = sorted(settings.severities), sorted(settings.shares)
    searched = len(settings.tolerances) * len(settings.searched) + len(settings.recruited) + 1
    steps = Steps(request.progress, settings.replicates * (1 + len(harsh) + len(told) + searched))
    common = find(settings, steps)
    by_severity = _grid(settings, steps, [({"regime.scoring.severity": one}, settings.informers) for one in harsh])
    by_informers = _grid(settings, steps, [({}, share) for share in told])
    found = search(settings, steps)
    severities, informers = f"severity {harsh[0]:g} to {harsh[-1]:g}", f"informers {told[0]:g} to {told[-1]:g}"

    def reached(name: str, figure: float, source: str, band: list[Interval], along: str) -> Docked:
        return within_grid(f"{name} can be had", figure, source, [one.mean for one in band], grid=along)

    docked = (
        *common.docked,
        reached("71 % held back at least once", HELD_BACK, DAS_KRAMER, by_severity["held_back"], severities),
        reached("42 % online", ONLINE, HAMPTON, by_severity["online"], severities),
        reached("86 % in person", IN_PERSON, HAMPTON, by_informers["in_person"], informers),
        _at_once(found),
    )
    results: dict[str, Any] = {
        "settings": settings.model_dump(mode="json"),
        **ended({name: one["mean"] for name, one in common.results["shares"].items()}, MEANINGS),
        **common.results,
        "by_severity": {name: rows(harsh, band) for name, band in by_severity.items()},
        "by_informers": {name: rows(told, band) for name, band in by_informers.items()},
        "all_three_at": {**found._asdict(), "shares": found.shares._asdict()},
    }
    panel = Panel(
        "The harsher the penalty, the more hold back, and fewer online than in person",
        "severity, in score",
        "share of people, or of those who could",
        (
            *(banded(name.replace("_", " "), harsh, band) for name, band in by_severity.items()),
            level_line("held back, published", harsh, HELD_BACK),
            level_line("in person, published", harsh, IN_PERSON),
            level_line("online, published", harsh, ONLINE),
        ),
        y_range=(0.0, 1.0),
    )
    return Found(docked, results, (panel,)).docking("channels")


def _grid(settings: ChannelSettings, steps: Steps, arms: list[tuple[Contrast, float]]) -> Bands:
    """The three shares for each arm: what it changes, and how many inform."""
    bands: Bands = {name: [] for name in Channels._fields}
    for contrast, informers in arms:
        found = steps.each(settings, partial(measure, settings, contrast, informers))
        for name, band in bands.items():
            band.append(interval([getattr(one, name) for one in found]))
    return bands


def search(settings: ChannelSettings, steps: Steps) -> Combination:
    """The tolerance, severity and share of informers that give all three shares, by straight lines through a grid."""
    tolerances, severities, recruited = map(sorted, (settings.tolerances, settings.searched, settings.recruited))
    costs, online = [], []
    for tolerance in tolerances:
        arms = (_arm(tolerance, severity) for severity in severities)
        means = [np.mean(steps.each(settings, partial(measure_online, settings, arm)), axis=0) for arm in arms]
        held, spoken = np.array(means).T.tolist()
        cost = where_crossed(severities, held, HELD_BACK)
        costs.append(cost)
        online.append(float(np.interp(cost, severities, spoken)) if np.isfinite(cost) else np.nan)
    tolerance = where_crossed(tolerances, online, ONLINE)
    if not np.isfinite(tolerance):
        return _nowhere()
    severity = float(np.interp(tolerance, tolerances, costs))
    arm = _arm(tolerance, severity)
    person = [
        float(np.mean(steps.each(settings, partial(measure_in_person, settings, arm, share)))) for share in recruited
    ]
    informers = where_crossed(recruited, person, IN_PERSON)
    if not np.isfinite(informers):
        return _nowhere(tolerance, severity)
    played = _grid(settings, steps, [(arm, informers)])
    return Combination(tolerance, severity, informers, Channels(*(played[name][0].mean for name in Channels._fields)))


def _arm(tolerance: float, severity: float) -> Contrast:
    return {"regime.scoring.tolerance": tolerance, "regime.scoring.severity": severity}


def _nowhere(tolerance: float = np.nan, severity: float = np.nan) -> Combination:
    return Combination(tolerance, severity, np.nan, Channels(np.nan, np.nan, np.nan))


def _at_once(found: Combination) -> Docked:
    """Whether the combination found gives all three shares."""
    published = Channels(held_back=HELD_BACK, online=ONLINE, in_person=IN_PERSON)
    shares = ", ".join(f"{name.replace('_', ' ')} {share:.3f}" for name, share in found.shares._asdict().items())
    where = f"tolerance {found.tolerance:.3g}, severity {found.severity:.3g}, informers {found.informers:.3g}"
    return claim(
        "71 % held back, 42 % online and 86 % in person by the same parameters",
        "71, 42 and 86 %",
        f"{DAS_KRAMER} {HAMPTON}",
        "played where straight lines through a grid over tolerance, severity and informers meet all three: each within "
        "a point of a hundred",
        f"{shares} at {where}" if np.isfinite(found.informers) else f"nowhere in the grid ({where})",
        passed=all(abs(one - other) <= _POINT for one, other in zip(found.shares, published, strict=True)),
    )
