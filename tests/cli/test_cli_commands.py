"""The smaller commands, and the face of the package."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from commands import Command

import hushed as package
from hushed.experiments.progress import Step
from hushed.replications.registry import REPLICATIONS
from hushed.results import about
from hushed.scenario.library import library_names
from hushed.scenario.reader import read_scenario

COMMANDS = (
    "run",
    "compare",
    "attribute",
    "recover",
    "safeguards",
    "explore",
    "sweep",
    "resume",
    "merge",
    "export",
    "sensitivity",
    "report",
    "new",
    "check",
    "check-model",
    "odd",
    "schema",
    "replicate",
    "doctor",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example_and_the_common_options(hushed: Command, command: str) -> None:
    ended = hushed(command, "--help")
    assert ended.code == 0
    assert f"hushed {command}" in ended.out.split("Example")[1]
    for option in ("--seed", "--quick", "--quiet", "--json"):
        assert option in ended.out


def test_help_lists_the_commands_and_version_is_told(hushed: Command) -> None:
    for arguments in ((), ("--help",)):
        text = hushed(*arguments).out
        assert all(command in text for command in COMMANDS)
    assert hushed("--version").out.strip() == f"hushed {package.__version__}"


def test_new_writes_a_scenario_that_runs_and_spares_what_exists(hushed: Command) -> None:
    assert hushed("new", "my.toml", "--seed", 77).code == 0
    assert read_scenario("my.toml").seed == 77
    before = Path("my.toml").read_bytes()
    assert hushed("new", "my.toml").code == 2
    assert Path("my.toml").read_bytes() == before
    assert hushed("new", "my.toml", "--overwrite").code == 0
    assert read_scenario("my.toml").seed == 1
    assert hushed("run", "my.toml", "--rounds", 2, "--population", 200, "--quiet").out.strip() == "results/my"


@pytest.mark.parametrize("name", library_names())
def test_check_says_what_a_scenario_does(hushed: Command, name: str) -> None:
    told = hushed("check", name, "--json").json
    scenario = read_scenario(name)
    assert (told["people"], told["rounds"]) == (scenario.society.population, scenario.rounds)
    assert tuple(told["instruments"]) == scenario.policy()[0].active()
    assert told["memory_bytes"] > 0
    text = hushed("check", name).out
    assert scenario.title in text
    assert all(instrument in text for instrument in told["instruments"])


def test_check_tells_every_mistake_at_once(hushed: Command) -> None:
    Path("bad.toml").write_text('schema = 1\nrounds = "ten"\n[regime.scoring]\nseverety = 1\ntolerance = 2\n')
    ended = hushed("check", "bad.toml", "--json")
    assert (ended.code, ended.out) == (2, "")
    assert [line.split(":")[2] for line in ended.err.splitlines()] == ["2", "4", "5"]


def test_schema_is_one_json_object(hushed: Command) -> None:
    schema = json.loads(hushed("schema").out)
    assert set(schema["properties"]) >= {"rounds", "society", "regime", "reactions", "safeguards"}


def test_replicate_lists_models_and_items(hushed: Command) -> None:
    listed = hushed("replicate", "--list", "--json").json["replications"]
    assert {model["name"]: [item["name"] for item in model["items"]] for model in listed} == {
        name: [item.name for item in model.items] for name, model in REPLICATIONS.items()
    }
    assert "daymude-2025" in hushed("replicate", "--list").out


def test_replicate_tells_each_target(hushed: Command) -> None:
    told = hushed("replicate", "daymude-2025", "points", "--json").json
    assert told["passed"]
    for target in told["targets"]:
        assert {"target", "published", "ours", "level", "passed"} <= set(target)
    text = hushed("replicate", "daymude-2025", "points").out
    assert f"{len(told['targets'])} of {len(told['targets'])} targets reached" in text


def test_a_missed_target_ends_with_1(hushed: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    from hushed.replications import daymude

    monkeypatch.setattr(daymude, "defiance_threshold", lambda *_: 0.5)
    ended = hushed("replicate", "daymude-2025", "points")
    assert (ended.code, ended.out.count("FAIL")) == (1, 2)


def test_trial_takes_its_settings_and_gives_every_round(hushed: Command) -> None:
    options = ("--population", "1e3", "--rounds", 20, "--punishment", "proportional", "--window", 0.1, "--seed", 4)
    told = hushed("replicate", "daymude-2025", "trial", *options, "--json").json
    assert told["settings"]["population"] == 1000
    assert told["settings"]["window"] == 0.1
    assert told["settings"]["seed"] == 4
    names = {"tolerance", "severity", "surveillance", "political_cost", "punishment_cost"}
    assert set(told["final"]) == set(told["per_round"]) == names
    assert all(len(values) == 20 for values in told["per_round"].values())
    assert "political cost" in hushed("replicate", "daymude-2025", "trial", *options).out


def test_plain_progress_says_how_far_and_how_long(capsys: pytest.CaptureFixture[str]) -> None:
    from hushed.cli import progress

    lines = progress._Lines("rounds")
    lines._pace._pause = lines._pace._next = 0.0
    lines.show(Step(10, 40, "playing"))
    lines._first = (lines._first[0] - 10.0, 10) if lines._first else None
    lines.show(Step(20, 40, "playing"))
    first, second = capsys.readouterr().err.splitlines()
    assert first == "hushed: playing: 10 of 40 rounds"
    assert second == "hushed: playing: 20 of 40 rounds, about 20 s left"


def test_the_face_of_the_package_is_small_and_all_there() -> None:
    for name in package.__all__:
        assert getattr(package, name) is not None
    assert set(package.__all__) <= set(dir(package))
    with pytest.raises(AttributeError, match="no attribute 'simulacrum'"):
        package.simulacrum  # noqa: B018


def test_every_kind_of_result_is_repeated_by_a_command() -> None:
    """A kind that is missing would be handed to `hushed run`, which refuses it."""
    sources = "".join(each.read_text() for each in Path(package.__file__).parent.rglob("experiments/**/*.py"))
    assert set(re.findall(r'experiment="([a-z]+)"', sources)) == set(about.COMMANDS)
    assert set(about.COMMANDS.values()) <= set(COMMANDS)
