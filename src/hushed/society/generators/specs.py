"""What a scenario can say about a layer of ties: one table per generator, told apart by `generator`."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field, field_validator

from hushed.errors import InputError
from hushed.parameters import Amount, Parameters, Share, described
from hushed.society.choices import check_named


class _Generator(Parameters):
    """What all generators share: how many ties they make, and which populations they suit."""

    def expected_ties(self, people: int) -> float:
        """Ties expected among `people` people."""
        return people * float(getattr(self, "mean_degree", 0)) / 2

    def check_population(self, people: int) -> None:
        """Raises InputError, naming what is allowed, if no such network of `people` people exists."""
        degree = getattr(self, "mean_degree", 0)
        if degree > people - 1:
            most = "1 friend" if people == 2 else f"{people - 1} friends"
            raise InputError(f"mean_degree is {degree:g}, but among {people} people nobody can have more than {most}")


class _EvenDegree(_Generator):
    mean_degree: int = described(..., "friends per person on average; an even number", ge=0)
    lowest: ClassVar[int] = 0

    @field_validator("mean_degree")
    @classmethod
    def _even(cls, value: int) -> int:
        if value % 2 or value < cls.lowest:
            raise ValueError(f"mean_degree must be an even number, {cls.lowest} or more; this is {value}")
        return value


class ErdosRenyi(_Generator):
    """Every pair of people tied with the same probability."""

    generator: Literal["erdos-renyi"] = "erdos-renyi"
    mean_degree: Amount = described(..., "friends per person on average")


class WattsStrogatz(_EvenDegree):
    """Small world: a ring lattice some of whose ties are moved to people drawn at random."""

    generator: Literal["watts-strogatz"] = "watts-strogatz"
    rewiring: Share = described(..., "share of ties moved; 0 is a ring lattice")


class RingLattice(_EvenDegree):
    """Everyone tied to the nearest people on a ring."""

    generator: Literal["ring-lattice"] = "ring-lattice"


class _Growing(_EvenDegree):
    lowest: ClassVar[int] = 2

    @property
    def links(self) -> int:
        """Ties each newcomer makes."""
        return self.mean_degree // 2

    def expected_ties(self, people: int) -> float:
        """Ties among `people` people: the first star of links + 1 people, and `links` for each newcomer."""
        return self.links * (people - self.links)


class PreferentialAttachment(_Growing):
    """Each newcomer ties to mean_degree/2 earlier people, drawn by degree to the power of `exponent`."""

    generator: Literal["preferential-attachment"] = "preferential-attachment"
    exponent: float = described(1.0, "0 draws everyone alike, 1 by degree, above 1 few get nearly all", ge=0, le=2)


class HolmeKim(_Growing):
    """Preferential attachment that closes triangles: few with very many friends, and friends who know each other."""

    generator: Literal["holme-kim"] = "holme-kim"
    triads: Share = described(0.5, "chance that a further tie goes to a friend of the last person chosen by degree")


class StochasticBlock(_Generator):
    """Communities that are tied more within than between."""

    generator: Literal["stochastic-block"] = "stochastic-block"
    mean_degree: Amount = described(..., "friends per person on average")
    blocks: int | tuple[Share, ...] = described(..., "number of equal communities, or the share of people in each")
    within: Share = described(..., "share of ties expected inside communities")

    @field_validator("blocks", mode="before")
    @classmethod
    def _communities(cls, value: Any) -> int | tuple[float, ...]:
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            return value
        if isinstance(value, list | tuple) and value and all(_is_share(share) for share in value):
            if abs(sum(value) - 1) > 1e-6:
                raise ValueError(f"the shares in blocks must add up to 1; these add up to {sum(value):g}")
            return tuple(float(share) for share in value)
        raise ValueError("blocks must be a whole number from 1, or a list of shares above 0 that add up to 1")

    def starts(self, people: int) -> NDArray[np.int64]:
        """Where each community starts among people numbered in a row, and `people` at the end."""
        shares = [1 / self.blocks] * self.blocks if isinstance(self.blocks, int) else self.blocks
        bounds = np.concatenate(([0.0], np.cumsum(shares)))
        bounds[-1] = 1.0
        starts: NDArray[np.int64] = np.rint(bounds * people).astype(np.int64)
        return starts

    def probabilities(self, people: int) -> tuple[float, float]:
        """The chance of a tie for a pair inside one community, and for a pair from two.

        Raises InputError if that takes a probability above 1.
        """
        sizes = np.diff(self.starts(people)).astype(float)
        inside = float((sizes * (sizes - 1)).sum() / 2)
        pairs = inside, people * (people - 1) / 2 - inside
        ties = self.within * self.expected_ties(people), (1 - self.within) * self.expected_ties(people)
        for place, wanted, there in zip(("inside", "between"), ties, pairs, strict=True):
            if wanted > there * (1 + 1e-12):
                raise InputError(
                    f"mean_degree {self.mean_degree:g} with within {self.within:g} asks for {wanted:.0f} ties {place} "
                    f"communities, where there are {there:.0f} pairs; lower mean_degree, or change within or blocks"
                )
        inside_share, between_share = (min(1.0, t / p) if p else 0.0 for t, p in zip(ties, pairs, strict=True))
        return inside_share, between_share

    def check_population(self, people: int) -> None:
        """Raises InputError if the communities do not fit `people` people or cannot hold the ties asked for."""
        number = self.blocks if isinstance(self.blocks, int) else len(self.blocks)
        if number > people:
            raise InputError(f"blocks asks for {number} communities; there are only {people} people")
        super().check_population(people)
        self.probabilities(people)


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1


class RandomRegular(_Generator):
    """Everyone has exactly the same number of friends, drawn at random."""

    generator: Literal["random-regular"] = "random-regular"
    mean_degree: int = described(..., "friends of each person; times the population, an even number", ge=0)

    def check_population(self, people: int) -> None:
        """Raises InputError if `people` people cannot all have that many friends."""
        super().check_population(people)
        if people * self.mean_degree % 2:
            raise InputError(
                f"{people} people cannot have exactly {self.mean_degree} friends each: population times mean_degree "
                "must be even; change one of them by 1"
            )


class Complete(_Generator):
    """Everyone tied to everyone."""

    generator: Literal["complete"] = "complete"

    def expected_ties(self, people: int) -> float:
        """Every pair."""
        return people * (people - 1) / 2


class Empty(_Generator):
    """Nobody tied to anybody."""

    generator: Literal["empty"] = "empty"


class FileNetwork(Parameters):
    """The shape of a network read from an edge list; its labels are dropped and nobody can be told apart."""

    generator: Literal["file"] = "file"
    path: str = described(..., "edge list: two ids on each line, separated by comma, tab or space", min_length=1)


Generator: TypeAlias = (
    ErdosRenyi
    | WattsStrogatz
    | RingLattice
    | PreferentialAttachment
    | HolmeKim
    | StochasticBlock
    | RandomRegular
    | Complete
    | Empty
)
"""A network that is drawn."""

NAMES = (
    "erdos-renyi",
    "watts-strogatz",
    "ring-lattice",
    "preferential-attachment",
    "holme-kim",
    "stochastic-block",
    "random-regular",
    "complete",
    "empty",
    "file",
)

NetworkSpec: TypeAlias = Annotated[
    Annotated[Generator | FileNetwork, Field(discriminator="generator")],
    BeforeValidator(check_named("generator", NAMES)),
]
"""A layer of ties as a scenario writes it."""
