"""A scenario: everything a run depends on, in one frozen, validated, hashable value."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field

from hushed.errors import LARGEST_WHOLE, InputError
from hushed.parameters import FirstFormat, Parameters, Title, described
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.regime.safeguards import Costs, Safeguards, safeguarded
from hushed.scenario.writing import toml_text
from hushed.society.society import SocietySpec

if TYPE_CHECKING:
    Doses = Parameters
    Prices = Parameters
else:
    Doses = Safeguards
    Prices = Costs

SCHEMA = 1
"""The version of the scenario format that this hushed reads and writes."""
OLDER: dict[int, str] = {}
"""What each version before this one calls for, in a sentence: what to write instead of what. None has gone so far.

Whoever raises `SCHEMA` adds the version it replaces, so that people with an old file are told what to change in it.
"""


class Scenario(Parameters):
    """One laboratory run: invented people, what a regime does to them, how they react, which safeguards they have.

    In Python as in TOML the format's version is given as `schema`; it is read back as `version`.
    """

    version: FirstFormat = Field(alias="schema", description="Version of the scenario format.")
    title: Title = described("Untitled", "Name of the scenario, on one line; the only free text, and nothing reads it.")
    rounds: Annotated[int, Field(ge=1, le=1_000_000)] = Field(
        description="How long to run; a round is a week in the scenarios that come with hushed, except in "
        "daymude-2025, whose article gives its rounds no length in time.",
        json_schema_extra={"unit": "rounds"},
    )
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = described(
        1, "Number from which every draw of chance follows; the same seed gives the same people and luck."
    )
    society: SocietySpec = SocietySpec()
    regime: Regime = Regime()
    reactions: Reactions = Reactions()
    safeguards: Doses = Safeguards()
    costs: Prices = Costs()

    def policy(self) -> tuple[Regime, Reactions]:
        """The regime and reactions that act in a run: those written, changed by the safeguards."""
        return safeguarded(self.regime, self.reactions, self.safeguards.model_dump())

    def without(self, instrument: str) -> Self:
        """The scenario with one instrument abolished; InputError with the nearest name if there is no such one."""
        return self.model_copy(update={"regime": self.regime.without(instrument)})

    def with_safeguard(self, name: str, dose: float = 1.0) -> Self:
        """The scenario with a safeguard at a dose in [0, 1], in place of any dose it had; InputError if unfit."""
        safeguarded(self.regime, self.reactions, {name: dose})
        return self.model_copy(update={"safeguards": self.safeguards.model_copy(update={name: float(dose)})})

    def with_adaptive_authority(self) -> Self:
        """The scenario with an authority that reacts; InputError if schedules set what that authority would set."""
        return self.model_copy(update={"regime": self.regime.answered()})

    def to_toml(self) -> str:
        """The scenario as canonical TOML with every value written out; parsing it gives an equal scenario."""
        return toml_text(self.table())

    def table(self) -> dict[str, Any]:
        """The scenario as the nested tables of its TOML, every value written out.

        Costs of safeguards, on which no run depends, are left out where nobody has declared any.
        """
        undeclared = {"costs"} if self.costs == Costs() else set()
        return self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude=undeclared)

    def digest(self) -> str:
        """SHA-256 of the canonical TOML, in hexadecimal: the scenario's identity, whatever its layout or comments."""
        return sha256(self.to_toml().encode()).hexdigest()


def unreadable_version(found: object) -> InputError | None:
    """What to do about a scenario of another version; None if it is this one, or no version number at all."""
    if type(found) is not int or found == SCHEMA or abs(found) > LARGEST_WHOLE:
        return None
    if found > SCHEMA:
        return InputError(f"{found} is newer than this hushed, which reads schema {SCHEMA}; update hushed to run it")
    if found in OLDER:
        since = " ".join(OLDER[version] for version in range(found, SCHEMA))
        return InputError(f"{found} is older than this hushed, which reads schema {SCHEMA}; to bring it up: {since}")
    return InputError(f"{found} is no version of the format; allowed: {SCHEMA}")
