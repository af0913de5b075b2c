"""The picture of an attribution: from the outcome as it is down to none of the instruments, a step for each."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

from hushed.experiments.attribution.abolishing import told_without
from hushed.experiments.attribution.shares import attributed
from hushed.experiments.attribution.told import by_share, digits_more, points
from hushed.figures import style
from hushed.figures.subject import axes_for, dataset_of
from hushed.outcomes import OUTCOMES, Outcome
from hushed.results.statistics import Estimate
from hushed.results.table import shown, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hushed.experiments.attribution.shares import Attribution

_ROW = 0.62
"""Inches for each step."""
_AROUND = 2.15
"""Inches for the words above and below."""
_HEIGHT = 0.56
_LEFT, _RIGHT = 0.315, 0.955


class _Step(NamedTuple):
    """One bar: what it stands for, from where to where, its colour, and the words at its end."""

    name: str
    meaning: str
    start: float
    end: float
    colour: str
    words: str
    interval: Estimate | None


@style.by_default()
def waterfall_png(found: Attribution) -> bytes:
    """The picture as PNG; the same attribution gives the same bytes."""
    return style.png(waterfall_figure(found))


def waterfall_figure(found: Attribution) -> Figure:
    """Bars from the outcome as it is, through the share of each instrument, to what is left without any."""
    steps = _steps(found)
    height = _AROUND + _ROW * len(steps)
    figure = style.new_figure(10.0, height)
    bottom, top = 0.85 / height, 1.0 - (_AROUND - 0.85) / height
    _draw(figure.add_axes((_LEFT, bottom, _RIGHT - _LEFT, top - bottom)), steps, OUTCOMES[found.outcome])
    _words(figure, found, height)
    return figure


def waterfall(result: Any, ax: Axes | None = None) -> Axes:
    """Bars from an outcome as it is, through the share of each instrument, to what is left without any of them.

    Takes an attribution, or the dataset of one, of which it draws the outcome that was asked for. InputError for
    another kind of result.
    """
    found = attribution_of(result)
    steps = [step._replace(meaning="") for step in _steps(found)]
    height = 0.85 + 0.36 * len(steps)
    axes = axes_for(ax, height=height, box=(0.27, 0.62 / height, 0.985, 1.0 - 0.1 / height))
    _draw(axes, steps, OUTCOMES[found.outcome])
    low, high = axes.get_xlim()
    axes.set_xlim(low, high + 0.16 * (high - low))
    axes.set_xlabel(axes.get_xlabel().replace("  (", "\n("))
    return axes


def attribution_of(result: Any) -> Attribution:
    """An attribution, or what the dataset of one says of the outcome that was asked for."""
    if not hasattr(result, "dataset"):
        attributes = dataset_of(result, "attribution").attrs
        return attributed(result, str(attributes["outcome"]), str(attributes["over"]))
    dataset_of(result, "attribution")
    found: Attribution = result
    return found


def _draw(axes: Axes, steps: list[_Step], outcome: Outcome) -> None:
    _axes(axes, steps, outcome)
    for place, step in enumerate(steps):
        _bar(axes, place, step)
    for place, step in enumerate(steps[:-1]):
        axes.plot([step.end] * 2, [place + _HEIGHT / 2, place + 1 - _HEIGHT / 2], color=style.FAINT, linewidth=0.7)


def _steps(found: Attribution) -> list[_Step]:
    unit, way = OUTCOMES[found.outcome].unit, 1.0 if found.total.mean >= 0.0 else -1.0
    at = found.as_is.mean
    steps = [_Step("as it is", "", 0.0, at, style.SLATE, shown(at, unit), None)]
    for each in by_share(found):
        size = each.share.mean
        colour = style.ICE if way * size >= 0.0 else style.EMBER
        step = _Step(
            spoken(each.instrument),
            told_without(each.instrument),
            at,
            at - size,
            colour,
            _signed(each.share, unit, digits_more(found.total.mean, unit)),
            each.share,
        )
        steps.append(step)
        at -= size
    none = found.without_any.mean
    return [*steps, _Step("with none of them", "", 0.0, none, style.SLATE, shown(none, unit), None)]


def _signed(share: Estimate, unit: str, more: int) -> str:
    """What goes if the instrument goes: the share with its sign turned, and its margin."""
    sign = "−" if share.mean > 0.0 else "+" if share.mean < 0.0 else ""
    if math.isnan(share.margin):
        return sign + points(share.mean, unit, more)
    # One digit more where the margin would come to nothing.
    more += int(float(points(share.margin, unit, more).split()[0]) == 0.0)
    number, _, noun = points(share.mean, unit, more).partition(" ")
    margin = points(share.margin, unit, more).split()[0]
    return f"{sign}{number} ± {margin} {noun}".rstrip()


def _axes(axes: Axes, steps: list[_Step], outcome: Outcome) -> None:
    style.plain_axes(axes)
    axes.grid(visible=False)
    axes.grid(axis="x", color=style.FAINT, linewidth=0.4, alpha=0.35)
    ends = [end for step in steps for end in (step.start, step.end - _margin(step), step.end + _margin(step))]
    low, high = min(0.0, *ends), max(0.0, *ends)
    span = (high - low) or 1.0
    axes.set_xlim(low - (0.02 * span if low < 0.0 else 0.0), high + 0.24 * span)
    axes.set_ylim(len(steps) - 0.45, -0.6)
    axes.set_yticks([])
    axes.locator_params(axis="x", nbins=6)
    if outcome.unit.startswith(("share", "chance")):
        from matplotlib.ticker import FuncFormatter

        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: style.percent(value)))
    axes.set_xlabel(
        f"{outcome.sentence.rstrip('.')}  ({outcome.unit})",
        fontfamily=style.SANS,
        fontsize=8,
        color=style.FAINT,
        labelpad=4,
    )


def _margin(step: _Step) -> float:
    return 0.0 if step.interval is None or math.isnan(step.interval.margin) else step.interval.margin


def _bar(axes: Axes, place: int, step: _Step) -> None:
    axes.barh(place, step.end - step.start, left=step.start, height=_HEIGHT, color=step.colour, linewidth=0)
    margin = _margin(step)
    if margin:
        whisker = [step.end - margin, step.end + margin]
        axes.plot(whisker, [place, place], color=style.INK, linewidth=1.1, solid_capstyle="butt")
    beyond = max(step.start, step.end + margin)
    _write(axes, step.words, (beyond, place), (7, 0), step.colour, 9.0)
    left = axes.get_xlim()[0], place
    _write(axes, step.name, left, (-10, 6 if step.meaning else 0), style.INK, 10.0, ha="right")
    if step.meaning:
        meaning = f"without it: {step.meaning[0].lower()}{step.meaning[1:].rstrip('.')}"
        _write(axes, meaning, left, (-10, -7), style.FAINT, 7.5, ha="right")


def _write(
    axes: Axes, words: str, at: tuple[float, float], beside: tuple[int, int], colour: str, size: float, ha: str = "left"
) -> None:
    look: dict[str, Any] = {"color": colour, "fontsize": size, "ha": ha, "fontfamily": style.SANS, "va": "center"}
    axes.annotate(words, at, xytext=beside, textcoords="offset points", annotation_clip=False, **look)


def _words(figure: Figure, found: Attribution, height: float) -> None:
    attributes = found.dataset.attrs
    title = textwrap.shorten(str(attributes["title"]), 70, placeholder=" …")
    sans: dict[str, Any] = {"fontfamily": style.SANS, "va": "center"}
    figure.text(0.05, 1.0 - 0.4 / height, title, fontfamily=style.SERIF, fontsize=17, color=style.INK, va="center")
    figure.text(0.05, 1.0 - 0.74 / height, _subtitle(found), fontsize=9, color=style.FAINT, **sans)
    when = "in the last round" if found.over == "last" else "on the mean over all rounds"
    asked = f"{spoken(found.outcome).capitalize()} {when}, and what each instrument adds to it"
    figure.text(0.05, 1.0 - 1.08 / height, asked, fontsize=9.5, color=style.INK, **sans)
    figure.text(0.05, 0.26 / height, _caption(found), fontsize=8, color=style.FAINT, **sans)
    figure.text(
        _RIGHT, 0.26 / height, style.HONESTY, fontfamily=style.SERIF, fontstyle="italic", fontsize=8.5, color=style.INK,
        ha="right", va="center",
    )  # fmt: skip


def _subtitle(found: Attribution) -> str:
    dataset = found.dataset
    people, rounds = int(dataset["people"]), int(dataset.attrs["rounds"])
    replicates = dataset.sizes["replicate"]
    parts = [f"{people:,} invented people", f"{rounds:,} round{'s' * (rounds != 1)}"]
    if dataset.attrs["complete"]:
        parts.append(f"{replicates:,} replicate{'s' * (replicates != 1)}")
    else:
        parts.append(f"interrupted after {replicates:,} of {dataset.attrs['replicates']:,} replicates")
    return "   ·   ".join(parts)


def _caption(found: Attribution) -> str:
    text = "Averaged over all orders in which instruments can be abolished."
    if found.dataset.attrs["orders"]:
        text = f"Averaged over {found.dataset.attrs['orders']:,} random orders of abolition in each replicate."
    return text + (" ±: 95 % interval." if found.total.replicates > 1 else "")
