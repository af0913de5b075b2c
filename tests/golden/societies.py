"""Writes `societies.json`, societies for the explorer to draw again: `python tests/golden/societies.py`.

Each case has the society's table, what it is drawn with, and what Python draws: digests of every trait and of every
layer's rows, the rows themselves where there are few people, and the first values of each trait. Only to be run when a
distribution or a generator is changed on purpose; the change is then visible in the diff of the file.
"""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np

from hushed.society.network import Network
from hushed.society.society import SocietySpec, build_society

HERE = Path(__file__).parent
FEW = 20
"""People up to whom rows are written out."""

SHARES = (
    {"distribution": "truncated-exponential", "mean": 0.25},
    {"distribution": "truncated-exponential", "mean": 0.5},
    {"distribution": "truncated-exponential", "mean": 0.9},
    {"distribution": "truncated-exponential", "mean": 0.499},
    {"distribution": "truncated-exponential", "mean": 0.53},
    {"distribution": "truncated-exponential", "mean": 0.001},
    {"distribution": "truncated-exponential", "mean": 0.9995},
    {"distribution": "beta", "a": 2.0, "b": 5.0},
    {"distribution": "beta", "a": 0.5, "b": 0.5},
    {"distribution": "beta", "a": 0.05, "b": 0.2},
    {"distribution": "beta", "a": 3.0, "b": 0.1},
    {"distribution": "beta", "a": 1.0, "b": 1.0},
    {"distribution": "beta", "a": 400.0, "b": 30.0},
    {"distribution": "uniform", "low": 0.2, "high": 0.7},
    {"distribution": "constant", "value": 1.0},
)
"""For desired dissent and propensity."""
AMOUNTS = (
    {"distribution": "exponential", "mean": 2.0},
    {"distribution": "log-normal", "median": 1.0, "sigma": 0.5},
    {"distribution": "exponential", "mean": 1e-40},
    {"distribution": "log-normal", "median": 0.3, "sigma": 10.0},
    {"distribution": "uniform", "low": 0.0, "high": 5.0},
    {"distribution": "log-normal", "median": 4.0, "sigma": 0.0},
    {"distribution": "constant", "value": 0.3},
    {"distribution": "exponential", "mean": 3e37},
    {"distribution": "constant", "value": 0.0},
    {"distribution": "beta", "a": 0.01, "b": 6.0},
)
"""For boldness, care and shame."""


def network(generator: str, **parameters: Any) -> dict[str, Any]:
    return {"generator": generator, **parameters}


SMALL = (
    network("holme-kim", mean_degree=4),
    network("holme-kim", mean_degree=8, triads=1.0),
    network("holme-kim", mean_degree=2, triads=0.0),
    network("preferential-attachment", mean_degree=4),
    network("preferential-attachment", mean_degree=6, exponent=0.0),
    network("preferential-attachment", mean_degree=4, exponent=1.7),
    network("watts-strogatz", mean_degree=4, rewiring=0.3),
    network("watts-strogatz", mean_degree=10, rewiring=1.0),
    network("ring-lattice", mean_degree=6),
    network("erdos-renyi", mean_degree=3.5),
    network("erdos-renyi", mean_degree=11.0),
    network("stochastic-block", mean_degree=3.0, blocks=3, within=0.7),
    network("stochastic-block", mean_degree=2.5, blocks=[0.125, 0.25, 0.625], within=0.4),
    network("random-regular", mean_degree=3),
    network("random-regular", mean_degree=9),
    network("complete"),
    network("empty"),
)
LARGE = (
    network("holme-kim", mean_degree=10),
    network("holme-kim", mean_degree=6, triads=0.95),
    network("holme-kim", mean_degree=40, triads=0.2),
    network("preferential-attachment", mean_degree=10),
    network("preferential-attachment", mean_degree=6, exponent=0.5),
    network("preferential-attachment", mean_degree=4, exponent=2.0),
    network("preferential-attachment", mean_degree=8, exponent=1.3),
    network("watts-strogatz", mean_degree=6, rewiring=0.1),
    network("watts-strogatz", mean_degree=12, rewiring=0.9),
    network("ring-lattice", mean_degree=0),
    network("erdos-renyi", mean_degree=8.0),
    network("erdos-renyi", mean_degree=0.0),
    network("stochastic-block", mean_degree=10.0, blocks=7, within=0.8),
    network("stochastic-block", mean_degree=6.0, blocks=[0.05, 0.6, 0.35], within=0.6),
    network("stochastic-block", mean_degree=4.0, blocks=2, within=1.0),
    network("random-regular", mean_degree=4),
    network("random-regular", mean_degree=30),
)
HUGE = (
    network("holme-kim", mean_degree=10),
    network("watts-strogatz", mean_degree=10, rewiring=0.05),
    network("stochastic-block", mean_degree=10.0, blocks=20, within=0.9),
)


