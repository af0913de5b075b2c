"""The results of a study as a Zarr store that is labelled before anything is played, one chunk file for each unit.

The coordinator writes chunks itself: under a temporary name, flushed to the disk, then renamed, so that a chunk is
either whole or not there. Zarr's own writer would not flush it.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hushed.models.chosen import WITHIN
from hushed.results.flushing import flush_folder, write_flushed
from hushed.scenario.shape import description, place
from hushed.studies.own import is_of_model
from hushed.studies.study import Study, columns
from hushed.studies.written import parts_of

if TYPE_CHECKING:
    import xarray as xr

ARRAY = "outcomes"
_NUMBER_BYTES = 8
_PIECE = 1 << 20
_LARGEST_LABEL = 256 * _PIECE
"""Bytes of a file of labels that are read: those of the most points there can be are a tenth of it."""
_UNFINISHED = ".part"


class Chunks:
    """The chunk files of a study's results."""

    def __init__(self, store: Path, study: Study) -> None:
        self._folder, self._study = store / ARRAY, study

    def file(self, unit: int) -> Path:
        """Where the chunk of a unit lies."""
        point, block = self._study.place(unit)
        rest = ".0" * (len(self._study.chunk_shape) - 1)
        return self._folder / f"c.{point}.{block}{rest}"

    def write(self, unit: int, payload: bytes) -> str:
        """Store a unit's chunk for good; its SHA-256. Raises OSError if it cannot be stored; then nothing is left."""
        target = self.file(unit)
        partial = target.with_name(target.name + _UNFINISHED)
        try:
            write_flushed(partial, payload)
            os.replace(partial, target)
        except BaseException:
            with suppress(OSError):
                partial.unlink()
            raise
        flush_folder(self._folder)
        return hashlib.sha256(payload).hexdigest()

    def content(self, unit: int) -> bytes | None:
        """A unit's chunk as it lies on the disk; None if there is none, or none of its size."""
        file = self.file(unit)
        try:
            right = file.stat().st_size == _NUMBER_BYTES * math.prod(self._study.chunk_shape)
            return file.read_bytes() if right else None
        except OSError:
            return None

    def digest(self, unit: int) -> str | None:
        """SHA-256 of a unit's chunk as it lies on the disk; None if there is none, or none of its size."""
        content = self.content(unit)
        return None if content is None else hashlib.sha256(content).hexdigest()

    def remove(self, unit: int) -> None:
        """Take away the chunk of a unit that is no longer valid."""
        self.file(unit).unlink(missing_ok=True)

    def remove_unfinished(self) -> None:
        """Take away what a killed coordinator left half written."""
        for each in self._folder.glob(f"*{_UNFINISHED}"):
            each.unlink()


def create_store(store: Path, study: Study, attributes: dict[str, Any]) -> None:
    """Write the labels of the results and an array without any chunk: all of it reads as missing (NaN)."""
    import zarr

    labels = labelled(study).assign_attrs(attributes)
    labels.to_zarr(store, mode="w-", consolidated=False, zarr_format=3)
    (store / ARRAY).mkdir()
    (store / ARRAY / "zarr.json").write_bytes((json.dumps(_metadata(study), indent=2) + "\n").encode())
    with warnings.catch_warnings():
        # Zarr warns that the specification does not have this yet; xarray warns, and is slow, where it is missing.
        warnings.simplefilter("ignore")
        zarr.consolidate_metadata(store)


def labels_digest(store: Path) -> str:
    """SHA-256 of everything in the results but the chunks of outcomes: labels, units, attributes."""
    digest = hashlib.sha256()
    names = {file.relative_to(store).as_posix(): file for file in store.rglob("*") if file.is_file()}
    for name in sorted(names):
        # What begins with a dot is the file manager's.
        if not name.startswith(f"{ARRAY}/c.") and not names[name].name.startswith("."):
            digest.update(os.fsencode(name) + b"\0")
            with names[name].open("rb") as file:
                for _ in range(_LARGEST_LABEL // _PIECE):
                    digest.update(file.read(_PIECE))
            digest.update(b"\0")
    return digest.hexdigest()


def restore_labels(store: Path, study: Study, attributes: dict[str, Any]) -> None:
    """Write the labels of results anew and leave their chunks as they are."""
    made = store.with_name(store.name + _UNFINISHED)
    shutil.rmtree(made, ignore_errors=True)
    create_store(made, study, attributes)
    for file in [each for each in made.rglob("*") if each.is_file()]:
        target = store / file.relative_to(made)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(file, target)
    shutil.rmtree(made)


def dimensions(study: Study) -> tuple[str, ...]:
    """The names of the dimensions of the results, in order."""
    return ("point", "replicate", *(() if study.rounds is None else ("round",)), "outcome")


def labelled(study: Study) -> xr.Dataset:
    """The labels of a study's results: points with the values of what is varied, replicates, rounds, outcomes."""
    import xarray as xr

    known = [study.measures[name] for name in study.outcomes]
    coordinates: dict[str, Any] = {
        "point": ("point", np.arange(len(study.points)), {"long_name": "point of the design"}),
        "replicate": ("replicate", np.arange(study.replicates), {"long_name": "repetition with other people and luck"}),
        "outcome": ("outcome", np.array(study.outcomes, dtype=object)),
        "unit": ("outcome", np.array([each.unit for each in known], dtype=object)),
        "formula": ("outcome", np.array([each.formula for each in known], dtype=object)),
        "sentence": ("outcome", np.array([each.sentence for each in known], dtype=object)),
    }
    if study.rounds is not None:
        coordinates["round"] = ("round", np.array(study.rounds), {"long_name": "round, from 0", "units": "rounds"})
    return xr.Dataset(coords={**coordinates, **dict(_varied(study))})


def _varied(study: Study) -> Iterator[tuple[str, Any]]:
    """A label for each parameter that is varied, named by its path."""
    for axis in study.axes:
        values = columns(study.points, axis.path)
        kind = object if any(isinstance(value, str) for value in values) else None
        yield axis.path, ("point", np.array(values, dtype=kind), _meaning(axis.path, study) | {"role": axis.role})


def _meaning(path: str, study: Study) -> dict[str, str]:
    if study.own and is_of_model(path):
        return study.own.meaning(path.removeprefix(WITHIN))
    table = study.scenario.table()
    parts = parts_of(path)
    return {"units": place(parts, table).unit or "1", "description": description(parts, table)}


def _metadata(study: Study) -> dict[str, Any]:
    """The array's description, as Zarr's specification (version 3) asks for."""
    rounds = () if study.rounds is None else (len(study.rounds),)
    return {
        "zarr_format": 3,
        "node_type": "array",
        "shape": [len(study.points), study.replicates, *rounds, len(study.outcomes)],
        "data_type": "float64",
        "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [1, *study.chunk_shape]}},
        "chunk_key_encoding": {"name": "default", "configuration": {"separator": "."}},
        "fill_value": "NaN",
        "codecs": [{"name": "bytes", "configuration": {"endian": "little"}}],
        "attributes": {"long_name": "outcomes", "rounds": _kept(study)},
        "dimension_names": list(dimensions(study)),
        "storage_transformers": [],
    }


def _kept(study: Study) -> str:
    keep = study.file.keep
    if isinstance(keep, str):
        return {"last": "the last round", "mean": "mean over all rounds", "all": "all rounds"}[keep]
    return f"every {keep.every}th round and the last"
