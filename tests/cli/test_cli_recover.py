"""`hushed recover`: what it prints, what it keeps, and that a recovery and a scan can be repeated."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import SMALL, Command

import hushed as package
from hushed.experiments.recovery import arms
from hushed.experiments.recovery.habits import HABITS
from hushed.outcomes import OUTCOMES

ABOLISH = ("recover", "sesame-credit", *SMALL, "--set", "regime.enrolment.share=1.0", "--abolish", "association")
WAY = ("--scan", "regime.scoring.severity", "--from", 0, "--to", 1, "--steps", 3, "--hold", 2)
SCAN = ("recover", "sesame-credit", "--population", 300, *WAY)


def test_it_tells_what_comes_back_and_keeps_it(hushed: Command) -> None:
    ended = hushed(*ABOLISH, "--replicates", 3)
    assert ended.code == 0
    assert "association abolished in round 2" in ended.out
    assert "Before association is abolished in round 2" in ended.out
    assert "reproach" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80
    folder = Path("results/sesame-credit-abolish-association")
    assert sorted(path.name for path in folder.iterdir()) == [
        *("columns.csv", "outcomes.csv", "outcomes.zarr", "recovery.csv", "recovery.png", "scenario.toml"),
    ]
    dataset = package.load(folder)
    assert dataset["chill"].dims == dataset["reproach"].dims == ("arm", "replicate", "round")
    assert dataset["arm"].values.tolist() == ["never introduced", "never abolished", "abolished"]


def test_json_and_its_repetition(hushed: Command) -> None:
    options = ("--abolish", "publicity", "--at", 3, "--replicates", 2, "--json", "-o", "one")
    told = hushed(*ABOLISH, *options).json
    assert (told["abolished"], told["at"], told["complete"]) == (["association", "publicity"], 3, True)
    assert set(told["regained"]) == {*OUTCOMES, *HABITS}
    chill = told["regained"]["chill"]
    assert chill["gained"] == pytest.approx(chill["end"] - chill["never_abolished"])
    assert chill["left"] == pytest.approx(chill["end"] - chill["never_introduced"])
    assert told["remaining"]["ties_cut"]["left"] == told["regained"]["ties_cut"]["left"]
    assert told["sentences"][0].startswith("Before association and publicity are abolished in round 3")
    again = hushed("recover", "one", "-o", "two", "--json").json
    assert again["regained"] == told["regained"]
    for name in ("outcomes.csv", "columns.csv", "recovery.csv", "recovery.png", "scenario.toml"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes(), name
    ended = hushed("run", "one")
    assert (ended.code, "is the result of a recovery" in ended.err, "hushed recover one" in ended.err) == (
        2,
        True,
        True,
    )


def test_all_is_every_instrument_that_does_something(hushed: Command) -> None:
    told = hushed("recover", "sesame-credit", *SMALL, "--abolish", "all", "--quick", "--json").json
    assert told["abolished"] == ["observation", "scoring", "association", "publicity", "enrolment", "sanctions"]
    assert told["replicates"] == 3
    assert told["result"] == "results/sesame-credit-abolish-all"
    assert told["regained"]["chill"]["end"] == pytest.approx(0.0, abs=1e-9)


def test_a_scan_tells_its_loop_and_can_be_repeated(hushed: Command) -> None:
    told = hushed(*SCAN, "--replicates", 2, "--json", "-o", "one").json
    assert told["scan"] == {"path": "regime.scoring.severity", "from": 0.0, "to": 1.0, "steps": 3, "hold": 2}
    assert told["values"] == [0.0, 0.5, 1.0]
    assert (told["rounds"], set(told["loops"])) == (10, set(OUTCOMES))
    chill = told["loops"]["chill"]
    assert chill["there"][0] == 0.0 < chill["there"][2] == chill["back"][2]
    again = hushed("recover", "one", "-o", "two", "--json").json
    assert again["loops"] == told["loops"]
    for name in ("outcomes.csv", "loops.csv", "loop.png", "scenario.toml"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes(), name
    assert hushed("run", "one/scenario.toml", "--replicates", 2, "-o", "run").code == 0
    assert Path("run/outcomes.csv").read_bytes() == Path("one/outcomes.csv").read_bytes()


def test_the_table_of_a_scan_fits_a_terminal(hushed: Command) -> None:
    ended = hushed(*SCAN, "--replicates", 2)
    assert ended.code == 0
    assert "regime.scoring.severity from 0 to 1 and back" in ended.out
    assert "At 0 again" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80
    header = Path("results/sesame-credit-scan-severity/loops.csv").read_text(encoding="utf-8").splitlines()[0]
    estimates = ("area", "gap", "lag", "left")
    assert header.split(",") == [
        "outcome",
        "unit",
        *(f"{each}{end}" for each in estimates for end in ("", "_low", "_high")),
    ]


def test_quiet_prints_the_folder_alone(hushed: Command) -> None:
    ended = hushed(*ABOLISH, "--replicates", 2, "--quiet")
    assert (ended.out, ended.err) == ("results/sesame-credit-abolish-association\n", "")


def test_interrupted_it_keeps_what_is_finished_and_says_how_to_go_on(
    hushed: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    played = arms._Trials.play

    def interrupted(self: arms._Trials, replicate: int) -> None:
        if replicate == 2:
            raise KeyboardInterrupt
        played(self, replicate)

    monkeypatch.setattr(arms._Trials, "play", interrupted)
    ended = hushed(*ABOLISH, "--replicates", 4, "-o", "some")
    assert ended.code == 130
    assert "2 replicates of 4 finished and stored in some" in ended.err
    assert "hushed recover some -o some --overwrite" in ended.err
    assert package.load("some").sizes["replicate"] == 2
    monkeypatch.setattr(arms._Trials, "play", played)
    assert hushed("recover", "some", "-o", "some", "--overwrite", "--json").json["replicates"] == 4
