"""`hushed replicate`: all models, kept and resumed; settings by name, lists, exit codes, and where to write.

Dockings of invented models stand for the long ones, so that the command alone is tried.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from commands import Command

from hushed.cli import replicate as replicate_command
from hushed.replications import registry
from hushed.replications.daymude import sweep_cells
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Item, Replication, Request
from hushed.replications.targets import Docking, Level, Target
from hushed.studies import study

TIDE = Target("height of the tide", 2.0, "Abstract.", Level.ANALYTIC, tolerance=0.5)
PANEL = Panel("The tide rises", "hour", "height", (Series("hushed", [0.0, 1.0], [0.0, 2.0]),))


class Sea:
    """Three models of one item each, which count how often they are run and may go wrong."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.runs: list[str] = []
        self.heights = dict.fromkeys(("ebb", "flow", "swell"), 2.0)
        self.stop_at = ""
        models = [
            Replication(name, name, ("tirole2021",), (self._item(name),), findings=name == "swell")
            for name in self.heights
        ]
        monkeypatch.setattr(registry, "REPLICATIONS", {model.name: model for model in models})

    def _item(self, name: str) -> Item:
        def dock(_: Request) -> Docking:
            if name == self.stop_at:
                raise KeyboardInterrupt
            self.runs.append(name)
            return Docking(name, "tide", (TIDE.dock(self.heights[name]),), panels=(PANEL,))

        return Item("tide", "how high", dock)


@pytest.fixture
def sea(monkeypatch: pytest.MonkeyPatch) -> Sea:
    return Sea(monkeypatch)


def test_all_keeps_every_item_with_its_picture_and_runs_none_twice(hushed: Command, sea: Sea) -> None:
    told = hushed("replicate", "all", "--quick", "--json", "-o", "kept").json
    assert sea.runs == ["ebb", "flow", "swell"]
    assert told["passed"]
    assert [one["replication"] for one in told["items"]] == sea.runs
    assert all(Path("kept", name, "tide.png").stat().st_size > 1000 for name in sea.runs)
    again = hushed("replicate", "all", "--quick", "--json", "-o", "kept")
    assert (again.code, again.json) == (0, told)
    assert len(sea.runs) == 3


def test_all_that_was_interrupted_says_what_is_kept_and_goes_on_from_there(hushed: Command, sea: Sea) -> None:
    sea.stop_at = "flow"
    ended = hushed("replicate", "all", "--quick", "-o", "what is kept")
    assert ended.code == 130
    assert ended.out == ""
    assert "1 of 3 items are done and kept in what is kept" in ended.err
    assert "to go on: hushed replicate all --quick -o 'what is kept'" in ended.err
    sea.stop_at = ""
    assert hushed("replicate", "all", "--quick", "-o", "what is kept").code == 0
    assert sea.runs == ["ebb", "flow", "swell"]


@pytest.mark.parametrize("damage", ["{", "[]", '{"made": 3}', '{"made": {"sources": "other", "quick": true}}'])
def test_a_record_that_is_damaged_or_of_other_sources_is_made_anew(hushed: Command, sea: Sea, damage: str) -> None:
    hushed("replicate", "all", "--quick", "-o", "kept")
    Path("kept/ebb/tide.docking.json").write_text(damage)
    assert hushed("replicate", "all", "--quick", "-o", "kept").code == 0
    assert sea.runs == ["ebb", "flow", "swell", "ebb"]
    assert json.loads(Path("kept/ebb/tide.docking.json").read_text())["targets"][0]["ours"] == 2.0


