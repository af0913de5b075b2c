"""Association: friends of the punished lose score too."""

from __future__ import annotations

from typing import Literal

from hushed.parameters import described
from hushed.regime.instrument import Instrument
from hushed.regime.schedule import ShareLevel


class Association(Instrument):
    """Guilt by association: each enrolled friend of a punished person loses part of what she lost."""

    weight: ShareLevel = described(
        0.0, "Share of a person's loss that each enrolled friend loses too (lambda).", "share of the loss"
    )
    sharing: Literal["per_tie", "shared"] = described(
        "per_tie", "Whether every friend loses the full share, or the share is divided among the friends."
    )
    hops: Literal[1, 2] = described(
        1, "How far guilt travels: to friends, or to friends' friends too, at the weight squared.", "ties"
    )
