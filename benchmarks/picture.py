"""The picture of a benchmark: person-rounds per second against people, a line for each program, named at its end."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from typing import Any, NamedTuple

from limit import limits
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator
from spreads import Entry, find, number, rate, subjects
from subjects import in_words

from hushed.figures import style

_WORDS = {4: "10 thousand", 5: "100 thousand", 6: "1 million", 7: "10 million", 8: "100 million"}
_GAP = 0.13
"""Least distance between two names, in powers of ten."""
_TITLE_PEOPLE = 1_000_000


class Pen(NamedTuple):
    """How a program's line is drawn; shape and width tell lines apart where colours do not."""

    colour: str
    width: float
    dashes: str
    marker: str


_PENS = {
    "numpy": Pen(style.ICE, 1.8, "-", "s"),
    "numpy-telling": Pen(style.ICE, 1.2, "--", "s"),
    "published": Pen(style.SLATE, 1.2, ":", "D"),
    "starsim": Pen(style.SLATE, 1.2, "-", "^"),
    "mesa": Pen(style.SLATE, 1.2, "-", "v"),
    "agentpy": Pen(style.SLATE, 1.2, "--", "P"),
    "ndlib": Pen(style.SLATE, 1.2, ":", "X"),
}


def _pen(key: str) -> Pen:
    if key in _PENS:
        return _PENS[key]
    return Pen(style.EMBER, 1.4, "--", "o") if key == "hushed-1" else Pen(style.EMBER, 2.4, "-", "o")


def benchmark_figure(results: dict[str, Any]) -> Figure:
    """The whole sheet."""
    figure = style.new_figure(9.6, 6.4)
    axes = figure.add_axes((0.07, 0.125, 0.715, 0.70))
    style.plain_axes(axes)
    axes.set_xscale("log")
    axes.set_yscale("log")
    entries = results["peers"]
    for key in subjects(entries):
        _line(axes, [entry for entry in entries if entry["subject"] == key], _pen(key))
    _scale(axes, entries)
    _limit(axes, results)
    _name(axes, entries)
    _title(figure, results)
    return figure


def _line(axes: Axes, entries: Sequence[Entry], pen: Pen) -> None:
    counts = [entry["people"] for entry in entries]
    rates = [rate(entry) for entry in entries]
    axes.vlines(counts, [r.least for r in rates], [r.most for r in rates], color=pen.colour, linewidth=0.8, alpha=0.6)
    medians = [r.median for r in rates]
    axes.plot(counts, medians, pen.dashes, color=pen.colour, linewidth=pen.width, marker=pen.marker, markersize=4.5)


def _scale(axes: Axes, entries: Sequence[Entry]) -> None:
    powers = sorted({round(log10(entry["people"])) for entry in entries})
    axes.xaxis.set_major_locator(FixedLocator([10.0**power for power in powers]))
    axes.xaxis.set_major_formatter(FixedFormatter([_WORDS.get(power, f"10^{power}") for power in powers]))
    axes.xaxis.set_minor_locator(NullLocator())
    rates = [rate(entry) for entry in entries]
    low, high = log10(min(r.least for r in rates)), log10(max(r.most for r in rates))
    axes.set_ylim(10 ** (low - 0.15), 10 ** (high + 0.55))
    marks = [mark for mark in (0.01, 0.1, 1.0, 10.0, 100.0, 1000.0) if low - 0.15 <= log10(mark) <= high + 0.55]
    axes.yaxis.set_major_locator(FixedLocator(marks))
    axes.yaxis.set_major_formatter(FixedFormatter([f"{mark:g}" for mark in marks]))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_xlabel("people", fontsize=8.5, color=style.INK, fontfamily=style.SANS, labelpad=6)


def _limit(axes: Axes, results: dict[str, Any]) -> None:
    """What memory would allow if hushed did nothing but move its arrays, on all threads."""
    top = limits(results)[-1]
    if top.rate > axes.get_ylim()[1]:
        axes.set_ylim(top=top.rate * 1.6)
    axes.axhline(top.rate, color=style.FAINT, linewidth=0.8, linestyle=(0, (1, 3)))
    words = "what memory allows hushed's arrays"
    place = (axes.get_xlim()[0] * 1.15, top.rate * 1.06)
    axes.text(*place, words, fontsize=8, color=style.FAINT, style="italic", fontfamily=style.SERIF, va="bottom")


def _name(axes: Axes, entries: Sequence[Entry]) -> None:
    """Write each program's name at the end of its line, names of one end moved apart."""
    ends: dict[int, list[tuple[float, str, str]]] = {}
    for key, label in subjects(entries).items():
        last = max((entry for entry in entries if entry["subject"] == key), key=lambda entry: entry["people"])
        ends.setdefault(last["people"], []).append((log10(rate(last).median), label, _pen(key).colour))
    for count, names in ends.items():
        names.sort()
        for place, (height, label, colour) in zip(apart([name[0] for name in names], _GAP), names, strict=True):
            axes.annotate(
                label,
                (count, 10**height),
                xytext=(count * 1.22, 10**place),
                textcoords="data",
                fontsize=8.5,
                color=colour,
                fontfamily=style.SANS,
                va="center",
                annotation_clip=False,
                arrowprops={"arrowstyle": "-", "color": style.FAINT, "linewidth": 0.4, "shrinkA": 0, "shrinkB": 3},
            )


def apart(heights: Sequence[float], gap: float) -> list[float]:
    """Ascending heights moved up and down until neighbours are `gap` apart, their order and their middle kept."""
    places: list[list[float]] = []
    for height in heights:
        places.append([height])
        # Names that touch move as one, around the middle of where they would be.
        while len(places) > 1 and _spread(places[-1], gap)[0] - _spread(places[-2], gap)[-1] < gap:
            last = places.pop()
            places[-1] += last
    return [place for group in places for place in _spread(group, gap)]


def _spread(group: Sequence[float], gap: float) -> list[float]:
    middle = sum(group) / len(group)
    return [middle + gap * (number - (len(group) - 1) / 2) for number in range(len(group))]


def _title(figure: Figure, results: dict[str, Any]) -> None:
    entries = results["peers"]
    own = max((e for e in entries if e["subject"].startswith("hushed-")), key=lambda e: e["threads"])
    hushed, numpy = (find(entries, key, _TITLE_PEOPLE) for key in (own["subject"], "numpy"))
    if hushed and numpy:
        speed, threads = number(rate(hushed).median), in_words(own["threads"])
        head = f"A million people: hushed plays {speed} million person-rounds a second, on {threads}"
        figure.text(0.07, 0.945, head, fontsize=13, color=style.INK, fontfamily=style.SERIF)
        telling = find(entries, "numpy-telling", _TITLE_PEOPLE)
        peer = f"NumPy and SciPy, in single precision on one thread, play {number(rate(numpy).median)} million"
        if telling:
            peer += f", or {number(rate(telling).median)} million if only the punished tell their friends"
        figure.text(0.07, 0.905, f"{peer}.", fontsize=9.5, color=style.SLATE, fontfamily=style.SERIF)
    machine = results["machine"]
    under = f"Millions of person-rounds per second; bars from the least to the most of {results['repeats']} turns."
    figure.text(0.07, 0.862, under, fontsize=8.5, color=style.SLATE, fontfamily=style.SANS)
    where = (
        f"{machine['processor']}, {machine['cores']} cores; {results['date'][:7]}. One run, programs in turns. "
        "Only hushed measures outcomes."
    )
    figure.text(0.07, 0.018, where, fontsize=7.5, color=style.FAINT, fontfamily=style.SANS)
