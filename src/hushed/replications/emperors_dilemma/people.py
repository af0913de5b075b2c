"""The people of the Emperor's Dilemma: settings, who believes, how strongly, and who watches whom."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from hushed.errors import InputError
from hushed.parameters import Parameters, Share, described
from hushed.random import LARGEST_SEED, Draws
from hushed.replications.emperors_dilemma.ties import Rewiring, bridged, drawn_ties
from hushed.replications.limits import BoundedAmount, check_memory, check_time
from hushed.society.network import Network

_CONVICTION, _PLACE, ORDER, _BRIDGES = range(4)
"""What draws are for."""
_SECONDS = 2e-9
"""What a look at a neighbour takes."""
_BYTES, _BRIDGE_BYTES = 40, 400
"""What an end of a tie takes while ties are drawn, and while bridges are."""
LARGEST_COMPLETE = 5000
"""People of whom everybody watches everybody, at most: memory and time grow with their square."""


class Settings(Parameters):
    """A society and its norm; the defaults are those of the article's torus with random believers."""

    network: Literal["torus", "complete", "random-regular", "ring", "random"] = described(
        "torus", "who watches whom: a grid whose edges meet, everybody, or random ties"
    )
    people: Annotated[int, Field(ge=2, le=10**6)] = described(625, "number of people", "people")
    width: Annotated[int, Field(ge=3, le=10**6)] = described(
        25, "people in a row of the torus; must divide people", "people"
    )
    neighbours: Annotated[int, Field(ge=0, le=10_000)] = described(
        8, "neighbours of each; on a torus 4, 8, 24, ...; on a ring even; the mean if random", "people"
    )
    bridges: Share = described(0.0, "share of ties led to people elsewhere")
    rewiring: Rewiring = described("moved", "whether bridges move one end of a tie, or switch the ends of two")
    believers: Share = described(0.05, "share who believe in the norm, rounded to whole people")
    placement: Literal["random", "clustered"] = described(
        "random", "believers anywhere, or those nearest to one drawn at random"
    )
    cost: BoundedAmount = described(0.125, "cost of enforcement, K")
    lowest_conviction: Share = described(0.0, "lowest conviction of disbelievers")
    largest_conviction: Share = described(0.38, "largest conviction of disbelievers")
    believers_conviction: Share = described(1.0, "conviction of believers")
    start: Literal["sincere", "conforming"] = described(
        "sincere", "whether people start as they believe, enforcing nothing, or all comply with the norm and enforce it"
    )
    updating: Literal["random-order", "random-person", "synchronous"] = described(
        "random-order", "each once a round in a new order, as many drawn anew each time, or all at once"
    )
    rounds: Annotated[int, Field(ge=1, le=10**5)] = described(500, "rounds after which a run ends anyhow", "rounds")
    runs: Annotated[int, Field(ge=1, le=10**5)] = described(1, "societies drawn one after the other", "runs")
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = described(0, "seed of everything drawn")


class Society(NamedTuple):
    """What stays the same during a run."""

    network: Network
    "Who watches whom."
    belief: NDArray[np.int8]
    "B: 1 believes in the norm, -1 does not; shape (people,)."
    conviction: NDArray[np.float64]
    "S, in [0, 1]; shape (people,)."


def draw_society(settings: Settings, replicate: int = 0) -> Society:
    """People, ties, beliefs and convictions; raises InputError where settings contradict each other."""
    _check(settings)
    draws = Draws(settings.seed, replicate)
    try:
        ties = drawn_ties(
            settings.network,
            people=settings.people,
            width=settings.width,
            neighbours=settings.neighbours,
            draws=draws,
        )
    except ValueError as mistake:
        raise InputError(str(mistake)) from None
    belief = np.full(settings.people, -1, dtype=np.int8)
    belief[_believers(settings, ties, draws)] = 1
    # Believers cluster before bridges are built, so that the cluster is the same at any share of bridges.
    network = bridged(ties, settings.bridges, settings.rewiring, draws, _BRIDGES) if settings.bridges else ties
    drawn = draws.uniforms(_CONVICTION, subjects=settings.people)
    spread = settings.largest_conviction - settings.lowest_conviction
    conviction = np.where(belief == 1, settings.believers_conviction, settings.lowest_conviction + spread * drawn)
    return Society(network, belief, conviction)


def _believers(settings: Settings, network: Network, draws: Draws) -> NDArray[np.int64]:
    """Who believes in the norm: so many people, drawn, or nearest to the one drawn first."""
    number = int(settings.believers * settings.people + 0.5)
    order = np.argsort(draws.uniforms(_PLACE, subjects=settings.people), kind="stable")
    return order[:number] if settings.placement == "random" else _nearest(network, order, number)


def _nearest(network: Network, order: NDArray[np.int64], number: int) -> NDArray[np.int64]:
    """The first person in order and those nearest to her by ties; from the next in order where ties end."""
    reached: dict[int, None] = {}
    for middle in order.tolist():
        if len(reached) >= number:
            break
        queue = [middle] if middle not in reached else []
        reached.update(dict.fromkeys(queue))
        for person in queue:
            row = network.friends[network.offsets[person] : network.offsets[person + 1]].tolist()
            fresh = [friend for friend in row if friend not in reached]
            reached.update(dict.fromkeys(fresh))
            queue += fresh
            if len(reached) >= number:
                break
    return np.array(list(reached)[:number], dtype=np.int64)


def _check(settings: Settings) -> None:
    mistakes: list[str] = []
    if settings.lowest_conviction > settings.largest_conviction:
        mistakes.append(
            f"lowest_conviction ({settings.lowest_conviction:g}) must not exceed largest_conviction "
            f"({settings.largest_conviction:g})"
        )
    if settings.network == "complete" and settings.people > LARGEST_COMPLETE:
        mistakes.append(f"people: at most {LARGEST_COMPLETE} on the complete network; this is {settings.people}")
    if settings.network == "ring" and settings.neighbours % 2:
        mistakes.append(f"neighbours must be even on a ring; this is {settings.neighbours}")
    if mistakes:
        raise InputError(*mistakes)
    ends = settings.people * (settings.people if settings.network == "complete" else settings.neighbours + 1)
    bytes_of_end = _BYTES + (_BRIDGE_BYTES if settings.bridges else 0)
    check_memory(float(ends * bytes_of_end), "people", "neighbours", "bridges")
    check_time(_SECONDS * ends * settings.rounds * settings.runs, "people", "neighbours", "rounds", "runs")
