"""`hushed run` and `hushed compare`: what they print, what they keep, and that a result can be repeated."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from commands import SMALL, Command

import hushed as package
from hushed.outcomes import OUTCOMES
from hushed.results.store import save


@pytest.fixture
def ties(tmp_path: Path) -> Path:
    """A ring of forty people, one tie twice and one self-loop."""
    path = tmp_path / "ties.csv"
    path.write_text("".join(f"{at},{(at + 1) % 40}\n" for at in range(40)) + "1,0\n3,3\n")
    return path


def test_run_keeps_a_result_and_prints_a_table(hushed: Command) -> None:
    ended = hushed("run", "sesame-credit", *SMALL)
    assert ended.code == 0
    assert "300 invented people" in ended.out
    assert "chill" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80
    kept = sorted(path.name for path in Path("results/sesame-credit").iterdir())
    assert kept == ["columns.csv", "outcomes.csv", "outcomes.zarr", "scenario.toml", "speech.png"]
    assert "results/sesame-credit/speech.png" in ended.out
    assert "\x1b" not in ended.out


def test_json_is_one_object_with_what_was_promised(hushed: Command) -> None:
    ended = hushed("run", "sesame-credit", *SMALL, "--replicates", 2, "--json", "-o", "out/here")
    told = ended.json
    dataset = package.load("out/here")
    assert (told["people"], told["rounds"], told["replicates"], told["result"]) == (300, 5, 2, "out/here")
    assert told["ties"] == round(float(dataset["ties"].mean()))
    assert 0 < told["seconds"]["rounds"] < told["seconds"]["total"]
    assert set(told["outcomes"]) == set(OUTCOMES)
    for name, value in told["outcomes"].items():
        assert value == pytest.approx(float(dataset[name].isel(round=-1).mean()))
    low, high = told["intervals"]["chill"]
    assert low < told["outcomes"]["chill"] < high


def test_results_of_one_scenario_get_numbers(hushed: Command) -> None:
    folders = [hushed("run", "sesame-credit", *SMALL, "--quiet").out.strip() for _ in range(3)]
    assert folders == ["results/sesame-credit", "results/sesame-credit-2", "results/sesame-credit-3"]


def test_a_result_is_repeated_byte_for_byte(hushed: Command) -> None:
    options = ("--seed", 9, "--replicates", 2, "--set", "regime.scoring.severity=0.7", "-o", "first")
    assert hushed("run", "sesame-credit", *SMALL, *options).code == 0
    assert hushed("run", "first", "-o", "second").code == 0
    one, two = package.load("first"), package.load("second")
    for name in one.variables:
        assert np.array_equal(one[name].values, two[name].values), name
    for name in ("outcomes.csv", "columns.csv", "scenario.toml", "speech.png"):
        assert Path("first", name).read_bytes() == Path("second", name).read_bytes(), name
    assert one.attrs["scenario_sha256"] == two.attrs["scenario_sha256"]
    assert "regime.scoring.severity=0.7" in one.attrs["changes"]
    assert float(one["severity"][0, 0]) == 0.7


def test_a_result_on_a_network_is_repeated_from_anywhere(
    hushed: Command, ties: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hushed("run", "sesame-credit", "--rounds", 4, "--network", "ties.csv", "-o", "first").code == 0
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert hushed("run", "../first", "-o", "second").code == 0
    assert (tmp_path / "first/outcomes.csv").read_bytes() == Path("second/outcomes.csv").read_bytes()
    ties.write_text("1,2\n2,3\n")
    ended = hushed("run", "../first", "-o", "third")
    assert (ended.code, "its ties have changed" in ended.err) == (2, True)


def test_an_edited_result_is_not_repeated(hushed: Command) -> None:
    hushed("run", "sesame-credit", *SMALL, "-o", "first")
    file = Path("first/scenario.toml")
    file.write_text(file.read_text().replace("severity = 0.3", "severity = 0.9"))
    ended = hushed("run", "first")
    assert (ended.code, "was changed since the run" in ended.err) == (2, True)


def test_a_network_gives_the_population_and_is_reported(hushed: Command, ties: Path) -> None:
    ended = hushed("run", "sesame-credit", "--rounds", 3, "--network", ties, "--json")
    assert (ended.json["people"], ended.json["ties"]) == (40, 40)
    assert ended.json["network"]["duplicates"] == ended.json["network"]["self_loops"] == 1
    text = hushed("run", "sesame-credit", "--rounds", 3, "--network", ties).out
    assert "1 repeated tie and 1 self-loop left out" in text.replace("\n", " ")


@pytest.mark.parametrize("written", ["1e3", "1_000", "1,000", "1000"])
def test_population_is_written_as_people_like(hushed: Command, written: str) -> None:
    assert hushed("run", "sesame-credit", "--population", written, "--rounds", 1, "--json").json["people"] == 1000


def test_quick_is_a_smaller_society(hushed: Command) -> None:
    assert hushed("run", "sesame-credit", "--rounds", 1, "--quick", "--json").json["people"] == 5000


def test_phases_shows_every_step_with_its_time(hushed: Command) -> None:
    ended = hushed("run", "sesame-credit", *SMALL, "--phases")
    for number, name in enumerate(("enrol", "weigh", "speak", "observe", "spread", "react", "sanction"), start=1):
        assert f"{number} {name}" in ended.out
    assert "ns/person" in ended.out


def test_threads_change_no_byte(hushed: Command) -> None:
    ties = 'society.online={ generator = "ring-lattice", mean_degree = 4 }'
    for threads in (1, 2):
        options = ("--population", 140_000, "--rounds", 2, "--set", ties, "--threads", threads, "-o", f"t{threads}")
        assert hushed("run", "sesame-credit", *options, "--quiet").code == 0
    assert Path("t1/outcomes.csv").read_bytes() == Path("t2/outcomes.csv").read_bytes()


def test_overwrite_replaces(hushed: Command) -> None:
    hushed("run", "sesame-credit", *SMALL, "-o", "out", "--seed", 1)
    before = Path("out/outcomes.csv").read_bytes()
    assert hushed("run", "sesame-credit", *SMALL, "-o", "out", "--seed", 2).code == 2
    assert Path("out/outcomes.csv").read_bytes() == before
    assert hushed("run", "sesame-credit", *SMALL, "-o", "out", "--seed", 2, "--overwrite").code == 0
    assert Path("out/outcomes.csv").read_bytes() != before


def test_compare_tells_the_effect_and_keeps_it(hushed: Command) -> None:
    options = ("--without", "scoring", "--replicates", 3, "-o", "cmp")
    ended = hushed("compare", "sesame-credit", *SMALL, *options)
    assert ended.code == 0
    assert "are due to scoring" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80
    dataset = package.load("cmp")
    assert dataset["chill"].dims == ("arm", "replicate", "round")
    assert Path("cmp/speech.png").exists()
    assert Path("cmp/differences.csv").read_text().startswith("outcome,unit,when,as_is,changed,difference,low,high")


def test_compare_json_and_its_repetition(hushed: Command) -> None:
    options = ("--with", "secret-scores=0.5", "--replicates", 2, "--json", "-o", "one")
    told = hushed("compare", "sesame-credit", *SMALL, *options).json
    chill = told["differences"]["chill"]
    assert chill["difference"] == pytest.approx(chill["changed"] - chill["as_is"])
    assert told["change"] == {"with": "secret_scores", "dose": 0.5}
    again = hushed("compare", "one", "-o", "two", "--json").json
    assert again["differences"] == told["differences"]
    assert Path("one/outcomes.csv").read_bytes() == Path("two/outcomes.csv").read_bytes()
    ended = hushed("run", "one")
    assert (ended.code, "hushed compare one" in ended.err) == (2, True)


def test_a_stored_result_can_be_saved_elsewhere_again(hushed: Command, tmp_path: Path) -> None:
    hushed("run", "sesame-credit", *SMALL, "-o", "one")
    copy = save(package.load("one"), tmp_path / "copy")
    assert (copy / "outcomes.csv").read_bytes() == Path("one/outcomes.csv").read_bytes()
