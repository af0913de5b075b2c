"""The exact model without waste, and the published sweep: its draws, its cells on disk, and its figures."""

from __future__ import annotations

import json
import math
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hushed.errors import InputError
from hushed.figures.published_sweep import suppression_times, sweep_maps
from hushed.figures.style import png
from hushed.replications.daymude import sweep_cells
from hushed.replications.daymude.exact_sums import sum_as_published
from hushed.replications.daymude.fast import Round, ranked, run_fast_trial, spoken
from hushed.replications.daymude.people import published_sum
from hushed.replications.daymude.stream import numbers_between
from hushed.replications.daymude.sweep_agreement import agreement, maps_of, strangeness, suppressed_up_to, tolerant_from
from hushed.replications.daymude.sweep_cells import Cell, exact_cells, expected_cells
from hushed.replications.daymude.sweep_departures import explained, ladder
from hushed.replications.daymude.sweep_plan import Plan, expected_trial, prepared, time_to_suppression
from hushed.replications.daymude.sweep_published import published_uniform
from hushed.replications.daymude.trial import TrialSettings, run_trial
from hushed.replications.registry import replication
from hushed.rules import voice_proportional, voice_uniform

PROGRAM = json.loads((Path(__file__).parent / "data" / "daymude_program.json").read_text())["trials"]
LEVERS = ("tolerance", "severity", "surveillance")
COSTS = ("political_cost", "punishment_cost")


# The exact model, fast -------------------------------------------------------------------------------


@pytest.mark.parametrize("case", PROGRAM, ids=lambda case: "-".join(str(one) for one in case["settings"].values()))
def test_fast_trials_equal_the_authors_program(case: dict[str, Any]) -> None:
    trial = run_fast_trial(TrialSettings(**case["settings"]))
    for name, published in case["values"].items():
        ours = getattr(trial, name)[case["rounds"]]
        if name in LEVERS:
            assert ours.tolist() == published, name
        else:
            assert ours == pytest.approx(published, rel=1e-12, abs=1e-12), name


@pytest.mark.parametrize(
    "case",
    [
        {"population": 20_000, "rounds": 3000, "boldness": 2.0},
        # Few people, or nearly none who want more than is tolerated: most rounds cost the same but for rounding.
        {"population": 60, "rounds": 3000, "boldness": 3.0},
        {"population": 9000, "rounds": 2000, "dissent": 0.02, "boldness": 8.0, "tolerance": 0.1, "seed": 3},
        {"population": 9000, "rounds": 2000, "punishment": "proportional", "boldness": 1.0, "adamancy": 3.0},
        {"population": 300, "rounds": 2000, "punishment": "proportional", "boldness": 4.0, "surveillance": 1.0},
        {"population": 1, "rounds": 500, "boldness": 4.0},
    ],
    ids=str,
)
def test_fast_trials_equal_trials_to_the_last_bit_of_every_lever(case: dict[str, Any]) -> None:
    plain, fast = run_trial(TrialSettings(**case)), run_fast_trial(TrialSettings(**case))
    for name in LEVERS:
        assert np.array_equal(getattr(plain, name), getattr(fast, name)), name
    for name in COSTS:
        assert getattr(fast, name) == pytest.approx(getattr(plain, name), rel=1e-12, abs=1e-9), name


@given(
    tolerance=st.floats(0.0, 1.0),
    severity=st.floats(1e-9, 30.0),
    surveillance=st.floats(0.0, 1.0),
    proportional=st.booleans(),
    seed=st.integers(0, 20),
)
@settings(max_examples=150)
def test_acts_are_those_of_the_rules_to_the_last_bit(tolerance, severity, surveillance, proportional, seed) -> None:
    rng = np.random.default_rng(seed)
    desires, boldnesses = rng.random(1500), rng.exponential(3.0, 1500)
    room = Round(np.empty(1500, np.uint32), np.empty(1500), np.empty(1500))
    count, total = spoken(ranked(desires, boldnesses), room, tolerance, severity, surveillance, proportional)
    acts = np.minimum(desires, tolerance)
    acts[room.people[:count]] = room.actions[:count]
    voice = voice_proportional if proportional else voice_uniform
    policy = tolerance, severity, surveillance, 1.0 - surveillance, 0.0
    asked = np.array([voice(desire, bold, *policy) for desire, bold in zip(desires, boldnesses, strict=True)])
    assert np.array_equal(acts, asked)
    assert total == pytest.approx(math.fsum(asked), rel=1e-12)


@pytest.mark.parametrize("size", [1, 7, 8, 127, 128, 129, 1000, 8191, 8192, 8193, 30_011, 100_000])
def test_sums_round_as_published(size: int) -> None:
    values = np.random.default_rng(size).exponential(size=size)
    assert sum_as_published(values) == published_sum(values)


def test_the_stream_is_numpys_with_numbers_passed_over() -> None:
    rng = np.random.default_rng(6)
    rng.exponential(size=7)
    found = numbers_between(rng, skipped=1000, count=50)
    assert found.tolist() == rng.random(50 * 1001)[1000::1001].tolist()


