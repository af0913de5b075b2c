"""The society: people with their traits, and the two layers of ties between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias, TypedDict, Unpack

from numpy.typing import NDArray

from hushed.errors import InputError
from hushed.random import Channel
from hushed.society.estimates import check_memory, estimate_bytes, society_bytes
from hushed.society.generators import FileNetwork, Generator, generate
from hushed.society.generators.sampling import random_order, stream_of
from hushed.society.loading import LoadedNetwork, Progress, load_network
from hushed.society.network import Network, check_order
from hushed.society.spec import DEFAULT_POPULATION, SocietySpec, check_layers
from hushed.society.traits import People, draw_people, reordered

Doing: TypeAlias = Callable[[str], None]
"""Told what is being done, before each step of building a society."""

__all__ = [
    "Reading",
    "Society",
    "SocietySpec",
    "build_society",
    "check_layers",
    "check_memory",
    "estimate_bytes",
    "society_bytes",
]

_SHUFFLE = 2**32 - 1


class _Drawn(TypedDict):
    people: int
    seed: int
    replicate: int


class Reading(NamedTuple):
    """What was counted while a network file was read, and the digest of its shape."""

    lines: int
    duplicates: int
    self_loops: int
    shape: str


@dataclass(frozen=True, slots=True, eq=False)
class Society:
    """People and the ties between them; person i has the i-th entry of every trait that is not one value for all, and
    the i-th row of each layer."""

    people: People
    online: Network
    offline: Network | None
    "None without gatherings; the very same object as `online` where the two layers are one."
    loaded: bool
    "Whether a layer came from a file, so that results must stay aggregates."
    reading: Reading | None = None
    "What was counted in that file."

    @property
    def size(self) -> int:
        """How many people there are."""
        return self.online.people

    def renumbered(self, order: NDArray[Any]) -> Society:
        """The same society with people put in a new order, order[new] = old; keys travel with their person.

        Raises ValueError if `order` does not hold every person exactly once.
        """
        numbers = check_order(order, self.size)
        online = self.online.renumbered(numbers)
        offline = self.offline
        if offline is not None:
            offline = online if offline is self.online else offline.renumbered(numbers)
        return Society(reordered(self.people, numbers), online, offline, self.loaded, self.reading)

    def reordered(self) -> Society:
        """The same society with people numbered so that friends online stand close together (`Network.reordered`).

        Keys travel, so everybody's draws stay her own, and `renumbered(np.argsort(people.key))` leads back from it.
        """
        online, order = self.online.reordered()
        offline = self.offline
        if offline is not None:
            offline = online if offline is self.online else offline.renumbered(order)
        return Society(reordered(self.people, order), online, offline, self.loaded, self.reading)


def build_society(
    spec: SocietySpec,
    *,
    seed: int,
    replicate: int,
    progress: Progress | None = None,
    doing: Doing | None = None,
    beliefs: bool = True,
) -> Society:
    """Draw the people and both layers, or read a layer from its file.

    A file fixes the population: one left at its default gives way, any other must equal the file's count. A drawn
    offline layer is laid over the people in a random order of its own, so that somebody's place in one layer says
    nothing about the other. The order of people in a file depends on the seed alone and is the same in all replicates.
    `beliefs` says whether to draw what people believe of the line, which matters only where it is vague. `progress` is
    told the share of a file that has been read, and `doing` the name of each step before it.

    Raises InputError if the memory is too small, a file is wrong, or a layer does not fit the population; ValueError
    if seed or replicate does not fit 32 bits.
    """
    say = doing or _say_nothing
    check_memory(spec, beliefs=beliefs)
    file = spec.file
    if file is not None:
        say("reading the network file")
    loaded = None if file is None else load_network(file.path, seed=seed, progress=progress)
    people = spec.population if loaded is None else _population(spec, loaded)
    check_layers(spec, people=people)
    drawn: _Drawn = {"people": people, "seed": seed, "replicate": replicate}
    online = _layer(spec.online, loaded, Channel.ONLINE, say, **drawn)
    offline: Network | None = None
    if spec.offline == "same":
        offline = online
    elif spec.offline is not None:
        offline = _layer(spec.offline, loaded, Channel.OFFLINE, say, **drawn)
        if not isinstance(spec.offline, FileNetwork):
            say("numbering people offline")
            stream = stream_of(seed=seed, replicate=replicate, channel=Channel.OFFLINE)
            offline = offline.renumbered(random_order(people, stream, index=_SHUFFLE))
    reading = None if loaded is None else Reading(loaded.lines, loaded.duplicates, loaded.self_loops, loaded.shape)
    say("drawing traits")
    return Society(draw_people(spec.traits, beliefs=beliefs, **drawn), online, offline, loaded is not None, reading)


def _say_nothing(*_: object) -> None:
    """For callers who do not ask."""


def _layer(
    spec: Generator | FileNetwork,
    loaded: LoadedNetwork | None,
    channel: Channel,
    say: Doing,
    **drawn: Unpack[_Drawn],
) -> Network:
    if isinstance(spec, FileNetwork):
        assert loaded is not None
        return loaded.network
    say(f"drawing ties {channel.name.lower()}")
    return generate(spec, channel=channel, **drawn)


def _population(spec: SocietySpec, loaded: LoadedNetwork) -> int:
    if spec.population not in (DEFAULT_POPULATION, loaded.people):
        raise InputError(
            f"society.population is {spec.population}, but the network file has {loaded.people} people; leave "
            f"population out, or set it to {loaded.people}"
        )
    return loaded.people
