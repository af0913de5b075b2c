"""The shape every replication of a published model has: a name, a source, and items that can be run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from hushed.errors import InputError, did_you_mean
from hushed.parameters import Parameters
from hushed.random import LARGEST_SEED
from hushed.replications.targets import Docking
from hushed.scenario.wording import echo, hint, shortened

Progress = Callable[[int, int], None]
"""Called now and then with the steps done and the steps to do, 0 where that is not known."""

SomeParameters = TypeVar("SomeParameters", bound=Parameters)
_LONGEST = 60
_PLAINER = {
    "a valid integer": "a whole number",
    "a valid number": "a number",
    "a valid boolean": "true or false",
    "a valid string": "text",
    "a valid tuple": "a list",
}
"""What pydantic calls a type, and what people call it."""


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
    citation: str
    items: tuple[Item, ...]
    findings: bool = False
    bridge: str = ""
    caveat: str = ""

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


def settings_from(model: type[SomeParameters], given: Mapping[str, Any]) -> SomeParameters:
    """Parameters checked, every mistake reported at once as InputError; a value of None counts as not given."""
    try:
        return model(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as mistakes:
        told = [dict(one) for one in mistakes.errors(include_url=False)]
        lines = [_in_words(model, one) for one in told if not _only_seems_short(one)]
        raise InputError(*dict.fromkeys(lines)) from None


def _only_seems_short(mistake: Mapping[str, Any]) -> bool:
    """Whether a list is long enough as it is written: values that are wrong, and told of, were not counted."""
    return bool(mistake["type"] == "too_short" and len(mistake["input"]) >= mistake["ctx"]["min_length"])


def _in_words(model: type[Parameters], mistake: Mapping[str, Any]) -> str:
    if mistake["type"] == "value_error":
        return str(mistake["ctx"]["error"])
    # Beyond the name, pydantic tells which of the types it tried; only places in a list are of use.
    first, *rest = mistake["loc"]
    if mistake["type"] == "extra_forbidden":
        return f"{shortened(str(first), _LONGEST)}: unknown setting{hint(str(first), model.model_fields)}"
    name = f"{first}{''.join(f'[{part}]' for part in rest if isinstance(part, int))}"
    words = mistake["msg"].replace("Input should", "it should")
    if mistake["type"] in ("too_short", "too_long"):
        least, most = (mistake["ctx"].get(f"{end}_length") for end in ("min", "max"))
        words = f"it should have {f'at most {most}' if least is None else f'at least {least}'} values"
    for theirs, ours in _PLAINER.items():
        words = words.replace(theirs, ours)
    return f"{name}: {words}; this is {echo(mistake['input'])}"
