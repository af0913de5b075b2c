"""Keeping results: a folder that is either whole or not there, with nothing in it about any one person.

A result folder holds

- `outcomes.zarr`: the labelled dataset, with its provenance as attributes;
- `outcomes.csv` and `columns.csv`: the same outcomes as text, and what each column means;
- `scenario.toml`: the scenario that was run, every value written out;
- further files the caller names, such as a picture.
"""

from __future__ import annotations

import math
import os
import shutil
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from hushed.errors import InputError, shortened
from hushed.results.contents import check_contents, check_sizes
from hushed.results.flushing import DISK_FULL, flush_folder, flush_tree
from hushed.results.provenance import FORMAT, seen_from, with_network
from hushed.results.tabular import write_columns, write_outcomes
from hushed.results.unfinished import PART, REPLACED, put_back, unfinished

if TYPE_CHECKING:
    import xarray as xr

DATASET = "outcomes.zarr"
OUTCOMES_TEXT = "outcomes.csv"
SCENARIO = "scenario.toml"
_BYTES_PER_NUMBER = 64
_BYTES_BESIDES = 16 << 20
_POLICIES = 1000
_LARGEST_METADATA = 16 << 20
_LONGEST_HEADER = 1 << 16
_LONGEST_REASON = 300
_DESCRIBED: dict[str, type] = {"experiment": str, "scenario": str, "title": str, "replicates": int, "rounds": int}

Content = bytes | str | Callable[[], bytes | None]
"""What goes into a further file; bytes that are dear to make can be made when they are due, None is no file."""


class Answer(Protocol):
    """What an experiment gives that reads more out of its dataset: a comparison, an attribution, a recovery, …"""

    @property
    def dataset(self) -> xr.Dataset:
        """Everything that was played."""
        ...


