"""Attribution: the runs it makes, what it makes of them, and in which words."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from hushed.errors import InputError
from hushed.experiments.attribution import playing as playing_module
from hushed.experiments.attribution.abolishing import ABOLISHED, essence, left_with, told_without
from hushed.experiments.attribution.attribute import attribute
from hushed.experiments.attribution.dataset import labelled_subsets
from hushed.experiments.attribution.game import members
from hushed.experiments.attribution.plan import Plan
from hushed.experiments.attribution.shares import Attribution, attributed
from hushed.experiments.compare import compare
from hushed.experiments.playing import play
from hushed.experiments.progress import Step
from hushed.experiments.run import run
from hushed.outcomes import OUTCOMES
from hushed.regime.regime import INSTRUMENTS
from hushed.scenario.library import library_names
from hushed.scenario.reader import read_scenario
from hushed.scenario.schema import Scenario
from hushed.society.society import Society, build_society

SESAME = ("observation", "scoring", "association", "publicity", "enrolment", "sanctions")


def sesame(rounds: int = 12, population: int = 300) -> Scenario:
    mandatory = ["regime.enrolment.share=1.0"]
    return read_scenario("sesame-credit", population=population, rounds=rounds, seed=4, changes=mandatory)


@pytest.fixture(scope="module")
def found() -> Attribution:
    return attribute(sesame(), replicates=3)


# The runs ----------------------------------------------------------------------------------------


def test_every_subset_is_the_run_one_would_make_apart(found: Attribution) -> None:
    dataset = found.dataset
    assert tuple(dataset["instrument"].values) == SESAME
    assert dataset.sizes["subset"] == 64
    for subset in (0, 1, 6, 21, 37, 62, 63):
        alone = sesame()
        for place, name in enumerate(SESAME):
            if not subset >> place & 1:
                alone = alone.without(name)
        separate = run(alone, replicates=3)
        for name in OUTCOMES:
            ours, theirs = dataset[name].isel(subset=subset), separate[name]
            assert np.array_equal(ours.sel(over="last"), theirs.isel(round=-1)), name
            assert np.array_equal(ours.sel(over="mean"), theirs.values.mean(axis=1)), name


def test_shares_add_up_in_every_replicate_for_every_outcome(found: Attribution) -> None:
    for outcome in OUTCOMES:
        for over in ("last", "mean"):
            asked = attributed(found.dataset, outcome, over)
            assert asked.sums == pytest.approx(asked.totals, abs=1e-9)
            together = sum(share.share.mean for share in asked.shares.values())
            assert together == pytest.approx(asked.as_is.mean - asked.without_any.mean, abs=1e-9)


def test_abolishing_one_alone_is_what_a_comparison_says(found: Attribution) -> None:
    for name in SESAME:
        comparison = compare(sesame(), without=name, replicates=3)
        alone = found.shares[name].abolished_alone
        assert alone == pytest.approx(comparison.last["chill"].difference)


def test_with_none_of_them_everything_is_said(found: Attribution) -> None:
    assert found.without_any.mean == pytest.approx(0.0, abs=1e-12)
    assert attributed(found.dataset, "voice_share").without_any.mean == pytest.approx(1.0)
    assert found.shares["scoring"].indispensable
    assert found.shares["observation"].indispensable
    assert not found.shares["association"].indispensable


def test_only_surveillance_and_severity_share_alike() -> None:
    """Neither silences without the other, so each has half, and all of it is interaction."""
    scenario = read_scenario("daymude-2025", population=500, rounds=5,
                             changes=["regime.authority.mode='fixed'", "regime.enrolment.volunteers=1.0",
                                      "regime.observation.surveillance=0.6", "regime.scoring.severity=1"])  # fmt: skip
    found = attribute(scenario, replicates=2)
    assert set(found.shares) == {"observation", "scoring"}
    chill = run(scenario, replicates=2)["chill"].isel(round=-1).values
    assert chill.min() > 0.1
    for share in found.shares.values():
        assert share.share.mean == pytest.approx(chill.mean() / 2, abs=1e-12)
        assert share.indispensable
    (pair,) = found.pairs
    assert pair.interaction.mean == pytest.approx(chill.mean(), abs=1e-12)


def test_any_number_of_threads_gives_the_same_bytes(found: Attribution) -> None:
    for threads in (1, 3):
        again = attribute(sesame(), replicates=3, threads=threads).dataset
        for name in found.dataset.variables:
            assert found.dataset[name].values.tobytes() == again[name].values.tobytes(), name


def test_a_society_worth_sharing_out_is_played_by_all_threads_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    one_by_one = attribute(sesame(rounds=3), replicates=1, threads=2)
    asked = []

    def noted(*arguments: Any, threads: int, **more: Any) -> Any:
        asked.append(threads)
        return play(*arguments, threads=threads, **more)

    monkeypatch.setattr(playing_module, "PARALLEL_FROM", 300)
    monkeypatch.setattr(playing_module, "play", noted)
    together = attribute(sesame(rounds=3), replicates=1, threads=2)
    assert set(asked) == {2}
    assert together.dataset["share"].equals(one_by_one.dataset["share"])


def test_every_policy_played_is_the_scenarios_with_instruments_abolished(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else is varied: no parameter is moved, and nothing is made stronger."""
    met = []

    def noted(society: Society, regime: Any, *arguments: Any, **more: Any) -> Any:
        met.append(regime)
        return play(society, regime, *arguments, **more)

    monkeypatch.setattr(playing_module, "play", noted)
    scenario = sesame(rounds=2)
    attribute(scenario, replicates=1)
    assert len(met) == 22
    for regime in met:
        for name in INSTRUMENTS:
            written = scenario.regime.instrument(name)
            assert regime.instrument(name) in (written, written.removed()), name


