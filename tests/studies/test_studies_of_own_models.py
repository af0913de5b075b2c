"""A user's own model in a sweep: described by data, played by any worker, and the same as played alone."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import hushed
from hushed.errors import InputError
from hushed.models.chosen import choose
from hushed.studies.chunks import labelled
from hushed.studies.folder import StudyFolder
from hushed.studies.reader import read_study
from models.conftest import EXAMPLE

STUDY = """study = 1
scenario = "free-society"
model = "my_model.py:PeerPressure"
replicates = 2
{more}
[set]
rounds = 4
"society.population" = 80
"model.rate" = 0.5
[uncertainties]
"model.pull" = {{ low = 0.2, high = 0.8, steps = 2 }}
"society.traits.desired_dissent.mean" = {{ low = 0.2, high = 0.4, steps = 2 }}
"""


def written(folder: Path, more: str = "") -> Path:
    (folder / "my_model.py").write_text(EXAMPLE.read_text())
    path = folder / "study.toml"
    path.write_text(STUDY.format(more=more))
    return path


def test_every_point_is_the_run_one_would_make_alone(tmp_path: Path) -> None:
    dataset = hushed.sweep(written(tmp_path, 'keep = "all"'), tmp_path / "out", workers=2)
    assert list(dataset.data_vars) == ["speaking", "turned"]
    assert dataset["speaking"].attrs["sentence"] == "How many speak."
    for point in range(4):
        mean = float(dataset["society.traits.desired_dissent.mean"][point])
        changes = [f"society.traits.desired_dissent.mean={mean}"]
        scenario = hushed.read_scenario("free-society", population=80, rounds=4, changes=changes)
        model = choose(f"{EXAMPLE}:PeerPressure", {"rate": 0.5, "pull": float(dataset["model.pull"][point])})
        alone = hushed.run(scenario, model=model, replicates=2)
        assert np.array_equal(dataset["speaking"][point], alone["speaking"])
    assert dataset["model.pull"].attrs["description"] == "how much friends who all speak add to one's wish"
    assert dataset["model.pull"].attrs["units"] == "desired dissent"


def test_labels_say_what_the_model_says(tmp_path: Path) -> None:
    label = labelled(read_study(written(tmp_path)))["model.pull"]
    assert label.values.tolist() == [0.2, 0.2, 0.8, 0.8]
    assert label.attrs == {
        "units": "desired dissent",
        "description": "how much friends who all speak add to one's wish",
        "role": "uncertainty",
    }


def test_a_unit_is_described_by_data_alone(tmp_path: Path) -> None:
    study = read_study(written(tmp_path))
    described = json.loads(json.loads(study.recipe(0))["study"])["model"]
    assert described["reference"] == "my_model.py:PeerPressure"
    assert described["parameters"] == {"bar": 0.5, "pull": 0.5, "rate": 0.5}
    assert Path(described["folder"]) == tmp_path


def test_where_the_model_lies_does_not_matter_and_what_it_says_does(tmp_path: Path) -> None:
    keys = []
    for name, more in (("here", ""), ("there", ""), ("other", "\n")):
        (tmp_path / name).mkdir()
        path = written(tmp_path / name)
        (tmp_path / name / "my_model.py").write_text(EXAMPLE.read_text() + more)
        keys.append(read_study(path).key(1))
    assert keys[0] == keys[1]
    assert keys[0] != keys[2]


def test_a_study_is_read_again_from_its_folder(tmp_path: Path) -> None:
    study = read_study(written(tmp_path))
    hushed.sweep(study, tmp_path / "deep" / "down" / "out", executor="in-process")
    again = read_study(tmp_path / "deep" / "down" / "out" / "study.toml")
    assert again.fingerprint() == study.fingerprint()
    assert again.points == study.points


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"model.pull"', '"model.pul"', "has no parameter 'pul'; did you mean 'pull'"),
        ('"model.rate" = 0.5', '"model.rate" = 7', "model.rate: it should be less than or equal to 1"),
        ('"model.rate" = 0.5', '"model.rat" = 0.5', "model.rat: unknown parameter; did you mean 'rate'"),
        ("high = 0.8", "high = 8", "model.pull: it should be less than or equal to 1"),
        (":PeerPressure", ":PeerPresure", "study.toml:3: my_model.py: there is no 'PeerPresure' in it; did you mean"),
        ("{more}", 'outcomes = ["chill"]', "there is no outcome 'chill'"),
    ],
)
def test_mistakes_are_told_with_their_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = written(tmp_path)
    path.write_text(STUDY.replace(old, new).replace("{more}", "").replace("{{", "{").replace("}}", "}"))
    with pytest.raises(InputError, match=message):
        read_study(path)


def test_a_model_that_leaves_python_is_a_failed_unit_and_the_output_stays_the_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = written(tmp_path)
    text = (tmp_path / "my_model.py").read_text()
    leaving = "print('hello'); import sys; sys.exit(5) if self.pull > 0.5 else None\n        return state._replace"
    (tmp_path / "my_model.py").write_text(text.replace("return state._replace", leaving) + "\nprint('read')\n")
    dataset = hushed.sweep(study, tmp_path / "out", executor="in-process")
    assert dataset["done"].values.all(axis=1).tolist() == [True, True, False, False]
    told = capsys.readouterr()
    assert told.out == ""
    assert {"read", "hello"} <= set(told.err.split())


def test_a_model_that_was_changed_is_not_gone_on_with(tmp_path: Path) -> None:
    hushed.sweep(written(tmp_path), tmp_path / "out", executor="in-process")
    model = tmp_path / "my_model.py"
    model.write_text(model.read_text().replace("< 0.5", "< 0.4"))
    with pytest.raises(InputError, match="the model was changed since the sweep began"):
        StudyFolder(tmp_path / "out")
