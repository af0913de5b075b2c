"""Playing keeps what is finished; a run is what the engine gives, labelled, next to the same people left free."""

from __future__ import annotations

import numpy as np
import pytest

from hushed import memory
from hushed.engine.simulation import Simulation
from hushed.errors import InputError
from hushed.experiments.memory import check_run_memory, memory_sentence, run_bytes
from hushed.experiments.playing import play
from hushed.experiments.progress import Step
from hushed.experiments.run import run, without_any
from hushed.outcomes import OUTCOMES, Setting, outcomes_of
from hushed.scenario.reader import read_scenario
from hushed.scenario.schema import Scenario
from hushed.society.society import build_society


def scenario(**changes: int) -> Scenario:
    return read_scenario("sesame-credit", **{"population": 300, "rounds": 6, "seed": 3, **changes})


def test_a_run_is_what_the_engine_gives_for_each_replicate() -> None:
    chosen = scenario()
    dataset = run(chosen, replicates=2, threads=1)
    for replicate in (0, 1):
        society = build_society(chosen.society, seed=3, replicate=replicate)
        regime, reactions = chosen.policy()
        engine = Simulation(society, regime, reactions, seed=3, replicate=replicate)
        for round_, record in enumerate(engine.rounds(6)):
            expected = outcomes_of(record, Setting(society.size, society.online.ties, regime, round_))
            found = {name: float(dataset[name].sel(replicate=replicate, round=round_)) for name in OUTCOMES}
            assert found == expected
    assert not np.array_equal(dataset["chill"][0], dataset["chill"][1])


def test_every_outcome_carries_its_unit_formula_and_sentence() -> None:
    dataset = run(scenario(rounds=1))
    for name, outcome in OUTCOMES.items():
        assert dataset[name].dims == ("replicate", "round")
        attributes = dataset[name].attrs
        assert (attributes["units"], attributes["formula"]) == (outcome.unit, outcome.formula)
        assert attributes["sentence"] == outcome.sentence


def test_the_same_people_left_free_say_all_they_would_like_to() -> None:
    dataset = run(read_scenario("all-instruments", population=300, rounds=2))
    free = {name: float(dataset["left_free"].sel(outcome=name)[0]) for name in OUTCOMES}
    assert free["voice_share"] == pytest.approx(1.0, abs=1e-12)
    assert free["silenced"] == free["punished"] == free["sanctioned"] == free["third_party_loss"] == 0.0
    assert free["score_p05"] == 1.0


def test_without_any_leaves_no_instrument_active() -> None:
    for name in ("sesame-credit", "informers", "linked-identity", "all-instruments", "daymude-2025"):
        assert without_any(read_scenario(name).regime).active() == ()


def test_largest_component_is_the_whole_at_the_start_of_a_connected_society_and_shrinks_when_ties_are_cut() -> None:
    cutting = ["reactions.ostracism=0.9", "regime.association.weight=0.9", "regime.enrolment.share=1.0"]
    dataset = run(read_scenario("sesame-credit", population=300, rounds=30, changes=cutting))
    start, end = dataset["largest_component"].values[0]
    assert start == 1.0
    assert end < 1.0
    assert float(dataset["ties_cut"][0, -1]) > 0.3


@pytest.mark.parametrize("threads", [1, 2])
def test_interrupted_play_keeps_the_finished_rounds_and_their_values(threads: int) -> None:
    chosen = scenario()
    society = build_society(chosen.society, seed=3, replicate=0)

    def stop(played: int) -> None:
        if played == 4:
            raise KeyboardInterrupt

    how = {"rounds": 6, "seed": 3, "replicate": 0, "threads": threads}
    whole = play(society, *chosen.policy(), **how)
    cut = play(society, *chosen.policy(), **how, on_round=stop)
    assert (cut.rounds_played, cut.interrupted) == (4, True)
    for name, values in cut.outcomes.items():
        assert np.array_equal(values[:4], whole.outcomes[name][:4])
        assert np.isnan(values[4:]).all()


def test_play_interrupted_before_the_first_round_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: Simulation) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Simulation, "step", interrupted)
    chosen = scenario()
    society = build_society(chosen.society, seed=3, replicate=0)
    with pytest.raises(KeyboardInterrupt):
        play(society, *chosen.policy(), rounds=6, seed=3, replicate=0, threads=1)


def test_an_interrupted_run_keeps_earlier_replicates_and_says_it_is_not_complete() -> None:
    def stop(step: Step) -> None:
        if step.done == 8:
            raise KeyboardInterrupt

    dataset = run(scenario(), replicates=4, progress=stop)
    assert dataset.attrs["complete"] == 0
    assert dataset["rounds_played"].values.tolist() == [6, 2]
    assert np.isnan(dataset["chill"].values).sum() == 4


def test_an_interrupt_while_the_second_society_is_built_keeps_the_first() -> None:
    def stop(step: Step) -> None:
        if step.done == 6 and step.doing == "drawing traits":
            raise KeyboardInterrupt

    dataset = run(scenario(), replicates=4, progress=stop)
    assert dataset["rounds_played"].values.tolist() == [6]
    assert dataset.attrs["complete"] == 0


def test_progress_counts_every_round_once() -> None:
    seen: list[Step] = []
    run(scenario(), replicates=3, progress=seen.append)
    done = [step.done for step in seen]
    assert done == sorted(done)
    assert sorted(set(done)) == list(range(19))
    assert {step.total for step in seen} == {18}


@pytest.mark.parametrize("wrong", [{"replicates": 0}, {"replicates": 10**9}, {"threads": 0}])
def test_counts_that_make_no_sense_are_input_errors(wrong: dict[str, int]) -> None:
    with pytest.raises(InputError, match="out of range; allowed: 1 to"):
        run(scenario(), **wrong)


def test_the_memory_estimate_is_near_what_arrays_take() -> None:
    chosen = read_scenario("all-instruments", population=20_000, rounds=2)
    society = build_society(chosen.society, seed=1, replicate=0)
    state = Simulation(society, *chosen.policy(), seed=1).state
    layers = {id(layer): layer for layer in (society.online, society.offline) if layer is not None}.values()
    arrays = [*state, *society.people, *(array for layer in layers for array in (layer.offsets, layer.friends))]
    held = sum(array.nbytes for array in arrays)
    assert held < run_bytes(chosen) < 4 * held


def test_a_run_that_does_not_fit_says_what_it_needs_and_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: 3 * 2**20)
    with pytest.raises(InputError, match=r"^rounds: .*needs about .*MiB of memory and 3.0 MiB are free"):
        check_run_memory(read_scenario("sesame-credit", population=300, rounds=100_000))
    with pytest.raises(InputError, match=r"population.*need.* about .*MiB of memory and 3.0 MiB are free"):
        check_run_memory(read_scenario("sesame-credit", population=300_000, rounds=2))


def test_what_a_run_takes_is_told_where_it_is_much() -> None:
    large = read_scenario("sesame-credit", population=100_000_000, rounds=10)
    sentence = memory_sentence(large)
    assert sentence is not None
    assert sentence.startswith("100,000,000 people, about 499,999,975 ties: about 10.")
    assert memory_sentence(read_scenario("sesame-credit", rounds=10)) is None
    # One more trait and a belief, four bytes each, for everybody.
    changes = ["society.traits.care={ distribution='uniform', low=0.0, high=1.0 }", "regime.clarity.vagueness=0.1"]
    varied = read_scenario("sesame-credit", population=100_000_000, rounds=10, changes=changes)
    assert run_bytes(varied) - run_bytes(large) == pytest.approx(2 * 4e8, rel=0.01)
