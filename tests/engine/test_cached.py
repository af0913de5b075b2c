"""Whether a kernel is still to be compiled: also where the same sources were installed again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hushed import compiled


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kernel's file, and beside it a cache that nothing is kept in."""
    (tmp_path / "cache").mkdir()
    (tmp_path / "room").mkdir()
    file = tmp_path / "room" / "weighing.py"
    file.write_text("")
    monkeypatch.setattr(compiled, "_SOURCES", tmp_path / "room")
    monkeypatch.setattr(compiled, "cache_folder", lambda: tmp_path / "cache")
    return file


def test_a_kernel_is_cached_from_when_it_was_compiled_until_its_file_is_written_again(source: Path) -> None:
    kept = source.parent.parent / "cache" / "weighing.weigh-7.py311.nbi"
    assert not compiled.is_cached("weighing.weigh")
    kept.write_text("")
    os.utime(source, (1_000, 1_000))
    assert compiled.is_cached("weighing.weigh")
    assert not compiled.is_cached("weighing.weighs")
    # Installed again: Numba goes by the time of the file, and does not take what was compiled before.
    later = kept.stat().st_mtime + 60
    os.utime(source, (later, later))
    assert not compiled.is_cached("weighing.weigh")
