"""Pattern 2 on grids: at which severities, cautions and forms of punishment the published shares and orders come out.

1. Over severity, at the common set: each of the three shares, and all three at once.
2. The same where, for a small share of people, penalties grow with the deed.
3. Over caution, with a penalty that is the same for any dissent, and with penalties that all grow with the deed: what a
   vague statute does beyond a clear one.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from hushed.replications.meanings import ended
from hushed.replications.panels import Panel
from hushed.replications.patterns.common import Contrast, Steps, settings_of
from hushed.replications.patterns.evidence import (
    Found,
    Interval,
    banded,
    claim,
    interval,
    interval_of_share,
    level_line,
    rows,
    where_crossed,
    within_grid,
)
from hushed.replications.patterns.threats import (
    ASKED,
    MEANINGS,
    PUBLISHED,
    SOURCE,
    VAGUENESS,
    Chill,
    ThreatSettings,
    find,
    measure,
)
from hushed.replications.replication import Request
from hushed.replications.targets import Docked, Docking

_FORM = "regime.scoring.proportional_share"
_MORE = {"people": "more people hold back", "speech": "more speech is withheld"}
Bands = dict[str, list[Interval]]


def dock(request: Request) -> Docking:
    """The severity of the settings, and the grids over severity and caution."""
    settings = settings_of(ThreatSettings, request)
    severities, cautions = sorted(settings.severities), sorted(settings.cautions)
    steps = Steps(request.progress, settings.replicates * (1 + 2 * len(severities) + 2 * len(cautions)))
    common = find(settings, steps)
    plain = _by_severity(settings, steps, severities, {})
    mixed = _by_severity(settings, steps, severities, {_FORM: settings.graded})
    same = _by_caution(settings, steps, cautions, settings.severity, {})
    graded = _by_caution(settings, steps, cautions, settings.graded_severity, {_FORM: 1.0})
    along = f"severity {severities[0]:g} to {severities[-1]:g}"
    docked = (
        *common.docked,
        *(
            within_grid(f"share {share:g} under {name} can be had", share, SOURCE, _means(plain[name]), grid=along)
            for name, share in PUBLISHED.items()
        ),
        _at_once("the three shares at one severity", severities, plain),
        _at_once(
            f"the three shares at one severity, where penalties grow with the deed for {settings.graded:g} of people",
            severities,
            mixed,
        ),
        *_vague(cautions, same, "any dissent costs the same"),
        *_vague(cautions, graded, "penalties grow with the deed"),
    )
    results: dict[str, Any] = {
        "settings": settings.model_dump(mode="json"),
        **ended({name: one["mean"] for name, one in common.results["less_likely"].items()}, MEANINGS),
        **common.results,
        "severity_at_published": {
            name: where_crossed(severities, _means(plain[name]), share) for name, share in PUBLISHED.items()
        },
        "by_severity": {name: rows(severities, band) for name, band in plain.items()},
        "by_severity_mixed": {name: rows(severities, band) for name, band in mixed.items()},
        "vague_beyond_clear_by_caution": {name: rows(cautions, band) for name, band in same.items()},
        "vague_beyond_clear_by_caution_graded": {name: rows(cautions, band) for name, band in graded.items()},
    }
    panels = (_shares(severities, plain), _beyond(cautions, same, graded))
    return Found(docked, results, panels).docking("threats")


def _by_severity(settings: ThreatSettings, steps: Steps, grid: list[float], contrast: Contrast) -> Bands:
    """Shares of people who say less than freely, by arm, for every severity."""
    bands: Bands = {}
    for severity in grid:
        found = steps.each(settings, partial(_people, settings, severity, contrast))
        for name in found[0]:
            bands.setdefault(name, []).append(interval([one[name] for one in found]))
    return bands


def _people(settings: ThreatSettings, severity: float, contrast: Contrast, replicate: int) -> dict[str, float]:
    return {name: one.people for name, one in measure(settings, severity, replicate, contrast).items()}


def _by_caution(
    settings: ThreatSettings, steps: Steps, grid: list[float], severity: float, contrast: Contrast
) -> Bands:
    """By how much a vague statute does more than a clear one, for every caution (Bonferroni over the grid)."""
    bands: Bands = {name: [] for name in Chill._fields}
    for caution in grid:
        arm = {**contrast, "reactions.caution": caution}
        found = steps.each(settings, partial(_beyond_clear, settings, severity, arm))
        for name, band in bands.items():
            band.append(interval([getattr(one, name) for one in found], tests=len(grid)))
    return bands


def _beyond_clear(settings: ThreatSettings, severity: float, contrast: Contrast, replicate: int) -> Chill:
    found = measure(settings, severity, replicate, contrast)
    return Chill(*(vague - clear for vague, clear in zip(found["statute"], found["clear statute"], strict=True)))


def _at_once(name: str, grid: list[float], bands: Bands) -> Docked:
    """Whether the three shares are met at one severity: the one at which a threat gives the published share."""
    means = {arm: _means(band) for arm, band in bands.items()}
    where = where_crossed(grid, means["threat"], PUBLISHED["threat"])
    shares = {arm: float(np.interp(where, grid, means[arm])) for arm in means} if np.isfinite(where) else {}
    error = {arm: interval_of_share(share, ASKED, tests=len(PUBLISHED)) for arm, share in PUBLISHED.items()}
    return claim(
        name,
        "75, 62 and 39 %",
        SOURCE,
        f"where a threat gives 75 %, the others are within the sampling error of the {ASKED} people asked",
        ", ".join(f"{arm} {share:.3f}" for arm, share in shares.items()) + f" at severity {where:.3g}",
        passed=bool(shares) and all(abs(shares[arm] - PUBLISHED[arm]) <= error[arm] for arm in PUBLISHED),
    )


def _vague(grid: list[float], bands: Bands, where: str) -> tuple[Docked, ...]:
    """Whether a vague statute does more than a clear one at some caution."""

    def one(count: str, words: str) -> Docked:
        more = [value for value, band in zip(grid, bands[count], strict=True) if band.low > 0.0]
        return claim(
            f"{words} under a vague statute at some caution, where {where}",
            "vague > clear",
            VAGUENESS,
            f"interval (Bonferroni over {len(grid)}) of vague less clear above 0 at a value of the grid",
            ", ".join(f"{band.mean:+.4f} at {value:g}" for value, band in zip(grid, bands[count], strict=True)),
            passed=bool(more),
        )

    return tuple(one(count, words) for count, words in _MORE.items())


def _shares(grid: list[float], bands: Bands) -> Panel:
    series = [banded(name, grid, band) for name, band in bands.items()]
    asked = [level_line(f"{name}, published", grid, share) for name, share in PUBLISHED.items()]
    return Panel(
        "A threat chills more than surveillance, that more than a statute; a vague one fewer people than a clear one",
        "severity, in score",
        "share of those who could who say less",
        (*series, *asked),
        y_range=(0.0, 1.0),
    )


def _beyond(grid: list[float], same: Bands, graded: Bands) -> Panel:
    forms = (("any dissent costs the same", same), ("penalties grow with the deed", graded))
    return Panel(
        "With caution a vague law withholds more speech; it holds back more people only where penalties are graded",
        "caution, in sd of beliefs about the line",
        "vague statute less clear one, as a share",
        tuple(banded(f"{name}, {form}", grid, bands[name]) for form, bands in forms for name in _MORE),
    )


def _means(band: list[Interval]) -> list[float]:
    return [one.mean for one in band]
