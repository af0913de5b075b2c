"""Authority: one that holds to its policy, or one that adapts it, as an opponent for safeguards."""

from __future__ import annotations

from typing import Literal, Self

from hushed.parameters import Amount, Positive, described
from hushed.regime.instrument import Instrument


class Authority(Instrument):
    """Fixed, or adaptive: random-mutation hill climbing of tolerance, severity and surveillance.

    Source: Daymude, Axelrod & Forrest (2025). It serves to test safeguards against an authority that pushes back;
    nothing in hushed offers it a better way to silence.
    """

    mode: Literal["fixed", "adaptive"] = described("fixed", "Whether the authority changes its policy.")
    adamancy: Amount = described(1.0, "What dissent costs the authority against punishing (alpha).", "cost per voice")
    window: Positive = described(0.05, "Largest change of one parameter in one round.", "the parameter's unit")
    acceptance: Literal["previous_round", "incumbent"] = described(
        "previous_round",
        "What a change must not be dearer than: the last round (as published), or the policy kept.",
    )

    def removed(self) -> Self:
        """An authority that holds to its first policy."""
        return self.model_copy(update={"mode": "fixed"})