def test_with_the_incumbent_rule_the_policy_kept_is_the_cheapest_yet_seen() -> None:
    trial = run_fast_trial(TrialSettings(population=500, rounds=800, seed=2), acceptance="incumbent")
    cost = trial.political_cost + trial.punishment_cost
    best = np.concatenate([[np.inf], np.minimum.accumulate(cost)[:-1]])
    moved = np.any(np.diff([trial.tolerance, trial.severity, trial.surveillance], axis=1, prepend=-1) != 0, axis=0)
    assert not np.any(moved & (cost > best * (1 + 1e-12)))
    assert np.all(moved[cost < best * (1 - 1e-12)])


# The sweep -------------------------------------------------------------------------------------------

SMALL = Plan(rows=(25, 26), columns=(3, 9, 15), trials=3, rounds=700, population=2000)


def test_time_to_suppression_is_the_end_of_the_first_quiet_window() -> None:
    cost = np.concatenate([np.full(1000, 8.0), np.zeros(1000)])
    # With x quiet rounds in the window the mean is 8 (500 - x) / 500, below 2 from x = 376.
    assert time_to_suppression(cost, 2.0) == 1376
    assert time_to_suppression(cost, 9.0) == 500
    assert time_to_suppression(np.full(800, 8.0), 2.0) == 800
    assert time_to_suppression(np.zeros(400), 2.0) == 400


def test_a_cell_of_the_sweep_on_expected_costs_is_suppressed_in_the_published_round() -> None:
    """Mean desire .055, mean boldness .1: people so timid that chance plays no part."""
    plan = Plan(rows=(5,), columns=(0,))
    cell = expected_cells(plan)[5, 0]
    assert published_uniform()["suppression"][5, 0] == 2398
    assert cell.suppression == 2398
    assert cell.mean("tolerance") == pytest.approx(published_uniform()["tolerance"][5, 0], abs=0.004)


@pytest.mark.verification
@pytest.mark.parametrize(("row", "column"), [(5, 0), (25, 19)])
def test_cells_of_the_exact_model_are_suppressed_in_the_published_round(row: int, column: int) -> None:
    cell = exact_cells(Plan(), [(row, column)])[row, column]
    assert cell.suppression == published_uniform()["suppression"][row, column]


@pytest.mark.verification
@pytest.mark.parametrize("population", [20_000, 100_000])
def test_expected_costs_have_the_exact_distribution_over_seeds(population: int) -> None:
    """Mean desire .255, mean boldness 3.94: time to suppression and final policy of 200 trials (Kolmogorov-Smirnov)."""
    from scipy.stats import kstest

    plan = Plan(rows=(25,), columns=(19,), trials=200, population=population, seed=12)
    exact, expected = trials_apart(plan)
    for name in exact:
        assert kstest(exact[name], expected[name]).pvalue > 0.01, name


def trials_apart(plan: Plan) -> tuple[dict[str, Any], dict[str, Any]]:
    """Time to suppression and final levers of each trial: of the exact model, and on expected costs with other luck."""
    (row,), (column,) = plan.rows, plan.columns
    suppressed = plan.suppressed_cost(row)
    other = replace(plan, seed=plan.seed + 1)
    exact = [run_fast_trial(plan.trial_settings(row, column, trial)) for trial in range(plan.trials)]
    climbs = [expected_trial(other, prepared(other, row, trial), column) for trial in range(plan.trials)]
    ours = {name: [run.levers[k, -1] for run in climbs] for k, name in enumerate(LEVERS)}
    theirs = {name: [getattr(trial, name)[-1] for trial in exact] for name in LEVERS}
    ours["suppression"] = [time_to_suppression(run.voices, suppressed) for run in climbs]
    theirs["suppression"] = [time_to_suppression(trial.political_cost, suppressed) for trial in exact]
    return theirs, ours


def test_cells_do_not_depend_on_threads_or_company() -> None:
    together = expected_cells(SMALL, threads=3)
    alone = expected_cells(replace(SMALL, rows=(26,), columns=(9,)), threads=1)
    assert together[26, 9] == alone[26, 9]
    assert len(set(together.values())) == 6


def test_a_sweep_goes_on_from_the_cells_it_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = expected_cells(SMALL, folder=tmp_path)
    files = sorted((tmp_path / "previous_round").glob("*.json"))
    assert len(files) == 6
    files[2].unlink()
    files[2].with_suffix(".123.partial").write_text('{"row": 2')
    run: list[int] = []
    plain = expected_trial

    def counted(plan: Plan, trial: Any, column: int, acceptance: Any) -> Any:
        run.append(column)
        return plain(plan, trial, column, acceptance)

    monkeypatch.setattr(sweep_cells, "expected_trial", counted)
    assert expected_cells(SMALL, folder=tmp_path) == whole
    assert run == [15] * SMALL.trials


