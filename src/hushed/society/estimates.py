"""How much memory a society takes, told before any of it is taken."""

from __future__ import annotations

from typing import NamedTuple

from hushed import memory
from hushed.errors import InputError
from hushed.society.generators import (
    Complete,
    Empty,
    ErdosRenyi,
    FileNetwork,
    Generator,
    RandomRegular,
    StochasticBlock,
)
from hushed.society.loading import MOST_PEOPLE
from hushed.society.spec import SocietySpec
from hushed.society.traits import Constant

_NUMBER = 4
"""Bytes of a trait, an id or a key."""
_OFFSET = 8
_RENUMBERING = 3 * _NUMBER
"""Bytes for each person while a layer is renumbered: the order, its inverse, and one more to make it."""


class SocietyBytes(NamedTuple):
    """Bytes a society takes: what stays, and what building it takes beside that at its peak."""

    kept: int
    building: int


def society_bytes(spec: SocietySpec, *, beliefs: bool = True) -> SocietyBytes:
    """Bytes of the arrays of a society, and of those that building takes beside them; zeros with a network file.

    Traits that are the same for everyone take nothing. `beliefs` as in `build_society`. What Python, its libraries and
    compiled code take themselves, some 150 MB, is not counted.
    """
    if spec.file is not None:
        return SocietyBytes(0, 0)
    people = spec.population
    drawn = sum(not isinstance(getattr(spec.traits, name), Constant) for name in type(spec.traits).model_fields)
    traits = (drawn + beliefs) * _NUMBER * people
    online = _kept(spec.online, people)
    peak = online + _beside(spec.online, people)
    kept = online + traits
    if spec.offline is not None and spec.offline != "same":
        offline = _kept(spec.offline, people)
        renumbering = offline + _RENUMBERING * people
        peak = max(peak, online + offline + max(_beside(spec.offline, people), renumbering))
        kept += offline
    return SocietyBytes(int(kept), int(max(0, peak - kept)))


def _kept(layer: Generator | FileNetwork, people: int) -> float:
    """Offsets, and an id at both ends of each tie."""
    return _OFFSET * people + 2 * _NUMBER * _ties(layer, people)


def _beside(layer: Generator | FileNetwork, people: int) -> float:
    """What drawing a layer takes beside its rows at the end, when they are filled; no generator takes more before."""
    ties = _ties(layer, people)
    match layer:
        case ErdosRenyi() | StochasticBlock() | Complete() | Empty():
            return 0
        case RandomRegular():
            # Half-ties in a row and in rows; where most pairs are tied, those of the pairs that are not.
            paired = min(ties, people * (people - 1) / 2 - ties)
            pairing = 4 * _NUMBER * paired + _NUMBER * people
            return max(0, pairing - _kept(layer, people), 2 * _NUMBER * paired if paired < ties else 0)
        case _:
            return _NUMBER * ties


def _ties(layer: Generator | FileNetwork, people: int) -> float:
    return 0 if isinstance(layer, FileNetwork) else layer.expected_ties(people)


def estimate_bytes(spec: SocietySpec, *, beliefs: bool = True) -> int:
    """About how much memory building the society takes at its peak; a file's network is not counted."""
    return sum(society_bytes(spec, beliefs=beliefs))


def check_memory(spec: SocietySpec, *, beliefs: bool = True) -> None:
    """Raises InputError, saying what is needed and what there is, if the society cannot be held in memory."""
    needed, there = estimate_bytes(spec, beliefs=beliefs), memory.available_bytes()
    if needed <= there and spec.population <= MOST_PEOPLE:
        return
    raise InputError(
        f"society.population: {spec.population} people with these ties need about {memory.readable(needed)} of memory "
        f"and {memory.readable(there)} are free; at most {MOST_PEOPLE} people (2**32 - 1) are allowed, and as many as "
        "memory holds"
    )
