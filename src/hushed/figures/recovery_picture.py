"""The picture of a recovery: speech in the three arms, the abolition marked, and two things that may not return."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from hushed.errors import InputError, did_you_mean
from hushed.experiments.recovery.abolition import recorded_abolition
from hushed.experiments.recovery.measures import ARMS, share_back
from hushed.figures import style
from hushed.figures.bands import Floats, draw_band, mean_band, voice_band
from hushed.figures.marks import policy_marks
from hushed.figures.panels import inches_high, label_apart, small_axes
from hushed.figures.speech_picture import SPOKEN, beside_line, captions, mark_changes, sheet, speech_axes
from hushed.figures.subject import axes_for, dataset_of
from hushed.outcomes import OUTCOMES
from hushed.results.furthest import summarised
from hushed.scenario.reader import parse_scenario

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = (style.EMBER, style.ICE, style.INK)
"""Of the arms, in their order."""
PANELS = {
    "ties_cut": "Friendships broken off",
    "reproach": "Reproach borne, in severities",
    "confidence": "Confidence that one’s opinion is shared",
    "sanctioned": "People serving a sanction",
    "score_mean": "Average score",
    "overbreadth": "Lawful speech withheld",
    "punished": "People punished in a round",
}
"""What the small panels can show, the more lasting first."""
_SMALLEST = 1e-3
"""A smaller part of a panel's range is no movement."""


@style.by_default()
def recovery_png(dataset: xr.Dataset) -> bytes:
    """The picture as PNG; the same dataset gives the same bytes."""
    return style.png(recovery_figure(dataset))


def recovery_figure(dataset: xr.Dataset) -> Figure:
    """Speech never chilled by what is abolished, never freed of it, and freed half-way; and what may not return."""
    figure, above, *below = sheet(right=0.845, apart=0.62)
    recovery(dataset, above)
    for axes, name in zip(below, moved(dataset), strict=True):
        recovery(dataset, axes, outcome=name)
    captions(figure, dataset)
    return figure


def recovery(result: Any, ax: Axes | None = None, *, outcome: str = "voice_share") -> Axes:
    """Speech, or another of `PANELS`, in the three arms of a recovery, with the round of the abolition marked.

    Takes a recovery or its dataset. InputError for another kind of result, or an outcome that is not drawn.
    """
    dataset = dataset_of(result, "recovery")
    if outcome == "voice_share":
        axes = axes_for(ax, height=3.6, box=(0.09, 0.135, 0.775, 0.9))
        _speech(axes, dataset)
        return axes
    if outcome not in PANELS:
        raise InputError(f"'{outcome}' is not drawn{did_you_mean(outcome, ('voice_share', *PANELS))}")
    axes = axes_for(ax, height=2.2, box=(0.085, 0.2, 0.745, 0.86))
    _panel(axes, dataset, outcome)
    return axes


def _speech(axes: Axes, dataset: xr.Dataset) -> None:
    at = recorded_abolition(dataset.attrs).at
    bands = [voice_band(dataset.isel(arm=arm)) for arm in range(len(ARMS))]
    never, as_is, abolished = (band.middle for band in bands)
    rounds, since = np.arange(len(never)), slice(at - 1, None)
    axes.fill_between(rounds[since], as_is[since], abolished[since], color=style.SAND, linewidth=0)
    axes.fill_between(rounds[since], abolished[since], never[since], color=style.FROST, linewidth=0)
    for arm, band in enumerate(bands):
        whole = slice(None) if arm < 2 else since
        draw_band(axes, rounds[whole], type(band)(*(line[whole] for line in band)), COLOURS[arm])
    speech_axes(axes, dataset)
    labels = [
        (float(band.middle[-1]), f"{textwrap.fill(ARMS[arm], 10)}, {100 * band.middle[-1]:.0f} %", COLOURS[arm])
        for arm, band in enumerate(bands)
    ]
    label_apart(axes, labels, gap=max(0.115, 0.37 / inches_high(axes)), size=9.0)
    _mark_abolition(axes, dataset, at)
    share = share_back(summarised(dataset, "voice_share"), -1)
    if share.mean > 0.0:
        words = f"{100 * share.mean:.0f} % of what was lost\nis back at the end"
        axes.text((at + rounds[-1]) / 2, 0.55 * as_is[since].min(), words, color=style.INK, **SPOKEN)


def _mark_abolition(axes: Axes, dataset: xr.Dataset, at: int) -> None:
    """A line where something is abolished, its words above those of the policy's own changes."""
    mark_changes(axes, dataset)
    rows = len(policy_marks(parse_scenario(dataset.attrs["scenario"])))
    axes.plot([at, at], [0.015 + 0.07 * rows, 1.0], color=style.INK, linewidth=1.1)
    words = textwrap.fill(f"{recorded_abolition(dataset.attrs).words} abolished", 34)
    late = at >= 0.75 * dataset.sizes["round"]
    beside_line(axes, words, at, rows, late=late, fontsize=8.5, fontweight="bold")


def moved(dataset: xr.Dataset) -> list[str]:
    """The first two of `PANELS` in which arms differ, or the last two."""
    moved = [name for name in PANELS if np.ptp(summarised(dataset, name), axis=0).max() > _SMALLEST]
    return (moved + [name for name in PANELS if name not in moved][::-1])[:2]


def _panel(axes: Axes, dataset: xr.Dataset, name: str) -> None:
    from matplotlib.ticker import PercentFormatter

    at = recorded_abolition(dataset.attrs).at
    lines: list[Floats] = []
    for arm, values in enumerate(summarised(dataset, name)):
        since = at - 1 if arm == 2 else 0
        band = mean_band(values)
        draw_band(axes, np.arange(since, values.shape[1]), type(band)(*(line[since:] for line in band)), COLOURS[arm])
        lines.append(band.middle)
    low, high = min(map(np.min, lines)), max(map(np.max, lines))
    room = 0.12 * max(high - low, _SMALLEST)
    small_axes(axes, dataset, PANELS[name], low, high + room)
    axes.set_ylim(low - room if low else 0.0, high + room)
    if name in OUTCOMES and OUTCOMES[name].unit.startswith("share"):
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=decimals(high - low), symbol=" %"))
    axes.axvline(at, color=style.INK, linewidth=0.8)
    label_apart(axes, [(float(line[-1]), ARMS[arm], COLOURS[arm]) for arm, line in enumerate(lines)])


def decimals(range_: float) -> int:
    """Digits after the point that tell the labels of a range of shares apart, in per cent."""
    return 0 if range_ >= 0.08 else 1 if range_ >= 0.008 else 2
