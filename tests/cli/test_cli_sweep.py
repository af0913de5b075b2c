"""The commands on studies."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Command, Ended

STUDY = """study = 1
title = "Severity and boldness"
scenario = "sesame-credit"
replicates = 2
[set]
"society.population" = 60
rounds = 4
[uncertainties]
"society.traits.boldness.mean" = { low = 1.0, high = 3.0, steps = 3 }
[levers]
"regime.scoring.severity" = [0.1, 0.4]
"""
HERE = ("--executor", "in-process")


@pytest.fixture
def swept(hushed: Command) -> Ended:
    """A study that has been swept in the working folder."""
    Path("study.toml").write_text(STUDY)
    return hushed("sweep", "study.toml", "-o", "out", *HERE)


def test_a_sweep_says_what_came_out_and_where_it_is(swept: Ended) -> None:
    assert swept.code == 0, swept.err
    assert "Severity and boldness" in swept.out
    assert "6 points · 2 replicates · 60 invented people · 4 rounds · seed 1" in swept.out
    assert "chill" in swept.out
    assert "Result   out" in swept.out
    assert "Invented people. A model, not a forecast." in swept.out


def test_the_json_of_a_sweep(hushed: Command) -> None:
    Path("study.toml").write_text(STUDY)
    told = hushed("sweep", "study.toml", "--json", "--seed", 7, "--replicates", 3, "--population", "5e1", *HERE).json
    assert (told["points"], told["units"], told["done"], told["failed"]) == (6, 6, 6, 0)
    assert (told["seed"], told["replicates"], told["result"]) == (7, 3, "results/study")
    assert told["outcomes"]["chill"]["low"] <= told["outcomes"]["chill"]["mean"] <= told["outcomes"]["chill"]["high"]
    again = hushed("sweep", "results/study/study.toml", "-o", "again", "--json", *HERE).json
    assert again["outcomes"] == told["outcomes"], "the folder's own study file is a study"


def test_a_quick_sweep_has_fewer_people_and_replicates(hushed: Command) -> None:
    Path("study.toml").write_text(STUDY.replace("= 60", "= 900").replace("replicates = 2", "replicates = 5"))
    text = hushed("sweep", "study.toml", "--quick", *HERE).out
    assert "6 points · 2 replicates · 500 invented people" in text
    assert hushed("sweep", "study.toml", "-o", "q", "--quick", "--quiet", *HERE).out == "q\n"


@pytest.mark.usefixtures("swept")
def test_a_second_sweep_in_the_folder_is_told_how_to_go_on(hushed: Command) -> None:
    ended = hushed("sweep", "study.toml", "-o", "out", *HERE)
    assert (ended.code, ended.out) == (2, "")
    assert "go on with: hushed resume out" in ended.err
    done = hushed("resume", "out", "--json", *HERE).json
    assert (done["done"], done["played_now"]) == (6, 0)


@pytest.mark.usefixtures("swept")
def test_verify_names_what_is_damaged_and_resume_plays_it_again(hushed: Command) -> None:
    assert "6 of 6 units are stored as they were played" in hushed("resume", "out", "--verify").out
    chunk = Path("out/results.zarr/outcomes/c.4.0.0")
    before = chunk.read_bytes()
    chunk.write_bytes(bytes([before[0] ^ 1]) + before[1:])
    ended = hushed("resume", "out", "--verify")
    assert ended.code == 1
    assert "damaged: unit 4; to play them again: hushed resume out" in ended.err
    assert hushed("resume", "out", "--json", *HERE).json["played_now"] == 1
    assert chunk.read_bytes() == before
    assert hushed("resume", "out", "--verify", "--json").json == {
        "units": 6, "whole": 6, "damaged": [], "labels_whole": True, "missing": 0, "failed": 0, "result": "out"
    }  # fmt: skip
    Path("out/results.zarr/zarr.json").write_text("{")
    ended = hushed("resume", "out", "--verify")
    assert (ended.code, "damaged: the labels of the results" in ended.err) == (1, True)
    assert hushed("resume", "out", "--json", *HERE).code == 0
    assert hushed("resume", "out", "--verify").code == 0


@pytest.mark.usefixtures("swept")
def test_one_unit_is_played_again_alone(hushed: Command) -> None:
    assert "unit 3 (point 3, block 0): done; gave the bytes that are stored" in hushed("resume", "out", "--unit", 3).out
    chunk = Path("out/results.zarr/outcomes/c.3.0.0")
    chunk.write_bytes(bytes([chunk.read_bytes()[0] ^ 1]) + chunk.read_bytes()[1:])
    ended = hushed("resume", "out", "--unit", 3, "--json")
    assert (ended.code, ended.json["same"]) == (1, False)
    assert hushed("resume", "out", "--unit", 6).code == 2


def test_failed_units_are_told_and_can_be_run_again(hushed: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("study.toml").write_text(STUDY.replace("60", "30") + '"society.online.mean_degree" = [10, 40]\n')
    told = hushed("sweep", "study.toml", "-o", "out", *HERE)
    assert told.code == 2
    assert "study.toml:12: levers.society.online.mean_degree" in told.err
    assert "40" in told.err
    monkeypatch.setattr("hushed.studies.reader.check_points", lambda *_: None)
    ended = hushed("sweep", "study.toml", "-o", "out", *HERE)
    assert ended.code == 0
    text = " ".join(ended.out.split())
    assert "6 units of 12 failed; their results are missing (NaN): unit 1 (point 1), reading:" in text
    assert "and 1 more; all are in out/ledger.sqlite" in text
    assert "hushed resume out --only-failed" in text
    again = hushed("resume", "out", "--only-failed", "--json", *HERE).json
    assert (again["played_now"], again["failed"]) == (6, 6)
    assert again["failures"][0]["values"] == {
        "society.traits.boldness.mean": 1.0, "regime.scoring.severity": 0.1, "society.online.mean_degree": 40
    }  # fmt: skip


def test_parts_are_merged_and_exported(hushed: Command) -> None:
    Path("study.toml").write_text(STUDY)
    for part in (1, 2):
        told = hushed("sweep", "study.toml", "--shard", f"{part}/2", "-o", part, *HERE).out
        assert f"Only part {part}/2 of the study; hushed merge puts all parts together." in told
    text = hushed("merge", "1", "-o", "half").out
    assert "3 units done, 0 failed, 3 missing" in text
    assert "Parts that were not named: 2/2" in text
    assert hushed("merge", 1, 2, "-o", "whole", "--json").json == {
        "done": 6, "failed": 0, "missing": 0, "parts_missing": [], "result": "whole"
    }  # fmt: skip
    assert hushed("export", "whole", "a.csv").out == "a.csv\n"
    assert len(Path("a.csv").read_text().splitlines()) == 13
    assert hushed("export", "whole", "a.csv").code == 2
    assert hushed("export", "whole", "a.csv", "--overwrite", "--json").json["bytes"] > 1000


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("sweep", "nowhere.toml"), "nowhere.toml: no such file"),
        (("sweep", "sesame-credit"), "is a scenario, no study"),
        (("sweep", "study.toml", "--shard", "3/2"), "write it as i/n"),
        (("sweep", "study.toml", "--executor", "lokey"), "did you mean 'loky'?"),
        (("sweep", "study.toml", "--workers", "0"), "out of range"),
        (("resume", "."), "is no study's folder"),
        (("resume", "nowhere"), "no such folder"),
        (("resume", ".", "--seed", "2"), "the study in this folder has its seed"),
        (("merge", "."), "--output: name a new folder"),
        (("merge", ".", "-o", "x"), "is no study's folder"),
        (("export", ".", "x.csv"), "is no study's folder"),
        (("export", ".", "x.doc"), "is of no known kind"),
    ],
)
def test_mistakes_end_with_2_and_one_message(hushed: Command, arguments: tuple[str, ...], told: str) -> None:
    Path("study.toml").write_text(STUDY)
    ended = hushed(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert len(ended.err.splitlines()) == 1
    assert [each.name for each in Path().iterdir()] == ["study.toml"]


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(tmp_path: Path) -> None:
    text = STUDY.replace("steps = 3", "steps = 900").replace("rounds = 4", "rounds = 40")
    (tmp_path / "study.toml").write_text(text)
    arguments = [sys.executable, "-m", "hushed", "sweep", "study.toml", "-o", "out", *HERE]
    process = subprocess.Popen(arguments, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stderr is not None
    heard = ""
    for line in process.stderr:
        heard += line
        if "units" in line and ": 0 of" not in line:
            break
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, heard + err
    assert out == ""
    told = re.search(r"interrupted; ([\d,]+) of 1,800 units are stored in out; to go on: hushed resume out", err)
    assert told, err
    shutil.copytree(tmp_path / "out", tmp_path / "copy")
    ended = subprocess.run(
        [sys.executable, "-m", "hushed", "resume", "copy", "--verify", "--json"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f'"whole": {int(told[1].replace(",", ""))},' in ended.stdout
