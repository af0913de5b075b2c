"""The shape every replication of a published model has: a name, a source, and items that can be run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hushed.bibliography.publications import in_full, in_short
from hushed.errors import InputError, did_you_mean, echo
from hushed.parameters import Parameters
from hushed.random import LARGEST_SEED
from hushed.replications.targets import Docking

Progress = Callable[[int, int], None]
"""Called now and then with the steps done and the steps to do, 0 where that is not known."""


@dataclass(frozen=True)
class Request:
    """How an item is to be run.

    `quick` asks for the targets that are soon reached; `seed` None stands for the published seed, or the item's own;
    `settings` are the parameters of an item that takes some, by name.
    """

    quick: bool = False
    seed: int | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    progress: Progress | None = None


@dataclass(frozen=True)
class Item:
    """One thing a replication can run: `settings` is the group of parameters it takes, None if it takes none.

    A `lengthy` item takes minutes unless it is run quickly, so it is run by name only. `kernel` names a compiled
    function that it needs and that takes long to compile, as `compiled.is_cached` does; empty if there is none.
    """

    name: str
    summary: str
    dock: Callable[[Request], Docking]
    has_targets: bool = True
    settings: type[Parameters] | None = None
    lengthy: bool = False
    kernel: str = ""


@dataclass(frozen=True)
class Replication:
    """A published model, rebuilt to be compared with what was published.

    `findings` says that a target missed is a finding about hushed's own model, and no sign that something is broken.
    `bridge` says in a sentence or two which of hushed's own instruments and reactions do what its mechanism does;
    `caveat` what could not be checked against the article, or is ours where the article leaves it open.
    """

    name: str
    title: str
    sources: tuple[str, ...]
    "Keys of `bibliography.publications.PUBLICATIONS`: the articles it is published in."
    items: tuple[Item, ...]
    findings: bool = False
    bridge: str = ""
    caveat: str = ""

    @property
    def citation(self) -> str:
        """The articles, each in full."""
        return in_full(*self.sources)

    @property
    def cited(self) -> str:
        """The articles, each as running text names it."""
        return in_short(*self.sources)

    def item(self, name: str) -> Item:
        """The item of that name; raises InputError with the nearest name if there is none."""
        for item in self.items:
            if item.name == name:
                return item
        names = [item.name for item in self.items]
        raise InputError(f"{self.name}: there is no item '{name}'{did_you_mean(name, names)}")

    def run(
        self,
        item: str,
        *,
        quick: bool = False,
        seed: int | None = None,
        settings: Mapping[str, Any] | None = None,
        progress: Progress | None = None,
    ) -> Docking:
        """Run one item; raises InputError for an unknown item, wrong settings or seed, or settings of one without any.

        `progress` may never be called, where an item is soon done.
        """
        chosen = self.item(item)
        if settings and chosen.settings is None:
            raise InputError(
                f"{self.name} {item} takes no settings; this has {', '.join(settings)}; "
                f"items with settings: {', '.join(one.name for one in self.items if one.settings) or 'none'}"
            )
        if seed is not None and chosen.settings is None and not 0 <= seed <= LARGEST_SEED:
            raise InputError(f"seed: it should be from 0 to {LARGEST_SEED}; this is {echo(seed)}")
        return chosen.dock(Request(quick=quick, seed=seed, settings=settings or {}, progress=progress))


def refuse_seed(request: Request, name: str, item: str) -> None:
    """Raises InputError if a seed is given to an item that draws nothing that could change what it finds."""
    if request.seed is not None:
        raise InputError(f"{name} {item} follows equations and draws nothing, so it takes no seed")
