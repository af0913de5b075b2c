"""The list of replications, their items, and the object a docking becomes."""

from __future__ import annotations

import json

import pytest

from hushed.errors import InputError
from hushed.replications.daymude.published import PUBLISHED_TRIALS
from hushed.replications.registry import REPLICATIONS, replication
from hushed.replications.targets import Docking, Level, Target

DAYMUDE = replication("daymude-2025")


def test_names_and_items() -> None:
    assert list(REPLICATIONS) == [
        *("daymude-2025", "spiral-of-silence", "expression-game", "silence-hysteresis", "emperors-dilemma"),
        *("digital-dystopia", "collective-sanctions", "thresholds", "network-scoring", "patterns"),
    ]
    assert [item.name for item in DAYMUDE.items] == ["points", "trials", "trial", "sweep"]
    assert "2509.03731" in DAYMUDE.citation


def test_unknown_names_get_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'daymude-2025'"):
        replication("daymude-2052")
    with pytest.raises(InputError, match="did you mean 'trials'"):
        DAYMUDE.run("trails")


def test_points_pass() -> None:
    docking = DAYMUDE.run("points")
    assert docking.passed
    assert len(docking.docked) == 6
    assert {one.target.level for one in docking.docked} == {Level.ANALYTIC}


def test_a_quick_docking_of_the_trials_passes_up_to_round_1000() -> None:
    told: list[tuple[int, int]] = []
    docking = DAYMUDE.run("trials", quick=True, progress=lambda done, total: told.append((done, total)))
    assert [one.target.name for one in docking.docked if not one.passed] == []
    assert len(docking.docked) == 4 * (1 + 2 + 3 + 3)
    assert told[-1] == (4004, 4004)
    assert told == sorted(told)


@pytest.mark.verification
def test_the_four_published_trials_come_out_to_the_printed_digits() -> None:
    docking = DAYMUDE.run("trials")
    assert [one.as_json() for one in docking.docked if not one.passed] == []
    assert len(docking.docked) == len(PUBLISHED_TRIALS) * (1 + 2 + 9 + 3 + 2)


def test_a_free_trial_is_one_json_object() -> None:
    docking = DAYMUDE.run("trial", seed=4, settings={"population": 100, "rounds": 30, "punishment": "proportional"})
    told = json.loads(json.dumps(docking.as_json(), allow_nan=False))
    assert told["settings"]["seed"] == 4
    assert told["targets"] == []
    for name in ("tolerance", "severity", "surveillance", "political_cost", "punishment_cost"):
        assert len(told["per_round"][name]) == 30
        assert told["final"][name] == told["per_round"][name][-1]


def test_settings_and_seeds_that_do_not_apply_are_refused() -> None:
    with pytest.raises(InputError, match="items with settings: trial"):
        DAYMUDE.run("points", settings={"population": 10})
    with pytest.raises(InputError, match="seed 458734673"):
        DAYMUDE.run("trials", seed=1)


def test_targets_pass_only_when_they_round_to_what_is_printed() -> None:
    target = Target.as_printed("x", "7.40", source="s", level=Level.IDENTITY)
    assert target.dock(7.4049).passed
    assert not target.dock(7.4051).passed
    assert not target.dock(7.394).passed
    assert not target.dock(float("nan")).passed


def test_claims_without_a_tolerance_are_judged_by_the_caller() -> None:
    claim = Target("speech falls", "-", "s", Level.RELATION, test="sign of the difference")
    with pytest.raises(ValueError, match="sign of the difference"):
        claim.dock(-1.0)
    docking = Docking("model", "item", (claim.judged("-", passed=True), claim.judged("+", passed=False)))
    assert not docking.passed
    told = docking.as_json()["targets"][1]
    assert (told["published"], told["ours"], told["level"], told["passed"]) == ("-", "+", "relation", False)
