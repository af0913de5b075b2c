"""Networks drawn at random: what can be asked for, and how it is drawn.

The same specification, population, seed, replicate and channel give the same network to the byte.
"""

from __future__ import annotations

from hushed.random import Channel
from hushed.society.generators.attachment import preferential_attachment
from hushed.society.generators.independent import erdos_renyi, stochastic_block
from hushed.society.generators.lattices import complete, ring_lattice, watts_strogatz
from hushed.society.generators.regular import random_regular
from hushed.society.generators.sampling import stream_of
from hushed.society.generators.specs import (
    Complete,
    Empty,
    ErdosRenyi,
    FileNetwork,
    Generator,
    HolmeKim,
    NetworkSpec,
    PreferentialAttachment,
    RandomRegular,
    RingLattice,
    StochasticBlock,
    WattsStrogatz,
)
from hushed.society.generators.triads import holme_kim
from hushed.society.network import Network

__all__ = [
    "Complete",
    "Empty",
    "ErdosRenyi",
    "FileNetwork",
    "Generator",
    "HolmeKim",
    "NetworkSpec",
    "PreferentialAttachment",
    "RandomRegular",
    "RingLattice",
    "StochasticBlock",
    "WattsStrogatz",
    "generate",
]


def generate(spec: Generator, *, people: int, seed: int, replicate: int, channel: Channel) -> Network:
    """Draw a network of `people` people on the channel of its layer, ONLINE or OFFLINE.

    Raises InputError if no such network of that many people exists, ValueError if seed or replicate does not fit
    32 bits.
    """
    spec.check_population(people)
    stream = stream_of(seed=seed, replicate=replicate, channel=channel)
    match spec:
        case ErdosRenyi():
            return erdos_renyi(people, spec.mean_degree, stream)
        case WattsStrogatz():
            return watts_strogatz(people, spec.mean_degree // 2, spec.rewiring, stream)
        case RingLattice():
            return ring_lattice(people, spec.mean_degree // 2)
        case PreferentialAttachment():
            return preferential_attachment(people, spec.links, spec.exponent, stream)
        case HolmeKim():
            return holme_kim(people, spec.links, spec.triads, stream)
        case StochasticBlock():
            return stochastic_block(spec.starts(people), *spec.probabilities(people), stream)
        case RandomRegular():
            return random_regular(people, spec.mean_degree, stream)
        case Complete():
            return complete(people)
        case Empty():
            return Network.empty(people)
