"""A folder that was changed is told as damaged before it can take memory, and says by what."""

from __future__ import annotations

import json
import os
import shutil
import warnings
from pathlib import Path

import pytest
import xarray as xr
import zarr

from disk import text_as_on_windows
from hushed.errors import InputError
from hushed.results import store
from hushed.results.store import load, save


@pytest.fixture
def folder(small: xr.Dataset, tmp_path: Path) -> Path:
    """A stored result."""
    return save(small, tmp_path / "result")


def message(folder: Path) -> str:
    with pytest.raises(InputError) as told:
        load(folder)
    return str(told.value)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        *(("experiment", 1), ("scenario", 0), ("title", 2.5), ("replicates", "two"), ("rounds", 8.0)),
        *((name, None) for name in ("experiment", "title", "replicates", "rounds")),
        *((name, True) for name in ("replicates", "rounds", "title")),
    ],
)
def test_what_every_result_says_of_itself_is_there_and_of_its_kind(folder: Path, name: str, wrong: object) -> None:
    described = folder / "outcomes.zarr" / "zarr.json"
    content = json.loads(described.read_text())
    content["attributes"][name] = wrong
    if wrong is None:
        del content["attributes"][name]
    described.write_text(json.dumps(content))
    told = f"{folder}: the dataset is damaged: its attribute '{name}' is missing, or of another kind"
    assert message(folder) == told


def test_a_version_that_is_no_number_is_none_that_is_newer(folder: Path) -> None:
    described = folder / "outcomes.zarr" / "zarr.json"
    content = json.loads(described.read_text())
    content["attributes"]["hushed_result"] = "9"
    described.write_text(json.dumps(content))
    assert load(folder).attrs["hushed_result"] == "9"


def test_an_outcome_that_the_text_names_and_the_dataset_lacks_is_told(folder: Path) -> None:
    text = (folder / "outcomes.csv").read_text()
    header, rest = text.split("\n", 1)
    (folder / "outcomes.csv").write_text(f"{header},{'ghost' * 40}\n{rest}")
    told = message(folder)
    assert told.startswith(f"{folder}: the dataset is damaged: ghostghost")
    assert told.endswith(" is missing from it")
    assert len(told) < len(str(folder)) + 130


def test_a_first_line_without_end_is_not_read_to_its_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "outcomes.csv").write_text("replicate," + "x" * 1_000_000)
    asked: list[int] = []
    opened = open

    def watched(*arguments: object, **named: object) -> object:
        file = opened(*arguments, **named)  # type: ignore[call-overload]
        read = file.readline
        file_line = lambda size=-1: (asked.append(size), read(size))[1]  # noqa: E731
        return type(
            "Watched",
            (),
            {"readline": staticmethod(file_line), "__enter__": lambda s: s, "__exit__": lambda *_: file.close()},
        )()

    monkeypatch.setattr(store, "open", watched, raising=False)
    assert "is missing from it" in message(folder)
    assert asked == [65_536]