# Policies that must play out alike ---------------------------------------------------------------


def outcomes_of(scenario: Scenario, society: Society, regime: Any) -> np.ndarray:
    _, reactions = scenario.policy()
    played = play(society, regime, reactions, rounds=scenario.rounds, seed=scenario.seed, replicate=0, threads=1)
    return np.array([played.outcomes[name] for name in OUTCOMES])


def small(name: str, changes: tuple[str, ...] = ()) -> tuple[Scenario, Society]:
    scenario = read_scenario(name, population=250, rounds=12, changes=list(changes))
    return scenario, build_society(scenario.society, seed=scenario.seed, replicate=0)


PROPORTIONAL = ("regime.scoring.proportional_share=0.5", "reactions.encouragement=-3.0", "reactions.isolation=0.5")
WORLDS = {
    "all-instruments": small("all-instruments"),
    "sesame-credit": small("sesame-credit", ("regime.enrolment.share=1.0",)),
    "informers": small("informers", PROPORTIONAL),
    "linked-identity": small("linked-identity", PROPORTIONAL),
    "idle": small(
        "all-instruments",
        ("regime.publicity.audience=0.0", "regime.association.weight=0.0", "regime.association.hops=2"),
    ),
}


@settings(max_examples=120)
@given(st.sampled_from(list(WORLDS)), st.integers(0, 2**10 - 1))
def test_what_an_instrument_with_nothing_to_act_upon_does_is_nothing(name: str, subset: int) -> None:
    scenario, society = WORLDS[name]
    regime = left_with(scenario.regime, INSTRUMENTS, subset)
    if essence(regime) != regime:
        ours, theirs = (outcomes_of(scenario, society, policy) for policy in (essence(regime), regime))
        assert np.array_equal(ours, theirs)


def test_without_a_penalty_or_a_watcher_most_subsets_are_the_same() -> None:
    regime = WORLDS["sesame-credit"][0].regime
    policies = {essence(left_with(regime, SESAME, subset)) for subset in range(64)}
    # Both kept: 16 subsets of the others. One of them missing: enrolment and the one that is there still show.
    assert len(policies) == 16 + 2 + 2 + 2


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ("regime.publicity.shaming_line=1.1", "publicity"),
        ("regime.publicity.shaming_line={ at = [0, 5], value = [0.0, 1.01] }", "publicity"),
        ('regime.sanctions.tiers=[{ domain = "bank", threshold = 1.2 }]', "sanctions"),
        (
            'regime.sanctions.tiers=[{ domain = "bank", threshold = { at = [0, 5], value = [0.2, 1.2] } }]',
            "sanctions",
        ),
    ],
)
def test_a_line_above_the_first_score_acts_without_any_loss(change: str, kept: str) -> None:
    scenario = read_scenario("sesame-credit", changes=[change])
    idle = essence(scenario.regime.without("scoring"))
    assert idle.instrument(kept) == scenario.regime.instrument(kept)
    assert not idle.association.active


