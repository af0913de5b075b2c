"""Results of a study as one file: CSV, Parquet or netCDF, a row for each point, replicate and round that was played."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hushed.errors import InputError, did_you_mean
from hushed.results.contents import made_sense_of
from hushed.results.unfinished import unfinished
from hushed.results.writing import check_ordinary
from hushed.studies.folder import explained
from hushed.studies.opening import blocks_of, check_chunks, open_study

if TYPE_CHECKING:
    import xarray as xr

SUFFIXES = (".csv", ".parquet", ".nc")
Columns = dict[str, Any]
"""Arrays of equal length, by the name of their column."""


def export_study(folder: str | Path, file: str | Path, *, overwrite: bool = False) -> Path:
    """Write the results of a study to a file, whose ending says how; it appears once it is whole.

    CSV and Parquet are written point by point; netCDF (version 3) is put together in memory. Raises InputError for
    another ending, a file that exists, or one that cannot be written.
    """
    target = Path(file)
    if target.suffix not in SUFFIXES:
        raise InputError(f"{file}: is of no known kind{did_you_mean(target.suffix, SUFFIXES)}")
    check_ordinary(target)
    if target.exists() and not overwrite:
        raise InputError(f"{file}: exists already; choose another name, or replace it with --overwrite")
    check_chunks(folder)
    dataset = open_study(folder)
    partial = unfinished(target)
    write = {".csv": _write_csv, ".parquet": _write_parquet, ".nc": _write_netcdf}[target.suffix]
    with explained(target):
        try:
            write(dataset, partial)
            os.replace(partial, target)
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
    return target


def columns_of(block: xr.Dataset) -> Columns:
    """Some points as columns: labels first, then outcomes, without what was not played."""
    axes = [axis for axis in ("point", "replicate", "round") if axis in block.dims]
    shape = tuple(block.sizes[axis] for axis in axes)
    played = np.broadcast_to(block["done"].values.reshape(*shape[:2], *[1] * (len(axes) - 2)), shape)
    columns: Columns = {}
    for name in (*axes[:1], *parameters_of(block), *axes[1:]):
        (axis,) = block[name].dims
        at = axes.index(str(axis))
        values = block[name].values.reshape([-1 if place == at else 1 for place in range(len(axes))])
        columns[name] = np.broadcast_to(values, shape)[played]
    return columns | {str(name): block[name].transpose(*axes).values[played] for name in block.data_vars}


def parameters_of(dataset: xr.Dataset) -> list[str]:
    """The parameters that are varied, in the order of the study."""
    return [str(name) for name, label in dataset.coords.items() if "role" in label.attrs]


def _write_csv(dataset: xr.Dataset, file: Path) -> None:
    with open(file, "w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for number, columns in enumerate(_blocks(dataset)):
            if number == 0:
                writer.writerow(columns)
            writer.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))


def _write_parquet(dataset: xr.Dataset, file: Path) -> None:
    try:
        import pyarrow as arrow
        from pyarrow.parquet import ParquetWriter
    except ImportError:
        raise InputError('Parquet needs another package: pip install "hushed[parquet]"') from None
    writer: Any = None
    for columns in _blocks(dataset):
        arrays = [arrow.array(column.tolist() if column.dtype.kind in "OUT" else column) for column in columns.values()]
        fields = [
            arrow.field(name, array.type, metadata={key: str(value) for key, value in dataset[name].attrs.items()})
            for name, array in zip(columns, arrays, strict=True)
        ]
        schema = arrow.schema(fields, metadata={str(key): str(value) for key, value in dataset.attrs.items()})
        writer = writer or ParquetWriter(file, schema)
        writer.write_table(arrow.Table.from_arrays(arrays, schema=writer.schema))
    writer.close()


def _blocks(dataset: xr.Dataset) -> Iterator[Columns]:
    return (columns_of(block) for block in blocks_of(dataset))


def _write_netcdf(dataset: xr.Dataset, file: Path) -> None:
    with made_sense_of(str(dataset.encoding.get("source", "the study"))):
        whole = dataset.load()
    # Version 3 of netCDF has no truth values.
    flags = {name: label.astype(np.int8) for name, label in whole.coords.items() if label.dtype.kind == "b"}
    whole.assign_coords(flags).to_netcdf(file, engine="scipy", format="NETCDF3_64BIT")
