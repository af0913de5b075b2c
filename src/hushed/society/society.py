"""The society: people with their traits, and the two layers of ties between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, TypedDict, Unpack

from numpy.typing import NDArray
from pydantic import BaseModel, BeforeValidator, Discriminator, Tag, model_validator

from hushed import memory
from hushed.errors import InputError
from hushed.parameters import Parameters, described
from hushed.random import Channel
from hushed.society.choices import check_named
from hushed.society.generators import FileNetwork, Generator, HolmeKim, NetworkSpec, generate
from hushed.society.generators.sampling import random_order, stream_of
from hushed.society.generators.specs import NAMES
from hushed.society.loading import MOST_PEOPLE, LoadedNetwork, Progress, load_network
from hushed.society.network import Network, check_order
from hushed.society.traits import People, TraitSpecs, draw_people, reordered

DEFAULT_POPULATION = 10_000

_check_table = check_named("generator", NAMES, '"same", or a table')
_BYTES_PER_PERSON = 28
_BYTES_PER_ROW = 8
_BYTES_PER_TIE = 8
_BUILDING_PER_PERSON = 24
_BUILDING_PER_TIE = 16
_SHUFFLE = 2**32 - 1


def _same_or_table(value: Any) -> Any:
    return value if value is None or value == "same" else _check_table(value)


def _kind(value: Any) -> str:
    if isinstance(value, Mapping | BaseModel):
        return "network"
    return "same"


OfflineSpec: TypeAlias = Annotated[
    Annotated[Literal["same"], Tag("same")] | Annotated[NetworkSpec, Tag("network")], Discriminator(_kind)
]


class SocietySpec(Parameters):
    """How many people there are, what they are like, and who is tied to whom."""

    population: int = described(DEFAULT_POPULATION, "number of people; a network file fixes it", "people", ge=2)
    traits: TraitSpecs = described(TraitSpecs(), "how people's private traits are distributed")
    online: NetworkSpec = described(HolmeKim(mean_degree=10), "ties along which speech is observed")
    offline: Annotated[OfflineSpec | None, BeforeValidator(_same_or_table)] = described(
        None, 'gatherings: a network of their own, "same" for the online ties, or nothing for no gatherings'
    )

    @model_validator(mode="after")
    def _one_file(self) -> SocietySpec:
        if isinstance(self.online, FileNetwork) and isinstance(self.offline, FileNetwork):
            raise ValueError(
                "only one layer can come from a file: labels are dropped on reading, so the people of two files "
                'cannot be matched; use offline = "same", or a generator for one of the two'
            )
        return self

    @property
    def file(self) -> FileNetwork | None:
        """The layer read from a file, if there is one."""
        return next((layer for layer in (self.online, self.offline) if isinstance(layer, FileNetwork)), None)


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
    """People and the ties between them; person i has the i-th entry of every trait and the i-th row of each layer."""

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


def build_society(spec: SocietySpec, *, seed: int, replicate: int, progress: Progress | None = None) -> Society:
    """Draw the people and both layers, or read a layer from its file.

    A file fixes the population: one left at its default gives way, any other must equal the file's count. A drawn
    offline layer is laid over the people in a random order of its own, so that somebody's place in one layer says
    nothing about the other. The order of people in a file depends on the seed alone and is the same in all replicates.

    Raises InputError if the memory is too small, a file is wrong, or a layer does not fit the population; ValueError
    if seed or replicate does not fit 32 bits.
    """
    check_memory(spec)
    file = spec.file
    loaded = None if file is None else load_network(file.path, seed=seed, progress=progress)
    people = spec.population if loaded is None else _population(spec, loaded)
    check_layers(spec, people=people)
    drawn: _Drawn = {"people": people, "seed": seed, "replicate": replicate}
    online = _layer(spec.online, loaded, Channel.ONLINE, **drawn)
    offline: Network | None = None
    if spec.offline == "same":
        offline = online
    elif spec.offline is not None:
        offline = _layer(spec.offline, loaded, Channel.OFFLINE, **drawn)
        if not isinstance(spec.offline, FileNetwork):
            stream = stream_of(seed=seed, replicate=replicate, channel=Channel.OFFLINE)
            offline = offline.renumbered(random_order(people, stream, index=_SHUFFLE))
    reading = None if loaded is None else Reading(loaded.lines, loaded.duplicates, loaded.self_loops, loaded.shape)
    return Society(draw_people(spec.traits, **drawn), online, offline, loaded is not None, reading)


def _layer(
    spec: Generator | FileNetwork,
    loaded: LoadedNetwork | None,
    channel: Channel,
    **drawn: Unpack[_Drawn],
) -> Network:
    if isinstance(spec, FileNetwork):
        assert loaded is not None
        return loaded.network
    return generate(spec, channel=channel, **drawn)


def _population(spec: SocietySpec, loaded: LoadedNetwork) -> int:
    if spec.population not in (DEFAULT_POPULATION, loaded.people):
        raise InputError(
            f"society.population is {spec.population}, but the network file has {loaded.people} people; leave "
            f"population out, or set it to {loaded.people}"
        )
    return loaded.people


def check_layers(spec: SocietySpec, *, people: int) -> None:
    """Raises InputError, naming the layer and what is allowed, if a drawn layer of so many people cannot exist."""
    problems = []
    for name, layer in (("online", spec.online), ("offline", spec.offline)):
        if layer is None or layer == "same" or isinstance(layer, FileNetwork):
            continue
        try:
            layer.check_population(people)
        except InputError as error:
            problems += [f"society.{name}: {line}" for line in error.lines]
    if problems:
        raise InputError(*problems)


def estimate_bytes(spec: SocietySpec) -> int:
    """About how much memory building the society takes at its peak; a file's network is not counted."""
    if spec.file is not None:
        return 0
    layers = [layer for layer in (spec.online, spec.offline) if layer is not None and layer != "same"]
    ties = [layer.expected_ties(spec.population) for layer in layers if not isinstance(layer, FileNetwork)]
    kept = sum(tie * _BYTES_PER_TIE for tie in ties)
    building = max(ties) * _BUILDING_PER_TIE + spec.population * _BUILDING_PER_PERSON
    return int(spec.population * (_BYTES_PER_PERSON + _BYTES_PER_ROW * len(layers)) + kept + building)


def check_memory(spec: SocietySpec) -> None:
    """Raises InputError, saying what is needed and what there is, if the society cannot be held in memory."""
    needed, there = estimate_bytes(spec), memory.available_bytes()
    if needed <= there and spec.population <= MOST_PEOPLE:
        return
    raise InputError(
        f"society.population: {spec.population} people with these ties need about {memory.readable(needed)} of memory "
        f"and {memory.readable(there)} are free; at most {MOST_PEOPLE} people (2**32 - 1) are allowed, and as many as "
        "memory holds"
    )
