"""The regime: every instrument together."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from hushed.errors import InputError, did_you_mean
from hushed.parameters import Parameters
from hushed.regime.association import Association
from hushed.regime.authority import Authority
from hushed.regime.capacity import Capacity
from hushed.regime.clarity import Clarity
from hushed.regime.enrolment import Enrolment
from hushed.regime.informers import Informers
from hushed.regime.instrument import Instrument
from hushed.regime.observation import Observation
from hushed.regime.publicity import Publicity
from hushed.regime.sanctions import Sanctions
from hushed.regime.schedule import Schedule
from hushed.regime.scoring import Scoring


class Regime(Parameters):
    """What an authority does to a society; an instrument left out stays neutral."""

    observation: Observation = Observation()
    scoring: Scoring = Scoring()
    association: Association = Association()
    publicity: Publicity = Publicity()
    enrolment: Enrolment = Enrolment()
    informers: Informers = Informers()
    sanctions: Sanctions = Sanctions()
    capacity: Capacity = Capacity()
    clarity: Clarity = Clarity()
    authority: Authority = Authority()

    @model_validator(mode="after")
    def _adaptive_from_constants(self) -> Self:
        levers = (self.scoring.tolerance, self.scoring.severity, self.observation.surveillance)
        if self.authority.mode == "adaptive" and any(isinstance(lever, Schedule) for lever in levers):
            raise ValueError(
                "an adaptive authority sets tolerance, severity and surveillance itself; "
                "give them numbers, not schedules"
            )
        return self

    def instrument(self, name: str) -> Instrument:
        """The instrument of that name; InputError with the nearest name if there is none."""
        if name not in INSTRUMENTS:
            raise InputError(f"there is no instrument '{name}'{did_you_mean(name, INSTRUMENTS)}")
        found: Instrument = getattr(self, name)
        return found

    def without(self, name: str) -> Self:
        """The regime with one instrument abolished; InputError if there is no such instrument."""
        return self.model_copy(update={name: self.instrument(name).removed()})

    def active(self) -> tuple[str, ...]:
        """Names of the instruments that do something, in the order of the fields."""
        return tuple(name for name in INSTRUMENTS if self.instrument(name).active)


INSTRUMENTS: tuple[str, ...] = tuple(Regime.model_fields)
"""The names of all instruments."""
