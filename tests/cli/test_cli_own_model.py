"""`hushed check-model`, and `run` and `compare` with a model of the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import SMALL, Command

import hushed as package
from models.conftest import EXAMPLE

RUN = ("run", "sesame-credit", "--model", "my_model.py:PeerPressure", *SMALL)
COMPARE = ("compare", "sesame-credit", "--model", "my_model.py:PeerPressure", *SMALL, "--replicates", 3)


@pytest.fixture(autouse=True)
def model(tmp_path: Path) -> Path:
    path = tmp_path / "my_model.py"
    path.write_text(EXAMPLE.read_text())
    return path


def test_check_model_says_what_was_tested(hushed: Command) -> None:
    ended = hushed("check-model", "my_model.py:PeerPressure", "--quick", "--set", "model.rate=1")
    assert ended.code == 0
    assert ended.out.count(" ok ") == 8
    told = hushed("check-model", "my_model.py:PeerPressure", "--quick", "--json", "--scenario", "informers").json
    assert told["passed"]
    assert told["parameters"] == {"bar": 0.5, "pull": 0.5, "rate": 0.3}
    assert hushed("check-model", "my_model.py:PeerPressure", "--quick", "--quiet").out == "ok\n"


def test_check_model_ends_with_1_if_a_test_fails(hushed: Command, model: Path) -> None:
    model.write_text(EXAMPLE.read_text().replace("turned = (", "turned = np.random.random() * ("))
    ended = hushed("check-model", "my_model.py:PeerPressure", "--quick")
    assert ended.code == 1
    assert "FAILED" in ended.out
    assert "draws from numpy.random" in " ".join(ended.out.split())


def test_run_shows_and_keeps_the_models_outcomes(hushed: Command) -> None:
    ended = hushed(*RUN, "--set", "model.rate=0.5", "--set", "society.traits.desired_dissent.mean=0.3")
    assert ended.code == 0, ended.err
    assert "PeerPressure" in ended.out
    assert "How many speak." in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80
    kept = sorted(path.name for path in Path("results/sesame-credit-PeerPressure").iterdir())
    assert kept == ["columns.csv", "outcomes.csv", "outcomes.png", "outcomes.zarr", "scenario.toml"]
    assert (
        "society.traits.desired_dissent.mean=0.3" in package.load("results/sesame-credit-PeerPressure").attrs["changes"]
    )


def test_a_result_is_repeated_from_anywhere_unless_the_model_was_changed(
    hushed: Command, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hushed(*RUN, "--set", "model.rate=0.5", "-o", "first").code == 0
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert hushed("run", "../first", "-o", "second").code == 0
    for name in ("outcomes.csv", "outcomes.png"):
        assert (tmp_path / "first" / name).read_bytes() == Path("second", name).read_bytes()
    model.write_text(EXAMPLE.read_text() + "\n")
    ended = hushed("run", "../first", "-o", "third")
    assert (ended.code, "was changed since ../first was made" in ended.err) == (2, True)


def test_compare_shows_the_difference_and_is_repeated(hushed: Command) -> None:
    ended = hushed(*COMPARE, "--arm", "model.bar=0.7", "-o", "first")
    assert ended.code == 0, ended.err
    assert "With bar 0.7" in ended.out
    assert "Speaking in the last round" in ended.out
    told = hushed("compare", "first", "--json", "-o", "second").json
    assert told["change"] == {"model": "PeerPressure", "bar": 0.7}
    assert set(told["differences"]) == {"speaking", "turned"}
    for name in ("outcomes.csv", "differences.csv", "outcomes.png"):
        assert Path("first", name).read_bytes() == Path("second", name).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((*RUN, "--set", "model.rat=1"), "model.rat: unknown parameter; did you mean 'rate'?"),
        ((*RUN, "--set", "model.rate=2"), "model.rate: it should be less than or equal to 1"),
        ((*RUN, "--set", "model.rate"), "write it as path=value, for example model.rate=0.3"),
        ((*RUN, "--device", "gpu"), "plays on the processor"),
        (("run", "sesame-credit", "--set", "model.rate=1"), "name it with --model"),
        (
            ("run", "sesame-credit", "--model", "my_model:PeerPresure"),
            "did you mean 'PeerPressure'?",
        ),
        (COMPARE, "needs a change: --arm model.NAME=VALUE"),
        ((*COMPARE, "--arm", "model.bar=0.5"), "the second arm changes nothing"),
        ((*COMPARE, "--arm", "severity=0.5"), "name a parameter of the model"),
        ((*COMPARE, "--arm", "model.bar=0.1", "--without", "scoring"), "knows no instruments"),
        (("compare", "sesame-credit", "--arm", "model.bar=0.5"), "name it with --model"),
        (("check-model", "posts.csv"), "name a model as my_model.py:PeerPressure"),
        (("check-model", "my_model.py:PeerPressure", "--seed", -1), "--seed -1 is out of range"),
    ],
)
def test_a_mistake_gets_one_clear_message(hushed: Command, arguments: tuple[object, ...], message: str) -> None:
    ended = hushed(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert "Traceback" not in ended.err
    assert not Path("results").exists()


def test_what_a_model_prints_does_not_mix_with_the_result(hushed: Command, model: Path) -> None:
    source = EXAMPLE.read_text().replace("        turned = (", "        print('hello'); turned = (")
    model.write_text(f"{source}\n\nprint('read')\n")
    ended = hushed(*RUN, "--json")
    assert ended.json["rounds"] == 5
    assert {"hello", "read"} <= set(ended.err.split())