def test_such_a_line_does_act() -> None:
    change = 'regime.sanctions.tiers=[{ domain = "bank", threshold = { at = [0, 5], value = [0.2, 1.2] } }]'
    scenario, society = small("sesame-credit", (change,))
    played = outcomes_of(scenario, society, scenario.regime.without("scoring"))
    assert played[list(OUTCOMES).index("sanctioned")].max() > 0.1


def test_every_instrument_says_what_abolishing_it_means() -> None:
    assert tuple(ABOLISHED) == INSTRUMENTS
    assert told_without("association") == ABOLISHED["association"]


def test_an_instrument_of_a_readers_own_says_it_where_it_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ABOLISHED, "enrolment")
    assert told_without("enrolment") == (
        "Nobody is compelled: the share enrolled never goes above those who would volunteer."
    )


@pytest.mark.parametrize("name", [name for name in library_names() if name != "free-society"])
def test_every_library_scenario_can_be_attributed(name: str) -> None:
    found = attribute(read_scenario(name, population=120, rounds=3), replicates=1, orders=5)
    assert found.sums == pytest.approx(found.totals, abs=1e-9)
    assert "With one replicate there is no interval" in found.sentence


# Orders ------------------------------------------------------------------------------------------


def test_drawn_orders_share_out_the_whole_and_come_near(found: Attribution) -> None:
    drawn = attribute(sesame(), replicates=3, orders=40)
    assert drawn.sums == pytest.approx(found.totals, abs=1e-9)
    assert drawn.pairs == ()
    for name, share in drawn.shares.items():
        exact = found.shares[name]
        errors = drawn.dataset["share_error"].sel(over="last", outcome="chill", instrument=name).values
        # A mean of independent estimates: variances add up and are divided by their number squared.
        assert share.order_error == pytest.approx(np.linalg.norm(errors) / 3)
        assert abs(share.share.mean - exact.share.mean) <= 5 * share.order_error + 1e-12
        assert share.abolished_alone == exact.abolished_alone
    assert drawn.dataset.attrs["orders"] == 40
    assert drawn.dataset["share_error"].dims == ("over", "outcome", "instrument", "replicate")


def test_drawn_orders_play_the_same_runs(found: Attribution) -> None:
    drawn = attribute(sesame(), replicates=2, orders=2).dataset
    assert drawn.sizes["subset"] < 64
    exact = found.dataset["chill"].isel(replicate=[0, 1]).sel(subset=drawn["subset"])
    played = ~np.isnan(drawn["chill"].values)
    assert np.array_equal(drawn["chill"].values[played], exact.values[played])
    assert drawn.attrs["runs"] < found.dataset.attrs["runs"]


