"""Plays scenarios on the device and on the processor, and prints where they differ: one JSON object.

python -m gpu.agreement_report simulated      in Numba's simulator, with NUMBA_ENABLE_CUDASIM=1
python -m gpu.agreement_report compiled       compiled for the processor, without a device
python -m gpu.agreement_report device         on a device
"""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from unittest import mock

HOW = sys.argv[1]
if HOW == "compiled":
    # Kernels are made when their files are imported.
    import gpu.on_processor  # noqa: F401

from gpu import scenarios  # noqa: E402
from gpu.held import no_device  # noqa: E402
from gpu.scenarios import SCENARIOS  # noqa: E402
from hushed.engine import workers  # noqa: E402
from hushed.engine.columns import CHUNK  # noqa: E402

# The simulator starts a thread of Python for each thread of a kernel.
PEOPLE, ROUNDS = {"simulated": (40, 3), "compiled": (3000, 12), "device": (100_000, 20)}[HOW]
IN_BLOCKS = {"simulated": (2 * CHUNK + 7, 1), "compiled": (9 * CHUNK + 7, 5), "device": (9 * CHUNK + 7, 5)}[HOW]


def report() -> dict[str, list[str]]:
    """What differs, by scenario."""
    found = {"draws": scenarios.draws_differ()}
    for name, scenario in SCENARIOS.items():
        pair = scenarios.both(scenarios.society_of(scenario, PEOPLE), scenario)
        found[name] = list(scenarios.disagreements(pair, rounds=ROUNDS))
        if name.startswith("everything") and PEOPLE > 1000:
            found[f"{name}: never happened"] = scenarios.idle(pair[0])
    if HOW != "simulated":
        found["random"] = random_scenarios()
    everything = SCENARIOS["everything, friends meet online"]
    world = scenarios.society_of(everything, PEOPLE)
    found["renumbered"] = list(
        scenarios.disagreements(scenarios.both(scenarios.renumbered(world), everything), rounds=ROUNDS)
    )
    people, rounds = IN_BLOCKS
    with mock.patch.object(workers, "BLOCK", CHUNK):
        pair = scenarios.both(scenarios.society_of(everything, people), everything)
        found["several blocks"] = list(scenarios.disagreements(pair, rounds=rounds))
    return found


def random_scenarios() -> list[str]:
    try:
        scenarios.random_scenarios_agree()
    except AssertionError as error:
        return [str(error)]
    return []


if __name__ == "__main__":
    with no_device() if HOW == "compiled" else nullcontext():
        print(json.dumps(report()))
