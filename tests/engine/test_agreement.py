"""Kernels against the plain NumPy oracle, person by person, on random scenarios and on golden vectors."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.worlds import (
    ALL_REACTIONS,
    EVERYTHING,
    OFFLINE,
    REACTIONS,
    REGIMES,
    differences,
    reactions,
    regime,
    society,
    unpacked,
)
from hushed.engine.reference import Reference
from hushed.engine.simulation import Simulation
from hushed.engine.state import Mark, Standing
from hushed.society.society import SocietySpec, build_society

GOLDEN = Path(__file__).parent.parent / "golden"
VECTORS = sorted(path for path in GOLDEN.glob("*.json") if path.stem != "societies")


def agree(world, policy, how, *, rounds, seed=1, replicate=0, threads=1):
    run = Simulation(world, policy, how, seed=seed, replicate=replicate, threads=threads)
    oracle = Reference(world, policy, how, seed=seed, replicate=replicate)
    for round_ in range(rounds):
        run.step()
        oracle.step()
        assert differences(run, oracle) == [], f"round {round_}"
    return run


@settings(max_examples=120)
@given(REGIMES, REACTIONS, OFFLINE, st.integers(0, 2**32 - 1), st.integers(0, 3))
def test_random_scenarios(policy, how, offline, seed, replicate):
    world = society(
        60, seed=seed, replicate=replicate, online={"generator": "erdos-renyi", "mean_degree": 5}, offline=offline
    )
    agree(world, regime(**policy), reactions(**how), rounds=7, seed=seed, replicate=replicate)


def test_everything_at_once():
    online = {"generator": "holme-kim", "mean_degree": 8}
    world = society(3000, online=online, offline={"generator": "watts-strogatz", "mean_degree": 6, "rewiring": 0.1})
    run = agree(world, regime(**EVERYTHING), reactions(**ALL_REACTIONS), rounds=20)
    # The agreement would mean little if parts had lain idle.
    sums = run.record.tally
    assert min(sums.punished, sums.misread, sums.denounced, sums.shared, run.ties_cut, *run.record.served) > 0
    assert run.state.confidence.min() < 0 < run.state.confidence.max()
    assert 0 < np.count_nonzero(run.state.punished_friends) < world.size
    assert 0 < np.count_nonzero(run.state.standing & Standing.ENFORCES) < sums.dissenters - sums.loud


@pytest.mark.parametrize("reordered", [False, True])
@pytest.mark.parametrize(
    "alike", [(), ("boldness",), ("desired_dissent",), ("propensity",), ("desired_dissent", "boldness", "propensity")]
)
def test_traits_that_everybody_shares_are_stored_once_and_mean_the_same(alike, reordered):
    values = {"desired_dissent": 0.6, "boldness": 0.8, "propensity": 0.4}
    world = society(700, traits={name: values[name] for name in alike}, offline="same")
    assert [len(world.people.desire), len(world.people.boldness), len(world.people.propensity)] == [
        1 if name in alike else 700 for name in values
    ]
    world = world.reordered() if reordered else world
    assert bool(len(world.people.key)) == reordered
    run = agree(world, regime(**EVERYTHING), reactions(**ALL_REACTIONS), rounds=12)
    desire = world.people.spread_out(700).desire.astype(float)
    assert run.record.tally.desire == pytest.approx(desire.sum(), rel=1e-12)
    assert run.record.tally.dissenters == (desire > run.terms.tolerance).sum()


def test_a_vague_line_needs_beliefs():
    world = build_society(SocietySpec(population=50), seed=1, replicate=0, beliefs=False)
    Simulation(world, regime(), reactions(), seed=1)
    with pytest.raises(ValueError, match="without beliefs"):
        Simulation(world, regime(clarity={"vagueness": 0.1}), reactions(), seed=1)


@pytest.mark.parametrize("acceptance", ["previous_round", "incumbent"])
@pytest.mark.parametrize("form", ["uniform", "proportional"])
def test_an_adaptive_authority(form, acceptance):
    policy = regime(
        observation={"surveillance": 0.1},
        scoring={"severity": 0.1, "form": form},
        authority={"mode": "adaptive", "acceptance": acceptance},
    )
    run = agree(society(500, online={"generator": "empty"}), policy, reactions(), rounds=60)
    assert run.record.levers != (0.25, 0.1, 0.1)


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_golden_vectors(path):
    """What the oracle wrote once still stands, so neither implementation can drift, not even both together."""
    golden = json.loads(path.read_text())
    world = society(golden["people"], seed=golden["seed"], **golden["society"])
    run = Simulation(world, regime(**golden["regime"]), reactions(**golden["reactions"]), seed=golden["seed"])
    assert world.online.friends.tolist() == golden["friends"]
    for expected in golden["rounds"]:
        run.step()
        for name in ("voice", "score", "loss"):
            np.testing.assert_array_equal(getattr(run.state, name), np.array(expected[name], dtype=np.float32), name)
        assert (run.state.mark % Mark.COSTLY).tolist() == expected["mark"]
        assert np.flatnonzero(unpacked(run.state.cut, world.online.friends.size)).tolist() == expected["cut"]


def test_there_are_golden_vectors():
    assert len(VECTORS) >= 3
