"""Sensitivity of a study: a sweep along a design of its own, indices of every outcome, and none if a point failed."""

from __future__ import annotations

import csv
import errno
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import hushed
from hushed.errors import InputError
from hushed.figures.sensitivity_picture import sensitivity_png
from hushed.studies.folder import StudyFolder
from hushed.studies.indices import indices
from hushed.studies.points import shares_of
from hushed.studies.sensitivity import Sensitivity, analysed, keep, read_design, sensitivity, write_table
from hushed.studies.sweep import begin

MODEL = '''
from hushed.models import Model, Outcome, parameter

class Straight(Model):
    """An outcome that is a linear function of the parameters, so that its indices are known."""
    one: float = parameter(0.0, "first", ge=0, le=10)
    two: float = parameter(0.0, "second", ge=0, le=1)
    three: float = parameter(0.0, "third", ge=0, le=1)
    outcomes = (Outcome("sum", "units", "A weighted sum."), Outcome("luck", "units", "Luck alone."))
    def init(self, society, random):
        return random
    def step(self, state, round):
        if self.one > 9.9 and {failing}:
            raise ValueError("too much of one")
        luck = float(state.uniforms(0, round=round, subjects=1)[0])
        return {"sum": 0.4 * self.one - 3 * self.two + luck, "luck": luck}
'''
STUDY = """study = 1
title = "A straight model"
scenario = "sesame-credit"
model = "straight.py:Straight"
replicates = 3
{more}
[set]
"society.population" = 30
rounds = 2
[uncertainties]
"model.one" = {{ low = 0, high = 10, steps = 3 }}
"model.two" = {{ low = 0, high = 1 }}
[levers]
"model.three" = {{ low = 0, high = 1 }}
"""


def written(folder: Path, *, failing: bool = False, more: str = "") -> Path:
    (folder / "straight.py").write_text(MODEL.replace("{failing}", str(failing)))
    path = folder / "study.toml"
    path.write_text(STUDY.format(more=more))
    return path


def found(folder: Path, **named: Any) -> Sensitivity:
    return sensitivity(written(folder), folder / "out", executor="in-process", **named)


def test_effects_of_a_straight_model_are_its_slopes_over_the_ranges(tmp_path: Path) -> None:
    made = found(tmp_path, method="morris", samples=6)
    assert made.parameters == ("model.one", "model.two", "model.three")
    assert made.labels() == ("one", "two", "three")
    last = made.found["sum"][-1]
    assert [index.value for index in last.measures["effect"]] == pytest.approx([4.0, 3.0, 0.0], abs=1e-9)
    assert [index.value for index in last.measures["mean_effect"]] == pytest.approx([4.0, -3.0, 0.0], abs=1e-9)
    assert made.ranked("sum") == [0, 1, 2]
    assert last.noise == pytest.approx(0.0, abs=1e-9)
    assert [index.value for index in made.found["luck"][-1].measures["effect"]] == pytest.approx([0.0] * 3, abs=1e-12)
    assert len(made.study.points) == 6 * 4


def test_shares_of_variance_of_a_straight_model_are_its_squared_slopes(tmp_path: Path) -> None:
    made = found(tmp_path, method="sobol", samples=64)
    total = [index.value for index in made.found["sum"][-1].measures["total"]]
    assert total == pytest.approx([16 / 25, 9 / 25, 0.0], abs=0.05)
    assert [size.samples for size in made.found["sum"]] == [4, 8, 16, 32, 64]


def test_independent_seeds_show_as_noise(tmp_path: Path) -> None:
    path = written(tmp_path, more='seeds = "independent"')
    made = sensitivity(path, tmp_path / "out", method="sobol", samples=64, executor="in-process")
    over_points = (0.4**2 * 100 + 9) / 12
    luck = 1 / 12 / 3
    assert made.found["sum"][-1].noise == pytest.approx(luck / (luck + over_points), rel=0.3)
    assert made.found["luck"][-1].noise == pytest.approx(1.0, abs=0.15)


def test_indices_are_those_of_the_stored_outcomes(tmp_path: Path) -> None:
    made = found(tmp_path, method="morris", samples=5)
    stored = hushed.open_study(tmp_path / "out")["sum"].values
    shares = shares_of("morris", 5, 3, seed=made.study.scenario.seed)
    named: dict[str, Any] = {"seed": made.study.scenario.seed, "common": True}
    assert made.found["sum"][-1] == indices("morris", shares, np.asarray(stored), **named)
    again = sensitivity(tmp_path / "study.toml", tmp_path / "out", samples=5, executor="in-process")
    assert again.found == made.found


