"""The folder of a study: made whole or not at all, held by one, and plain about what is wrong with it."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import tomllib
from pathlib import Path

import pytest
from small_studies import SMALL, small, written

from disk import Happened, is_partial, open_files, text_as_on_windows, watched
from hushed.errors import InputError
from hushed.results.unfinished import unfinished
from hushed.scenario.reader import read_scenario
from hushed.scenario.writing import toml_text
from hushed.studies import folder as folders
from hushed.studies.folder import (
    WHOLE,
    Shard,
    StudyFolder,
    check_is_study,
    create_folder,
    explained,
    is_study,
    progress_of,
    shard_of,
)
from hushed.studies.merging import merge
from hushed.studies.unit import run_unit
from hushed.studies.work import Job, Report
from models.conftest import EXAMPLE
from refused import message


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The folder of a study of which nothing has been played."""
    create_folder(tmp_path / "made", small(tmp_path / "in"))
    return tmp_path / "made"


# Made -----------------------------------------------------------------------------------------------


def test_everything_is_on_the_disk_before_the_folder_takes_its_name_and_then_its_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = small(tmp_path / "in")
    seen: Happened = watched(monkeypatch)
    create_folder(tmp_path / "deep" / "down" / "made", study)
    named = seen.index(("named", tmp_path / "deep" / "down" / "made"))
    before = {path for how, path in seen[:named] if how == "flushed"}
    (there,) = {path.parent for path in before if path.name == "ledger.sqlite"}
    assert there.parent == tmp_path / "deep" / "down"
    assert is_partial(there.name, "made")
    made = tmp_path / "deep" / "down" / "made"
    files = {path.relative_to(made) for path in made.rglob("*")}
    assert files == {path.relative_to(there) for path in before if path.is_relative_to(there)} - {Path()}
    assert seen[named + 1 :] == [("flushed", tmp_path / "deep" / "down")]
    assert os.listdir(tmp_path / "deep" / "down") == ["made"]


def test_a_folder_holds_what_was_asked_and_where_it_is_from(made: Path, tmp_path: Path) -> None:
    assert sorted(os.listdir(made)) == ["ledger.sqlite", "results.zarr", "scenario.toml", "study.toml"]
    study = small(tmp_path / "in")
    asked = tomllib.loads((made / "study.toml").read_text())
    assert (asked["study"], asked["scenario"], asked["replicates"]) == (1, "scenario.toml", 3)
    attributes = json.loads((made / "results.zarr" / "zarr.json").read_text())["attributes"]
    assert attributes["study"] == (made / "study.toml").read_text()
    assert attributes["scenario"] == (made / "scenario.toml").read_text()
    expected = (1, study.file.title, study.fingerprint(), 1, 5)
    assert tuple(attributes[name] for name in ("hushed_study", "title", "study_sha256", "seed", "rounds")) == expected
    assert {"hushed_version", "model_sha256"} < attributes.keys()
    with StudyFolder(made) as folder:
        for name in ("fingerprint", "model", "hushed", "shard", "labels"):
            assert folder.ledger.noted(name), name
        assert folder.ledger.noted("hushed") == attributes["hushed_version"]
        assert (folder.shard, folder.units, folder.path) == (WHOLE, range(6), made)
    for name in ("study.toml", "scenario.toml"):
        assert b"\r" not in (made / name).read_bytes()


def test_what_was_asked_is_laid_out_with_a_line_for_each_parameter(made: Path) -> None:
    lines = (made / "study.toml").read_text().splitlines()
    assert lines[lines.index("[uncertainties]") :] == [
        "[uncertainties]",
        '"society.traits.boldness.mean" = { low = 1.0, high = 3.0, steps = 3, scale = "linear" }',
        "",
        "[levers]",
        '"regime.scoring.severity" = [0.1, 0.4]',
    ]


def test_what_was_asked_is_the_same_text_on_every_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tomllib.loads(read_scenario("sesame-credit").to_toml()) | {"title": "沉默"}
    written(tmp_path / "in", toml_text(named), "mine.toml")
    text = SMALL.replace("study = 1", 'study = 1\ntitle = "沉默"').replace('"sesame-credit"', '"mine.toml"')
    study = small(tmp_path / "in", text)
    create_folder(tmp_path / "here", study)
    with monkeypatch.context() as elsewhere:
        text_as_on_windows(elsewhere)
        create_folder(tmp_path / "there", study)
        with StudyFolder(tmp_path / "there") as folder:
            (folder.path / "results.zarr" / "zarr.json").write_bytes(b"{")
            folder.restore_labels()
    for name in ("study.toml", "scenario.toml", "results.zarr/zarr.json"):
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()
    assert '"沉默"' in (tmp_path / "here" / "study.toml").read_text(encoding="utf-8")
    assert '"沉默"' in (tmp_path / "here" / "scenario.toml").read_text(encoding="utf-8")


