"""A network whose ties move by triadic closure and choice homophily, person by person.

What a person does at her turn (Castillo & Cozzo 2025; their public program, MIT):

1. A person with at least one friend is drawn, all such alike; there are as many turns in a sweep as there are people.
2. With probability `closure` her candidate is a friend of a friend, each drawn uniformly; else anybody at all. If that
   is herself, nothing happens.
3. She accepts a candidate of her own group with her group's homophily s, one of the other with 1 - s.
4. If they are not tied already, they are tied, and one of her former ties, drawn uniformly, is cut.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from hushed.compiled import compiled
from hushed.errors import InputError
from hushed.random import Channel, Draws, channel_of, uniform
from hushed.replications.expression_game.agents import Crowd
from hushed.replications.limits import check_memory
from hushed.replications.silence_hysteresis.network import Cohesion, Formation
from hushed.society.generators import ErdosRenyi, generate
from hushed.society.network import Network

MOVER, CLOSES, MIDDLE, CANDIDATE, ACCEPTS, CUT, GROUP = range(8, 15)
"""Purposes of the draws; those below 8 are the learning's."""
_TURNS = 5_000_000
"""Turns in compiled code at a stretch: about a second."""
_CHANNELS = np.array([channel_of(one) for one in (MOVER, CLOSES, MIDDLE, CANDIDATE, ACCEPTS, CUT)], dtype=np.uint64)


class Ties(NamedTuple):
    """Who is tied to whom, in rows with room to grow; person i's friends are `rows[i, :degrees[i]]`, in no order."""

    rows: NDArray[np.uint32]
    degrees: NDArray[np.int64]
    groups: NDArray[np.uint8]


def random_ties(*, people: int, minority: float, mean_degree: float, draws: Draws, exact: bool) -> Ties:
    """A random network (Erdos & Renyi) of a minority, group 0, and a majority, group 1.

    `exact` makes the minority the first people, as many as its share; else each belongs to it with that chance, as in
    the public program. Raises InputError if there are too few people for the mean degree, or a group is empty.
    """
    chances = (np.arange(people) + 0.5) / people if exact else draws.uniforms(GROUP, subjects=people)
    groups = np.where(chances < minority, 0, 1).astype(np.uint8)
    if groups.min() == groups.max():
        raise InputError(f"of {people} people a minority of {minority:g} leaves a group empty")
    network = generate(
        ErdosRenyi(mean_degree=mean_degree),
        people=people,
        seed=draws.seed,
        replicate=draws.replicate,
        channel=Channel.ONLINE,
    )
    degrees = network.degrees().astype(np.int64)
    rows = np.zeros((people, max(8, 2 * int(degrees.max(initial=0)))), dtype=np.uint32)
    place = np.arange(network.friends.size) - np.repeat(network.offsets[:-1].astype(np.int64), degrees)
    rows[np.repeat(np.arange(people), degrees), place] = network.friends
    return Ties(rows, degrees, groups)


def rewire(ties: Ties, formation: Formation, *, sweeps: int, draws: Draws, first_sweep: int = 0) -> Ties:
    """Let ties move for some sweeps: the same arrays, changed, or wider ones where somebody gained many friends.

    Where nobody has a friend, nothing moves. Raises InputError where wider rows need more memory than there is.
    """
    if not ties.degrees.any():
        return ties
    numbers = np.array([formation.closure, formation.homophily_a, formation.homophily_b])
    key = np.array([draws.seed, draws.replicate, first_sweep], dtype=np.uint64)
    turn, total = 0, sweeps * ties.groups.size
    while turn < total:
        # In parts, for compiled code cannot be interrupted.
        end = min(turn + _TURNS, total)
        turn = int(_rewire(*ties, numbers, key, _CHANNELS, turn, end))
        if turn < end:
            ties = ties._replace(rows=_wider(ties.rows))
    return ties


def _wider(rows: NDArray[np.uint32]) -> NDArray[np.uint32]:
    check_memory(2.0 * rows.nbytes, "people", "mean_degree")
    wider = np.zeros((rows.shape[0], 2 * rows.shape[1]), dtype=np.uint32)
    wider[:, : rows.shape[1]] = rows
    return wider


@compiled
def _rewire(
    rows: Any, degrees: Any, groups: Any, numbers: Any, key: Any, channels: Any, first_turn: int, total: int
) -> int:
    """Turns from `first_turn` on; stops short at a turn for which somebody's row has no room, and says which."""
    people = groups.size
    for turn in range(first_turn, total):
        round_ = key[2] + np.uint64(turn // people)
        subject = np.uint64(turn % people)
        person = np.int64(uniform(key[0], key[1], round_, subject, channels[0]) * people)
        tries = np.uint64(0)
        while degrees[person] == 0:
            tries += np.uint64(1)
            again = subject + tries * np.uint64(people)
            person = np.int64(uniform(key[0], key[1], round_, again, channels[0]) * people)
        chosen = uniform(key[0], key[1], round_, subject, channels[3])
        candidate = np.int64(chosen * people)
        if uniform(key[0], key[1], round_, subject, channels[1]) < numbers[0]:
            place = np.int64(uniform(key[0], key[1], round_, subject, channels[2]) * degrees[person])
            middle = np.int64(rows[person, place])
            candidate = np.int64(rows[middle, np.int64(chosen * degrees[middle])])
        if candidate == person:
            continue
        homophily = numbers[1 + groups[person]]
        chance = homophily if groups[candidate] == groups[person] else 1.0 - homophily
        if uniform(key[0], key[1], round_, subject, channels[4]) >= chance:
            continue
        tied = False
        for other in range(degrees[candidate]):
            if rows[candidate, other] == person:
                tied = True
                break
        if tied:
            continue
        if degrees[candidate] == rows.shape[1]:
            return turn
        cut = np.int64(uniform(key[0], key[1], round_, subject, channels[5]) * degrees[person])
        former = np.int64(rows[person, cut])
        rows[person, cut] = candidate
        rows[candidate, degrees[candidate]] = person
        degrees[candidate] += 1
        last = degrees[former] - 1
        for other in range(last):
            if rows[former, other] == person:
                rows[former, other] = rows[former, last]
                break
        degrees[former] = last
    return total


def crowd_of(ties: Ties) -> Crowd:
    """The largest group of people who are connected, as a network to learn on."""
    people = ties.groups.size
    left = np.repeat(np.arange(people), ties.degrees)
    right = ties.rows[np.arange(ties.rows.shape[1]) < ties.degrees[:, None]].astype(np.int64)
    matrix = csr_array((np.ones(left.size, dtype=np.int8), (left, right)), shape=(people, people))
    labels = connected_components(matrix, directed=False)[1]
    kept = labels == np.argmax(np.bincount(labels))
    number = np.cumsum(kept) - 1
    inside = kept[left]
    ends = number[left[inside]].astype(np.uint32), number[right[inside]].astype(np.uint32)
    return Crowd(Network.from_edges(int(kept.sum()), *ends), ties.groups[kept])


def cohesion_on(ties: Ties) -> Cohesion:
    """Share of each group's ties that lie within it; 0 for a group without ties."""
    left = np.repeat(ties.groups, ties.degrees)
    right = ties.groups[ties.rows[np.arange(ties.rows.shape[1]) < ties.degrees[:, None]]]
    a, b = (float((right[left == g] == g).mean()) if (left == g).any() else 0.0 for g in (0, 1))
    return Cohesion(a, b)
