"""All patterns at once: which of them the one documented set of parameters meets.

Every pattern's society, regime and reactions are those of `common.COMMON`; only what a study itself compares
differs between its arms. Nothing is fitted. A pattern is met if all its relations hold; its published figures are
judged beside it, and do not count towards the number of patterns met.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hushed.replications.meanings import Meaning, ended
from hushed.replications.panels import Panel, Series
from hushed.replications.patterns import (
    backlash,
    channels,
    climate,
    enrolment,
    informers,
    shock,
    threats,
)
from hushed.replications.patterns.common import PATHS, PatternSettings, Steps, settings_of
from hushed.replications.patterns.evidence import Found, claim
from hushed.replications.replication import Request
from hushed.replications.targets import Docking, Level

PATTERNS: tuple[tuple[str, type[PatternSettings], Callable[[Any, Steps], Found]], ...] = (
    ("climate", climate.ClimateSettings, climate.find),
    ("threats", threats.ThreatSettings, threats.find),
    ("enrolment", enrolment.EnrolmentSettings, enrolment.find),
    ("shock", shock.ShockSettings, shock.find),
    ("informers", informers.InformerSettings, informers.find),
    ("backlash", backlash.BacklashSettings, backlash.find),
    ("channels", channels.ChannelSettings, channels.find),
)
"""Every pattern: its name, its settings, and what finds it at the common set."""
MEANINGS = {
    name: Meaning("met or missed", f"Whether every relation of the pattern '{name}' holds.") for name, _, _ in PATTERNS
}
"""The verdicts, by name."""


def dock(request: Request) -> Docking:
    """Every pattern at the common set, and how many are met at once."""
    settings = settings_of(PatternSettings, request)
    shares = len(informers.InformerSettings().informers)
    steps = Steps(request.progress, settings.replicates * (len(PATTERNS) - 1 + shares))
    found = {name: find(model(**settings.model_dump()), steps) for name, model, find in PATTERNS}
    met = {name: one.relations_hold for name, one in found.items()}
    missed = [name for name, holds in met.items() if not holds]
    together = claim(
        "patterns met at once",
        f"all {len(PATTERNS)}",
        "All sources above.",
        "every target of level relation above holds at one set of parameters",
        f"{len(PATTERNS) - len(missed)} of {len(PATTERNS)}; missed: {', '.join(missed) or 'none'}",
        passed=not missed,
    )
    docked = tuple(one for each in found.values() for one in each.docked)
    places = range(len(found))
    panel = Panel(
        f"One set of parameters meets {len(PATTERNS) - len(missed)} of {len(PATTERNS)} patterns",
        "",
        "share of its targets met",
        (
            Series("relations", places, [_share(one, Level.RELATION) for one in found.values()], kind="points"),
            Series("figures", places, [_share(one, Level.DISTRIBUTION) for one in found.values()], kind="points"),
        ),
        ticks=tuple(found),
        y_range=(-0.05, 1.05),
    )
    results = {
        "settings": settings.model_dump(mode="json"),
        "parameters": {path: getattr(settings, name) for name, path in PATHS.items()},
        **ended({name: "met" if holds else "missed" for name, holds in met.items()}, MEANINGS),
    }
    return Found((*docked, together), results, (panel,)).docking("together")


def _share(found: Found, level: Level) -> float:
    """Share of a pattern's targets of a level that passed; 0 where it has none."""
    passed = [one.passed for one in found.docked if one.target.level is level]
    return sum(passed) / len(passed) if passed else 0.0
