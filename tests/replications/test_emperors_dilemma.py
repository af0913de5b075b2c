"""The Emperor's Dilemma: rules by hand, whole runs against people who count in fractions, and networks."""

from __future__ import annotations

import json
from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from hushed.errors import InputError
from hushed.random import Draws
from hushed.replications.emperors_dilemma import EMPERORS_DILEMMA
from hushed.replications.emperors_dilemma.complete import closed_compliance, least_believers_opposed
from hushed.replications.emperors_dilemma.model import State, init, play, restless, step
from hushed.replications.emperors_dilemma.people import ORDER, Settings, Society
from hushed.replications.emperors_dilemma.ties import bridged, torus, torus_radius
from hushed.society.network import Network


def graph_of(network: Network) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(network.people))
    for person in range(network.people):
        row = network.friends[int(network.offsets[person]) : int(network.offsets[person + 1])]
        graph.add_edges_from((person, int(friend)) for friend in row)
    return graph


class Person:
    """One who decides by counting heads, in exact fractions."""

    def __init__(self, believes: bool, conviction: float, conforming: bool) -> None:
        self.believes, self.conviction = believes, Fraction(conviction)
        self.conforms = believes or conforming
        self.polices: str = "norm" if conforming else "nothing"

    def decision(self, others: list[Person], cost: Fraction) -> tuple[bool, str]:
        if not others:
            return self.believes, "nothing"
        mine, theirs = ("norm", "deviance") if self.believes else ("deviance", "norm")
        for_them, for_me = (sum(o.polices == side for o in others) for side in (theirs, mine))
        pressed = Fraction(for_them - for_me, len(others))
        gives_in = pressed > self.conviction
        if pressed > self.conviction + cost:
            return not self.believes, theirs
        unlike_me = Fraction(sum(o.conforms != self.believes for o in others), len(others))
        if not gives_in and self.conviction * unlike_me > cost:
            return self.believes, mine
        return self.believes != gives_in, "nothing"


def played_by_people(settings: Settings, replicate: int, rounds: int) -> list[tuple[list[bool], list[str]]]:
    """What everybody does after each round, in plain Python on a networkx graph."""
    society, _ = init(settings, replicate)
    graph = graph_of(society.network)
    people = [
        Person(bool(b == 1), float(s), settings.start == "conforming")
        for b, s in zip(society.belief, society.conviction, strict=True)
    ]
    cost, told = Fraction(settings.cost), []
    for number in range(rounds):
        drawn = Draws(settings.seed, replicate).uniforms(ORDER, round=number, subjects=len(people)).tolist()
        if settings.updating == "synchronous":
            decided = [p.decision([people[j] for j in graph[i]], cost) for i, p in enumerate(people)]
            for person, (conforms, polices) in zip(people, decided, strict=True):
                person.conforms, person.polices = conforms, polices
        else:
            once = settings.updating == "random-order"
            turns = sorted(range(len(people)), key=drawn.__getitem__) if once else [int(u * len(people)) for u in drawn]
            for i in turns:
                people[i].conforms, people[i].polices = people[i].decision([people[j] for j in graph[i]], cost)
        told.append(([p.conforms for p in people], [p.polices for p in people]))
    return told


@st.composite
def societies(draw: st.DrawFn) -> Settings:
    network = draw(st.sampled_from(["torus", "complete", "random-regular", "ring", "random"]))
    neighbours = draw(st.sampled_from([4, 8] if network == "torus" else [0, 2, 4, 6]))
    return Settings(
        network=network,
        people=30,
        width=6,
        neighbours=neighbours,
        bridges=draw(st.sampled_from([0.0, 0.3])),
        rewiring=draw(st.sampled_from(["moved", "switched"])),
        believers=draw(st.sampled_from([0.0, 0.05, 0.1, 0.2, 0.5, 1.0])),
        placement=draw(st.sampled_from(["random", "clustered"])),
        cost=draw(st.sampled_from([0.0, 0.05, 0.125, 0.3])),
        largest_conviction=draw(st.sampled_from([0.2, 0.38, 0.9])),
        believers_conviction=draw(st.sampled_from([0.25, 1.0])),
        start=draw(st.sampled_from(["sincere", "conforming"])),
        updating=draw(st.sampled_from(["random-order", "random-person", "synchronous"])),
        rounds=12,
        seed=draw(st.integers(0, 2**32 - 1)),
    )


