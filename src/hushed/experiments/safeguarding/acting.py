"""Which safeguards can do anything at all in a scenario."""

from __future__ import annotations

from collections.abc import Iterator

from hushed.experiments.safeguarding.arms import Arm
from hushed.regime.reactions import Reactions
from hushed.regime.regime import INSTRUMENTS
from hushed.regime.safeguards import SAFEGUARDS
from hushed.regime.schedule import values_of
from hushed.scenario.schema import Scenario

_OF_SANCTIONS = {"sanctions.linked_identity", "sanctions.grace", "reactions.mutual_aid"}
_OF_GATHERINGS = {"informers.share", "informers.duty", "informers.false_denunciation", "reactions.false_enforcement"}
_OF_SCORES = {"scoring.recovery"}
_OF_COMPULSION = {"enrolment.right_to_leave"}


def acting_safeguards(scenario: Scenario) -> tuple[str, ...]:
    """The safeguards that change something anybody meets in this scenario, in their own order."""
    idle = set(_read_by_nobody(scenario))
    return tuple(name for name in SAFEGUARDS if set(_changed_by(scenario, name)) - idle)


def _changed_by(scenario: Scenario, name: str) -> Iterator[str]:
    """The parameters that differ once the safeguard is there in full."""
    (before, people), (after, protected) = scenario.policy(), Arm.of([name]).applied(scenario).policy()
    for instrument in INSTRUMENTS:
        one, other = before.instrument(instrument), after.instrument(instrument)
        yield from (
            f"{instrument}.{field}" for field in type(one).model_fields if getattr(one, field) != getattr(other, field)
        )
    for field in Reactions.model_fields:
        if getattr(people, field) != getattr(protected, field):
            yield f"reactions.{field}"


def _read_by_nobody(scenario: Scenario) -> Iterator[str]:
    """Parameters that change no voice in this scenario, whatever they are: the engine has nothing that reads them."""
    regime, reactions = scenario.policy()
    shunned = any(values_of(reactions.shunning)) and any(values_of(regime.publicity.audience))
    if not regime.sanctions.tiers:
        yield from _OF_SANCTIONS
        if not shunned:
            yield from _OF_SCORES
    if scenario.society.offline is None:
        yield from _OF_GATHERINGS
    if not regime.enrolment.active:
        yield from _OF_COMPULSION
