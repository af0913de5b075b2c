"""The picture of a result: speech over time, what stays unsaid, what happens to scores, and who pays."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from hushed.experiments.change import recorded_change
from hushed.experiments.effects import Effect, measured
from hushed.figures import style
from hushed.figures.bands import Floats, draw_band, voice_band
from hushed.figures.marks import policy_marks
from hushed.figures.panels import inches_high, losses, over_rounds, scores
from hushed.figures.subject import axes_for, dataset_of
from hushed.results.furthest import furthest
from hushed.scenario.reader import parse_scenario

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

SPOKEN: dict[str, Any] = {
    "fontfamily": style.SERIF,
    "fontstyle": "italic",
    "fontsize": 10.5,
    "linespacing": 1.3,
    "ha": "center",
    "va": "center",
}
"""How words inside the picture look."""
_ROOM_FOR_WORDS = 0.12
"""A share of the ground below which a line of words has no room in it."""


@style.by_default()
def speech_png(dataset: xr.Dataset) -> bytes:
    """The picture as PNG; the same dataset gives the same bytes."""
    return style.png(speech_figure(dataset))


def speech_figure(dataset: xr.Dataset) -> Figure:
    """Speech over time with and without the regime, or in both arms of a comparison, over scores and losses."""
    figure, above, left, right = sheet(right=0.865, apart=0.52)
    speech(dataset, above)
    scores(dataset, left)
    losses(dataset, right)
    captions(figure, dataset)
    return figure


def sheet(*, right: float, apart: float) -> tuple[Figure, Axes, Axes, Axes]:
    """A sheet with one panel above two small ones; `right` is where they end, `apart` the room between the two."""
    figure = style.new_figure(10.0, 7.4)
    box = {"left": 0.075, "right": right, "top": 0.835, "bottom": 0.125, "hspace": 0.42, "wspace": apart}
    grid = figure.add_gridspec(2, 2, height_ratios=[2.35, 1.0], **box)
    return figure, figure.add_subplot(grid[0, :]), figure.add_subplot(grid[1, 0]), figure.add_subplot(grid[1, 1])


def speech(result: Any, ax: Axes | None = None) -> Axes:
    """Speech over rounds, as a share of what people would like to say: beside people left free, or in two arms.

    Takes a run, a scan, a comparison or its dataset. InputError for any other kind of result.
    """
    dataset = dataset_of(result, "run", "scan", "comparison")
    axes = axes_for(ax)
    if "arm" in dataset.dims:
        _two_arms(axes, dataset)
    else:
        _next_to_free(axes, dataset)
    mark_changes(axes, dataset)
    return axes


# Speech -----------------------------------------------------------------------------------------


def _next_to_free(axes: Axes, dataset: xr.Dataset) -> None:
    band = voice_band(dataset)
    rounds = np.arange(len(band.middle))
    free = float(dataset["left_free"].sel(outcome="voice_share").mean())
    axes.fill_between(rounds, 0.0, band.middle, color=style.SAND, linewidth=0)
    axes.fill_between(rounds, band.middle, free, color=style.FROST, linewidth=0)
    axes.plot(rounds, np.full(len(rounds), free), color=style.EMBER, linewidth=1.6)
    draw_band(axes, rounds, band, style.ICE)
    speech_axes(axes, dataset)
    last = band.middle[-1]
    ends = [
        (rounds[-1], free, f"left free\n{_percent(free)}", style.EMBER),
        (rounds[-1], last, f"under the\nregime\n{_percent(last)}", style.ICE),
    ]
    for end in _apart(axes, ends):
        _at_end(axes, *end)
    if last > _ROOM_FOR_WORDS:
        axes.text(0.5 * rounds[-1], 0.42 * last, f"{_percent(last)} is said", color=style.EMBER, **SPOKEN)
    if free - last >= 0.005:
        _in_gap(axes, band.middle, np.full(len(rounds), free), f"{_percent(free - last)} stays unsaid", style.ICE)


def _two_arms(axes: Axes, dataset: xr.Dataset) -> None:
    as_is, changed = (voice_band(dataset.isel(arm=arm)) for arm in (0, 1))
    axes.fill_between(range(len(as_is.middle)), 0.0, as_is.middle, color=style.SAND, linewidth=0, alpha=0.55)
    both = min(len(as_is.middle), len(changed.middle))
    axes.fill_between(range(both), as_is.middle[:both], changed.middle[:both], color=style.FROST, linewidth=0)
    label = str(dataset["arm"].values[1])
    warm, cold = style.EMBER, style.ICE
    ends = []
    for band, colour, words in ((changed, warm, label), (as_is, cold, "as it is")):
        if len(band.middle):
            rounds = np.arange(len(band.middle))
            draw_band(axes, rounds, band, colour)
            ends.append((rounds[-1], band.middle[-1], f"{_wrapped(words, 13)}\n{_percent(band.middle[-1])}", colour))
    speech_axes(axes, dataset)
    for end in _apart(axes, ends):
        _at_end(axes, *end)
    if both:
        _in_gap(axes, as_is.middle[:both], changed.middle[:both], _gap_words(dataset), style.INK)


def _apart(axes: Axes, ends: list[tuple[float, float, str, str]]) -> list[tuple[float, float, str, str]]:
    """Labels at the ends of two lines, moved apart where they would lie on each other."""
    if len(ends) < 2:
        return ends
    upper, lower = sorted(ends, key=lambda end: -end[1])
    line = max(0.055, 0.18 / inches_high(axes))
    gap = line * (upper[2].count("\n") + lower[2].count("\n") + 2) / 2 + 0.02
    short = max(0.0, gap - (upper[1] - lower[1])) / 2
    top = min(1.0, upper[1] + short)
    return [(upper[0], top, *upper[2:]), (lower[0], min(lower[1] - short, top - gap), *lower[2:])]


def _gap_words(dataset: xr.Dataset) -> str:
    change = recorded_change(dataset.attrs)
    effect: Effect = measured(dataset, change).last["voice_share"]
    points = 100 * effect.difference.mean
    amount = f"{abs(points):.0f}" if abs(points) >= 9.5 else f"{abs(points):.1f}"
    return f"{change.label}, {amount} in 100\n{'more' if points >= 0 else 'less'} of it is said"


def speech_axes(axes: Axes, dataset: xr.Dataset) -> None:
    """Axes for shares of what people would like to say, over the rounds of a dataset."""
    over_rounds(axes, dataset, "Of what people would like to say, so much is said", pad=8)
    axes.set_ylim(0.0, 1.045)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1.0], ["0", "25", "50", "75", "100 %"])


def _at_end(axes: Axes, x: float, y: float, words: str, colour: str) -> None:
    axes.annotate(
        words,
        (x, y),
        xytext=(7, 0),
        textcoords="offset points",
        va="center",
        color=colour,
        fontfamily=style.SANS,
        fontsize=9,
        linespacing=1.25,
        annotation_clip=False,
    )


def _in_gap(axes: Axes, low: Floats, high: Floats, words: str, colour: str) -> None:
    """Words inside the gap, well after the middle of the run; with a thin line to it where it is too narrow."""
    place = _roomy(np.abs(high - low))
    middle, height = (low[place] + high[place]) / 2, abs(high[place] - low[place])
    if height > 0.06 * (1 + words.count("\n")) + 0.02:
        _within(axes, axes.text(place, middle, words, color=colour, **SPOKEN))
        return
    below = min(low[place], high[place])
    told = axes.annotate(
        words,
        (place, middle),
        xytext=(place, max(0.1, below - 0.2)),
        color=colour,
        arrowprops={"arrowstyle": "-", "color": style.FAINT, "linewidth": 0.7, "shrinkA": 2, "shrinkB": 0},
        **SPOKEN,
    )
    _within(axes, told)


def _within(axes: Axes, words: Text) -> None:
    """Moves words to the left until they end inside the axes, so that they lie on no name of a line."""
    inside, end = axes.get_window_extent(), words.get_window_extent()
    beyond = end.x1 - (inside.x1 - 0.01 * inside.width)
    if beyond > 0.0:
        rounds = beyond / inside.width * (axes.get_xlim()[1] - axes.get_xlim()[0])
        words.set_x(words.get_position()[0] - rounds)


def _roomy(heights: Floats) -> int:
    """The round nearest to seven tenths of the run at which a gap is about as wide as it gets late in the run."""
    rounds = np.arange(len(heights))
    wide = heights >= 0.9 * heights[len(heights) // 2 :].max()
    away = np.abs(rounds - 0.7 * (len(heights) - 1))
    return int(np.argmin(np.where(wide, away, np.inf)))


def mark_changes(axes: Axes, dataset: xr.Dataset) -> None:
    """Thin lines where the policy changes, their labels low on the warm ground."""
    width = dataset.sizes["round"]
    for row, mark in enumerate(policy_marks(parse_scenario(dataset.attrs["scenario"]))):
        axes.axvline(mark.round, color=style.INK, linewidth=0.6, alpha=0.55)
        beside_line(axes, mark.text, mark.round, row, late=mark.round >= 0.75 * width, fontsize=8)


def beside_line(axes: Axes, words: str, round: int, row: int, *, late: bool, **look: Any) -> None:
    """Words beside the line of a round, in a row counted from below; left of it where that is late in the run."""
    axes.annotate(
        words,
        (round, 0.035 + 0.07 * row),
        xytext=(-5 if late else 5, 0),
        textcoords="offset points",
        ha="right" if late else "left",
        va="bottom",
        fontfamily=style.SANS,
        color=style.INK,
        **look,
    )


# Words ------------------------------------------------------------------------------------------


def captions(figure: Figure, dataset: xr.Dataset) -> None:
    """Title, size of the experiment, what bands mean, and that people are invented."""
    title = textwrap.shorten(str(dataset.attrs["title"]), 70, placeholder=" …")
    figure.text(0.075, 0.945, title, fontfamily=style.SERIF, fontsize=17, color=style.INK, va="center")
    figure.text(0.075, 0.9, _subtitle(dataset), fontfamily=style.SANS, fontsize=9, color=style.FAINT, va="center")
    figure.text(0.075, 0.035, _caption(dataset), fontfamily=style.SANS, fontsize=8, color=style.FAINT, va="center")
    figure.text(
        0.955, 0.035, style.HONESTY, fontfamily=style.SERIF, fontstyle="italic", fontsize=8.5, color=style.INK,
        ha="right", va="center",
    )  # fmt: skip


def _subtitle(dataset: xr.Dataset) -> str:
    people, ties = int(dataset["people"]), int(dataset["ties"].values[0])
    played = furthest(dataset).rounds
    rounds = dataset.sizes["round"]
    parts = [
        f"{people:,} invented people",
        f"{ties:,} friendship{'s' * (ties != 1)}",
        f"{rounds:,} round{'s' * (rounds != 1)}"
        if played == rounds
        else f"interrupted after {played:,} of {rounds:,} rounds",
    ]
    return "   ·   ".join(parts)


def _rounds(count: int) -> str:
    return "1 round" if count == 1 else f"{count:,} rounds"


def _caption(dataset: xr.Dataset) -> str:
    count = len(furthest(dataset).replicates)
    if count > 1:
        return f"Shaded bands: 95 % interval of the mean over {count} replicates."
    return "Shaded band: 95 % sampling error of one society of this size."


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _wrapped(words: str, width: int) -> str:
    return "\n".join(textwrap.wrap(words, width))