@given(chosen=societies(), replicate=st.integers(0, 5))
@effort(max_examples=100, deadline=None)
def test_runs_are_those_of_people_who_count_heads(chosen: Settings, replicate: int) -> None:
    society, state = init(chosen, replicate)
    society.network.check()
    for conforms, polices in played_by_people(chosen, replicate, 12):
        state = step(society, state, chosen, replicate)
        assert (state.compliance == 1).tolist() == conforms
        words = {1: "norm", 0: "nothing", -1: "deviance"}
        assert [words[int(e)] for e in state.enforcement] == polices
        # Nobody enforces what she does not do.
        assert not np.any((state.enforcement != 0) & (state.enforcement != state.compliance))
        if chosen.believers_conviction == 1:
            assert np.all(state.compliance[society.belief == 1] == 1)


def star(belief: int, conviction: float, complying: int, enforcing: int) -> tuple[int, int]:
    """What the middle of a star of eight does: so many comply with the norm, and so many of those enforce it."""
    hands = np.arange(1, 9, dtype=np.uint32)
    network = Network.from_edges(9, np.zeros(8, dtype=np.uint32), hands)
    convictions = np.full(9, conviction)
    compliance = np.array([belief, *[1] * complying, *[-1] * (8 - complying)], dtype=np.int8)
    enforcement = np.array([0, *[1] * enforcing, *[0] * (8 - enforcing)], dtype=np.int8)
    society = Society(network, np.full(9, belief, dtype=np.int8), convictions)
    settings = Settings(people=9, network="random", updating="synchronous")
    after = step(society, State(0, compliance, enforcement), settings)
    return int(after.compliance[0]), int(after.enforcement[0])


def test_rules_by_hand_with_eight_neighbours() -> None:
    # A disbeliever of conviction .30: 2/8 < .30 < 3/8 < .425 < 4/8.
    assert [star(-1, 0.30, n, n) for n in (2, 3, 4)] == [(-1, 0), (1, 0), (1, 1)]
    # Ties do not count: pressure of exactly S, and of exactly S + K, is not enough.
    assert star(-1, 0.25, 2, 2) == (-1, 0)
    assert star(-1, 0.25, 3, 3) == (1, 0)
    # She enforces deviance once .30 W > .125, W = 4/8, unless she is made to comply.
    assert [star(-1, 0.30, n, 0) for n in (3, 4)] == [(-1, 0), (-1, -1)]
    # A believer enforces once W > .125, that is, from two who deviate.
    assert [star(1, 1.0, n, 0) for n in (8, 7, 6)] == [(1, 0), (1, 0), (1, 1)]


def test_a_settled_run_stays_and_nobody_is_restless() -> None:
    chosen = Settings(people=100, width=10, believers=0.05)
    run = next(run for run in (play(chosen, number) for number in range(20)) if run.settled)
    assert restless(run.society, run.state, chosen) == 0
    after = step(run.society, run.state, chosen)
    assert np.array_equal(after.compliance, run.state.compliance)
    assert np.array_equal(after.enforcement, run.state.enforcement)
    assert run.rounds[0].compliance == 0.05
    assert run.rounds[0].false_enforcement == 0


def test_without_believers_nothing_happens() -> None:
    run = play(Settings(believers=0.0))
    assert run.settled
    assert len(run.rounds) == 1
    assert run.rounds[0].compliance == 0


