"""What a library scenario promises: nothing at its floor or ceiling, scores apart, each instrument's effect visible."""

from __future__ import annotations

from functools import cache

import pytest

from hushed.engine.simulation import Simulation
from hushed.outcomes import HEADLINES, Setting, outcomes_of
from hushed.regime.regime import Regime
from hushed.scenario.reader import read_scenario
from hushed.society.society import build_society

REGIMES = ("sesame-credit", "informers", "linked-identity", "all-instruments")
ACTIVE = [(name, instrument) for name in REGIMES for instrument in read_scenario(name).policy()[0].active()]


@cache
def at_the_end(name: str, without: str | None = None) -> dict[str, float]:
    """Outcomes of the last round among 10,000 people, in full or without one instrument."""
    scenario = read_scenario(name, population=10_000)
    regime, reactions = scenario.policy()
    policy: Regime = regime.without(without) if without else regime
    society = build_society(scenario.society, seed=scenario.seed, replicate=0)
    run = Simulation(society, policy, reactions, seed=scenario.seed)
    record = list(run.rounds(scenario.rounds))[-1]
    return outcomes_of(record, Setting(society.size, society.online.ties, policy, scenario.rounds - 1))


@pytest.mark.parametrize("name", REGIMES)
def test_nothing_lies_at_its_floor_or_ceiling(name: str) -> None:
    found = at_the_end(name)
    regime, reactions = read_scenario(name).policy()
    absent = {
        *(() if regime.association.active else ("third_party_loss",)),
        *(() if regime.sanctions.active else ("sanctioned", "collateral_sanctions", "hardship")),
        *(() if reactions.ostracism or reactions.shunning else ("ties_cut",)),
    }
    shares = set(HEADLINES) - {"own_loss", "third_party_loss", "hardship", "score_mean", "score_p05", "score_spread"}
    for outcome in shares - absent:
        assert 0.0005 < found[outcome] < 0.97, outcome
    assert 0.05 < found["chill"] < 0.5
    assert all(found[outcome] == 0 for outcome in absent)


@pytest.mark.parametrize("name", REGIMES)
def test_scores_end_up_spread(name: str) -> None:
    found = at_the_end(name)
    assert found["score_p95"] - found["score_p05"] > 0.6
    assert found["score_p75"] - found["score_p25"] > 0.2
    assert found["score_p50"] < 0.95


@pytest.mark.parametrize(("name", "instrument"), ACTIVE)
def test_each_instrument_can_be_seen_at_work(name: str, instrument: str) -> None:
    """Without it some headline differs by a hundredth at least: a tenth of what the whole regime does to speech."""
    full, less = at_the_end(name), at_the_end(name, instrument)
    assert max(abs(full[outcome] - less[outcome]) for outcome in HEADLINES) > 0.01


@pytest.mark.parametrize(
    ("name", "instrument", "points"),
    [
        ("sesame-credit", "association", 0.03),
        ("sesame-credit", "publicity", 0.01),
        ("sesame-credit", "enrolment", 0.1),
        ("informers", "informers", 0.01),
        ("linked-identity", "sanctions", 0.02),
    ],
)
def test_what_a_scenario_is_named_for_silences(name: str, instrument: str, points: float) -> None:
    assert at_the_end(name)["chill"] - at_the_end(name, instrument)["chill"] > points
