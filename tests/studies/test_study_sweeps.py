"""Sweeps: what is stored is what was played, whatever came between."""

from __future__ import annotations

import errno
import json
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from small_studies import HERE, SMALL, chunks, small, swept, written

import hushed
from hushed.errors import InputError
from hushed.experiments.progress import Step
from hushed.scenario.reader import read_scenario
from hushed.studies import unit as units
from hushed.studies.course import pursue
from hushed.studies.executors import chosen
from hushed.studies.executors.in_process import InProcessExecutor
from hushed.studies.folder import StudyFolder, create_folder
from hushed.studies.opening import open_study, spreads
from hushed.studies.sweep import begin, go_on, rerun, sweep
from hushed.studies.work import Job, Report, Work


def at_point(changes: dict[str, object], **more: int) -> hushed.Scenario:
    """The small study's scenario at a point, made as `--set` does it."""
    every = {"regime.enrolment.share": 1.0} | changes
    listed = [f"{path}={value}" for path, value in every.items()]
    return read_scenario("sesame-credit", population=60, rounds=5, changes=listed, **more)


# What is stored is what a run gives -----------------------------------------------------------------


@pytest.mark.parametrize("keep", ["'last'", "'mean'", "'all'", "{ every = 2 }"])
def test_outcomes_are_those_of_a_run_at_every_point(tmp_path: Path, keep: str) -> None:
    """The same scenario, changed on its own and played by another experiment."""
    text = SMALL.replace("study = 1", f"study = 1\nkeep = {keep}")
    results = open_study(swept(tmp_path / "swept", small(tmp_path, text)))
    kept = {"'all'": range(5), "{ every = 2 }": [1, 3, 4]}.get(keep)
    if kept is not None:
        assert results["round"].values.tolist() == list(kept)
    for point in (0, 5):
        values = {
            axis: float(results[axis][point]) for axis in ("society.traits.boldness.mean", "regime.scoring.severity")
        }
        run = hushed.run(at_point(values), replicates=3, threads=1)
        for name in ("chill", "seen"):
            whole = run[name].values
            expected = {"'last'": whole[:, -1], "'mean'": whole.mean(axis=1)}.get(keep)
            expected = whole[:, list(kept)] if kept is not None else expected
            assert results[name][point].values == pytest.approx(expected, abs=1e-15)


def test_common_seeds_meet_the_same_people_and_independent_ones_do_not(tmp_path: Path) -> None:
    """Two points that differ in nothing that matters."""
    text = SMALL.replace("[0.1, 0.4]", "[0.4]").replace(
        '"regime.scoring.severity"', '"regime.observation.surveillance"'
    )
    text = text.replace('"society.traits.boldness.mean"', '"regime.sanctions.tiers.0.rounds"').replace(
        "low = 1.0", "low = 10"
    )
    text = text.replace("high = 3.0, steps = 3", "high = 12, steps = 2").replace('"seen"', '"overbreadth"')
    for seeds, alike in (("common", True), ("independent", False)):
        study = small(tmp_path, text.replace("study = 1", f"study = 1\nseeds = '{seeds}'"))
        chill = open_study(swept(tmp_path / seeds, study))["chill"].values
        assert (chill[0] == chill[1]).all() == alike
        assert len(set(chill.ravel().tolist())) == (3 if alike else 6)
    assert study.recipe(1) != study.recipe(0)
    last = hushed.run(
        at_point({"regime.observation.surveillance": 0.4, "regime.sanctions.tiers.0.rounds": 10}), replicates=3
    )
    assert (chill[0] == last["chill"].values[:, -1]).all()


def test_the_dataset_opens_with_labels(whole: Path) -> None:
    """With nothing but xarray, as others will open it."""
    stored = xr.open_zarr(whole / "results.zarr")
    assert stored["outcomes"].dims == ("point", "replicate", "outcome")
    assert stored["outcome"].values.tolist() == ["chill", "seen"]
    assert stored["unit"].values.tolist() == ["share of desired dissent", "share of people"]
    assert stored["society.traits.boldness.mean"].values.tolist() == [1.0, 1.0, 2.0, 2.0, 3.0, 3.0]
    severity = stored["regime.scoring.severity"]
    assert severity.values.tolist() == [0.1, 0.4] * 3
    assert (severity.attrs["units"], severity.attrs["role"]) == ("score", "lever")
    assert "Score lost" in severity.attrs["description"]
    assert hushed.parse_scenario(stored.attrs["scenario"]).rounds == 5
    opened = hushed.open_study(whole)
    assert set(opened.data_vars) == {"chill", "seen"}
    assert opened["chill"].attrs["formula"] == "1 - sum a / sum delta"
    assert (opened["chill"].values == stored["outcomes"].sel(outcome="chill").values).all()
    assert opened["done"].values.all()
    assert not np.isnan(opened["chill"].values).any()


