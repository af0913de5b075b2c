"""Where people's traits and ties come from, in words: distributions and generators with their sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hushed.describing.typeset import typeset
from hushed.describing.variables import paragraphs
from hushed.parameters import Parameters
from hushed.scenario.told import value_in_words
from hushed.scenario.wording import sentence
from hushed.society.generators import (
    Complete,
    Empty,
    ErdosRenyi,
    FileNetwork,
    HolmeKim,
    PreferentialAttachment,
    RandomRegular,
    RingLattice,
    StochasticBlock,
    WattsStrogatz,
)
from hushed.society.generators.attachment import preferential_attachment
from hushed.society.generators.independent import erdos_renyi, stochastic_block
from hushed.society.generators.lattices import complete, ring_lattice, watts_strogatz
from hushed.society.generators.regular import random_regular
from hushed.society.generators.triads import holme_kim
from hushed.society.traits import Beta, Constant, Exponential, LogNormal, TraitSpecs, TruncatedExponential, Uniform

DRAWN_BY: dict[type[Parameters], Callable[..., Any] | None] = {
    ErdosRenyi: erdos_renyi,
    WattsStrogatz: watts_strogatz,
    RingLattice: ring_lattice,
    PreferentialAttachment: preferential_attachment,
    HolmeKim: holme_kim,
    StochasticBlock: stochastic_block,
    RandomRegular: random_regular,
    Complete: complete,
    Empty: None,
    FileNetwork: None,
}
"""Every kind of network, and the function that draws it; None where nothing is drawn."""
DISTRIBUTIONS: tuple[Any, ...] = (Constant, Uniform, Exponential, TruncatedExponential, Beta, LogNormal)
"""Every distribution a trait can have."""
SYMBOLS: dict[str, str] = {
    "desired_dissent": "delta",
    "boldness": "beta",
    "care": "kappa",
    "shame": "sigma",
    "propensity": "",
}
"""What formulas call a trait."""


def trait_words(traits: TraitSpecs) -> tuple[tuple[str, str, str], ...]:
    """Every trait: its name and symbol, what it means, and the distribution it is drawn from."""
    fields = TraitSpecs.model_fields
    return tuple(
        (
            f"{name.replace('_', ' ')}{f' ({typeset(SYMBOLS[name])})' if SYMBOLS[name] else ''}",
            typeset(sentence(str(fields[name].description))),
            distribution_words(getattr(traits, name)),
        )
        for name in fields
    )


def distribution_words(distribution: Any) -> str:
    """A distribution with its parameters, what it is, and how a value follows from a number between 0 and 1."""
    drawn = paragraphs(distribution.quantile.__doc__)[0].partition("lies: ")[2]
    given = f"`{distribution.distribution}` ({_given(distribution, 'distribution')})."
    said = (given, *paragraphs(type(distribution).__doc__), f"Drawn as {drawn}" if drawn else "")
    return typeset(" ".join(filter(None, said)))


def layer_words(layer: Any) -> str:
    """A layer of ties: the generator with its parameters, how it draws, and its source; of a file, nothing."""
    if layer is None:
        return "none"
    if layer == "same":
        return "the same ties as online"
    draws = DRAWN_BY[type(layer)]
    what = " ".join(paragraphs(type(layer).__doc__))
    if isinstance(layer, FileNetwork):
        return typeset(f"`{layer.generator}`. {what}")
    given = _given(layer, "generator")
    how = " ".join(paragraphs(draws.__doc__)) if draws else ""
    return typeset(
        f"`{layer.generator}`{f' with {given}' if given else ''}. {what} {'' if how == what else how}".strip()
    )


def distribution_name(distribution: Any) -> str:
    """A distribution in a few words."""
    return f"{distribution.distribution} ({_given(distribution, 'distribution')})"


def layer_name(layer: Any) -> str:
    """A layer of ties in a few words."""
    if layer is None or layer == "same":
        return layer_words(layer)
    given = "" if isinstance(layer, FileNetwork) else _given(layer, "generator")
    return typeset(f"`{layer.generator}`{f' ({given})' if given else ''}")


def _given(parameters: Any, kind: str) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value_in_words(value)}" for name, value in parameters if name != kind)
