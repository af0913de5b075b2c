"""Element 4 of a description: the eleven design concepts."""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType

from hushed.describing import prose
from hushed.describing.submodels import SUBMODELS, View, acting
from hushed.describing.typeset import bullets, typeset
from hushed.describing.variables import field_texts
from hushed.outcomes import OUTCOMES
from hushed.random import Channel
from hushed.replications.registry import REPLICATIONS
from hushed.results.markdown import table
from hushed.society.generators import Complete, Empty, FileNetwork, RingLattice, StochasticBlock
from hushed.society.traits import Constant

TRAIT_DRAWS = {
    "desired_dissent": Channel.DESIRE,
    "boldness": Channel.BOLDNESS,
    "care": Channel.CARE,
    "shame": Channel.SHAME,
    "propensity": Channel.PROPENSITY,
}
"""Draws of people's traits; one that everybody shares is not drawn."""
_UNDRAWN = (NoneType, str, Empty, Complete, RingLattice, FileNetwork)
"""Layers of ties for which nothing is drawn: none, those of the other layer, and networks that are all alike."""
APART = (Channel.ORDER, Channel.DESIGN, Channel.MODEL)
"""Draws of experiments and of other models, never of a run of this one."""


def concepts(view: View) -> Iterator[str]:
    """Every concept with what the parts at work add to it."""
    at_work = {part.key for part in acting(view)}
    for name in prose.CONCEPTS:
        added = [text for key, text in prose.CONCEPT_PARTS.get(name, {}).items() if key in at_work]
        text = " ".join(filter(None, (_general(name, view), *added)))
        yield f"**{name}.** {typeset(text or prose.NO_LEARNING)}"
        if name == "Stochasticity":
            yield bullets([typeset(text) for text in draws(view)])
        if name == "Observation":
            yield _outcomes()


def _general(name: str, view: View) -> str:
    text = prose.CONCEPT_TEXTS[name]
    if name == "Basic principles":
        return text.format(root=REPLICATIONS["daymude-2025"].cited)
    if name == "Interaction" and _untied(view):
        return prose.NO_TIES
    if name == "Collectives":
        layers = (view.scenario.society.online, view.scenario.society.offline)
        return text + (prose.BLOCKS if any(isinstance(each, StochasticBlock) for each in layers) else prose.NO_BLOCKS)
    return text


def _untied(view: View) -> bool:
    """Whether nobody is tied to anybody, online or at gatherings."""
    society = view.scenario.society
    return all(isinstance(layer, NoneType | str | Empty) for layer in (society.online, society.offline))


def draws(view: View) -> tuple[str, ...]:
    """What is drawn in a run of the scenario, from the generator's own list of purposes."""
    texts, society = field_texts(Channel), view.scenario.society
    own = {channel for part in acting(view) for channel in part.channels}
    named = ((Channel.ONLINE, society.online), (Channel.OFFLINE, society.offline))
    layers = {channel for channel, layer in named if not isinstance(layer, _UNDRAWN)}
    renumbered = {Channel.RENUMBER} if society.file else set()
    traits = {draw for name, draw in TRAIT_DRAWS.items() if not isinstance(getattr(society.traits, name), Constant)}
    used = traits | own | layers | renumbered
    return tuple(texts[channel.name] for channel in Channel if channel in used)


def undrawn() -> tuple[str, ...]:
    """Purposes of draws that no description would ever name; there should be none."""
    named = {*TRAIT_DRAWS.values(), *APART, Channel.ONLINE, Channel.OFFLINE, Channel.RENUMBER}
    named |= {channel for part in SUBMODELS for channel in part.channels}
    return tuple(channel.name for channel in Channel if channel not in named)


def _outcomes() -> str:
    rows = [
        (f"`{outcome.name}`", typeset(outcome.sentence), typeset(outcome.formula), typeset(outcome.unit))
        for outcome in OUTCOMES.values()
    ]
    return table(("outcome", "meaning", "formula", "unit"), rows)
