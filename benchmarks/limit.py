"""How near hushed comes to what the machine's memory allows."""

from __future__ import annotations

from typing import Any, NamedTuple

from spreads import Spread, find, rate, spread

PEOPLE = 1_000_000


class Limit(NamedTuple):
    """The limit on so many threads, and the share of it that hushed reaches with a million people."""

    threads: int
    streaming: Spread
    "Bytes per second."
    rate: float
    "Millions of person-rounds per second, if hushed only moved its arrays."
    reached: float | None


def limits(results: dict[str, Any]) -> list[Limit]:
    """The limit for each number of threads measured, from the fewest."""
    found = []
    for threads, speeds in sorted(results["streaming"].items(), key=lambda item: int(item[0])):
        streaming = spread(speeds)
        most = streaming.median / results["bytes_moved"] / 1e6
        entry = find(results["peers"], f"hushed-{threads}", PEOPLE)
        found.append(Limit(int(threads), streaming, most, rate(entry).median / most if entry else None))
    return found
