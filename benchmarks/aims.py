"""What the engine was to reach, and whether it did in this run."""

from __future__ import annotations

from typing import Any, NamedTuple

from spreads import Entry, cost, find, number, rate, ratio

_MILLION = 1_000_000


class Aim(NamedTuple):
    """One aim: what, what was measured, and whether that is enough; None if it was not measured."""

    what: str
    measured: str
    reached: bool | None


def aims(results: dict[str, Any]) -> list[Aim]:
    """All aims, in the order they are told."""
    entries = results["peers"]
    most = f"hushed-{max((entry['threads'] for entry in entries), default=1)}"
    return [
        _times(entries, most, 3.0, "All threads at least 3 times as fast as NumPy + SciPy, a million people"),
        _times(entries, "hushed-1", 1.8, "One thread at least 1.8 times as fast, a million people"),
        *(_linear(entries, key) for key in dict.fromkeys((most, "hushed-1"))),
        _scenario(results["scenarios"]),
        _free(results["scenarios"]),
        _largest(entries, most),
    ]


def _times(entries: list[Entry], key: str, least: float, what: str) -> Aim:
    own, other = find(entries, key, _MILLION), find(entries, "numpy", _MILLION)
    if not (own and other):
        return Aim(what, "not measured", None)
    found = ratio(own, other)
    told = f"{number(found.median)} times ({number(found.least)}–{number(found.most)})"
    return Aim(what, told, found.median >= least)


def _linear(entries: list[Entry], key: str) -> Aim:
    few, many = find(entries, key, 100_000), find(entries, key, 10_000_000)
    what = f"Cost per person within a factor 2 from 1e5 to 1e7 people ({(few or many or {}).get('label', key)})"
    if not (few and many):
        return Aim(what, "not measured", None)
    factor = cost(many).median / cost(few).median
    return Aim(what, f"{number(factor)}", 0.5 <= factor <= 2.0)


def _scenario(scenarios: list[Entry]) -> Aim:
    what = "`sesame-credit` in full, a million people: 40 million person-rounds a second on all threads"
    found = find(scenarios, "sesame-credit", _MILLION)
    if not found:
        return Aim(what, "not measured", None)
    return Aim(what, f"{number(rate(found).median)} million", rate(found).median >= 40.0)


def _free(scenarios: list[Entry]) -> Aim:
    what = "`free-society` at least twice as fast as that aim: 80 million"
    free = find(scenarios, "free-society", _MILLION)
    if not free:
        return Aim(what, "not measured", None)
    return Aim(what, f"{number(rate(free).median)} million", rate(free).median >= 80.0)


def _largest(entries: list[Entry], key: str) -> Aim:
    what = "A hundred million people: 20 million person-rounds a second"
    found = find(entries, key, 100_000_000)
    if not found:
        return Aim(what, "not measured", None)
    return Aim(what, f"{number(rate(found).median)} million", rate(found).median >= 20.0)
