"""The eight reductions of docs/model.md section 6: special cases whose answer is known without the engine."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.worlds import ALL_REACTIONS, EVERYTHING, played, reactions, regime, society
from hushed.engine.simulation import Simulation
from hushed.engine.state import Mark, Standing
from hushed.engine.workers import PARALLEL_FROM
from hushed.random import Channel, uniforms
from hushed.replications.daymude.rule import published_voice

FORMS = pytest.mark.parametrize("form", ["uniform", "proportional"])
NO_TIES = {"online": {"generator": "empty"}}
RING = {"online": {"generator": "ring-lattice", "mean_degree": 6}}
EVEN_CARE = {"care": 0.5, "shame": 0.0}


def one_instrument(form="uniform", *, severity=0.6, surveillance=0.2, tolerance=0.25, **more):
    scoring = {"severity": severity, "tolerance": tolerance, "form": form}
    return {"observation": {"surveillance": surveillance, **more}, "scoring": scoring}


# 1 ---------------------------------------------------------------------------------------------------


@FORMS
@pytest.mark.parametrize("surveillance", [0.0, 0.2, 0.5, 1.0])
@pytest.mark.parametrize("severity", [0.05, 0.6, 2.5])
def test_1_one_instrument_and_no_ties_is_the_published_model(form, surveillance, severity):
    world = society(2000, **NO_TIES)
    run = played(world, regime(**one_instrument(form, severity=severity, surveillance=surveillance)), rounds=3)
    people, tolerance = world.people, run.terms.tolerance
    expected = [
        published_voice(float(desire), float(boldness), tolerance, severity, surveillance, form)
        for desire, boldness in zip(people.desire, people.boldness, strict=True)
    ]
    np.testing.assert_allclose(run.state.voice, np.array(expected, dtype=np.float32), rtol=0, atol=6e-8)
    voice = run.state.voice.astype(float)
    luck = uniforms(seed=1, replicate=0, round=2, subjects=np.arange(2000), channel=Channel.SEEN)
    punished = (luck < surveillance + (1 - surveillance) * voice) & (voice > tolerance)
    np.testing.assert_array_equal(punished, (run.state.mark & Mark.PUNISHED) > 0)
    penalty = severity * (voice - tolerance if form == "proportional" else np.ones_like(voice))
    np.testing.assert_allclose(run.state.loss, np.where(punished, penalty, 0), rtol=1e-6)


# 2 ---------------------------------------------------------------------------------------------------


@FORMS
@pytest.mark.parametrize(("sharing", "harmed"), [("per_tie", 6), ("shared", 1)])
def test_2_friends_penalty_on_a_regular_network_is_a_higher_severity(form, sharing, harmed):
    traits = {"traits": EVEN_CARE}
    policy = one_instrument(form, severity=0.25) | {"association": {"weight": 0.25, "sharing": sharing}}
    tied = played(society(3000, **RING, **traits), regime(**policy))
    alone = played(
        society(3000, **NO_TIES, **traits), regime(**one_instrument(form, severity=0.25 * (1 + 0.125 * harmed)))
    )
    np.testing.assert_array_equal(tied.state.voice, alone.state.voice)
    unpunished_friends = played(society(3000, **NO_TIES, **traits), regime(**one_instrument(form, severity=0.25)))
    assert (tied.state.voice < unpunished_friends.state.voice).any()


# 3 ---------------------------------------------------------------------------------------------------


@FORMS
def test_3_partial_cooperation_and_enrolment_mix_the_watched_with_the_free(form):
    world = society(20_000, **NO_TIES)
    watched = played(world, regime(**one_instrument(form))).state.voice
    for share, standing, policy in (
        (0.6, Standing.REPORTED, one_instrument(form, cooperation=0.6)),
        (0.35, Standing.ENROLLED, one_instrument(form) | {"enrolment": {"share": 0.35}}),
    ):
        run = played(world, regime(**policy))
        reached = (run.state.standing & standing) > 0
        np.testing.assert_array_equal(run.state.voice, np.where(reached, watched, world.people.desire))
        mixed = share * watched.mean(dtype=float) + (1 - share) * world.people.desire.mean(dtype=float)
        gap = (world.people.desire - watched).std(dtype=float) * np.sqrt(share * (1 - share) / world.size)
        spread = np.hypot(gap, (world.people.desire - watched).mean(dtype=float) / np.sqrt(world.size))
        assert abs(run.state.voice.mean(dtype=float) - mixed) < 4 * spread


# 4 ---------------------------------------------------------------------------------------------------


@FORMS
@pytest.mark.parametrize("told", [{"share": 0.2}, {"duty": 0.3}, {"share": 0.2, "duty": 0.3}])
def test_4_informers_on_a_regular_layer_are_a_higher_surveillance(form, told):
    share = 1 - (1 - told.get("share", 0)) * (1 - told.get("duty", 0))
    offline = {"generator": "random-regular", "mean_degree": 4}
    informed = regime(**one_instrument(form), informers={"report_chance": 0.3, **told})
    surveillance = 1 - (1 - 0.2) * (1 - 0.3 * share) ** 4
    ours = played(society(3000, **NO_TIES, offline=offline), informed).state.voice
    theirs = played(society(3000, **NO_TIES), regime(**one_instrument(form, surveillance=surveillance))).state.voice
    np.testing.assert_allclose(ours, theirs, atol=1e-6)
    assert not np.array_equal(theirs, played(society(3000, **NO_TIES), regime(**one_instrument(form))).state.voice)


# 5 ---------------------------------------------------------------------------------------------------


@FORMS
@pytest.mark.parametrize("recovery", [0.05, 0.4])
@pytest.mark.parametrize("hops", [1, 2])
def test_5_long_run_scores_balance_loss_and_recovery(form, recovery, hops):
    policy = one_instrument(form, severity=0.5) | {"association": {"weight": 0.3, "hops": hops}}
    policy["scoring"]["recovery"] = recovery
    run = Simulation(society(500), regime(**policy), reactions(), seed=1)
    rounds, lost, scores = 3000, 0.0, 0.0
    for record in run.rounds(rounds):
        lost += (record.tally.loss + record.tally.shared) / 500 / rounds
        scores += record.tally.score / 500 / rounds
    # The sum telescopes: only the first and the last score are left over.
    left_over = (1 - run.state.score.mean(dtype=float)) * (1 - recovery) / recovery / rounds
    assert scores == pytest.approx(1 - lost / recovery + left_over, abs=2e-5)
    assert lost > 0.005


# 6 ---------------------------------------------------------------------------------------------------


def everything_without(**changes):
    policy = {name: dict(part) for name, part in EVERYTHING.items()}
    for name, part in changes.items():
        policy[name].update(part)
    return regime(**policy)


@pytest.mark.parametrize("change", [{"scoring": {"severity": 0.0}}, {"enrolment": {"share": 0.0}}])
def test_6_without_stakes_everyone_speaks(change):
    world = society(2000, offline="same")
    policy = everything_without(**change, sanctions={"tiers": []})
    for rounds in (1, 10):
        run = played(world, policy, reactions(**ALL_REACTIONS), rounds=rounds)
        np.testing.assert_array_equal(run.state.voice, world.people.desire)
        np.testing.assert_array_equal(run.state.score, 1)


def test_6_full_surveillance_no_tolerance_and_a_dear_price_silence_all():
    world = society(2000)
    dearest = float(world.people.boldness.max()) * 1.000001
    run = played(world, regime(**one_instrument(surveillance=1.0, tolerance=0.0, severity=dearest)))
    assert not run.state.voice.any()
    worth_it = float((world.people.boldness.astype(float) * world.people.desire).max()) * 0.999
    nearly = played(world, regime(**one_instrument(surveillance=1.0, tolerance=0.0, severity=worth_it)))
    assert nearly.state.voice.any()


# 7 ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("offline", [None, "same", {"generator": "erdos-renyi", "mean_degree": 4}])
def test_7_relabelling_changes_no_aggregate(offline):
    world = society(2000, offline=offline)
    order = np.argsort(uniforms(seed=5, replicate=0, round=0, subjects=np.arange(2000), channel=0)).astype(np.uint32)
    policy, how = regime(**EVERYTHING), reactions(**ALL_REACTIONS)
    ours, theirs = played(world, policy, how, rounds=15), played(world.renumbered(order), policy, how, rounds=15)
    np.testing.assert_allclose(ours.record.tally, theirs.record.tally, rtol=1e-5)
    assert ours.ties_cut == theirs.ties_cut > 0
    np.testing.assert_array_equal(ours.state.mark[order], theirs.state.mark)
    assert ours.largest_component() == theirs.largest_component()


def test_7_numbering_friends_close_together_changes_no_aggregate():
    world = society(2000, online={"generator": "watts-strogatz", "mean_degree": 8, "rewiring": 0.3}, offline="same")
    order = np.argsort(uniforms(seed=6, replicate=0, round=0, subjects=np.arange(2000), channel=0)).astype(np.uint32)
    policy, how, shuffled = regime(**EVERYTHING), reactions(**ALL_REACTIONS), world.renumbered(order)
    ours, theirs = (played(each, policy, how, rounds=15) for each in (shuffled, shuffled.reordered()))
    np.testing.assert_allclose(ours.record.tally, theirs.record.tally, rtol=1e-5)
    assert ours.ties_cut == theirs.ties_cut > 0
    by_key = [run.state.mark[np.argsort(run.society.people.key)] for run in (ours, theirs)]
    np.testing.assert_array_equal(*by_key)


def test_7_threads_change_no_byte():
    world = society(PARALLEL_FROM + 20_000, online={"generator": "erdos-renyi", "mean_degree": 6}, offline="same")
    runs = []
    for threads in (1, 2, 3):
        run = Simulation(world, regime(**EVERYTHING), reactions(**ALL_REACTIONS), seed=1, threads=threads)
        runs.append((run, [repr(record) for record in run.rounds(6)]))
    for run, records in runs[1:]:
        assert records == runs[0][1]
        for ours, theirs in zip(run.state, runs[0][0].state, strict=True):
            assert ours.tobytes() == theirs.tobytes()


# 8 ---------------------------------------------------------------------------------------------------

SHARE = st.floats(0, 1)


@settings(max_examples=60)
@given(
    st.sampled_from(["uniform", "proportional"]),
    st.sampled_from(["severity", "weight", "audience", "surveillance"]),
    st.tuples(SHARE, SHARE, SHARE, SHARE, SHARE),
    SHARE,
)
def test_8_no_voice_rises_with_the_pressure(form, lever, levels, more):
    levels = dict(zip(("severity", "weight", "audience", "surveillance", "tolerance"), levels, strict=True))
    if lever == "surveillance" and form == "proportional":
        return
    raised = levels | {lever: levels[lever] + more * (1 - levels[lever])}
    world = society(300)

    def voices(at):
        policy = one_instrument(form, **{name: at[name] for name in ("severity", "surveillance", "tolerance")})
        policy |= {"association": {"weight": at["weight"]}, "publicity": {"audience": at["audience"]}}
        return played(world, regime(**policy), rounds=2).state.voice

    assert (voices(raised) <= voices(levels)).all()


def test_8_under_the_proportional_form_more_surveillance_can_raise_a_loud_voice():
    """The published rule's own property: an interior voice above (1 + tau) / 2 rises with surveillance."""
    world = society(5000, **NO_TIES, traits={"desired_dissent": {"distribution": "uniform", "low": 0.0, "high": 1.0}})
    low, high = (
        played(world, regime(**one_instrument("proportional", severity=1.5, surveillance=nu))).state.voice
        for nu in (0.1, 0.3)
    )
    rising = high > low
    assert rising.any()
    assert (low[rising] > (1 + 0.25) / 2 - 1e-6).all()
    interior = (low > 0.2501) & (low < world.people.desire) & (high < world.people.desire)
    assert (high[interior & (low < 0.62)] <= low[interior & (low < 0.62)]).all()
