"""The workload in AgentPy: an AgentList on a Network, methods called for the whole list as its manual advises.

Ties never change here, so each agent keeps the list of its friends, which is quicker than asking the network.
"""

from __future__ import annotations

import agentpy
import networkx
import numpy as np
from workload import RECOVERY, SEVERITY, SURVEILLANCE, TOLERANCE, WEIGHT, Check, people, serve, speaks_out, tie_pairs


class Person(agentpy.Agent):
    """Someone who speaks, is watched, and has friends."""

    def setup(self, desire: float, boldness: float) -> None:
        """Begin with a clean score."""
        self.desire, self.boldness = desire, boldness
        self.score, self.voice, self.loss, self.passed_on = 1.0, 0.0, 0.0, 0.0

    def meet(self) -> None:
        """Remember who the friends are."""
        self.friends = list(self.model.network.neighbors(self))

    def speak(self) -> None:
        """Choose a voice, and lose score if seen over the line."""
        desire = self.desire
        self.voice = desire if speaks_out(desire, self.boldness) else min(desire, TOLERANCE)
        seen = self.model.random.random() < SURVEILLANCE + (1.0 - SURVEILLANCE) * self.voice
        self.loss = SEVERITY if seen and self.voice > TOLERANCE else 0.0
        self.passed_on = WEIGHT * self.loss / len(self.friends) if self.loss and self.friends else 0.0

    def settle(self) -> None:
        """Recover, and bear one's own loss and a part of friends' losses."""
        shared = sum([friend.passed_on for friend in self.friends])
        self.score += RECOVERY * (1.0 - self.score) - self.loss - shared


class Society(agentpy.Model):
    """People on a random network."""

    def setup(self) -> None:
        """Draw the people and tie them."""
        count, seed = self.p.people, self.p.seed
        graph = networkx.empty_graph(count)
        graph.add_edges_from(tie_pairs(count, self.p.degree, seed))
        desire, boldness = people(count, seed)
        traits = {"desire": agentpy.AttrIter(desire.tolist()), "boldness": agentpy.AttrIter(boldness.tolist())}
        self.people = agentpy.AgentList(self, count, Person, **traits)
        self.network = agentpy.Network(self, graph)
        self.network.add_agents(self.people, self.network.nodes)
        self.people.meet()

    def step(self) -> None:
        """One round."""
        self.people.speak()
        self.people.settle()


class Play:
    """Plays the model round by round."""

    def __init__(self, count: int, degree: float, seed: int) -> None:
        self.model = Society({"people": count, "degree": degree, "seed": seed})
        self.model.sim_setup()

    def play(self, rounds: int) -> None:
        """Play so many rounds more."""
        for _ in range(rounds):
            self.model.sim_step()

    def check(self) -> Check:
        """What the last round ended in."""
        scores, voices = np.array(list(self.model.people.score)), np.array(list(self.model.people.voice))
        return Check(float((voices > TOLERANCE).mean()), float(scores.mean()), float(scores.std()))


if __name__ == "__main__":
    serve(lambda asked: Play(asked.people, asked.degree, asked.seed), "agentpy", "networkx", "numpy")
