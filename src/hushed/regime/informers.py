"""Informers: people who report what is said at gatherings."""

from __future__ import annotations

from hushed.parameters import described
from hushed.regime.instrument import Instrument
from hushed.regime.schedule import ShareLevel


class Informers(Instrument):
    """Friends at gatherings who report; they need an offline layer of ties to act at all."""

    share: ShareLevel = described(0.0, "Share of everyone who is recruited (iota).", "share of people")
    duty: ShareLevel = described(
        0.0, "Share of the enrolled who obey a law to report their friends (d).", "share of the enrolled"
    )
    report_chance: ShareLevel = described(
        0.0, "Chance per round that one reporting friend reports a person (q).", "chance per round"
    )
    false_denunciation: ShareLevel = described(
        0.0, "Chance per round that one reporting friend denounces a person for nothing.", "chance per round"
    )
