"""A stored result as the page shows it: means with their intervals, the sentences, and how to repeat it."""

from __future__ import annotations

import math
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hushed.errors import InputError, harmless
from hushed.experiments.attribution.shares import Attribution, attributed
from hushed.experiments.attribution.told import by_share
from hushed.experiments.change import recorded_change
from hushed.experiments.effects import Comparison, measured
from hushed.figures.bands import mean_band
from hushed.outcomes import HEADLINES
from hushed.results.about import command_of, ties_of
from hushed.results.furthest import furthest, summarised
from hushed.results.statistics import Estimate, estimate
from hushed.results.table import headline, last_figures

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
Table = dict[str, Any]

MOST_POINTS = 160
"""Points of a line; a longer run is drawn at rounds evenly spread, the first and the last among them."""
_DIGITS = 4
"""Significant digits of a point: as many as a screen can show."""


def told(dataset: xr.Dataset, folder: str | Path) -> Table:
    """`Result` of explorer/src/contract.ts for a run, comparison or attribution; InputError if no round was played.

    Of a network that was loaded it says how large it is, and neither where its file lay nor how it was called.
    """
    kind, rounds = str(dataset.attrs["experiment"]), furthest(dataset).rounds
    if rounds < 1:
        raise InputError(f"{folder}: holds no finished round to show; play it again with: {_command(dataset, folder)}")
    parts = {"run": _run, "comparison": _comparison, "attribution": _attribution}[kind](dataset)
    parts["sentences"] += _unfinished(dataset, rounds)
    return {"kind": kind, **_about(dataset, folder, rounds), **parts}


def _about(dataset: xr.Dataset, folder: str | Path, rounds: int) -> Table:
    attributes = dataset.attrs
    return {
        "title": attributes["title"],
        "people": int(dataset["people"]),
        "ties": ties_of(dataset),
        "rounds": rounds,
        "replicates": dataset.sizes["replicate"],
        "seed": int(attributes["seed"]),
        "version": attributes["hushed_version"],
        "date": attributes["date"],
        "command": _command(dataset, folder),
        "loaded": "network_path" in attributes,
    }


def _command(dataset: xr.Dataset, folder: str | Path) -> str:
    """The command that repeats the result where its folder lies, which may be called like a loaded network."""
    name = "RESULT" if "network_path" in dataset.attrs else harmless(Path(folder).resolve().name)
    return f"hushed {command_of(dataset.attrs['experiment'])} {shlex.quote(name)}"


def _unfinished(dataset: xr.Dataset, rounds: int) -> list[str]:
    if dataset.attrs["complete"]:
        return []
    asked, found = dataset.attrs["replicates"], len(furthest(dataset).replicates)
    return [
        f"This was interrupted: it shows {rounds:,} of {dataset.attrs['rounds']:,} rounds, "
        f"in {found:,} of {asked:,} replicates."
    ]


# A run ------------------------------------------------------------------------------------------


def _run(dataset: xr.Dataset) -> Table:
    figures = last_figures(dataset)
    return {
        **_lines(dataset, [("as it is", "under the regime", None)]),
        "sentences": list(headline(dataset, figures)),
        "leftFree": {name: figures[name].free for name in HEADLINES},
    }


def _lines(dataset: xr.Dataset, arms: list[tuple[str, str, int | None]]) -> Table:
    """Lines over rounds of the arms, each with its name, label and place, if it has one; and nothing else as yet."""
    places = _places(furthest(dataset).rounds)
    values = {name: summarised(dataset, name) for name in HEADLINES}
    return {
        "at": places.tolist(),
        "arms": [
            {"name": name, "label": label, **_arm(values if arm is None else _of(values, arm), places)}
            for name, label, arm in arms
        ],
        "leftFree": None,
        "gap": None,
        "differences": None,
        "attribution": None,
    }


def _of(values: Mapping[str, Floats], arm: int) -> dict[str, Floats]:
    return {outcome: each[arm] for outcome, each in values.items()}


def _arm(values: Mapping[str, Floats], places: NDArray[np.int64]) -> Table:
    """Lines of one arm and what it comes to; values of outcomes have shape (replicates, rounds)."""
    return {
        "series": {outcome: _band(each[:, places]) for outcome, each in values.items()},
        "last": {outcome: _figure(estimate(each[:, -1])) for outcome, each in values.items()},
    }


def _places(rounds: int) -> NDArray[np.int64]:
    return np.unique(np.linspace(0, rounds - 1, min(rounds, MOST_POINTS)).round().astype(np.int64))


def _band(values: Floats) -> Table:
    """Mean over replicates with its 95 % interval, shape (replicates, rounds) in."""
    band = mean_band(values)
    return {"mean": _short(band.middle), "low": _short(band.low), "high": _short(band.high)}


def _short(values: Floats) -> list[float]:
    # Without the sign of a zero.
    return [float(f"{value:.{_DIGITS}g}") + 0.0 for value in values.tolist()]


# A comparison -----------------------------------------------------------------------------------


def _comparison(dataset: xr.Dataset) -> Table:
    comparison = measured(dataset, recorded_change(dataset.attrs))
    as_is, changed = (str(label) for label in dataset["arm"].values)
    lines = _lines(dataset, [("as it is", as_is, 0), ("changed", changed, 1)])
    places = np.array(lines["at"])
    return {
        **lines,
        "gap": {name: _gap(dataset, name, places) for name in HEADLINES},
        "sentences": [comparison.sentence],
        "differences": _differences(comparison),
    }


def _gap(dataset: xr.Dataset, name: str, places: NDArray[np.int64]) -> Table:
    as_is, changed = summarised(dataset, name)[..., places]
    return _band(changed - as_is)


def _differences(comparison: Comparison) -> Table:
    return {name: _figure(comparison.last[name].difference) for name in HEADLINES}


def _figure(value: Estimate) -> Table:
    """A mean with its interval; where there is none, its ends are the mean."""
    known = not math.isnan(value.margin)
    return {"mean": value.mean, "low": value.low if known else value.mean, "high": value.high if known else value.mean}


# An attribution ---------------------------------------------------------------------------------


def _attribution(dataset: xr.Dataset) -> Table:
    asked, over = str(dataset.attrs["outcome"]), str(dataset.attrs["over"])
    names = dict.fromkeys((asked, *HEADLINES))
    found = [attributed(dataset, name, over) for name in names]
    return {
        "at": [],
        "arms": [],
        "leftFree": None,
        "gap": None,
        "differences": None,
        "sentences": [found[0].sentence],
        "attribution": [_shares(each) for each in found],
    }


def _shares(found: Attribution) -> Table:
    return {
        "outcome": found.outcome,
        "over": found.over,
        "asIs": _figure(found.as_is),
        "withoutAny": _figure(found.without_any),
        "whole": _figure(found.total),
        "shares": [{"instrument": each.instrument, "share": _figure(each.share)} for each in by_share(found)],
    }
