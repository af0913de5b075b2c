"""Results of a study out of its folder: as one file, and parts put together."""

from __future__ import annotations

import csv
import errno
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from pyarrow import parquet
from small_studies import HERE, SMALL, chunks, small

from hushed.errors import InputError
from hushed.studies.course import pursue
from hushed.studies.exporting import export_study
from hushed.studies.folder import Shard, StudyFolder
from hushed.studies.merging import merge
from hushed.studies.opening import open_study
from hushed.studies.sweep import begin, go_on


@pytest.mark.parametrize("keep", ["'last'", "'all'"])
def test_exports_are_read_back_equal(tmp_path: Path, keep: str) -> None:
    text = SMALL.replace("study = 1", f"study = 1\nkeep = {keep}").replace(
        "[0.1, 0.4]", "[0.1, 0.4]\n'regime.scoring.form' = ['uniform', 'proportional']"
    )
    with begin(small(tmp_path, text), tmp_path / "swept") as folder:
        pursue(folder, HERE, [unit for unit in folder.units if unit != 3])
    results = open_study(tmp_path / "swept")
    axes = ["point", "replicate", *(["round"] if keep == "'all'" else [])]
    parameters = ["society.traits.boldness.mean", "regime.scoring.severity", "regime.scoring.form"]
    for name in ("a.csv", "a.parquet", "a.nc"):
        export_study(tmp_path / "swept", tmp_path / name)
        with pytest.raises(InputError, match="exists already"):
            export_study(tmp_path / "swept", tmp_path / name)
    with (tmp_path / "a.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    table = parquet.read_table(tmp_path / "a.parquet")
    assert table.schema.field("chill").metadata[b"units"] == b"share of desired dissent"
    assert list(rows[0]) == table.schema.names
    assert len(rows) == table.num_rows == 11 * 3 * (5 if keep == "'all'" else 1)
    for row, other in zip(rows, table.to_pylist(), strict=True):
        where = results.sel({axis: int(row[axis]) for axis in axes})
        for column in ("chill", "seen", *parameters):
            value = where[column].item()
            assert other[column] == value
            assert row[column] == str(value)
    with xr.open_dataset(tmp_path / "a.nc") as other:
        for name, variable in results.variables.items():
            read = other[name].values
            assert np.array_equal(read.astype(variable.dtype), variable.values, equal_nan=variable.dtype.kind == "f"), (
                name
            )
        assert other["chill"].attrs["units"] == "share of desired dissent"
    with pytest.raises(InputError, match="of no known kind"):
        export_study(tmp_path / "swept", tmp_path / "a.xlsx")


def test_an_export_that_fails_leaves_nothing(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("hushed.studies.exporting.columns_of", full)
    with pytest.raises(InputError, match="disk is full"):
        export_study(whole, tmp_path / "a.csv")
    assert not list(tmp_path.iterdir())


def test_parts_put_together_equal_the_whole_to_the_byte(tmp_path: Path, whole: Path) -> None:
    study = small(tmp_path)
    for number in (1, 2, 3):
        with begin(study, tmp_path / str(number), shard=Shard(number, 3)) as folder:
            assert list(folder.units) == [number - 1, number + 2]
            go_on(folder, HERE)
    merged = merge([tmp_path / each for each in "312"], tmp_path / "merged")
    assert (merged.counts["done"], merged.missing, merged.parts_missing) == (6, (), ())
    assert chunks(tmp_path / "merged") == chunks(whole)
    with StudyFolder(tmp_path / "merged") as folder:
        assert not folder.damaged()
        assert not folder.unfinished()
    with pytest.raises(InputError, match="unit 0 is also in"):
        merge([tmp_path / "1", tmp_path / "2", shutil.copytree(tmp_path / "1", tmp_path / "copy")], tmp_path / "twice")
    with pytest.raises(InputError, match="is part 1/1, but"):
        merge([tmp_path / "1", whole], tmp_path / "twice")
    with pytest.raises(InputError, match="exists already"):
        merge([tmp_path / "1"], tmp_path / "merged")


def test_merging_refuses_other_studies_and_says_what_is_missing(tmp_path: Path, whole: Path) -> None:
    with begin(small(tmp_path), tmp_path / "2", shard=Shard(2, 3)) as folder:
        go_on(folder, HERE)
    with begin(small(tmp_path, SMALL.replace("0.4", "0.5")), tmp_path / "other", shard=Shard(1, 3)) as folder:
        go_on(folder, HERE)
    with pytest.raises(InputError, match="is part of another study"):
        merge([tmp_path / "2", tmp_path / "other"], tmp_path / "merged")
    merged = merge([tmp_path / "2"], tmp_path / "merged")
    assert merged.missing == (0, 2, 3, 5)
    assert merged.parts_missing == ("1/3", "3/3")
    with StudyFolder(tmp_path / "merged") as folder:
        go_on(folder, HERE)
    assert chunks(tmp_path / "merged") == chunks(whole)
    (tmp_path / "2" / "results.zarr" / "outcomes" / "c.1.0.0").write_bytes(b"damaged")
    with pytest.raises(InputError, match="chunk of unit 1 is not what was stored"):
        merge([tmp_path / "2"], tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_part_under_a_name_that_is_none_is_told(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r": no such folder$"):
        merge([whole, "a\0b"], tmp_path / "merged")


def test_parquet_says_which_package_it_needs(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r'^Parquet needs another package: pip install "hushed\[parquet\]"$'):
        export_study(whole, tmp_path / "a.parquet")
    assert not list(tmp_path.iterdir())


def test_an_export_in_blocks_is_the_same_export(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export_study(whole, tmp_path / "one.csv")
    monkeypatch.setattr("hushed.studies.opening._BLOCK_NUMBERS", 14)
    export_study(whole, tmp_path / "more.csv")
    export_study(whole, tmp_path / "more.parquet")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "more.csv").read_bytes()
    assert parquet.read_table(tmp_path / "more.parquet").num_rows == 18


def test_results_that_cannot_be_opened_are_damaged(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError("no such codec")

    monkeypatch.setattr(xr, "open_dataset", fails)
    with pytest.raises(InputError, match=r"the results are damaged: no such codec"):
        open_study(whole)
