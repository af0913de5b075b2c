"""A result folder is whole or not there, holds what it says, and no row about any one person."""

from __future__ import annotations

import csv
import errno
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

import hushed
from hushed.errors import InputError
from hushed.outcomes import OUTCOMES
from hushed.results import store
from hushed.results.store import is_result, load, save
from hushed.scenario.reader import parse_scenario


def test_a_result_is_read_back_as_it_was_written(small: xr.Dataset, tmp_path: Path) -> None:
    folder = save(small, tmp_path / "deep" / "down" / "result", extra={"note.txt": "more", "made.bin": lambda: b"\0"})
    assert load(folder).identical(small)
    assert (folder / "made.bin").read_bytes() == b"\0"
    assert parse_scenario((folder / "scenario.toml").read_text()).rounds == 8
    assert os.listdir(folder.parent) == ["result"]


def test_csv_holds_every_outcome_to_the_last_bit_with_its_meaning(small: xr.Dataset, tmp_path: Path) -> None:
    folder = save(small, tmp_path / "result")
    rows = list(csv.DictReader((folder / "outcomes.csv").open(encoding="utf-8")))
    assert len(rows) == 16
    for row in rows:
        place = {"replicate": int(row["replicate"]), "round": int(row["round"])}
        for name in (*OUTCOMES, "voice_share_error"):
            assert float(row[name]) == float(small[name].sel(place))
    meanings = {row["column"]: row for row in csv.DictReader((folder / "columns.csv").open(encoding="utf-8"))}
    assert set(meanings) == set(rows[0])
    assert meanings["chill"]["unit"] == OUTCOMES["chill"].unit
    assert meanings["chill"]["formula"] == OUTCOMES["chill"].formula