def test_an_array_that_would_take_more_than_was_written_is_told_and_not_read(folder: Path) -> None:
    described = folder / "outcomes.zarr" / "chill" / "zarr.json"
    whole = described.read_text()
    for change in (
        {"shape": [2, 10**9]},
        {"chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2, 10**9]}}},
    ):
        described.write_text(json.dumps(json.loads(whole) | change))
        told = message(folder)
        assert told.startswith(f"{folder}: the dataset is damaged: ")
        assert "would take" in told or "conflicting sizes" in told
    described.write_text(whole)
    load(folder)


@pytest.mark.parametrize(("kind", "bytes_each"), [("float64", 8), ("int8", 1)])
def test_a_piece_of_an_array_may_take_as_much_as_was_written_and_no_more(
    folder: Path, kind: str, bytes_each: int
) -> None:
    described = folder / "outcomes.zarr" / "chill" / "zarr.json"
    content = json.loads(described.read_text()) | {"data_type": kind, "fill_value": 0}
    most = (16 << 20) + 64 * ((folder / "outcomes.csv").stat().st_size + (8 + 1000) * 2)
    content["attributes"].pop("_FillValue")
    for more in (1, 0):
        numbers = most // bytes_each + more
        content["chunk_grid"]["configuration"]["chunk_shape"] = [1, numbers]
        described.write_text(json.dumps(content))
        told = f"{folder}: the dataset is damaged: chill would take {numbers * bytes_each:,} bytes"
        assert (message(folder) == told) == bool(more)


@pytest.mark.parametrize(("name", "largest"), [("zarr.json", 16 << 20), ("c/0/0", None)])
def test_a_file_larger_than_any_that_was_written_is_told_and_not_read(
    folder: Path, name: str, largest: int | None
) -> None:
    there = next((folder / "outcomes.zarr").rglob(name))
    most = largest or (16 << 20) + 64 * ((folder / "outcomes.csv").stat().st_size + (8 + 1000) * 2)
    size = there.stat().st_size
    os.truncate(there, most + 1)
    assert message(folder) == f"{there}: is damaged: it has {most + 1:,} bytes, where {most:,} are the most"
    os.truncate(there, most)
    told = message(folder) if largest else ""
    assert "are the most" not in told
    os.truncate(there, size)
    load(folder)


def test_why_a_dataset_cannot_be_read_is_told_in_short(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(reason: str) -> object:
        def call(*_: object, **__: object) -> None:
            raise RuntimeError(reason)

        return call

    monkeypatch.setattr(xr, "open_dataset", fails("x" * 5_000))
    assert message(folder) == f"{folder}: the dataset is damaged: {'x' * 299}…"
    monkeypatch.setattr(xr, "open_dataset", fails(""))
    assert message(folder) == f"{folder}: the dataset is damaged: RuntimeError"


def test_what_a_reader_warns_of_is_not_the_users_business(folder: Path, recwarn: pytest.WarningsRecorder) -> None:
    (folder / "outcomes.zarr" / "stray").mkdir()
    (folder / "outcomes.zarr" / "stray" / "file").write_text("")
    load(folder)
    assert not recwarn.list


def test_a_link_in_a_result_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (folder / "more").symlink_to(tmp_path / "secret")
    assert message(folder) == f"{folder / 'more'}: is a link; a stored folder holds files of its own and nothing else"


def test_what_each_array_says_of_itself_counts_and_not_what_is_said_of_it_elsewhere(folder: Path) -> None:
    with warnings.catch_warnings(action="ignore"):
        zarr.consolidate_metadata(folder / "outcomes.zarr")
    described = folder / "outcomes.zarr" / "chill" / "zarr.json"
    content = json.loads(described.read_text())
    content["attributes"]["long_name"] = "said by itself"
    described.write_text(json.dumps(content))
    assert load(folder)["chill"].attrs["long_name"] == "said by itself"


def test_an_older_format_which_can_hold_programs_is_not_read(folder: Path, small: xr.Dataset) -> None:
    shutil.rmtree(folder / "outcomes.zarr")
    with warnings.catch_warnings(action="ignore"):
        small.to_zarr(folder / "outcomes.zarr", zarr_format=2, consolidated=False)
    assert message(folder).startswith(f"{folder}: the dataset is damaged: ")


def test_a_result_is_stored_alike_whatever_zarr_or_the_system_would_rather(
    small: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = small.rename(chill="stille_静").assign_attrs(
        scenario=small.attrs["scenario"].replace('title = "', 'title = "沉默 ')
    )
    save(named, tmp_path / "here")
    with monkeypatch.context() as elsewhere, zarr.config.set({"default_zarr_format": 2}):
        text_as_on_windows(elsewhere)
        save(named, tmp_path / "elsewhere")
        assert load(tmp_path / "elsewhere").identical(named)
    assert "沉默" in (tmp_path / "here" / "scenario.toml").read_text(encoding="utf-8")
    described = json.loads((tmp_path / "here" / "outcomes.zarr" / "zarr.json").read_text())
    assert not described.get("consolidated_metadata"), "what is said twice can differ"
    for file in (tmp_path / "here").rglob("*"):
        if file.is_file():
            assert (tmp_path / "elsewhere" / file.relative_to(tmp_path / "here")).read_bytes() == file.read_bytes()
