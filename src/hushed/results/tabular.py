"""Results as comma-separated values: one row for each round, subset or policy played, and what columns mean."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hushed.outcomes import OUTCOMES

if TYPE_CHECKING:
    import xarray as xr

_AXES = {
    "arm": "Which of the compared policies.",
    "over": "The last round, or the mean over all rounds.",
    "subset": "The instruments that are kept; the others are abolished.",
    "policy": "Which safeguards are in force, and whether the authority reacts to them.",
    "replicate": "Independent repetition: other people, other luck.",
    "round": "Round, from 0.",
}


def write_outcomes(dataset: xr.Dataset, path: Path) -> None:
    """Write every outcome of everything played; numbers are written so that they read back to the last bit."""
    axes, names = _axes(dataset), _columns(dataset)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*axes, *names])
        writer.writerows(_rows(dataset, axes, names))


def write_columns(dataset: xr.Dataset, path: Path) -> None:
    """Write what each column of the outcomes means: its unit, formula and sentence."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["column", "unit", "formula", "meaning"])
        writer.writerows([axis, "", "", words] for axis, words in _AXES.items() if axis in dataset.dims)
        for name in _columns(dataset):
            attributes = dataset[name].attrs
            writer.writerow([name, *(attributes[key] for key in ("units", "formula", "sentence"))])


def _axes(dataset: xr.Dataset) -> list[str]:
    return [axis for axis in _AXES if axis in dataset.dims]


def _columns(dataset: xr.Dataset) -> list[str]:
    """Names of the variables that have a value for each row: outcomes in their order, then what else there is."""
    axes = set(_axes(dataset))
    names = {str(name) for name, variable in dataset.data_vars.items() if axes == set(variable.dims)}
    return [*(name for name in OUTCOMES if name in names), *sorted(names - set(OUTCOMES))]


def _rows(dataset: xr.Dataset, axes: list[str], names: list[str]) -> Iterator[list[str | int | float]]:
    labels = [dataset[axis].values.tolist() for axis in axes]
    columns = [dataset[name].transpose(*axes).values for name in names]
    for place in np.ndindex(*(len(label) for label in labels)):
        values = [float(column[place]) for column in columns]
        if not np.isnan(values[0]):
            yield [*(label[at] for label, at in zip(labels, place, strict=True)), *values]
