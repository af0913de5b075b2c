"""The regime with only some of its instruments left, and which of these policies must play out alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hushed.regime.regime import Regime
from hushed.regime.schedule import Level, values_of
from hushed.results.table import spoken

ABOLISHED: dict[str, str] = {
    "observation": "Nobody is watched online.",
    "scoring": "Being seen costs nothing.",
    "association": "Nobody loses score for a friend.",
    "publicity": "Nobody else sees a score.",
    "enrolment": "Only volunteers have a score.",
    "informers": "Nobody reports a friend.",
    "sanctions": "A low score shuts nobody out.",
    "capacity": "Every case is taken up.",
    "clarity": "Everybody knows where the line lies.",
    "authority": "The authority holds to its first policy.",
}
"""What a society is like in which an instrument is abolished, by instrument."""

_START = 1.0
"""The score everybody begins with."""


def told_without(instrument: str) -> str:
    """What a society is like without an instrument; one of a reader's own says it in the docstring of its `removed`."""
    if instrument in ABOLISHED:
        return ABOLISHED[instrument]
    said = type(Regime().instrument(instrument)).removed.__doc__
    return " ".join(said.split("\n\n")[0].split()) if said else f"No {spoken(instrument)}."


def left_with(regime: Regime, instruments: Sequence[str], subset: int) -> Regime:
    """The regime in which those instruments are abolished whose bit in the subset is not set."""
    for place, name in enumerate(instruments):
        if not subset >> place & 1:
            regime = regime.without(name)
    return regime


def essence(regime: Regime) -> Regime:
    """The regime without instruments that have nothing to act with or upon: the same outcomes to the last bit.

    An association without weight and a publicity without audience do nothing. Where nobody can lose score, everybody
    says what she wishes (chance or cost of punishment is 0 in every choice) and every score stays where it began. Then
    guilt by association has no loss to pass on, nor has the line anybody to stop, wherever people believe it to lie.
    And unless a threshold or shaming line lies above the first score, nobody falls below it.
    """
    for name in [*_without_strength(regime), *(() if _can_cost(regime) else _without_losses(regime))]:
        regime = regime.without(name)
    return regime


def _without_strength(regime: Regime) -> Iterator[str]:
    if not _ever(regime.association.weight):
        yield "association"
    if not _ever(regime.publicity.audience):
        yield "publicity"


def _without_losses(regime: Regime) -> Iterator[str]:
    """The instruments that do nothing where nobody ever loses score."""
    yield from ("association", "clarity")
    if _never_above_start(regime.publicity.shaming_line):
        yield "publicity"
    if all(_never_above_start(tier.threshold) for tier in regime.sanctions.tiers):
        yield "sanctions"


def _can_cost(regime: Regime) -> bool:
    """Whether anybody might ever lose score: something is lost by being seen, and somebody might see."""
    watched = _ever(regime.observation.cooperation) and _ever(regime.observation.identifiability)
    return _ever(regime.scoring.severity) and (watched or regime.informers.active)


def _ever(level: Level) -> bool:
    return any(value > 0.0 for value in values_of(level))


def _never_above_start(level: Level) -> bool:
    return all(value <= _START for value in values_of(level))