def test_an_own_model_is_named_as_seen_from_the_folder(tmp_path: Path) -> None:
    written(tmp_path / "in", EXAMPLE.read_text(), "mine.py")
    text = SMALL.replace("replicates", 'model = "mine.py:PeerPressure"\nreplicates').replace(
        '["chill", "seen"]', '["turned"]'
    )
    create_folder(tmp_path / "out" / "made", small(tmp_path / "in", text))
    asked = tomllib.loads((tmp_path / "out" / "made" / "study.toml").read_text())
    assert asked["model"] == "../../in/mine.py:PeerPressure"
    with StudyFolder(tmp_path / "out" / "made") as folder:
        assert folder.study.outcomes == ("turned",)


def test_a_network_is_named_as_seen_from_the_folder(tmp_path: Path) -> None:
    written(tmp_path / "in", "a,b\nb,c\nc,d\n", "ties.csv")
    text = SMALL.replace(
        '"society.population" = 60', "'society.online' = { generator = 'file', path = 'ties.csv', more = 1 }"
    ).replace(", more = 1", "")
    create_folder(tmp_path / "out" / "made", small(tmp_path / "in", text))
    scenario = tomllib.loads((tmp_path / "out" / "made" / "scenario.toml").read_text())
    assert scenario["society"]["online"]["path"] == "../../in/ties.csv"
    shutil.move(tmp_path / "out", tmp_path / "elsewhere")
    with StudyFolder(tmp_path / "elsewhere" / "made") as folder:
        assert folder.study.people == 4
        assert "ties.csv" not in json.dumps(folders._attributes(folder.study, ""))


def test_what_exists_is_spared(made: Path, tmp_path: Path) -> None:
    study = small(tmp_path / "in")
    (tmp_path / "file").write_text("precious")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert message(create_folder, made, study) == f"{made}: exists already; go on with: hushed resume {made}"
    for name in ("file", "dangling", "in"):
        assert message(create_folder, tmp_path / name, study).endswith(": exists already; choose another folder")
    assert (tmp_path / "file").read_text() == "precious"
    (tmp_path / "file" / "x").parent.exists()
    told = message(create_folder, tmp_path / "file" / "inside", study)
    assert told == f"{tmp_path / 'file' / 'inside'}: cannot be written: {os.strerror(errno.EEXIST)}"


def test_a_folder_that_could_not_take_its_name_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    study = small(tmp_path / "in")
    monkeypatch.setattr(os, "rename", fails)
    assert "the disk is full; free some space and try again" in message(create_folder, tmp_path / "made", study)
    assert os.listdir(tmp_path) == ["in"]


def test_what_another_thread_is_making_there_is_left_alone(tmp_path: Path, made: Path) -> None:
    there, study = tmp_path / "there", small(tmp_path / "in")
    being_merged = unfinished(there, ".merging")
    for half in (unfinished(there), being_merged):
        half.mkdir()
        (half / "half").write_text("half")
    assert message(create_folder, there, study) == f"{there}: cannot be written: {os.strerror(errno.EEXIST)}"
    assert message(merge, [made], there) == f"{being_merged}: exists already; choose another folder"
    assert [os.listdir(half) for half in (unfinished(there), being_merged)] == [["half"], ["half"]]


# Held -----------------------------------------------------------------------------------------------


