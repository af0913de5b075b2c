"""The workload in NumPy and SciPy, single precision, in place: what a careful person writes without a compiler.

Every line goes over everybody; friends' losses are one sparse matrix times a vector. SciPy multiplies on one thread.
With `--telling`, only the rows of those who lost score are taken out and multiplied: quicker where few did.
"""

from __future__ import annotations

import argparse

import numpy as np
from scipy import sparse
from workload import (
    RECOVERY,
    SEVERITY,
    SURVEILLANCE,
    TOLERANCE,
    WEIGHT,
    Check,
    people,
    random_ties,
    serve,
)


class Arrays:
    """Everybody's wish, boldness, voice, loss and score in single precision, and the ties as a matrix."""

    def __init__(self, count: int, degree: float, seed: int, telling: bool = False) -> None:
        self.telling = telling
        self.desire, self.boldness = people(count, seed)
        left, right = random_ties(count, degree, seed)
        half = sparse.csr_array((np.ones(len(left), np.float32), (left, right)), shape=(count, count))
        self.ties = (half + half.T).tocsr()
        self.part = (WEIGHT / np.maximum(np.diff(self.ties.indptr), 1)).astype(np.float32)
        self.rng = np.random.default_rng((seed, 3))
        self.score = np.ones(count, np.float32)
        self.voice, self.one, self.two = np.empty((3, count), np.float32)
        self.out, self.seen = np.empty((2, count), np.bool_)

    def play(self, rounds: int) -> None:
        """Play so many rounds more."""
        for _ in range(rounds):
            self.speak()
            self.observe()
            self.spread()

    def speak(self) -> None:
        """Everybody says all she wishes, or as much as is lawful."""
        desire, gain, risk = self.desire, self.one, self.two
        np.multiply(desire, np.float32(SEVERITY * (1.0 - SURVEILLANCE)), out=risk)
        risk += np.float32(SEVERITY * SURVEILLANCE)
        np.subtract(desire, np.float32(TOLERANCE), out=gain)
        gain *= self.boldness
        # Whoever wishes no more than is lawful gains nothing and risks something, so this is false for her.
        np.greater_equal(gain, risk, out=self.out)
        np.minimum(desire, np.float32(TOLERANCE), out=self.voice)
        np.copyto(self.voice, desire, where=self.out)

    def observe(self) -> None:
        """Everybody may be seen; the seen who spoke over the line lose score."""
        draw, chance = self.one, self.two
        self.rng.random(dtype=np.float32, out=draw)
        np.multiply(self.voice, np.float32(1.0 - SURVEILLANCE), out=chance)
        chance += np.float32(SURVEILLANCE)
        np.less(draw, chance, out=self.seen)
        np.logical_and(self.seen, self.out, out=self.seen)

    def spread(self) -> None:
        """Part of every lost score comes back; own losses and friends' losses go off."""
        loss = self.one
        np.multiply(self.seen, np.float32(SEVERITY), out=loss)
        self.score *= np.float32(1.0 - RECOVERY)
        self.score += np.float32(RECOVERY)
        self.score -= loss
        self.score -= self.told(loss) if self.telling else self.asked(loss)

    def asked(self, loss: np.ndarray) -> np.ndarray:
        """What friends' losses cost everybody: everybody asks all her friends."""
        np.multiply(loss, self.part, out=self.two)
        return self.ties @ self.two

    def told(self, loss: np.ndarray) -> np.ndarray:
        """The same: those who lost score tell their friends."""
        losers = np.flatnonzero(self.seen)
        return (loss[losers] * self.part[losers]) @ self.ties[losers]

    def check(self) -> Check:
        """What the last round ended in."""
        score = self.score.astype(np.float64)
        return Check(float(self.out.mean()), float(score.mean()), float(score.std()))


def options(parser: argparse.ArgumentParser) -> None:
    """What else the command line says."""
    parser.add_argument("--telling", action="store_true")


if __name__ == "__main__":
    serve(
        lambda asked: Arrays(asked.people, asked.degree, asked.seed, asked.telling), "numpy", "scipy", options=options
    )
