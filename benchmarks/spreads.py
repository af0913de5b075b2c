"""Medians, spreads, ratios and the lines of tables, from a file of results."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any, NamedTuple

Entry = dict[str, Any]


class Spread(NamedTuple):
    """The median of some trials, and the least and the most."""

    median: float
    least: float
    most: float

    def scaled(self, factor: float) -> Spread:
        """The same in another unit."""
        return Spread(*(factor * value for value in self))


def spread(values: Sequence[float]) -> Spread:
    """Median, least and most; ValueError without any value."""
    if not values:
        raise ValueError("a spread needs at least one value")
    return Spread(statistics.median(values), min(values), max(values))


def rate(entry: Entry) -> Spread:
    """Millions of person-rounds per second."""
    return spread([entry["people"] * entry["rounds"] / seconds / 1e6 for seconds in entry["seconds"]])


def cost(entry: Entry) -> Spread:
    """Nanoseconds per person and round."""
    return spread([seconds / (entry["people"] * entry["rounds"]) * 1e9 for seconds in entry["seconds"]])


def ratio(entry: Entry, other: Entry) -> Spread:
    """How many times as fast `entry` is as `other`, turn by turn, so that noise of a turn falls on both."""
    own, its = (_each_cost(each) for each in (entry, other))
    return spread([slow / fast for fast, slow in zip(own, its, strict=False)])


def _each_cost(entry: Entry) -> list[float]:
    return [seconds / (entry["people"] * entry["rounds"]) for seconds in entry["seconds"]]


def number(value: float) -> str:
    """A figure to two or three digits, as precise as such measurements are."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def with_spread(found: Spread) -> str:
    """A median with least and most in brackets."""
    return f"{number(found.median)} ({number(found.least)}–{number(found.most)})"


def people(count: int) -> str:
    """A population, short."""
    return f"{count // 10**6:,} million" if count >= 10**6 else f"{count:,}"


def find(entries: Sequence[Entry], subject: str, count: int) -> Entry | None:
    """The entry of a program at a size, if it played."""
    return next((entry for entry in entries if (entry["subject"], entry["people"]) == (subject, count)), None)


def subjects(entries: Sequence[Entry]) -> dict[str, str]:
    """Key and label of each program: hushed first, from most threads to one, then from the fastest to the slowest."""
    labels = {entry["subject"]: entry["label"] for entry in entries}
    threads = {entry["subject"]: entry["threads"] for entry in entries}
    best = {key: max(rate(entry).median for entry in entries if entry["subject"] == key) for key in labels}
    order = sorted(labels, key=lambda key: (not key.startswith("hushed-"), -threads[key], -best[key]))
    return {key: labels[key] for key in order}


def sizes(entries: Sequence[Entry]) -> list[int]:
    """Populations played, from the smallest."""
    return sorted({entry["people"] for entry in entries})


def markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, the first column to the left and the others to the right."""
    lines = [_row(heads), _row(["---", *["---:"] * (len(heads) - 1)]), *map(_row, rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def plain(results: dict[str, Any]) -> str:
    """The speeds as a table for a terminal: millions of person-rounds per second."""
    entries = results["peers"]
    counts = sizes(entries)
    lines = ["Millions of person-rounds per second: median (least–most)", ""]
    lines.append(f"{'':26s}" + "".join(f"{people(count):>24s}" for count in counts))
    for key, label in subjects(entries).items():
        found = [find(entries, key, count) for count in counts]
        lines.append(f"{label:26s}" + "".join(f"{speed(entry):>24s}" for entry in found))
    whole = results["scenarios"]
    lines += [f"{entry['label']}, {people(entry['people'])} people, whole: {speed(entry)}" for entry in whole]
    return "\n".join([*lines, *remarks(results)])


def speed(entry: Entry | None) -> str:
    """Millions of person-rounds per second with their spread; empty if the program did not play."""
    return with_spread(rate(entry)) if entry else ""


def remarks(results: dict[str, Any]) -> list[str]:
    """Who did not play the workload, and who did not take part at all; one line each."""
    missed = [
        f"{entry['label']} at {people(entry['people'])} people does not play the workload: {'; '.join(entry['misses'])}"
        for entry in [*results["peers"], *results["degrees"], *results["threads"]]
        if entry["misses"]
    ]
    gone = [f"{each['label']} at {people(each['people'])} people: {each['reason']}" for each in results["absent"]]
    return [*missed, *gone]