def test_a_killed_sweep_leaves_whole_cells_only(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; from hushed.replications.daymude.sweep_cells import expected_cells;"
        "from hushed.replications.daymude.sweep_plan import Plan;"
        f"expected_cells(Plan(rows=(25, 26), columns=tuple(range(50)), trials=6, rounds=4000, population=2000),"
        f"folder=Path({str(tmp_path)!r}), threads=2)"
    )
    running = subprocess.Popen([sys.executable, "-c", script])
    kept = tmp_path / "previous_round"
    until = time.monotonic() + 120
    while time.monotonic() < until and len(list(kept.glob("*.json"))) < 5:
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    found = list(kept.glob("*.json"))
    assert 5 <= len(found) < 100
    for file in found:
        assert len(json.loads(file.read_text())["final"]) == 6


def test_cells_of_another_sweep_are_not_mixed_in(tmp_path: Path) -> None:
    expected_cells(SMALL, folder=tmp_path)
    with pytest.raises(InputError, match="rounds is 700 there and 701 here"):
        expected_cells(replace(SMALL, rounds=701), folder=tmp_path)


# Agreement -------------------------------------------------------------------------------------------


def sweep_like(values: dict[str, Any]) -> dict[tuple[int, int], Cell]:
    """Cells of two trials each whose means are these maps."""
    names = (*LEVERS, *COSTS)
    return {
        (row, column): Cell(
            row,
            column,
            int(values["suppression"][row, column]),
            tuple(tuple(float(values[name][row, column]) * (1 + way) for name in names) for way in (-1e-3, 1e-3)),
        )
        for row in range(50)
        for column in range(50)
    }


def test_the_published_figures_meet_their_own_claims() -> None:
    docked = list(agreement(Plan(), maps_of(sweep_like(dict(published_uniform())))))
    assert [one.target.name for one in docked if not one.passed] == []
    assert len(docked) == 3 + 5 * 2 + 1 + 4 + 1


def test_another_sweep_does_not_pass() -> None:
    shifted = {name: np.roll(values, 4, axis=1) for name, values in published_uniform().items()}
    docked = list(agreement(Plan(), maps_of(sweep_like(shifted))))
    failed = {one.target.name for one in docked if not one.passed}
    assert "time to suppression: cells within a tenth" in failed
    assert sum("within chance" in name for name in failed) >= 4
    assert any("largest mean boldness" in name for name in failed)


def test_boundaries_are_read_where_they_lie() -> None:
    maps = maps_of(sweep_like(dict(published_uniform())))
    assert np.isnan(suppressed_up_to(Plan(), maps)[0])
    assert tolerant_from(maps)[[5, 12, 25, 49]] == pytest.approx([5.56, 3.53, 6.77, 9.60], abs=0.01)
    assert strangeness(maps).max() < 0.1
    coarse = {place: cell for place, cell in sweep_like(dict(published_uniform())).items() if place[1] % 4 == 0}
    # Within the four steps between columns, and on the whole nearer than that.
    apart = np.abs(tolerant_from(maps_of(coarse)) - tolerant_from(maps))
    assert np.nanmax(apart) < 0.81
    assert np.nanmean(apart) < 0.25


def test_the_ladder_of_approximations_ends_in_the_exact_model() -> None:
    plan = replace(SMALL, rows=(25,), columns=(9,))
    expected, exact = expected_cells(plan)[25, 9], exact_cells(plan, [(25, 9)])[25, 9]
    told = explained(plan, expected, exact, ladder(plan, (25, 9)))
    assert [step["step"] for step in told["steps"]][-1] == "exact"
    assert told["steps"][-1]["trials_unlike_exact"] == 0
    assert told["steps"][-1]["suppression"] == exact.suppression


def test_the_item_refuses_what_it_cannot_use() -> None:
    daymude = replication("daymude-2025")
    with pytest.raises(InputError, match="1978572166"):
        daymude.run("sweep", seed=1)
    with pytest.raises(InputError, match="did you mean 'punishment'"):
        daymude.run("sweep", settings={"punishmnt": "uniform"})


def test_pictures_are_drawn_with_and_without_published_values() -> None:
    cells = maps_of(expected_cells(SMALL))
    told = {name: values.tolist() for name, values in cells.means.items()}
    told |= {"dissent": [0.255, 0.265], "boldness": [0.7, 1.9, 3.1]}
    for results in ({"previous_round": told}, {"previous_round": told, "incumbent": told, "published": told}):
        for draw in (sweep_maps, suppression_times):
            assert png(draw(results)).startswith(b"\x89PNG")


@pytest.mark.verification
@pytest.mark.parametrize("punishment", ["uniform", "proportional"])
def test_a_quick_sweep_meets_its_targets(punishment: str) -> None:
    docking = replication("daymude-2025").run("sweep", quick=True, settings={"punishment": punishment})
    assert [one.as_json() for one in docking.docked if not one.passed] == []
