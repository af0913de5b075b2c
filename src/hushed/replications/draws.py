"""Random numbers for replicated models: the counter-based generator, on channels of their own."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.random import Channel, uniforms

PURPOSES = 32
"""Different purposes a model may draw for."""


class Draws(NamedTuple):
    """The draws of one run of a replicated model: pure functions of (seed, replicate, purpose, round, subject)."""

    seed: int
    replicate: int = 0

    def uniforms(self, purpose: int, *, round: int = 0, subjects: NDArray[Any] | int) -> NDArray[np.float64]:
        """Numbers in [0, 1), float64, one for each subject; a whole number stands for the subjects 0 to it less 1.

        `purpose` is from 0 to 31 and belongs to one kind of draw in a model. Raises ValueError if it is not, or if
        seed, replicate or round does not fit 32 bits.
        """
        chosen = np.arange(subjects) if isinstance(subjects, int) else subjects
        return uniforms(
            seed=self.seed, replicate=self.replicate, round=round, subjects=chosen, channel=channel_of(purpose)
        )


def channel_of(purpose: int) -> int:
    """The channel of a model's purpose, for kernels that call `hushed.random.uniform` themselves.

    Raises ValueError unless the purpose is from 0 to 31.
    """
    if not 0 <= purpose < PURPOSES:
        raise ValueError(f"purpose must be from 0 to {PURPOSES - 1}; this is {purpose}")
    return Channel.MODEL + purpose
