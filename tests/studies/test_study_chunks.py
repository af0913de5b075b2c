"""The store of a study's results, as Zarr's own reader sees it, and what each failure leaves of it."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import warnings
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr
import zarr
from small_studies import SMALL, chunks, small

from disk import Happened, text_as_on_windows, watched
from hushed.outcomes import OUTCOMES
from hushed.studies import chunks as stored
from hushed.studies.chunks import Chunks, create_store, labelled, labels_digest, restore_labels
from hushed.studies.study import Study

OLD, NEW = b"o" * 48, b"n" * 48
"""As long as a chunk is: three replicates of two outcomes."""
ATTRIBUTES = {"title": "A title", "seed": 3}
KEPT = {
    "'last'": ("the last round", None),
    "'mean'": ("mean over all rounds", None),
    "'all'": ("all rounds", [0, 1, 2, 3, 4]),
    "{ every = 2 }": ("every 2th round and the last", [1, 3, 4]),
}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """The small study."""
    return small(tmp_path / "in")


@pytest.fixture
def store(tmp_path: Path, study: Study) -> Path:
    """Its store, labelled and without a chunk."""
    create_store(tmp_path / "results.zarr", study, ATTRIBUTES)
    return tmp_path / "results.zarr"


def failing(number: int) -> object:
    """Something that fails as a disk does."""

    def fails(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fails


@pytest.mark.parametrize("keep", KEPT)
def test_a_store_without_a_chunk_is_labelled_and_all_missing(tmp_path: Path, keep: str) -> None:
    study = small(tmp_path / "in", SMALL.replace("study = 1", f"study = 1\nkeep = {keep}"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        create_store(tmp_path / "results.zarr", study, ATTRIBUTES)
    words, rounds = KEPT[keep]
    array = zarr.open_array(tmp_path / "results.zarr" / "outcomes", mode="r")
    count = () if rounds is None else (len(rounds),)
    assert array.shape == (6, 3, *count, 2)
    assert array.chunks == (1, 3, *count, 2)
    assert array.dtype == np.dtype("<f8")
    assert array.metadata.zarr_format == 3
    assert array.metadata.dimension_names == ("point", "replicate", *(() if rounds is None else ("round",)), "outcome")
    assert array.metadata.attributes == {"long_name": "outcomes", "rounds": words}
    assert np.isnan(array[:]).all()
    with xr.open_zarr(tmp_path / "results.zarr", consolidated=True) as opened:
        assert opened.attrs == ATTRIBUTES
        assert {opened[name].dims for name in ("point", "replicate", "outcome")} == {
            ("point",),
            ("replicate",),
            ("outcome",),
        }
        assert opened["point"].values.tolist() == list(range(6))
        assert opened["point"].attrs == {"long_name": "point of the design"}
        assert opened["replicate"].values.tolist() == [0, 1, 2]
        assert opened["replicate"].attrs == {"long_name": "repetition with other people and luck"}
        assert opened["outcome"].values.tolist() == ["chill", "seen"]
        for name in ("unit", "formula", "sentence"):
            assert opened[name].dims == ("outcome",)
            assert opened[name].values.tolist() == [getattr(OUTCOMES[each], name) for each in ("chill", "seen")]
        assert ("round" in opened.coords) == (rounds is not None)
        if rounds is not None:
            assert opened["round"].dims == ("round",)
            assert opened["round"].values.tolist() == rounds
            assert opened["round"].attrs == {"long_name": "round, from 0", "units": "rounds"}


def test_a_store_is_the_same_bytes_whatever_zarr_or_the_system_would_rather(
    tmp_path: Path, store: Path, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere, zarr.config.set({"default_zarr_format": 2}):
        text_as_on_windows(elsewhere)
        create_store(tmp_path / "elsewhere" / "results.zarr", study, ATTRIBUTES)
    assert chunks(tmp_path / "elsewhere") == chunks(tmp_path)
    described = (store / "outcomes" / "zarr.json").read_text()
    assert described.startswith('{\n  "zarr_format": 3,\n  "node_type": "array",\n')
    assert json.loads(described)["codecs"] == [{"name": "bytes", "configuration": {"endian": "little"}}]


def test_what_is_warned_of_is_left_as_it_was(tmp_path: Path, study: Study) -> None:
    before = warnings.filters[:]
    create_store(tmp_path / "results.zarr", study, ATTRIBUTES)
    assert warnings.filters == before


def test_what_is_varied_is_a_label_of_points_with_unit_role_and_description(tmp_path: Path) -> None:
    text = SMALL + "'regime.scoring.form' = ['uniform', 'proportional']\n"
    varied = small(tmp_path / "in", text)
    dtypes = {
        name: labelled(varied)[name].dtype.kind for name in ("society.traits.boldness.mean", "regime.scoring.form")
    }
    assert dtypes == {"society.traits.boldness.mean": "f", "regime.scoring.form": "O"}, (
        "Zarr defines text of any length"
    )
    create_store(tmp_path / "results.zarr", varied, ATTRIBUTES)
    with xr.open_zarr(tmp_path / "results.zarr") as opened:
        boldness, form = opened["society.traits.boldness.mean"], opened["regime.scoring.form"]
        assert boldness.dims == form.dims == ("point",)
        assert boldness.values.tolist() == [value for value in (1.0, 2.0, 3.0) for _ in range(4)]
        assert form.values.tolist() == ["uniform", "proportional"] * 6
        assert (boldness.attrs["role"], form.attrs["role"]) == ("uncertainty", "lever")
        assert opened["regime.scoring.severity"].attrs["units"] == "score"
        assert form.attrs["units"] == "1"
        assert form.attrs["description"]


def test_a_chunk_is_flushed_then_named_then_its_name_is_flushed(
    store: Path, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: Happened = watched(monkeypatch)
    numbers = np.arange(6.0).reshape(3, 2)
    digest = Chunks(store, study).write(4, numbers.tobytes())
    assert digest == hashlib.sha256(numbers.tobytes()).hexdigest()
    (flushed, partial), *rest = seen
    assert (flushed, partial.parent) == ("flushed", store / "outcomes")
    assert rest == [("named", store / "outcomes" / "c.4.0.0"), ("flushed", store / "outcomes")]
    array = zarr.open_array(store / "outcomes", mode="r")
    assert (array[4] == numbers).all()
    assert np.isnan(array[:4]).all()
    assert np.isnan(array[5]).all()


@pytest.mark.parametrize("at", ["write_flushed", "replace"])
def test_a_chunk_that_cannot_be_stored_leaves_the_old_one_and_nothing_else(
    store: Path, study: Study, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    kept = Chunks(store, study)
    digest = kept.write(1, OLD)
    there = chunks(store.parent)
    real = stored.write_flushed

    def half(path: Path, content: bytes) -> None:
        real(path, content[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(stored if at == "write_flushed" else os, at, half if at == "write_flushed" else failing(28))
    with pytest.raises(OSError, match="No space left"):
        kept.write(1, NEW)
    assert chunks(store.parent) == there
    assert kept.digest(1) == digest
    monkeypatch.setattr(Path, "unlink", failing(errno.EROFS))
    with pytest.raises(OSError, match="No space left"):
        kept.write(2, NEW)


def test_an_interrupt_while_a_chunk_is_written_leaves_nothing(
    store: Path, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, there = stored.write_flushed, chunks(store.parent)

    def interrupted(path: Path, content: bytes) -> None:
        real(path, content)
        raise KeyboardInterrupt

    monkeypatch.setattr(stored, "write_flushed", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Chunks(store, study).write(1, NEW)
    assert chunks(store.parent) == there


def test_chunks_are_told_apart_taken_away_and_never_missed(store: Path, study: Study) -> None:
    kept = Chunks(store, study)
    assert kept.digest(0) is None
    kept.remove(0)
    kept.write(0, OLD)
    kept.write(1, NEW)
    for name in ("c.2.0.0.part", "c.2.0.0.part2"):
        (store / "outcomes" / name).write_bytes(b"half")
    kept.remove_unfinished()
    kept.remove(0)
    assert sorted(os.listdir(store / "outcomes")) == ["c.1.0.0", "c.2.0.0.part2", "zarr.json"]
    assert (kept.content(0), kept.content(1)) == (None, NEW)
    assert (kept.digest(0), kept.digest(1)) == (None, hashlib.sha256(NEW).hexdigest())


@pytest.mark.parametrize("length", [0, 47, 49])
def test_a_chunk_of_another_size_is_not_read(store: Path, study: Study, length: int) -> None:
    kept = Chunks(store, study)
    kept.write(1, NEW)
    kept.file(1).write_bytes(b"n" * length)
    assert (kept.content(1), kept.digest(1)) == (None, None)


def test_the_digest_of_labels_knows_every_byte_and_name_but_of_chunks(store: Path, study: Study) -> None:
    whole = labels_digest(store)
    labels = [file for file in store.rglob("*") if file.is_file()]
    for file in labels:
        content = file.read_bytes()
        file.write_bytes(content + b" ")
        assert labels_digest(store) != whole, file
        file.unlink()
        assert labels_digest(store) != whole, file
        file.write_bytes(content)
        assert labels_digest(store) == whole
    (store / "more").write_bytes(b"")
    assert labels_digest(store) != whole
    (store / "more").unlink()
    Chunks(store, study).write(0, b"0")
    (store / "outcomes" / ".DS_Store").write_bytes(b"icons")
    assert labels_digest(store) == whole
    # Where one file ends and the next begins matters, and so does which name has which content.
    one, other = labels[:2]
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    assert labels_digest(store) != whole


def test_the_digest_of_labels_tells_names_from_content(store: Path) -> None:
    (store / "m").write_bytes(b"1")
    (store / "n").write_bytes(b"2")
    two = labels_digest(store)
    (store / "n").rename(store / "n2")
    assert labels_digest(store) != two
    (store / "n2").unlink()
    (store / "m").write_bytes(b"1n\x002")
    assert labels_digest(store) != two


def test_the_digest_of_labels_is_made_in_pieces_and_reads_no_file_without_end(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = labels_digest(store)
    monkeypatch.setattr(stored, "_PIECE", 8)
    monkeypatch.setattr(stored, "_LARGEST_LABEL", 1 << 16)
    assert labels_digest(store) == whole
    monkeypatch.setattr(stored, "_LARGEST_LABEL", 16)
    begun = labels_digest(store)
    assert begun != whole
    content = (store / "zarr.json").read_bytes()
    (store / "zarr.json").write_bytes(content[:16] + b"more" + content[16:])
    assert labels_digest(store) == begun
    (store / "zarr.json").write_bytes(content[:15] + b"?" + content[16:])
    assert labels_digest(store) != begun


def test_labels_are_read_a_mebibyte_at_a_time_and_no_more_than_any_study_has(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def read(size: int) -> bytes:
        asked.append(size)
        return b""

    monkeypatch.setattr(Path, "open", lambda *_: nullcontext(SimpleNamespace(read=read)))
    labels_digest(store / "outcomes")
    assert asked == [2**20] * 256


def test_a_name_that_is_no_text_is_another_label(store: Path) -> None:
    whole = labels_digest(store)
    with open(os.fsencode(store) + b"/\xff", "wb"):
        pass
    assert labels_digest(store) != whole


def test_labels_are_written_anew_around_the_chunks(store: Path, study: Study) -> None:
    whole = labels_digest(store)
    Chunks(store, study).write(3, b"kept")
    there = chunks(store.parent)
    for file in (store / "outcome").rglob("zarr.json"):
        file.unlink()
    shutil.rmtree(store / "point")
    (store / "zarr.json").write_text("{")
    (store / "outcomes" / "zarr.json").unlink()
    # What an earlier attempt left is no obstacle.
    (store.parent / "results.zarr.part").mkdir()
    (store.parent / "results.zarr.part" / "zarr.json").write_text("half")
    restore_labels(store, study, ATTRIBUTES)
    assert labels_digest(store) == whole
    assert chunks(store.parent) == there
    assert sorted(os.listdir(store.parent)) == ["in", "results.zarr"]


def test_a_store_is_never_made_over_another(store: Path, study: Study) -> None:
    there = chunks(store.parent)
    with pytest.raises((OSError, ValueError)):
        create_store(store, study, ATTRIBUTES)
    assert chunks(store.parent) == there