def test_variables_come_in_the_order_they_were_written_however_a_folder_is_listed(
    small: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = save(small, tmp_path / "result")
    opened = xr.open_dataset

    def listed_backwards(*arguments: object, **options: object) -> xr.Dataset:
        found = opened(*arguments, **options)
        return found[list(found.data_vars)[::-1]]

    before = list(load(folder).data_vars)
    assert [name for name in before if name in OUTCOMES] == list(OUTCOMES)
    monkeypatch.setattr(xr, "open_dataset", listed_backwards)
    assert list(load(folder).data_vars) == before


def test_nothing_in_a_result_has_an_entry_for_each_person(small: xr.Dataset, tmp_path: Path) -> None:
    folder = save(small, tmp_path / "result")
    people = int(small["people"])
    for name, variable in small.variables.items():
        assert people not in variable.shape, name
    for described in folder.rglob("zarr.json"):
        assert people not in json.loads(described.read_text()).get("shape", [])
    assert "index" not in {dimension for variable in small.data_vars.values() for dimension in variable.dims}


def test_rounds_that_were_not_played_are_not_in_the_csv(small: xr.Dataset, tmp_path: Path) -> None:
    cut = small.copy(deep=True)
    for variable in cut.data_vars.values():
        if "round" in variable.dims:
            variable.values[1, 3:] = np.nan
    folder = save(cut, tmp_path / "result")
    rows = list(csv.DictReader((folder / "outcomes.csv").open(encoding="utf-8")))
    assert [row["replicate"] for row in rows].count("1") == 3
    assert len(rows) == 11


@pytest.mark.parametrize("at", ["write_columns", "flush_tree", "_put_in_place"])
def test_a_full_disk_leaves_nothing(
    small: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store, at, full)
    with pytest.raises(InputError, match="disk is full; nothing was stored"):
        save(small, tmp_path / "result")
    assert os.listdir(tmp_path) == []


def test_a_kill_while_writing_leaves_nothing_that_looks_whole(
    small: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(store, "_put_in_place", killed)
    monkeypatch.setattr(store.shutil, "rmtree", lambda *_, **__: None)
    with pytest.raises(Killed):
        save(small, tmp_path / "result")
    (left,) = os.listdir(tmp_path)
    assert left.startswith(".result")
    assert not is_result(tmp_path / left)
    with pytest.raises(InputError, match="is no result"):
        load(tmp_path / left)


def test_a_full_file_system_leaves_nothing(small: xr.Dataset, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    mounted = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=64k", "none", str(disk)], check=False, capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        with pytest.raises(InputError, match="disk is full"):
            save(small, disk / "result")
        assert os.listdir(disk) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_what_exists_is_not_replaced_unasked(small: xr.Dataset, tmp_path: Path) -> None:
    folder = save(small, tmp_path / "result")
    before = (folder / "outcomes.csv").stat().st_mtime_ns
    with pytest.raises(InputError, match=r"exists already.*--overwrite"):
        save(small, folder)
    assert (folder / "outcomes.csv").stat().st_mtime_ns == before


def test_overwriting_puts_the_new_result_in_place_of_the_old(small: xr.Dataset, tmp_path: Path) -> None:
    folder = save(small, tmp_path / "result", extra={"old.txt": "old"})
    save(small, folder, overwrite=True)
    assert is_result(folder)
    assert not (folder / "old.txt").exists()
    assert os.listdir(tmp_path) == ["result"]


def test_a_failed_replacement_leaves_the_old_result(
    small: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = save(small, tmp_path / "result", extra={"old.txt": "old"})
    real, calls = os.rename, []

    def second_fails(source: object, target: object) -> None:
        calls.append(source)
        if len(calls) == 2:
            raise OSError(errno.EIO, "Input/output error")
        real(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(store.os, "rename", second_fails)
    with pytest.raises(InputError, match="Input/output error"):
        save(small, folder, overwrite=True)
    monkeypatch.undo()
    assert (folder / "old.txt").read_text() == "old"
    assert load(folder).identical(small)
    assert os.listdir(tmp_path) == ["result"]


@pytest.mark.parametrize("kind", ["file", "folder", "nearly"])
def test_what_is_no_result_is_never_overwritten(small: xr.Dataset, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "mine"
    if kind == "file":
        target.write_text("precious")
    else:
        target.mkdir()
        (target / "scenario.toml").write_text("precious")
        if kind == "nearly":
            (target / "outcomes.csv").write_text("precious")
    with pytest.raises(InputError, match="no result of hushed, so it is not overwritten"):
        save(small, target, overwrite=True)
    assert target.exists()


def test_a_place_that_cannot_be_written_is_named(small: xr.Dataset, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"cannot be written: .*file is not a folder"):
        save(small, tmp_path / "file" / "result")


def test_no_permission_is_told_before_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(InputError, match="cannot be written: Permission denied"):
        store.check_target(tmp_path / "result", overwrite=False)


@pytest.mark.parametrize("missing", ["outcomes.zarr", "outcomes.csv", "scenario.toml"])
def test_a_folder_with_a_part_missing_is_no_result(small: xr.Dataset, tmp_path: Path, missing: str) -> None:
    folder = save(small, tmp_path / "result")
    part = folder / missing
    shutil.rmtree(part) if part.is_dir() else part.unlink()
    with pytest.raises(InputError, match="is no result of hushed"):
        load(folder)


def test_a_damaged_dataset_is_an_input_error(small: xr.Dataset, tmp_path: Path) -> None:
    folder = save(small, tmp_path / "result")
    for chunk in (folder / "outcomes.zarr" / "chill").rglob("*"):
        if chunk.is_file() and chunk.name != "zarr.json":
            chunk.write_bytes(b"not a chunk")
    with pytest.raises(InputError, match="damaged"):
        load(folder)


def test_a_result_of_a_newer_format_is_refused(small: xr.Dataset, tmp_path: Path) -> None:
    folder = save(small.assign_attrs(hushed_result=99), tmp_path / "result")
    with pytest.raises(InputError, match="newer hushed"):
        load(folder)


def test_no_pickle_is_written(small: xr.Dataset, tmp_path: Path) -> None:
    folder = save(small, tmp_path / "result")
    for described in folder.rglob("zarr.json"):
        codecs = json.dumps(json.loads(described.read_text()).get("codecs", []))
        assert "pickle" not in codecs


def test_everything_is_on_the_disk_before_the_folder_takes_its_name(
    small: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: set[int] = set()
    missing: list[str] = []
    real_fsync, real_rename = os.fsync, os.rename

    def fsync(handle: int) -> None:
        flushed.add(os.fstat(handle).st_ino)
        real_fsync(handle)

    def rename(source: str | Path, target: str | Path) -> None:
        missing.extend(str(file) for file in Path(source).rglob("*") if file.stat().st_ino not in flushed)
        real_rename(source, target)

    monkeypatch.setattr(store.os, "fsync", fsync)
    folder_renames = rename
    monkeypatch.setattr(store, "_put_in_place", lambda made, target: folder_renames(made, target))
    save(small, tmp_path / "result")
    assert flushed
    assert missing == []


@pytest.mark.parametrize("experiment", ["comparison", "attribution", "recovery", "scan", "safeguards"])
def test_whatever_an_experiment_gives_is_stored_as_it_is(experiment: str, tmp_path: Path) -> None:
    scenario = hushed.read_scenario("sesame-credit", population=200, rounds=4, seed=3)
    few: dict[str, Any] = {"replicates": 2, "threads": 1}
    made: dict[str, Callable[[], Any]] = {
        "comparison": lambda: hushed.compare(scenario, without="association", **few),
        "attribution": lambda: hushed.attribute(scenario, **few),
        "recovery": lambda: hushed.recover(scenario, abolish="association", at=2, **few),
        "scan": lambda: hushed.scan(scenario, "regime.scoring.severity", start=0.0, end=1.0, steps=2, hold=2, **few),
        "safeguards": lambda: hushed.what_restores(scenario, doses=(0.0, 1.0), largest=1, **few),
    }
    found = made[experiment]()
    kept = load(hushed.save(found, tmp_path / "whole"))
    assert kept.attrs["experiment"] == experiment
    assert kept.identical(load(hushed.save(found.dataset, tmp_path / "dataset")))


def test_what_holds_no_result_is_not_stored(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a dict is no result: it holds no dataset"):
        save({}, tmp_path / "result")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="no result of a run"):
        save(xr.Dataset({"chill": 0.5}), tmp_path / "result")
    assert not list(tmp_path.iterdir())
