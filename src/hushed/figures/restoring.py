"""The picture of what restores speech: each safeguard alone, dose by dose, and the sets that restore most for least."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from hushed.experiments.safeguarding.again import restoration_of
from hushed.experiments.safeguarding.findings import Member, Response
from hushed.experiments.safeguarding.restoring import Restoration
from hushed.experiments.safeguarding.sentences import name_of_set
from hushed.figures import style
from hushed.figures.subject import axes_for, dataset_of
from hushed.results.table import spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH = 10.0
_HEAD, _ROW, _BETWEEN, _SETS, _FOOT = 1.15, 1.4, 0.75, 3.6, 0.85
"""Heights in inches: title, a row of doses, the space under them, the sets, the foot."""
_MOST_SETS = 10
_SPREAD = 0.62
"""How much of the room between two costs the sets of one cost may take."""
_LIST_WIDTH = 40


class Point(NamedTuple):
    """A set in the picture: its number there, and where it stands."""

    number: int
    x: float
    member: Member


@style.by_default()
def safeguards_png(found: Restoration) -> bytes:
    """The picture as PNG; the same findings give the same bytes."""
    return style.png(safeguards_figure(found))


def safeguards_figure(found: Restoration) -> Figure:
    """A small panel for each safeguard alone over its dose; below, sets by cost, with the drop where one reacts."""
    rows = _rows(len(found.responses), _columns(len(found.responses)))
    height = _HEAD + rows * _ROW + (_BETWEEN if rows else 0.0) + _SETS + _FOOT
    figure = style.new_figure(_WIDTH, height)
    doses_end = 1 - (_HEAD + rows * _ROW) / height
    if rows:
        _dose_panels(figure, found, rows, top=1 - _HEAD / height, bottom=doses_end)
    top = doses_end - _BETWEEN / height if rows else doses_end
    grid = figure.add_gridspec(
        1, 2, width_ratios=[1.45, 1.0], left=0.065, right=0.97, top=top, bottom=_FOOT / height, wspace=0.06
    )
    safeguards(found, figure.add_subplot(grid[0, 0]))
    _list(figure.add_subplot(grid[0, 1]), sets_drawn(found), found)
    _words(figure, found, height)
    return figure


def safeguards(result: Any, ax: Axes | None = None) -> Axes:
    """The sets of safeguards that restore most for least, numbered, by cost; with the drop where the authority reacts.

    Takes what `what_restores` found, or its dataset; `sets_drawn` tells what the numbers stand for. InputError for
    another kind of result.
    """
    found = _restoration(result)
    axes = axes_for(ax, height=3.4, box=(0.085, 0.14, 0.97, 0.9))
    _sets(axes, found)
    return axes


def doses(result: Any, ax: Axes | None = None) -> Axes:
    """What each safeguard alone restores of free speech at each dose, with the 95 % interval of the highest.

    Takes what `what_restores` found, or its dataset. InputError for another kind of result.
    """
    found = _restoration(result)
    height = 0.85 + 0.24 * len(found.responses)
    axes = axes_for(ax, height=height, box=(0.295, 0.52 / height, 0.96, 1.0 - 0.32 / height))
    style.plain_axes(axes)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color=style.FAINT, linewidth=0.4, alpha=0.35)
    for place, response in enumerate(found.responses):
        _dose_row(axes, place, response)
    names = [spoken(response.safeguard) for response in found.responses]
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", labelcolor=style.INK, labelsize=8.5)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.xaxis.set_major_formatter(lambda value, _: style.percent(value))
    axes.locator_params(axis="x", nbins=6)
    words = "of what the same people say when left free, so much is said"
    axes.set_xlabel(words, fontfamily=style.SANS, fontsize=8, color=style.FAINT, labelpad=4)
    words = "Each safeguard alone: absent (hollow) to highest dose (filled)"
    axes.set_title(words, loc="left", fontfamily=style.SANS, fontsize=9, color=style.INK, pad=6)
    return axes


def _dose_row(axes: Axes, place: int, response: Response) -> None:
    shares, end = [each.mean for each in response.restored], response.restored[-1]
    axes.plot(shares, [place] * len(shares), color=style.EMBER, linewidth=1.1, alpha=0.55)
    axes.plot(shares[1:-1], [place] * len(shares[1:-1]), "o", markersize=3, color=style.EMBER, alpha=0.55)
    axes.plot([end.low, end.high], [place, place], color=style.EMBER, linewidth=4, alpha=0.25, solid_capstyle="butt")
    axes.plot(shares[:1], [place], "o", markersize=5, markerfacecolor=style.PAPER, markeredgecolor=style.EMBER)
    axes.plot(shares[-1:], [place], "o", markersize=5, color=style.EMBER)


def _restoration(result: Any) -> Restoration:
    if hasattr(result, "dataset"):
        dataset_of(result, "safeguards")
        found: Restoration = result
        return found
    return restoration_of(dataset_of(result, "safeguards"))


# Doses ------------------------------------------------------------------------------------------


def _columns(panels: int) -> int:
    """As few rows as five or six panels beside each other allow, with as little room left over."""
    return min((5, 6), key=lambda columns: (_rows(panels, columns), columns))


def _rows(panels: int, columns: int) -> int:
    return -(-panels // columns)


def _dose_panels(figure: Figure, found: Restoration, rows: int, *, top: float, bottom: float) -> None:
    columns = _columns(len(found.responses))
    grid = figure.add_gridspec(rows, columns, left=0.065, right=0.97, top=top, bottom=bottom, hspace=0.62, wspace=0.16)
    low = _floor(each.mean for response in found.responses for each in response.restored)
    for place, response in enumerate(found.responses):
        axes = figure.add_subplot(grid[divmod(place, columns)])
        _dose_panel(axes, response, low, first=place % columns == 0)


def _dose_panel(axes: Axes, response: Response, low: float, *, first: bool) -> None:
    doses, middles = np.array(response.doses), np.array([each.mean for each in response.restored])
    style.plain_axes(axes)
    axes.fill_between(doses, low, middles, color=style.SAND, linewidth=0)
    ends = np.minimum([(each.low, each.high) for each in response.restored], 1.0)
    axes.fill_between(doses, *ends.T, color=style.EMBER, alpha=0.28, linewidth=0)
    axes.plot(doses, middles, color=style.EMBER, linewidth=1.6, solid_capstyle="round")
    axes.set_ylim(low, 1.03)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.5, 1], ["0", "½", "full"])
    axes.set_yticks(*_shares(low))
    if not first:
        axes.tick_params(labelleft=False)
    axes.set_title(spoken(response.safeguard), loc="left", fontfamily=style.SANS, fontsize=8, color=style.INK, pad=5)
    _gain(axes, response, low)


def _gain(axes: Axes, response: Response, low: float) -> None:
    """What the highest dose gives back, in points: over the start of the line, where there is room."""
    gained, start = 100 * response.gained[-1].mean, response.restored[0].mean
    if np.isfinite(gained):
        high = start < low + 0.6 * (1.03 - low)
        at = low + (0.79 if high else 0.1) * (1.03 - low)
        words = f"{gained:+.1f} points".replace("-", "−") if abs(gained) >= 0.05 else "nothing gained"
        axes.text(0.04, at, words, va="center", fontfamily=style.SANS, fontsize=7.5, color=style.INK)


def _floor(shares: Iterator[float]) -> float:
    """Where the axis of shares begins: a round number under the lowest."""
    finite = [share for share in shares if np.isfinite(share)]
    return max(0.0, float(np.floor(10 * min(finite, default=0.0) - 0.3)) / 10)


def _shares(low: float) -> tuple[list[float], list[str]]:
    step = 0.1 if low >= 0.55 else 0.25
    ticks = [tick for tick in np.arange(0.0, 1.0001, step) if tick >= low - 1e-9]
    return ticks, [f"{100 * tick:.0f}" for tick in ticks[:-1]] + ["100 %"]


# Sets -------------------------------------------------------------------------------------------


def sets_drawn(found: Restoration) -> list[Point]:
    """The sets that are drawn, each with its number in the picture: the frontier first, and no more than have room."""
    return list(_points(_drawn(found)))


def _sets(axes: Axes, found: Restoration) -> None:
    points = sets_drawn(found)
    style.plain_axes(axes)
    low = _floor(_every_share(found))
    ends = [point.x for point in points] or [0.0]
    room = max(0.5, 0.08 * (max(ends) - min(ends)))
    axes.set_xlim(min(ends) - room, max(ends) + room)
    axes.set_ylim(low, 1.04)
    axes.set_yticks(*_shares(low))
    axes.axhline(found.share, color=style.INK, linewidth=0.9, linestyle=(0, (4, 2.5)))
    _label_share(axes, found)
    _stairs(axes, points)
    for point in points:
        _drop(axes, point)
    _cost_axis(axes, points)
    words = "Sets of safeguards in full: share of free speech, by cost"
    axes.set_title(words, loc="left", fontfamily=style.SANS, fontsize=9.5, color=style.INK, pad=8)


def _drawn(found: Restoration) -> list[Member]:
    ranked = sorted(found.members, key=lambda member: not member.unbeaten)[:_MOST_SETS]
    return [member for member in found.members if member in ranked]


def _every_share(found: Restoration) -> Iterator[float]:
    yield from (found.share, found.as_is.mean)
    for member in _drawn(found):
        yield member.restored.mean
        if member.reacted is not None:
            yield member.reacted.low if np.isfinite(member.reacted.low) else member.reacted.mean


def _points(members: Sequence[Member]) -> Iterator[Point]:
    """Sets of one cost stand side by side around it, so that none lies on another."""
    costs = sorted({member.cost for member in members})
    gap = min(np.diff(costs), default=1.0)
    number = 0
    for cost, group in groupby(members, key=lambda member: member.cost):
        together = list(group)
        width = _SPREAD * gap * (len(together) - 1) / len(together)
        for member, offset in zip(together, np.linspace(-width / 2, width / 2, len(together)), strict=True):
            number += 1
            yield Point(number, cost + float(offset), member)


def _stairs(axes: Axes, points: Sequence[Point]) -> None:
    """The frontier: what is restored at most for each cost."""
    front = [point for point in points if point.member.unbeaten]
    if front:
        xs = [point.x for point in front] + [axes.get_xlim()[1]]
        ys = [point.member.restored.mean for point in front]
        axes.step(xs, [*ys, ys[-1]], where="post", color=style.EMBER, linewidth=1.1, alpha=0.55)


def _drop(axes: Axes, point: Point) -> None:
    """A set where the authority holds still, and the drop to where it ends up if the authority reacts."""
    member, x = point.member, point.x
    height = member.restored.mean
    if member.reacted is not None and np.isfinite(member.reacted.mean):
        after = member.reacted
        axes.plot([x, x], [height, after.mean], color=style.ICE, linewidth=1.4, zorder=2)
        axes.vlines(x, after.low, min(1.0, after.high), color=style.ICE, linewidth=4.5, alpha=0.25, zorder=2)
        axes.plot(x, after.mean, marker="v", markersize=6, color=style.ICE, zorder=3)
    face = style.EMBER if member.unbeaten else style.PAPER
    axes.plot(x, height, marker="o", markersize=7, color=style.EMBER, markerfacecolor=face, zorder=4)
    axes.annotate(
        str(point.number), (x, height), xytext=(6, 5), textcoords="offset points", fontsize=8.5, fontfamily=style.SANS,
        color=style.INK, annotation_clip=False, zorder=5,
    )  # fmt: skip


def _label_share(axes: Axes, found: Restoration) -> None:
    paper = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.8, "alpha": 0.85}
    axes.annotate(
        f"asked for: {100 * found.share:g} %", (axes.get_xlim()[0], found.share), xytext=(4, 3),
        textcoords="offset points", fontsize=8, fontfamily=style.SANS, color=style.INK, bbox=paper,
    )  # fmt: skip


def _cost_axis(axes: Axes, points: Sequence[Point]) -> None:
    costs = sorted({point.member.cost for point in points})
    if len(costs) <= 9:
        axes.set_xticks(costs, [f"{cost:g}" for cost in costs])
    axes.set_xlabel(
        "cost of the set, as the scenario prices safeguards",
        fontfamily=style.SANS,
        fontsize=8,
        color=style.FAINT,
        labelpad=3,
    )


def _list(axes: Axes, points: Sequence[Point], found: Restoration) -> None:
    """What the numbers stand for, and what becomes of each set."""
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    names = [textwrap.wrap(name_of_set(point.member.safeguards), _LIST_WIDTH) for point in points]
    lines = sum(len(each) + 1.35 for each in names)
    step, at = min(0.062, 1.02 / max(1.0, lines)), 1.02
    size = 8.0 if step > 0.045 else 6.8
    for point, wrapped in zip(points, names, strict=True):
        axes.text(0.07, at, str(point.number), ha="right", va="top", fontsize=size, fontfamily=style.SANS)
        for line in wrapped:
            axes.text(0.1, at, line, va="top", fontsize=size, fontfamily=style.SANS, color=style.INK)
            at -= step
        axes.text(
            0.1, at, _fate(point.member), va="top", fontsize=size, fontfamily=style.SANS, color=_colour(point.member)
        )
        at -= 1.35 * step
    hidden = len(found.members) - len(points)
    if hidden:
        more = f"and {hidden} more {'set' if hidden == 1 else 'sets'}"
        axes.text(0.1, at, more, va="top", fontsize=size, fontfamily=style.SANS, color=style.FAINT)


def _fate(member: Member) -> str:
    if member.reacted is None or member.loss is None:
        return f"{100 * member.restored.mean:.1f} %"
    drop = f"{100 * member.restored.mean:.1f} %, then {100 * member.reacted.mean:.1f} %"
    return drop if member.verdict == "falls short" else f"{drop}: {member.verdict}"


def _colour(member: Member) -> str:
    return {"holds": style.EMBER, "walked round": style.ICE}.get(member.verdict, style.FAINT)


# Words ------------------------------------------------------------------------------------------


def _words(figure: Figure, found: Restoration, height: float) -> None:
    title = textwrap.shorten(f"{found.scenario.title}: what restores speech", 70, placeholder=" …")
    sans: dict[str, Any] = {"fontfamily": style.SANS, "va": "center"}
    figure.text(0.065, 1 - 0.36 / height, title, fontfamily=style.SERIF, fontsize=17, color=style.INK, va="center")
    if found.responses:
        words = "Each safeguard alone, from absent to full: share of what the same people say when left free"
        figure.text(0.065, 1 - 0.66 / height, words, fontsize=9, color=style.FAINT, **sans)
    figure.text(0.065, 0.28 / height, _caption(found), fontsize=7.5, color=style.FAINT, linespacing=1.4, **sans)
    figure.text(
        0.97, 0.16 / height, style.HONESTY, fontfamily=style.SERIF, fontstyle="italic", fontsize=8.5, color=style.INK,
        ha="right", va="center",
    )  # fmt: skip


def _caption(found: Restoration) -> str:
    parts = ["Filled: no measured set costs as little and restores as much. Hollow: enough, and not without each part."]
    if found.reacting_alone is not None:
        parts.append("Drops: what is left where the authority reacts.")
    if found.as_is.replicates > 1:
        parts.append(f"Bands: 95 % interval over {found.as_is.replicates} replicates.")
    return "\n".join([parts[0], " ".join(parts[1:])])
