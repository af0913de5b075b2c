"""Our networks as networkx graphs, which the tests compare with."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx

from hushed.society.network import Network


def as_networkx(network: Network) -> nx.Graph:
    """The same people and ties."""
    graph = nx.Graph()
    graph.add_nodes_from(range(network.people))
    for person, (start, stop) in enumerate(pairwise(network.offsets.tolist())):
        graph.add_edges_from((person, friend) for friend in network.friends[start:stop].tolist())
    return graph