LOW = {"population": 2, "traits": {"care": {"distribution": "exponential", "mean": 1.0}}, "online": SMALL[-1]}
LOW_SEED = 598_996_641
"""Somebody's care is drawn with 1.4e-10 here, so low that half a step of the draws shows in single precision."""


def tables() -> list[dict[str, Any]]:
    """The tables of all societies, traits and offline layers by turns."""
    shares, amounts, gatherings = cycle(SHARES), cycle(AMOUNTS), cycle(("same", None, *SMALL))
    found = []
    for population, layers in ((12, SMALL), (612, SMALL[11:14]), (900, LARGE), (10_000, HUGE)):
        for online in layers:
            traits = {
                "desired_dissent": next(shares),
                "propensity": next(shares),
                "boldness": next(amounts),
                "care": next(amounts),
                "shame": next(amounts),
            }
            offline = next(gatherings) if population == 12 else "same" if population == 10_000 else LARGE[7]
            written = {} if offline is None else {"offline": offline}
            found.append({"population": population, "traits": traits, "online": online, **written})
    return found


def digest(*arrays: np.ndarray) -> str:
    """Of the arrays' bytes, lowest first."""
    return sha256(b"".join(array.astype(array.dtype.newbyteorder("<")).tobytes() for array in arrays)).hexdigest()[:20]


def rows(layer: Network | None) -> dict[str, Any] | None:
    """What is kept of a layer."""
    if layer is None:
        return None
    offsets = layer.offsets.astype(np.uint32)
    whole = {"offsets": offsets.tolist(), "friends": layer.friends.tolist()} if layer.people <= FEW else {}
    return {"ties": layer.ties, "digest": digest(offsets, layer.friends), **whole}


def spec_of(table: dict[str, Any]) -> SocietySpec:
    """The specification a table stands for; by way of JSON, where a list may stand for a tuple."""
    return SocietySpec.model_validate_json(json.dumps(table))


def case(table: dict[str, Any], *, seed: int, replicate: int) -> dict[str, Any]:
    """One society as it is drawn: its table with every value written out, and what came of it."""
    spec = spec_of(table)
    drawn = build_society(spec, seed=seed, replicate=replicate)
    people = drawn.people.spread_out(drawn.size)
    return {
        "society": spec.model_dump(mode="json", exclude_none=True),
        "seed": seed,
        "replicate": replicate,
        "traits": {
            name: {"first": [float(str(value)) for value in values[:3]], "digest": digest(values)}
            for name, values in people._asdict().items()
            if name != "key"
        },
        "online": rows(drawn.online),
        "offline": rows(drawn.offline),
    }


def cases() -> list[dict[str, Any]]:
    """All cases; seeds and replicates differ and reach their largest."""
    keys = cycle(((1, 0), (2**32 - 1, 3), (20_260_704, 0), (7, 2**32 - 1), (2**31, 1)))
    drawn = [
        case(table, seed=seed, replicate=replicate) for table, (seed, replicate) in zip(tables(), keys, strict=False)
    ]
    return [*drawn, case(LOW, seed=LOW_SEED, replicate=0)]


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases())
    (HERE / "societies.json").write_text(f"[\n{lines}\n]\n")
