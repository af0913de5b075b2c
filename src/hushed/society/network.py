"""Who is tied to whom: an undirected simple graph in compressed sparse rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.society import component_kernels, order_kernels, row_kernels
from hushed.society import network_kernels as kernels

_FAULTS = {
    1: "names a friend who does not exist",
    2: "is tied to themself",
    3: "has friends that are not strictly ascending",
    4: "has a friend whose own row does not name them, or has too few",
}
_NOTHING_CUT = np.empty(0, dtype=np.uint8)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Network:
    """An undirected graph without self-loops or repeated ties; every tie stands in the rows of both its ends.

    The friends of person i are `friends[offsets[i]:offsets[i + 1]]`, ascending.
    """

    offsets: NDArray[np.uint64]
    "Where each person's row starts; shape (people + 1,)."
    friends: NDArray[np.uint32]
    "The rows one after the other; shape (2 x ties,)."

    @classmethod
    def from_edges(cls, people: int, left: NDArray[np.uint32], right: NDArray[np.uint32]) -> Network:
        """The network of the ties left[k] - right[k]; self-loops and repeated ties are dropped.

        Takes time and memory in proportion to people + ties. Raises ValueError if the arrays differ in length or
        name a person from `people` on.
        """
        if left.shape != right.shape:
            raise ValueError(f"left and right must be equally long; they have {left.size} and {right.size} entries")
        if left.size and max(left.max(), right.max()) >= people:
            raise ValueError(f"ties must join people from 0 to {people - 1}")
        offsets = np.zeros(people + 1, dtype=np.uint64)
        row_kernels.count_ends(offsets, left, right)
        friends = friends_of(offsets)
        row_kernels.place_ends(offsets, friends, left, right)
        row_kernels.sort_rows(offsets, friends)
        entries = int(row_kernels.drop_repeats(offsets, friends))
        return cls(offsets, friends if entries == friends.size else friends[:entries].copy())

    @classmethod
    def from_owned(cls, people: int, targets: NDArray[np.uint32], *, each: int, owner: int = 0) -> Network:
        """The network where every person from `owner` on owns `each` ties, to the next people named in `targets`.

        No tie may have two owners or tie somebody to themself. Sorts each owner's targets in place. Raises ValueError
        if `targets` is not `each` long for every owner.
        """
        if targets.shape != ((people - owner) * each,):
            raise ValueError(f"{people - owner} owners of {each} ties have {(people - owner) * each} targets")
        offsets = np.zeros(people + 1, dtype=np.uint64)
        row_kernels.count_owned(offsets, targets, np.uint64(owner), np.uint64(each))
        friends = friends_of(offsets)
        if not row_kernels.place_owned(offsets, friends, targets, np.uint64(owner), np.uint64(each)):
            row_kernels.sort_rows(offsets, friends)
        return cls(offsets, friends)

    @classmethod
    def empty(cls, people: int) -> Network:
        """`people` people without a single tie."""
        return cls(np.zeros(people + 1, dtype=np.uint64), np.empty(0, dtype=np.uint32))

    @property
    def people(self) -> int:
        """How many people there are."""
        return self.offsets.size - 1

    @property
    def ties(self) -> int:
        """How many ties there are."""
        return self.friends.size // 2

    @property
    def mean_degree(self) -> float:
        """Friends per person on average."""
        return self.friends.size / self.people if self.people else 0.0

    def __repr__(self) -> str:
        return f"Network(people={self.people}, ties={self.ties})"

    def degrees(self) -> NDArray[np.uint32]:
        """How many friends each person has; shape (people,)."""
        return np.diff(self.offsets).astype(np.uint32)

    def renumbered(self, order: NDArray[Any]) -> Network:
        """The same network with people put in a new order: order[new] = old.

        Raises ValueError if `order` does not hold every person exactly once.
        """
        numbers = check_order(order, self.people)
        number = np.empty_like(numbers)
        number[numbers] = np.arange(self.people, dtype=np.uint32)
        offsets, friends = np.empty_like(self.offsets), np.empty_like(self.friends)
        row_kernels.renumber_rows(self.offsets, self.friends, numbers, number, offsets, friends)
        return Network(offsets, friends)

    def reordered(self) -> Reordered:
        """The same network with people numbered so that friends stand close together, and the order that does it.

        The order is reverse Cuthill-McKee: breadth first from somebody with few friends, then backwards. It depends on
        nothing but the network. It brings friends together where ties are local, such as on rings, small worlds and
        most collected networks; where they are not, as in a random graph, no order could. Takes time in proportion to
        ties x logarithm of the largest degree.
        Source: Cuthill & McKee (1969), Proc. 24th ACM Conf., 157-172; George (1971), reversed.
        """
        order, seeds = np.empty(self.people, dtype=np.uint32), np.empty(self.people, dtype=np.uint32)
        order_kernels.by_degree(self.offsets, seeds)
        seen = np.zeros(self.people, dtype=np.uint8)
        order_kernels.cuthill_mckee(self.offsets, self.friends, seeds, seen, order)
        del seeds, seen
        backwards = order[::-1].copy()
        return Reordered(self.renumbered(backwards), backwards)

    def clustering(self) -> float:
        """Mean local clustering coefficient, in [0, 1]; people with fewer than two friends count 0.

        Source: Watts & Strogatz (1998), Nature 393, as networkx `average_clustering` computes it.
        """
        if not self.people:
            return 0.0
        degree = self.degrees().astype(np.float64)
        closed = kernels.triangles(self.offsets, self.friends).astype(np.float64)
        pairs = degree * (degree - 1) / 2
        return float(np.divide(closed, pairs, out=np.zeros_like(pairs), where=pairs > 0).mean())

    def check(self) -> None:
        """Raises ValueError, naming what is broken and where, unless the rows hold a simple undirected graph."""
        if self.offsets.dtype != np.uint64 or self.friends.dtype != np.uint32:
            raise ValueError(
                f"offsets must be uint64 and friends uint32; they are {self.offsets.dtype} and {self.friends.dtype}"
            )
        if self.offsets.size == 0 or self.offsets[0] != 0 or self.offsets[-1] != self.friends.size:
            raise ValueError("offsets must begin with 0 and end with the number of friends")
        if np.any(self.offsets[1:] < self.offsets[:-1]):
            raise ValueError("offsets must not fall")
        fault, person = kernels.first_fault(self.offsets, self.friends)
        if fault:
            raise ValueError(f"person {person} {_FAULTS[fault]}")


class Reordered(NamedTuple):
    """A network in a new order of people, and that order."""

    network: Network
    order: NDArray[np.uint32]
    "order[new] = old; shape (people,). `network.renumbered(np.argsort(order))` is the network it came from."


def friends_of(offsets: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Room for the rows whose lengths are counted in offsets[1:], which are turned into where rows start.

    NumPy asks for it because it asks for large pages, without which scattered writes are half as fast.
    """
    entries = int(offsets.sum())
    row_kernels.counts_to_starts(offsets)
    return np.empty(entries, dtype=np.uint32)