def test_what_was_not_played_is_missing_and_not_done(tmp_path: Path) -> None:
    with begin(small(tmp_path), tmp_path / "part") as folder:
        pursue(folder, HERE, [1, 4])
    results = open_study(tmp_path / "part")
    assert results["done"].values.all(axis=1).tolist() == [False, True, False, False, True, False]
    assert np.isnan(results["chill"].values).all(axis=1).tolist() == [True, False, True, True, False, True]


def test_spreads_are_those_of_the_points_means_however_many_are_read_at_a_time(
    tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = open_study(whole)
    means = results["chill"].mean("replicate").values
    for numbers in (1, 14, 4_000_000):
        monkeypatch.setattr("hushed.studies.opening._BLOCK_NUMBERS", numbers)
        assert spreads(results)["chill"] == pytest.approx((means.min(), means.mean(), means.max()), rel=1e-14)
    with begin(small(tmp_path), tmp_path / "none") as folder:
        assert spreads(open_study(folder.path)) == {}


def test_replicates_in_blocks_are_the_same_replicates(tmp_path: Path, whole: Path) -> None:
    study = small(tmp_path, SMALL.replace("study = 1", "study = 1\nreplicates_per_unit = 2"))
    results = open_study(swept(tmp_path / "blocks", study))
    assert study.units == 12
    assert (results["chill"].values == open_study(whole)["chill"].values).all()


def test_societies_are_shared_by_points_that_meet_the_same_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three distributions of boldness, three replicates, whatever the severity."""
    drawn, build = [], units.build_society
    monkeypatch.setattr(units, "build_society", lambda *a, **k: drawn.append(k["replicate"]) or build(*a, **k))
    monkeypatch.setattr(units, "_societies", units._Societies())
    swept(tmp_path / "swept", small(tmp_path))
    assert len(drawn) == 9
    monkeypatch.setattr(units, "_CACHED_BYTES", 0)
    monkeypatch.setattr(units, "_societies", units._Societies())
    swept(tmp_path / "again", small(tmp_path))
    assert len(drawn) == 9 + 18
    assert chunks(tmp_path / "swept") == chunks(tmp_path / "again")


# Failures -------------------------------------------------------------------------------------------

FAILING = SMALL.replace("[0.1, 0.4]", "[0.1, 0.4]\n'society.online.mean_degree' = [10, 40]").replace("60", "30")
"""Forty friends among thirty people cannot be; sampling checks would tell before, so they are left out here."""


def test_a_failing_unit_is_written_down_and_the_rest_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hushed.studies.reader.check_points", lambda *_: None)
    with begin(small(tmp_path, FAILING), tmp_path / "swept") as folder:
        course = go_on(folder, HERE)
        assert (course.done, course.failed) == (6, 6)
        rows = folder.failed()
        assert [row.unit for row in rows] == [1, 3, 5, 7, 9, 11]
        assert {(row.status, row.stage, row.attempts, row.sha256) for row in rows} == {("failed", "reading", 1, "")}
        assert "40" in rows[0].message
        assert "society.online" in rows[0].message
        # What failed is over; it is not tried again unless somebody asks.
        assert go_on(folder, HERE).total == 0
        assert go_on(folder, HERE, only_failed=True).failed == 6
        assert {row.attempts for row in folder.failed()} == {2}
    results = open_study(tmp_path / "swept")
    assert np.isnan(results["chill"].values).all(axis=1).tolist() == [False, True] * 6
    assert results["done"].values.all(axis=1).tolist() == [True, False] * 6


@pytest.mark.parametrize(("broken", "stage"), [("build_society", "society"), ("Simulation", "playing")])
def test_only_what_failed_is_run_again(
    tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch, broken: str, stage: str
) -> None:
    asked, good = [], getattr(units, broken)

    def bad(*arguments: object, **named: object) -> object:
        asked.append(1)
        if len(asked) in (2, 5):
            raise RuntimeError("a planted\nfault")
        return good(*arguments, **named)

    monkeypatch.setattr(units, "_societies", units._Societies())
    monkeypatch.setattr(units, broken, bad)
    with begin(small(tmp_path), tmp_path / "swept") as folder:
        go_on(folder, HERE)
        rows = folder.failed()
        assert 1 <= len(rows) <= 2
        assert {(row.stage, row.message) for row in rows} == {(stage, "RuntimeError: a planted fault")}
        assert go_on(folder, HERE, only_failed=True).done == len(rows)
        assert not folder.failed()
    assert chunks(tmp_path / "swept") == chunks(whole)


def test_a_unit_is_a_pure_function_of_its_recipe(tmp_path: Path, whole: Path) -> None:
    study = small(tmp_path)
    report = units.run_unit(Job(study.recipe(3), 3))
    assert report.payload == (whole / "results.zarr" / "outcomes" / "c.3.0.0").read_bytes()
    with StudyFolder(whole) as folder:
        assert [rerun(folder, unit).same for unit in (5, 0)] == [True, True]
        with pytest.raises(InputError, match="units 0 to 5"):
            rerun(folder, 6)


# Damage, disks, locks -------------------------------------------------------------------------------


def test_damaged_chunks_are_found_and_played_again(tmp_path: Path, whole: Path) -> None:
    place = tmp_path / "damaged"
    shutil.copytree(whole, place)
    outcomes = place / "results.zarr" / "outcomes"
    changed = bytearray((outcomes / "c.1.0.0").read_bytes())
    changed[5] ^= 1
    (outcomes / "c.1.0.0").write_bytes(changed)
    (outcomes / "c.2.0.0").unlink()
    (outcomes / "c.4.0.0").write_bytes(b"")
    with StudyFolder(place) as folder:
        assert rerun(folder, 1).same is False
        assert folder.mark_damaged() == [1, 2, 4]
        assert not open_study(place)["done"].values.all()
        assert go_on(folder, HERE).done == 3
        assert folder.mark_damaged() == []
    assert chunks(place) == chunks(whole)


def test_a_second_sweep_in_one_folder_is_refused(tmp_path: Path) -> None:
    study = small(tmp_path)
    with begin(study, tmp_path / "swept") as folder:
        with pytest.raises(InputError, match="another sweep is at work in this folder"):
            StudyFolder(folder.path)
        with pytest.raises(InputError, match="exists already; go on with: hushed resume"):
            begin(study, folder.path)
        with pytest.raises(InputError, match="at work"):
            sweep(study, folder.path, executor="in-process")
        # Looking is allowed.
        assert not open_study(folder.path)["done"].values.any()
    with StudyFolder(tmp_path / "swept"):
        pass


def test_a_full_disk_stops_with_a_message_and_loses_nothing(
    tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hushed.studies import chunks as stored

    place, write, count = tmp_path / "swept", stored.write_flushed, []

    def full(path: Path, content: bytes) -> None:
        count.append(path)
        if len(count) == 3:
            write(path, content[:7])
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, content)

    monkeypatch.setattr(stored, "write_flushed", full)
    with begin(small(tmp_path), place) as folder:
        with pytest.raises(InputError, match=r"the disk is full; what is stored is whole.*hushed resume"):
            go_on(folder, HERE)
        assert [row.unit for row in folder.ledger.rows("done")] == [0, 1]
        assert sorted(each.name for each in (place / "results.zarr" / "outcomes").glob("c.*")) == ["c.0.0.0", "c.1.0.0"]
        monkeypatch.setattr(folder.ledger, "record", _no_room)
        with pytest.raises(InputError, match="the disk is full"):
            go_on(folder, HERE)
    with StudyFolder(place) as folder:
        assert go_on(folder, HERE).done == 4
    assert chunks(place) == chunks(whole)


def _no_room(*_: object, **__: object) -> None:
    raise sqlite3.OperationalError("database or disk is full")


def test_a_folder_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("hushed.studies.folder.create_store", full)
    with pytest.raises(InputError, match="disk is full"):
        create_folder(tmp_path / "swept", small(tmp_path / "in"))
    assert [each.name for each in tmp_path.iterdir()] == ["in"]


def test_what_was_changed_since_is_not_mixed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "swept"
    swept(place, small(tmp_path))
    text = (place / "study.toml").read_text()
    written(place, text.replace("0.4", "0.5"))
    with pytest.raises(InputError, match="was changed since the sweep began"):
        StudyFolder(place)
    written(place, text)
    monkeypatch.setattr("hushed.studies.folder.model_digest", lambda: "another")
    with pytest.raises(InputError, match="numbers of two models must not be mixed"):
        StudyFolder(place)


@pytest.mark.parametrize("name", ["study.toml", "scenario.toml", "results.zarr", "ledger.sqlite"])
def test_what_is_no_studys_folder_is_refused(tmp_path: Path, whole: Path, name: str) -> None:
    shutil.copytree(whole, tmp_path / "copy")
    shutil.move(tmp_path / "copy" / name, tmp_path / "away")
    for open_it in (StudyFolder, open_study):
        with pytest.raises(InputError, match="is no study's folder"):
            open_it(tmp_path / "copy")
        with pytest.raises(InputError, match="no such folder"):
            open_it(tmp_path / "nowhere")


def test_a_damaged_ledger_is_no_bug(tmp_path: Path, whole: Path) -> None:
    place = tmp_path / "a folder? with #odd %20 name"
    shutil.copytree(whole, place)
    assert open_study(place)["done"].values.all()
    (place / "ledger.sqlite").write_bytes(b"no database" * 500)
    for open_it in (StudyFolder, open_study):
        with pytest.raises(InputError, match=r"ledger\.sqlite is damaged"):
            open_it(place)


class Interrupting:
    """An executor that is interrupted after some units, and remembers that it was closed."""

    workers = 1
    closed = False

    def run(self, work: Work, jobs: Iterable[Job]) -> Iterator[Report]:
        try:
            for count, job in enumerate(jobs):
                if count == 2:
                    raise KeyboardInterrupt
                yield work(job)
        finally:
            self.closed = True


def test_an_interrupt_keeps_what_is_stored_and_ends_the_workers(tmp_path: Path, whole: Path) -> None:
    executor = Interrupting()
    with begin(small(tmp_path), tmp_path / "swept") as folder:
        with pytest.raises(KeyboardInterrupt):
            go_on(folder, executor)
        assert executor.closed
        assert folder.ledger.counts()["done"] == 2
        assert go_on(folder, HERE).done == 4
    assert chunks(tmp_path / "swept") == chunks(whole)


def test_progress_counts_units_failures_and_their_rate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hushed.studies.reader.check_points", lambda *_: None)
    steps: list[Step] = []
    with begin(small(tmp_path, FAILING), tmp_path / "swept") as folder:
        go_on(folder, HERE, progress=steps.append)
    assert [step.done for step in steps] == list(range(13))
    assert {step.total for step in steps} == {12}
    assert re.search(r"playing, [\d.]+ a (second|minute), 6 failed", steps[-1].doing)


def test_one_call_sweeps_goes_on_and_opens(tmp_path: Path, whole: Path) -> None:
    study = written(tmp_path)
    with begin(small(tmp_path), tmp_path / "swept") as folder:
        pursue(folder, HERE, [2])
    results = hushed.sweep(study, tmp_path / "swept", executor="in-process")
    assert results["done"].values.all()
    assert chunks(tmp_path / "swept") == chunks(whole)
    with pytest.raises(InputError, match="holds another study"):
        hushed.sweep(small(tmp_path, SMALL.replace("0.4", "0.5")), tmp_path / "swept", executor="in-process")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"name": "loki"}, "did you mean 'loky'"),
        ({"workers": 0}, "out of range"),
        ({"name": "in-process", "workers": 2}, "there is one"),
        ({"cluster": "tcp://x:1", "workers": 2}, "leave out"),
    ],
)
def test_executors_are_chosen_by_name(asked: dict[str, object], told: str) -> None:
    with pytest.raises(InputError, match=told):
        chosen(**asked)
    assert isinstance(chosen("in-process"), InProcessExecutor)
    assert chosen("loky", workers=2).workers == 2


def test_the_ledger_tells_how_each_unit_went(whole: Path, tmp_path: Path) -> None:
    with StudyFolder(whole) as folder:
        rows = list(folder.ledger.rows())
    assert [row.unit for row in rows] == list(range(6))
    study = small(tmp_path)
    for row in rows:
        assert (row.status, row.stage, row.message, row.attempts) == ("done", "", "", 1)
        assert row.key == study.key(row.unit)
        assert row.seconds > 0
        assert row.host


def test_results_hold_no_machine_and_no_moment(whole: Path) -> None:
    """Else the parts of a study would differ by where and when they were made."""
    attributes = json.loads((whole / "results.zarr" / "zarr.json").read_text())["attributes"]
    assert not [name for name in attributes if "date" in name or "machine" in name or "host" in name]