def test_a_record_of_other_scenario_sources_is_made_anew(
    hushed: Command, sea: Sea, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sources that no kernel is compiled from count too: models build their scenarios by them."""
    hushed("replicate", "all", "--quick", "-o", "kept")
    monkeypatch.setattr(study, "model_digest", lambda: "another")
    assert hushed("replicate", "all", "--quick", "-o", "kept").code == 0
    assert sea.runs == 2 * ["ebb", "flow", "swell"]


def test_a_full_run_is_not_lost_to_a_quick_one(hushed: Command, sea: Sea) -> None:
    assert hushed("replicate", "all", "-o", "kept").code == 0
    ended = hushed("replicate", "all", "--quick", "-o", "kept")
    assert ended.code == 2
    assert "kept: holds a full run; for a quick one name another folder with -o" in ended.err
    assert len(sea.runs) == 3


def test_all_ends_with_1_where_a_model_misses_and_with_0_where_only_a_finding_does(hushed: Command, sea: Sea) -> None:
    sea.heights["swell"] = 9.0
    ended = hushed("replicate", "all", "--quick", "-o", "findings")
    assert (ended.code, ended.out.count("FAIL")) == (0, 1)
    assert "2 of 3 targets reached." in ended.out
    sea.heights["flow"] = float("nan")
    ended = hushed("replicate", "all", "--quick", "--json", "-o", "misses")
    assert ended.code == 1
    assert ended.json["items"][1]["targets"][0]["ours"] is None


@pytest.mark.parametrize("more", [("tide",), ("--set", "people=3"), ("--seed", "3"), ("--rounds", "3")])
def test_all_takes_no_item_setting_or_seed(hushed: Command, sea: Sea, more: tuple[str, ...]) -> None:
    ended = hushed("replicate", "all", *more)
    assert ended.code == 2
    assert "it takes no item, no settings and no seed" in ended.err
    assert sea.runs == []


@pytest.mark.parametrize("folder", ["taken", "taken/below", "x" * 300])
@pytest.mark.parametrize("what", [("all", "--quick"), ("ebb",), ("ebb", "tide")])
def test_a_folder_that_cannot_be_written_is_told_before_anything_is_run(
    hushed: Command, sea: Sea, what: tuple[str, ...], folder: str
) -> None:
    Path("taken").write_text("a file")
    ended = hushed("replicate", *what, "-o", folder)
    assert ended.code == 2
    assert f"{folder}: cannot be written" in ended.err
    assert sea.runs == []


def test_what_was_found_is_told_even_if_it_cannot_be_written_afterwards(hushed: Command, sea: Sea) -> None:
    Path("results").write_text("a file")
    ended = hushed("replicate", "ebb", "tide", "--json")
    assert (ended.code, ended.json["passed"], ended.json["pictures"]) == (0, True, [])
    assert "the picture cannot be written" in ended.err
    assert sea.runs == ["ebb"]


@pytest.mark.usefixtures("sea")
def test_every_item_says_that_it_is_at_work_before_it_tells_of_steps(
    hushed: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []

    class Shown:
        def __enter__(self):
            return told.append

        def __exit__(self, *_):
            told.append("end")

    monkeypatch.setattr(replicate_command, "shown", lambda **_: Shown())
    hushed("replicate", "ebb")
    assert told == [(0, 0, "tide"), "end"]


@pytest.mark.parametrize(("item", "warned"), [("riots", []), ("run", ["model._decide"])])
def test_only_items_that_compile_warn_of_it(
    hushed: Command, monkeypatch: pytest.MonkeyPatch, item: str, warned: list[str]
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(replicate_command, "warn_of_compiling", lambda kernel, quiet: asked.append(kernel))
    model = {"riots": "thresholds", "run": "emperors-dilemma"}[item]
    assert hushed("replicate", model, item, "--quick").code == 0
    assert asked == warned


# Settings by name ------------------------------------------------------------------------------------

SMALL = ("replicate", "thresholds", "run", "--json")


def test_set_changes_settings_by_name_and_json_is_all_there_is(hushed: Command) -> None:
    ended = hushed(*SMALL, "--set", "distribution=uniform", "--set", "low=-10", "--set", "high=50.0", "--seed", 7)
    assert ended.code == 0
    assert ended.json["settings"]["high"] == 50.0
    assert ended.json["settings"]["seed"] == 7
    assert ended.json["final"]["equilibrium"] == 100.0


def test_lists_and_true_are_understood(hushed: Command) -> None:
    told = hushed(*SMALL, "--set", "distribution=list", "--set", "thresholds=[0, 1, 2, 4]", "--set", "out_of=4").json
    assert told["final"]["equilibrium"] == 3.0
    strict = ("--set", "thresholds=[0, 1, 2, 4]", "--set", "out_of=4", "--set", "strictly=true")
    assert hushed(*SMALL, "--set", "distribution=list", *strict).json["final"]["equilibrium"] == 0.0


MISTAKES = [
    (("--set", "peopel=3"), "peopel: unknown setting"),
    (("--set", "poplation=3"), "did you mean 'population'"),
    (("--set", "population=many"), "population: it should be a whole number; this is 'many'"),
    (("--set", "population=1.5"), "population: it should be a whole number"),
    (("--set", "sd=nan"), "sd: it should be a finite number"),
    (("--set", "sd=-3"), "sd: it should be greater than or equal to"),
    (("--set", "population=100000000000"), "population: it should be less than or equal to 10000000; this is 1000"),
    (("--set", f"mean={'9' * 400}"), "mean: it should be"),
    (("--set", f"mean={'nine' * 400}"), "…'"),
    (("--set", f"{'9' * 5000}=1"), "write it as name=value"),
    (("--set", "population"), "write it as name=value, for example people=500"),
    (("--set", "population=5", "--set", "population=6"), "population: given twice, as 5 and 6"),
    (("--population", "5", "--set", "population=6"), "population: given twice, as 5 and 6"),
    (("--set", "crowds=1000000", "--set", "population=10000000"), "population, rounds, crowds: these may take some"),
    (("--set", "start=200.0"), "start: at most out_of (100) can act; this is 200"),
]


@pytest.mark.parametrize(("more", "says"), MISTAKES)
def test_mistaken_settings_end_with_2_and_one_clear_message(hushed: Command, more: tuple[str, ...], says: str) -> None:
    ended = hushed(*SMALL, *more)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert max(map(len, ended.err.splitlines())) < 400
    for word in ("Value error", "Traceback", "bug"):
        assert word not in ended.err


def test_a_model_s_own_words_stand_alone(hushed: Command) -> None:
    bounds = ("--set", "threshold_from=0.9", "--set", "threshold_to=0.1")
    ended = hushed("replicate", "spiral-of-silence", "run", *bounds)
    assert ended.err == "hushed: threshold_from (0.9) must not be above threshold_to (0.1)\n"
    for wrong in ("[0.5, 0.6]", "[['x']]", "[true, 0.5]"):
        ended = hushed("replicate", "spiral-of-silence", "run", "--set", f"communities={wrong}")
        assert ended.code == 2
        assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("model", "item"),
    [
        ("digital-dystopia", "image"),
        ("network-scoring", "posterior"),
        ("collective-sanctions", "enforcers"),
        ("expression-game", "points"),
        ("thresholds", "riots"),
        ("daymude-2025", "points"),
    ],
)
def test_a_seed_that_would_change_nothing_is_refused(hushed: Command, model: str, item: str) -> None:
    ended = hushed("replicate", model, item, "--seed", 5)
    assert ended.code == 2
    assert "seed" in ended.err


@pytest.mark.parametrize("seed", [-1, 2**32, 10**30])
def test_seeds_out_of_range_are_mistakes_wherever_they_are_given(hushed: Command, seed: int) -> None:
    for model, item in (("emperors-dilemma", "signs"), ("emperors-dilemma", "run"), ("thresholds", "crowds")):
        ended = hushed("replicate", model, item, "--seed", seed)
        assert ended.code == 2
        assert "seed: it should be" in ended.err


# Lists -----------------------------------------------------------------------------------------------


def test_a_model_s_list_tells_every_setting_with_its_range(hushed: Command) -> None:
    told = hushed("replicate", "thresholds", "--list", "--json").json
    assert told["settings"]["run"]["population"]["allowed"] == "from 0 to 10000000"
    assert told["settings"]["riots"] == {}
    assert list(hushed("replicate", "thresholds", "run", "--list", "--json").json["settings"]) == ["run"]
    assert "population" in hushed("replicate", "thresholds", "--list").out
    ended = hushed("replicate", "thresholds", "riot", "--list")
    assert (ended.code, "did you mean 'riots'" in ended.err) == (2, True)


def test_every_number_of_every_model_is_bounded_above(hushed: Command) -> None:
    for model in registry.REPLICATIONS:
        for item, settings in hushed("replicate", model, "--list", "--json").json["settings"].items():
            for name, one in settings.items():
                if isinstance(one["default"], int | float) and not isinstance(one["default"], bool):
                    bounded = " to " in one["allowed"] or "below" in one["allowed"] or (model, name) == UNBOUNDED
                    assert bounded, f"{model} {item}: {name} is {one['allowed']}"


UNBOUNDED = ("daymude-2025", "seed")
"""NumPy takes any."""


# Folders of the sweep --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("plan.json", "{", "cannot be read"),
        ("plan.json", "[1]", "cannot be read"),
        ("plan.json", '{"seed": 1}', "cells of another sweep"),
        ("previous_round", "a file", "cannot be written"),
    ],
)
def test_a_sweep_s_folder_that_does_not_suit_is_told_at_once(
    hushed: Command, name: str, content: str, says: str
) -> None:
    Path("cells").mkdir()
    Path("cells", name).write_text(content)
    ended = hushed("replicate", "daymude-2025", "sweep", "--quick", "--folder", "cells")
    assert ended.code == 2
    assert says in ended.err


@pytest.mark.parametrize("kind", ["picture", "cell"])
def test_what_is_kept_takes_a_name_and_writes_into_nothing(kind: str, tmp_path: Path) -> None:
    file, other = tmp_path / "kept", tmp_path / "other"
    file.write_bytes(b"before")
    os.link(file, other)
    if kind == "picture":
        assert replicate_command._kept(file, b"after")
    else:
        sweep_cells._write(file, {"row": 1})
    assert file.read_bytes() in (b"after", b'{"row": 1}')
    assert other.read_bytes() == b"before"
    assert sorted(tmp_path.iterdir()) == [file, other]
