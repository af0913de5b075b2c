"""Who has which threshold in the threshold model: settings, distributions, and drawing from them by inversion."""

from __future__ import annotations

import math
from typing import Annotated, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field
from scipy.special import ndtr, ndtri

from hushed.errors import InputError
from hushed.parameters import Parameters, described
from hushed.random import LARGEST_SEED, Draws
from hushed.replications.limits import Bounded, BoundedAmount, BoundedPositive, check_memory, check_time

Floats: TypeAlias = NDArray[np.float64]
Thresholds: TypeAlias = Annotated[
    tuple[float, ...], BeforeValidator(lambda given: tuple(given) if isinstance(given, list) else given)
]
"""Listed thresholds, one for each person."""
_PERSON_SECONDS, _ROUND_SECONDS = 2e-7, 1e-5
"""What drawing and ordering a person takes, and what a round of a crowd takes."""
_BYTES = 64
"""What a person takes while thresholds are drawn."""
_THRESHOLD = 0
"""What the only draw is for: the threshold of a person."""


class Settings(Parameters):
    """A crowd and its thresholds; the defaults are Granovetter's normal crowd just below the critical spread."""

    distribution: Literal["list", "normal", "truncated-normal", "uniform"] = described(
        "normal", "thresholds as listed, normal, normal truncated to [0, out_of], or uniform"
    )
    thresholds: Thresholds = described((), "listed thresholds, one for each person; for 'list' only")
    mean: Bounded = described(25.0, "mean of the (untruncated) normal thresholds", "people out of out_of")
    sd: BoundedPositive = described(
        12.2, "standard deviation of the (untruncated) normal thresholds", "people out of out_of"
    )
    low: Bounded = described(0.0, "lowest threshold of the uniform distribution", "people out of out_of")
    high: Bounded = described(100.0, "highest threshold of the uniform distribution", "people out of out_of")
    out_of: BoundedPositive = described(100.0, "what everybody amounts to in the units of thresholds: 100 for percent")
    population: Annotated[int, Field(ge=0, le=10**7)] = described(
        0, "people whose thresholds are drawn; 0 for the continuum; a list brings its own", "people"
    )
    start: BoundedAmount = described(0.0, "how many act in round 0", "people out of out_of")
    strictly: bool = described(False, "whether more than one's threshold must act, instead of at least as many")
    rounds: Annotated[int, Field(ge=1, le=10**6)] = described(1000, "rounds after which a run ends anyhow", "rounds")
    crowds: Annotated[int, Field(ge=1, le=10**6)] = described(1, "crowds drawn one after the other", "crowds")
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = described(0, "seed of drawn thresholds")

    @property
    def is_continuum(self) -> bool:
        """Whether thresholds are a distribution instead of so many people's."""
        return self.distribution != "list" and self.population == 0


def check(settings: Settings) -> None:
    """Raises InputError, naming every one, where settings contradict each other."""
    mistakes: list[str] = []
    if settings.start > settings.out_of:
        mistakes.append(f"start: at most out_of ({settings.out_of:g}) can act; this is {settings.start:g}")
    if (settings.distribution == "list") != bool(settings.thresholds):
        mistakes.append("thresholds: to be listed with distribution 'list', and with no other")
    if settings.distribution == "list" and settings.population not in (0, len(settings.thresholds)):
        mistakes.append(f"population: {len(settings.thresholds)} thresholds are listed; this is {settings.population}")
    if settings.distribution == "uniform" and settings.low >= settings.high:
        mistakes.append(f"low must be below high ({settings.high:g}); this is {settings.low:g}")
    if settings.distribution == "truncated-normal" and _truncation(settings)[1] < 1e-9:
        mistakes.append(f"mean, sd: hardly any threshold lies between 0 and out_of ({settings.out_of:g})")
    if mistakes:
        raise InputError(*mistakes)
    people = max(settings.population, len(settings.thresholds))
    check_memory(float(_BYTES * people), "population")
    seconds = _PERSON_SECONDS * people + _ROUND_SECONDS * settings.rounds
    check_time(seconds * settings.crowds, "population", "rounds", "crowds")


def thresholds_of(settings: Settings, replicate: int = 0) -> Floats:
    """Everybody's threshold: float64, shape (people,), as listed or drawn by inversion."""
    if settings.distribution == "list":
        return np.array(settings.thresholds)
    drawn = Draws(settings.seed, replicate).uniforms(_THRESHOLD, subjects=settings.population)
    if settings.distribution == "uniform":
        return settings.low + (settings.high - settings.low) * drawn
    below, within = _truncation(settings)
    normal: Floats = settings.mean + settings.sd * ndtri(below + within * drawn)
    return normal


def cumulative(settings: Settings, threshold: float) -> float:
    """Share of thresholds at or below a number, in the distribution they are drawn from; in [0, 1]."""
    if settings.distribution == "uniform":
        return min(max((threshold - settings.low) / (settings.high - settings.low), 0.0), 1.0)
    below, within = _truncation(settings)
    share = (float(ndtr((threshold - settings.mean) / settings.sd)) - below) / within
    return min(max(share, 0.0), 1.0)


def _truncation(settings: Settings) -> tuple[float, float]:
    """The normal mass cut off below, and the mass kept: (0, 1) where nothing is cut off."""
    if settings.distribution != "truncated-normal":
        return 0.0, 1.0
    below, upto = (float(ndtr((end - settings.mean) / settings.sd)) for end in (0.0, settings.out_of))
    return below, upto - below


def turns_of(settings: Settings) -> list[float]:
    """Numbers between which F(r) - r only rises or only falls, ascending."""
    if settings.distribution == "uniform":
        return [settings.low, settings.high]
    # The slope of F is 1 where the normal density, made taller by truncation, has come down to it.
    peak = settings.out_of / (settings.sd * math.sqrt(2 * math.pi) * _truncation(settings)[1])
    if peak <= 1:
        return []
    reach = settings.sd * math.sqrt(2 * math.log(peak))
    return [settings.mean - reach, settings.mean + reach]
