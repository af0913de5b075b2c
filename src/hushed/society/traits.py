"""Who the people are: the fixed private traits of each, drawn once from named distributions."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationInfo, field_validator

from hushed.parameters import Parameters, described
from hushed.random import Channel, check_keys
from hushed.society.distributions import (
    Beta,
    Constant,
    Distribution,
    Exponential,
    Floats,
    LogNormal,
    TruncatedExponential,
    Uniform,
)
from hushed.society.drawing import fill_uniforms

__all__ = [
    "Beta",
    "Constant",
    "Distribution",
    "Exponential",
    "LogNormal",
    "People",
    "TraitSpecs",
    "TruncatedExponential",
    "Uniform",
    "draw_people",
    "reordered",
]

_BLOCK = 1 << 13
_HALF_STEP = 2.0**-54
_BELOW_ONE = 1 - 2.0**-53
_LARGEST = float(np.finfo(np.float32).max)
_SMALLEST = float(np.finfo(np.float32).tiny)
_LAST_SHARE = float(np.nextafter(np.float32(1), np.float32(0)))

_ALLOWED = {
    "desired_dissent": (0.0, 1.0),
    "boldness": (0.0, math.inf),
    "care": (0.0, math.inf),
    "shame": (0.0, math.inf),
    "propensity": (0.0, 1.0),
}


class TraitSpecs(Parameters):
    """The distribution each private trait is drawn from."""

    desired_dissent: Distribution = described(
        TruncatedExponential(mean=0.25), "how far a person wishes to dissent aloud; from 0 to 1"
    )
    boldness: Distribution = described(
        Exponential(mean=2.0), "what speaking one's mind is worth to a person; 0 or more"
    )
    care: Distribution = described(Constant(value=0.3), "how far a friend's loss counts as one's own; 0 or more")
    shame: Distribution = described(Constant(value=0.5), "how far a person minds that others see the score; 0 or more")
    propensity: Distribution = described(
        Uniform(low=0.0, high=1.0), "the enrolled share above which a person is in; from 0 to below 1"
    )

    @field_validator("*")
    @classmethod
    def _inside_range(cls, value: Any, info: ValidationInfo) -> Any:
        name = str(info.field_name)
        (low, high), (smallest, largest) = _ALLOWED[name], value.support
        if smallest < low or largest > high:
            allowed = f"{low:g} or more" if math.isinf(high) else f"from {low:g} to {high:g}"
            reach = f"is {smallest:g}" if smallest == largest else f"reaches from {smallest:g} to {largest:g}"
            raise ValueError(f"{name} must be {allowed}; this {value.distribution} distribution {reach}")
        return value


class People(NamedTuple):
    """The private traits of N people, and the numbers their draws are keyed by.

    Traits are float32 arrays of shape (N,), or (1,) where everyone has the same value. Values that float32 cannot
    hold inside a trait's range are moved to the nearest that it can: boldness stays above 0 and propensity below 1,
    so someone given a propensity of 1 is the last to enrol, not one who never does.
    """

    desire: NDArray[np.float32]
    "Desired dissent, in [0, 1]."
    boldness: NDArray[np.float32]
    "What speaking one's mind is worth, above 0."
    care: NDArray[np.float32]
    "How far a friend's loss counts as one's own, 0 or more."
    shame: NDArray[np.float32]
    "How far a public score is minded, 0 or more."
    propensity: NDArray[np.float32]
    "The enrolled share above which a person is in, in [0, 1)."
    belief: NDArray[np.float32]
    "How a person misjudges where the line lies, in standard deviations; shape (N,), or (0,) if nobody asks for it."
    key: NDArray[np.uint32]
    """The number a person's draws are keyed by; it travels with the person when people are renumbered. Shape (N,), or
    (0,) while each person's key is her number."""

    def spread_out(self, size: int) -> People:
        """The same `size` people with every array of shape (size,): keys written out, beliefs 0 where there are none.

        Arrays that are that long already are shared, not copied. Raises ValueError if an array has another length.
        """
        *traits, belief, key = self
        beliefs = belief if belief.size else np.zeros(size, dtype=np.float32)
        return People._make(_of_length(size, array) for array in (*traits, beliefs, _written_out(size, key)))


def _of_length(size: int, values: NDArray[Any]) -> NDArray[Any]:
    if values.shape == (size,):
        return values
    if values.shape != (1,):
        raise ValueError(f"these people's arrays do not have length {size}; one has shape {values.shape}")
    return np.full(size, values[0])


def _written_out(size: int, key: NDArray[np.uint32]) -> NDArray[np.uint32]:
    return key if key.size else np.arange(size, dtype=np.uint32)


def draw_people(specs: TraitSpecs, *, people: int, seed: int, replicate: int, beliefs: bool = True) -> People:
    """The traits of `people` people, keyed by their numbers, drawn by inverse transform from counter-based uniforms.

    A trait that is constant gets shape (1,); `beliefs` says whether to draw `belief`. Raises ValueError if seed or
    replicate does not fit 32 bits.
    """
    check_keys(seed=seed, replicate=replicate)

    def drawn(spec: Distribution, channel: Channel, low: float = 0.0, high: float = _LARGEST) -> NDArray[np.float32]:
        if isinstance(spec, Constant):
            return np.array([min(max(spec.value, low), high)], dtype=np.float32)
        return _drawn(spec, people, seed, replicate, channel, low, high)

    normal = _StandardNormal()
    return People(
        desire=drawn(specs.desired_dissent, Channel.DESIRE, high=1.0),
        boldness=drawn(specs.boldness, Channel.BOLDNESS, low=_SMALLEST),
        care=drawn(specs.care, Channel.CARE),
        shame=drawn(specs.shame, Channel.SHAME),
        propensity=drawn(specs.propensity, Channel.PROPENSITY, high=_LAST_SHARE),
        belief=_drawn(normal, people if beliefs else 0, seed, replicate, Channel.BELIEF, -_LARGEST, _LARGEST),
        key=np.empty(0, dtype=np.uint32),
    )


def reordered(people: People, order: NDArray[np.uint32]) -> People:
    """The same people in a new order, order[new] = old, with their keys written out."""
    *traits, belief, key = people
    moved = [trait if trait.shape == (1,) else trait[order] for trait in traits]
    beliefs = belief[order] if belief.size else belief
    return People._make((*moved, beliefs, key[order] if key.size else order.astype(np.uint32)))


class _StandardNormal:
    """The distribution of beliefs about the line, before vagueness scales them."""

    def quantile(self, u: Floats) -> Floats:
        """The standard normal deviates with probability u below them."""
        from scipy.special import ndtri

        value: Floats = ndtri(u)
        return value


def _drawn(
    spec: Distribution | _StandardNormal,
    people: int,
    seed: int,
    replicate: int,
    channel: Channel,
    low: float,
    high: float,
) -> NDArray[np.float32]:
    """One trait, drawn in blocks that stay in a processor's cache, kept in [low, high]."""
    stream = np.uint64(seed), np.uint64(replicate), np.uint64(channel)
    values = np.empty(people, dtype=np.float32)
    u = np.empty(min(people, _BLOCK))
    for start in range(0, people, _BLOCK):
        block = u[: min(_BLOCK, people - start)]
        fill_uniforms(block, stream, np.uint64(0), np.uint64(start), np.uint64(1))
        # Half a step into the open interval; in the upper half that sum may round to 1 itself.
        block += _HALF_STEP
        np.minimum(block, _BELOW_ONE, out=block)
        np.clip(spec.quantile(block), low, high, out=values[start : start + _BLOCK], casting="same_kind")
    return values
