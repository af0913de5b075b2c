"""Keeping results: a folder that is either whole or not there, with nothing in it about any one person.

A result folder holds

- `outcomes.zarr`: the labelled dataset, with its provenance as attributes;
- `outcomes.csv` and `columns.csv`: the same outcomes as text, and what each column means;
- `scenario.toml`: the scenario that was run, every value written out;
- further files the caller names, such as a picture.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hushed.errors import InputError
from hushed.results.exchanging import exchange
from hushed.results.flushing import flush_folder, flush_tree
from hushed.results.provenance import FORMAT, seen_from, with_network
from hushed.results.tabular import write_columns, write_outcomes
from hushed.results.unfinished import PART, unfinished

if TYPE_CHECKING:
    import xarray as xr

DATASET = "outcomes.zarr"
OUTCOMES_TEXT = "outcomes.csv"
SCENARIO = "scenario.toml"
_REPLACED = ".old"
_FULL = (errno.ENOSPC, errno.EDQUOT)

Content = bytes | str | Callable[[], bytes | None]
"""What goes into a further file; bytes that are dear to make can be made when they are due, None is no file."""


def save(
    dataset: xr.Dataset, folder: str | Path, *, overwrite: bool = False, extra: Mapping[str, Content] | None = None
) -> Path:
    """Store a result in a folder of its own; the folder appears only once all of it is on the disk.

    `extra` holds further files by name. Raises InputError if the folder exists and is not to be overwritten, if it is
    no result, or if it cannot be written; then nothing is left behind, and a result to be replaced is still there.
    """
    target = Path(os.path.abspath(folder))
    check_target(target, overwrite=overwrite)
    made = unfinished(target)
    with _explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            made.mkdir()
            _write(dataset, made, target, extra or {})
            flush_tree(made)
            _put_in_place(made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    return target


def check_target(folder: str | Path, *, overwrite: bool) -> None:
    """Raises InputError unless a result could be stored there: told before a long run rather than after it."""
    target = Path(folder)
    try:
        taken = target.exists() or target.is_symlink()
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror or error}") from None
    if taken and not overwrite:
        raise InputError(f"{folder}: exists already; choose another folder, or replace it with --overwrite")
    if taken and not is_result(target):
        raise InputError(f"{folder}: is no result of hushed, so it is not overwritten; choose another folder")
    above = next(parent for parent in Path(os.path.abspath(folder)).parents if parent.exists())
    if not above.is_dir():
        raise InputError(f"{folder}: cannot be written: {above} is not a folder")
    probe = unfinished(above / target.name)
    with _explained(target):
        probe.mkdir()
        probe.rmdir()


def is_result(folder: str | Path) -> bool:
    """Whether a folder is a whole result."""
    place = Path(folder)
    parts = (DATASET, OUTCOMES_TEXT, SCENARIO)
    return not place.name.endswith(PART) and place.is_dir() and all((place / part).exists() for part in parts)


def load(folder: str | Path) -> xr.Dataset:
    """The dataset of a stored result, read into memory.

    Raises InputError if the folder is no whole result, or was written by a newer hushed.
    """
    import xarray as xr

    place = Path(folder)
    if not place.exists():
        raise InputError(f"{folder}: no such folder")
    if not is_result(place):
        raise InputError(f"{folder}: is no result of hushed; a result holds {DATASET}, {OUTCOMES_TEXT} and {SCENARIO}")
    try:
        with xr.open_dataset(place / DATASET, engine="zarr", consolidated=False, chunks=None) as stored:
            dataset = _as_written(labels_as(labels_as(stored.load(), object), str), place)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise InputError(f"{folder}: the dataset is damaged: {error}") from None
    found = dataset.attrs.get("hushed_result", 0)
    if found > FORMAT:
        raise InputError(f"{folder}: written in format {found} by a newer hushed; this one reads format {FORMAT}")
    return dataset


def _as_written(dataset: xr.Dataset, place: Path) -> xr.Dataset:
    """The dataset with its variables in the order of the text beside it: Zarr lists a folder in any order."""
    with open(place / OUTCOMES_TEXT, encoding="utf-8") as text:
        columns = text.readline().strip().split(",")
    order = {name: column for column, name in enumerate(columns)}
    names = sorted(map(str, dataset.data_vars), key=lambda name: (order.get(name, len(order)), name))
    return dataset[names].assign_coords(dataset.coords)


def labels_as(dataset: xr.Dataset, kind: type) -> xr.Dataset:
    """The dataset with its text labels as NumPy text in memory, or as objects, which Zarr stores as it defines."""
    texts = {name: label.astype(kind) for name, label in dataset.coords.items() if label.dtype.kind in "OUT"}
    return dataset.assign_coords(texts)


def _write(dataset: xr.Dataset, made: Path, target: Path, extra: Mapping[str, Content]) -> None:
    dataset = dataset.assign_attrs(_seen_from(target, dataset.attrs))
    labels_as(dataset, object).to_zarr(made / DATASET, mode="w-", consolidated=False, zarr_format=3)
    write_outcomes(dataset, made / OUTCOMES_TEXT)
    write_columns(dataset, made / "columns.csv")
    for name, content in extra.items():
        ready = content() if callable(content) else content
        if ready is not None:
            (made / name).write_bytes(ready.encode() if isinstance(ready, str) else ready)
    (made / SCENARIO).write_text(dataset.attrs["scenario"], encoding="utf-8", newline="\n")


def _seen_from(target: Path, attributes: Mapping[Any, Any]) -> dict[str, str]:
    """What names a file, as the folder holds it: that of a network or of an own model is named as seen from there."""
    from hushed.scenario.reader import parse_scenario

    model = _model_from(target, attributes)

    scenario = parse_scenario(attributes["scenario"])
    file = scenario.society.file
    if file is None:
        return model
    path = seen_from(target, file.path)
    return {"scenario": with_network(scenario, path), "network_path": path, **model}


def _model_from(target: Path, attributes: Mapping[Any, Any]) -> dict[str, str]:
    file, _, name = str(attributes.get("model", "")).rpartition(":")
    return {"model": f"{seen_from(target, os.path.abspath(file))}:{name}"} if file.endswith(".py") else {}


def _put_in_place(made: Path, target: Path) -> None:
    """Give the finished folder its name; a result it replaces goes only when the new one stands."""
    if not target.exists():
        os.rename(made, target)
    elif not exchange(made, target):
        old = unfinished(target, _REPLACED)
        os.rename(target, old)
        try:
            os.rename(made, target)
        except BaseException:
            os.rename(old, target)
            raise
        shutil.rmtree(old, ignore_errors=True)
    with suppress(OSError):
        flush_folder(target.parent)


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    """Errors of the disk in the user's words."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            reason = "the disk is full; nothing was stored. Free some space, or choose another folder"
        else:
            reason = f"cannot be written: {error.strerror or error}"
        raise InputError(f"{target}: {reason}") from None
