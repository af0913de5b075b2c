"""One coordinator to a folder, and who it is."""

from __future__ import annotations

import errno
import os
import platform
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from disk import open_files
from hushed.errors import InputError
from hushed.studies.lock import Lock

ELSEWHERE = 1 << 20
"""Beyond what is written: where Windows is asked to lock, so that who holds the folder can still be read."""


def message(folder: Path) -> str:
    with pytest.raises(InputError) as told:
        Lock(folder)
    return str(told.value)


class Windows:
    """Byte ranges locked as Windows does it: at the place of the handle, by one handle at a time, without waiting."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        self.held: dict[tuple[int, int], int] = {}

    def locking(self, handle: int, mode: int, size: int) -> None:
        assert (mode, size) == (self.LK_NBLCK, 1)
        byte = os.fstat(handle).st_ino, os.lseek(handle, 0, os.SEEK_CUR)
        if self.held.setdefault(byte, handle) != handle:
            raise PermissionError(errno.EACCES, "Permission denied")


@pytest.fixture(params=["here", "on Windows"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Windows | None:
    """The locks of this system, and those of Windows in its place."""
    if request.param == "here":
        return None
    windows = Windows()
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=windows.locking, LK_NBLCK=Windows.LK_NBLCK))
    return windows


def test_a_folder_is_held_by_one_who_is_named(tmp_path: Path, system: Windows | None) -> None:
    (tmp_path / "lock").write_bytes(b"what an earlier and much longer holder wrote, who is no more" * 2)
    held = Lock(tmp_path)
    me = f"process {os.getpid()} on {platform.node()}"
    assert (tmp_path / "lock").read_text() == f"{me}\n"
    before = open_files()
    assert message(tmp_path) == f"{tmp_path}: another sweep is at work in this folder ({me})"
    assert (tmp_path / "lock").read_text() == f"{me}\n", "who is refused changes nothing"
    assert open_files() == before
    if system:
        assert {byte for _, byte in system.held} == {ELSEWHERE}
    held.close()
    assert open_files() == before - 1
    if not system:
        Lock(tmp_path).close()


def test_a_holder_that_says_nothing_readable_is_still_one(tmp_path: Path) -> None:
    held = Lock(tmp_path)
    (tmp_path / "lock").write_bytes(b"")
    assert message(tmp_path).endswith("at work in this folder")
    (tmp_path / "lock").write_bytes(b"  \xff\xfe \n")
    assert message(tmp_path).endswith("at work in this folder (\ufffd\ufffd)")
    (tmp_path / "lock").write_bytes(b"x" * 10_000)
    assert message(tmp_path).endswith(f"at work in this folder ({'x' * 200})")
    held.close()


def test_others_may_look_and_nobody_else_may_write(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Lock(tmp_path).close()
    finally:
        os.umask(before)
    assert (tmp_path / "lock").stat().st_mode & 0o777 == 0o644


def test_a_lock_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    assert message(tmp_path) == f"{tmp_path}: cannot be written: {os.strerror(errno.EISDIR)}"
    assert message(tmp_path / "gone") == f"{tmp_path / 'gone'}: cannot be written: {os.strerror(errno.ENOENT)}"