# Mistakes and interruptions ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"outcome": "chil"}, "there is no outcome 'chil'; did you mean 'chill'"),
        ({"over": "lst"}, "'lst' is no part of a run; did you mean 'last'"),
        ({"orders": 1}, "orders: 1 is out of range; allowed: 2 to 100_000"),
        ({"replicates": 0}, "replicates: 0 is out of range"),
        ({"threads": 0}, "threads: 0 is out of range"),
    ],
)
def test_a_question_that_cannot_be_asked_is_an_input_error(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        attribute(sesame(), **asked)


def test_a_free_society_has_nothing_to_attribute() -> None:
    with pytest.raises(InputError, match="no instrument is active"):
        attribute(read_scenario("free-society"))


def test_safeguards_count_as_part_of_the_regime() -> None:
    found = attribute(sesame(rounds=2).with_safeguard("secret_scores"), replicates=1)
    assert set(found.shares) == {*SESAME} - {"publicity"}


def test_interrupted_it_keeps_the_replicates_that_were_finished(found: Attribution) -> None:
    def stop(step: Step) -> None:
        if step.done == 2 * step.total // 3 + 3:
            raise KeyboardInterrupt

    kept = attribute(sesame(), replicates=3, progress=stop)
    assert (kept.dataset.sizes["replicate"], kept.dataset.attrs["complete"]) == (2, 0)
    assert kept.dataset["share"].equals(found.dataset["share"].isel(replicate=[0, 1]))


def test_interrupted_in_the_first_replicate_nothing_is_kept() -> None:
    def stop(step: Step) -> None:
        if step.done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        attribute(sesame(rounds=3), replicates=2, progress=stop)


def test_progress_counts_runs_up_to_the_last() -> None:
    steps: list[Step] = []
    found = attribute(sesame(rounds=2), replicates=2, progress=steps.append)
    assert steps[-1].done == steps[-1].total == found.dataset.attrs["runs"] == 44


def test_a_bug_in_one_run_is_not_swallowed() -> None:
    def broken(_: Any) -> Any:
        raise ZeroDivisionError("deep inside")

    with pytest.raises(ZeroDivisionError, match="deep inside"):
        playing_module.all_at_once([broken] * 5, 2, lambda: None)


# Words -------------------------------------------------------------------------------------------


def made(instruments: tuple[str, ...], values: Any, outcome: str = "chill", scatter: Any = 0.0) -> Attribution:
    """An attribution of a game: `values` for each subset, in three replicates with more or less of `scatter`."""
    count, replicates = len(instruments), 3
    brought = np.zeros((1 << count, 2, len(OUTCOMES)))
    plan = Plan(None, list(range(1 << count)), [], [])
    played = []
    for way in (-1.0, 0.0, 1.0):
        each = brought.copy()
        each[:, :, list(OUTCOMES).index(outcome)] = (np.array(values) * (1.0 + 0.01 * way) + way * np.array(scatter))[
            :, None
        ]
        played.append(each)
    dataset: xr.Dataset = labelled_subsets(
        [plan] * replicates, played, instruments=instruments, rounds=5, people=10, ties=[20] * replicates
    )
    return attributed(dataset.assign_attrs(orders=0), outcome)


def test_the_sentence_says_what_the_numbers_say() -> None:
    told = made(("scoring", "association"), [0.0, 0.2, 0.0, 0.3]).sentence
    assert told == (
        "Of the 30.0 % of desired dissent that stays unsaid, 25.0 points are due to scoring and 5.0 to association. "
        "Abolishing scoring alone undoes all of it."
    )


def test_what_works_the_other_way_and_what_is_unsure_is_said() -> None:
    there = members(np.arange(8), 3)
    told = made(("scoring", "capacity", "clarity"), there @ [0.3, -0.05, 0.0]).sentence
    assert "30.0 points are due to scoring; capacity by 5.0 points works the other way" in told
    assert "the other way; clarity adds nothing." in told
    unsure = made(("scoring", "clarity"), [0.0, 0.3, 0.01, 0.31], scatter=[0.0, 0.0, 0.05, 0.05]).sentence
    assert "tell the whole from nothing" not in unsure
    assert "30.0 points are due to scoring; too uncertain to say whether they add anything: clarity." in unsure


def test_a_whole_that_may_be_chance_is_said_to_be() -> None:
    told = made(("scoring",), [0.0, 0.3], scatter=[0.0, 0.3]).sentence
    assert told.endswith("these replicates differ too much to tell the whole from nothing: run more of them.")


def test_pairs_that_need_each_other_or_stand_in_for_each_other_are_named() -> None:
    there = members(np.arange(16), 4)
    both, either = there[:, 0] & there[:, 1], there[:, 2] | there[:, 3]
    told = made(("association", "publicity", "informers", "observation"), 0.1 * both + 0.2 * either).sentence
    assert "Association and publicity need each other: abolishing either undoes 10.0 points that only both make" in told
    assert (
        "Informers and observation stand in for each other: abolish one, and the other goes on doing 20.0 points of "
        "its work." in told
    )


def test_other_outcomes_are_told_in_their_units() -> None:
    there = members(np.arange(4), 2)
    lowered = made(("scoring", "association"), 1.0 - there @ [0.25, 0.125], "score_mean").sentence
    assert lowered == (
        "The regime lowers score mean by 0.375, from 1.000 to 0.625: 0.250 are due to scoring and 0.125 to association."
    )
    raised = made(("scoring", "association"), there @ [0.02, 0.01], "overbreadth").sentence
    assert raised.startswith("The regime raises overbreadth by 3.0 points, from 0.0 % to 3.0 %: 2.0 points are due to")
    tiny = made(("scoring", "association"), there @ [0.0004, 0.0002], "punished").sentence
    assert tiny.startswith("The regime raises punished by 0.060 points, from 0.000 % to 0.060 %: 0.040 points are due")
    assert made(("scoring",), [0.0, 0.0]).sentence == "The regime does not move chill."


def test_the_order_of_instruments_in_pairs_covers_all(found: Attribution) -> None:
    assert [pair.instruments for pair in found.pairs] == list(combinations(SESAME, 2))
