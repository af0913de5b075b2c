"""Networks: built from any ties they are simple, symmetric and sorted, and measure as networkx does."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_oracle import as_networkx
from scipy import sparse
from scipy.sparse import csgraph

from hushed.society.network import Network, largest_component
from hushed.society.row_kernels import sort_span

TIES = st.integers(1, 12).flatmap(
    lambda people: st.tuples(
        st.just(people),
        st.lists(st.tuples(st.integers(0, people - 1), st.integers(0, people - 1)), max_size=60),
    )
)


def build(people: int, ties: list[tuple[int, int]]) -> Network:
    left, right = (np.array([tie[end] for tie in ties], dtype=np.uint32) for end in (0, 1))
    return Network.from_edges(people, left, right)


def simple_graph(people: int, ties: list[tuple[int, int]]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(people))
    graph.add_edges_from(tie for tie in ties if tie[0] != tie[1])
    return graph


@settings(max_examples=200, deadline=None)
@given(TIES)
def test_any_ties_make_the_simple_graph_networkx_makes(given_ties: tuple[int, list[tuple[int, int]]]) -> None:
    people, ties = given_ties
    network, graph = build(people, ties), simple_graph(people, ties)
    network.check()
    assert network.offsets.dtype == np.uint64
    assert network.friends.dtype == np.uint32
    assert nx.utils.graphs_equal(as_networkx(network), graph)
    for person, (start, stop) in enumerate(pairwise(network.offsets.tolist())):
        row = network.friends[start:stop].tolist()
        assert row == sorted(set(row))
        assert person not in row
    assert network.ties == graph.number_of_edges()
    assert network.mean_degree == pytest.approx(2 * graph.number_of_edges() / people)
    assert network.degrees().tolist() == [degree for _, degree in sorted(graph.degree)]
    assert network.clustering() == pytest.approx(nx.average_clustering(graph))
    assert largest_component(network) == max(map(len, nx.connected_components(graph)))


@settings(max_examples=100, deadline=None)
@given(TIES, st.randoms(use_true_random=False))
def test_renumbering_moves_everyone_and_keeps_every_tie(given_ties, random) -> None:  # type: ignore[no-untyped-def]
    people, ties = given_ties
    order = list(range(people))
    random.shuffle(order)
    network = build(people, ties)
    moved = network.renumbered(np.array(order))
    moved.check()
    new_of = {old: new for new, old in enumerate(order)}
    expected = nx.relabel_nodes(as_networkx(network), new_of)
    assert nx.utils.graphs_equal(as_networkx(moved), expected)


@settings(max_examples=100, deadline=None)
@given(TIES, st.data())
def test_largest_component_over_ties_that_are_not_cut(given_ties, data) -> None:  # type: ignore[no-untyped-def]
    people, ties = given_ties
    network = build(people, ties)
    graph = as_networkx(network)
    gone = data.draw(st.lists(st.sampled_from(sorted(graph.edges)), unique=True)) if graph.edges else []
    cut = np.zeros(network.friends.size, dtype=np.bool_)
    for person, (start, stop) in enumerate(pairwise(network.offsets.tolist())):
        for entry in range(start, stop):
            pair = tuple(sorted((person, int(network.friends[entry]))))
            cut[entry] = pair in gone
    graph.remove_edges_from(gone)
    bits = np.packbits(cut, bitorder="little")
    assert largest_component(network, bits) == max(map(len, nx.connected_components(graph)))


def test_larger_graphs_measure_as_networkx_does() -> None:
    random = np.random.default_rng(4)
    left, right = random.integers(0, 800, (2, 2000)).astype(np.uint32)
    network = Network.from_edges(800, left, right)
    graph = simple_graph(800, list(zip(left.tolist(), right.tolist(), strict=True)))
    assert network.clustering() == pytest.approx(nx.average_clustering(graph), rel=1e-12)
    assert largest_component(network) == max(map(len, nx.connected_components(graph)))


def test_an_empty_network() -> None:
    network = Network.empty(5)
    network.check()
    assert (network.people, network.ties, network.mean_degree, network.clustering()) == (5, 0, 0.0, 0.0)
    assert largest_component(network) == 1


def _rows(offsets: list[int], friends: list[int]) -> Network:
    return Network(np.array(offsets, dtype=np.uint64), np.array(friends, dtype=np.uint32))


@pytest.mark.parametrize(
    ("network", "words"),
    [
        (_rows([0, 1, 1], [1]), "does not name them"),
        (_rows([0, 1, 2, 2], [1, 2]), "does not name them"),
        (_rows([0, 1, 2], [0, 1]), "themself"),
        (_rows([0, 1, 2], [1, 5]), "does not exist"),
        (_rows([0, 2, 3, 4], [2, 1, 0, 0]), "ascending"),
        (_rows([0, 2, 4], [1, 1, 0, 0]), "ascending"),
        (_rows([0, 1, 3], [1, 0]), "begin with 0 and end"),
        (_rows([1, 1, 2], [1, 0]), "begin with 0 and end"),
        (_rows([0, 2, 1, 2], [1, 0]), "fall"),
        (Network(np.array([0, 1, 2]), np.array([1, 0], dtype=np.uint32)), "uint64"),
    ],
)
def test_check_names_what_is_broken(network: Network, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        network.check()


def test_wrong_arguments_are_refused() -> None:
    network = build(3, [(0, 1)])
    with pytest.raises(ValueError, match="0 to 2"):
        build(3, [(0, 3)])
    with pytest.raises(ValueError, match="equally long"):
        Network.from_edges(3, np.zeros(1, np.uint32), np.zeros(2, np.uint32))
    for order in ([0, 1], [0, 1, 1], [0, 1, 3], [0.0, 1.0, 2.0]):
        with pytest.raises(ValueError, match="order"):
            network.renumbered(np.array(order))
    for length in (2, 3):
        with pytest.raises(ValueError, match="2 bits in 1 bytes"):
            largest_component(network, np.zeros(length, np.uint8))
    assert largest_component(network, np.zeros(0, np.uint8)) == 2
    assert largest_component(network, np.array([3], np.uint8)) == 1


@settings(max_examples=100, deadline=None)
@given(TIES)
def test_reordering_keeps_every_tie_and_can_be_undone(given_ties: tuple[int, list[tuple[int, int]]]) -> None:
    network = build(*given_ties)
    moved, order = network.reordered()
    moved.check()
    assert sorted(order.tolist()) == list(range(network.people))
    expected = nx.relabel_nodes(as_networkx(network), {old: new for new, old in enumerate(order.tolist())})
    assert nx.utils.graphs_equal(as_networkx(moved), expected)
    back = moved.renumbered(np.argsort(order))
    assert back.offsets.tobytes() == network.offsets.tobytes()
    assert back.friends.tobytes() == network.friends.tobytes()


def _distance(network: Network) -> float:
    rows = np.repeat(np.arange(network.people), network.degrees())
    return float(np.abs(rows - network.friends.astype(np.int64)).mean())


def test_reordering_finds_a_ring_that_was_shuffled() -> None:
    """Breadth first along a ring, friends are never farther apart than both fronts together reach."""
    ring = [(person, (person + step) % 400) for person in range(400) for step in (1, 2)]
    shuffled = build(400, ring).renumbered(np.random.default_rng(1).permutation(400))
    assert _distance(shuffled) > 100
    assert _distance(shuffled.reordered().network) < 6


def test_reordering_starts_anew_in_every_component() -> None:
    network = build(7, [(0, 4), (4, 2), (1, 5), (5, 6), (6, 1)])
    order = network.reordered().order.tolist()
    places = {person: place for place, person in enumerate(order)}
    for part in ({0, 2, 4}, {1, 5, 6}, {3}):
        held = sorted(places[person] for person in part)
        assert held == list(range(held[0], held[0] + len(part)))


@pytest.mark.parametrize("degree", [0.5, 1.0, 2.0, 8.0])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_the_largest_component_is_scipys(degree: float, share: float) -> None:
    random = np.random.default_rng(int(10 * degree + 100 * share))
    for people in (300, 5000):
        ties = int(people * degree / 2)
        left, right = random.integers(0, people, (2, ties)).astype(np.uint32)
        network = Network.from_edges(people, left, right)
        rows = np.repeat(np.arange(people), network.degrees())
        low, high = np.minimum(rows, network.friends), np.maximum(rows, network.friends)
        # A hash of the pair, so that both ends of a tie are cut or neither.
        cut = ((low * 7919 + high * 104_729) * 2_654_435_761 % 2**32) / 2**32 < share
        standing = sparse.coo_array(
            (np.ones((~cut).sum()), (rows[~cut], network.friends[~cut])), shape=(people, people)
        )
        expected = np.bincount(csgraph.connected_components(standing, directed=False)[1]).max()
        assert largest_component(network, np.packbits(cut, bitorder="little")) == expected


def test_owned_ties_are_the_ties_of_an_edge_list() -> None:
    for owner, targets in ((2, [1, 0, 2, 0, 3, 1]), (0, [2, 1, 3, 2, 4, 3, 0, 4, 1, 0])):
        owned = Network.from_owned(5, np.array(targets, dtype=np.uint32), each=2, owner=owner)
        owned.check()
        listed = build(5, [(owner + place // 2, target) for place, target in enumerate(targets)])
        assert owned.offsets.tobytes() == listed.offsets.tobytes()
        assert owned.friends.tobytes() == listed.friends.tobytes()
    with pytest.raises(ValueError, match="2 owners of 3 ties have 6 targets"):
        Network.from_owned(5, np.zeros(5, dtype=np.uint32), each=3, owner=3)


@given(st.lists(st.integers(0, 2**32 - 1), max_size=200), st.integers(0, 10), st.integers(0, 10))
def test_a_span_is_sorted_and_nothing_else(items: list[int], before: int, after: int) -> None:
    array = np.array(items, dtype=np.uint32)
    start, stop = min(before, array.size), max(min(before, array.size), array.size - after)
    expected = np.concatenate((array[:start], np.sort(array[start:stop]), array[stop:]))
    sort_span(array, np.uint64(start), np.uint64(stop))
    assert array.tolist() == expected.tolist()
