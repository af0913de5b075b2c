"""hushed by itself: the bytes a round must move, its arithmetic alone, and what each instrument costs.

Run as `python hushed_alone.py [--people 1000000 --rounds 20 --repeats 5 --threads 1]`.

The bare regime watches and scores as the library's `all-instruments` does; each addition is that scenario's own. Prints
one JSON object: bytes, nanoseconds of arithmetic, and for each variant those per person and round, taken in turns.
"""

from __future__ import annotations

import argparse
import json
import time
from typing import Any, NamedTuple

import numba
import numpy as np
from play_hushed import WORKLOAD

from hushed import rules
from hushed.engine.simulation import Simulation
from hushed.random import Channel, drawn
from hushed.regime.reactions import Reactions
from hushed.regime.regime import INSTRUMENTS, Regime
from hushed.scenario.reader import read_scenario
from hushed.society.society import Society, build_society

BARE = ("observation", "scoring")
TRAITS_NEEDED = ("desire", "boldness", "key")
_WARM = 2
_SMALL = 20_000
_IN_CACHE = 8_192
_PASSES = 200
# No scenario of the library assumes these reactions.
_ALPHA = 0.2
_ENFORCING = 0.5
_INDIGNANT = 0.5
_CAUTIOUS = 1.0


class Variant(NamedTuple):
    """A policy to be timed, and the one it is compared with."""

    name: str
    policy: tuple[Regime, Reactions]
    beside: str


def variants() -> list[Variant]:
    """The bare regime; it and each instrument; an instrument and a reaction to it; everything; nothing at all."""
    scenario = read_scenario("all-instruments")
    regime, reactions = scenario.policy()
    bare = Regime(**{name: regime.instrument(name) for name in BARE})
    alone = [Variant("bare", (bare, Reactions()), "bare")]

    def joined(name: str, *instruments: str, beside: str = "bare", **felt: float) -> None:
        update = {each: regime.instrument(each) for each in instruments}
        alone.append(Variant(name, (bare.model_copy(update=update), Reactions(**felt)), beside))

    for name in INSTRUMENTS:
        if name not in BARE:
            joined(name, name)
    joined("reproach", "association", beside="association", reproach=reactions.reproach)
    joined("ostracism", "association", beside="association", ostracism=reactions.ostracism)
    joined("shunning", "publicity", beside="publicity", shunning=reactions.shunning)
    joined("mutual aid", "sanctions", beside="sanctions", mutual_aid=reactions.mutual_aid)
    joined("encouragement", encouragement=reactions.encouragement)
    joined("indignation", indignation=_INDIGNANT)
    joined("caution", "clarity", beside="clarity", caution=_CAUTIOUS)
    joined("fear of isolation", isolation=_ALPHA, fading=_ALPHA)
    joined("false enforcement", "informers", beside="informers", false_enforcement=_ENFORCING)
    alone.append(Variant("all of them", (regime, reactions), "bare"))
    return alone


def nanoseconds(society: Society, variant: Variant, *, rounds: int, threads: int, seed: int) -> float:
    """Nanoseconds per person and round, after a few rounds to warm up."""
    run = Simulation(society, *variant.policy, seed=seed, threads=threads)
    for _ in range(_WARM):
        run.step()
    started = time.perf_counter()
    for _ in range(rounds):
        run.step()
    seconds = time.perf_counter() - started
    run.close()
    return seconds / (rounds * society.size) * 1e9


def bytes_moved(people: int = _SMALL) -> float:
    """Bytes per person that a round of the workload must move: traits and state read once, what changes written once.

    Of the traits only those the workload needs are counted. Rows of friends are left out, since only those of the
    punished are read; what is written and read again within a round counts once each way.
    """
    scenario = read_scenario(WORKLOAD, population=people)
    society = build_society(scenario.society, seed=1, replicate=0)
    run = Simulation(society, *scenario.policy(), seed=1)
    run.step()
    before = {name: np.array(values) for name, values in run.state._asdict().items()}
    run.step()
    moved = sum(getattr(society.people, trait).nbytes for trait in TRAITS_NEEDED)
    for name, values in run.state._asdict().items():
        moved += values.nbytes * (1 if np.array_equal(before[name], values) else 2)
    run.close()
    return float(moved) / people


def _draw(first: Any, second: Any, out: Any) -> None:
    seed, round_, channel = np.uint64(1), np.uint64(first[0]), np.uint64(Channel.SEEN)
    for i in range(np.uint64(len(out))):
        out[i] = np.float32(drawn(seed, np.uint64(len(second)), round_, i, channel))


def _choose(desire: Any, boldness: Any, out: Any) -> None:
    for i in range(np.uint64(len(out))):
        wish, nerve = np.float64(desire[i]), np.float64(boldness[i])
        out[i] = np.float32(rules.voice_uniform(wish, nerve, 0.25, 0.6, 0.2, 0.8, 0.0))


def arithmetic(repeats: int) -> dict[str, list[float]]:
    """Nanoseconds a person that one draw, and one voice, take over people who fit a near cache, on one thread."""
    rng = np.random.default_rng(1)
    first, second, out = rng.random((3, _IN_CACHE), dtype=np.float32)
    found: dict[str, list[float]] = {}
    loops = {"draw": _draw, "voice": _choose}
    for name, loop in loops.items():
        compiled = numba.njit(error_model="numpy")(loop)
        compiled(first, second, out)
        found[name] = [_alone(compiled, first, second, out) for _ in range(repeats)]
    return found


def _alone(compiled: Any, *arrays: Any) -> float:
    started = time.perf_counter()
    for _ in range(_PASSES):
        compiled(*arrays)
    return (time.perf_counter() - started) / (_PASSES * _IN_CACHE) * 1e9


def main() -> None:
    """Measure each variant in turn, as often as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=0, help="0: only the bytes")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    found: dict[str, Any] = {"bytes_moved": bytes_moved(), "arithmetic": arithmetic(asked.repeats)}
    if asked.people:
        scenario = read_scenario("all-instruments", population=asked.people)
        society = build_society(scenario.society, seed=1, replicate=0)
        rows = [{"name": each.name, "beside": each.beside, "nanoseconds": []} for each in variants()]
        for repeat in range(asked.repeats):
            for row, variant in zip(rows, variants(), strict=True):
                settings = {"rounds": asked.rounds, "threads": asked.threads, "seed": repeat + 1}
                row["nanoseconds"].append(nanoseconds(society, variant, **settings))
        found["instruments"] = {"people": asked.people, "threads": asked.threads, "rounds": asked.rounds, "rows": rows}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
