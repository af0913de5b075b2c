"""The published algorithm of Daymude, Axelrod & Forrest 2025 in NumPy: people alone, without ties and without scores.

Written from the article (arXiv 2509.03731), in double precision, with its two sums per round. Its authority is held
still, so that people do the work they do elsewhere; the hill climbing left out draws two numbers a round.
"""

from __future__ import annotations

import numpy as np
from workload import SEVERITY, SURVEILLANCE, TOLERANCE, Check, people, serve


class Crowd:
    """Everybody's wish and boldness, and what the authority pays for their dissent."""

    def __init__(self, count: int, seed: int) -> None:
        self.desire, self.boldness = (trait.astype(np.float64) for trait in people(count, seed))
        self.rng = np.random.default_rng((seed, 3))
        self.action = self.desire
        self.political_cost = self.punishment_cost = 0.0

    def play(self, rounds: int) -> None:
        """Play so many rounds more."""
        for _ in range(rounds):
            self.action = self.chosen()
            seen = self.rng.random(len(self.action)) < SURVEILLANCE + (1.0 - SURVEILLANCE) * self.action
            punishments = np.where(seen & (self.action > TOLERANCE), SEVERITY, 0.0)
            self.political_cost, self.punishment_cost = float(self.action.sum()), float(punishments.sum())

    def chosen(self) -> np.ndarray:
        """Everybody's best action under uniform punishment: her wish if lawful or worth it, else the line."""
        spare = self.boldness - SEVERITY * (1.0 - SURVEILLANCE)
        worth = (self.boldness * TOLERANCE + SEVERITY * SURVEILLANCE) / spare
        return np.where((self.desire <= TOLERANCE) | ((spare > 0.0) & (self.desire >= worth)), self.desire, TOLERANCE)

    def check(self) -> Check:
        """What the last round ended in."""
        return Check(float((self.action > TOLERANCE).mean()))


if __name__ == "__main__":
    serve(lambda asked: Crowd(asked.people, asked.seed), "numpy")
