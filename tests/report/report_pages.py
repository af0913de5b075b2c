"""Reading a report as a browser would, and what its numbers must be, reckoned anew from what was stored."""

from __future__ import annotations

import csv
import math
import statistics
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

from scipy import stats

VOID = {"meta", "br", "hr", "img", "input", "link", "base", "col"}
SELF_CLOSING = {"path", "use", "g", "rect", "circle", "line", "text", "defs", "clippath"}


class Found(NamedTuple):
    """A number in the page, or what it must be: its mean, and its interval if it has one."""

    value: float
    ends: tuple[float, float] | None
    text: str = ""


class Page(HTMLParser):
    """The page taken apart: its elements, its numbers by part and key, and what is wrong with its nesting."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.numbers: dict[tuple[str, str, bool], list[Found]] = {}
        "By part, key, and whether it stands in a summary."
        self.rows: list[tuple[list[str], str]] = []
        "Keys of the numbers of each table row, and its text."
        self.texts: dict[str, str] = {}
        "The text of the first element of each tag and of each class."
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self._keys: list[str] = []
        self.feed(html)
        self.close()
        self.wrong += [f"never closed: {tag}" for tag, *_ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            self.wrong.append(f"an attribute twice: {tag}")
        self.elements.append((tag, given))
        if tag not in VOID:
            self._open.append((tag, given, []))
        if tag == "tr":
            self._keys = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID | SELF_CLOSING:
            self.wrong.append(f"closes itself: {tag}")

    def handle_data(self, data: str) -> None:
        for _, _, texts in self._open:
            texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            self.wrong.append(f"closed out of turn: {tag} at {self.getpos()}")
            return
        _, given, texts = self._open.pop()
        text = "".join(texts)
        for name in (tag, *given.get("class", "").split()):
            self.texts.setdefault(name, text)
        if tag == "data":
            self._number(given, text)
        if tag == "tr":
            self.rows.append((self._keys, text))

    def _number(self, given: dict[str, str], text: str) -> None:
        part = next(each["data-part"] for _, each, _ in reversed(self._open) if "data-part" in each)
        in_summary = any("summary" in each.get("class", "").split() for _, each, _ in self._open)
        ends = (float(given["data-low"]), float(given["data-high"])) if "data-low" in given else None
        found = Found(float(given["value"]), ends, text.replace("\N{NO-BREAK SPACE}", " "))
        self.numbers.setdefault((part, given["data-key"], in_summary), []).append(found)
        self._keys.append(given["data-key"])

    def of(self, *, summary: bool, part: str = "1") -> dict[str, Found]:
        """The numbers of a part by key; every number under one key must be the same."""
        found = {}
        for (where, key, inside), numbers in self.numbers.items():
            if where == part and inside == summary:
                assert len({(repr(each.value), repr(each.ends)) for each in numbers}) == 1, key
                found[key] = numbers[0]
        return found


# What the numbers must be ------------------------------------------------------------------------


def mean_and_interval(values: Sequence[float]) -> Found:
    """The mean and Student's interval, by the standard library and scipy."""
    known = [value for value in values if not math.isnan(value)]
    mean = statistics.fmean(known)
    if len(known) < 2:
        return Found(mean, None)
    spread = statistics.stdev(known)
    if spread == 0.0:
        return Found(mean, (mean, mean))
    low, high = stats.t.interval(0.95, len(known) - 1, loc=mean, scale=spread / math.sqrt(len(known)))
    return Found(mean, (float(low), float(high)))


class Stored:
    """The outcomes in a result's CSV file."""

    def __init__(self, folder: Path) -> None:
        with open(folder / "outcomes.csv", newline="", encoding="utf-8") as file:
            self.rows = list(csv.DictReader(file))
        self.replicates = sorted({int(row["replicate"]) for row in self.rows})

    def values(self, name: str, **where: str) -> list[list[float]]:
        """An outcome by replicate and round (one column where there are no rounds)."""
        found = []
        for replicate in self.replicates:
            rows = [
                row
                for row in self.rows
                if int(row["replicate"]) == replicate and all(row[key] == value for key, value in where.items())
            ]
            rows.sort(key=lambda row: int(row.get("round") or 0))
            found.append([float(row[name]) for row in rows])
        return found

    def last(self, name: str, **where: str) -> list[float]:
        """An outcome in the last round, by replicate."""
        return [rounds[-1] for rounds in self.values(name, **where)]


def apart(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """The first less the second."""
    return [a - b for a, b in zip(one, other, strict=True)]


def shapley(value: Callable[[frozenset[str]], float], names: Sequence[str]) -> dict[str, float]:
    """Shapley's value by its definition: what each adds, over every order in which they can come."""
    added = dict.fromkeys(names, 0.0)
    orders = list(permutations(names))
    for order in orders:
        present: frozenset[str] = frozenset()
        for name in order:
            added[name] += value(present | {name}) - value(present)
            present |= {name}
    return {name: total / len(orders) for name, total in added.items()}


def ratio(parts: Sequence[float], wholes: Sequence[float]) -> Found:
    """The mean part over the mean whole, with the linearised interval."""
    whole = statistics.fmean(wholes)
    share = statistics.fmean(parts) / whole
    left = mean_and_interval([(part - share * each) / whole for part, each in zip(parts, wholes, strict=True)])
    assert left.ends is not None
    half = (left.ends[1] - left.ends[0]) / 2.0
    return Found(share, (share - half, share + half))