def test_a_table_that_cannot_be_written_leaves_the_one_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = found(tmp_path, method="morris", samples=5)
    table = write_table(made, tmp_path / "out")
    os.link(table, tmp_path / "link")
    before = table.read_bytes()
    assert before.startswith(b"outcome,samples,")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(InputError, match="the disk is full"):
            keep(b"half", table)
    assert table.read_bytes() == before
    assert not list((tmp_path / "out").glob(".*.part"))
    # What is new takes the name, and does not write into what was there under it.
    keep(b"new", table)
    assert (table.read_bytes(), (tmp_path / "link").read_bytes()) == (b"new", before)


def test_failed_points_are_named_and_there_are_no_indices(tmp_path: Path) -> None:
    path = written(tmp_path, failing=True)
    with pytest.raises(InputError) as told:
        sensitivity(path, tmp_path / "out", samples=6, executor="in-process")
    said = str(told.value)
    assert "of 24 units failed, so there are no indices" in said
    assert "model.one = 10" in said
    assert "too much of one" in said
    assert "--only-failed; then: hushed sensitivity" in said
    assert not (tmp_path / "out" / "sensitivity.csv").exists()


def test_missing_points_are_told(tmp_path: Path) -> None:
    study = read_design(written(tmp_path), method="morris", samples=4)
    with begin(study, tmp_path / "out") as folder, pytest.raises(InputError, match="16 units are not played yet"):
        analysed(folder)


def test_a_sweep_of_another_design_has_no_indices(tmp_path: Path) -> None:
    path = written(tmp_path, more='design = "latin-hypercube"\npoints = 3')
    path.write_text(path.read_text().replace(", steps = 3", ""))
    hushed.sweep(path, tmp_path / "out", executor="in-process")
    with StudyFolder(tmp_path / "out") as folder, pytest.raises(InputError, match="its design is latin-hypercube"):
        analysed(folder)


@pytest.mark.parametrize(
    ("change", "named", "message"),
    [
        (
            ("low = 0, high = 1 }\n[levers]", "low = 0, high = 2 }\n[levers]"),
            {},
            "it should be less than",
        ),
        (('"model.two" = { low = 0, high = 1 }', '"model.two" = [0.1, 0.2]'), {}, "needs a range, such as"),
        (('"model.two"', '"model.tow"'), {}, "has no parameter 'tow'; did you mean 'two'"),
        (("straight.py", "crooked.py"), {}, "study.toml:4: crooked.py: cannot be read"),
        (("", ""), {"method": "sobol", "samples": 100}, "100 is no power of two"),
        (("", ""), {"method": "sobl"}, "there is no method 'sobl'; did you mean 'sobol'"),
        (("", ""), {"samples": 900_000}, "this design has 3,600,000 points"),
    ],
)
def test_what_cannot_be_studied_is_told(
    tmp_path: Path, change: tuple[str, str], named: dict[str, Any], message: str
) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text().replace(*change))
    with pytest.raises(InputError, match=message):
        read_design(path, **{"method": "morris", **named})


def test_the_table_holds_every_index_at_every_size(tmp_path: Path) -> None:
    made = found(tmp_path, method="morris", samples=8)
    rows = list(csv.DictReader(write_table(made, tmp_path / "out").open()))
    assert len(rows) == 2 * 2 * 3 * 3
    last = next(
        row for row in rows if (row["samples"], row["parameter"], row["measure"]) == ("8", "model.one", "effect")
    )
    assert float(last["value"]) == made.found["sum"][-1].measures["effect"][0].value
    assert last["role"] == "uncertainty"


def test_the_picture_is_the_same_each_time_and_draws_what_never_changes(tmp_path: Path) -> None:
    made = found(tmp_path, method="morris", samples=8)
    assert sensitivity_png(made) == sensitivity_png(made)


def test_a_changed_model_cannot_go_on_in_the_same_folder(tmp_path: Path) -> None:
    path = written(tmp_path)
    sensitivity(path, tmp_path / "out", samples=4, executor="in-process")
    (tmp_path / "straight.py").write_text(MODEL.replace("{failing}", "False") + "\n")
    with pytest.raises(InputError, match="the model was changed since"):
        sensitivity(path, tmp_path / "out", samples=4, executor="in-process")
