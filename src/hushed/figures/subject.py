"""What a picture is of: the dataset behind whatever it was handed, and axes to draw it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hushed.errors import InputError
from hushed.figures import style
from hushed.results import store

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

_DRAWN_BY = {
    "run": "speech",
    "comparison": "speech",
    "attribution": "waterfall",
    "recovery": "recovery",
    "scan": "hysteresis",
    "safeguards": "safeguards",
}
"""The function that draws what matters most of each kind of result."""
WIDTH, HEIGHT = 5.6, 3.3
"""A sheet for one panel, in inches: wide enough for a column of text, legible on a telephone."""
Box = tuple[float, float, float, float]
"""Left, bottom, right and top of a panel on its sheet, as shares of the sheet."""


def dataset_of(result: Any, *kinds: str) -> xr.Dataset:
    """The dataset of a result, or the dataset itself; InputError unless it is of one of the kinds, if any are named."""
    dataset = store.dataset_of(result)
    kind = str(dataset.attrs.get("experiment", "study"))
    if kinds and kind not in kinds:
        drawn = _DRAWN_BY.get(kind, "sweep")
        raise InputError(f"this is the result of a {kind}; draw it with hushed.figures.{drawn}")
    return dataset


def axes_for(ax: Axes | None, *, height: float = HEIGHT, box: Box = (0.09, 0.145, 0.8, 0.9)) -> Axes:
    """The axes given, or those of a new sheet with room for labels around them."""
    if ax is not None:
        return ax
    left, bottom, right, top = box
    return style.new_figure(WIDTH, height).add_axes((left, bottom, right - left, top - bottom))
