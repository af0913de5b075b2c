"""What can be heard at the end of a run of the spiral of silence, and over many runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.replications.meanings import Meaning

UNANIMOUS = 0.95
"""Where the dominant voice has more than this share of those who speak, the spiral of silence has run its course."""


MEANINGS = {
    "runs": Meaning("runs", "How many runs the other figures are taken over."),
    "dominant_voice": Meaning("share of people who speak", "How many speak for the louder opinion; mean over runs."),
    "unanimous": Meaning("share of runs", "In how many the louder opinion has more than 95 % of those who speak."),
    "speaking": Meaning("share of people", "How many speak at all; mean over runs."),
    "median_steps": Meaning("steps", "After how many steps half of the runs were over."),
    "positive_louder": Meaning("share of runs", "In how many the positive opinion, which bots share, is louder."),
    "central_wins": Meaning("share of runs", "In how many the opinion of the person with most ties is the louder one."),
    "havens": Meaning("communities", "In how many the opinion that is quieter overall is louder; mean over runs."),
    "settled": Meaning("share of runs", "In how many nobody's willingness moved any more at the end."),
}
"""The figures of `Figures.summary`, by name."""


class Outcome(NamedTuple):
    """How a run ended; bots are counted nowhere."""

    positive: int
    "People who speak for the positive opinion."
    negative: int
    "People who speak for the negative one."
    people: int
    "All people."
    steps: int
    "Steps made, the last of which moved nobody by more than the tolerance."
    settled: bool
    "Whether that was so; false where the largest number of steps was reached first."
    central: int
    "The opinion, +1 or -1, of the person with most ties to people; of the earliest of them, where several have."
    havens: int
    "Communities in which the opinion that is quieter overall is the louder one."

    @property
    def speaking(self) -> float:
        """Share of people who speak."""
        return (self.positive + self.negative) / self.people

    @property
    def dominant(self) -> float:
        """Share of the dominant voice among people who speak, from 1/2; 1/2 where nobody does."""
        voices = self.positive + self.negative
        return max(self.positive, self.negative) / voices if voices else 0.5

    @property
    def louder(self) -> int:
        """+1 or -1 for the opinion that more people speak for, 0 where they are level."""
        return int(np.sign(self.positive - self.negative))


class Figures(NamedTuple):
    """Outcomes of many runs as arrays, one entry for each run."""

    dominant: NDArray[np.float64]
    speaking: NDArray[np.float64]
    steps: NDArray[np.float64]
    louder: NDArray[np.int64]
    central_wins: NDArray[np.bool_]
    "Whether the louder opinion is that of the most connected person."
    havens: NDArray[np.float64]
    settled: NDArray[np.bool_]

    @property
    def unanimous(self) -> int:
        """Runs in which the dominant voice passes 95 % of those who speak."""
        return int((self.dominant > UNANIMOUS).sum())

    @property
    def positive_louder(self) -> int:
        """Runs in which the positive opinion, which bots share, is the louder one."""
        return int((self.louder > 0).sum())

    def summary(self) -> dict[str, Any]:
        """Plain dictionary of means, shares and medians over the runs."""
        return {
            "runs": self.dominant.size,
            "dominant_voice": float(self.dominant.mean()),
            "unanimous": self.unanimous / self.dominant.size,
            "speaking": float(self.speaking.mean()),
            "median_steps": float(np.median(self.steps)),
            "positive_louder": self.positive_louder / self.dominant.size,
            "central_wins": float(self.central_wins.mean()),
            "havens": float(self.havens.mean()),
            "settled": float(self.settled.mean()),
        }


def figures_of(outcomes: Sequence[Outcome]) -> Figures:
    """The outcomes of at least one run, as arrays."""
    return Figures(
        dominant=np.array([one.dominant for one in outcomes]),
        speaking=np.array([one.speaking for one in outcomes]),
        steps=np.array([one.steps for one in outcomes], dtype=np.float64),
        louder=np.array([one.louder for one in outcomes], dtype=np.int64),
        central_wins=np.array([one.louder == one.central for one in outcomes]),
        havens=np.array([one.havens for one in outcomes], dtype=np.float64),
        settled=np.array([one.settled for one in outcomes]),
    )
