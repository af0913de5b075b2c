"""How pictures look: warm is voice, cold is silence, on a ground like paper; safe for colour-blind eyes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PAPER = "#fbf7ef"
INK = "#23272e"
FAINT = "#8b8778"
EMBER = "#c2491d"
"Voice."
SAND = "#f3d9b8"
"What is said, as an area."
ICE = "#2b6a99"
"Silence."
FROST = "#c9dcea"
"What stays unsaid, as an area."
SLATE = "#4b5563"
"Scores: lightness only."
MIST, FOG = "#d9dbdd", "#b3b7bc"
HONESTY = "Invented people. A model, not a forecast."
"""What every picture and document says."""

SERIF = ["DejaVu Serif"]
SANS = ["DejaVu Sans"]
"""The fonts that matplotlib brings along, so that a picture is the same everywhere."""

DOTS_PER_INCH = 160


def new_figure(width: float, height: float) -> Figure:
    """An empty sheet of paper, in inches."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), dpi=DOTS_PER_INCH, facecolor=PAPER)


def plain_axes(axes: Axes) -> None:
    """No frame, no ticks, faint lines to read values by."""
    axes.set_facecolor(PAPER)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)
    axes.spines["bottom"].set_linewidth(0.6)
    axes.tick_params(length=0, colors=FAINT, labelsize=8, labelfontfamily=SANS[0])
    axes.grid(axis="y", color=FAINT, linewidth=0.4, alpha=0.35)
    axes.set_axisbelow(True)


def percent(share: float) -> str:
    """A share beside an axis, in per cent, with the sign that matplotlib gives other numbers."""
    return f"{100 * share:g} %".replace("-", "\N{MINUS SIGN}")


@contextmanager
def by_default() -> Iterator[None]:
    """Drawing by matplotlib's own settings, whatever a reader has set for herself: pictures are the same everywhere."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        yield


def svg(figure: Figure) -> str:
    """The picture as SVG, the same text each time; its words stay text, so that they can be searched and read aloud."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    FigureCanvasSVG(figure)
    buffer = StringIO()
    with rc_context({"svg.hashsalt": "hushed", "svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", facecolor=PAPER, metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def png(figure: Figure) -> bytes:
    """The picture as PNG, the same bytes each time: no date, no program name."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    FigureCanvasAgg(figure)
    buffer = BytesIO()
    figure.savefig(buffer, format="png", facecolor=PAPER, metadata={"Software": None})
    return buffer.getvalue()
