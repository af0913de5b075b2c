"""The model as the explorer plays it in a browser, against Python's: person by person, outcome by outcome, reason by
reason."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from explorer_tools import node, node_program
from hypothesis import given, settings
from hypothesis import strategies as st

import hushed
from engine.worlds import ALL_REACTIONS, EVERYTHING, OFFLINE, REACTIONS, REGIMES, SHARE
from hushed.engine.reference import Reference
from hushed.experiments.playing import play
from hushed.outcomes import OUTCOMES
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.regime.safeguards import SAFEGUARDS
from hushed.scenario.schema import Scenario
from hushed.society.society import build_society

LIBRARY = ("all-instruments", "daymude-2025", "free-society", "informers", "linked-identity", "sesame-credit")


class Browser:
    """The explorer's model in Node, asked one scenario after another."""

    def __init__(self, program: Path) -> None:
        self._node = subprocess.Popen([node(), program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, question: Any) -> Any:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(json.dumps(question) + "\n")
        self._node.stdin.flush()
        return json.loads(self._node.stdout.readline())

    def play(self, scenario: Scenario, *, replicate: int = 0, people: bool = True) -> list[Any]:
        """Every round of a scenario: its outcomes, and everybody in it where `people` is set."""
        return self.ask({"scenario": scenario.table(), "replicate": replicate, "people": people})

    def close(self) -> None:
        self._node.communicate()


@pytest.fixture(scope="module")
def browser():
    served = Browser(node_program("serve"))
    yield served
    served.close()


def scenario(rounds=7, seed=1, **parts: Any) -> Scenario:
    return Scenario.model_validate({"schema": 1, "rounds": rounds, "seed": seed, **parts})


def test_the_neutral_tables_are_pythons(browser):
    neutral = {"regime": Regime().model_dump(mode="json"), "reactions": Reactions().model_dump(mode="json")}
    assert browser.ask("neutral") == neutral


# Person by person ------------------------------------------------------------------------------------


def agree(browser: Browser, asked: Scenario, *, replicate: int = 0) -> list[Any]:
    """Both play a scenario; everything about everybody is equal, and every outcome, in every round."""
    world = build_society(asked.society, seed=asked.seed, replicate=replicate)
    policy = asked.policy()
    oracle = Reference(world, *policy, seed=asked.seed, replicate=replicate)
    engine = play(world, *policy, rounds=asked.rounds, seed=asked.seed, replicate=replicate, threads=1)
    rounds = browser.play(asked, replicate=replicate)
    for round_, found in enumerate(rounds):
        before = around(oracle)
        oracle.step()
        assert differences(found, oracle, policy[0]) == [], f"round {round_}"
        explained(found["why"], oracle, before)
        expected = {name: values[round_] for name, values in engine.outcomes.items()}
        assert found["outcomes"] == expected, f"round {round_}"
    return rounds


def differences(found: dict[str, Any], oracle: Reference, regime: Regime) -> list[str]:
    """Names of what the browser and the oracle disagree on, person by person."""
    now, domains = oracle.now, [tier.domain for tier in regime.sanctions.tiers]
    marks = now["seen"] + 2 * now["punished"] + 4 * now["misread"] + 8 * now["denounced"] + 16 * oracle.loud
    serving = oracle.serving > 0
    bank = np.array([domain == "bank" for domain in domains], dtype=bool)
    expected = {
        "voice": oracle.voice,
        "score": oracle.score,
        "loss": now["loss"],
        "shared": now["shared"],
        "mark": marks,
        "enrolled": oracle.enrolled,
        "sanctioned": serving.any(axis=0),
        "frozen": serving[bank].any(axis=0),
        "cut": np.flatnonzero(~oracle.live),
    }
    unlike = [
        name for name, theirs in expected.items() if not np.array_equal(np.array(found[name]), theirs.astype(float))
    ]
    for person, why in enumerate(found["why"]):
        left = [
            {"domain": domain, "rounds": int(clock)}
            for domain, clock in zip(domains, oracle.serving[:, person], strict=True)
            if clock > 0
        ]
        if why["sanctions"] != left:
            unlike.append(f"sanctions of {person}")
    return unlike


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Any scenario on a few people, safeguards and adaptive authorities among them."""
    regime = dict(draw(REGIMES))
    if draw(st.booleans()):
        regime["authority"] = {
            "mode": "adaptive",
            "adamancy": draw(st.floats(0, 5)),
            "window": draw(st.floats(0.01, 0.5)),
            "acceptance": draw(st.sampled_from(["previous_round", "incumbent"])),
        }
        regime["scoring"] = constant(regime["scoring"], "severity", "tolerance")
        regime["observation"] = constant(regime["observation"], "surveillance")
    doses = st.one_of(st.just({}), st.dictionaries(st.sampled_from(sorted(SAFEGUARDS)), SHARE))
    traits = st.sampled_from([{}, {"care": 0.3, "shame": {"distribution": "exponential", "mean": 0.8}}])
    spec = {"population": 60, "online": {"generator": "erdos-renyi", "mean_degree": 5}, "traits": draw(traits)}
    offline = draw(OFFLINE)
    society = spec | ({"offline": offline} if offline else {})
    seed = draw(st.integers(0, 2**32 - 1))
    return scenario(seed=seed, society=society, regime=regime, reactions=draw(REACTIONS), safeguards=draw(doses))


def constant(part: dict[str, Any], *levers: str) -> dict[str, Any]:
    """The part with levers that an adaptive authority sets as numbers instead of schedules."""
    return {
        name: level["value"][0] if name in levers and isinstance(level, dict) else level for name, level in part.items()
    }


@settings(max_examples=60)
@given(asked=scenarios(), replicate=st.integers(0, 3))
def test_random_scenarios(browser, asked, replicate):
    agree(browser, asked, replicate=replicate)


@pytest.mark.parametrize("offline", ["same", {"generator": "watts-strogatz", "mean_degree": 6, "rewiring": 0.1}])
def test_everything_at_once(browser, offline):
    society = {
        "population": 600,
        "traits": {"care": 0.3, "shame": 0.5},
        "online": {"generator": "holme-kim", "mean_degree": 8},
        "offline": offline,
    }
    doses = dict.fromkeys(SAFEGUARDS, 0.1)
    parts = {"society": society, "regime": EVERYTHING, "reactions": ALL_REACTIONS}
    rounds = agree(browser, scenario(rounds=14, **parts))
    agree(browser, scenario(rounds=8, **parts, safeguards=doses))
    # The agreement would mean little if parts had lain idle.
    last = rounds[-1]["outcomes"]
    busy = ("punished", "wrongly_punished", "third_party_loss", "ties_cut", "sanctioned_bank", "collateral_sanctions")
    assert min(last[name] for name in busy) > 0
    assert any(each["newlyCut"] for each in rounds)
    assert {why["choice"] for each in rounds for why in each["why"]} >= {"all", "lawful", "between", "nothing"}


MISREAD = {"observation": {"surveillance": 0.5, "misreading": 0.4}, "scoring": {"severity": 0.5, "tolerance": 0.1}}
FROZEN = {"tiers": [{"domain": "bank", "threshold": {"at": [0, 3], "value": [0.3, 0.9], "between": "linear"}}]}
CORNERS: dict[str, dict[str, Any]] = {
    "a threshold that rises over scores, and the silent among the sanctioned": {
        "regime": MISREAD | {"sanctions": FROZEN}
    },
    "gatherings that ties online vanish from": {
        "regime": MISREAD | {"informers": {"share": 0.3, "report_chance": 0.4}, "association": {"weight": 0.4}},
        "reactions": {"ostracism": 0.3},
    },
    "a capped severity under an authority that adapts": {
        "regime": MISREAD
        | {"scoring": {"severity": 0.5, "severity_cap": 0.3}, "authority": {"mode": "adaptive", "window": 0.4}},
        "safeguards": {"proportionality": 0.5},
    },
    "a climate that nobody fears any longer": {
        "regime": MISREAD,
        "reactions": {"isolation": {"at": [0, 3], "value": [0.8, 0.0]}, "fading": 0.2},
    },
    "mutual aid": {"regime": MISREAD | {"sanctions": FROZEN}, "safeguards": {"mutual_aid": 0.7, "clear_law": 0.5}},
}


@pytest.mark.parametrize("corner", CORNERS)
def test_corners(browser, corner):
    society = {"population": 300, "online": {"generator": "erdos-renyi", "mean_degree": 6}, "offline": "same"}
    agree(browser, scenario(rounds=9, society=society, **CORNERS[corner]))


def test_newly_cut_ties_are_those_of_the_round(browser):
    cutting = {"scoring": {"severity": 0.8}, "observation": {"surveillance": 0.5}, "association": {"weight": 0.5}}
    society = {"population": 200, "online": {"generator": "erdos-renyi", "mean_degree": 6}}
    asked = scenario(society=society, regime=cutting, reactions={"ostracism": 0.2})
    before: set[int] = set()
    for found in browser.play(asked):
        assert sorted(found["newlyCut"]) == sorted(set(found["cut"]) - before)
        before = set(found["cut"])
    assert before


# Why -------------------------------------------------------------------------------------------------


def around(oracle: Reference) -> dict[str, Any]:
    """Friends, and what everybody saw of them, as a round begins."""
    counts = {
        "friends": np.ones(oracle.society.size),
        "friendsLoud": oracle.loud.astype(float),
        "friendsPunished": oracle.had_case.astype(float),
    }
    return {name: oracle.over_friends(flags).tolist() for name, flags in counts.items()}


def explained(whys: list[dict[str, Any]], oracle: Reference, before: dict[str, Any]) -> None:
    """Reasons hold together, and are the oracle's quantities."""
    seen = oracle.v + oracle.w * oracle.desire
    assert [why["chanceSeen"] for why in whys] == pytest.approx(seen.tolist(), rel=1e-12)
    assert [why["chanceAnyway"] for why in whys] == pytest.approx(oracle.v.tolist(), rel=1e-12)
    for name, counted in before.items():
        assert [why[name] for why in whys] == counted, name
    for person, why in enumerate(whys):
        assert why["cost"] == pytest.approx(sum(why["parts"].values()), rel=1e-12, abs=1e-15)
        assert implied(why) == np.float32(why["voice"]), person
        assert why["wronglyPunished"] == bool(oracle.had_case[person] and not oracle.loud[person])


def implied(why: dict[str, Any]) -> np.float32:
    """What follows from the choice that is named, and from what is weighed against each other where all costs alike."""
    desire, line = why["desire"], min(why["desire"], why["line"])
    if why["choice"] == "between":
        assert why["proportional"]
        assert np.float32(line) < why["voice"] < desire
        return np.float32(why["voice"])
    said = np.float32({"all": desire, "lawful": line, "nothing": 0.0, "nothing-to-say": 0.0}[why["choice"]])
    if not why["proportional"] and desire > 0.0:
        dares = why["worth"] >= why["risk"]
        if desire > why["line"]:
            assert (why["choice"] == "all") == (dares and not why["muted"])
        else:
            assert (why["choice"] == "all") == dares
    return said


@pytest.mark.parametrize("form", ["uniform", "proportional"])
@pytest.mark.parametrize("misreading", [0.0, 0.2])
def test_no_other_voice_would_have_been_better(browser, form, misreading):
    """The reasons given are enough to judge by: nobody gains by another voice, were all as she believes."""
    regime = {
        "observation": {"surveillance": 0.2, "misreading": misreading},
        "scoring": {"severity": 1.0, "form": form, "tolerance": 0.2},
        "association": {"weight": 0.3},
        "clarity": {"vagueness": 0.1},
    }
    asked = scenario(rounds=3, society={"population": 300, "traits": {"care": 0.4}}, regime=regime)
    for found in browser.play(asked):
        for why in found["why"]:
            voices = np.linspace(0.0, why["desire"], 400)
            best, chosen = gains(why, voices, misreading).max(), gains(why, np.array([why["voice"]]), misreading)[0]
            # Voices are stored in single precision, so the line can be overstepped by rounding.
            assert chosen >= best - 1e-6


def gains(why: dict[str, Any], voice: np.ndarray, misreading: float) -> np.ndarray:
    """What saying something is worth to a person, less what she expects it to cost."""
    slope = (why["chanceSeen"] - why["chanceAnyway"]) / max(why["desire"], 1e-300)
    beyond = np.maximum(0.0, voice - why["line"])
    if why["proportional"]:
        penalty = why["cost"] * (beyond + misreading * 0.1)
    else:
        penalty = why["cost"] * np.where(beyond > 1e-7, 1.0, misreading)
    return why["boldnessInCompany"] * voice - (why["chanceAnyway"] + slope * voice) * penalty


# Outcomes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LIBRARY)
def test_library_scenarios(browser, name):
    outcomes_agree(browser, hushed.read_scenario(name, population=2_000), most=500)


@pytest.mark.verification
def test_the_longest_library_scenario_to_its_end(browser):
    outcomes_agree(browser, hushed.read_scenario("daymude-2025", population=2_000), most=5_000)


def outcomes_agree(browser: Browser, written: Scenario, *, most: int) -> None:
    """Every outcome of every round is the one that `hushed run` gives, for all rounds or as many as `most`."""
    asked = written.model_copy(update={"rounds": min(written.rounds, most)})
    result = hushed.run(asked, threads=1)
    rounds = browser.play(asked, people=False)
    assert len(rounds) == asked.rounds
    assert set(rounds[0]["outcomes"]) == set(OUTCOMES)
    for name in OUTCOMES:
        np.testing.assert_array_equal([each["outcomes"][name] for each in rounds], result[name][0], name)


def test_sums_run_by_blocks(browser):
    """More people than a block holds, so that blocks are added in order."""
    asked = hushed.read_scenario("all-instruments", population=40_000).model_copy(update={"rounds": 3})
    world = build_society(asked.society, seed=asked.seed, replicate=0)
    engine = play(world, *asked.policy(), rounds=3, seed=asked.seed, replicate=0, threads=1)
    for round_, found in enumerate(browser.play(asked, people=False)):
        assert found["outcomes"] == {name: values[round_] for name, values in engine.outcomes.items()}
