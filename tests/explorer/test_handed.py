"""What is handed to the page says what the commands say, and fits the shapes that the page declares."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from explorer_tools import BUILT, install, npm

import hushed
from hushed.cli.start import run_command
from hushed.explorer.handed import Opened, opened, result_opened
from hushed.explorer.told import MOST_POINTS
from hushed.outcomes import HEADLINES, OUTCOMES
from hushed.results.store import save
from hushed.scenario.library import library_names

KINDS = ("run", "comparison", "attribution")


def told(results: dict[str, Path], name: str) -> dict[str, Any]:
    return result_opened(results[name]).handed["result"]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What a command says as JSON."""
    capsys.readouterr()
    assert run_command([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def every_page(results: dict[str, Path]) -> dict[str, Opened]:
    return {
        "story": opened(),
        **{name.replace("-", "_"): opened(name) for name in library_names()},
        **{name: result_opened(folder) for name, folder in results.items()},
    }


def test_it_fits_the_shapes_that_the_page_declares(results: dict[str, Path]) -> None:
    """The compiler of the page's language reads it as a value of the declared type."""
    install()
    folder = BUILT / "handed"
    folder.mkdir(parents=True, exist_ok=True)
    for name, what in every_page(results).items():
        text = json.dumps(what.handed)
        head = 'import type { Handed } from "../../src/contract.ts";\n'
        (folder / f"{name}.ts").write_text(f"{head}export const handed: Handed = {text};\n", encoding="utf-8")
    wrong = 'import type { Handed } from "../../src/contract.ts";\n// @ts-expect-error: it has no version.\n'
    (folder / "wrong.ts").write_text(f"{wrong}export const handed: Handed = {{ start: null }};\n", encoding="utf-8")
    settings = {"extends": "../../tsconfig.json", "include": ["*.ts"]}
    (folder / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    npm("exec", "--offline", "--", "tsc", "--noEmit", "-p", str(folder))


@pytest.mark.skipif(os.name != "posix", reason="elsewhere names are text")
def test_a_folder_whose_name_is_no_text_is_opened(results: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "a\udcffb"
    shutil.copytree(results["run"], folder)
    assert result_opened(folder).handed["start"]["name"] == "a\N{REPLACEMENT CHARACTER}b"
    assert run_command(["explore", str(folder), "--no-open", "-o", str(tmp_path / "page.html")]) == 0


def test_every_page_knows_the_schema_the_library_and_what_outcomes_mean(capsys: pytest.CaptureFixture[str]) -> None:
    handed = opened().handed
    assert run_command(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    scoring = schema["$defs"]["Scoring"]["properties"]["severity"]
    assert handed["schema"]["required"] == schema["required"]
    assert handed["schema"]["$defs"].keys() == schema["$defs"].keys()
    assert "title" in handed["schema"]["properties"]
    words = ("title", "description")
    assert all(not table.get("additionalProperties") for table in schema["$defs"].values())
    assert handed["schema"]["$defs"]["Scoring"]["properties"]["severity"] == {
        key: value for key, value in scoring.items() if key not in words
    }
    assert [each["name"] for each in handed["library"]] == [*library_names()]
    assert handed["library"][0]["table"] == hushed.read_scenario(library_names()[0]).table()
    assert list(handed["outcomes"]) == [*OUTCOMES]
    assert handed["outcomes"]["voice_share"]["harm"] is False
    assert handed["version"] == hushed.__version__
    assert handed["start"] is handed["result"] is None


def test_a_run_is_told_as_the_command_tells_it(
    results: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = said(capsys, "run", str(results["run"]), "-o", str(tmp_path / "again"))
    found = told(results, "run")
    (arm,) = found["arms"]
    assert {name: arm["last"][name]["mean"] for name in HEADLINES} == {
        name: again["outcomes"][name] for name in HEADLINES
    }
    ends = {name: [arm["last"][name]["low"], arm["last"][name]["high"]] for name in HEADLINES}
    assert ends == {name: again["intervals"][name] for name in HEADLINES}
    assert found["leftFree"] == {name: again["left_free"][name] for name in HEADLINES}
    for name in ("title", "people", "ties", "rounds", "replicates", "seed"):
        assert found[name] == again[name]
    assert found["command"] == "hushed run run"


def test_a_comparison_is_told_as_the_command_tells_it(
    results: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = said(capsys, "compare", str(results["comparison"]), "-o", str(tmp_path / "again"))
    found = told(results, "comparison")
    assert found["sentences"] == [again["sentence"]]
    assert [arm["label"] for arm in found["arms"]] == again["arms"] == ["as it is", "without association"]
    for name in HEADLINES:
        there = again["differences"][name]
        assert found["differences"][name] == {
            "mean": there["difference"], "low": there["low"], "high": there["high"],
        }  # fmt: skip
        assert [arm["last"][name]["mean"] for arm in found["arms"]] == [there["as_is"], there["changed"]]


def test_an_attribution_is_told_as_the_command_tells_it(
    results: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = said(capsys, "attribute", str(results["attribution"]), "-o", str(tmp_path / "again"))
    found = told(results, "attribution")
    first = found["attribution"][0]
    assert found["sentences"] == [again["sentence"]]
    assert (first["outcome"], first["over"]) == (again["outcome"], again["over"]) == ("bystander_chill", "mean")
    assert first["whole"]["mean"] == again["total"]["value"]
    assert {each["instrument"]: each["share"] for each in first["shares"]} == {
        name: {"mean": share["share"], "low": share["low"], "high": share["high"]}
        for name, share in again["shares"].items()
    }
    assert {each["outcome"] for each in found["attribution"]} == {*HEADLINES}
    for each in found["attribution"]:
        whole = sum(share["share"]["mean"] for share in each["shares"])
        assert whole == pytest.approx(each["whole"]["mean"], abs=1e-12)
        assert each["asIs"]["mean"] - each["withoutAny"]["mean"] == pytest.approx(each["whole"]["mean"], abs=1e-12)


def test_lines_are_means_over_replicates_to_what_a_screen_can_show(results: dict[str, Path]) -> None:
    found, dataset = told(results, "comparison"), hushed.load(results["comparison"])
    for place, arm in enumerate(found["arms"]):
        for name in HEADLINES:
            expected = dataset[name].isel(arm=place).mean("replicate").values
            np.testing.assert_allclose(arm["series"][name]["mean"], expected, rtol=5.1e-4, atol=1e-12)
    gap = dataset["chill"].isel(arm=1) - dataset["chill"].isel(arm=0)
    np.testing.assert_allclose(found["gap"]["chill"]["mean"], gap.mean("replicate").values, rtol=5.1e-4, atol=1e-12)
    assert all(low <= mean <= high for low, mean, high in zip(
        *(found["gap"]["chill"][end] for end in ("low", "mean", "high")), strict=True
    ))  # fmt: skip
    assert found["at"] == [*range(found["rounds"])]


def test_with_one_replicate_intervals_are_their_mean_and_one_round_is_a_point(results: dict[str, Path]) -> None:
    found = told(results, "single")
    assert found["at"] == [0]
    (arm,) = found["arms"]
    assert all(figure["low"] == figure["mean"] == figure["high"] for figure in arm["last"].values())
    assert all(len(band["mean"]) == 1 and band["low"] == band["high"] for band in arm["series"].values())


def test_a_long_run_is_thinned_and_keeps_both_its_ends(tmp_path: Path) -> None:
    scenario = hushed.read_scenario("daymude-2025", population=50, rounds=5 * MOST_POINTS)
    found = result_opened(save(hushed.run(scenario), tmp_path / "long")).handed["result"]
    assert len(found["at"]) == len(found["arms"][0]["series"]["chill"]["mean"]) == MOST_POINTS
    assert (found["at"][0], found["at"][-1]) == (0, 5 * MOST_POINTS - 1)
    steps = np.diff(found["at"])
    assert steps.max() - steps.min() <= 1


def test_an_interrupted_result_says_so(results: dict[str, Path], tmp_path: Path) -> None:
    dataset = hushed.load(results["run"])
    cut = dataset.isel(round=slice(0, 8)).copy(deep=True)
    for name in HEADLINES:
        cut[name][-1, 3:] = np.nan
    cut["rounds_played"][-1] = 3
    found = result_opened(save(cut.assign_attrs(complete=0), tmp_path / "cut")).handed["result"]
    assert found["sentences"][-1] == "This was interrupted: it shows 8 of 8 rounds, in 2 of 3 replicates."
    cut["rounds_played"][:] = 0
    nothing = save(cut.assign_attrs(complete=0), tmp_path / "nothing")
    with pytest.raises(hushed.InputError, match="no finished round"):
        result_opened(nothing)


@pytest.mark.parametrize("kind", KINDS)
def test_beside_a_result_stands_the_scenario_it_was_played_with(results: dict[str, Path], kind: str) -> None:
    start = result_opened(results[kind]).handed["start"]
    assert start["name"] == kind
    assert start["table"] == hushed.read_scenario("sesame-credit", population=400, rounds=8).table()


def test_python_writes_the_page_of_a_scenario_in_memory(tmp_path: Path) -> None:
    scenario = hushed.read_scenario("informers", population=77)
    file = hushed.explore(scenario, tmp_path / "new" / "page.html")
    assert '"population":77' in file.read_text(encoding="utf-8")
    with pytest.raises(hushed.InputError, match="exists already"):
        hushed.explore(scenario, file)
    assert hushed.explore("free-society", file, overwrite=True) == file
    with pytest.raises(hushed.InputError, match=r"page\.txt: a browser shows a page only if its name ends in \.html"):
        hushed.explore("free-society", tmp_path / "page.txt", overwrite=True)
    assert "<title>" + hushed.read_scenario("free-society").title in file.read_text(encoding="utf-8")
