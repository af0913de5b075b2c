"""What sets two arms apart: an instrument abolished, a safeguard at a dose, or values of an own model's parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hushed.errors import InputError, did_you_mean
from hushed.regime.regime import INSTRUMENTS
from hushed.regime.safeguards import SAFEGUARDS
from hushed.results.provenance import Provenance, Value
from hushed.results.table import spoken
from hushed.scenario.schema import Scenario

_ARM = "arm."


@dataclass(frozen=True, eq=False)
class Change:
    """What sets the second arm apart: an instrument abolished, a safeguard at a dose, or an own model's parameters."""

    name: str
    dose: float | None
    "None for an instrument that is abolished, and for parameters."
    parameters: Mapping[str, Value] = field(default_factory=dict)
    "Values in the second arm of parameters of the user's own model of that name."

    @property
    def label(self) -> str:
        """The label of the second arm."""
        if self.parameters:
            return "with " + " and ".join(f"{spoken(name)} {_short(value)}" for name, value in self.parameters.items())
        if self.dose is None:
            return f"without {spoken(self.name)}"
        return f"with {spoken(self.name)}" + ("" if self.dose == 1.0 else f" at dose {self.dose:g}")

    def applied(self, scenario: Scenario) -> Scenario:
        """The scenario changed; InputError if the change would change nothing, naming what would."""
        if self.dose is None:
            check_active(scenario, self.name)
            return scenario.without(self.name)
        changed = scenario.with_safeguard(self.name, self.dose)
        if changed.policy() == scenario.policy():
            raise InputError(
                f"the safeguard '{self.name}' at dose {self.dose:g} changes nothing in this scenario; "
                f"active instruments: {_listed(scenario.policy()[0].active())}"
            )
        return changed


def change_of(without: str | None, with_: tuple[str, float] | None) -> Change:
    """The one change asked for; InputError unless there is exactly one, of a known name."""
    if (without is None) == (with_ is None):
        raise InputError("a comparison needs one change: an instrument to go without, or a safeguard to have")
    if without is not None:
        if without not in INSTRUMENTS:
            raise InputError(f"there is no instrument '{without}'{did_you_mean(without, INSTRUMENTS)}")
        return Change(without, None)
    assert with_ is not None
    name, dose = with_
    if name not in SAFEGUARDS:
        raise InputError(f"there is no safeguard '{name}'{did_you_mean(name, SAFEGUARDS)}")
    return Change(name, float(dose))


def check_active(scenario: Scenario, instrument: str) -> None:
    """Raises InputError if abolishing an instrument would change nothing in this scenario, naming what would."""
    active = scenario.policy()[0].active()
    if instrument not in active:
        raise InputError(
            f"'{instrument}' is not active in this scenario, so going without it changes nothing; "
            f"active: {_listed(active)}"
        )


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"


def _short(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def recorded(change: Change) -> Provenance:
    """The change as part of a provenance."""
    if change.parameters:
        return {f"{_ARM}{name}": value for name, value in change.parameters.items()}
    return {"without": change.name} if change.dose is None else {"with": change.name, "dose": change.dose}


def recorded_change(attributes: Mapping[str, Value]) -> Change:
    """The change that a stored comparison was made with."""
    parameters = recorded_arm(attributes)
    if parameters:
        return Change(str(attributes["model"]).rpartition(":")[2], None, parameters)
    if "without" in attributes:
        return Change(str(attributes["without"]), None)
    return Change(str(attributes["with"]), float(attributes["dose"]))


def recorded_arm(attributes: Mapping[str, Value]) -> dict[str, Value]:
    """The parameters of an own model that a stored comparison changed, by name; none for any other comparison."""
    return {name.removeprefix(_ARM): value for name, value in attributes.items() if name.startswith(_ARM)}
