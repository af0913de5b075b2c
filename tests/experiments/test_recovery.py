"""Recovery: three arms that are what they are called, measures with answers known by hand, and what never returns."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from hushed.engine.simulation import Simulation
from hushed.errors import InputError
from hushed.experiments.progress import Step
from hushed.experiments.recovery.abolition import Abolition, recorded_abolition
from hushed.experiments.recovery.answer import Recovery, measured
from hushed.experiments.recovery.arms import recover
from hushed.experiments.recovery.measures import ARMS, half_lives, regained, share_back
from hushed.experiments.run import run
from hushed.outcomes import OUTCOMES
from hushed.scenario.reader import parse_scenario, read_scenario
from hushed.scenario.schema import Scenario


def scenario(rounds: int = 12, population: int = 400, changes: tuple[str, ...] = ()) -> Scenario:
    return read_scenario("sesame-credit", population=population, rounds=rounds, seed=2,
                         changes=["regime.enrolment.share=1.0", *changes])  # fmt: skip


def plain(severity: float = 0.5, recovery: float = 0.2, rounds: int = 10) -> Scenario:
    """One instrument and no ties: nobody remembers anything but scores."""
    return parse_scenario(
        f"""
        schema = 1
        rounds = {rounds}
        [society]
        population = 600
        [society.online]
        generator = "empty"
        [regime.observation]
        surveillance = 0.3
        [regime.scoring]
        severity = {severity}
        recovery = {recovery}
        """
    )


# The arms ------------------------------------------------------------------------------------------


def test_the_arms_are_the_runs_one_would_make_apart() -> None:
    made = recover(scenario(), abolish="publicity", at=5, replicates=2).dataset
    audience = "regime.publicity.audience={ at = [0, 5], value = [0.5, 0.0] }"
    alone = scenario().without("publicity"), scenario(), scenario(changes=(audience,))
    for arm, separate in zip(ARMS, (run(each, replicates=2) for each in alone), strict=True):
        for name in OUTCOMES:
            assert np.array_equal(made[name].sel(arm=arm), separate[name]), (arm, name)
        joined = made["largest_component"].sel(arm=arm)
        assert np.array_equal(joined, separate["largest_component"]), arm
    assert not np.array_equal(made["chill"][1], made["chill"][2])


def test_a_branch_costs_the_rounds_after_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    played, steps = [], []
    step = Simulation.step

    def counted(self: Simulation) -> Any:
        played.append(self.round)
        return step(self)

    monkeypatch.setattr(Simulation, "step", counted)
    recover(scenario(), abolish="association", at=9, replicates=2, progress=steps.append)
    left_free = 1
    assert len(played) == 2 * (left_free + 12 + 12 + (12 - 9))
    assert played.count(11) == 6
    assert (steps[-1].done, steps[-1].total) == (2 * (3 * 12 - 9), 2 * (3 * 12 - 9))


def test_habits_are_means_over_everybody() -> None:
    afraid = ("reactions.isolation=0.2", "reactions.fading=0.1")
    made = recover(scenario(changes=afraid), abolish="association", at=6, replicates=1).dataset
    for arm, policy in ((0, scenario(changes=afraid).without("association")), (1, scenario(changes=afraid))):
        from hushed.society.society import build_society

        society = build_society(policy.society, seed=2, replicate=0)
        alone = Simulation(society, *policy.policy(), seed=2)
        for round in range(12):
            alone.step()
            for name in ("reproach", "confidence"):
                values = getattr(alone.state, name)
                mean = math.fsum(values.tolist()) / 400 if len(values) else 0.0
                assert made[name].values[arm, 0, round] == pytest.approx(mean, rel=1e-12, abs=1e-15)
    assert float(abs(made["confidence"]).max()) > 0


# The measures --------------------------------------------------------------------------------------


def test_where_nothing_is_remembered_everything_is_back_after_one_round() -> None:
    made = recover(plain(), abolish="scoring", at=5, replicates=4)
    speech = made.regained["voice_share"]
    assert speech.share[:3] == pytest.approx((1.0, 1.0, 1.0), abs=1e-12)
    assert speech.half_life[:3] == (1.0, 1.0, 1.0)
    assert speech.left[:3] == (0.0, 0.0, 0.0)
    assert speech.end == speech.never_introduced == 1.0
    assert speech.before == speech.floor == speech.never_abolished < 1.0
    assert math.isnan(made.regained["ties_cut"].share.mean)
    assert math.isnan(made.regained["ties_cut"].half_life.mean)


@pytest.mark.parametrize("recovery", [0.05, 0.3])
def test_lost_score_comes_back_at_the_rate_of_recovery(recovery: float) -> None:
    made = recover(plain(recovery=recovery, rounds=40), abolish="scoring", at=10, replicates=3)
    scores = made.dataset["score_mean"].sel(arm="abolished").values
    since = np.arange(1, 31)
    assert 1.0 - scores[:, 10:] == pytest.approx(
        np.outer(1.0 - scores[:, 9], (1.0 - recovery) ** since), rel=1e-4, abs=1e-7
    )
    assert made.regained["score_mean"].left.mean == pytest.approx((scores[:, 9] - 1.0).mean() * (1 - recovery) ** 30,
                                                                  rel=1e-4)  # fmt: skip


def test_reproach_fades_at_the_rate_of_forgiveness_and_its_half_life_follows() -> None:
    made = recover(scenario(rounds=60), abolish="association", at=30, replicates=3)
    reproach = made.dataset["reproach"].sel(arm="abolished").values
    assert reproach[:, 30:] == pytest.approx(np.outer(reproach[:, 29], 0.8 ** np.arange(1, 31)), rel=1e-5)
    assert made.regained["reproach"].share.mean == pytest.approx(1.0, abs=0.01)
    # 1 - .8^k reaches one half with the fourth round; others' reproach goes on changing meanwhile, but little.
    assert made.regained["reproach"].half_life.mean == pytest.approx(math.ceil(math.log(0.5) / math.log(0.8)), abs=1)


def test_a_friendship_that_is_broken_off_never_returns() -> None:
    cut = ("reactions.ostracism=0.05", "reactions.shunning=0.0")
    made = recover(scenario(changes=cut), abolish="association", at=6, replicates=3)
    ties = made.dataset["ties_cut"]
    assert (ties.sel(arm="never introduced") == 0).all()
    after = ties.sel(arm="abolished").values[:, 5:]
    assert (after == after[:, :1]).all()
    assert (after > 0).all()
    left = made.remaining["ties_cut"]
    assert left.mean == pytest.approx(after[:, 0].mean())
    assert left.low > 0
    assert "Not back at the end" in made.sentence
    assert "ties cut" in made.sentence


def test_measures_by_hand() -> None:
    gained = np.array([[0.1, 0.2, 0.3, 0.4], [-0.1, -0.1, -0.2, -0.4], [0.0, 0.5, 0.1, 0.0], [0.4, 0.1, 0.3, 0.4]])
    assert half_lives(gained).tolist()[:2] == [2.0, 3.0]
    assert math.isnan(half_lives(gained)[2])
    assert half_lives(gained)[3] == 1.0
    never, as_is, abolished = np.array([[[0.9], [0.8], [0.9]], [[0.4], [0.4], [0.45]], [[0.6], [0.8], [0.75]]])
    assert share_back(np.stack((never, as_is, abolished)), 0).mean == pytest.approx(0.9 / 1.35)
    unsure = np.array([[0.9], [0.1], [0.5]])
    assert math.isnan(share_back(np.stack((unsure, as_is, abolished)), 0).mean)


def test_a_stored_recovery_is_measured_alike_again() -> None:
    made = recover(scenario(), abolish=["publicity", "association"], replicates=2)
    again = measured(made.dataset, recorded_abolition(made.dataset.attrs))
    assert again.abolition == made.abolition == Abolition(("association", "publicity"), 6, False)
    assert repr(again.regained) == repr(made.regained)


# Words ---------------------------------------------------------------------------------------------


def test_sentences_say_what_the_numbers_say() -> None:
    made = recover(plain(rounds=120), abolish="all", at=30, replicates=3)
    before = 100 * made.regained["voice_share"].before
    assert made.abolition.words == "the whole regime"
    assert made.sentences[0] == (
        f"Before the whole regime is abolished in round 30, {before:.0f} % of what people would like to say is said; "
        "had it never been there, 100 % would be at the end."
    )
    assert made.sentences[1] == (
        "A year after the abolition (52 rounds, if a round is a week) 100 % (95 % interval 100 to 100) of the speech "
        "it took is back."
    )
    assert made.sentences[2].startswith("At the end, 90 rounds after the abolition, 100 %")
    assert made.sentences[3:] == [
        "Half of what comes back is back within 1 round.",
        "Nothing is left of it at the end that can be told from chance.",
    ]


def test_one_replicate_has_no_intervals_and_says_so() -> None:
    made = recover(plain(), abolish="scoring", replicates=1)
    assert "95 %" not in made.sentence
    assert "With one replicate there are no intervals" in made.sentence


def test_without_an_effect_on_speech_none_is_claimed() -> None:
    made = recover(scenario(), abolish="sanctions", at=11, replicates=2)
    if math.isnan(made.regained["voice_share"].share.mean):
        assert "cannot be told from chance" in made.sentence


# Mistakes and interruptions --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"abolish": "asociation"}, "did you mean 'association'"),
        ({"abolish": ["association", "clarity"]}, "'clarity' is not active.*active: observation"),
        ({"abolish": []}, "name an instrument to abolish, or 'all'; active: observation"),
        ({"abolish": "all", "at": 0}, "round 0 is out of range.*rounds 1 to 11"),
        ({"abolish": "all", "at": 12}, "round 12 is out of range"),
        ({"abolish": "all", "replicates": 0}, "replicates: 0 is out of range"),
        ({"abolish": "all", "threads": 0}, "threads: 0 is out of range"),
    ],
)
def test_what_cannot_be_abolished_is_an_input_error(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        recover(scenario(), **asked)


def test_a_run_of_one_round_has_no_before_and_after() -> None:
    with pytest.raises(InputError, match="rounds: 1 is too few"):
        recover(scenario(rounds=1), abolish="all")


def test_where_nothing_is_active_there_is_nothing_to_abolish() -> None:
    with pytest.raises(InputError, match="active: none"):
        recover(read_scenario("free-society", population=50), abolish="all")


def stopped(at: int) -> Recovery:
    def stop(step: Step) -> None:
        if step.done == at:
            raise KeyboardInterrupt

    return recover(scenario(), abolish="association", replicates=4, progress=stop)


@pytest.mark.parametrize("at", [31, 44, 50, 59])
def test_interrupted_it_keeps_the_replicates_that_were_finished(at: int) -> None:
    """Thirty rounds a replicate: in the first arm, before the branch, after it, and in the last round."""
    made = stopped(at)
    whole = recover(scenario(), abolish="association", replicates=1)
    assert made.dataset.sizes["replicate"] == 1
    assert made.dataset.attrs["complete"] == 0
    assert whole.dataset.attrs["complete"] == 1
    assert np.array_equal(made.dataset["chill"], whole.dataset["chill"])


def test_interrupted_in_the_first_replicate_there_is_nothing_to_keep() -> None:
    with pytest.raises(KeyboardInterrupt):
        stopped(20)


def test_the_worst_of_a_harm_is_its_most_and_of_a_good_its_least() -> None:
    arms = np.array([[[0.1, 0.5, 0.3, 0.2]] * 2] * 3)
    assert regained("chill", arms, 2).floor == 0.5
    assert regained("voice_share", arms, 2).floor == 0.1
