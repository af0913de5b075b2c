"""The workload in Mesa: one agent a person on a network space, activated in stages as Mesa's manual advises.

Ties never change here, so each agent keeps the list of its friends, which is quicker than asking the space each round.
"""

from __future__ import annotations

import mesa
import networkx
import numpy as np
from mesa.discrete_space import FixedAgent, Network
from workload import RECOVERY, SEVERITY, SURVEILLANCE, TOLERANCE, WEIGHT, Check, people, serve, speaks_out, tie_pairs


class Person(FixedAgent):
    """Someone who speaks, is watched, and has friends."""

    def __init__(self, model: mesa.Model, cell: object, desire: float, boldness: float) -> None:
        super().__init__(model)
        self.cell = cell
        self.desire, self.boldness = desire, boldness
        self.score, self.voice, self.loss, self.passed_on = 1.0, 0.0, 0.0, 0.0
        self.friends: list[Person] = []

    def meet(self) -> None:
        """Remember who the friends are."""
        self.friends = list(self.cell.neighborhood.agents)

    def speak(self) -> None:
        """Choose a voice, and lose score if seen over the line."""
        desire = self.desire
        self.voice = desire if speaks_out(desire, self.boldness) else min(desire, TOLERANCE)
        seen = self.random.random() < SURVEILLANCE + (1.0 - SURVEILLANCE) * self.voice
        self.loss = SEVERITY if seen and self.voice > TOLERANCE else 0.0
        self.passed_on = WEIGHT * self.loss / len(self.friends) if self.loss and self.friends else 0.0

    def settle(self) -> None:
        """Recover, and bear one's own loss and a part of friends' losses."""
        shared = sum([friend.passed_on for friend in self.friends])
        self.score += RECOVERY * (1.0 - self.score) - self.loss - shared


class Society(mesa.Model):
    """A person in each cell of a random network."""

    def __init__(self, count: int, degree: float, seed: int) -> None:
        super().__init__(seed=seed)
        graph = networkx.empty_graph(count)
        graph.add_edges_from(tie_pairs(count, degree, seed))
        network = Network(graph, random=self.random)
        desire, boldness = people(count, seed)
        Person.create_agents(self, count, list(network.all_cells.cells), desire.tolist(), boldness.tolist())
        self.agents.do("meet")

    def step(self) -> None:
        """One round."""
        self.agents.do("speak")
        self.agents.do("settle")

    def play(self, rounds: int) -> None:
        """Play so many rounds more."""
        for _ in range(rounds):
            self.step()

    def check(self) -> Check:
        """What the last round ended in."""
        scores, voices = np.array(self.agents.get("score")), np.array(self.agents.get("voice"))
        return Check(float((voices > TOLERANCE).mean()), float(scores.mean()), float(scores.std()))


if __name__ == "__main__":
    serve(lambda asked: Society(asked.people, asked.degree, asked.seed), "mesa", "networkx", "numpy")
