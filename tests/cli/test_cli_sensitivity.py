"""`hushed sensitivity`: what it prints and keeps, and that it goes on where it was stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Command

from hushed.studies import course

STUDY = """study = 1
title = "What chills"
scenario = "sesame-credit"
replicates = 2
outcomes = ["chill", "seen"]
[set]
"society.population" = 60
rounds = 4
"regime.enrolment.share" = 1.0
[uncertainties]
"society.traits.boldness.mean" = { low = 1.0, high = 3.0 }
[levers]
"regime.scoring.severity" = { low = 0.1, high = 0.6, steps = 4 }
"""
HERE = ("--executor", "in-process")


@pytest.fixture(autouse=True)
def study(tmp_path: Path) -> Path:
    path = tmp_path / "study.toml"
    path.write_text(STUDY)
    return path


def test_it_ranks_and_keeps_a_table_and_a_picture(hushed: Command) -> None:
    ended = hushed("sensitivity", "study.toml", "--samples", 5, *HERE)
    assert ended.code == 0, ended.err
    assert "15 points" in ended.out
    assert "scoring severity" in ended.out
    assert "luck of the replicates" in ended.out
    assert "invented people. a model, not a forecast." in " ".join(ended.out.split()).lower()
    assert max(map(len, ended.out.splitlines())) <= 80
    kept = {path.name for path in Path("results/study-morris").iterdir()}
    assert {"sensitivity.csv", "sensitivity.png", "results.zarr", "ledger.sqlite"} <= kept


def test_json_and_quick(hushed: Command) -> None:
    ended = hushed("sensitivity", "study.toml", "--method", "sobol", "--quick", "--json", "-o", "out", *HERE)
    told = ended.json
    assert (told["method"], told["samples"], told["points"], told["result"]) == ("sobol", 32, 128, "out")
    chill = told["outcomes"]["chill"]
    assert set(chill) == {"noise_share", "total", "first"}
    assert chill["total"]["regime.scoring.severity"]["value"] > 0.1
    again = hushed("sensitivity", "out", "--json", *HERE).json
    assert again == told
    assert hushed("sensitivity", "out", "--quiet", *HERE).out == "out\n"


def test_interrupted_it_says_how_to_go_on_and_goes_on(hushed: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = course.Course.count

    def stopping(self: course.Course, report: object) -> None:
        counted(self, report)
        if self.done == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(course.Course, "count", stopping)
    ended = hushed("sensitivity", "study.toml", "--samples", 5, "-o", "out", *HERE)
    assert ended.code == 130
    assert "3 of 15 units are stored in out; to go on: hushed sensitivity out" in ended.err
    monkeypatch.setattr(course.Course, "count", counted)
    assert hushed("sensitivity", "out", "--json", *HERE).json["points"] == 15


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("gone.toml",), "gone.toml: no such file"),
        (("study.toml", "--method", "sobl"), "there is no method 'sobl'; did you mean 'sobol'?"),
        (("study.toml", "--method", "sobol", "--samples", 5), "5 is no power of two"),
        (("study.toml", "--samples", 3), "samples: 3 is out of range; allowed: 4 or more"),
    ],
)
def test_a_mistake_gets_one_clear_message(hushed: Command, arguments: tuple[object, ...], message: str) -> None:
    ended = hushed("sensitivity", *arguments, *HERE)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert "Traceback" not in ended.err
    assert not Path("results").exists()


def test_a_settled_study_takes_no_options(hushed: Command) -> None:
    assert hushed("sensitivity", "study.toml", "--samples", 4, "-o", "out", "--quiet", *HERE).code == 0
    ended = hushed("sensitivity", "out", "--samples", 8, *HERE)
    assert (ended.code, "--samples: the study in this folder is settled" in ended.err) == (2, True)
