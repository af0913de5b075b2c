"""Capacity: how many cases the authority can take up."""

from __future__ import annotations

from hushed.parameters import described
from hushed.regime.instrument import Instrument
from hushed.regime.schedule import ShareLevel


class Capacity(Instrument):
    """A limit on cases: beyond it, each case is taken up with the same, lower chance."""

    cases: ShareLevel = described(
        1.0,
        "Largest expected number of cases per round, as a share of all people (C); 1 is no limit.",
        "share",
    )