@given(
    believers=st.floats(0, 0.124),
    largest=st.floats(0.05, 1),
    seed=st.integers(0, 1000),
)
@effort(max_examples=40, deadline=None)
def test_nobody_falsely_enforces_before_everybodys_eyes_while_believers_are_few(
    believers: float, largest: float, seed: int
) -> None:
    chosen = Settings(
        network="complete",
        people=121,
        believers=int(believers * 121) / 121,
        largest_conviction=largest,
        rounds=10,
        seed=seed,
    )
    run = play(chosen)
    # Neighbours are 120, so fifteen believers, a pressure of 15/120 = K, are still too few.
    assert max(shares.false_enforcement for shares in run.rounds) == 0
    believing = int((run.society.belief == 1).sum())
    doubters = run.society.conviction[run.society.belief == -1]
    # Where nearly all comply, believers have nothing left to enforce.
    believers_alone = not any(shares.deviance_enforcement for shares in run.rounds)
    if run.settled and believers_alone and run.rounds[-1].true_enforcement == 1:
        assert int((run.state.compliance == 1).sum()) == believing + int((doubters < believing / 120).sum())


def test_disbelievers_enforce_deviance_from_where_it_was_derived() -> None:
    least = least_believers_opposed()
    assert 0.38 * closed_compliance(least) == pytest.approx(0.125)
    for believers, opposed in ((least - 0.012, False), (least + 0.02, True)):
        chosen = Settings(network="complete", people=2000, believers=believers, rounds=6)
        run = play(chosen)
        assert any(shares.deviance_enforcement > 0 for shares in run.rounds) == opposed


@pytest.mark.parametrize(("neighbours", "reach"), [(4, 0), (8, 1), (24, 2), (48, 3)])
def test_tori_are_products_of_cycles(neighbours: int, reach: int) -> None:
    width, height = 9, 7
    assert torus_radius(neighbours) == reach
    ours = torus(width, height, neighbours)
    ours.check()
    assert set(ours.degrees().tolist()) == {neighbours}
    columns, rows = (nx.circulant_graph(n, range(1, max(reach, 1) + 1)) for n in (width, height))
    product = (nx.strong_product if reach else nx.cartesian_product)(columns, rows)
    named = nx.relabel_nodes(product, {(x, y): y * width + x for x in range(width) for y in range(height)})
    assert {frozenset(e) for e in graph_of(ours).edges} == {frozenset(e) for e in named.edges}


@pytest.mark.parametrize("rewiring", ["moved", "switched"])
def test_bridges_keep_what_they_promise(rewiring: str) -> None:
    before = torus(20, 20, 8)
    after = bridged(before, 0.25, rewiring, Draws(4, 1), 3)
    after.check()
    assert after.ties == before.ties
    old, new = ({frozenset(e) for e in graph_of(n).edges} for n in (before, after))
    gone = len(old - new) / before.ties
    assert gone == pytest.approx(0.25 if rewiring == "moved" else 1 - 0.75 * np.exp(-0.25), abs=0.04)
    if rewiring == "switched":
        assert set(after.degrees().tolist()) == {8}
    else:
        assert after.degrees().var() > 1
    # Bridges shorten ways across the torus.
    assert nx.average_shortest_path_length(graph_of(after)) < 0.75 * nx.average_shortest_path_length(graph_of(before))
    assert bridged(before, 0.0, rewiring, Draws(4, 1), 3).friends.tolist() == before.friends.tolist()


def test_believers_are_as_many_as_asked_and_cluster_if_asked() -> None:
    for placement in ("random", "clustered"):
        society, _ = init(Settings(believers=0.03, placement=placement), 2)
        believers = np.flatnonzero(society.belief == 1)
        assert believers.size == 19
        apart = nx.number_connected_components(graph_of(society.network).subgraph(believers.tolist()))
        assert (apart == 1) == (placement == "clustered")
    doubts = society.conviction[society.belief == -1]
    assert doubts.mean() == pytest.approx(0.19, abs=0.02)
    assert 0 <= doubts.min() <= doubts.max() < 0.38
    everybody, _ = init(Settings(believers=1.0, placement="clustered", network="random", neighbours=1), 2)
    assert np.all(everybody.belief == 1)