def test_a_folder_is_let_go_whatever_happens(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = open_files()
    with StudyFolder(made):
        assert open_files() > before
    assert open_files() == before
    monkeypatch.setattr(folders, "model_digest", lambda: "another")
    for _ in range(3):
        assert "must not be mixed" in message(StudyFolder, made)
    monkeypatch.undo()
    with StudyFolder(made):
        pass


def test_what_a_killed_sweep_left_half_written_is_taken_away_and_nothing_else(made: Path) -> None:
    outcomes = made / "results.zarr" / "outcomes"
    (outcomes / "c.0.0.0.part").write_bytes(b"half")
    (outcomes / "c.1.0.0").write_bytes(b"whole")
    with StudyFolder(made):
        assert sorted(os.listdir(outcomes)) == ["c.1.0.0", "zarr.json"]


def test_a_unit_that_fails_has_no_chunk(made: Path) -> None:
    with StudyFolder(made) as folder:
        folder.store(run_unit(Job(folder.study.recipe(2), 2)))
        assert folder.chunks.file(2).exists()
        assert folder.ledger.row(2).sha256 == folder.chunks.digest(2)
        folder.store(Report(2, "failed", "playing", "it broke"))
        assert not folder.chunks.file(2).exists()
        row = folder.ledger.row(2)
        assert (row.status, row.sha256, row.key) == ("failed", "", folder.study.key(2))
        folder.store(Report(4, "quarantined", "playing", "it killed its workers"))
        assert [row.unit for row in folder.failed()] == [2, 4]
        assert folder.unfinished() == [0, 1, 3, 5]


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_in_a_folder_says_how_to_go_on(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = f"{made}: the disk is full; what is stored is whole. Free some space and go on: hushed resume {made}"
    with StudyFolder(made) as folder:
        report = run_unit(Job(folder.study.recipe(0), 0))
        with monkeypatch.context() as during:
            during.setattr(folder.chunks, "write", full)
            assert message(folder.store, report) == told
        assert folder.ledger.row(0) is None
        (made / "results.zarr" / "zarr.json").write_text("{")
        with monkeypatch.context() as during:
            during.setattr(folders, "restore_labels", full)
            assert message(folder.restore_labels) == told
        folder.restore_labels()
        assert folder.labels_whole
    opened = folders.Ledger
    for fails in (True, False):

        def partly(path: Path, *, writing: bool = True, fails: bool = fails) -> object:
            if writing == fails:
                raise sqlite3.OperationalError("database or disk is full")
            return opened(path, writing=writing)

        monkeypatch.setattr(folders, "Ledger", partly)
        assert message(StudyFolder, made) == told


def test_labels_are_whole_once_they_are_written_anew_whatever_was_noted(made: Path) -> None:
    with StudyFolder(made) as folder:
        whole = folder.ledger.noted("labels")
        folder.ledger.note(labels="of an older Zarr")
        assert not folder.labels_whole
        folder.restore_labels()
        assert folder.labels_whole
        assert folder.ledger.noted("labels") == whole


def test_a_study_that_was_begun_is_opened_without_trying_its_points_again(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They may be many, and a point that is wrong is a failed unit by now."""

    def wrong(*_: object) -> None:
        raise InputError("a point is wrong")

    monkeypatch.setattr("hushed.studies.reader.check_points", wrong)
    with StudyFolder(made) as folder:
        assert progress_of(folder.path) == (0, 6)


def test_how_far_a_study_is_can_be_seen_while_somebody_is_at_work(tmp_path: Path) -> None:
    create_folder(tmp_path / "part", small(tmp_path / "in"), Shard(1, 4))
    with StudyFolder(tmp_path / "part") as folder:
        folder.store(run_unit(Job(folder.study.recipe(0), 0)))
        folder.store(Report(4, "failed", "playing", "it broke"))
        assert progress_of(folder.path) == (1, 2)
    files = sorted(os.listdir(tmp_path / "part"))
    mode = (tmp_path / "part" / "ledger.sqlite").read_bytes()
    assert progress_of(tmp_path / "part") == (1, 2)
    assert sorted(os.listdir(tmp_path / "part")) == files
    assert (tmp_path / "part" / "ledger.sqlite").read_bytes() == mode
    (tmp_path / "part" / "ledger.sqlite").write_bytes(b"no database" * 500)
    assert "ledger.sqlite is damaged" in message(progress_of, tmp_path / "part")


def test_damage_is_written_down_and_a_full_disk_is_told_with_how_to_go_on(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with StudyFolder(made) as folder:
        for unit in (1, 3):
            folder.store(run_unit(Job(folder.study.recipe(unit), unit)))
        folder.chunks.file(3).unlink()
        assert folder.damaged() == [3]

        def full(_: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        with monkeypatch.context() as during:
            during.setattr(folder.ledger, "mark_damaged", full)
            assert f"go on: hushed resume {made}" in message(folder.mark_damaged)
        assert folder.mark_damaged() == [3]
        assert folder.unfinished() == [0, 2, 3, 4, 5]


def test_what_was_begun_by_another_hushed_says_by_which(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with StudyFolder(made) as folder:
        here = folder.ledger.noted("hushed")
        model = folder.ledger.noted("model")
        folder.ledger.note(model="other")
    assert f"was begun by hushed {here}, and this is one with other source code; numbers" in message(StudyFolder, made)
    monkeypatch.setattr(folders, "version", lambda _: "99.0")
    assert f"was begun by hushed {here}, and this is hushed 99.0; numbers" in message(StudyFolder, made)
    # Another number alone, with the same source, is the same model.
    monkeypatch.setattr(folders, "model_digest", lambda: "other")
    with StudyFolder(made) as folder:
        folder.ledger.note(model=model)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("study.toml", "[0.1, 0.4]", "[0.1, 0.5]"), ("scenario.toml", "rounds = 5\n", "rounds = 6\n")],
)
def test_a_study_that_was_changed_since_it_began_is_not_gone_on_with(made: Path, name: str, old: str, new: str) -> None:
    text = (made / name).read_text()
    changed = text.replace(old, new)
    assert changed != text
    (made / name).write_text(changed)
    assert message(StudyFolder, made) == (
        f"{made}: study.toml, scenario.toml, the network or the model was changed since the sweep began; "
        f"to run the changed study: hushed sweep {made / 'study.toml'} -o OTHER"
    )


# Wrong ----------------------------------------------------------------------------------------------


def test_a_folder_says_what_it_lacks(made: Path, tmp_path: Path) -> None:
    assert is_study(made)
    assert not is_study(made / "study.toml")
    assert not is_study(made / ("x" * 5_000)), "no name for this system"
    check_is_study(made)
    assert message(check_is_study, tmp_path / "gone") == f"{tmp_path / 'gone'}: no such folder"
    would = ": is no study's folder; it would hold study.toml, scenario.toml, results.zarr and ledger.sqlite"
    (tmp_path / "empty").mkdir()
    assert message(check_is_study, tmp_path / "empty") == f"{tmp_path / 'empty'}{would}"
    shutil.rmtree(made / "results.zarr")
    assert "is no study's folder any more: results.zarr is missing; which units" in message(check_is_study, made)
    (made / "ledger.sqlite").unlink()
    told = message(check_is_study, made)
    assert "any more: results.zarr and ledger.sqlite is missing; which units are done is not known" in told
    assert told.endswith(f"to begin anew: hushed sweep {made / 'study.toml'} -o OTHER")
    assert not is_study(made)
    (made / "results.zarr").mkdir()
    (made / "ledger.sqlite").touch()
    for name in ("scenario.toml", "study.toml"):
        (made / name).rename(tmp_path / name)
        assert message(check_is_study, made) == f"{made}{would}"
        (tmp_path / name).rename(made / name)


def test_nothing_in_a_folder_leads_out_of_it(made: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("precious")
    (made / "results.zarr" / "more").symlink_to(tmp_path / "elsewhere")
    told = f"{made / 'results.zarr' / 'more'}: is a link; a stored folder holds files of its own and nothing else"
    assert message(check_is_study, made) == told


@pytest.mark.parametrize("text", ["", "/", "1", "1/", "/4", "0/4", "5/4", "-1/4", "1/4/4", "a/4", "1/b", "²/4"])
def test_a_part_that_is_none_is_told(text: str) -> None:
    told = message(shard_of, text)
    assert told == f"--shard {text}: write it as i/n, for example 1/4 for the first of four parts"


def test_parts_are_written_as_they_are_read(tmp_path: Path) -> None:
    for text in ("1/1", "1/4", "4/4", "2/3"):
        assert str(shard_of(text)) == text
    assert WHOLE == Shard(1, 1) == shard_of("1/1")
    study = small(tmp_path)
    assert [list(Shard(number, 4).units(study)) for number in (1, 2, 3, 4)] == [[0, 4], [1, 5], [2], [3]]
    assert len(message(shard_of, "x" * 1000)) < 150
    assert shard_of("1/" + "4".zfill(38)) == Shard(1, 4)
    assert "write it as i/n" in message(shard_of, "1/" + "4".zfill(39))


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "full"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "full"),
        (OSError(errno.EIO, "Input/output error"), "HERE: cannot be written: Input/output error"),
        (OSError("all is lost"), "HERE: cannot be written: all is lost"),
        (sqlite3.OperationalError("database or disk is full"), "full"),
        (sqlite3.OperationalError("disk I/O error"), "HERE: cannot be written: disk I/O error"),
        *(
            (sqlite3.OperationalError(words), f"HERE: ledger.sqlite is damaged: {words}; ")
            for words in ("no such table: units", "no such column: key", "table units has no column named key")
        ),
        (sqlite3.DatabaseError("file is not a database"), "HERE: ledger.sqlite is damaged: file is not a database; "),
    ],
)
def test_errors_of_the_disk_are_told_in_the_users_words(error: Exception, told: str, kept: bool) -> None:
    with pytest.raises(InputError) as raised, explained(Path("HERE"), kept=kept):
        raise error
    go_on = "what is stored is whole. Free some space and go on: hushed resume HERE"
    full = f"HERE: the disk is full; {go_on if kept else 'free some space and try again'}"
    text = str(raised.value)
    if told.endswith("; "):
        assert text.startswith(told)
        assert text.endswith("to begin anew: hushed sweep HERE/study.toml -o OTHER")
    else:
        assert text == (full if told == "full" else told)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


def test_what_is_no_error_of_the_disk_is_a_bug() -> None:
    with pytest.raises(ZeroDivisionError), explained(Path("HERE")):
        raise ZeroDivisionError


# Put together ---------------------------------------------------------------------------------------


def test_a_merge_that_fails_leaves_nothing_and_lets_the_parts_go(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before, there = open_files(), sorted(os.listdir(tmp_path))
    monkeypatch.setattr("hushed.studies.merging._copy", fails)
    told = message(merge, [made], tmp_path / "merged")
    assert told == f"{tmp_path / 'merged'}: the disk is full; free some space and try again"
    assert sorted(os.listdir(tmp_path)) == there
    assert open_files() == before
    with StudyFolder(made):
        assert "another sweep is at work" in message(merge, [made], tmp_path / "merged")


def test_a_merge_takes_over_how_every_unit_went(tmp_path: Path) -> None:
    study = small(tmp_path / "in")
    for number in (1, 3):
        create_folder(tmp_path / str(number), study, Shard(number, 3))
    with StudyFolder(tmp_path / "1") as folder:
        folder.store(run_unit(Job(study.recipe(0), 0)))
        folder.store(Report(3, "failed", "playing", "it broke"))
    merged = merge([tmp_path / "1", tmp_path / "3"], tmp_path / "merged")
    assert merged == ({"done": 1, "failed": 1}, (1, 2, 4, 5), ("2/3",))
    with StudyFolder(tmp_path / "merged") as whole, StudyFolder(tmp_path / "1") as part:
        assert list(whole.ledger.rows()) == list(part.ledger.rows())
        assert whole.shard == WHOLE
        assert whole.unfinished() == [1, 2, 4, 5]
        assert [unit for unit in range(6) if whole.chunks.file(unit).exists()] == [0]


def test_a_chunk_that_is_gone_is_not_merged(tmp_path: Path) -> None:
    study = small(tmp_path / "in")
    create_folder(tmp_path / "1", study, Shard(1, 2))
    with StudyFolder(tmp_path / "1") as folder:
        folder.store(run_unit(Job(study.recipe(0), 0)))
        folder.chunks.file(0).unlink()
    told = message(merge, [tmp_path / "1"], tmp_path / "merged")
    assert "the chunk of unit 0 is not what was stored; run it again: hushed resume" in told
    assert sorted(os.listdir(tmp_path)) == ["1", "in"]


def test_parts_of_one_study_cut_in_other_ways_do_not_go_together(tmp_path: Path) -> None:
    study = small(tmp_path / "in")
    create_folder(tmp_path / "a", study, Shard(1, 2))
    create_folder(tmp_path / "b", study, Shard(2, 3))
    told = message(merge, [tmp_path / "a", tmp_path / "b"], tmp_path / "merged")
    assert told == f"{tmp_path / 'b'}: is part 2/3, but {tmp_path / 'a'} is part 1/2"
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert "is named twice" in message(merge, [tmp_path / "a", tmp_path / "link"], tmp_path / "merged")


def test_a_chunk_with_another_number_is_not_merged(tmp_path: Path) -> None:
    study = small(tmp_path / "in")
    create_folder(tmp_path / "1", study, Shard(1, 2))
    with StudyFolder(tmp_path / "1") as folder:
        folder.store(run_unit(Job(study.recipe(0), 0)))
        content = bytearray(folder.chunks.file(0).read_bytes())
        content[0] ^= 1
        folder.chunks.file(0).write_bytes(content)
    told = message(merge, [tmp_path / "1"], tmp_path / "merged")
    assert "the chunk of unit 0 is not what was stored" in told


def test_what_is_being_merged_has_a_hidden_name(tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []
    monkeypatch.setattr("hushed.studies.merging._copy", lambda _, target: seen.append(target))
    merge([made], tmp_path / "merged")
    assert [path.parent for path in seen] == [tmp_path]
    assert is_partial(seen[0].name, "merged", "merging")
