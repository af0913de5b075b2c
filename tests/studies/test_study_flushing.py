"""What is said to be kept is on the disk itself, in an order in which a power cut leaves nothing half said."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from small_studies import small

from hushed.results.flushing import flush_tree, write_flushed
from hushed.studies.folder import LEDGER, StudyFolder, create_folder
from hushed.studies.unit import run_unit
from hushed.studies.work import Job

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs to see which file is flushed")


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Path]]:
    """Files flushed and files renamed, in order."""
    happened: list[tuple[str, Path]] = []
    replace, rename = os.replace, os.rename

    def renamed(old: str | Path, new: str | Path, real: object) -> None:
        (replace if real is replace else rename)(old, new)
        happened.append(("named", Path(new)))

    def flushed(handle: int) -> None:
        happened.append(("flushed", Path(os.readlink(f"/proc/self/fd/{handle}"))))

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(os, "replace", lambda old, new: renamed(old, new, replace))
    monkeypatch.setattr(os, "rename", lambda old, new: renamed(old, new, rename))
    return happened


def test_a_file_and_a_whole_folder_are_flushed(tmp_path: Path, seen: list[tuple[str, Path]]) -> None:
    write_flushed(tmp_path / "a", b"1")
    assert seen == [("flushed", tmp_path / "a")]
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "c" / "d").write_text("2")
    flush_tree(tmp_path)
    assert {path for _, path in seen[1:]} == {tmp_path / name for name in ("", "a", "b", "b/c", "b/c/d")}


def test_a_unit_is_flushed_then_named_then_its_name_is_flushed_and_only_then_told(
    tmp_path: Path, seen: list[tuple[str, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    create_folder(tmp_path / "swept", small(tmp_path))
    with StudyFolder(tmp_path / "swept") as folder:
        report = run_unit(Job(folder.study.recipe(0), 0))
        recorded = folder.ledger.record

        def told_to(*arguments: object, **named: str) -> None:
            seen.append(("told", Path()))
            recorded(*arguments, **named)

        monkeypatch.setattr(folder.ledger, "record", told_to)
        seen.clear()
        folder.store(report)
    (flushed, partial), (named, chunk), (again, place), (told, _) = seen
    assert (flushed, named, again, told) == ("flushed", "named", "flushed", "told")
    assert partial.parent == chunk.parent == place
    assert partial != chunk


def test_the_ledger_waits_for_the_disk(tmp_path: Path) -> None:
    create_folder(tmp_path / "swept", small(tmp_path))
    with StudyFolder(tmp_path / "swept") as folder:
        connection: sqlite3.Connection = folder.ledger._base
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert (tmp_path / "swept" / LEDGER).exists()
