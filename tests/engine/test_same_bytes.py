"""The same bytes whatever the threads, the blocks and the process; and edges where loops over people go wrong."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.test_by_hand import world
from engine.worlds import ALL_REACTIONS, EVERYTHING, differences, reactions, regime, society
from hushed.engine import phases, workers
from hushed.engine.columns import CHUNK
from hushed.engine.reference import Reference
from hushed.engine.simulation import Simulation
from hushed.engine.workers import BLOCK, PARALLEL_FROM, Workers

WORLD = {"online": {"generator": "holme-kim", "mean_degree": 6}, "offline": "same"}


def bytes_of(run):
    """A digest of the whole state of a run and of its last record."""
    digest = hashlib.sha256(repr(run.record).encode())
    for array in run.state:
        digest.update(array.tobytes())
    return digest.hexdigest()


def played(people, *, threads=1, rounds=6, seed=1):
    run = Simulation(people, regime(**EVERYTHING), reactions(**ALL_REACTIONS), seed=seed, threads=threads)
    for _ in run.rounds(rounds):
        pass
    run.close()
    return run


@pytest.mark.parametrize("threads", [2, 3, 5])
def test_many_small_blocks_among_many_threads(threads, monkeypatch):
    monkeypatch.setattr(workers, "BLOCK", CHUNK)
    monkeypatch.setattr(workers, "PARALLEL_FROM", 0)
    people = society(20 * CHUNK + 7, **WORLD)
    alone = bytes_of(played(people))
    for _ in range(5):
        assert bytes_of(played(people, threads=threads)) == alone


@pytest.mark.parametrize("threads", [1, 3])
def test_sums_run_over_lanes_in_blocks_and_along_blocks(threads, monkeypatch):
    monkeypatch.setattr(workers, "BLOCK", 2 * CHUNK)
    monkeypatch.setattr(workers, "PARALLEL_FROM", 0)
    people = society(5 * CHUNK + 7, **WORLD)
    run = played(people, threads=threads)
    # Squares are long enough that the order in which they are added shows in the last digits.
    for name, values in (("desire_squared", people.people.desire), ("voice_squared", run.state.voice)):
        total = 0.0
        for start in range(0, people.size, 2 * CHUNK):
            lanes = [0.0] * CHUNK
            for place, value in enumerate(values[start : start + 2 * CHUNK].astype(float).tolist()):
                lanes[place % CHUNK] += value * value
            while len(lanes) > 1:
                half = len(lanes) // 2
                lanes = [lanes[lane] + lanes[half + lane] for lane in range(half)]
            total = lanes[0] if start == 0 else total + lanes[0]
        assert getattr(run.record.tally, name) == total


@pytest.mark.parametrize("threads", [1, 3])
def test_telling_friends_and_asking_them_give_the_same_sums(threads, monkeypatch):
    monkeypatch.setattr(workers, "PARALLEL_FROM", 0)
    people, found = society(2000, **WORLD), set()
    for few in (0.0, 2.0):
        monkeypatch.setattr(phases, "_FEW", few)
        found.add(bytes_of(played(people, threads=threads, rounds=12)))
    assert len(found) == 1


@pytest.mark.parametrize("people", [2, 3, CHUNK - 1, CHUNK, CHUNK + 1, BLOCK - 1, BLOCK, BLOCK + 1])
def test_populations_at_the_edge_of_a_block(people):
    layers = {"online": {"generator": "erdos-renyi", "mean_degree": 1}, "offline": "same"}
    run = Simulation(society(people, **layers), regime(**EVERYTHING), reactions(**ALL_REACTIONS), seed=2)
    oracle = Reference(run.society, run.regime, run.reactions, seed=2)
    for _ in range(3):
        run.step()
        oracle.step()
        assert differences(run, oracle) == []
    assert run.record.tally.desire > 0


def test_one_person_more_than_are_worth_a_second_thread():
    people = society(PARALLEL_FROM + 1, online={"generator": "empty"}, offline="same")
    assert bytes_of(played(people, rounds=2)) == bytes_of(played(people, rounds=2, threads=5))


@pytest.mark.parametrize("offline", [None, "same", [(0, 1)]])
@pytest.mark.parametrize("ties", [[], [(a, b) for a in range(12) for b in range(a)]], ids=["nobody", "everybody"])
def test_people_tied_to_nobody_and_to_everybody(ties, offline):
    people = world(ties, people=12, offline=offline, boldness=2.0, propensity=[k / 12 for k in range(12)])
    run = Simulation(people, regime(**EVERYTHING), reactions(**ALL_REACTIONS), seed=5)
    oracle = Reference(people, run.regime, run.reactions, seed=5)
    for _ in range(15):
        run.step()
        oracle.step()
        assert differences(run, oracle) == []


SCRIPT = """
import sys
sys.path[:0] = {paths!r}
from engine.test_same_bytes import WORLD, bytes_of, played
from engine.worlds import society
print(bytes_of(played(society(300, **WORLD))))
"""


def test_other_processes_with_other_hash_seeds_say_the_same():
    script = SCRIPT.format(paths=[*sys.path, str(Path(__file__).parents[1])])
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("0", "12345")
    }
    assert found == {bytes_of(played(society(300, **WORLD)))}


def test_time_is_told_to_the_step_whose_kernel_ran(monkeypatch):
    """Kernels wait and run together; what each takes, on a clock that only they move, still belongs to its own step."""
    now = [0.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])

    def kernel(seconds, first, last):
        now[0] += seconds * (last - first)

    team = Workers(1, BLOCK)
    for team.phase, seconds in ((2, 3.0), (4, 5.0), (2, 1.0)):
        team.later(kernel, seconds)
    assert dict(team.seconds) == {}
    team.run_waiting()
    assert dict(team.seconds) == {2: 4.0 * BLOCK, 4: 5.0 * BLOCK}


def test_what_waits_is_run_in_the_order_it_came_and_once():
    seen = []
    team = Workers(1, 3 * BLOCK * workers._LARGEST)
    for name in "ab":
        team.later(lambda name, first, last: seen.append((name, first)), name)
    assert seen == []
    assert team.each(lambda first, last: last - first) == [last - first for first, last in team.pieces]
    team.run_waiting()
    assert seen == [(name, first) for first, _ in team.pieces for name in "ab"]
