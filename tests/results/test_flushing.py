"""A file appears once all of it is on the disk, and what is in the way is told."""

from __future__ import annotations

import errno
import os
from contextlib import nullcontext
from pathlib import Path

import pytest

from disk import Happened, is_partial, open_files, watched
from hushed.results import flushing
from hushed.results.flushing import flush_tree, replace_flushed, write_flushed


def failing(number: int) -> object:
    """Something that fails as a disk does."""

    def fails(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fails


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Happened:
    """Files flushed and files renamed, in order."""
    return watched(monkeypatch)


def test_a_file_and_a_whole_folder_are_flushed(tmp_path: Path, seen: Happened) -> None:
    write_flushed(tmp_path / "a", b"1")
    assert seen == [("flushed", tmp_path / "a")]
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "c" / "d").write_text("2")
    flush_tree(tmp_path)
    assert {path for _, path in seen[1:]} == {tmp_path / name for name in ("", "a", "b", "b/c", "b/c/d")}


def test_everything_is_with_the_system_when_it_is_told_to_put_it_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: sizes.append(os.fstat(handle).st_size))
    write_flushed(tmp_path / "a", b"seven..")
    assert sizes == [7]


def test_a_file_is_flushed_then_named_then_its_name_is_flushed(tmp_path: Path, seen: Happened) -> None:
    (tmp_path / "a").write_bytes(b"old")
    replace_flushed(tmp_path / "a", b"new")
    (flushed, partial), *rest = seen
    assert flushed == "flushed"
    assert partial.parent == tmp_path
    assert is_partial(partial.name, "a"), "else it looks like something a user made"
    assert rest == [("named", tmp_path / "a"), ("flushed", tmp_path)]
    assert (tmp_path / "a").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.parametrize("at", ["write_flushed", "replace"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(flushing if at == "write_flushed" else os, at, failing(errno.ENOSPC))
    with pytest.raises(OSError, match="No space left"):
        replace_flushed(tmp_path / "a", b"new")
    assert os.listdir(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_why_a_file_was_not_written_is_told_even_if_it_cannot_be_tidied_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "replace", failing(errno.ENOSPC))
    monkeypatch.setattr(Path, "unlink", failing(errno.EROFS))
    with pytest.raises(OSError, match="No space left"):
        replace_flushed(tmp_path / "a", b"new")


def test_a_file_that_stands_is_no_failure_where_folders_cannot_be_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on some network file systems."""
    monkeypatch.setattr(flushing, "flush_folder", failing(errno.EINVAL))
    replace_flushed(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


@pytest.mark.parametrize("fails", [False, True])
def test_flushing_leaves_no_file_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    if fails:
        monkeypatch.setattr(os, "fsync", failing(errno.EIO))
    before = open_files()
    for _ in range(3):
        with pytest.raises(OSError) if fails else nullcontext():
            flush_tree(tmp_path)
    assert open_files() == before
