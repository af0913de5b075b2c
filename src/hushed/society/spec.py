"""What a scenario says of a society: how many people, what they are like, who is tied to whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, Discriminator, Tag, model_validator

from hushed.errors import InputError
from hushed.parameters import Parameters, described
from hushed.society.choices import check_named
from hushed.society.generators import FileNetwork, HolmeKim, NetworkSpec
from hushed.society.generators.specs import NAMES
from hushed.society.traits import TraitSpecs

DEFAULT_POPULATION = 10_000

_check_table = check_named("generator", NAMES, '"same", or a table')


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
