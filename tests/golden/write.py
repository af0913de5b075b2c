"""Writes the golden vectors with the oracle: `python tests/golden/write.py`, from the root of the repository.

Only to be run when the model itself is changed on purpose; the change is then visible in the diff of these files.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from engine.worlds import EVERYTHING, FIRST_REACTIONS, reactions, regime, society  # noqa: E402
from hushed.engine.reference import Reference  # noqa: E402

PLAIN = {"observation": {"surveillance": 0.1}, "scoring": {"severity": 0.3}}
CASES: dict[str, dict[str, Any]] = {
    "one-instrument": {"regime": PLAIN, "reactions": {}},
    "proportional-with-friends": {
        "regime": {
            "observation": {"surveillance": 0.3, "misreading": 0.1},
            "scoring": {"severity": 1.5, "form": "proportional"},
            "association": {"weight": 0.3},
            "publicity": {"audience": 0.4},
        },
        "reactions": {"reproach": 0.5, "encouragement": -0.5},
    },
    "everything": {"regime": EVERYTHING, "reactions": FIRST_REACTIONS},
    "fear-and-enforcement": {
        "regime": {
            "observation": {"surveillance": 0.4, "misreading": 0.1},
            "scoring": {"severity": 0.8, "tolerance": 0.2},
            "association": {"weight": 0.2},
            "informers": {"share": 0.05, "report_chance": 0.2, "false_denunciation": 0.02},
        },
        "reactions": {
            "ostracism": 0.1,
            "encouragement": 0.3,
            "isolation": {"at": [0, 6], "value": [0.5, 0.2]},
            "fading": 0.1,
            "false_enforcement": {"at": [0, 4, 9], "value": [0.4, 0.9, 0.2]},
        },
    },
}
_FEAR = CASES["fear-and-enforcement"]
CASES["indignation-and-caution"] = {
    "regime": CASES["fear-and-enforcement"]["regime"]
    | {"clarity": {"vagueness": {"at": [0, 8], "value": [0.15, 0.0]}}},
    "reactions": _FEAR["reactions"]
    | {"indignation": {"at": [0, 3, 9], "value": [1.5, 0.8, -0.6]}, "caution": {"at": [0, 6], "value": [0.5, 1.0]}},
}
SOCIETY = {
    "online": {"generator": "holme-kim", "mean_degree": 6},
    "offline": {"generator": "watts-strogatz", "mean_degree": 4, "rewiring": 0.2},
}


def floats(values: np.ndarray) -> list[float]:
    """Single-precision numbers in the fewest digits that read back to the same bits."""
    return [float(str(value)) for value in values]


def vector(case: dict[str, Any], *, people: int = 80, seed: int = 7, rounds: int = 12) -> dict[str, Any]:
    """One golden vector: the scenario, the society it makes, and every person in every round."""
    world = society(people, seed=seed, **SOCIETY)
    oracle = Reference(world, regime(**case["regime"]), reactions(**case["reactions"]), seed=seed)
    played = []
    for _ in range(rounds):
        oracle.step()
        now = oracle.now
        mark = now["seen"] + 2 * now["punished"] + 4 * now["misread"] + 8 * now["denounced"] + 16 * oracle.loud
        played.append(
            {
                "voice": floats(oracle.voice),
                "score": floats(oracle.score),
                "loss": floats(now["loss"]),
                "mark": mark.tolist(),
                "cut": np.flatnonzero(~oracle.live).tolist(),
            }
        )
    spread_out = world.people.spread_out(people)
    traits = {name: floats(getattr(spread_out, name)) for name in spread_out._fields[:-1]}
    return {
        "people": people,
        "seed": seed,
        "society": SOCIETY,
        **case,
        "traits": traits,
        "offsets": world.online.offsets.tolist(),
        "friends": world.online.friends.tolist(),
        "rounds": played,
    }


if __name__ == "__main__":
    for name, case in CASES.items():
        (HERE / f"{name}.json").write_text(json.dumps(vector(case)) + "\n")
