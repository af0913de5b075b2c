"""Who watches whom in the Emperor's Dilemma: a torus, a ring, everybody, or random ties, and bridges across them."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hushed.random import Channel, Draws
from hushed.society.generators import Complete, ErdosRenyi, Generator, RandomRegular, RingLattice, generate
from hushed.society.network import Network

Rewiring = Literal["moved", "switched"]
_DRAWN: dict[str, type[RingLattice | RandomRegular | ErdosRenyi]] = {
    "ring": RingLattice,
    "random-regular": RandomRegular,
    "random": ErdosRenyi,
}
_TRIES = 20
"""Attempts to find a partner for a tie, after which it stays as it is."""


def torus_radius(neighbours: int) -> int:
    """How far a neighbourhood of that size reaches in both directions; 0 is the four at one's sides.

    Raises ValueError unless it is 4, or a square without its middle: 8, 24, 48, ...
    """
    if neighbours == 4:
        return 0
    radius = (math.isqrt(neighbours + 1) - 1) // 2
    if radius < 1 or (2 * radius + 1) ** 2 - 1 != neighbours:
        raise ValueError(f"on a torus neighbours must be 4, 8, 24, 48, ...; this is {neighbours}")
    return radius


def torus(width: int, height: int, neighbours: int) -> Network:
    """People on a grid whose edges meet; person y * width + x stands in column x and row y.

    Raises ValueError if neighbourhoods have no such size, or would reach round the torus.
    """
    radius = torus_radius(neighbours)
    if min(width, height) < 2 * max(radius, 1) + 1:
        raise ValueError(f"a torus of {width} x {height} is too small for {neighbours} neighbours")
    if radius:
        steps = [(x, y) for x in range(-radius, radius + 1) for y in range(-radius, radius + 1)]
    else:
        steps = [(1, 0), (0, 1), (-1, 0), (0, -1)]
    rows, columns = np.divmod(np.arange(width * height), width)
    ends = [(rows + y) % height * width + (columns + x) % width for x, y in steps]
    left = np.tile(np.arange(width * height, dtype=np.uint32), len(steps))
    return Network.from_edges(width * height, left, np.concatenate(ends).astype(np.uint32))


def drawn_ties(kind: str, *, people: int, width: int, neighbours: int, draws: Draws) -> Network:
    """The network without bridges; random ones are drawn from the seed and replicate of `draws`.

    Raises ValueError or InputError if there is no such network of that many people.
    """
    if kind == "torus":
        if people % width:
            raise ValueError(f"width {width} must divide people ({people})")
        return torus(width, people // width, neighbours)
    specs: dict[str, type[RingLattice | RandomRegular | ErdosRenyi]] = {
        "ring": RingLattice,
        "random-regular": RandomRegular,
        "random": ErdosRenyi,
    }
    spec: Generator = Complete() if kind == "complete" else specs[kind](mean_degree=neighbours)
    return generate(spec, people=people, seed=draws.seed, replicate=draws.replicate, channel=Channel.ONLINE)


def bridged(network: Network, share: float, rewiring: Rewiring, draws: Draws, purpose: int) -> Network:
    """The network with that share of its ties, drawn one by one, led elsewhere.

    "moved" leads one end of a tie to somebody drawn at random (Watts & Strogatz 1998); "switched" swaps its end with
    that of another tie, so that everybody keeps as many neighbours (Maslov & Sneppen 2002).
    """
    ties = _ties_of(network)
    chosen = np.flatnonzero(draws.uniforms(purpose, subjects=len(ties)) < share)
    numbers = draws.uniforms(purpose, round=1, subjects=chosen[:, None] * (2 * _TRIES) + np.arange(2 * _TRIES))
    tied = set(ties)
    for number, tries in zip(chosen.tolist(), numbers.reshape(-1, _TRIES, 2), strict=True):
        if rewiring == "moved":
            _move(ties, tied, number, tries, network.people)
        else:
            _switch(ties, tied, number, tries)
    left, right = np.array(ties, dtype=np.uint32).reshape(-1, 2).T
    return Network.from_edges(network.people, left.copy(), right.copy())


def _ties_of(network: Network) -> list[tuple[int, int]]:
    """Every tie once, the lower person first."""
    people = np.repeat(np.arange(network.people), network.degrees())
    once = people < network.friends
    return list(zip(people[once].tolist(), network.friends[once].tolist(), strict=True))


def _move(
    ties: list[tuple[int, int]], tied: set[tuple[int, int]], number: int, tries: NDArray[np.float64], people: int
) -> None:
    stays = ties[number][int(tries[0, 1] < 0.5)]
    for draw in tries[:, 0].tolist():
        other = int(draw * people)
        new = (min(stays, other), max(stays, other))
        if other != stays and new not in tied:
            tied.remove(ties[number])
            tied.add(new)
            ties[number] = new
            return


def _switch(ties: list[tuple[int, int]], tied: set[tuple[int, int]], number: int, tries: NDArray[np.float64]) -> None:
    one, other = ties[number]
    for draw, way in tries.tolist():
        partner = int(draw * len(ties))
        third, fourth = ties[partner] if way < 0.5 else ties[partner][::-1]
        first, second = (min(one, fourth), max(one, fourth)), (min(third, other), max(third, other))
        if len({one, other, third, fourth}) == 4 and first not in tied and second not in tied:
            tied -= {ties[number], ties[partner]}
            tied |= {first, second}
            ties[number], ties[partner] = first, second
            return
