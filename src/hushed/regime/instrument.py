"""What every instrument of a regime has in common."""

from __future__ import annotations

from typing import Self

from hushed.parameters import Parameters


class Instrument(Parameters):
    """One way a regime acts on people; its defaults are neutral values, at which it changes nothing."""

    def removed(self) -> Self:
        """The instrument abolished: by default, back at its neutral values."""
        return type(self)()

    @property
    def active(self) -> bool:
        """Whether abolishing it would change any of its parameters."""
        return self != self.removed()
