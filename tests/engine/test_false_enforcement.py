"""Enforcement by the compliant: who reports, what everybody believes, and what stops it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from engine.test_by_hand import BOLD, OPEN, assert_rate, last, rounds_of, scoring, voices, world
from engine.worlds import FIRST_REACTIONS, played, reactions, regime, society
from hushed.engine.simulation import Simulation
from hushed.engine.state import Mark, Standing
from hushed.random import Channel, uniforms
from hushed.regime.safeguards import safeguarded

EVERYBODY = [(a, b) for a in range(4) for b in range(a)]
WATCHED = {"observation": OPEN, "scoring": scoring(1.0)}
NO_TIES = {"online": {"generator": "empty"}}
REGULAR = {"generator": "random-regular", "mean_degree": 6}
TWO_BOW = {"desire": [1, 1, 0, 1], "boldness": [0.1, 0.1, BOLD, BOLD]}
"""Two comply against their wish, one wishes for nothing, one dissents aloud."""
ALL = {"false_enforcement": 1.0}


def enforcers(run):
    return ((run.state.standing & Standing.ENFORCES) > 0).tolist()


# Who reports -----------------------------------------------------------------------------------------


def test_those_who_bowed_report_a_round_later_and_nobody_else_does():
    policy = regime(**WATCHED, informers={"false_denunciation": 1.0, "report_chance": 0.3})
    people = world([], people=4, offline=EVERYBODY, **TWO_BOW)
    found = [
        (enforcers(run), run.state.reporters.tolist(), ((run.state.mark & Mark.DENOUNCED) > 0).tolist())
        for run in rounds_of(people, policy, reactions(**ALL), rounds=3)
    ]
    # The dissenter, seen for sure, has a case of her own; the other three are denounced for nothing.
    later = ([True, True, False, False], [1, 1, 2, 2], [True, True, True, False])
    assert found == [([False] * 4, [0] * 4, [False] * 4), later, later]


def test_she_reports_for_as_long_as_she_bows():
    """Severity 0 lets everyone speak in rounds 1 and 2; in round 4 all is lawful, so none complies against a wish."""
    policy = regime(
        observation=OPEN,
        scoring={
            "severity": {"at": [0, 1, 3], "value": [1.0, 0.0, 1.0]},
            "tolerance": {"at": [0, 4, 5], "value": [0.25, 1.0, 0.25]},
        },
        informers={"report_chance": 0.1},
    )
    people = world([], people=2, offline=[(0, 1)], boldness=0.1)
    found = [enforcers(run)[0] for run in rounds_of(people, policy, reactions(**ALL), rounds=7)]
    assert found == [False, True, False, False, True, False, True]


def test_who_informs_already_is_not_counted_twice():
    policy = regime(**WATCHED, informers={"share": 1.0, "report_chance": 0.1})
    people = world([], people=4, offline=EVERYBODY, **TWO_BOW)
    run = last(people, policy, reactions(**ALL), rounds=2)
    assert enforcers(run) == [True, True, False, False]
    assert run.state.reporters.tolist() == [3] * 4


def test_a_share_of_people_is_settled_for_life():
    size, grows = 4000, {"at": [0, 8], "value": [0.0, 1.0], "between": "linear"}
    people = world([], people=size, offline=[(0, 1)], boldness=0.01)
    policy = regime(**WATCHED, informers={"report_chance": 0.1})
    drawn = uniforms(seed=1, replicate=0, round=0, subjects=np.arange(size), channel=Channel.ENFORCER)
    groups = []
    for run in rounds_of(people, policy, reactions(false_enforcement=grows), rounds=10):
        groups.append(np.array(enforcers(run)))
        if run.round > 1:
            np.testing.assert_array_equal(groups[-1], drawn < run.terms.false_enforcement)
    for before, after in pairwise(groups):
        assert (after >= before).all()
    assert groups[-1].all()
    assert_rate(groups[4], 0.5)


def test_when_nobody_enforces_any_more_reports_end():
    policy = regime(**WATCHED, informers={"report_chance": 0.3})
    people = world([], people=4, offline=EVERYBODY, **TWO_BOW)
    ends = {"at": [0, 2], "value": [1.0, 0.0]}
    reporters = [
        run.state.reporters.tolist() for run in rounds_of(people, policy, reactions(false_enforcement=ends), rounds=4)
    ]
    assert reporters == [[0] * 4, [1, 1, 2, 2], [0] * 4, [0] * 4]


def test_a_friend_lost_reports_no_more():
    """Where people meet online friends: the dissenter's loss falls on both, who leave her after the first round."""
    policy = regime(**WATCHED, association={"weight": 0.1}, informers={"report_chance": 0.3})
    people = world([(0, 1), (0, 2), (1, 2)], offline="same", desire=1.0, boldness=[BOLD, 0.1, 0.1])
    reporters = [
        run.state.reporters.tolist()
        for run in rounds_of(people, policy, reactions(ostracism={"at": [0, 1], "value": [0.0, 1.0]}, **ALL), rounds=3)
    ]
    # At the end of round 1 both are gone; each still has the other.
    assert reporters == [[0, 0, 0], [0, 1, 1], [0, 1, 1]]


# What is believed, and what it equals ------------------------------------------------------------------


