"""Capacity: how many cases the authority can take up."""

from __future__ import annotations

from hushed.parameters import Share, described
from hushed.regime.instrument import Instrument
from hushed.regime.schedule import ShareLevel

LEAST_CAPACITY = 0.001
"""Cases per person and round that remain when every case needs a judge's full hearing."""


class Capacity(Instrument):
    """A limit on cases: beyond it, each case is taken up with the same, lower chance."""

    cases: ShareLevel = described(
        1.0,
        "Largest expected number of cases per round, as a share of all people (C); 1 is no limit.",
        "share",
    )
    hearings: Share = described(
        0.0, "How far every case needs a judge's hearing: at 1, one case per thousand people and round remains.", "dose"
    )
