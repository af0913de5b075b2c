"""The picture of a sensitivity study: what each outcome hangs on, ranked, and how that settles as samples are added."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from hushed.errors import InputError, did_you_mean
from hushed.figures import style
from hushed.figures.subject import axes_for
from hushed.results.table import in_percent, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hushed.studies.indices import Index
    from hushed.studies.sensitivity import Sensitivity

MOST_OUTCOMES, MOST_PARAMETERS = 4, 12
_LINES = 5
"""Parameters that the panel on the right follows."""
_COLOURS = (style.EMBER, style.ICE, style.SLATE, "#b98a3e", "#8a5a44")
_WIDTH, _ROW, _HEAD, _FOOT, _BETWEEN = 10.6, 0.3, 1.25, 0.62, 0.85
_READING = {
    "morris": ("How far it moves, either way, as the parameter goes through its range", "trajectories"),
    "sobol": ("Share of its variance that hangs on the parameter: dot with others, ring alone", "samples"),
}


@style.by_default()
def sensitivity_png(found: Sensitivity) -> bytes:
    """The picture as PNG; the same indices give the same bytes."""
    return style.png(sensitivity_figure(found))


def sensitivity_figure(found: Sensitivity) -> Figure:
    """A row for each of the first outcomes: ranked indices with 95 % intervals, and their course over sample sizes."""
    outcomes = found.featured[:MOST_OUTCOMES]
    places = min(MOST_PARAMETERS, len(found.parameters))
    panel = max(1.5, _ROW * places + 0.2)
    height = _HEAD + _FOOT + len(outcomes) * (panel + _BETWEEN) - 0.35
    figure = style.new_figure(_WIDTH, height)
    for row, outcome in enumerate(outcomes):
        top = height - _HEAD - 0.35 - row * (panel + _BETWEEN)
        left = figure.add_axes((0.235, (top - panel) / height, 0.35, panel / height))
        right = figure.add_axes((0.665, (top - panel) / height, 0.19, panel / height))
        _ranking(left, found, outcome)
        _course(right, found, outcome)
        place: dict[str, Any] = {"x": 0.035, "y": (top + 0.22) / height, "va": "center"}
        figure.text(s=_said(found, outcome), fontfamily=style.SANS, fontsize=9.5, color=style.INK, **place)
    _words(figure, found, height)
    return figure


def sensitivity(found: Sensitivity, ax: Axes | None = None, *, outcome: str | None = None) -> Axes:
    """What an outcome hangs on, the parameters that matter most first, with 95 % intervals.

    `outcome` is by default the first that the study features. InputError if the study has no such outcome.
    """
    name = found.featured[0] if outcome is None else outcome
    if name not in found.found:
        raise InputError(f"the study has no outcome '{name[:60]}'{did_you_mean(name[:60], found.found)}")
    places = min(MOST_PARAMETERS, len(found.parameters))
    height = 0.7 + 0.3 * places
    axes = axes_for(ax, height=height, box=(0.33, 0.5 / height, 0.97, 1.0 - 0.1 / height))
    _ranking(axes, found, name)
    words = (
        f"{spoken(name)}: effect over the range"
        if found.method == "morris"
        else f"share of the variance of {spoken(name)}"
    )
    unit = found.study.measures[name].unit
    if found.method == "morris":
        words += " (points)" if in_percent(unit) else f" ({unit})"
    axes.set_xlabel(words, fontfamily=style.SANS, fontsize=8, color=style.FAINT, labelpad=4)
    return axes


def _ranking(axes: Axes, found: Sensitivity, outcome: str) -> None:
    order = found.ranked(outcome)[:MOST_PARAMETERS]
    measures, labels, last = found.found[outcome][-1].measures, found.labels(), len(order) - 1
    style.plain_axes(axes)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color=style.FAINT, linewidth=0.4, alpha=0.35)
    axes.axvline(0.0, color=style.FAINT, linewidth=0.6)
    for row, place in enumerate(order):
        _dot(axes, measures[found.main][place], last - row, style.EMBER, filled=True)
        if "first" in measures:
            _dot(axes, measures["first"][place], last - row - 0.22, style.ICE, filled=False)
    axes.set_yticks(range(len(order)), [textwrap.shorten(labels[place], 34) for place in reversed(order)])
    axes.tick_params(axis="y", labelcolor=style.INK, labelsize=8.5)
    axes.set_ylim(-0.7, last + 0.6)
    axes.locator_params(axis="x", nbins=6)
    if found.method == "morris" and in_percent(found.study.measures[outcome].unit):
        axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:g} pt")


def _dot(axes: Axes, index: Index, y: float, colour: str, *, filled: bool) -> None:
    axes.plot([index.low, index.high], [y, y], color=colour, linewidth=1.1, alpha=0.75, solid_capstyle="round")
    face = colour if filled else style.PAPER
    axes.plot([index.value], [y], "o", markersize=5, markerfacecolor=face, markeredgecolor=colour, markeredgewidth=1.1)


def _course(axes: Axes, found: Sensitivity, outcome: str) -> None:
    sizes = found.found[outcome]
    style.plain_axes(axes)
    samples = [size.samples for size in sizes]
    ends = []
    for place, colour in zip(found.ranked(outcome)[:_LINES], _COLOURS, strict=False):
        course = [size.measures[found.main][place] for size in sizes]
        low, high = (np.array([index[end] for index in course]) for end in (1, 2))
        middle = [index.value for index in course]
        axes.fill_between(samples, low, high, color=colour, alpha=0.12, linewidth=0)
        axes.plot(samples, middle, color=colour, linewidth=1.5, marker="o", markersize=3)
        ends.append((middle[-1], found.labels()[place], colour))
    axes.set_xscale("log", base=2)
    axes.set_xticks(samples[-5:], [f"{size}" for size in samples[-5:]])
    axes.minorticks_off()
    _limits(axes, [size.measures[found.main] for size in sizes[len(sizes) // 2 :]])
    axes.locator_params(axis="y", nbins=4)
    if found.method == "morris" and in_percent(found.study.measures[outcome].unit):
        axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value:g} pt")
    _name_ends(axes, ends)
    words = f"as {_READING[found.method][1]} are added"
    axes.set_title(words, loc="left", fontfamily=style.SANS, fontsize=8.5, color=style.FAINT, pad=8)


def _limits(axes: Axes, late: list[tuple[Index, ...]]) -> None:
    """Room for the later half of the course, so that the first few samples do not squeeze the rest."""
    ends = np.array([[index.low, index.value, index.high] for size in late for index in size])
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    room = 0.08 * max(high - low, 1e-9)
    axes.set_ylim(low - room, high + room)


def _name_ends(axes: Axes, ends: list[tuple[float, str, str]]) -> None:
    bottom, top = axes.get_ylim()
    step = 0.12 * (top - bottom)
    at = np.inf
    for value, words, colour in sorted(ends, key=lambda end: -end[0]):
        at = min(value, at - step)
        axes.annotate(
            textwrap.shorten(words, 24, placeholder="…"), (1.04, at), xycoords=("axes fraction", "data"), va="center",
            color=colour, fontfamily=style.SANS, fontsize=7.5, annotation_clip=False,
        )  # fmt: skip


def _said(found: Sensitivity, outcome: str) -> str:
    sentence = found.study.measures[outcome].sentence
    return textwrap.shorten(f"{spoken(outcome).capitalize()}: {sentence[:1].lower()}{sentence[1:]}", 92)


def _words(figure: Figure, found: Sensitivity, height: float) -> None:
    study, (reading, _) = found.study, _READING[found.method]
    title = textwrap.shorten(study.file.title, 64, placeholder=" …")
    left: dict[str, Any] = {"x": 0.035, "va": "center"}
    repeats = "replicate" if study.replicates == 1 else "replicates"
    size = f"{len(study.points):,} points   ·   {study.replicates:,} {repeats}   ·   {study.people:,} invented people"
    figure.text(y=1 - 0.36 / height, s=title, fontfamily=style.SERIF, fontsize=16, color=style.INK, **left)
    figure.text(y=1 - 0.68 / height, s=size, fontfamily=style.SANS, fontsize=9, color=style.FAINT, **left)
    figure.text(y=1 - 0.93 / height, s=f"{reading}.", fontfamily=style.SANS, fontsize=9, color=style.INK, **left)
    bars = "Bars and bands: 95 % intervals."
    figure.text(y=0.25 / height, s=bars, fontfamily=style.SANS, fontsize=8, color=style.FAINT, **left)
    honest: dict[str, Any] = {"fontstyle": "italic", "ha": "right", "va": "center", "x": 0.965}
    figure.text(y=0.25 / height, s=style.HONESTY, fontfamily=style.SERIF, fontsize=8.5, color=style.INK, **honest)