@pytest.mark.parametrize(("z", "recruited"), [(1.0, 0.0), (0.6, 0.0), (0.6, 0.2)])
def test_everybody_knows_how_many_bowed(z, recruited):
    """Two of four bowed: a friend is believed to report with 1 - (1 - iota)(1 - z / 2); P(1/2) = f + (1 - f) / 2."""
    q = 0.4
    policy = regime(
        observation={"surveillance": 0.0},
        scoring=scoring(1.0),
        informers={"share": recruited, "report_chance": q},
    )

    def price(told):
        f = 1 - (1 - q * told) ** 3
        return (f + (1 - f) * 0.5) / 0.25

    told = 1 - (1 - recruited) * (1 - z * 0.5)
    for factor, voice in ((0.999, 0.25), (1.001, 0.5)):
        nerve = price(told) * factor
        people = world([], people=4, offline=EVERYBODY, desire=[1, 1, 0.5, 0], boldness=[0.1, 0.1, nerve, 1])
        spoken = voices(people, policy, reactions(false_enforcement=z), rounds=2)[:, 2]
        assert spoken.tolist() == [0.5, voice]


def test_where_all_bowed_they_are_as_informers_recruited_from_all():
    policy = {**WATCHED, "observation": {"surveillance": 0.3}}
    people = society(2000, **NO_TIES, offline=REGULAR, traits={"desired_dissent": 0.8, "boldness": 0.2})
    q = 0.15
    enforcing = Simulation(people, regime(**policy, informers={"report_chance": q}), reactions(**ALL), seed=3)
    recruited = Simulation(people, regime(**policy, informers={"share": 1.0, "report_chance": q}), reactions(), seed=3)
    for round_ in range(4):
        enforcing.step()
        recruited.step()
        if round_ > 0:
            for name in ("voice", "mark", "loss", "reporters"):
                np.testing.assert_array_equal(getattr(enforcing.state, name), getattr(recruited.state, name), name)
            assert enforcing.in_force.tables.unreported_believed == pytest.approx((1 - q) ** np.arange(7))
    assert not enforcing.state.voice.max() > 0.25
    assert_rate((enforcing.state.mark & Mark.SEEN) > 0, 1 - (1 - 0.3) * (1 - q) ** 6 * (1 - 0.25))


def test_on_a_regular_layer_each_is_reported_as_if_by_so_many_informers():
    """Every third person bows; whoever has n of them around her is seen with 1 - (1 - q)^n, online left out."""
    q, size = 0.2, 60_000
    people = world(
        [],
        people=size,
        offline=[(i, (i + step) % size) for i in range(size) for step in (1, 2)],
        desire=[1, 0, 0] * (size // 3),
        boldness=0.01,
    )
    policy = regime(
        # Enough to make people bow in round 0; nothing is seen online afterwards.
        observation={"surveillance": {"at": [0, 1], "value": [1.0, 0.0]}, "identifiability": 1.0},
        scoring=scoring(1.0),
        informers={"report_chance": q},
    )
    run = played(people, policy, reactions(**ALL), rounds=2)
    seen = (run.state.mark & Mark.SEEN) > 0
    lawful = np.flatnonzero(run.state.voice == 0)
    # Around each in a ring of second neighbours: those who bow stand at distance 1 and 2, never 3.
    around = np.array(run.state.reporters)
    assert set(around[lawful].tolist()) == {2}
    assert_rate(seen[lawful], 1 - (1 - q) ** 2)
    assert set(around[::3].tolist()) == {0}


# What stops it ---------------------------------------------------------------------------------------


def reports(policy, how, offline=EVERYBODY):
    run = Simulation(world([], people=4, offline=offline, **TWO_BOW), policy, how, seed=1)
    for _ in run.rounds(3):
        pass
    return sum(run.state.reporters.tolist()), run


def test_neither_safeguard_nor_abolition_leaves_a_report():
    policy = regime(**WATCHED, informers={"share": 0.0, "report_chance": 0.3, "false_denunciation": 0.1})
    assert reports(policy, reactions(**ALL))[0] == 6
    guarded = safeguarded(policy, reactions(**ALL), {"no_informers": 1.0})
    for changed in (guarded, (policy.without("informers"), reactions(**ALL))):
        found, run = reports(*changed)
        assert found == 0
        assert not run.needs.enforcement
        assert not any(enforcers(run))
        assert (run.in_force.tables.unreported_believed == 1).all()


def test_half_a_safeguard_stops_half_of_those_who_would_enforce():
    how = reactions(false_enforcement={"at": [0, 5], "value": [0.8, 0.4]})
    _, halved = safeguarded(regime(), how, {"no_informers": 0.5})
    assert halved.false_enforcement.value == (0.4, 0.2)
    assert how.false_enforcement.value == (0.8, 0.4)


@pytest.mark.parametrize("changed", [{"offline": None}, {"informers": {"share": 0.5}}])
def test_without_gatherings_or_a_chance_to_report_it_does_nothing(changed):
    informers = changed.get("informers", {"report_chance": 0.3})
    _, run = reports(regime(**WATCHED, informers=informers), reactions(**ALL), changed.get("offline", EVERYBODY))
    assert not run.needs.enforcement
    assert not run.needs.informers
    assert len(run.state.reporters) == 0
    assert not any(enforcers(run))


def test_it_needs_no_informer_and_is_off_by_default():
    assert "false_enforcement" not in FIRST_REACTIONS
    assert reactions().false_enforcement == 0
    found, run = reports(regime(**WATCHED, informers={"report_chance": 0.3}), reactions())
    assert (found, run.needs.informers) == (0, False)
