"""Rules 1, 3 and 4 at the command line: closed lists of commands and inputs, and aggregates in what they say."""

from __future__ import annotations

import csv
import inspect
import json
import re
import types
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from hushed.cli.app import app
from hushed.cli.start import run_command
from hushed.experiments.recovery.habits import HABITS
from hushed.outcomes import OUTCOMES
from hushed.regime.regime import INSTRUMENTS
from hushed.regime.safeguards import SAFEGUARDS

COMMANDS = {
    "run": "plays a scenario as it is written",
    "compare": "abolishes an instrument or adds a safeguard",
    "attribute": "abolishes instruments in every combination, and says what each is answerable for",
    "recover": "abolishes instruments in the middle of a run, or moves a number of the policy up and down again",
    "safeguards": "finds which safeguards restore speech, also against the published opponent",
    "explore": "writes a page that plays a scenario of invented people, or shows the aggregates of a result",
    "sweep": "plays a scenario at listed or evenly spread settings, none of which follows from any result",
    "resume": "goes on with a sweep, or checks it",
    "merge": "puts parts of a sweep together",
    "export": "writes a sweep's aggregates as one file",
    "new": "writes a starter",
    "check": "says what a scenario means",
    "odd": "describes the model a scenario runs, as a document",
    "schema": "prints the JSON Schema",
    "replicate": "rebuilds published models",
    "check-model": "tests a user's own model on a small invented society",
    "sensitivity": "says which parameters outcomes hang on, over ranges named beforehand",
    "report": "tells stored aggregates as a page",
    "doctor": "checks the installation",
}
"""Every command. Whoever adds one says what it does; none may search for better repression or take in people."""

FILES = {
    "network": "an edge list, of which the shape is kept",
    "output_folder": "where the result goes",
    "output_file": "where a document goes",
    "file": "where the starter goes, or an export, or a page",
    "study": "a study: settings of a scenario's parameters, checked by its schema",
    "folder": "the folder of a sweep",
    "page": "where the report goes",
}
TEXT = {
    "model": "where a user's own model lies, and its name there",
    "arm": "path=value, a parameter of that model",
    "method": "morris or sobol",
    "scenario": "a scenario file, a library name or a result",
    "set_": "path=value, checked by the schema",
    "population": "a whole number as people write it",
    "without": "the name of an instrument",
    "with_": "the name of a safeguard, and a dose",
    "outcome": "the name of an outcome, which is explained and drives nothing",
    "over": "the last round, or the mean over rounds",
    "abolish": "names of instruments, or all",
    "scan": "a path of the schema whose number can change within a run",
    "doses": "numbers from 0 to 1 with commas between",
    "name": "the name of a published model",
    "item": "the name of one of its items",
    "punishment": "a form of punishment",
    "device": "cpu or gpu",
    "folder": "where the cells of a published sweep are kept",
    "folders": "the folders of a sweep's parts",
    "results": "folders of stored results, which are aggregates",
    "shard": "which part of a sweep, as i/n",
    "executor": "in-process or loky",
    "cluster": "the address of the user's own scheduler, which is handed settings and gives back aggregates",
}
"""Every parameter that is typed as text. All but file names come from closed lists, which the tests below try."""

SPEECH = "I think the minister lies"
PEOPLE = ("posts", "messages", "users", "names", "emails", "accounts", "images", "location", "records", "text", "stdin")
PEOPLE += ("labels", "attributes", "scores", "objective", "maximise", "minimise", "optimise", "target")


def commands() -> dict[str, Callable[..., None]]:
    group: Any = typer.main.get_command(app)
    named = {str(info.name): info.callback for info in app.registered_commands}
    assert set(group.commands) == set(named), "every command must be one that this test sees"
    assert not app.registered_groups
    return {name: callback for name, callback in named.items() if callback is not None}


def kinds_of(callback: Callable[..., None]) -> dict[str, Any]:
    """The type of each parameter, without what only help texts need."""
    hints = typing.get_type_hints(callback)
    return {name: _without_none(hints[name]) for name in inspect.signature(callback).parameters}


def _without_none(kind: Any) -> Any:
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        (only,) = [each for each in typing.get_args(kind) if each is not type(None)]
        return only
    return kind


def test_the_commands_are_the_listed_ones() -> None:
    assert commands().keys() == COMMANDS.keys()


def test_every_input_is_a_number_a_switch_a_file_or_a_listed_name() -> None:
    for command, callback in commands().items():
        for name, kind in kinds_of(callback).items():
            if kind is Path:
                assert name in FILES, (command, name)
            elif kind in (str, list[str]):
                assert name in TEXT, (command, name)
            else:
                assert kind in (bool, int, float), (command, name, kind)


