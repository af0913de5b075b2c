"""What acts in a scenario, and where each mechanism was published, if it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hushed.regime.schedule import values_of
from hushed.results.table import spoken
from hushed.scenario.schema import Scenario

OURS = "hushed’s own"


class Mechanism(NamedTuple):
    """One thing that acts: its name, what hushed takes from where, and the keys of the sources."""

    name: str
    origin: str
    sources: tuple[str, ...] = ()


_INSTRUMENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "observation": ("how being seen is weighed against speaking", ("daymude2025",)),
    "scoring": ("tolerance, severity and both forms of punishment", ("daymude2025",)),
    "association": (
        "groups that answer for each member, here friends",
        ("heckathorn1988", "heckathorn1990", "heckathorn1993"),
    ),
    "publicity": ("a score that others see acts on image, here shame", ("tirole2021",)),
    "clarity": ("vague law and the fear of error", ("schauer1978",)),
    "authority": ("an authority that moves its policy at random and keeps what costs it no more", ("daymude2025",)),
}
_REACTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "reproach": ("peers police each other", ("heckathorn1988", "heckathorn1990", "heckathorn1993")),
    "ostracism": ("people part with whom costs them score", ("tirole2021", "wei2016")),
    "shunning": ("people part with those of low score", ("tirole2021", "wei2016")),
    "encouragement": ("who hears others speak joins in", ("granovetter1978", "kuran1989")),
    "indignation": ("the sight of punishment can embolden", ("pan2020",)),
    "caution": ("who does not know the line keeps away from it", ("schauer1978", "penney2017")),
    "isolation": ("confidence moves with the balance of voices heard", ("ross2019", "gaisbauer2020")),
    "false_enforcement": ("who complies may enforce", ("centola2005",)),
}
_NETWORKS: dict[str, tuple[str, ...]] = {
    "erdos-renyi": ("gilbert1959",),
    "watts-strogatz": ("watts1998",),
    "preferential-attachment": ("barabasi1999", "krapivsky2000"),
    "holme-kim": ("holme2002",),
    "stochastic-block": ("holland1983",),
}


def mechanisms(scenario: Scenario, *, people_alone: bool = False) -> list[Mechanism]:
    """Everything that acts in a scenario; `people_alone` for a model that does not play its policy."""
    return [*([] if people_alone else _of_policy(scenario)), *_of_ties(scenario)]


def _of_policy(scenario: Scenario) -> Iterator[Mechanism]:
    regime, reactions = scenario.policy()
    for name in regime.active():
        origin, sources = _INSTRUMENTS.get(name, (OURS, ()))
        yield Mechanism(spoken(name), origin, sources)
    for name in type(reactions).model_fields:
        # What only says how another reaction fades acts by that one.
        if name not in ("forgiveness", "fading") and any(values_of(getattr(reactions, name))):
            origin, sources = _REACTIONS.get(name, (OURS, ()))
            yield Mechanism(spoken(name), origin, sources)


def _of_ties(scenario: Scenario) -> Iterator[Mechanism]:
    for name in ("online", "offline"):
        layer = getattr(scenario.society, name)
        if layer is not None and not isinstance(layer, str) and layer.generator in _NETWORKS:
            yield Mechanism(f"ties {name}", f"generator {layer.generator}", _NETWORKS[layer.generator])
