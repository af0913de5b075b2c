"""The workload in NDlib: a diffusion model of one's own, as its manual describes, with traits as node parameters.

A status is quiet or seen over the line. Draws are made for all nodes at once, and each node's friends are looked up
once, which is quicker than a call for each. A model must report changes of status, as NDlib's own do.
"""

from __future__ import annotations

import numpy as np
from ndlib.models.DiffusionModel import DiffusionModel
from ndlib.models.ModelConfig import Configuration
from networkx import Graph, empty_graph
from workload import RECOVERY, SEVERITY, SURVEILLANCE, TOLERANCE, WEIGHT, Check, people, serve, speaks_out, tie_pairs


class Silencing(DiffusionModel):
    """People who speak, are watched, and lose score with their friends."""

    def __init__(self, graph: Graph, seed: int) -> None:
        super().__init__(graph, seed)
        self.name = "Silencing"
        self.available_statuses = {"Susceptible": 0, "Infected": 1}
        traits = {name: {"descr": name, "range": [0, 1], "optional": False} for name in ("desire", "boldness")}
        self.parameters = {"model": {}, "nodes": traits, "edges": {}}
        self.friends = {node: list(self.graph.neighbors(node)) for node in self.graph.nodes}
        self.score = dict.fromkeys(self.graph.nodes, 1.0)
        self.loud = 0

    def iteration(self, node_status: bool = True) -> dict[str, object]:
        """One round."""
        desires, boldnesses = self.params["nodes"]["desire"], self.params["nodes"]["boldness"]
        draws = np.random.random_sample(len(self.status)).tolist()  # noqa: NPY002 (NDlib seeds NumPy's old generator)
        actual, passed_on, self.loud = {}, dict.fromkeys(self.status, 0.0), 0
        for node, draw in zip(self.status, draws, strict=True):
            desire = desires[node]
            voice = desire if speaks_out(desire, boldnesses[node]) else min(desire, TOLERANCE)
            loud = voice > TOLERANCE
            self.loud += loud
            actual[node] = int(draw < SURVEILLANCE + (1.0 - SURVEILLANCE) * voice and loud)
            if actual[node] and self.friends[node]:
                passed_on[node] = WEIGHT * SEVERITY / len(self.friends[node])
        for node, friends in self.friends.items():
            shared = sum([passed_on[friend] for friend in friends])
            self.score[node] += RECOVERY * (1.0 - self.score[node]) - SEVERITY * actual[node] - shared
        delta, counts, changes = self.status_delta(actual)
        self.status = actual
        self.actual_iteration += 1
        told = delta if node_status else {}
        return {
            "iteration": self.actual_iteration - 1,
            "status": told,
            "node_count": counts,
            "status_delta": changes,
        }


class Play:
    """Plays the model round by round."""

    def __init__(self, count: int, degree: float, seed: int) -> None:
        graph = empty_graph(count)
        graph.add_edges_from(tie_pairs(count, degree, seed))
        self.model = Silencing(graph, seed)
        configuration = Configuration()
        for name, trait in zip(("desire", "boldness"), people(count, seed), strict=True):
            configuration.add_node_set_configuration(name, dict(enumerate(trait.tolist())))
        configuration.add_model_initial_configuration("Infected", [])
        self.model.set_initial_status(configuration)

    def play(self, rounds: int) -> None:
        """Play so many rounds more."""
        for _ in range(rounds):
            self.model.iteration(node_status=False)

    def check(self) -> Check:
        """What the last round ended in."""
        scores = np.array(list(self.model.score.values()))
        return Check(self.model.loud / len(scores), float(scores.mean()), float(scores.std()))


if __name__ == "__main__":
    serve(lambda asked: Play(asked.people, asked.degree, asked.seed), "ndlib", "networkx", "numpy")