def test_no_option_is_filled_from_the_environment() -> None:
    group: Any = typer.main.get_command(app)
    for command in (group, *group.commands.values()):
        for parameter in command.params:
            assert parameter.envvar is None
        assert not (command.context_settings or {}).get("auto_envvar_prefix")
        assert not (command.context_settings or {}).get("ignore_unknown_options")
        assert not (command.context_settings or {}).get("allow_extra_args")


@pytest.fixture
def at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "140")
    return tmp_path


def refused(arguments: list[str], said: pytest.CaptureFixture[str]) -> str:
    assert run_command(arguments) == 2, arguments
    output = said.readouterr()
    assert output.out == ""
    assert output.err.startswith("hushed: ")
    return output.err


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_has_an_option_for_people_or_an_objective(
    command: str, at_work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = (
        [command, "free-society"]
        if command in ("run", "compare", "attribute", "recover", "safeguards", "explore", "check", "odd")
        else [command]
    )
    for word in PEOPLE:
        message = refused([*start, f"--{word}", "x"], capsys)
        assert re.search(rf"no (such )?option.*--{word}\b", message, re.IGNORECASE), message
    assert not [*at_work.iterdir()]


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", SPEECH],
        ["check", SPEECH],
        ["odd", SPEECH],
        ["odd", "free-society", "--set", SPEECH],
        ["compare", SPEECH, "--without", "association"],
        ["recover", SPEECH, "--abolish", "association"],
        ["run", "-"],
        ["run", "/dev/stdin"],
        ["run", "free-society", "--set", SPEECH],
        ["run", "free-society", "--set", f"posts={SPEECH}"],
        ["run", "free-society", "--set", f"society.traits.boldness={SPEECH}"],
        ["run", "free-society", "--set", f"regime.authority.mode={SPEECH}"],
        ["run", "free-society", "--population", SPEECH],
        ["run", "free-society", "--network", SPEECH],
        ["run", "free-society", SPEECH],
        ["compare", "sesame-credit", "--without", SPEECH],
        ["compare", "sesame-credit", "--with", SPEECH],
        ["compare", "sesame-credit", "--with", f"secret_scores={SPEECH}"],
        ["attribute", SPEECH],
        ["attribute", "sesame-credit", "--outcome", SPEECH],
        ["attribute", "sesame-credit", "--over", SPEECH],
        ["recover", "sesame-credit", "--abolish", SPEECH],
        ["recover", "sesame-credit", "--scan", SPEECH, "--from", "0", "--to", "1"],
        ["recover", "sesame-credit", "--scan", "title", "--from", "0", "--to", "1"],
        ["safeguards", SPEECH],
        ["explore", SPEECH],
        ["explore", "free-society", "--population", SPEECH],
        ["safeguards", "sesame-credit", "--doses", SPEECH],
        ["safeguards", "sesame-credit", "--restore", SPEECH],
        ["safeguards", "sesame-credit", "--set", f"costs.expiry={SPEECH}"],
        ["replicate", SPEECH],
        ["replicate", "daymude-2025", SPEECH],
        ["replicate", "daymude-2025", "trial", "--punishment", SPEECH],
        ["replicate", "daymude-2025", "trial", "--population", SPEECH],
        ["doctor", SPEECH],
        ["schema", SPEECH],
        ["check-model", SPEECH],
        ["run", "free-society", "--model", SPEECH],
        ["run", "free-society", "--set", f"model.post={SPEECH}"],
        ["compare", "free-society", "--arm", f"model.post={SPEECH}"],
        ["sensitivity", SPEECH],
        ["report", SPEECH],
    ],
    ids=lambda arguments: " ".join(arguments)[:60],
)
def test_text_is_a_name_from_a_closed_list_or_refused(
    arguments: list[str], at_work: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", open("/dev/null"))  # noqa: SIM115
    refused(arguments, capsys)
    assert not [*at_work.iterdir()]


POSTS = 'id,author,text\n1,ann@example.org,"the minister lies"\n2,bob@example.org,"so he does"\n'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("posts.csv", POSTS),
        ("posts.json", json.dumps([{"author": "ann@example.org", "text": SPEECH}])),
        ("posts.toml", f'schema = 1\nrounds = 3\n[[posts]]\nauthor = "ann@example.org"\ntext = "{SPEECH}"\n'),
        ("people.csv", "name,score\nann,0.3\nbob,0.9\n"),
        ("follows.csv", "source,target,since\nann,bob,2019\n"),
    ],
)
def test_files_about_people_are_refused_wherever_they_are_handed_in(
    name: str, content: str, at_work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = at_work / "input"
    inputs.mkdir()
    path = inputs / name
    path.write_text(content, encoding="utf-8")
    for arguments in (
        ["run", str(path)],
        ["check", str(path)],
        ["odd", str(path)],
        ["compare", str(path), "--without", "association"],
        ["attribute", str(path)],
        ["recover", str(path), "--abolish", "association"],
        ["safeguards", str(path)],
        ["explore", str(path)],
        ["run", "free-society", "--model", str(path)],
        ["run", "free-society", "--model", f"{path}:people"],
        ["check-model", f"{path}:people"],
        ["sensitivity", str(path)],
        ["report", str(path)],
        ["run", "sesame-credit", "--rounds", "2", "--set", f"society.posts='{path}'"],
        *([["run", "sesame-credit", "--rounds", "2", "--network", str(path)]] if name != "people.csv" else []),
    ):
        message = refused(arguments, capsys)
        assert "ann" not in message.replace(str(at_work), "")
        assert SPEECH not in message
    assert [each.name for each in at_work.iterdir()] == ["input"]


def test_a_table_of_two_columns_is_only_ever_a_shape(at_work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A score beside each name is read as a tie to somebody called 0.3: nothing of it is a score of anyone's."""
    made = []
    for scores in ("0.3 0.9 0.1 0.2", "0.8 0.4 0.7 0.6"):
        rows = [f"{name},{score}" for name, score in zip("abcd", scores.split(), strict=True)]
        (at_work / "scores.csv").write_text("\n".join(["a,b", *rows]) + "\n", encoding="utf-8")
        arguments = ["run", "sesame-credit", "--rounds", "3", "--network", "scores.csv", "--json", "-o", scores[:3]]
        made.append(json.loads(written(arguments, capsys)))
    assert made[0]["outcomes"] == made[1]["outcomes"]
    assert made[0]["people"] == made[1]["people"] == 8


# Aggregates --------------------------------------------------------------------------------------

RESULT = {"outcomes.csv", "columns.csv", "scenario.toml", "outcomes.zarr", "speech.png"}
MOST = 80
"""More names than that are in no table: outcomes are about fifty."""


def longest(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return max([len(inner), *(longest(each) for each in inner)])


def written(arguments: list[str], said: pytest.CaptureFixture[str]) -> str:
    assert run_command(arguments) == 0
    return said.readouterr().out


def test_what_commands_print_and_keep_does_not_grow_with_the_population(
    at_work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(OUTCOMES) < MOST
    run, compare = ["run", "all-instruments"], ["compare", "all-instruments", "--without", "association"]
    recover = ["recover", "all-instruments", "--abolish", "all"]
    lines = []
    for number, (arguments, people, files) in enumerate(
        (
            (run, 1000, RESULT),
            (run, 7919, RESULT),
            (compare, 7919, RESULT | {"differences.csv"}),
            (recover, 7919, RESULT - {"speech.png"} | {"recovery.csv", "recovery.png"}),
        )
    ):
        folder, arms = at_work / str(number), {"run": 1, "compare": 2, "recover": 3}[arguments[0]]
        sizes = ["--population", str(people), "--rounds", "5", "--replicates", "2", "-o", str(folder)]
        lines.append(len(written([*arguments, *sizes], capsys).splitlines()))
        assert {each.name for each in folder.iterdir()} == files
        rows = list(csv.reader((folder / "outcomes.csv").open(encoding="utf-8", newline="")))
        assert len(rows) == 1 + 5 * 2 * arms
    differences = list(csv.DictReader((at_work / "2" / "differences.csv").open(encoding="utf-8")))
    assert [row["outcome"] for row in differences] == [*OUTCOMES, *OUTCOMES]
    regained = list(csv.DictReader((at_work / "3" / "recovery.csv").open(encoding="utf-8")))
    assert [row["outcome"] for row in regained] == [*OUTCOMES, *HABITS]
    assert abs(lines[0] - lines[1]) <= 2, "a headline may come or go, and nothing else"
    assert max(lines) < MOST


def test_what_attribute_keeps_does_not_grow_with_the_population(
    at_work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"outcomes.csv", "columns.csv", "scenario.toml", "outcomes.zarr", "shares.csv", "interactions.csv"}
    lines = []
    for people in (1000, 7919):
        folder = at_work / str(people)
        sizes = ["--population", str(people), "--rounds", "2", "--replicates", "2", "-o", str(folder)]
        lines.append(len(written(["attribute", "sesame-credit", *sizes], capsys).splitlines()))
        assert {each.name for each in folder.iterdir()} == files | {"waterfall.png"}
        for name, rows in (("outcomes.csv", 2 * 64 * 2), ("shares.csv", 2 * len(OUTCOMES) * 6)):
            assert len(list(csv.reader((folder / name).open(encoding="utf-8", newline="")))) == 1 + rows
    assert max(lines) < MOST
    made = json.loads(written(["attribute", str(at_work / "7919"), "-o", str(at_work / "again"), "--json"], capsys))
    assert made["people"] == 7919
    assert longest(made) < MOST


@pytest.mark.parametrize("command", ["run", "compare", "recover"])
def test_the_json_of_a_command_has_no_list_of_people(
    command: str, at_work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change = {"run": [], "compare": ["--without", "association"], "recover": ["--abolish", "association"]}[command]
    sizes = ["--population", "7919", "--rounds", "5", "--replicates", "2", "-o", str(at_work / "result"), "--json"]
    made = json.loads(written([command, "all-instruments", *change, *sizes], capsys))
    assert made["people"] == 7919
    assert longest(made) < MOST


def test_a_scan_keeps_and_prints_values_and_no_people(at_work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    way = ["--scan", "regime.association.weight", "--from", "0", "--to", "0.5", "--steps", "3", "--hold", "2"]
    sizes = ["--population", "7919", "--replicates", "2", "-o", str(at_work / "result"), "--json"]
    made = json.loads(written(["recover", "all-instruments", *way, *sizes], capsys))
    assert longest(made) < MOST
    assert {each.name for each in (at_work / "result").iterdir()} == RESULT - {"speech.png"} | {"loops.csv", "loop.png"}
    loops = list(csv.DictReader((at_work / "result" / "loops.csv").open(encoding="utf-8")))
    assert [row["outcome"] for row in loops] == [*OUTCOMES]


def test_what_safeguards_prints_and_keeps_does_not_grow_with_the_population(
    at_work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = []
    for people in (1000, 7919):
        folder = at_work / str(people)
        sizes = ["--population", str(people), "--rounds", "4", "--replicates", "2", "--largest", "1"]
        made = json.loads(written(["safeguards", "sesame-credit", *sizes, "-o", str(folder), "--json"], capsys))
        assert made["people"] == people
        assert longest(made) < MOST
        names = {"safeguards.png", "doses.csv", "sets.csv"}
        assert {each.name for each in folder.iterdir()} == (RESULT - {"speech.png"}) | names
        rows.append(len((folder / "doses.csv").read_text().splitlines()))
    assert rows[0] == rows[1] < MOST


def test_safeguards_takes_a_share_to_restore_and_nothing_to_drive_anywhere() -> None:
    """Its one aim is speech restored; what the opponent does is the published climb, with the scenario's numbers."""
    kinds = kinds_of(commands()["safeguards"])
    own = {"restore", "doses", "replicates", "screening", "largest", "no_reaction"}
    assert own <= kinds.keys() <= own | kinds_of(commands()["run"]).keys()


def test_a_trial_of_a_replication_prints_rounds_and_no_people(
    at_work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["replicate", "daymude-2025", "trial", "--population", "7919", "--rounds", "11", "--json", "--quiet"]
    assert longest(json.loads(written(arguments, capsys))) <= 13
    assert not [*at_work.iterdir()]


def test_a_comparison_changes_what_the_lists_name_and_nothing_else() -> None:
    """Its one change comes from the lists of instruments to abolish and of safeguards to add."""
    kinds = kinds_of(commands()["compare"])
    assert {"without", "with_"} <= kinds.keys()
    assert not {"instead", "add", "raise", "increase", "strengthen", "set_b"} & kinds.keys()
    assert set(INSTRUMENTS).isdisjoint(SAFEGUARDS)


# The notice --------------------------------------------------------------------------------------


def plain(text: str) -> str:
    return re.sub(r"[\s│╭╮╰╯─]+", " ", text).lower()


@pytest.mark.usefixtures("at_work")
def test_help_says_that_people_are_invented_and_that_it_is_no_forecast(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["--help"], ["-h"]):
        said = plain(written(arguments, capsys))
        assert "invented" in said
        assert re.search(r"model and no forecast|model, not a forecast", said)


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "sesame-credit"],
        ["compare", "sesame-credit", "--without", "association"],
        ["attribute", "sesame-credit"],
        ["recover", "sesame-credit", "--abolish", "association"],
        ["safeguards", "sesame-credit", "--largest", "1"],
    ],
)
def test_every_result_shown_says_so(arguments: list[str], at_work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small = ["--population", "300", "--rounds", "2", "--replicates", "2", "-o", "result"]
    assert "invented people. a model, not a forecast." in plain(written([*arguments, *small], capsys))
    assert run_command(["new", "mine.toml"]) == 0
    assert "invented" in (at_work / "mine.toml").read_text(encoding="utf-8")
