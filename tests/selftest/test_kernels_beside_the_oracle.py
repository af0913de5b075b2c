"""The self-test of the kernels: it draws every parameter, and finds what goes its own way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gpu.programs import needs_numba_cuda, program
from hushed.engine.simulation import Simulation
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.selftest import kernels
from hushed.selftest.regimes import CHOICES, LEVELS, NUMBERS, REACTIONS, random_policy

SMALL = replace(kernels.DEEP, people=150, rounds=6, policies=15, few=60, short=5, many=0, card=0)


def test_every_parameter_of_every_instrument_and_reaction_is_drawn():
    for name, instrument in Regime.model_fields.items():
        drawn = {field for table in (LEVELS, NUMBERS, CHOICES) for field in table.get(name, {})}
        assert set(type(instrument.default).model_fields) == drawn | (
            {"tiers", "appeal_rounds"} if name == "sanctions" else set()
        )
    assert set(REACTIONS) == set(Reactions.model_fields)


def test_random_policies_differ_and_are_the_same_each_time():
    policies = [random_policy(seed=4, number=number) for number in range(40)]
    assert policies == [random_policy(seed=4, number=number) for number in range(40)]
    assert len(set(policies)) == 40
    assert {regime.authority.mode for regime, _ in policies} == {"fixed", "adaptive"}
    assert {len(regime.sanctions.tiers) for regime, _ in policies} == {0, 1, 2, 3}


def test_a_small_form_of_all_of_it_passes():
    steps = []
    found = kernels.kernel_checks(SMALL, seed=11, on_step=steps.append)
    assert [check.name for check in found if not check.passed] == []
    assert len(steps) == kernels.steps(SMALL) == len(found)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (
            lambda slow: slow.score.__setitem__(7, slow.score[7] + np.float32(0.01)),
            "score of 1 people differs in round 0",
        ),
        (
            lambda slow: slow.now["seen"].__setitem__(slice(3), ~slow.now["seen"][:3]),
            "seen of 3 people differs in round 0",
        ),
    ],
)
def test_who_goes_her_own_way_is_told(monkeypatch, wrong, told):
    class Wrong(kernels.Reference):
        def step(self):
            super().step()
            wrong(self)

    monkeypatch.setattr(kernels, "Reference", Wrong)
    found = kernels.kernel_checks(replace(SMALL, policies=1), seed=1, on_step=lambda _: None)
    assert all(told in check.detail for check in found if "policies" not in check.name)
    assert not any(check.passed for check in found)


def test_an_outcome_that_is_not_its_definition_is_told(monkeypatch):
    right = kernels.outcomes_apart
    monkeypatch.setattr("hushed.selftest.agreement.by_definition", lambda oracle, terms: {"chill": 2.0})
    assert kernels.outcomes_apart is right
    found = kernels.kernel_checks(replace(SMALL, policies=1), seed=1, on_step=lambda _: None)
    assert {check.detail.rpartition(": ")[2] for check in found} == {"the outcome chill differs in round 0"}


def test_a_thread_that_goes_its_own_way_is_told(monkeypatch):
    class Wrong(Simulation):
        def step(self):
            record = super().step()
            if self.threads > 1 and self.round == 2:
                self.state.voice[5] = 0.123
            return record

    society = kernels._small_society(200, seed=1, number=1)
    asked = {"rounds": 3, "seed": 1, "counts": (1, 2)}
    monkeypatch.setattr("hushed.engine.workers.PARALLEL_FROM", 0)
    assert kernels.on_threads(society, *random_policy(seed=1, number=0), **asked) == ""
    monkeypatch.setattr(kernels, "Simulation", Wrong)
    told = kernels.on_threads(society, *random_policy(seed=1, number=0), **asked)
    assert told == "voice differs on 2 threads in round 1"


@needs_numba_cuda
def test_the_check_of_a_card_plays_on_one():
    """In Numba's simulator, on few people: it says nothing of a real card, but that the check is carried out."""
    assert program("gpu.card_check", simulator=True).stdout.strip() == "agrees; then: score"
