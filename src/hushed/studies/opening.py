"""Results of a study as a labelled dataset, read from the disk as they are needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.errors import InputError
from hushed.results.contents import made_sense_of
from hushed.results.store import labels_as
from hushed.studies.chunks import ARRAY, Chunks
from hushed.studies.folder import (
    LEDGER,
    RESULTS,
    STUDY,
    are_labels_whole,
    check_is_study,
    check_ledger,
    damaged_units,
    explained,
)
from hushed.studies.ledger import Ledger
from hushed.studies.reader import read_study
from hushed.studies.study import Study

if TYPE_CHECKING:
    import xarray as xr

_LONGEST_REASON = 300
_BLOCK_NUMBERS = 4_000_000
"""Numbers that are in memory at a time where results are read block by block."""


def open_study(folder: str | Path) -> xr.Dataset:
    """The results in a study's folder: a variable for each outcome, dimensions (point, replicate[, round]).

    Each carries its unit, formula and sentence; each parameter that is varied is a label of `point`, named by its
    path; `done` (point, replicate) says what has been played, and everything else is NaN. Nothing is read before it is
    used. Raises InputError if the folder is no study's.
    """
    import xarray as xr

    place = Path(folder)
    check_is_study(place)
    study = read_study(place / STUDY, check=False)
    _check_labels(place, study)
    try:
        stored = xr.open_dataset(place / RESULTS, engine="zarr", zarr_format=3, consolidated=True, chunks=None)
    # Zarr and xarray raise whatever their reading of damaged metadata comes upon.
    except Exception as error:
        raise InputError(f"{folder}: the results are damaged: {str(error)[:_LONGEST_REASON]}") from None
    with made_sense_of(folder):
        return _labelled(place, study, stored)


def _labelled(place: Path, study: Study, stored: xr.Dataset) -> xr.Dataset:
    import xarray as xr

    labels = ["point", *(axis.path for axis in study.axes), "replicate", *(["round"] if study.rounds else [])]
    made = xr.Dataset(
        {name: _one(stored, place_) for place_, name in enumerate(study.outcomes)},
        coords={name: stored[name].variable for name in labels},
        attrs=stored.attrs,
    )
    made = made.assign_coords(done=(("point", "replicate"), _done(place, study)))
    made = labels_as(labels_as(made, object), str)
    made.encoding["source"] = str(place)
    return made


def _check_labels(folder: Path, study: Study) -> None:
    check_ledger(folder, study)
    with explained(folder), closing(Ledger(folder / LEDGER, writing=False)) as ledger:
        if not are_labels_whole(folder, ledger):
            raise InputError(
                f"{folder}: the labels of the results are damaged; to write them again: hushed resume {folder}"
            )


def check_chunks(folder: str | Path) -> None:
    """Raises InputError, naming them, if chunks are not what was stored; every one is read."""
    place = Path(folder)
    check_is_study(place)
    study = read_study(place / STUDY, check=False)
    chunks = Chunks(place / RESULTS, study)
    check_ledger(place, study)
    with explained(place), closing(Ledger(place / LEDGER, writing=False)) as ledger:
        damaged = damaged_units(ledger, chunks)
    if damaged:
        named = f"unit {damaged[0]}" + (f" and {len(damaged) - 1:,} more" if len(damaged) > 1 else "")
        raise InputError(f"{folder}: damaged: {named}; to play what is damaged again: hushed resume {folder}")


def _one(stored: xr.Dataset, place: int) -> xr.Variable:
    """One outcome, with what it means."""
    variable = stored[ARRAY].variable.isel(outcome=place)
    unit, formula, sentence = (str(stored[label].values[place]) for label in ("unit", "formula", "sentence"))
    name = str(stored["outcome"].values[place]).replace("_", " ")
    variable.attrs |= {"units": unit, "long_name": name, "formula": formula, "sentence": sentence}
    return variable


def _done(folder: Path, study: Study) -> NDArray[np.bool_]:
    done = np.zeros((len(study.points), study.blocks * study.per_unit), dtype=bool)
    with explained(folder), closing(Ledger(folder / LEDGER, writing=False)) as ledger:
        for row in ledger.rows("done"):
            point, block = study.place(row.unit)
            done[point, block * study.per_unit : (block + 1) * study.per_unit] = True
    return done[:, : study.replicates]


def blocks_of(dataset: xr.Dataset) -> Iterator[xr.Dataset]:
    """The results, some points at a time, in memory. Raises InputError for a chunk that cannot be read."""
    points = dataset.sizes["point"]
    numbers = max(1, int(np.prod([*dataset.sizes.values()])) * len(dataset.data_vars) // max(1, points))
    step = max(1, _BLOCK_NUMBERS // numbers)
    for first in range(0, points, step):
        # The chunk of a unit that is not done is not known to be whole.
        with made_sense_of(str(dataset.encoding.get("source", "the study"))):
            block = dataset.isel(point=slice(first, first + step)).load()
        yield block


class Spread(NamedTuple):
    """How an outcome differs over the points of a study: the least, mean and greatest of the points' means."""

    low: float
    mean: float
    high: float


def spreads(dataset: xr.Dataset) -> dict[str, Spread]:
    """How every outcome differs over points, each averaged over its replicates; of rounds kept apart, the last."""
    found = {str(name): _Running() for name in dataset.data_vars}
    whole = dataset.isel(round=[-1]) if "round" in dataset.dims else dataset
    whole.encoding["source"] = dataset.encoding.get("source", "the study")
    for block in blocks_of(whole):
        for name, running in found.items():
            values = block[name].where(block["done"]).values.reshape(block.sizes["point"], -1)
            known = ~np.isnan(values).all(axis=1)
            running.add(np.nanmean(values[known], axis=1))
    return {name: running.spread for name, running in found.items() if running.count}


class _Running:
    """The spread of numbers that come in parts."""

    def __init__(self) -> None:
        self.low, self.high, self.total, self.count = np.inf, -np.inf, 0.0, 0

    def add(self, values: NDArray[np.float64]) -> None:
        if len(values):
            self.low, self.high = min(self.low, float(values.min())), max(self.high, float(values.max()))
            self.total, self.count = self.total + float(values.sum()), self.count + len(values)

    @property
    def spread(self) -> Spread:
        return Spread(self.low, self.total / self.count, self.high)
