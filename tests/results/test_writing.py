"""A file is written whole or not at all, and never over what is there unasked."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from hushed.errors import InputError
from hushed.results import writing
from hushed.results.writing import check_free, write_file


def message(file: str | Path, *, overwrite: bool = False) -> str:
    with pytest.raises(InputError) as told:
        write_file(file, b"new", overwrite=overwrite)
    return str(told.value)


def test_only_a_free_name_is_free(tmp_path: Path) -> None:
    file, folder, dangling = tmp_path / "file", tmp_path / "folder", tmp_path / "dangling"
    file.write_text("precious")
    folder.mkdir()
    dangling.symlink_to(tmp_path / "nowhere")
    check_free(tmp_path / "free", overwrite=False)
    for overwrite in (False, True):
        with pytest.raises(InputError, match=r"folder: is a folder; name a file in it"):
            check_free(folder, overwrite=overwrite)
    for taken in (file, dangling):
        with pytest.raises(InputError, match=r"exists already; .*--overwrite"):
            check_free(taken, overwrite=False)
        check_free(taken, overwrite=True)


def test_a_file_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "down" / "file"
    assert message(file) == f"{file}: cannot be written: No such file or directory"
    assert os.listdir(tmp_path) == []
    assert write_file(str(file), b"new", new_folder=True) == file
    assert message(file).startswith(f"{file}: exists already; choose another name")
    assert write_file(file, b"newer", overwrite=True) == file
    assert file.read_bytes() == b"newer"
    assert os.listdir(file.parent) == ["file"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full; free some space and try again"),
        (errno.EDQUOT, "the disk is full; free some space and try again"),
        (errno.EROFS, "cannot be written: Read-only file system"),
    ],
)
def test_why_nothing_was_written_is_told_and_what_was_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fails(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    (tmp_path / "file").write_bytes(b"old")
    monkeypatch.setattr(writing, "replace_flushed", fails)
    assert message(tmp_path / "file", overwrite=True) == f"{tmp_path / 'file'}: {words}"
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_name_that_is_none_is_told() -> None:
    assert message("x" * 3_000).endswith(": cannot be written: File name too long")
