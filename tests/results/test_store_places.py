"""Where a result may be put, in which order it gets there, and what it says of files beside it."""

from __future__ import annotations

import errno
import os
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import xarray as xr

from disk import Happened, is_partial, watched
from hushed.results import provenance, store
from hushed.results.store import check_target, is_result, labels_as, load, save
from hushed.results.unfinished import REPLACED, unfinished
from hushed.scenario.writing import toml_text
from refused import message


def failing(number: int) -> object:
    """Something that fails as a disk does."""

    def fails(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fails


def test_a_result_is_flushed_then_named_then_its_name_is_flushed(
    small: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: Happened = watched(monkeypatch)
    folder = save(small, tmp_path / "deep" / "result")
    named = seen.index(("named", folder))
    before = {path for how, path in seen[:named] if how == "flushed"}
    (made,) = {path.parent for path in before if path.name == "outcomes.csv"}
    assert made.parent == folder.parent
    assert is_partial(made.name, "result")
    assert {path.relative_to(made) for path in before} == {path.relative_to(folder) for path in folder.rglob("*")} | {
        Path()
    }
    assert seen[named + 1 :] == [("flushed", folder.parent)]
    assert sorted(os.listdir(folder)) == ["columns.csv", "outcomes.csv", "outcomes.zarr", "scenario.toml"]


def test_a_result_gives_way_only_when_the_new_one_can_take_its_name(
    small: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = save(small, tmp_path / "result")
    seen: Happened = watched(monkeypatch)
    save(small, folder, overwrite=True, extra={"new.txt": "new"})
    aside, into = [path for how, path in seen if how == "named" and path.parent == tmp_path]
    assert into == folder
    assert aside.parent == tmp_path
    assert is_partial(aside.name, "result", "old")
    assert seen[-1] == ("flushed", tmp_path)
    assert {path.name for how, path in seen[: seen.index(("named", aside))] if how == "flushed"} >= {"new.txt"}
    assert os.listdir(tmp_path) == ["result"]
    assert (folder / "new.txt").read_text() == "new"


def test_what_another_thread_is_storing_there_is_left_alone(
    small: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = unfinished(tmp_path / "result")
    made.mkdir()
    (made / "half").write_text("half")
    for checked in (True, False):
        if not checked:  # It began once that had been looked at.
            monkeypatch.setattr(store, "check_target", lambda *_, **__: None)
        assert message(save, small, tmp_path / "result") == f"{tmp_path / 'result'}: cannot be written: File exists"
        assert os.listdir(made) == ["half"]
    assert os.listdir(tmp_path) == [made.name]


def test_a_result_that_stands_is_no_failure_where_folders_cannot_be_flushed_or_the_old_one_stays(
    small: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = save(small, tmp_path / "result", extra={"old.txt": "old"})
    monkeypatch.setattr(store, "flush_folder", failing(errno.EINVAL))
    monkeypatch.setattr(os, "rmdir", failing(errno.EBUSY))
    monkeypatch.setattr(Path, "rmdir", lambda *_: None)
    monkeypatch.setattr(store, "check_target", lambda *_, **__: None)
    assert save(small, folder, overwrite=True) == folder
    assert load(folder).identical(small)
    assert not (folder / "old.txt").exists()


def test_further_files_are_text_bytes_or_made_when_due_or_left_out(small: xr.Dataset, tmp_path: Path) -> None:
    more = {"text": "grüße", "bytes": b"\xff", "made": lambda: b"late", "none": lambda: None, "said": lambda: "ö"}
    folder = save(small, tmp_path / "result", extra=more)  # type: ignore[arg-type]
    found = {name: (folder / name).read_bytes() for name in more if (folder / name).exists()}
    assert found == {"text": "grüße".encode(), "bytes": b"\xff", "made": b"late", "said": "ö".encode()}


def test_a_place_is_tried_without_leaving_a_trace(
    small: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_target(tmp_path / "deep" / "down" / "result", overwrite=False)
    assert os.listdir(tmp_path) == []
    monkeypatch.chdir(tmp_path)
    check_target("result", overwrite=True)
    assert os.listdir(tmp_path) == []
    save(small, "result")
    check_target("result", overwrite=True)
    assert os.listdir(tmp_path) == ["result"]
    assert message(check_target, "result", overwrite=False) == (
        "result: exists already; choose another folder, or replace it with --overwrite"
    )
    (tmp_path / "dangling").symlink_to("nowhere")
    assert message(check_target, "dangling", overwrite=False).startswith("dangling: exists already")
    for name in ("dangling", "deep"):
        (tmp_path / "deep").mkdir(exist_ok=True)
        told = f"{name}: is no result of hushed, so it is not overwritten; choose another folder"
        assert message(check_target, name, overwrite=True) == told
    (tmp_path / "file").write_text("")
    told = f"file/result: cannot be written: {tmp_path / 'file'} is not a folder"
    assert message(check_target, "file/result", overwrite=False) == told
    assert message(check_target, "x" * 3_000, overwrite=False).endswith(": cannot be written: File name too long")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full; nothing was stored. Free some space, or choose another folder"),
        (errno.EDQUOT, "the disk is full; nothing was stored. Free some space, or choose another folder"),
        (errno.EROFS, "cannot be written: Read-only file system"),
    ],
)
def test_why_nothing_was_stored_is_told(
    small: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    monkeypatch.setattr(store, "write_outcomes", failing(number))
    assert message(save, small, tmp_path / "result") == f"{tmp_path / 'result'}: {words}"
    assert os.listdir(tmp_path) == []
    monkeypatch.setattr(store, "write_outcomes", failing_without_a_word)
    assert message(save, small, tmp_path / "result").endswith("result: cannot be written: all is lost")


def failing_without_a_word(*_: object) -> None:
    raise OSError("all is lost")


def test_a_folder_says_why_it_is_no_result(small: xr.Dataset, tmp_path: Path) -> None:
    assert message(load, tmp_path / "gone") == f"{tmp_path / 'gone'}: no such folder"
    told = f"{tmp_path}: is no result of hushed; a result holds outcomes.zarr, outcomes.csv and scenario.toml"
    assert message(load, tmp_path) == told
    folder = save(small, tmp_path / "result")
    assert is_result(folder)
    assert is_result(str(folder))
    assert not is_result(folder / "scenario.toml")
    assert not is_result(tmp_path / ("x" * 5_000)), "no name for this system"
    shutil.copytree(folder, tmp_path / "result.part")
    assert not is_result(tmp_path / "result.part"), "what is being written is no result"
    save(small.assign_attrs(hushed_result=2), tmp_path / "newer")
    told = f"{tmp_path / 'newer'}: written in format 2 by a newer hushed; this one reads format 1"
    assert message(load, tmp_path / "newer") == told
    old = small.copy()
    del old.attrs["hushed_result"]
    assert "hushed_result" not in load(save(old, tmp_path / "older")).attrs


@pytest.mark.skipif(os.name != "posix", reason="whether a process is gone, as POSIX tells it")
@pytest.mark.parametrize(
    "asked", [load, is_result, lambda folder: message(check_target, folder, overwrite=False).index("exists already")]
)
def test_a_result_whose_replacing_was_killed_half_way_is_there_for_whoever_asks(
    small: xr.Dataset, tmp_path: Path, asked: Callable[[Path], object]
) -> None:
    folder = save(small, tmp_path / "result")
    gone = unfinished(folder, REPLACED)
    folder.rename(gone.with_name(gone.name.replace(f".{os.getpid()}-", f".{2**22 + 1}-")))
    assert asked(folder)
    assert os.listdir(tmp_path) == ["result"]


def test_a_dataset_that_cannot_be_opened_is_damaged(small: xr.Dataset, tmp_path: Path) -> None:
    folder = save(small, tmp_path / "result")
    (folder / "outcomes.zarr" / "zarr.json").write_text("{")
    assert message(load, folder).startswith(f"{folder}: the dataset is damaged: ")


def test_a_model_in_a_file_is_named_as_seen_from_the_result(
    small: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    for given, expected in (
        ("my.py:Model", "../../work/my.py:Model"),
        ("package.mine:Model", "package.mine:Model"),
    ):
        attrs = load(save(small.assign_attrs(model=given), tmp_path / "out" / given.split(":")[0])).attrs
        assert attrs["model"] == expected
    assert "model" not in load(save(small, tmp_path / "out" / "plain")).attrs


def test_a_network_is_named_as_seen_from_the_result(
    small: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    table = tomllib.loads(small.attrs["scenario"])
    table["society"]["online"] = {"generator": "file", "path": "ties.csv"}
    table["society"].pop("population")
    played = small.assign_attrs(scenario=toml_text(table), network_path="ties.csv", model="my.py:Model")
    attrs = load(save(played, tmp_path / "out" / "result")).attrs
    assert (attrs["network_path"], attrs["model"]) == ("../../work/ties.csv", "../../work/my.py:Model")
    assert tomllib.loads(attrs["scenario"])["society"]["online"]["path"] == "../../work/ties.csv"
    assert attrs["scenario"] == (tmp_path / "out" / "result" / "scenario.toml").read_text()


def test_labels_are_text_in_memory_and_read_alike() -> None:
    named = xr.Dataset({"a": ("arm", [1.0, 2.0])}, coords={"arm": ["with", "without"], "at": ("arm", [1, 2])})
    objects = labels_as(named, object)
    assert (objects["arm"].dtype.kind, objects["at"].dtype.kind) == ("O", "i")
    assert (labels_as(objects, str)["arm"].dtype.kind, labels_as(objects, str)["at"].dtype.kind) in {
        ("U", "i"),
        ("T", "i"),
    }
    assert objects["arm"].values.tolist() == named["arm"].values.tolist()


def test_what_a_text_beside_a_dataset_does_not_name_comes_last_by_name(small: xr.Dataset, tmp_path: Path) -> None:
    folder = save(small, tmp_path / "result")
    whole = list(map(str, load(folder).data_vars))
    text = (folder / "outcomes.csv").read_text()
    header, rest = text.split("\n", 1)
    kept = [name for name in header.split(",") if name not in ("chill", "seen")]
    (folder / "outcomes.csv").write_text(",".join(kept) + "\n" + rest)
    order = list(map(str, load(folder).data_vars))
    assert sorted(order) == sorted(whole)
    named = [name for name in kept if name in whole]
    assert order[: len(named)] == named
    assert order[len(named) :] == sorted(order[len(named) :])
    assert {"chill", "seen"} <= set(order[len(named) :])


def test_on_another_drive_a_path_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", fails)
    assert provenance.seen_from(Path("C:/results"), "D:/ties.csv") == "D:/ties.csv"
