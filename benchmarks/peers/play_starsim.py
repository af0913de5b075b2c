"""The workload in Starsim: one module over arrays of agents, and a fixed network, vectorised as its manual advises."""

from __future__ import annotations

import numpy as np
import starsim
from workload import RECOVERY, SEVERITY, SURVEILLANCE, TOLERANCE, WEIGHT, Check, people, random_ties, serve

MOST_ROUNDS = 19_999


class Ties(starsim.Network):
    """Ties that never change."""

    def step(self) -> None:
        """Nothing happens to ties."""


class Silencing(starsim.Module):
    """People who speak, are watched, and lose score with their friends."""

    def __init__(self, desire: np.ndarray, boldness: np.ndarray) -> None:
        super().__init__()
        self.define_pars(draw=starsim.random())
        self.define_states(
            starsim.FloatArr("desire", default=lambda count: desire[:count]),
            starsim.FloatArr("boldness", default=lambda count: boldness[:count]),
            starsim.FloatArr("voice", default=0.0),
            starsim.FloatArr("score", default=1.0),
            starsim.FloatArr("part", default=0.0),
        )

    def init_post(self) -> None:
        """What each friend bears of a loss, once the ties are there."""
        super().init_post()
        edges = self.sim.networks[0].edges
        degrees = np.bincount(edges.p1, minlength=len(self.part)) + np.bincount(edges.p2, minlength=len(self.part))
        self.part[:] = WEIGHT / np.maximum(degrees, 1)

    def step(self) -> None:
        """One round."""
        desire, boldness, score = self.desire.values, self.boldness.values, self.score.values
        out = boldness * (desire - TOLERANCE) >= SEVERITY * (SURVEILLANCE + (1.0 - SURVEILLANCE) * desire)
        voice = np.where(out, desire, np.minimum(desire, TOLERANCE))
        draw = self.pars.draw.rvs(self.sim.people.auids)
        loss = SEVERITY * (out & (draw < SURVEILLANCE + (1.0 - SURVEILLANCE) * voice)).astype(np.float32)
        shared, edges = loss * self.part.values, self.sim.networks[0].edges
        reaching = np.bincount(edges.p1, shared[edges.p2], len(loss))
        reaching += np.bincount(edges.p2, shared[edges.p1], len(loss))
        self.voice[:] = voice
        self.score[:] = score + RECOVERY * (1.0 - score) - loss - reaching


class Play:
    """Plays the simulation round by round."""

    def __init__(self, count: int, degree: float, seed: int) -> None:
        left, right = random_ties(count, degree, seed)
        ties = Ties(p1=left, p2=right, beta=np.ones(len(left), np.float32))
        self.module = Silencing(*people(count, seed))
        settings = {"n_agents": count, "dur": MOST_ROUNDS, "rand_seed": seed, "verbose": 0, "copy_inputs": False}
        self.sim = starsim.Sim(networks=ties, modules=self.module, **settings)
        self.sim.init()

    def play(self, rounds: int) -> None:
        """Play so many rounds more."""
        for _ in range(rounds):
            self.sim.run_one_step()

    def check(self) -> Check:
        """What the last round ended in."""
        voice, score = self.module.voice.values, self.module.score.values.astype(np.float64)
        return Check(float((voice > TOLERANCE).mean()), float(score.mean()), float(score.std()))


if __name__ == "__main__":
    serve(lambda asked: Play(asked.people, asked.degree, asked.seed), "starsim", "numba", "numpy")
