"""What is said to be kept is on the disk itself, in an order in which a power cut leaves nothing half said."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from small_studies import small

from disk import Happened, watched
from hushed.studies.folder import LEDGER, StudyFolder, create_folder
from hushed.studies.unit import run_unit
from hushed.studies.work import Job


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Happened:
    """Files flushed and files renamed, in order."""
    return watched(monkeypatch)


def test_a_unit_is_flushed_then_named_then_its_name_is_flushed_and_only_then_told(
    tmp_path: Path, seen: Happened, monkeypatch: pytest.MonkeyPatch
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