def save(
    dataset: xr.Dataset | Answer,
    folder: str | Path,
    *,
    overwrite: bool = False,
    extra: Mapping[str, Content] | None = None,
) -> Path:
    """Store a result in a folder of its own; the folder appears only once all of it is on the disk.

    Takes a dataset, or whatever holds one: what `run`, `compare`, `attribute`, `recover`, `scan` and `what_restores`
    give. The dataset is what is kept, and the rest follows from it.

    `extra` holds further files by name. Raises InputError if the folder exists and is not to be overwritten, if it is
    no result, or if it cannot be written; then nothing is left behind, and a result to be replaced is still there.
    """
    held = dataset_of(dataset)
    if "scenario" not in held.attrs:
        raise InputError(f"{folder}: not stored: this is no result of a run; a study is kept as it is played")
    target = Path(os.path.abspath(folder))
    check_target(target, overwrite=overwrite)
    made = unfinished(target)
    with _explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        made.mkdir()
        try:
            _write(held, made, target, extra or {})
            flush_tree(made)
            _put_in_place(made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    return target


def dataset_of(result: Any) -> xr.Dataset:
    """The dataset of a result, or the dataset itself; InputError for anything that is neither."""
    import xarray as xr

    dataset = getattr(result, "dataset", result)
    if not isinstance(dataset, xr.Dataset):
        raise InputError(f"a {type(result).__name__} is no result: it holds no dataset")
    return dataset


def check_target(folder: str | Path, *, overwrite: bool) -> None:
    """Raises InputError unless a result could be stored there: told before a long run rather than after it."""
    target = Path(folder)
    put_back(target)
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
    put_back(place)
    parts = (DATASET, OUTCOMES_TEXT, SCENARIO)
    return not place.name.endswith(PART) and os.path.isdir(place) and all((place / part).exists() for part in parts)


def load(folder: str | Path) -> xr.Dataset:
    """The dataset of a stored result, read into memory.

    Raises InputError if the folder is no whole result, if it is damaged or holds anything but files of its own, or if
    it was written by a newer hushed.
    """
    place = Path(folder)
    put_back(place)
    if not os.path.exists(place):
        raise InputError(f"{folder}: no such folder")
    if not is_result(place):
        raise InputError(f"{folder}: is no result of hushed; a result holds {DATASET}, {OUTCOMES_TEXT} and {SCENARIO}")
    check_contents(place)
    check_sizes(place / DATASET, largest=_LARGEST_METADATA, name="zarr.json")
    return _read(place)


def _most_bytes(stored: xr.Dataset, place: Path) -> int:
    """Most bytes that one array of a result can take.

    What was played stands in the text as well, each number in a character at least; of what was not, before an
    interruption, there is one number for each round, replicate and policy.
    """
    planned: int = (stored.attrs["rounds"] + _POLICIES) * stored.attrs["replicates"]
    return _BYTES_BESIDES + _BYTES_PER_NUMBER * ((place / OUTCOMES_TEXT).stat().st_size + planned)


def _read(place: Path) -> xr.Dataset:
    import xarray as xr

    try:
        # Format 3 alone: in format 2 a folder can ask for pickles to be unpacked, which run as programs. Zarr warns of
        # what it does not know in a folder; what is missing for it is found by its name.
        with (
            warnings.catch_warnings(action="ignore"),
            xr.open_dataset(place / DATASET, engine="zarr", zarr_format=3, consolidated=False) as stored,
        ):
            _check_described(stored, place)
            _check_arrays(stored, place)
            return _as_written(labels_as(labels_as(stored.load(), object), str), place)
    # Zarr, its codecs and xarray raise whatever their reading of damaged metadata comes upon.
    except Exception as error:
        if isinstance(error, InputError):
            raise
        reason = shortened(str(error) or type(error).__name__, _LONGEST_REASON)
        raise InputError(f"{place}: the dataset is damaged: {reason}") from None


def _check_arrays(stored: xr.Dataset, place: Path) -> None:
    """Raises InputError for arrays, or pieces of arrays, larger than what was written can be."""
    most = _most_bytes(stored, place)
    check_sizes(place / DATASET, largest=most)
    for name, variable in stored.variables.items():
        largest = max(variable.size, math.prod(variable.encoding["chunks"])) * max(1, variable.dtype.itemsize)
        if largest > most:
            raise InputError(f"{place}: the dataset is damaged: {name} would take {largest:,} bytes")


def _check_described(dataset: xr.Dataset, place: Path) -> None:
    """Raises InputError unless the attributes that every result has are there, and are what they should be."""
    version = dataset.attrs.get("hushed_result")
    if isinstance(version, int) and version > FORMAT:
        raise InputError(f"{place}: written in format {version} by a newer hushed; this one reads format {FORMAT}")
    for name, kind in _DESCRIBED.items():
        found = dataset.attrs.get(name)
        if not isinstance(found, kind) or isinstance(found, bool):
            raise InputError(f"{place}: the dataset is damaged: its attribute '{name}' is missing, or of another kind")


def _as_written(dataset: xr.Dataset, place: Path) -> xr.Dataset:
    """The dataset with its variables in the order of the text beside it: Zarr lists a folder in any order."""
    with open(place / OUTCOMES_TEXT, encoding="utf-8") as text:
        columns = text.readline(_LONGEST_HEADER).strip().split(",")
    missing = [name for name in columns if name not in dataset.variables]
    if missing:
        raise InputError(f"{place}: the dataset is damaged: {shortened(missing[0], 60)} is missing from it")
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
    """Give the finished folder its name; a result it replaces goes only when the new one stands.

    Killed between the two renames, the old result is under a hidden name: whoever asks for it next puts it back.
    """
    if not target.exists():
        os.rename(made, target)
    else:
        old = unfinished(target, REPLACED)
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
        if error.errno in DISK_FULL:
            reason = "the disk is full; nothing was stored. Free some space, or choose another folder"
        else:
            reason = f"cannot be written: {error.strerror or error}"
        raise InputError(f"{target}: {reason}") from None
