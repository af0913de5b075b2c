"""Who is tied to whom: an undirected simple graph in compressed sparse rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
        offsets = kernels.count_offsets(people, left, right)
        friends = kernels.transpose(offsets, kernels.place(offsets, left, right))
        entries = int(kernels.drop_repeats(offsets, friends))
        return cls(offsets, friends if entries == friends.size else friends[:entries].copy())

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
        return Network(*kernels.renumber_rows(self.offsets, self.friends, numbers))

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
    return numbers.astype(np.uint32)


def largest_component(network: Network, cut: NDArray[np.uint8] | None = None) -> int:
    """People in the largest connected component over the ties that are not cut.

    `cut` has one entry per entry of `friends`, 1 where the tie is cut, the same at both ends; its shape is
    (2 x ties,) and ValueError is raised otherwise.
    """
    if cut is None:
        cut = _NOTHING_CUT
    elif cut.shape != network.friends.shape:
        raise ValueError(f"cut must have {network.friends.size} entries; it has shape {cut.shape}")
    elif not cut.size:
        cut = _NOTHING_CUT
    return int(kernels.component_size(network.offsets, network.friends, cut))
