"""`hushed doctor`: well on a sound machine, and on any other it says what is wrong and ends with 1."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from commands import Command

import hushed as package
from hushed.results.statistics import Estimate
from hushed.selftest import coverage, deep, drawing, kernels
from hushed.selftest.quick import run_checks

SMALL = replace(
    deep.QUICK,
    size=replace(kernels.DEEP, people=100, rounds=3, policies=4, few=50, short=3, many=0, card=0),
    repetitions=4,
)


def test_doctor_is_well_here(hushed: Command) -> None:
    ended = hushed("doctor", "--json")
    assert ended.code == 0
    assert ended.json["passed"]
    assert len(ended.json["checks"]) == 4
    assert ended.json["versions"]["hushed"] == package.__version__


def test_doctor_finds_a_wrong_machine(hushed: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "KNOWN_ANSWERS", (((0, 0, 0, 0), (0, 0), (1, 2, 3, 4)),))
    monkeypatch.setattr(kernels, "Reference", None)
    ended = hushed("doctor", "--quick")
    assert ended.code == 1
    assert ended.out.count("FAILED") == 2
    assert "6627e8d5" in ended.out
    assert "Do not use results made here." in ended.out


def test_doctor_sees_a_kernel_that_differs_from_the_oracle(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wrong(kernels.Reference):
        def step(self) -> None:
            super().step()
            self.score[7] += np.float32(0.01)

    monkeypatch.setattr(kernels, "Reference", Wrong)
    found = {check.name: check for check in run_checks(seed=1, quick=True)}
    check = found["kernels equal the oracle, person by person"]
    assert not check.passed
    assert check.detail == "score of 1 people differs in round 0"


@pytest.mark.parametrize("seed", ["-1", "4294967296"])
def test_a_seed_that_cannot_be_drawn_from_is_no_fault_of_the_machine(hushed: Command, seed: str) -> None:
    ended = hushed("doctor", "--seed", seed)
    assert (ended.code, ended.out) == (2, "")
    assert f"--seed {seed} is out of range; allowed: 0 to 4_294_967_295" in ended.err


def test_the_deep_form_tells_every_check(hushed: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deep, "QUICK", SMALL)
    ended = hushed("doctor", "--deep", "--quick", "--json")
    checks = ended.json["checks"]
    assert [check for check in checks if not check["passed"]] == []
    assert ended.code == 0
    assert {check["part"] for check in checks} == {"", "random numbers", "kernels", "intervals"}
    measured = [check for check in checks if check["statistic"] is not None]
    assert {check["figure"] for check in measured} == {"least p", "coverage"}
    assert all(check["low"] <= check["statistic"] for check in measured)
    assert ended.json["seconds"] > 0


def test_the_deep_form_as_a_table_says_what_is_wrong_and_what_to_do(
    hushed: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def narrow(values: np.ndarray) -> Estimate:
        mean = float(values.mean())
        return Estimate(mean, mean - 1e-6, mean + 1e-6, len(values))

    monkeypatch.setattr(deep, "QUICK", SMALL)
    monkeypatch.setattr(coverage, "estimate", narrow)
    ended = hushed("doctor", "--deep", "--quick")
    assert ended.code == 1
    (line,) = (line for line in ended.out.splitlines() if "FAILED" in line)
    assert "mean of replicates" in line
    assert "0.0 % of 5" in line
    assert "intervals: no interval that this build prints can be relied on." in ended.out
    assert "without publicity," in ended.out
    assert "hushed doctor --deep --json" in ended.out


@pytest.mark.verification
def test_the_whole_of_it(hushed: Command) -> None:
    """With the command's own seed every coverage is within two points of 95 %, and is the one that the page shows."""
    ended = hushed("doctor", "--deep", "--json")
    assert ended.code == 0, json.dumps([check for check in ended.json["checks"] if not check["passed"]])
    shares = [check["statistic"] for check in ended.json["checks"] if check["figure"] == "coverage"]
    assert len(shares) >= 40
    assert all(0.93 <= share <= 0.97 for share in shares)
    page = Path(__file__).parents[2].joinpath("docs/trust/self-test.md").read_text(encoding="utf-8")
    found = {check["name"]: f"{100 * check['statistic']:.1f}" for check in ended.json["checks"] if check["low"]}
    for row in re.findall(r"^\| (.+, \w+) \| (.+) \| (.+) \| (.+) \|$", page, flags=re.MULTILINE):
        shown = [found.get(f"{row[0]}, {count} replicates", "–") for count in (5, 10, 20)]
        assert list(row[1:]) == shown, row[0]