def check_order(order: NDArray[Any], people: int) -> NDArray[np.uint32]:
    """`order` as uint32, once it is known to hold each of 0 to people - 1 exactly once; ValueError otherwise."""
    numbers = np.asarray(order)
    if numbers.shape != (people,) or not np.issubdtype(numbers.dtype, np.integer):
        raise ValueError(f"an order must be {people} whole numbers; this has shape {numbers.shape}")
    if people and (numbers.min() < 0 or numbers.max() >= people):
        raise ValueError(f"an order must hold numbers from 0 to {people - 1}")
    seen = np.zeros(people, dtype=np.bool_)
    seen[numbers] = True
    if not seen.all():
        raise ValueError("an order must hold every person exactly once")
    return numbers.astype(np.uint32, copy=False)


def largest_component(network: Network, cut: NDArray[np.uint8] | None = None) -> int:
    """People in the largest connected component over the ties that are not cut.

    `cut` has one bit per entry of `friends`, set where the tie is cut, the same at both ends: bit e & 7 of byte e >> 3
    for entry e. Its shape is (ceil(2 x ties / 8),), or (0,) for nothing cut; ValueError is raised otherwise.
    """
    bits = _NOTHING_CUT if cut is None else cut
    entries, length = network.friends.size, -(-network.friends.size // 8)
    if bits.shape not in ((0,), (length,)):
        raise ValueError(f"cut must have {entries} bits in {length} bytes; it has shape {bits.shape}")
    above = np.empty(network.people, dtype=np.uint32)
    component_kernels.join_all(network.offsets, network.friends, bits, above)
    return int(component_kernels.largest_group(above, np.zeros_like(above)))