def test_convictions_lie_where_they_are_said_to() -> None:
    chosen = Settings(believers=0.4, lowest_conviction=0.2, largest_conviction=0.6, believers_conviction=0.35)
    society, _ = init(chosen)
    assert set(society.conviction[society.belief == 1].tolist()) == {0.35}
    doubts = society.conviction[society.belief == -1]
    assert doubts.size == 375
    assert 0.2 <= doubts.min() < 0.21
    assert 0.59 < doubts.max() < 0.6
    assert doubts.mean() == pytest.approx(0.4, abs=5 * 0.4 / np.sqrt(12 * 375))


def test_either_end_of_a_moved_tie_may_stay() -> None:
    """A hub of 400 ties among 2000 people: half of them stay with the hub, half with the other end."""
    ends = np.arange(1, 401, dtype=np.uint32)
    star_ = Network.from_edges(2000, np.zeros(400, dtype=np.uint32), ends)
    after = graph_of(bridged(star_, 1.0, "moved", Draws(6), 3))
    stayed = after.degree[0]
    assert stayed == pytest.approx(200, abs=5 * 10)
    assert sum(after.degree[end] > 0 for end in range(1, 401)) == pytest.approx(200 + 200 * -np.expm1(-0.2), abs=5 * 10)


def test_the_cluster_is_the_same_at_any_share_of_bridges() -> None:
    few, many = (
        init(Settings(believers=0.05, placement="clustered", bridges=share), 3)[0].belief for share in (0.0, 0.5)
    )
    assert np.array_equal(few, many)


@pytest.mark.parametrize("item", ["complete", "torus", "signs"])
def test_quick_docking_passes(item: str) -> None:
    docking = EMPERORS_DILEMMA.run(item, quick=True)
    assert [one.as_json() for one in docking.docked if not one.passed] == []
    assert docking.docked
    assert docking.panels


@pytest.mark.verification
@pytest.mark.parametrize("item", ["complete", "torus", "signs"])
def test_full_docking_passes(item: str) -> None:
    assert [one.as_json() for one in EMPERORS_DILEMMA.run(item).docked if not one.passed] == []


def test_a_run_of_any_settings_is_one_json_object() -> None:
    given_ = {"people": 64, "width": 8, "neighbours": 4, "believers": 0.1, "rounds": 7, "updating": "synchronous"}
    one = EMPERORS_DILEMMA.run("run", seed=3, settings=given_)
    told = json.loads(json.dumps(one.as_json(), allow_nan=False))
    assert told["settings"]["seed"] == 3
    assert told["per_round"]["compliance"][0] == pytest.approx(6 / 64)
    assert told["final"]["compliance"] == told["per_round"]["compliance"][-1]
    many = EMPERORS_DILEMMA.run("run", seed=3, settings={**given_, "runs": 4}).results
    assert len(many["runs"]["false_enforcement"]) == 4
    assert many["runs"]["compliance"][0] == told["final"]["compliance"]
    assert many["final"]["compliance"] == pytest.approx(np.mean(many["runs"]["compliance"]))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"neighbours": 6}, "4, 8, 24"),
        ({"width": 24}, "must divide people"),
        ({"people": 12, "width": 6}, "too small for 8"),
        ({"network": "ring", "neighbours": 3}, "must be even on a ring"),
        ({"network": "complete", "people": 6000}, "at most 5000"),
        ({"network": "random-regular", "neighbours": 3}, "must be even"),
        ({"network": "random-regular", "people": 5}, "nobody can have more than 4"),
        ({"lowest_conviction": 0.5}, "must not exceed"),
        ({"believers": 1.5}, "less than or equal to 1"),
        ({"believer": 0.5}, "did you mean 'believers'"),
    ],
)
def test_contradictions_are_refused(settings: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        EMPERORS_DILEMMA.run("run", settings=settings)
