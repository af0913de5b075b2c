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
        if self.authority.mode == "adaptive" and self.scheduled_levers():
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

    def scheduled_levers(self) -> tuple[str, ...]:
        """Those of tolerance, severity and surveillance that follow a schedule, as paths: nobody else can set them."""
        levers = {
            "regime.scoring.tolerance": self.scoring.tolerance,
            "regime.scoring.severity": self.scoring.severity,
            "regime.observation.surveillance": self.observation.surveillance,
        }
        return tuple(path for path, lever in levers.items() if isinstance(lever, Schedule))

    def answered(self) -> Self:
        """The regime with an authority that adapts: the opponent that safeguards are tested against.

        Raises InputError if a schedule sets what that authority would set.
        """
        scheduled = self.scheduled_levers()
        if scheduled:
            raise InputError(
                f"an adaptive authority sets {' and '.join(scheduled)} itself; give numbers, not schedules"
            )
        return self.model_copy(update={"authority": self.authority.model_copy(update={"mode": "adaptive"})})

    def active(self) -> tuple[str, ...]:
        """Names of the instruments that do something, in the order of the fields."""
        return tuple(name for name in INSTRUMENTS if self.instrument(name).active)


INSTRUMENTS: tuple[str, ...] = tuple(Regime.model_fields)
"""The names of all instruments."""
