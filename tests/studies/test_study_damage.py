"""What happens to a study's folder behind its back is told, never exported, and mended where it can be."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest
from small_studies import HERE, chunks, small

from hushed.errors import InputError
from hushed.studies.exporting import export_study
from hushed.studies.folder import Shard, StudyFolder, create_folder
from hushed.studies.merging import merge
from hushed.studies.opening import open_study
from hushed.studies.sweep import begin, go_on, rerun

LABELS = ("zarr.json", "outcomes/zarr.json", "society.traits.boldness.mean/zarr.json", "regime.scoring.severity/c/0")


@pytest.fixture
def copy(tmp_path: Path, whole: Path) -> Path:
    """A swept study that may be damaged."""
    return Path(shutil.copytree(whole, tmp_path / "copy"))


@pytest.mark.parametrize("name", LABELS)
@pytest.mark.parametrize("content", [None, b"{"])
def test_damaged_labels_are_told_and_written_again(copy: Path, whole: Path, name: str, content: bytes | None) -> None:
    label = copy / "results.zarr" / name
    label.unlink() if content is None else label.write_bytes(content)
    with pytest.raises(InputError, match=r"labels of the results are damaged.*hushed resume"):
        open_study(copy)
    with StudyFolder(copy) as folder:
        assert not folder.labels_whole
        assert go_on(folder, HERE).done == 0, "no chunk was damaged"
        assert folder.labels_whole
    assert chunks(copy) == chunks(whole)


def test_a_store_that_is_empty_is_filled_again(copy: Path, whole: Path) -> None:
    shutil.rmtree(copy / "results.zarr" / "outcomes")
    with StudyFolder(copy) as folder:
        assert go_on(folder, HERE).done == len(folder.units)
    assert chunks(copy) == chunks(whole)


def test_what_a_file_manager_leaves_is_no_damage(copy: Path) -> None:
    (copy / "results.zarr" / ".DS_Store").write_bytes(b"icons")
    with StudyFolder(copy) as folder:
        assert folder.labels_whole


@pytest.mark.parametrize("content", [b"", b"short", None])
def test_a_damaged_chunk_is_never_exported(copy: Path, tmp_path: Path, content: bytes | None) -> None:
    chunk = copy / "results.zarr" / "outcomes" / "c.2.0.0"
    chunk.unlink() if content is None else chunk.write_bytes(content)
    with pytest.raises(InputError, match=r"damaged: unit 2; .*hushed resume"):
        export_study(copy, tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").exists()


@pytest.mark.parametrize("content", [b"", b"short"])
def test_results_with_a_chunk_that_was_found_damaged_can_be_read_without_it(
    copy: Path, whole: Path, content: bytes
) -> None:
    (copy / "results.zarr" / "outcomes" / "c.2.0.0").write_bytes(content)
    with StudyFolder(copy) as folder:
        assert folder.mark_damaged() == [2]
    found, expected = open_study(copy)["chill"].load(), open_study(whole)["chill"].load()
    assert found.isel(point=2).isnull().all()
    others = [point for point in range(found.sizes["point"]) if point != 2]
    assert (found.isel(point=others) == expected.isel(point=others)).all()


def test_a_ledger_that_is_empty_or_gone_is_told_as_such(copy: Path) -> None:
    ledger = copy / "ledger.sqlite"
    ledger.write_bytes(b"")
    for open_it in (StudyFolder, open_study, StudyFolder):
        with pytest.raises(InputError, match=r"ledger\.sqlite is damaged.*to begin anew: hushed sweep"):
            open_it(copy)
    assert not ledger.read_bytes(), "looking at it changes nothing"
    ledger.unlink()
    with pytest.raises(InputError, match=r"ledger\.sqlite is missing; .*to begin anew: hushed sweep"):
        StudyFolder(copy)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (b"shard1/1", b"shard1/3"),
        (b"ended", b"ende\x24"),
        # SQLite's words for this one quote what is no text.
        (b"unitsunits\x04CREATE", b"unit\xd4units\x04BREATE"),
    ],
)
def test_bits_that_flip_in_the_ledger_are_found(copy: Path, written: bytes, found: bytes) -> None:
    ledger = (copy / "ledger.sqlite").read_bytes()
    assert written in ledger
    (copy / "ledger.sqlite").write_bytes(ledger.replace(written, found))
    for open_it in (StudyFolder, open_study):
        with pytest.raises(InputError, match=r"ledger\.sqlite is damaged.*to begin anew: hushed sweep"):
            open_it(copy)


def test_a_page_of_the_ledger_that_was_overwritten_is_found_before_anything_is_played(copy: Path) -> None:
    ledger = bytearray((copy / "ledger.sqlite").read_bytes())
    page = int.from_bytes(ledger[16:18], "big")
    ledger[-page:] = b"\xff" * page
    (copy / "ledger.sqlite").write_bytes(ledger)
    with pytest.raises(InputError, match=r"ledger\.sqlite is damaged"):
        StudyFolder(copy)


def test_a_full_disk_says_how_to_go_on_only_where_there_is_something_to_go_on_with(
    tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("hushed.studies.folder.create_store", full)
    monkeypatch.setattr("hushed.studies.exporting.columns_of", full)
    for write in (
        lambda: create_folder(tmp_path / "new", small(tmp_path / "in")),
        lambda: export_study(whole, tmp_path / "new.csv"),
        lambda: merge([whole], tmp_path / "new"),
    ):
        with pytest.raises(InputError, match="the disk is full; free some space and try again") as told:
            write()
        assert "resume" not in str(told.value)
        assert "merging" not in str(told.value)


def test_one_part_named_twice_is_told_as_such(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is named twice"):
        merge([whole, whole.parent / "." / whole.name], tmp_path / "merged")


def test_a_part_without_units_has_none_to_run_again(tmp_path: Path) -> None:
    with begin(small(tmp_path), tmp_path / "part", shard=Shard(8, 9)) as folder:
        assert go_on(folder, HERE).done == 0
        with pytest.raises(InputError, match="part 8/9 of a study of 6 units has none"):
            rerun(folder, 3)
